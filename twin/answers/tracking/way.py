"""How far people walked: on the whole, and until each of their passes began and ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa

from twin.answers.tracking.kernels import walked
from twin.answers.tracking.passes import Passes
from twin.arrays import Floats

__all__ = ["Way"]


@dataclass(frozen=True, eq=False)
class Way:
    """The way of people along their tracks, which are outdoors.

    Attributes
    ----------
    whole : (P,) array
        Of each person number. [m]
    start, end : (N,) array
        How far each pass's person had come when it began and ended. [m]
    """

    whole: Floats
    start: Floats
    end: Floats

    @classmethod
    def of(cls, passes: Passes, tracks: Iterable[pa.Table], people: int) -> Self:
        """Measure the way of so many people.

        Parameters
        ----------
        passes : Passes
            Passes.
        tracks : iterable of pyarrow.Table
            Tracks, in stretches of one person, each by time.
        people : int
            How many there are. [1]
        """
        whose = passes.person[passes.whose]
        person = np.concatenate([whose, whose])
        moment = np.concatenate([passes.start, passes.end])
        order = np.lexsort((moment, person))
        first, moment = np.searchsorted(person[order], np.arange(people + 1)), moment[order]
        parts = np.zeros(len(order) + people)
        for slab in tracks:
            person_of, tick, x, y = (
                slab[name].to_numpy() for name in ("person", "tick", "x_cm", "y_cm")
            )
            walked(person_of, tick, x, y, first, moment, parts)
        begin = first[:-1] + np.arange(people)
        whole = np.add.reduceat(parts, begin) if people else np.zeros(0)
        upto = np.concatenate([[0.0], np.cumsum(parts)])
        at = np.empty(len(order))
        at[order] = upto[np.arange(len(order)) + person[order] + 1] - upto[begin[person[order]]]
        start, end = at.reshape(2, -1)
        return cls(whole, start, end)
