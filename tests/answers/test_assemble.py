"""One day with four people, two cameras and every answer worked by hand."""

import datetime as dt
import json

import numpy as np
import pytest

from tests.exposure.scenes import BEHIND, Halves, looks, people
from twin.answers.assemble import Facts, assemble
from twin.answers.by_place import by_place
from twin.answers.ground import ground
from twin.answers.present import hours_present, present
from twin.answers.sentence import first_line
from twin.errors import ShapeError, TableError
from twin.exposure import expose_looks, recognisers

EIGHT, NINE = 115_200, 129_600

CROWD = people(
    {"age_band": "child", "persona": "resident", "leave_s": 9.5 * 3600},
    {"group": 1, "arrive_s": 8.5 * 3600, "leave_s": None, "outcome": "inside"},
    {"group": 2, "arrive_s": 9.0 * 3600, "leave_s": None, "outcome": "stuck", "outdoor_s": 1200.0},
    {"group": 3, "arrive_s": 24.2 * 3600, "leave_s": 24.9 * 3600},
)
"""0 is a child, there 08:00 to 09:30; 1 from 08:30 on; 2 from 09:00 on; 3 is never seen."""

NORTH = looks(
    # Person 0: two looks at 08:00, a share of 1/2 each for the central profile.
    {"person": 0, "pass": 0, "tick": EIGHT},
    {"person": 0, "pass": 0, "tick": EIGHT + 4},
    # Person 1 at 09:00, large but from behind; in between the places.
    {
        "person": 1,
        "pass": 1,
        "tick": NINE,
        "x_cm": 1500,
        "density_px_per_m": 600.0,
        **BEHIND,
    },
)
SOUTH = looks(
    # Person 0 again at 09:00, far away; in the east.
    {
        "person": 0,
        "pass": 0,
        "tick": NINE,
        "x_cm": 2500,
        "density_px_per_m": 30.0,
        "face_density_px_per_m": 30.0,
        "ied_px": 2.0,
    },
)

FACTS = Facts(
    scenario="Four people",
    site="the yard",
    date=dt.date(2025, 6, 11),
    footfall=4.0,
    pool={"commuter": 6.0, "resident": 1.0},
    start_s=8 * 3600.0,
    end_s=25 * 3600.0,
    layout="Three cameras",
    cameras={
        "n": {"name": "North", "invented": True},
        "s": {"name": "South", "invented": False},
        "idle": {"name": "Idle", "invented": False},
    },
    crowd=[],
    places={"west": "The West", "east": "The East"},
    ground=ground([np.full((2, 3), 130.0)], walkable=np.ones((2, 3), dtype=bool), cell=0.5),
    seconds={"people": 1.0, "sight": 2.0, "exposure": 0.5, "total": 3.5},
    rows={"people": 4},
    peak_memory_mb=100.0,
)


def exposure():
    return expose_looks(
        {"n": NORTH, "s": SOUTH}, site=Halves(), places=["west", "east"], recognisers=recognisers()
    )


@pytest.fixture(scope="module")
def answers():
    return assemble(exposure(), CROWD, FACTS, recognisers=recognisers())


def test_everything_is_plain_json(answers):
    assert json.loads(json.dumps(answers, allow_nan=False)) == answers


def test_people_are_counted_once(answers):
    whole = answers["people"]
    assert whole["present"] == 4
    assert whole["seen"] == 2
    assert (whole["left"], whole["inside"], whole["stuck"]) == (2, 1, 1)
    assert answers["stuck"] == 1
    assert whole["templated"] == 1
    # Three people for 600 s and one for 1,200 s.
    assert whole["outdoor_s"] == 3000
    assert whole["mean_outdoor_min"] == 12.5


def test_levels_are_cumulative_and_with_face_stands_beside(answers):
    # Person 0 at 300 px/m with the face at 290; person 1 at 600 px/m from behind.
    assert answers["people"]["levels"]["iec62676-4:2015"] == {
        "detect": 2,
        "observe": 2,
        "recognise": 2,
        "identify": 2,
    }
    assert answers["people"]["levels"]["iec62676-4:2025"] == {
        "overview": 2,
        "outline": 2,
        "discern": 2,
        "perceive": 2,
        "characterise": 2,
        "validate": 1,
        "scrutinise": 0,
    }
    with_face = answers["people"]["levels_with_face"]
    assert with_face["iec62676-4:2015"]["identify"] == 1
    assert with_face["iec62676-4:2025"]["validate"] == 0


