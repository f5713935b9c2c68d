"""Sentences: the answer in words, with the date and the number of people in front."""

import datetime as dt
from typing import Final

from twin.report.digest import HUMAN_STANDARD, Digest, Profile

DAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
MONTHS: Final = (
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
NUMBERS: Final = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
)


def date(day: dt.date) -> str:
    """Write a date out, in any locale the same.

    Examples
    --------
    >>> date(dt.date(2017, 6, 14))
    'Wednesday 14 June 2017'
    """
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def number(value: float) -> str:
    """Write a number of people: whole, with commas; a small expected number keeps one decimal.

    Examples
    --------
    >>> number(45012), number(3.26), number(0.0)
    ('45,012', '3.3', '0')
    """
    if 0 < value < 10 and value != round(value):
        return f"{value:.1f}"
    return f"{value:,.0f}"


def share(part: float, whole: float) -> str:
    """Write a part of a whole in per cent; one decimal below ten.

    Examples
    --------
    >>> share(1, 8), share(1, 80), share(1, 0)
    ('12 %', '1.2 %', '0 %')
    """
    percent = 100 * part / whole if whole else 0.0
    return f"{percent:.1f} %" if 0 < percent < 9.95 else f"{percent:.0f} %"


def one_in(rate: float) -> str:
    """Write a small rate as one in so many.

    Examples
    --------
    >>> one_in(1 / 6000)
    '1 in 6,000'
    """
    return f"1 in {1 / rate:,.0f}" if rate > 0 else "0"


def cameras(count: int) -> str:
    """Count cameras in words.

    Examples
    --------
    >>> cameras(2), cameras(1), cameras(12)
    ('two cameras', 'one camera', '12 cameras')
    """
    word = NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"
    return f"{word} camera" + ("" if count == 1 else "s")


def conditions(profile: Profile) -> str:
    """Say what a machine's figure holds for; stands beside every such figure."""
    return f"gallery {profile.gallery:,}, false alarms {one_in(profile.fpir)} searches"


def when(told: Digest) -> str:
    """Say the day, and the hours when it is not a whole one."""
    return date(told.day) if told.whole_day else f"{date(told.day)}, {told.clock}"


def headline(told: Digest) -> str:
    """Say the answer in one sentence: the date, the number of people, and two numbers.

    Parameters
    ----------
    told : Digest
        What a run found.

    Returns
    -------
    str
        One sentence, ending in a full stop.
    """
    machine = told.machine
    return (
        f"{when(told)}, {number(told.present)} people at {told.site}: "
        f"{cameras(len(told.cameras))} saw {number(told.seen)} of them, "
        f"could show {number(told.human)} well enough for a stranger to identify "
        f"({told.standards[HUMAN_STANDARD].title}), and a face recogniser would be expected to name "
        f"{number(machine.people)} if each were enrolled ({conditions(machine)})."
    )
