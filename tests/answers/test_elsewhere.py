"""Cameras hung elsewhere: where they are tried, and that each count is that of such a layout."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

import twin
from tests.run.small_run import write_small_scenario
from twin.answers.asked import Asked
from twin.answers.elsewhere import ASIDE, EDGE, spots
from twin.answers.of_excerpt import headline
from twin.answers.questions import ask
from twin.answers.unknown.hour import excerpt_of
from twin.frames import heading_to_yaw


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    scenario = twin.load_scenario(write_small_scenario(folder / "in"))
    return Asked.of(twin.run_scenario(scenario, out=folder / "runs" / "a"))


def test_each_camera_is_tried_on_its_own_ground_looking_the_same_way(asked):
    site, housings = asked.inputs.site, asked.inputs.layout.housings
    found = spots(site, housings)
    assert found
    for one in found:
        (own,) = housings[one.housing]
        (view,) = one.views
        assert view.position[2] == own.position[2]
        assert view.rotation.tolist() == own.rotation.tolist()
        assert view.lens == own.lens
        ground = [
            p.polygon for p in site.places if p.polygon.contains(shapely.Point(own.position[:2]))
        ]
        near = ground[0].buffer(EDGE) if ground else shapely.Point(own.position[:2]).buffer(50)
        assert near.covers(shapely.Point(one.mount.xy))
        if one.mount.mount != "canopy":
            aside = np.degrees(one.mount.yaw - heading_to_yaw(own.heading_deg))
            assert abs((aside + 180) % 360 - 180) <= ASIDE + 1e-6


def test_each_count_is_that_of_a_layout_with_the_camera_there(asked):
    """Against `headline` of such a layout on the same hour, which adds up exposure another way."""
    told = ask("elsewhere", asked)
    layout, excerpt = asked.inputs.layout, excerpt_of(asked.run, asked.people)
    here = headline(excerpt, layout)
    assert told.figures["searched"] == here["templated"] > 0
    assert told.figures["recognised"] == pytest.approx(here["machine"]["profiles"]["central"])
    found = spots(asked.inputs.site, layout.housings)
    rows = told.tables["spots"].to_pylist()
    assert len(rows) == len(found) == told.figures["spots"]
    for row, one in list(zip(rows, found, strict=True))[::3]:
        others = [camera for camera in layout.cameras if camera.housing != one.housing]
        there = headline(excerpt, replace(layout, cameras=(*one.views, *others)))
        assert row["searched"] == there["templated"]
        assert row["recognised"] == pytest.approx(there["machine"]["profiles"]["central"])
        assert row["moved_m"] == pytest.approx(
            np.hypot(*(one.views[0].position - layout.housings[one.housing][0].position)[:2])
        )


def test_all_moved_at_once_lie_between_nobody_and_everybody(asked):
    together = ask("elsewhere", asked).figures["together"]
    assert 0 <= together["fewest"] <= together["middle"] <= together["most"]
    counts = [
        len([s for s in spots(asked.inputs.site, asked.inputs.layout.housings) if s.housing == h])
        for h in asked.inputs.layout.housings
    ]
    assert together["combinations"] == np.prod(counts)