def test_the_machine_answer_stands_with_gallery_and_fpir(answers):
    machine = answers["people"]["machine"]
    assert machine["gallery"] == 10_000
    assert machine["fpir"] == pytest.approx(1 / 6000)
    # Person 0: 1 - (1/2)^2 of 0.89 before the north camera; 2 px before the south add
    # logistic(2 / 1.8 - 10) = 0.000138 of 0.89 to what is left of 1 - 0.6675, or a little less.
    found = machine["profiles"]
    assert 0.6675 < found["central"] < 0.6675 + 0.89 * 0.000138 * 0.3325
    assert found["strict"] < found["central"] < found["optimistic"]


def test_the_headlines_stand_with_their_intervals(answers):
    # A pool of a resident, who is seen, and six commuters, three of whom come and one is seen:
    # residents, all of whom are drawn, add nothing; commuters 6 times 1/6 times 5/6.
    found = answers["people"]["intervals"]
    assert found["seen"]["sd"] == pytest.approx((5 / 6) ** 0.5)
    assert found["seen"]["low"] == pytest.approx(2 - 1.959964 * (5 / 6) ** 0.5)
    assert found["seen"]["high"] == pytest.approx(2 + 1.959964 * (5 / 6) ** 0.5)
    # Of the resident alone p = 0.6675: only the chance itself scatters, by p (1 - p).
    p = answers["people"]["machine"]["profiles"]["central"]
    assert found["machine"]["central"]["sd"] == pytest.approx((p * (1 - p)) ** 0.5)
    assert found["machine"]["central"]["low"] == 0
    assert "95 of 100 days" in found["method"]


def test_each_camera_by_itself(answers):
    north, south, idle = answers["cameras"]
    assert (north["id"], north["name"], north["seen"]) == ("n", "North", 2)
    assert (north["identify"], north["identify_with_face"], north["templated"]) == (2, 1, 1)
    assert north["machine"] == pytest.approx(0.6675, abs=1e-12)
    # One person each at 08:00 and at 09:00: the first hour stands.
    assert (north["busiest_hour"], north["busiest_hour_seen"]) == ("08:00", 1)
    assert (south["seen"], south["identify"], south["busiest_hour"]) == (1, 0, "09:00")
    assert (idle["seen"], idle["machine"], idle["busiest_hour"]) == (0, 0.0, None)


def test_each_hour_by_itself(answers):
    hours = {row["hour"]: row for row in answers["hours"]}
    assert list(hours) == [f"{h % 24:02}:00" for h in range(8, 25)]
    assert [hours[h]["present"] for h in ("08:00", "09:00", "10:00", "00:00")] == [2, 3, 2, 3]
    assert [hours[h]["seen"] for h in ("08:00", "09:00", "10:00")] == [1, 2, 0]
    assert [hours[h]["identify"] for h in ("08:00", "09:00")] == [1, 1]
    assert hours["08:00"]["machine"] == pytest.approx(0.6675, abs=1e-12)


def test_each_place_by_itself(answers):
    names = [(row["id"], row["name"], row["seen"], row["identify"]) for row in answers["places"]]
    assert names == [
        ("", "elsewhere", 1, 1),
        ("east", "The East", 1, 0),
        ("west", "The West", 1, 1),
    ]


def test_who_they_were(answers):
    adult, child = answers["people"]["age_bands"]
    assert [adult[k] for k in ("age_band", "present", "seen", "templated")] == ["30-44", 3, 1, 0]
    assert [child[k] for k in ("age_band", "present", "seen", "templated")] == ["child", 1, 1, 1]
    assert child["machine"] == answers["people"]["machine"]["profiles"]["central"]
    assert [row["persona"] for row in answers["people"]["personas"]] == ["commuter", "resident"]


def test_the_first_line_begins_with_date_and_number_of_people(answers):
    assert answers["first_line"].startswith(
        "On Wednesday 11 June 2025, of 4 people at the yard, 3 cameras (1 of them in an invented position) saw 2, showed the face of 1 "
    )
    assert "gallery of 10,000 at one false alert in 6,000 searches." in answers["first_line"]


def with_machine(answers, **changes):
    people = {**answers["people"], "machine": {**answers["people"]["machine"], **changes}}
    return first_line(FACTS.date, "the yard", [False], people, start_s=0, end_s=86400)


def test_a_curve_of_an_own_trial_is_not_credited_with_the_gallery(answers):
    line = with_machine(answers, own_trial=["central"])
    assert line.endswith(
        "if each were enrolled, the central profile at the gallery and false-alert rate of its own "
        "trial, the others in a gallery of 10,000 at one false alert in 6,000 searches."
    )


