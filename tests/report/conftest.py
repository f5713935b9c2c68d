"""What commands that draw a run are tested with: a run, and the command line."""

import json

import pytest

from tests.run.small_run import write_small_scenario
from twin.answers import answer
from twin.run import run_scenario
from twin.scenario import load_scenario


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """Run and answer the small scenario once, with cameras of small images."""
    folder = tmp_path_factory.mktemp("run")
    scenario = write_small_scenario(folder)
    layout = folder / "layout.yaml"
    text = layout.read_text()
    assert "width_px: 1920, height_px: 1080" in text
    layout.write_text(
        text.replace("width_px: 1920, height_px: 1080", "width_px: 640, height_px: 360")
    )
    done = run_scenario(load_scenario(scenario), out=folder / "done")
    done.write("answers.json", json.dumps(answer(done)).encode())
    return done.folder
