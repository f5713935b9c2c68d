"""The answer in one sentence: date and number of people first."""

import datetime as dt
from typing import Any

from twin.answers.counts import HUMAN_STANDARD
from twin.exposure import standards

__all__ = ["first_line", "long_date"]

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def first_line(
    date: dt.date,
    site: str,
    cameras: int,
    people: dict[str, Any],
    *,
    start_s: float,
    end_s: float,
) -> str:
    """Say when, how many people, and how many of them were seen and could be identified.

    Parameters
    ----------
    date : date
        The day.
    site : str
        Name of the site.
    cameras : int
        Number of cameras.
    people : dict
        The ``people`` part of the answer.
    start_s, end_s : float
        The time simulated, since midnight of the date; named when shorter than half a day. [s]
    """
    standard = next(s for s in standards() if s.key == HUMAN_STANDARD)
    shown = people["levels_with_face"][standard.key][standard.human]
    machine = people["machine"]
    found = machine["profiles"]
    hours = "" if end_s - start_s > 12 * 3600 else f", {_clock(start_s)} to {_clock(end_s)}"
    return (
        f"On {long_date(date)}{hours}, of {people['present']:,} people at {site}, "
        f"{cameras:,} camera{'' if cameras == 1 else 's'} saw {people['seen']:,}, showed the face "
        f"of {shown:,} in enough detail for a human to identify them "
        f"({standard.title}, {standard.human}, {standard.human_density:g} px/m), and would let a "
        f"face recogniser identify about {_number(found['central'])} "
        f"({_number(found['strict'])} to {_number(found['optimistic'])} by profile) if each were "
        f"enrolled in a gallery of {machine['gallery']:,} at one false alert in "
        f"{1.0 / machine['fpir']:,.0f} searches."
    )


def long_date(date: dt.date) -> str:
    """Write a date out, the same in every locale.

    Examples
    --------
    >>> long_date(dt.date(2025, 6, 11))
    'Wednesday 11 June 2025'
    """
    return f"{_DAYS[date.weekday()]} {date.day} {_MONTHS[date.month - 1]} {date.year}"


def _number(expected: float) -> str:
    """Write an expected number of people; below ten with one decimal."""
    return f"{expected:.1f}" if expected < 9.95 else f"{expected:,.0f}"


def _clock(seconds: float) -> str:
    """Write a time since midnight as the clock shows it."""
    minutes = round(seconds / 60) % 1440
    return f"{minutes // 60:02}:{minutes % 60:02}"
