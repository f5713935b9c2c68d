"""What each camera is worth: it adds up, and leaving one out is what a run without it tells."""

import numpy as np
import pytest

import twin
from tests.run.small_run import EAST_END, WEST_END, write_layout, write_small_scenario
from tests.site.small_map import ORIGIN
from twin.answers.asked import Asked
from twin.answers.ground_of import ground_of
from twin.answers.questions import ask
from twin.answers.shapley import Worth
from twin.answers.worth_sentences import sentences

ALIKE = {**WEST_END, "id": "alike"}
BLIND = {**WEST_END, "id": "blind", "east": ORIGIN[0] + 0.3, "heading": 270}
"""Looks out over the edge of the site, where nobody is."""


def asked_of(folder, *cameras):
    """Run the small scenario with some cameras; people and cameras are simulated once."""
    file = write_small_scenario(folder / "in")
    write_layout(folder / "in" / "layout.yaml", *cameras)
    scenario = twin.load_scenario(file)
    return Asked.of(twin.run_scenario(scenario, out=folder / "runs" / f"{len(cameras)}"))


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("worth")
    most = asked_of(folder, WEST_END, ALIKE, EAST_END, BLIND)
    return most, asked_of(folder, WEST_END, ALIKE, BLIND)


@pytest.fixture(scope="module")
def told(runs):
    return ask("worth", runs[0])


def rows(told, name):
    return {row["id"]: row for row in told.tables[name].to_pylist()}


def test_worth_adds_up_to_what_other_answers_tell_of_the_whole(runs, told):
    whole = told.figures["whole"]
    people = ask("people", runs[0])
    named = people.figures["machine"]["profiles"]
    assert whole["recognised"] == pytest.approx(named["central"], rel=1e-9)
    assert whole["searched"] == people.figures["templated"] > 0
    assert whole["identify"] == people.figures["levels"]["iec62676-4:2015"]["identify"] > 0
    for profile in ("optimistic", "strict"):
        parts = [r for r in told.tables["profiles"].to_pylist() if r["profile"] == profile]
        assert sum(row["worth"] for row in parts) == pytest.approx(named[profile], rel=1e-9)
    run = runs[0].run
    ground = ground_of(run, (run.coverage(one.id) for one in run.inputs.layout.cameras))
    for level, share in ground["share_by_level"]["iec62676-4:2015"].items():
        parts = [row for row in told.tables["ground"].to_pylist() if row["level"] == level]
        shown = share * ground["walkable_m2"]
        spent = ground["person_seconds_by_level"]["iec62676-4:2015"][level] / 3600
        assert sum(row["worth_m2"] for row in parts) == pytest.approx(shown, rel=1e-9)
        assert sum(row["worth_h"] for row in parts) == pytest.approx(spent, rel=1e-9)


def test_leaving_a_camera_out_is_what_a_run_without_it_tells(runs, told):
    most, fewer = (told.figures["whole"], ask("worth", runs[1]).figures["whole"])
    east = rows(told, "left_out")["east"]
    for name, whole in most.items():
        assert east[name] == pytest.approx(whole - fewer[name], abs=1e-6)
    assert east["recognised"] > 1
    assert east["ground_m2"] > 1


def test_equal_cameras_are_worth_the_same_and_one_that_sees_nobody_nothing(told):
    worth, added = rows(told, "worth"), rows(told, "left_out")
    measures = list(told.figures["whole"])
    for name in measures:
        assert worth["west"][name] == pytest.approx(worth["alike"][name], rel=1e-9)
        assert 0 <= added["west"][name] <= worth["west"][name]
    # one of two equal cameras shows nothing that the other does not, but is a second chance
    assert added["west"]["searched"] == added["west"]["ground_m2"] == 0
    assert worth["west"]["recognised"] > added["west"]["recognised"] > 0
    assert [worth["blind"][name] for name in measures] == [0.0] * 5


def test_a_camera_adds_at_most_its_worth_and_is_worth_at_most_what_it_does_alone(runs, told):
    alone = {row["id"]: row for row in ask("people", runs[0]).tables["cameras"].to_pylist()}
    worth, added = rows(told, "worth"), rows(told, "left_out")
    for id_, row in alone.items():
        for name, as_named in (("recognised", "machine"), ("searched", "templated")):
            assert added[id_][name] <= worth[id_][name] + 1e-9
            assert worth[id_][name] <= row[as_named] + 1e-9


def worths(recognised, ground):
    """Make up measures of cameras that add nothing to each other's."""
    made = {"recognised": recognised, "searched": recognised, "ground_m2": ground}
    made["person_h"] = np.ones(len(ground))
    return {name: Worth(np.array(one, float), np.array(one, float)) for name, one in made.items()}


def test_sentences_name_the_dearest_the_cheapest_and_the_idle():
    """B spares 40 for 400 m2 or 0.1 a m2, A 30 for 100 m2 or 0.3, and C nobody for nothing."""
    told = sentences(["A", "B", "C"], worths([30, 40, 0], [100, 400, 0]), listed=10_000)
    assert told == [
        (
            "A machine would recognise 70 people, were each on its list of 10,000 "
            "(by camera: B 40, A 30, C 0)."
        ),
        (
            "Ground of 500 m² is shown at level observe or better (by camera: B 400, A 100, C 0); "
            "people spent 3 hours there, all together."
        ),
        (
            "Without B a machine would recognise 40 fewer people, 40 fewer could be searched, and "
            "400 m² of that ground (80 %) would not be shown so well."
        ),
        (
            "For the ground given up, leaving out another spares the most people. Without A a "
            "machine would recognise 30 fewer people, 30 fewer could be searched, and 100 m² of "
            "that ground (20 %) would not be shown so well."
        ),
        ("Any one of these could be left out and the others would still show all that ground: C."),
    ]


def test_sentences_of_one_camera_of_many_and_of_cameras_that_recognise_nobody():
    one = sentences(["A"], worths([30], [100]), listed=None)
    assert one[0] == "A machine would recognise 30 people, were each on its list."
    assert len(one) == 2
    many = sentences(list("ABCDE"), worths([1, 5, 3, 4, 2], [9] * 5), listed=None)
    assert "list (the largest parts: B 5, D 4, C 3)." in many[0]
    nobody = sentences(["A", "B"], worths([0, 0], [9, 9]), listed=None)
    assert nobody[0] == "A machine would recognise 0 people, were each on its list."
    assert len(nobody) == 2
