"""Shapes: prisms, crowns, people and ground as triangles, for pictures in 3D."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from twin.arrays import Floats, Ints
from twin.report.layers import polygons

__all__ = ["Shape", "ball", "capsule", "edges_of", "flat", "prism", "sides", "sloped"]

_ROUND = 16
"""Sides of what is round."""


class Shape(NamedTuple):
    """Triangles.

    Attributes
    ----------
    points : (n, 3) array
        Corners, site frame. [m]
    triangles : (t, 3) array of int
        Three corners each.
    """

    points: Floats
    triangles: Ints

    @classmethod
    def joined(cls, shapes: Iterable[Self]) -> "Shape":
        """Make one of many; an empty one of none."""
        points, triangles = [np.zeros((0, 3))], [np.zeros((0, 3), dtype=np.intp)]
        so_far = 0
        for shape in shapes:
            points.append(shape.points)
            triangles.append(shape.triangles + so_far)
            so_far += len(shape.points)
        return cls(np.concatenate(points), np.concatenate(triangles))


def flat(area: BaseGeometry, z: float) -> Shape:
    """Fill an area, holes left open, at a height. [m]

    Examples
    --------
    >>> [len(part) for part in flat(shapely.box(0, 0, 2, 1), 0.0)]
    [6, 2]
    """
    corners = _triangles(polygons(area))
    return _loose(np.column_stack([corners, np.full(len(corners), z)]))


def sloped(area: BaseGeometry, heights: Callable[[Floats], Floats], side: float) -> Shape:
    """Fill an area at the heights (N,) of points (N, 2), by pieces of at most such a side. [m]

    Examples
    --------
    >>> shape = sloped(shapely.box(0, 0, 4, 2), lambda xy: xy[:, 0], 2.0)
    >>> len(shape.triangles), shape.points[:, 2].max().item()
    (4, 4.0)
    """
    if area.is_empty:
        return Shape.joined([])
    whole, pieces = _squares(area, side)
    corners = np.concatenate(
        [(side * (whole[:, None] + _HALVES)).reshape(-1, 2), _triangles(pieces)]
    )
    return _loose(np.column_stack([corners, heights(corners)]))


_HALVES: Final = np.array([[0, 0], [1, 0], [1, 1], [0, 0], [1, 1], [0, 1]])
"""The corners of both triangles of a square."""

_QUARTERS: Final = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])
"""The low left corners of the quarters of a square of two by two."""


def _squares(area: BaseGeometry, side: float) -> tuple[Ints, list[Polygon]]:
    """Cut an area into squares of such a side: those wholly inside (n, 2), and parts of others.

    It is halved again and again, as to cut a small part is much faster than the whole, and what is
    wholly inside needs no cutting.
    """
    shapely.prepare(area)
    low, high = np.floor(np.reshape(area.bounds, (2, 2)) / side).astype(np.intp)
    size = 1 << int((high - low).max()).bit_length()
    at, parts, whole = low[None], np.array([area]), [np.zeros((0, 2), dtype=np.intp)]
    while size > 1:
        size //= 2
        at, parts = (at[:, None] + size * _QUARTERS).reshape(-1, 2), np.repeat(parts, 4)
        boxes = shapely.box(*(side * at).T, *(side * (at + size)).T)
        inside = shapely.contains_properly(area, boxes)
        steps = np.indices((size, size)).reshape(2, -1).T
        whole.append((at[inside][:, None] + steps).reshape(-1, 2))
        cut = shapely.intersection(parts[~inside], boxes[~inside])
        # where it only touches a square there is no ground
        mixed = shapely.get_type_id(cut) == shapely.GeometryType.GEOMETRYCOLLECTION
        cut[mixed] = [shapely.multipolygons(polygons(one)) for one in cut[mixed]]
        some = (shapely.get_dimensions(cut) == 2) & ~shapely.is_empty(cut)
        at, parts = at[~inside][some], cut[some]
    return np.concatenate(whole), [part for one in parts for part in polygons(one)]


def _triangles(parts: Sequence[Polygon]) -> Floats:
    """Cut polygons into triangles: their corners, three after three (n, 2). [m]"""
    cut = shapely.get_parts(shapely.constrained_delaunay_triangles(np.array(parts, object)))
    return shapely.get_coordinates(cut).reshape(-1, 4, 2)[:, :3].reshape(-1, 2)


def prism(area: BaseGeometry, base: float, top: float) -> Shape:
    """Stand an upright solid on an outline: its walls and its roof. [m]

    Examples
    --------
    >>> len(prism(shapely.box(0, 0, 2, 1), 0.0, 3.0).triangles)
    10
    """
    return Shape.joined([sides(area, base, top), flat(area, top)])


def sides(area: BaseGeometry, base: float, top: float) -> Shape:
    """Stand upright walls on an outline. [m]"""
    edges = edges_of(area)
    low, high = (np.insert(edges, 2, z, axis=2) for z in (base, top))
    walls = np.stack([low[:, 0], low[:, 1], high[:, 1], low[:, 0], high[:, 1], high[:, 0]], axis=1)
    return _loose(walls.reshape(-1, 3))


def edges_of(area: BaseGeometry) -> Floats:
    """List the edges of an area, (n, 2, 2). [m]"""
    rings = [
        shapely.get_coordinates(ring)
        for part in polygons(area)
        for ring in (part.exterior, *part.interiors)
    ]
    pairs = [np.stack([ring[:-1], ring[1:]], axis=1) for ring in rings]
    return np.concatenate([np.zeros((0, 2, 2)), *pairs])


def ball(centre: NDArray[np.float64], radius: float, half: float | None = None) -> Shape:
    """Make a ball, or an upright ellipsoid with another half height. [m]"""
    turn = np.linspace(-np.pi / 2, np.pi / 2, _ROUND // 2 + 1)
    return _turned(centre, radius * np.cos(turn), (half or radius) * np.sin(turn))


def capsule(at: NDArray[np.float64], radius: float, foot: float, top: float) -> Shape:
    """Stand an upright capsule, open below, at a place (2,), from foot to top. [m]"""
    turn = np.linspace(0, np.pi / 2, _ROUND // 4 + 1)
    across = np.concatenate([[radius], radius * np.cos(turn)])
    up = np.concatenate([[foot], top - radius + radius * np.sin(turn)])
    return _turned(np.array([*at, 0.0]), across, up)


def _turned(centre: NDArray[np.float64], across: Floats, up: Floats) -> Shape:
    """Turn an outline about an upright axis."""
    turn = np.arange(_ROUND) * (2 * np.pi / _ROUND)
    rows, columns = len(across), _ROUND
    points = np.empty((rows, columns, 3))
    points[..., 0], points[..., 1] = (np.outer(across, f(turn)) for f in (np.cos, np.sin))
    points[..., 2] = up[:, None]
    low, side = np.meshgrid(np.arange(rows - 1), np.arange(columns), indexing="ij")
    beside = (side + 1) % columns
    a, b = low * columns + side, low * columns + beside
    c, d = b + columns, a + columns
    triangles = np.stack([a, b, c, a, c, d], axis=-1).reshape(-1, 3)
    return Shape(points.reshape(-1, 3) + centre, triangles)


def _loose(points: Floats) -> Shape:
    """Make triangles of three points each."""
    return Shape(points, np.arange(len(points), dtype=np.intp).reshape(-1, 3))
