"""The ground as a picture shows it: even slopes from the middle of each square to the next."""

import numpy as np

from twin.arrays import Floats, around
from twin.sight.picture.slopes.kernels import BLOCK, Slopes
from twin.site.relief.kernels import Relief

__all__ = ["slopes_of"]


def slopes_of(relief: Relief) -> Slopes:
    """Arrange the ground below decks, which stand on their own, for rays."""
    z = relief.z[1]
    beyond = [(0, -side % BLOCK) for side in z.shape]
    z = np.pad(z, beyond, mode="edge")
    low, high = (_blocks(around(z, pick), pick) for pick in (np.fmin, np.fmax))
    # to the east and to the north at once, from one of the squares about it to the next
    rise = [np.abs(np.diff(z, axis=axis, append=z.take([-1], axis=axis))) for axis in (0, 1)]
    steep = _blocks(np.hypot(*(around(one, np.fmax) for one in rise)), np.fmax) * relief.per_m
    return Slopes(relief.west, relief.south, relief.per_m, z, low, high, steep, float(high.max()))


def _blocks(squares: Floats, pick: np.ufunc) -> Floats:
    """Pick from the squares of each block, as ``np.fmax`` does."""
    for axis in (0, 1):
        squares = pick.reduceat(squares, np.arange(0, squares.shape[axis], BLOCK), axis=axis)
    return squares.astype(np.float64)
