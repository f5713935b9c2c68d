"""Shapes: prisms, crowns, people and flat ground as triangles, for pictures in 3D."""

from collections.abc import Iterable
from typing import NamedTuple, Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from twin.arrays import Floats, Ints
from twin.report.layers import polygons

__all__ = ["Shape", "ball", "capsule", "edges_of", "flat", "prism"]

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
    cut = shapely.get_parts(
        shapely.constrained_delaunay_triangles(np.array(polygons(area), object))
    )
    corners = shapely.get_coordinates(cut).reshape(-1, 4, 2)[:, :3].reshape(-1, 2)
    return _loose(np.column_stack([corners, np.full(len(corners), z)]))


def prism(area: BaseGeometry, base: float, top: float) -> Shape:
    """Stand an upright solid on an outline: its walls and its roof. [m]

    Examples
    --------
    >>> len(prism(shapely.box(0, 0, 2, 1), 0.0, 3.0).triangles)
    10
    """
    sides = edges_of(area)
    low, high = (np.insert(sides, 2, z, axis=2) for z in (base, top))
    walls = np.stack([low[:, 0], low[:, 1], high[:, 1], low[:, 0], high[:, 1], high[:, 0]], axis=1)
    return Shape.joined([_loose(walls.reshape(-1, 3)), flat(area, top)])


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


def capsule(foot: NDArray[np.float64], radius: float, top: float) -> Shape:
    """Stand an upright capsule, open below, on a foot (2,). [m]"""
    turn = np.linspace(0, np.pi / 2, _ROUND // 4 + 1)
    across = np.concatenate([[radius], radius * np.cos(turn)])
    up = np.concatenate([[0.0], top - radius + radius * np.sin(turn)])
    return _turned(np.array([*foot, 0.0]), across, up)


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
