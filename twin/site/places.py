"""Which named place points lie on."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from twin.arrays import Bools, Floats, Ints
from twin.site.things import Area

__all__ = ["NOWHERE", "place_of"]

NOWHERE = -1
_MIXED = -2
_SHARED = 5
"""Points to a metre square from which testing the square first is quicker; changes no answer.
[1]"""


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
    square = (np.floor(x).astype(np.int64) << 32) + np.floor(y).astype(np.int64)
    coded = pa.array(square).dictionary_encode()
    if len(x) < _SHARED * len(coded.dictionary):
        return _by_point(x, y, places)
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
    found = np.full(len(square), NOWHERE, dtype=np.intp)
    left = np.arange(len(square))
    for index, polygon in places:
        near = left[_within(shapely.bounds(polygon), west[left], south[left])]
        boxes = shapely.box(west[near], south[near], west[near] + 1, south[near] + 1)
        touched = shapely.intersects(polygon, boxes)
        whole = shapely.contains_properly(polygon, boxes[touched])
        found[near[touched]] = np.where(whole, index, _MIXED)
        left = left[found[left] == NOWHERE]
    return found


def _within(bounds: Floats, west: NDArray[np.int64], south: NDArray[np.int64]) -> Bools:
    """Say which metre squares touch a box round a polygon."""
    least_x, least_y, most_x, most_y = bounds
    across = (west + 1 >= least_x) & (west <= most_x)
    return np.asarray(across & (south + 1 >= least_y) & (south <= most_y))