def test_the_range_by_profile_holds_the_number(answers):
    weak = {"strict": 162.0, "central": 87.0, "optimistic": 678.0}
    assert "identify about 87 (87 to 678 by profile)" in with_machine(answers, profiles=weak)


def test_one_camera_is_not_plural(answers):
    line = first_line(FACTS.date, "the yard", [False], answers["people"], start_s=0, end_s=86400)
    assert "1 camera saw" in line


@pytest.mark.parametrize(
    ("invented", "words"),
    [
        ([True], ", 1 camera in an invented position saw"),
        ([True, True], ", 2 cameras in invented positions saw"),
        ([False, True, False], ", 3 cameras (1 of them in an invented position) saw"),
        ([True, True, False], ", 3 cameras (2 of them in invented positions) saw"),
        ([False, False], ", 2 cameras saw"),
    ],
)
def test_invented_positions_stand_in_the_first_line(answers, invented, words):
    line = first_line(FACTS.date, "the yard", invented, answers["people"], start_s=0, end_s=86400)
    assert words in line


def test_an_hour_is_not_passed_off_as_a_day(answers):
    line = first_line(
        FACTS.date, "the yard", [False], answers["people"], start_s=28800, end_s=32400
    )
    assert line.startswith("On Wednesday 11 June 2025, 08:00 to 09:00, of 4 people")


def test_what_the_numbers_rest_on_is_listed(answers):
    listed = {row["name"]: row for row in answers["recognisers"]}
    assert listed["face_spread"]["assumption"]
    assert listed["face_spread"]["range"] == [0, 2]
    assert not listed["ceiling"]["assumption"]
    levels = answers["standards"]["iec62676-4:2025"]["levels"]
    assert levels["scrutinise"]["px_per_m"] == 1500


def test_what_was_measured_is_passed_on(answers):
    assert answers["date"] == "2025-06-11"
    assert answers["footfall"] == 4
    assert answers["seconds"]["total"] == 3.5
    assert answers["rows"] == {"people": 4}
    assert answers["peak_memory_mb"] == 100.0


def test_a_day_on_which_nobody_came():
    empty = assemble(exposure().slice(0, 0), CROWD.slice(0, 0), FACTS, recognisers=recognisers())
    assert empty["people"]["present"] == 0
    assert empty["people"]["mean_outdoor_min"] == 0
    assert empty["people"]["machine"]["profiles"]["central"] == 0
    assert empty["people"]["age_bands"] == []
    assert empty["places"] == []
    assert all(row["present"] == 0 for row in empty["hours"])


def test_another_table_is_refused():
    with pytest.raises(TableError, match="table exposure"):
        assemble(CROWD, CROWD, FACTS, recognisers=recognisers())


def test_present_hours_by_hand():
    # 0 is there 08:00 to 09:30, 1 from 08:30 on, 2 from 09:00 on, 3 from 24:12 to 24:54.
    assert hours_present(CROWD, 7, 4) == [0, 2, 3, 2]
    assert hours_present(CROWD, 24, 2) == [3, 2]
    assert present(CROWD)["left"] == 2


def test_covered_ground_by_hand():
    walkable = np.array([[True, True, True], [True, False, False]])
    first = np.array([[0.0, 30.0, 70.0], [0.0, 900.0, 0.0]])
    second = np.array([[26.0, 0.0, 260.0], [0.0, 900.0, 0.0]])
    found = ground([first, second], walkable=walkable, cell=0.5)
    # Best of both on the four walkable cells of 0.25 m2: 26, 30, 260, 0 px/m.
    assert found["walkable_m2"] == 1.0
    assert found["seen_m2"] == 0.75
    shares = found["share_by_level"]["iec62676-4:2015"]
    assert shares == {"detect": 0.75, "observe": 0.25, "recognise": 0.25, "identify": 0.25}
    assert found["share_by_level"]["iec62676-4:2025"]["validate"] == 0


def test_no_camera_covers_no_ground():
    found = ground([], walkable=np.ones((2, 2), dtype=bool), cell=1.0)
    assert found["seen_m2"] == 0
    assert set(found["share_by_level"]["iec62676-4:2015"].values()) == {0.0}


def test_coverage_of_another_ground_is_refused():
    with pytest.raises(ShapeError, match="must have that of the ground"):
        ground([np.zeros((3, 3))], walkable=np.ones((2, 2), dtype=bool), cell=1.0)


def test_a_place_without_a_name_is_called_by_its_id():
    assert {row["name"] for row in by_place(exposure(), {})} == {"elsewhere", "east", "west"}
