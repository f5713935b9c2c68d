"""How many are to be expected in part of a day: the parts add up."""

import pytest

from twin.people import Crowd
from twin.people.pool.means import expected
from twin.people.stretch import expected_between, told_people

EVENING = {"venue": "venue/x", "begin": "19:00", "end": "21:00", "extra": 5_000}


@pytest.mark.parametrize("event", [None, EVENING])
@pytest.mark.parametrize("weekday", [2, 5])
def test_parts_of_a_day_add_up_to_the_day(event, weekday):
    parts = [("05:00", "08:07"), ("08:07", "18:00"), ("18:00", "01:00")]
    crowds = [Crowd.model_validate({"start": a, "end": b, "event": event}) for a, b in parts]
    whole = expected(crowds[0], weekday)
    assert sum(expected_between(one, weekday) for one in crowds) == pytest.approx(whole)


def test_guests_are_counted_before_their_event():
    hours = {"start": "17:30", "end": "19:00"}
    with_guests = expected_between(Crowd.model_validate({**hours, "event": EVENING}), 2)
    assert with_guests - expected_between(Crowd(**hours), 2) == pytest.approx(5_000, rel=0.02)


def test_a_stretch_is_told_beside_its_day():
    assert told_people(Crowd(), 0) == "about 45,000 people"
    told = told_people(Crowd(start="08:00", end="08:10"), 2)
    assert told == "about 939 of 45,000 people (those who come from 08:00 to 08:10)"
