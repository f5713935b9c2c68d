"""Protection means the same to every answer: hours, recogniser off, fewer pixels, nobody there."""

import pytest

import twin
from tests.run.small_run import EAST_END, WEST_END, write_layout, write_small_scenario
from twin.answers.asked import Asked
from twin.answers.avoidable.terrain import Terrain
from twin.answers.questions import QUESTIONS


def protected(folder, words="", **changes):
    """Run the small scenario with its cameras protected so."""
    scenario = write_small_scenario(folder / "in")
    layout = write_layout(folder / "in" / "layout.yaml", WEST_END, EAST_END)
    text = layout.read_text()
    layout.write_text(text.replace("    invented: true", f"    {words}invented: true"))
    loaded = twin.load_scenario(scenario, changes=changes)
    return Asked.of(twin.run_scenario(loaded, out=folder / "runs" / "a"))


HOURS = "protection: {{hours: [['{}', '{}']]}}\n    "


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return protected(tmp_path_factory.mktemp("plain"))


def test_a_way_is_exposed_while_cameras_take_pictures_and_not_else(tmp_path, plain):
    """The run is from 08:00 to 08:30: hours from 07:00 on change nothing, those of the night all."""
    usual = Terrain.of(plain).exposed
    by_day = Terrain.of(protected(tmp_path / "day", HOURS.format("07:00", "19:00"))).exposed
    by_night = Terrain.of(protected(tmp_path / "night", HOURS.format("22:00", "06:00"))).exposed
    assert usual.searched.any()
    assert (by_day.searched == usual.searched).all()
    assert not by_night.searched.any()
    assert not by_night.shown.any()


def test_with_the_recogniser_off_nobody_is_searched_near_sensitive_places(tmp_path, plain):
    off = protected(tmp_path, "protection: {recogniser: false}\n    ")
    for asked, some in ((plain, True), (off, False)):
        found = QUESTIONS["sensitive"].ask(asked).figures["windows"][-1]
        assert bool(found["templated"]) is some


@pytest.fixture(scope="module")
def nobody(tmp_path_factory):
    early = {"people.total": 1, "people.start": "05:00", "people.end": "05:05"}
    return protected(tmp_path_factory.mktemp("nobody"), **early)


@pytest.mark.parametrize("name", QUESTIONS)
def test_of_a_run_with_nobody_every_question_is_answered(nobody, name):
    assert nobody.people.num_rows == 0
    assert QUESTIONS[name].ask(nobody).sentences
