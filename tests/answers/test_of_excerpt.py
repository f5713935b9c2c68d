"""The headline of some minutes: that of the run's answers, and always the same for a layout."""

import json
from dataclasses import replace

import pytest

import twin
from tests.run.small_run import write_small_scenario


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("headline")
    scenario = twin.load_scenario(write_small_scenario(folder / "in"))
    return twin.run_scenario(scenario, out=folder / "runs" / "a")


def test_the_headline_of_all_minutes_is_that_of_the_run(run):
    excerpt = twin.Excerpt.of(run, "08:00", minutes=30)
    found = twin.headline(excerpt, run.inputs.layout)
    assert found.pop("layout") == run.inputs.layout.name
    assert found.pop("rate_hz") == 4
    told = twin.answer(run)
    for key in ("date", "start_s", "end_s"):
        assert found.pop(key) == told[key]
    assert found["seen"] > 0
    assert found["machine"]["profiles"]["central"] > 0
    assert found == {key: told["people"][key] for key in found}


def test_a_camera_moved_and_moved_back_leaves_no_trace(run):
    excerpt, layout = twin.Excerpt.of(run, "08:05", minutes=10), run.inputs.layout
    before = json.dumps(twin.headline(excerpt, layout))
    *others, last = layout.cameras
    there = replace(last, position=last.position - [40.0, 0, 0])
    assert json.dumps(twin.headline(excerpt, replace(layout, cameras=(*others, there)))) != before
    assert json.dumps(twin.headline(excerpt, layout)) == before
