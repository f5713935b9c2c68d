"""Wording: how dates, times of day and numbers of people are written, everywhere the same."""

import datetime as dt
from typing import Final

__all__ = ["clock", "date", "number"]

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
