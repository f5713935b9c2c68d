"""Rows of tracks by square of the ground: a few long stretches are moved, never single rows.

Who walks stays in a square for many samples, so that there are far fewer stretches than rows: what
is sorted is short, and what is copied lies side by side.
"""

from typing import Any

from twin.jit import kernel

__all__ = ["gather", "stretches"]

_NEXT_ROW = 2**32  # from a square to the one north of it: there are fewer side by side


@kernel
def stretches(x_cm: Any, y_cm: Any, side: int, first: Any, square: Any) -> int:
    """Find the stretches of rows that lie in one square each, and return how many there are.

    ``first`` and ``square`` (N,) are filled from the start: the first row of each stretch, and the
    number of its square, which rises from west to east and from one row of squares to the next.
    """
    found, west, south, east, north = 0, 0, 0, 0, 0
    for i in range(x_cm.size):
        x, y = int(x_cm[i]), int(y_cm[i])
        if not (west <= x < east and south <= y < north):
            column, row = x // side, y // side
            west, south = column * side, row * side
            east, north = west + side, south + side
            first[found] = i
            square[found] = row * _NEXT_ROW + column
            found += 1
    return found


@kernel
def gather(first: Any, count: Any, values: Any, out: Any) -> None:
    """Copy stretches (S,) of ``values`` one after the other into ``out``, both (N,)."""
    at = 0
    for s in range(first.size):
        # numbers that count from a slice's start are copied many at once, others one by one
        part, place = values[first[s] : first[s] + count[s]], out[at : at + count[s]]
        for k in range(count[s]):
            place[k] = part[k]
        at += count[s]
