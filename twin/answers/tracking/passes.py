"""Passes before cameras as one who watches would count them: those cut short are joined again."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.answers.asked import Asked
from twin.arrays import Floats, Ints
from twin.exposure import PROFILES
from twin.exposure.encounters import column_of
from twin.exposure.evidence import MOST, runs, shares_of
from twin.rng import Stream, words
from twin.run.looks import of_housing, read_looks, stretches
from twin.tables import TICKS_PER_SECOND

__all__ = ["Passes", "seen_by"]


@dataclass(frozen=True, eq=False)
class Passes:
    """Passes of all people before all housings, by person, then start.

    Attributes
    ----------
    first : (G + 1,) array of int
        First pass of each person who was seen, and the number of passes.
    person : (G,) array of int
        Who was seen, rising.
    camera : (N,) array of int
        Number of the housing in the layout.
    start, end : (N,) array of int64
        First moment of the first second in view, and the first after the last. [0.25 s]
    shares : (3, N) array
        Share of the ceiling that the looks of a pass reach together, for each profile. [1]
    name : (N,) array of int64
        Name of each pass, for the address of draws; no other pass or camera changes it.
    """

    first: Ints
    person: Ints
    camera: Ints
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    shares: Floats
    name: NDArray[np.int64]

    @classmethod
    def of(cls, seen: Mapping[str, NDArray[np.int64]], *, gap: float) -> Self:
        """Join the passes of each housing that were cut short, and gather all.

        Parameters
        ----------
        seen : mapping of str to (6, N) array
            Housing to its passes: person, start, end and evidence, as :func:`seen_by` makes them.
        gap : float
            Passes of one person no further apart than this are one. [s]
        """
        columns = np.concatenate(
            [np.zeros((3 + len(PROFILES), 0), dtype=np.int64), *seen.values()], axis=1
        )
        camera = np.repeat(np.arange(len(seen)), [one.shape[1] for one in seen.values()])
        order = np.lexsort((columns[1], camera, columns[0]))
        (person, start, end), units, camera = columns[:3, order], columns[3:, order], camera[order]
        begin = _begin(person, camera, start, end, gap * TICKS_PER_SECOND)
        if not len(begin):
            none = np.zeros(0, dtype=np.int64)
            return cls(np.zeros(1, np.intp), none, none, none, none, np.zeros((3, 0)), none)
        end, shares = np.maximum.reduceat(end, begin), shares_of(units, begin)
        person, camera, start = person[begin], camera[begin], start[begin]
        key = np.array([zlib.crc32(housing.encode()) for housing in seen], dtype=np.int64)
        name = np.asarray(words(0, Stream.PASS, key[camera], 0, person, start)[0], dtype=np.int64)
        order = np.lexsort((camera, start, person))
        first = runs(person[order])
        return cls(
            first=np.append(first, len(order)),
            person=person[order][first].astype(np.intp),
            camera=camera[order],
            start=start[order],
            end=end[order],
            shares=shares[:, order],
            name=name[order],
        )

    @property
    def whose(self) -> Ints:
        """The number of each pass's person among those who were seen (N,)."""
        return np.repeat(np.arange(len(self.person)), np.diff(self.first))


def _begin(
    person: NDArray[Any], camera: Ints, start: NDArray[Any], end: NDArray[Any], gap: float
) -> Ints:
    """Find where passes begin that follow none of the same person and camera within a gap."""
    if not len(person):
        return np.zeros(0, dtype=np.intp)
    own = np.zeros(len(person), dtype=np.int64)
    own[runs(person, camera)] = 1
    # people and cameras one after the other on one line of time, too far apart to meet
    line = np.cumsum(own) * int(end.max() + gap + 2)
    reached = np.maximum.accumulate(line + end)
    fresh = np.ones(len(person), dtype=np.bool_)
    fresh[1:] = (line + start)[1:] > reached[:-1] + gap
    return np.flatnonzero(fresh)


def seen_by(asked: Asked) -> dict[str, NDArray[np.int64]]:
    """Read the passes of each housing: when each was, from looks, and what it told.

    Returns
    -------
    dict of str to (6, N) array
        Housing to passes: person, start, end [0.25 s], and evidence for each profile.
    """
    found = {}
    for housing, cameras in asked.inputs.layout.housings.items():
        stages = [asked.run.sight_stage(camera.id) for camera in cameras]
        parts = [
            _when(of_housing(cameras, [read_looks(one, some) for one in stages], asked.inputs.dark))
            for some in stretches(stages)
        ]
        when = np.concatenate([np.zeros((3, 0), dtype=np.int64), *parts], axis=1)
        found[housing] = np.concatenate([when, _told(asked.encounters[housing])])
    return found


def _when(looks: pa.Table) -> NDArray[np.int64]:
    """Say of each pass (N,) whose it is, and from and until when, by person, then pass."""
    person, number, tick = (column_of(looks, name) for name in ("person", "pass", "tick"))
    key = (person.astype(np.int64) << 32) + number
    order = np.argsort(key, kind="stable")  # looks come nearly so
    first = runs(key[order])
    if not len(first):
        return np.zeros((3, 0), dtype=np.int64)
    second = (tick // TICKS_PER_SECOND * TICKS_PER_SECOND).astype(np.int64)[order]
    start, last = (of.reduceat(second, first) for of in (np.minimum, np.maximum))
    return np.stack([person[order][first].astype(np.int64), start, last + TICKS_PER_SECOND])


def _told(encounters: pa.Table) -> NDArray[np.int64]:
    """Add up the evidence of each pass (3, N), by person, then pass."""
    names = ("person", "pass", *(f"evidence_{name}" for name in PROFILES))
    person, number, *units = (column_of(encounters, name).astype(np.int64) for name in names)
    key = (person << 32) + number
    order = np.argsort(key, kind="stable")
    first = runs(key[order])
    if not len(first):
        return np.zeros((len(PROFILES), 0), dtype=np.int64)
    return np.minimum(np.add.reduceat(np.stack(units)[:, order], first, axis=1), MOST)
