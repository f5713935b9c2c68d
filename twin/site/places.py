"""Which named place points lie on."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from twin.arrays import Floats, Ints
from twin.site.things import Area

__all__ = ["NOWHERE", "place_of"]

NOWHERE = -1
_MIXED = -2
_FEW = 10_000
"""So few points are tested one by one; changes no answer. [1]"""


def place_of(x: Floats, y: Floats, places: Sequence[tuple[int, Area]]) -> Ints:
    """Find the first place that holds each point.

    Most points of a day lie in metre squares that are wholly on one place or on none: those are
    looked up, and only the points of squares on an edge are tested.

    Parameters
    ----------
    x, y : (N,) array
        Points in the site frame. [m]
    places : sequence of (index, polygon)
        Places, those to be preferred first.

    Returns
    -------
    (N,) array
        Index of the place; ``NOWHERE`` outside every place.
    """
    if len(x) < _FEW:
        return _by_point(x, y, places)
    square = (np.floor(x).astype(np.int64) << 32) + np.floor(y).astype(np.int64)
    coded = pa.array(square).dictionary_encode()
    found: Ints = _by_square(coded.dictionary.to_numpy(), places)[coded.indices.to_numpy()]
    mixed = found == _MIXED
    found[mixed] = _by_point(x[mixed], y[mixed], places)
    return found


def _by_point(x: Floats, y: Floats, places: Sequence[tuple[int, Area]]) -> Ints:
    """Test every point."""
    found = np.full(len(x), NOWHERE, dtype=np.intp)
    left = np.arange(len(x))
    for index, polygon in places:
        inside = shapely.contains_xy(polygon, x[left], y[left])
        found[left[inside]] = index
        left = left[~inside]
    return found


def _by_square(square: NDArray[np.int64], places: Sequence[tuple[int, Area]]) -> Ints:
    """Say where the points of metre squares lie; ``_MIXED`` where they differ."""
    west = (square + (1 << 31)) >> 32  # rounded, because south may be negative
    south = square - (west << 32)
    boxes = shapely.box(west, south, west + 1, south + 1)
    found = np.full(len(square), NOWHERE, dtype=np.intp)
    left = np.arange(len(square))
    for index, polygon in places:
        touched = shapely.intersects(polygon, boxes[left])
        whole = shapely.contains_properly(polygon, boxes[left])
        found[left[touched]] = np.where(whole[touched], index, _MIXED)
        left = left[~touched]
    return found
