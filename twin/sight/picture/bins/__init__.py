"""Solids and people arranged round a camera by direction, nearest first, for one ray a pixel."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from twin.arrays import Floats, Ints
from twin.cameras import Camera
from twin.sight.picture.bins import kernels
from twin.sight.scene import Scene
from twin.sight.solids.kernels import ROUND

__all__ = ["BINS", "by_bin", "solids_round", "square_round"]

BINS = 4096
"""Bins of direction round a camera; changes no pixel."""


def solids_round(scene: Scene, camera: Camera) -> tuple[Any, ...]:
    """Arrange a scene round a camera; see :func:`twin.sight.picture.rays.kernels.first_hit`."""
    solids = scene.solids
    edges = np.ascontiguousarray(solids.walls[:, :4])
    where = shapely.Point(camera.position[:2])
    shapes: list[tuple[Floats, bool]] = []
    for n, outline in enumerate(scene.footprints):
        whole = bool(shapely.distance(outline, where) <= ROUND)
        shapes.append((edges[solids.prism[n] : solids.prism[n + 1]], whole))
    shapes += [square_round(camera, crown[:2], crown[3]) for crown in scene.crowns]
    heights = solids.box[:, 4:].copy()
    prism = solids.prism.astype(np.intp)
    return (*by_bin(camera, shapes), edges, prism, heights, scene.crowns)


def square_round(camera: Camera, xy: Floats, radius: float) -> tuple[Floats, bool]:
    """Return the edges of the square round a circle in the plan, and if the camera is in it."""
    (x, y), r = xy, radius
    corners = np.array([[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]])
    offset = np.abs(xy - camera.position[:2]).max()
    return np.hstack([corners, np.roll(corners, -1, axis=0)]), bool(offset <= r + ROUND)


def by_bin(camera: Camera, shapes: Sequence[tuple[Floats, bool]]) -> tuple[Ints, Ints, Floats]:
    """Sort shapes into bins of direction, nearest first.

    Parameters
    ----------
    camera : Camera
        Round which to sort.
    shapes : sequence of (array, bool)
        Edges (E, 4) of each in the plan, and whether the camera is in it. [m]

    Returns
    -------
    first : (BINS + 1,) array
        First entry of each bin, and the end.
    item, near : (n,) array
        Number of each entry's shape, and how near that may come. [m]
    """
    out = np.empty(BINS)
    bins, near, many = [np.zeros(0, np.intp)], [np.zeros(0)], []
    for walls, whole in shapes:
        kernels.spans(camera.record, walls, BINS, whole, out)
        reached = np.flatnonzero(np.isfinite(out))
        bins.append(reached)
        near.append(out[reached])
        many.append(len(reached))
    bin_of, away = np.concatenate(bins), np.concatenate(near)
    item = np.repeat(np.arange(len(many), dtype=np.intp), many)
    order = np.lexsort((item, away, bin_of))
    first = np.searchsorted(bin_of[order], np.arange(BINS + 1)).astype(np.intp)
    return first, item[order], away[order]
