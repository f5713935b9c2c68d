"""Record where everybody outdoors is, four times a second, slab by slab.

A *run* is an uninterrupted stretch of samples of one person: a walk, or a stay at one spot. The
walking kernel writes raw samples in the order of time; at the end of a slab they are brought into
the order of person and time by counting, never by sorting rows.
"""

import math
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin import jit
from twin.arrays import Floats, Ints
from twin.people.gaze import REST_SPACING, REST_SPREAD
from twin.people.heads.kernels import rest_samples, scatter_samples, stay_put
from twin.people.walking import raw_samples
from twin.tables import TRACKS

__all__ = ["QUEUEING", "RESTING", "Recorder", "Stay"]

QUEUEING, RESTING = 1, 2
"""Numbers of the two standing activities in ``twin.tables.ACTIVITIES``."""


@dataclass(slots=True)
class Stay:
    """A stretch at one spot outdoors.

    Attributes
    ----------
    person : int
        Who.
    first : int
        First sample. [0.25 s]
    x, y : float
        The spot. [m]
    facing : float
        Mean direction of the face, anticlockwise from east. [rad]
    activity : int
        :data:`QUEUEING` or :data:`RESTING`.
    phone : bool
        Reads a phone at times.
    companion : float
        Turn from there to somebody's companion, to the left; NaN without one. [rad]
    board : bool
        Whether there is a board above where the face points.
    """

    person: int
    first: int
    x: float
    y: float
    facing: float
    activity: int
    phone: bool
    companion: float = math.nan
    board: bool = False


class Recorder:
    """Collect the samples of one slab after another.

    Parameters
    ----------
    first_tick : int
        First moment of the first slab. [0.25 s]
    number : (N,) array
        Home ids of the people, rising; their rows are their numbers in the tracks.
    constants : (L,) array
        Made by :func:`twin.people.walking.law`.
    address : tuple of int
        Seed, replication and day of every draw.
    threads : int or None
        Threads of the kernels; changes no result.
    """

    def __init__(
        self,
        first_tick: int,
        number: Ints,
        constants: Floats,
        address: tuple[int, int, int],
        *,
        threads: int | None = None,
    ) -> None:
        self.rows = 0
        self.outdoor_ticks = np.zeros(number.size, dtype=np.int64)
        self._number = number
        self._law = constants
        self._address = np.array(address, dtype=np.int64)
        self._threads = threads
        self._begin = first_tick
        self._used = 0
        self.samples = raw_samples(1 << 16)
        self._walk_person: list[int] = []
        self._walk_first: list[int] = []
        self._open: dict[int, Stay] = {}
        self._closed: list[tuple[Stay, int]] = []

    def room(self, rows: int) -> int:
        """Make room for more raw samples and return the first free row."""
        need = self._used + rows
        if need > self.samples.run.size:
            bigger = raw_samples(max(need, 2 * self.samples.run.size))
            for old, new in zip(self.samples, bigger, strict=True):
                new[: self._used] = old[: self._used]
            self.samples = bigger
        first, self._used = self._used, need
        return first

    def walk(self, person: int, tick: int) -> int:
        """Begin a walk at a moment and return the number of its run; ends a stay."""
        self.end_stay(person, tick)
        self._walk_person.append(person)
        self._walk_first.append(tick)
        return len(self._walk_person) - 1

    def stay(self, stay: Stay) -> None:
        """Begin a stay; it ends an earlier one and lasts until the person walks or stays again."""
        self.end_stay(stay.person, stay.first)
        self._open[stay.person] = stay

    def end_stay(self, person: int, tick: int) -> None:
        """End the stay of a person before a moment, if there is one."""
        stay = self._open.pop(person, None)
        if stay is not None and tick > stay.first:
            self._closed.append((stay, tick))

    def flush(self, end: int, walking: list[int]) -> tuple[pa.Table, list[int]]:
        """Close the slab before a moment.

        Parameters
        ----------
        end : int
            First moment of the next slab. [0.25 s]
        walking : list of int
            Persons who walk on.

        Returns
        -------
        table : pyarrow.Table
            Tracks of the slab, by person, then time.
        runs : list of int
            For each of ``walking`` the number of the run their next samples belong to.
        """
        rests = [(s, max(s.first, self._begin), min(e, end)) for s, e in self._closed]
        rests += [(s, max(s.first, self._begin), end) for s in self._open.values()]
        rests = [rest for rest in rests if rest[2] > rest[1]]
        table = self._table(rests)
        self._closed = [(s, e) for s, e in self._closed if e > end]
        self._begin, self._used = end, 0
        self._walk_person, self._walk_first = list(walking), [end] * len(walking)
        return table, list(range(len(walking)))

    def _table(self, rests: list[tuple[Stay, int, int]]) -> pa.Table:
        """Put the runs of walks and stays in order and fill the columns."""
        walks = len(self._walk_person)
        run = self.samples.run[: self._used]
        lengths = np.bincount(run[run >= 0], minlength=walks).astype(np.int64)
        person = np.array(self._walk_person + [s.person for s, _, _ in rests], dtype=np.int64)
        first = np.array(self._walk_first + [a for _, a, _ in rests], dtype=np.int64)
        count = np.concatenate([lengths, np.array([b - a for _, a, b in rests], dtype=np.int64)])
        order = np.lexsort((first, person))
        offset = np.empty(person.size, dtype=np.int64)
        offset[order] = np.cumsum(count[order]) - count[order]
        rows = int(count.sum())
        self.rows += rows
        row = np.searchsorted(self._number, person)
        np.add.at(self.outdoor_ticks, row, count)
        columns = _columns(rows)
        scatter_samples(
            self.samples, self._used, offset, first, np.zeros(walks, dtype=np.int64), columns
        )
        if rests:
            stays = [stay for stay, _, _ in rests]
            self._fill_rests(stays, offset[walks:], first[walks:], count[walks:], columns)
        who = np.repeat(row[order].astype(np.int32), count[order])
        return pa.table([pa.array(who), *map(pa.array, columns)], schema=TRACKS.schema)

    def _fill_rests(
        self,
        stays: list[Stay],
        offset: NDArray[np.int64],
        first: NDArray[np.int64],
        count: NDArray[np.int64],
        columns: tuple[NDArray[np.int64], ...],
    ) -> None:
        """Fill the rows of people who stand or sit."""
        *_, yaw, pitch, _ = columns
        stay_put(
            *(offset, first, count),
            np.array([s.x for s in stays]),
            np.array([s.y for s in stays]),
            np.array([s.activity for s in stays], dtype=np.int8),
            columns,
        )
        with jit.threads(self._threads):
            rest_samples(
                *(self._law, self._address, REST_SPREAD, REST_SPACING),
                *(offset, first, count),
                np.array([s.person for s in stays], dtype=np.int64),
                np.array([s.phone for s in stays], dtype=np.bool_),
                np.array([s.facing for s in stays]),
                np.array([s.companion for s in stays]),
                np.array([s.board for s in stays], dtype=np.bool_),
                *(yaw, pitch),
            )


def _columns(rows: int) -> tuple[NDArray[np.int64], ...]:
    """Make empty columns tick, x, y, yaw, pitch, activity."""
    kinds = (np.int32, np.int32, np.int32, np.int16, np.int16, np.int8)
    return tuple(np.empty(rows, dtype=kind) for kind in kinds)
