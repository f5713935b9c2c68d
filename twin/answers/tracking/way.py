"""How far people walked: on the whole, and until each of their passes began and ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.answers.tracking.kernels import walked
from twin.answers.tracking.passes import Passes
from twin.arrays import Floats
from twin.exposure.evidence import runs

__all__ = ["Trail", "Way"]


class Way(NamedTuple):
    """How far people had come, along their tracks, which are outdoors.

    Attributes
    ----------
    whole : (P,) array
        The whole way of each person number. [m]
    start, end : (N,) array
        Until each pass of somebody began and ended. [m]
    """

    whole: Floats
    start: Floats
    end: Floats


@dataclass(frozen=True, eq=False)
class Trail:
    """How far people had come at each moment at which a camera began or ceased to see them.

    Attributes
    ----------
    whole : (P,) array
        The whole way of each person number. [m]
    moment : (C,) array of int64
        Person and moment [0.25 s] in one number, rising.
    metres : (C,) array
        The way until then. [m]
    """

    whole: Floats
    moment: NDArray[np.int64]
    metres: Floats

    @classmethod
    def of(
        cls, seen: Mapping[str, NDArray[np.int64]], tracks: Iterable[pa.Table], people: int
    ) -> Self:
        """Measure the way of so many people.

        Parameters
        ----------
        seen : mapping of str to (6, N) array
            Passes of each housing, as :func:`~twin.answers.tracking.passes.seen_by` makes them.
        tracks : iterable of pyarrow.Table
            Tracks, in stretches of one person, each by time.
        people : int
            How many there are. [1]
        """
        moments = (_key(one[0], one[k]) for one in seen.values() for k in (1, 2))
        key = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *moments]))
        key = key[runs(key)]
        person, moment = np.divmod(key, 2**32)
        first = np.searchsorted(person, np.arange(people + 1))
        parts = np.zeros(len(key) + people)
        for slab in tracks:
            whose, tick, x, y = (slab[n].to_numpy() for n in ("person", "tick", "x_cm", "y_cm"))
            walked(whose, tick, x, y, first, moment, parts)
        begin = first[:-1] + np.arange(people)
        whole = np.add.reduceat(parts, begin) if people else np.zeros(0)
        upto = np.concatenate([[0.0], np.cumsum(parts)])
        return cls(whole, key, upto[np.arange(len(key)) + person + 1] - upto[begin[person]])

    def of_passes(self, passes: Passes) -> Way:
        """Look up how far people had come when passes began and ended, however those are joined."""
        person = passes.person[passes.whose]
        at = (
            np.searchsorted(self.moment, _key(person, when)) for when in (passes.start, passes.end)
        )
        start, end = (self.metres[index] for index in at)
        return Way(self.whole, start, end)


def _key(person: NDArray[np.integer], moment: NDArray[np.integer]) -> NDArray[np.int64]:
    """Write person and moment as one number."""
    return (person.astype(np.int64) << 32) + moment
