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

from twin.arrays import Floats
from twin.errors import TableError
from twin.people.trajectories.samples import Samples
from twin.people.trajectories.text import Text, read_text

__all__ = ["read_vadere"]

_STARTS = ("pedestrianId", "simTime", "startX", "startY")
_ENDS = ("endTime", "endX", "endY")


def read_vadere(file: Path) -> Samples:
    """Read the steps of a Vadere run: where each begins and, if no other begins then, ends.

    Between the end of a step and the beginning of the next a person stands.

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
    ends = (_next_begin(person, begin) > end) & (end > begin)
    row_of = np.concatenate([np.arange(person.size), np.flatnonzero(ends)])
    stays = np.arange(row_of.size) >= person.size
    return Samples(
        file,
        lambda row: rows.where(int(row_of[row])),
        np.concatenate([person, person[ends]]),
        np.concatenate([begin, end[ends]]),
        np.concatenate([np.column_stack([x0, y0]), np.column_stack([x1[ends], y1[ends]])]),
        stays=stays,
    )


def _place(text: Text, name: str) -> int:
    """Find a column by its name without the number of its processor."""
    names = text.cells(0, None)
    found = [n for n, one in enumerate(names) if one.partition("-PID")[0] == name]
    if len(found) != 1:
        said = f"stands {len(found)} times" if found else "is missing"
        message = (
            f"{text.where(0)}: the column {name} {said}, but each of "
            f"{', '.join((*_STARTS, *_ENDS))} must stand once."
        )
        raise TableError(message)
    return found[0]


def _next_begin(person: Floats, begin: Floats) -> Floats:
    """Say of each step when the next of the same person begins; infinite after the last. [s]"""
    order = np.lexsort((begin, person))
    follows = np.full(person.size, np.inf)
    same = person[order][1:] == person[order][:-1]
    follows[order[:-1][same]] = begin[order][1:][same]
    return follows
