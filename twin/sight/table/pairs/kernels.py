"""Say of many pairs of a camera and a point whether the scene leaves the line between them open.

Plain loops over a block of pairs, so that a processor does several at a time.
"""

import math
from typing import Any

import numpy as np

from twin.jit import kernel
from twin.sight.table.kernels import BINS, Head, aside, bins_of_one, listed, tried

__all__ = ["BLOCK", "visible"]

BLOCK = 256
"""Points that are worked on together: as much as the nearest cache holds; changes no answer."""


@kernel
def visible(
    t: Any, camera: Any, x: Any, y: Any, z: Any, work: Any, marks: Any, out: Any
) -> int:  # fmt: skip
    """Write whether the scene leaves each point (R,) open to a camera (R,) into ``out`` (R,).

    Returns the first pair whose camera there is not or whose point is not finite, and then ``out``
    holds nothing of it and what follows; -1 when there is none. ``work`` (4, BLOCK) of float64 and
    ``marks`` (2, BLOCK) of uint32 are scratch.
    """
    # plain loops over a block, over arrays that begin with it and by numbers without a sign: so a
    # processor does them many at a time
    ahead, left, scale, square = work[0], work[1], work[2], work[3]
    bin_of, undecided = marks[0], marks[1]
    other, cameras = np.uint32(len(t.bound) - 1), np.uint32(len(t.head))
    for start in range(0, len(x), BLOCK):
        many = np.uint32(min(BLOCK, len(x) - start))
        stop = start + many
        c, px, py, pz = camera[start:stop], x[start:stop], y[start:stop], z[start:stop]
        seen = out[start:stop]
        several, wrong = np.uint32(0), False
        for k in range(many):
            several |= c[k] ^ c[0]
            wrong |= c[k] >= cameras
        if wrong:
            for k in range(many):
                if c[k] >= cameras:
                    return int(start + k)
        if several == 0:
            bins_of_one(t, c[0], px, py, pz, many, other, square, bin_of)
        else:
            _bins_of_many(t, c, px, py, pz, many, other, ahead, left, scale, square, bin_of)
        count = np.uint32(0)
        for k in range(many):
            i = bin_of[k]
            behind = square[k] > t.bound[i, 1]
            seen[k] = not behind
            undecided[count] = k
            count += np.uint32((square[k] > t.bound[i, 0]) & (not behind))
        for n in range(count):
            k = undecided[n]
            i = bin_of[k]
            if i != other:
                hidden = listed(t, c[k], i, px[k], py[k], pz[k])
            elif math.isfinite(px[k] + py[k] + pz[k]):
                hidden = tried(t, c[k], px[k], py[k], pz[k])
            else:
                return int(start + k)
            seen[k] = not hidden
    return -1


@kernel
def _bins_of_many(
    t: Any, camera: Any, x: Any, y: Any, z: Any, many: Any, other: Any,
    ahead: Any, left: Any, scale: Any, square: Any, bin_of: Any,
) -> None:  # fmt: skip
    """Write squared distance in the plan and bin of points, each from a camera of its own."""
    for k in range(many):
        head = t.head[camera[k]]
        dx, dy = x[k] - head[Head.X], y[k] - head[Head.Y]
        away = dx * dx + dy * dy
        ahead[k] = dx * head[Head.AHEAD_X] + dy * head[Head.AHEAD_Y]
        left[k] = dy * head[Head.AHEAD_X] - dx * head[Head.AHEAD_Y]
        scale[k] = head[Head.BINS_PER_TURN]
        square[k] = away
        covered = (
            (away > 0.0)
            & (away <= head[Head.REACH])
            & (z[k] >= head[Head.LOW])
            & (z[k] <= head[Head.HIGH])
        )
        bin_of[k] = camera[k] * np.uint32(BINS) if covered else other
    # the division apart, since it is what is done many at a time
    for k in range(many):
        place = aside(ahead[k], left[k]) * scale[k] + BINS / 2
        covered = (place >= 0.0) & (place < BINS) & (bin_of[k] != other)
        place = place if covered else 0.0
        bin_of[k] = bin_of[k] + np.uint32(np.int32(place)) if covered else other
        square[k] = square[k] if covered else 0.0
