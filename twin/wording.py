"""Wording: how dates, times, numbers of people and what is invented are written everywhere."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

__all__ = [
    "OWN_RATE",
    "by_profile",
    "clock",
    "compass",
    "date",
    "degrees",
    "density",
    "few_digits",
    "listed",
    "number",
    "ours",
    "part_of",
    "tilted",
]

OWN_RATE: Final = "the gallery and false-alert rate of its own trial"
"""What a recogniser's figure holds for, where that trial's were never told."""

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
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
_WINDS: Final = (
    "north",
    "north-east",
    "east",
    "south-east",
    "south",
    "south-west",
    "west",
    "north-west",
)


def date(day: dt.date) -> str:
    """Write a date out, the same in every locale.

    Examples
    --------
    >>> date(dt.date(2017, 6, 14))
    'Wednesday 14 June 2017'
    """
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock(seconds: float) -> str:
    """Write a time since midnight [s] as the clock shows it.

    Examples
    --------
    >>> clock(8.5 * 3600), clock(25 * 3600)
    ('08:30', '01:00')
    """
    minutes = round(seconds / 60) % (24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def number(value: float) -> str:
    """Write a number of people: whole, with commas; a small expected number keeps one decimal.

    Examples
    --------
    >>> number(45012), number(3.26), number(0.04), number(0.0)
    ('45,012', '3.3', '< 0.1', '0')
    """
    if 0 < value < 0.05:
        return "< 0.1"
    if 0 < value < 9.95 and value != round(value):
        return f"{value:.1f}"
    return f"{value:,.0f}"


def part_of(some: float, whole: float) -> str:
    """Write a number of a whole, and its share.

    Examples
    --------
    >>> part_of(1234, 4936)
    '1,234 (25 %)'
    """
    return f"{number(some)} ({100 * some / whole:.0f} %)"


def listed(parts: Sequence[str]) -> str:
    """Join parts of a sentence.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def by_profile(usual: str, own: Sequence[str], *, profiles: int) -> str:
    """Say what figures of several profiles hold for.

    Parameters
    ----------
    usual : str
        The gallery and rate of false alerts of most.
    own : sequence of str
        Profiles that have those of their own trial, and nobody told them.
    profiles : int
        How many there are.

    Examples
    --------
    >>> by_profile("in a gallery of 9", ["strict"], profiles=3).removesuffix("in a gallery of 9")
    'the strict profile at the gallery and false-alert rate of its own trial, the others '
    """
    if not own:
        return usual
    if len(own) == profiles:
        return f"each profile at {OWN_RATE}"
    these = f"profile at {OWN_RATE}" if len(own) == 1 else f"profiles each at {OWN_RATE}"
    other = "other" if profiles - len(own) == 1 else "others"
    return f"the {' and '.join(own)} {these}, the {other} {usual}"


def few_digits(value: float) -> str:
    """Write a number of a model: whole from a hundred on, else with three digits.

    Examples
    --------
    >>> few_digits(314_744), few_digits(15.1726), few_digits(0.8), few_digits(6.0e-7)
    ('314,744', '15.2', '0.8', '6e-07')
    """
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def density(value: float) -> str:
    """Write a number of people on a square metre with two digits, a very small one as a bound.

    Examples
    --------
    >>> density(0.0749), density(0.00012), density(1.6e-5), density(0.0)
    ('0.075', '0.00012', 'under 0.0001', '0')
    """
    return "under 0.0001" if 0 < value < 0.0001 else f"{value:.2g}"


def degrees(value: float) -> str:
    """Write an angle [degree]: whole, or with one decimal below ten where it has one.

    Examples
    --------
    >>> degrees(103.4), degrees(2.11), degrees(-8.0), degrees(-0.01)
    ('103°', '2.1°', '-8°', '0°')
    """
    digits = 1 if abs(value) < 9.95 else 0
    return f"{round(value, digits) + 0.0:.{digits}f}".removesuffix(".0") + "°"


def tilted(value: float) -> str:
    """Write how far something looks up or, below 0, down [degree].

    Examples
    --------
    >>> tilted(-8.0), tilted(0.01), tilted(12.0), tilted(-90)
    ('8° down', 'level', '12° up', 'straight down')
    """
    if abs(abs(value) - 90) < 0.5:
        return "straight down" if value < 0 else "straight up"
    told = degrees(abs(value))
    return "level" if told == "0°" else f"{told} {'down' if value < 0 else 'up'}"


def compass(heading: float) -> str:
    """Name a direction clockwise from north [degree].

    Examples
    --------
    >>> compass(2.0), compass(182.0), compass(315.0)
    ('north', 'south', 'north-west')
    """
    return _WINDS[round(heading / 45) % 8]


def ours(invented: Sequence[bool]) -> str:
    """Say behind a number of cameras how many of them hang where we put them.

    Examples
    --------
    >>> ours([True]), ours([True, False, False]), ours([False])
    (' in an invented position', ' (1 of them in an invented position)', '')
    """
    many = sum(invented)
    if not many:
        return ""
    where = "in an invented position" if many == 1 else "in invented positions"
    return f" {where}" if many == len(invented) else f" ({many:,} of them {where})"
