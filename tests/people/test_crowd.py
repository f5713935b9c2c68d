"""Settings of the crowd: defaults, limits, messages."""

import pytest

from twin.errors import ScenarioError
from twin.people.crowd import Crowd, Shares
from twin.people.event import GUEST
from twin.people.personas import personas

EVENT = {"venue": "venue/hall", "begin": "19:30", "end": "22:00", "extra": 900}


def test_the_default_day():
    crowd = Crowd()
    assert crowd.total == 45_000
    assert (crowd.start_s, crowd.end_s) == (18_000, 90_000)
    assert crowd.phone_share == 0.086


def test_every_persona_has_a_share_and_they_add_up():
    shares = Shares().model_dump()
    assert [*shares, GUEST] == list(personas())
    assert sum(shares.values()) == pytest.approx(1)


def test_an_end_after_the_start_is_on_the_same_day():
    crowd = Crowd(start="08:00", end="09:15")
    assert (crowd.start_s, crowd.end_s) == (28_800, 33_300)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"total": 0}, "greater than or equal to 1"),
        ({"total": 10**9}, "less than or equal to 500000"),
        ({"start": 480}, "must be a clock time"),
        ({"start": "8:00"}, "must be a clock time"),
        (
            {"start": "08:00:30"},
            "'08:00:30' cannot be taken, but must be a clock time in hours and minutes, such as",
        ),
        ({"end": "25:00"}, "must be a clock time"),
        ({"start": "04:00"}, "must lie between 05:00 and 01:00"),
        ({"end": "04:00"}, "must lie between 05:00 and 01:00"),
        ({"event": EVENT | {"begin": "22:30"}}, "is no time for an event"),
        ({"event": EVENT | {"end": "23:45"}}, "is no time for an event"),
        ({"event": EVENT | {"begin": "05:45"}}, "is no time for an event"),
        ({"event": EVENT | {"extra": 0}}, "greater than or equal to 1"),
        (
            {"event": {"venue": "venue/hall"}},
            r"^Crowd: event.begin is missing, but must be given\.\n",
        ),
        ({"dt": 0.03}, "does not divide a quarter second"),
        ({"dt": 0.25}, "less than or equal to 0.05"),
        ({"dwell_factor": 0}, "greater than 0"),
        ({"phone_share": -0.1}, "greater than or equal to 0"),
        ({"shares": {"commuter": 0.5}}, "must add up to 1"),
        (
            {"shares": {"tourist": 0.5}},
            r"^Crowd: unknown key 'shares.tourist'; allowed are commuter",
        ),
        ({"totl": 5}, r"^Crowd: unknown key 'totl'; did you mean 'total'\?$"),
        ({"total": 0}, r"^Crowd: total is 0, but must be greater than or equal to 1\.$"),
        ({"total": True}, r"^Crowd: total is true, but must be a whole number\.$"),
        ({"shares": 1}, r"^Crowd: shares is 1, but must hold keys of its own\.$"),
        ({"end": "05:00", "start": "04:00"}, r"^Crowd: 04:00 to 05:00 leaves the day, but must"),
        ({"total": 0, "dt": 1}, r"^Crowd: total is 0, .*\nCrowd: dt is 1, .*\.$"),
        ({"rarest_per_year": 0.1}, "greater than or equal to 0.2"),
        ({"most_per_year": 365}, "less than or equal to 180"),
        ({"total": float("nan")}, "finite"),
    ],
)
def test_what_cannot_be_is_refused(change, words):
    with pytest.raises(ScenarioError, match=words):
        Crowd(**change)


@pytest.mark.parametrize("dt", [0.05, 0.025, 0.01])
def test_steps_that_divide_a_quarter_second_are_allowed(dt):
    assert Crowd(dt=dt).dt == dt
