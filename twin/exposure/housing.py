"""The cameras of one housing, taken together."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.tables import LOOKS, TICKS_PER_SECOND, checked

__all__ = ["once", "together"]


def together(parts: Sequence[pa.Table]) -> pa.Table:
    """Join the looks of the cameras of one housing.

    Each keeps its passes and their looks, as if it hung there alone: a person who walks from one
    lens into the next passes twice, and whatever is left out of the looks, by a tour or a mask,
    never makes two passes of one. What is told once of a housing is the person, and the time: of a
    second before two lenses no more than a second.

    Parameters
    ----------
    parts : sequence of pyarrow.Table
        Looks of each camera, of which it has an image; see :func:`~twin.exposure.imaged`.

    Returns
    -------
    pyarrow.Table
        Looks by person, then time, then camera, with pass numbers of their own.

    Raises
    ------
    TableError
        If looks do not follow their schema.
    """
    passes, before = [], 0
    for part in parts:
        number = _numbers(checked(part, LOOKS), "pass")
        passes.append(number + before)
        before += int(number.max(initial=-1)) + 1
    whole = pa.concat_tables(parts)
    renumbered = pa.array(np.concatenate(passes).astype(np.int32))
    whole = whole.set_column(0, LOOKS.schema.field(0), renumbered)
    order = np.argsort((_numbers(whole, "person") << 32) + _numbers(whole, "tick"), kind="stable")
    return whole.take(order)


def once(
    samples: NDArray[np.int32], person: NDArray[np.integer], tick: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Tell the samples of each second of a person once, of whom several looks are in it.

    How many of a second's samples two lenses have in common is not known; as many as fit are taken
    for different ones, those of the first look first.

    Parameters
    ----------
    samples : (N,) array of int32
        Samples of each look. [0.25 s]
    person, tick : (N,) array
        Whom it is at, and when; sorted by both. [0.25 s]

    Returns
    -------
    (N,) array of int32
        In each second of a person four at most.

    Examples
    --------
    >>> once(np.array([3, 3, 2]), np.array([7, 7, 7]), np.array([8, 9, 12])).tolist()
    [3, 1, 2]
    """
    second = tick // TICKS_PER_SECOND
    fresh = np.ones(len(samples), dtype=np.bool_)
    fresh[1:] = (np.diff(person) != 0) | (np.diff(second) != 0)
    upto = np.cumsum(samples)
    before = upto - samples
    start = before[np.flatnonzero(fresh)][np.cumsum(fresh) - 1] if len(samples) else upto
    most = TICKS_PER_SECOND
    left = np.minimum(upto - start, most) - np.minimum(before - start, most)
    return np.asarray(left, dtype=np.int32)


def _numbers(looks: pa.Table, name: str) -> NDArray[np.int64]:
    return np.asarray(looks[name].to_numpy(), dtype=np.int64)
