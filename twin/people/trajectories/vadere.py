"""Vadere's ``postvis.traj``: one row a step, from where and when to where and when.

A step leads in a straight line from (simTime, startX, startY) to (endTime, endX, endY), where the
next begins [kleinmeier2019]_. Column names end in the number of the processor that wrote them, as
in ``startX-PID1``; the separator is a blank.

References
----------
.. [kleinmeier2019] key in twin/sources.bib.
"""

from pathlib import Path

import numpy as np

from twin.arrays import Bools, Floats
from twin.errors import TableError
from twin.people.trajectories.samples import Samples
from twin.people.trajectories.text import Text, read_text

__all__ = ["read_vadere"]

_STARTS = ("pedestrianId", "simTime", "startX", "startY")
_ENDS = ("endTime", "endX", "endY")


def read_vadere(file: Path) -> Samples:
    """Read the steps of a Vadere run: where each begins, and where the last of a person ends.

    Raises
    ------
    TableError
        If a column is missing or stands twice, a row is none of numbers, or a step ends before it
        begins.
    """
    text = read_text(file)
    wanted = {name: _place(text, name) for name in (*_STARTS, *_ENDS)}
    rows = text.without_first()
    person, begin, x0, y0, end, x1, y1 = rows.columns(wanted, " ")
    back = end < begin
    if back.any():
        row = int(np.argmax(back))
        message = (
            f"{rows.where(row)}: endTime is {end[row]:g}, but must not be before simTime, which is "
            f"{begin[row]:g}."
        )
        raise TableError(message)
    last = _last_of_each(person, begin) & (end > begin)
    row_of = np.concatenate([np.arange(person.size), np.flatnonzero(last)])
    return Samples(
        file,
        lambda row: rows.where(int(row_of[row])),
        np.concatenate([person, person[last]]),
        np.concatenate([begin, end[last]]),
        np.concatenate([np.column_stack([x0, y0]), np.column_stack([x1[last], y1[last]])]),
    )


def _place(text: Text, name: str) -> int:
    """Find a column by its name without the number of its processor."""
    names = text.cells(0, None) if text.rows else []
    found = [n for n, one in enumerate(names) if one.partition("-PID")[0] == name]
    if len(found) != 1:
        said = f"stands {len(found)} times" if found else "is missing"
        place = text.where(0) if text.rows else str(text.file)
        message = (
            f"{place}: the column {name} {said}, but each of "
            f"{', '.join((*_STARTS, *_ENDS))} must stand once."
        )
        raise TableError(message)
    return found[0]


def _last_of_each(person: Floats, begin: Floats) -> Bools:
    """Mark the step of each person that begins last."""
    order = np.lexsort((begin, person))
    ends = np.ones(person.size, dtype=np.bool_)
    ends[:-1] = person[order][1:] != person[order][:-1]
    last = np.zeros(person.size, dtype=np.bool_)
    last[order] = ends
    return last
