"""Start and end dates as OpenStreetMap writes them: a year, a month or a day."""

import calendar
import datetime as dt
import re

__all__ = ["first_day", "last_day", "stands"]

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(text: str) -> dt.date:
    """Return the first day of a year, month or day.

    Raises
    ------
    ValueError
        If the text is none of YYYY, YYYY-MM and YYYY-MM-DD.

    Examples
    --------
    >>> first_day("2016-09")
    datetime.date(2016, 9, 1)

    """
    year, month, day = _parts(text)
    return dt.date(year, month or 1, day or 1)


def last_day(text: str) -> dt.date:
    """Return the last day of a year, month or day; see :func:`first_day`.

    Examples
    --------
    >>> last_day("2016-02")
    datetime.date(2016, 2, 29)

    """
    year, month, day = _parts(text)
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def stands(date: dt.date, start: str | None, end: str | None) -> bool:
    """Say whether something with these dates is there on a day; no date means always.

    Examples
    --------
    >>> stands(dt.date(2016, 8, 31), "2016-09", None)
    False

    """
    return (start is None or first_day(start) <= date) and (end is None or date <= last_day(end))


def _parts(text: str) -> tuple[int, int | None, int | None]:
    """Split a date into numbers that a calendar accepts."""
    match = _FORM.fullmatch(text)
    if match is None:
        message = f"{text!r} is not a date, but must be YYYY, YYYY-MM or YYYY-MM-DD"
        raise ValueError(message)
    year, month, day = (int(group) if group else None for group in match.groups())
    try:
        dt.date(year or 0, month or 1, day or 1)
    except ValueError as error:
        message = f"{text!r} is not a day of the calendar ({error})"
        raise ValueError(message) from error
    return year or 0, month, day
