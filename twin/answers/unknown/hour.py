"""The busiest hour of a run, in which layouts are judged."""

import math

import pyarrow as pa

from twin.answers.present import hours_present
from twin.arrays import Bools
from twin.run import Excerpt, Run

__all__ = ["HERTZ", "busiest", "excerpt_of", "there"]

HERTZ = 4
"""Samples a second that are looked at: all, so that figures compare with those of the run. [Hz]"""


def busiest(people: pa.Table, start_s: float, end_s: float) -> tuple[float, float]:
    """Find the hour of the clock in which most people were there, or what of it was simulated.

    Parameters
    ----------
    people : pyarrow.Table
        Everybody.
    start_s, end_s : float
        What was simulated, since midnight of the date. [s]

    Returns
    -------
    (float, float)
        Its beginning and end, since midnight of the date; the first of several alike. [s]
    """
    first = int(start_s // 3600)
    present = hours_present(people, first, max(1, math.ceil(end_s / 3600) - first))
    hour = first + present.index(max(present))
    return max(start_s, 3600.0 * hour), min(end_s, 3600.0 * (hour + 1))


def excerpt_of(run: Run, people: pa.Table) -> Excerpt:
    """Read the busiest hour of a run into memory."""
    start, end = busiest(people, *run.span)
    first = math.ceil(start)
    hours, seconds = divmod(first % 86_400, 3600)
    begin = f"{hours:02}:{seconds // 60:02}:{seconds % 60:02}"
    return Excerpt.of(run, begin, minutes=(end - first) / 60, rate=HERTZ)


def there(people: pa.Table, start_s: float, end_s: float) -> Bools:
    """Say who (P,) was there at any time between two moments. [s]"""
    arrive, leave = (people.column(name).to_numpy() for name in ("arrive_s", "leave_s"))
    gone: Bools = leave < start_s  # nobody is gone who never left
    return (arrive < end_s) & ~gone
