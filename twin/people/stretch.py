"""How many of a day's people come in the stretch of it that is simulated."""

from twin.people.crowd import DAY_END, DAY_START, Crowd
from twin.people.event import GUEST, arrivals
from twin.people.personas import personas
from twin.people.pool.means import expected, expected_of
from twin.people.profile import profile, share_between
from twin.wording import clock, number

__all__ = ["expected_between", "told_people"]


def expected_between(crowd: Crowd, weekday: int) -> float:
    """Return how many people are to be expected to arrive between a crowd's start and end.

    By the profile of each persona, without what its gates and trains shift.

    Parameters
    ----------
    crowd : Crowd
        Who comes, and the stretch.
    weekday : int
        0 is Monday.
    """
    many = expected_of(crowd, weekday)
    came = 0.0
    for name, one in personas().items():
        event = crowd.event if name == GUEST else None
        shape = profile(one, weekday, one.counts) if event is None else arrivals(event)
        came += many[name] * share_between(shape, crowd.start_s, crowd.end_s)
    return came


def told_people(crowd: Crowd, weekday: int) -> str:
    """Say how many people are to be expected, and how many of them where only hours are simulated.

    Examples
    --------
    >>> told_people(Crowd(total=20_000), 2)
    'about 20,000 people'
    """
    day = f"{number(expected(crowd, weekday))} people"
    if (crowd.start_s, crowd.end_s) == (DAY_START, DAY_END):
        return f"about {day}"
    return (
        f"about {number(expected_between(crowd, weekday))} of {day} (those who come "
        f"from {clock(crowd.start_s)} to {clock(crowd.end_s)})"
    )
