"""Bring what was recorded in a slab into the order of person and time: by counting, never sorting.

The walking kernel writes raw samples in the order of time. Here they find their rows, and
faces where they point; this needs nothing of the simulation, which can go on meanwhile.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.arrays import Floats, Ints
from twin.people.columns.kernels import Gaze, Samples
from twin.people.gaze import REST_SPACING, REST_SPREAD
from twin.people.heads.kernels import rest_samples, scatter_samples, stay_put
from twin.tables import TRACKS

__all__ = ["Runs", "Stays", "Unordered", "Walks"]


@dataclass(frozen=True, eq=False)
class Runs:
    """Uninterrupted stretches of samples.

    Attributes
    ----------
    person : (R,) array
        Home ids.
    first, count : (R,) array
        First sample [0.25 s], and how many there are.
    """

    person: NDArray[np.int64]
    first: NDArray[np.int64]
    count: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Walks:
    """Walks, and who reads a phone at times during them (R,)."""

    runs: Runs
    phone: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Stays:
    """Stretches at one spot; arrays (R,) with the fields of :class:`twin.people.tracks.Stay`."""

    runs: Runs
    x: Floats
    y: Floats
    facing: Floats
    activity: NDArray[np.int8]
    phone: NDArray[np.bool_]
    companion: Floats
    board: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Unordered:
    """What was recorded in a slab.

    Attributes
    ----------
    samples : Samples
        Raw samples of those who walked, in the order of time.
    walks : Walks
        The runs they belong to.
    stays : Stays
        Who stood or sat.
    number : (N,) array
        Home ids of the day's people, rising; their rows are their numbers in the tracks.
    constants : (L,) array
        Made by :func:`twin.people.walking.law`.
    address : (3,) array
        Seed, replication and day of every draw.
    """

    samples: Samples
    walks: Walks
    stays: Stays
    number: Ints
    constants: Floats
    address: NDArray[np.int64]

    def table(self) -> pa.Table:
        """Return the tracks, ``twin.tables.TRACKS``, by person, then time."""
        walked, stood = self.walks.runs, self.stays.runs
        person = np.concatenate([walked.person, stood.person])
        first = np.concatenate([walked.first, stood.first])
        count = np.concatenate([walked.count, stood.count])
        order = np.lexsort((first, person))
        offset = np.empty(person.size, dtype=np.int64)
        offset[order] = np.cumsum(count[order]) - count[order]
        columns = _columns(int(count.sum()))
        self._walk(offset, columns)
        if stood.person.size:
            self._stand(offset[walked.person.size :], columns)
        row = np.searchsorted(self.number, person[order]).astype(np.int32)
        who = np.repeat(row, count[order])
        return pa.table([pa.array(who), *map(pa.array, columns)], schema=TRACKS.schema)

    def _walk(
        self, offset: NDArray[np.int64], columns: tuple[NDArray[np.signedinteger], ...]
    ) -> None:
        """Fill the rows of people who walk; those of each run begin at its ``offset``."""
        runs = self.walks.runs
        n = runs.person.size
        scatter_samples(
            *(self.constants, self.address, self.samples),
            *(offset, runs.first, runs.person, self.walks.phone),
            *(np.zeros((n, Gaze.WIDTH), dtype=np.int64), np.empty((n, 4)), columns),
        )

    def _stand(
        self, offset: NDArray[np.int64], columns: tuple[NDArray[np.signedinteger], ...]
    ) -> None:
        """Fill the rows of people who stand or sit, from ``offset`` on."""
        stays, runs = self.stays, self.stays.runs
        _, _, _, yaw, pitch, *_ = columns
        stay_put(offset, runs.first, runs.count, stays.x, stays.y, stays.activity, columns)
        rest_samples(
            *(self.constants, self.address, REST_SPREAD, REST_SPACING),
            *(offset, runs.first, runs.count, runs.person, stays.phone),
            *(stays.facing, stays.companion, stays.board, yaw, pitch),
        )


def _columns(rows: int) -> tuple[NDArray[np.signedinteger], ...]:
    """Make empty columns tick, x, y, yaw, pitch, activity, below."""
    kinds = (np.int32, np.int32, np.int32, np.int16, np.int16, np.int8, np.int8)
    return tuple(np.empty(rows, dtype=kind) for kind in kinds)
