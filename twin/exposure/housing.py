"""The cameras of one housing, taken together."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.tables import LOOKS, TICKS_PER_SECOND, checked

__all__ = ["of_one_image", "once", "together"]


def of_one_image(parts: Sequence[pa.Table]) -> list[pa.Table]:
    """Give the passes before straight images of one image common numbers.

    Whoever walks from one of them into the next has not left the image they were computed from: it
    is one pass. Passes of a person whose seconds meet or follow each other are taken for one.

    Parameters
    ----------
    parts : sequence of pyarrow.Table
        All looks of each, before tours and masks, which make no two passes of one.

    Returns
    -------
    list of pyarrow.Table
        The same looks, of which those of one pass have one number in all parts.

    Raises
    ------
    TableError
        If looks do not follow their schema.
    """
    number = _apart(parts)
    passes = np.concatenate(number)
    count = int(passes.max(initial=-1)) + 1
    person, tick = (
        np.concatenate([_numbers(part, name) for part in parts]) for name in ("person", "tick")
    )
    second = tick // TICKS_PER_SECOND
    owner, end = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    start = np.full(count, second.max(initial=0))
    owner[passes] = person
    np.minimum.at(start, passes, second)
    np.maximum.at(end, passes, second)
    # people one after the other on one line of seconds, too far apart to meet
    line = owner * (second.max(initial=0) + 3)
    order = np.argsort(line + start, kind="stable")
    reached = np.maximum.accumulate((line + end)[order])
    fresh = (line + start)[order][1:] > reached[:-1] + 1
    joint = np.zeros(count, dtype=np.int32)
    joint[order[1:]] = np.cumsum(fresh)
    return [
        part.set_column(0, LOOKS.schema.field(0), pa.array(joint[own]))
        for part, own in zip(parts, number, strict=True)
    ]


def together(parts: Sequence[pa.Table], *, numbered: bool = False) -> pa.Table:
    """Join the looks of the cameras of one housing.

    Each keeps its passes and their looks, as if it hung there alone: a person who walks from one
    lens into the next passes twice, and whatever is left out of the looks, by a tour or a mask,
    never makes two passes of one. What is told once of a housing is the person, and the time: of a
    second before two lenses no more than a second.

    Parameters
    ----------
    parts : sequence of pyarrow.Table
        Looks of each camera, of which it has an image; see :func:`~twin.exposure.imaged`.
    numbered : bool
        Whether one pass has one number in all parts, as :func:`of_one_image` leaves them.

    Returns
    -------
    pyarrow.Table
        Looks by person, then time, then camera; each part's passes have numbers of their own,
        except where they are numbered already.

    Raises
    ------
    TableError
        If looks do not follow their schema.
    """
    passes = [_numbers(checked(part, LOOKS), "pass") for part in parts]
    if not numbered:
        passes = _apart(parts)
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


def _apart(parts: Sequence[pa.Table]) -> list[NDArray[np.int64]]:
    """Count the passes of each part on from those of the part before."""
    out, before = [], 0
    for part in parts:
        own = _numbers(checked(part, LOOKS), "pass")
        out.append(own + before)
        before += int(own.max(initial=-1)) + 1
    return out


def _numbers(looks: pa.Table, name: str) -> NDArray[np.int64]:
    return np.asarray(looks[name].to_numpy(), dtype=np.int64)
