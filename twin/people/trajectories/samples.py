"""Samples of a file of tracks, as they stand in it, and what every format must keep to."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Bools, Floats
from twin.errors import TableError
from twin.people.trajectories.header import NOTHING, Header

__all__ = ["LARGEST", "Samples", "in_order", "taken"]

LARGEST = 500_000_000
"""A larger file is refused. [byte] assumption (range 0.1-5 billion): read, it takes 5 to 10 times
its size in memory."""

FARTHEST = 1e9
"""Greatest place that is reckoned with. [m] assumption (1e8-1e12): round the Earth are 4e7 m."""

LATEST = 1e12
"""Greatest time before or after the file's 0. [s] assumption (1e10-1e13): the year 9999 is 2.5e11 s
away, and some clocks count milliseconds since 1970."""

ROUND = 6.29
"""Most that a face is turned either way: a full turn, rounded up; degrees are more. [rad]"""

STEEPEST = 1.58
"""Most that a face looks up or down: a right angle, rounded up. [rad]"""

MOST = 2**32 - 1
"""Largest number of a person: draws are addressed by 32 bits."""


@dataclass(frozen=True, eq=False)
class Samples:
    """Where people were, one row a sample.

    Attributes
    ----------
    file : Path
        Whence.
    where : callable
        Says of a row where it stands in the file, as ``file:line``.
    person : (N,) array
        Numbers of the people in the file, whole.
    time : (N,) array
        Since the file's time 0. [s]
    xy : (N, 2) array
        Place, in the file's frame. [m]
    yaw, pitch : (N,) array, optional
        Where the face points: anticlockwise from x, and up. [rad]
    activity : (N,) array, optional
        Number in ``twin.tables.ACTIVITIES``.
    below : (N,) array, optional
        1 under a deck or close before it, else 0.
    stays : (N,) array of bool, optional
        Whether somebody stays at the place until the next sample, however long that is.
    header : Header
        What the file says of time and frame.
    unread : tuple of str
        Columns that mean nothing here.
    """

    file: Path
    where: Callable[[int], str]
    person: Floats
    time: Floats
    xy: Floats
    yaw: Floats | None = None
    pitch: Floats | None = None
    activity: Floats | None = None
    below: Floats | None = None
    stays: Bools | None = None
    header: Header = NOTHING
    unread: tuple[str, ...] = ()

    def rows(self, kept: NDArray[Any]) -> "Samples":
        """Keep some rows, or bring them into another order."""
        row_of = np.arange(self.person.size)[kept]
        return replace(
            self,
            where=lambda row: self.where(int(row_of[row])),
            person=self.person[kept],
            time=self.time[kept],
            xy=self.xy[kept],
            yaw=taken(self.yaw, kept),
            pitch=taken(self.pitch, kept),
            activity=taken(self.activity, kept),
            below=taken(self.below, kept),
            stays=None if self.stays is None else self.stays[kept],
        )


def taken(column: Floats | None, kept: NDArray[Any]) -> Floats | None:
    """Keep some rows of a column that may lack."""
    return None if column is None else column[kept]


def in_order(samples: Samples) -> Samples:
    """Bring samples into the order of person, then time, and refuse what nobody can walk.

    Raises
    ------
    TableError
        If there is none, a number is not finite or larger than can be meant, a person's number is
        not whole, or a person is twice at a time.
    """
    if not samples.person.size:
        message = f"{samples.file}: there is no sample of anybody, but there must be one."
        raise TableError(message)
    person, time = samples.person, samples.time
    limits = (
        ("the person", person, np.inf, ""),  # whose numbers have a limit of their own
        ("the time", time, LATEST, ""),
        ("x", samples.xy[:, 0], FARTHEST, ""),
        ("y", samples.xy[:, 1], FARTHEST, ""),
        ("the yaw", samples.yaw, ROUND, " rad"),
        ("the pitch", samples.pitch, STEEPEST, " rad"),
    )
    for name, column, most, unit in limits:
        if column is None:
            continue
        _refuse(samples, ~np.isfinite(column), f"{name} is {{:g}}, but must be finite", column)
        far = f"{name} is {{:.12g}}{unit}, but must lie between {-most:g} and {most:g}"
        _refuse(samples, abs(column) > most, far, column)
    whole = (person == np.floor(person)) & (person >= 0) & (person <= MOST)
    allowed = f"the person is {{:.16g}}, but must be a whole number from 0 to {MOST}"
    _refuse(samples, ~whole, allowed, person)
    order = np.lexsort((time, person))
    person, time = person[order], time[order]
    twice = np.zeros(order.size, dtype=np.bool_)
    twice[order[1:]] = (person[1:] == person[:-1]) & (time[1:] == time[:-1])
    again = "person {:.0f} stands at the same time a second time, but may stand once"
    _refuse(samples, twice, again, samples.person)
    return samples.rows(order)


def _refuse(samples: Samples, wrong: Bools, sentence: str, values: Floats) -> None:
    """Raise an error about the first row that is wrong, if there is one."""
    if not wrong.any():
        return
    row, count = int(np.argmax(wrong)), int(wrong.sum())
    rows = "row" if count == 2 else "rows"
    more = f"; the same is wrong with {count - 1:,} {rows} more" if count > 1 else ""
    message = f"{samples.where(row)}: {sentence.format(values[row])}{more}."
    raise TableError(message)
