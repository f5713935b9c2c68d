"""The answer in one sentence: date and number of people first."""

import datetime
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


def first_line(date: datetime.date, site: str, cameras: int, people: dict[str, Any]) -> str:
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
    """
    standard = next(s for s in standards() if s.key == HUMAN_STANDARD)
    shown = people["levels_with_face"][standard.key][standard.human]
    machine = people["machine"]
    found = machine["profiles"]
    return (
        f"On {long_date(date)}, of {people['present']:,} people at {site}, "
        f"{cameras:,} camera{'' if cameras == 1 else 's'} saw {people['seen']:,}, showed the face "
        f"of {shown:,} in enough detail for a human to identify them "
        f"({standard.title}, {standard.human}, {standard.human_density:g} px/m), and would let a "
        f"face recogniser identify about {found['central']:,.0f} "
        f"({found['strict']:,.0f} to {found['optimistic']:,.0f} by profile) if each were enrolled "
        f"in a gallery of {machine['gallery']:,} at one false alert in "
        f"{1.0 / machine['fpir']:,.0f} searches."
    )


def long_date(date: datetime.date) -> str:
    """Write a date out, the same in every locale.

    Examples
    --------
    >>> long_date(datetime.date(2025, 6, 11))
    'Wednesday 11 June 2025'
    """
    return f"{_DAYS[date.weekday()]} {date.day} {_MONTHS[date.month - 1]} {date.year}"
