"""Who was in which venue: by hand, and on a day whom tracks show elsewhere is in none."""

import numpy as np
import pytest

from tests.people.test_day import run
from tests.site.small_map import small_site
from twin.errors import RunError
from twin.people import Crowd, simulate
from twin.people.visited import Visited
from twin.tables import VISITS, checked

NAMES = ["gate/west", "venue/cafe", "venue/homes"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return small_site(tmp_path_factory.mktemp("map"))


@pytest.fixture(scope="module")
def day(site):
    return run(site, total=1000, start="08:00", end="10:30")


def test_visits_are_told_by_person_then_time():
    """Person 1 is in at 10 and out at 20; person 0 comes from home, is in at 15 and stays."""
    visited = Visited()
    visited.enter(0, 2)
    visited.leave(0, 5.0)
    visited.enter(1, 1, 10.0)
    visited.enter(0, 1, 15.0)
    visited.leave(1, 20.0)
    visited.leave(1, 25.0)  # is in none by then
    rows = [tuple(row.values()) for row in checked(visited.table(NAMES), VISITS).to_pylist()]
    assert rows == [
        (0, "venue/homes", None, 5.0),
        (0, "venue/cafe", 15.0, None),
        (1, "venue/cafe", 10.0, 20.0),
    ]


def test_a_day_without_visits_has_an_empty_table():
    assert checked(Visited().table(NAMES), VISITS).num_rows == 0


def test_everybody_visits_what_they_meant_to_in_that_order(day):
    """What is visited is part of the itinerary, in its order, between coming and going."""
    people, rows = day[0].people.to_pylist(), checked(day[0].visits, VISITS).to_pylist()
    assert len(rows) > 100
    left = {person["person"]: list(person["itinerary"]) for person in people}
    last = {person["person"]: person["arrive_s"] for person in people}
    for row in rows:
        who = people[row["person"]]
        if row["entered_s"] is None:
            assert row["venue"] == who["gate_in"]
            assert row["left_s"] == pytest.approx(who["arrive_s"], abs=1e-6)
            continue
        if not (row["venue"] == who["gate_out"] and row["left_s"] is None):
            plan = left[row["person"]]
            left[row["person"]] = plan[plan.index(row["venue"]) + 1 :]
        assert row["entered_s"] >= last[row["person"]]
        last[row["person"]] = np.inf if row["left_s"] is None else row["left_s"]
        assert last[row["person"]] >= row["entered_s"]
        assert who["leave_s"] is None or last[row["person"]] <= who["leave_s"]


def test_nobody_is_outdoors_while_in_a_building_and_comes_out_where_they_went_in(site, day):
    """Tracks end within 3 m of the door before a visit and begin there after it."""
    inside = {one.id: one.xy for one in site.venues if one.indoor}
    tracks = day[2]
    person, second = tracks["person"].to_numpy(), tracks["tick"].to_numpy() / 4
    where = np.stack([tracks["x_cm"].to_numpy(), tracks["y_cm"].to_numpy()], axis=1) / 100
    looked_at = 0
    for row in day[0].visits.to_pylist():
        if row["venue"] not in inside or None in (row["entered_s"], row["left_s"]):
            continue
        first, last = np.searchsorted(person, [row["person"], row["person"] + 1])
        times = second[first:last]
        before, after = np.searchsorted(times, [row["entered_s"] + 1, row["left_s"]])
        assert before == after
        for near in (first + before - 1, first + after):
            if first <= near < last:
                assert np.hypot(*(where[near] - inside[row["venue"]])) < 3
        looked_at += 1
    assert looked_at > 20


def test_visits_are_there_when_the_day_is_over(site):
    with pytest.raises(RunError, match="take every slab first"):
        _ = simulate(site, Crowd(total=50, start="08:00", end="08:10")).visits
