"""The cameras of a layout in a scene, as the kernels of sight read them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.cameras import Camera
from twin.cameras.kernels import Record
from twin.sight.bodies import Bodies
from twin.sight.grid import reached
from twin.sight.kernels import Through
from twin.sight.scene import Scene, reach
from twin.tables import TICKS_PER_SECOND

__all__ = ["Needed", "through"]


@dataclass(frozen=True, eq=False)
class Needed:
    """Squares of the ground that matter to any of some cameras.

    Attributes
    ----------
    mask : (rows, columns) array of uint8
        Whether somebody there may be seen, or stand before somebody who is.
    corner : tuple of int
        South-west corner: x, y. [m]
    side : int
        Side of a square. [m]
    """

    mask: NDArray[np.uint8]
    corner: tuple[int, int]
    side: int

    def touches(self, west: float, south: float, east: float, north: float) -> bool:
        """Say whether a marked square touches a rectangle. [m]"""
        low = np.floor((np.array([west, south]) - self.corner) / self.side).astype(int)
        high = np.floor((np.array([east, north]) - self.corner) / self.side).astype(int)
        (column, row), (right, top) = np.maximum(low, 0), np.maximum(high + 1, 0)
        return bool(self.mask[row:top, column:right].any())


def through(scene: Scene, cameras: Sequence[Camera], bodies: Bodies) -> tuple[Through, Needed]:
    """Arrange a scene round cameras, for heads of the heights of some bodies."""
    heads = float(bodies.heights[0]), bodies.tallest
    views = scene.look_from(
        np.array([camera.position for camera in cameras]).reshape(-1, 3),
        np.array([camera.rotation for camera in cameras]).reshape(-1, 3, 3),
        [camera.lens for camera in cameras],
        np.array([reach(camera) for camera in cameras]),
        heads=heads,
    )
    lengths = np.array([len(camera.record) for camera in cameras], dtype=np.int64)
    records = np.zeros((len(cameras), int(lengths.max(initial=int(Record.LENGTH)))))
    for row, camera in zip(records, cameras, strict=True):
        row[: len(camera.record)] = camera.record
    grid = views.grid
    low = np.minimum(heads[0], records[:, Record.Z])
    heights = np.column_stack([low, np.full(len(cameras), heads[1])])
    mask = reached(views.table, views.records, views.reach, grid, heights)
    return (
        Through(
            table=views.table,
            grid=grid,
            records=records,
            lengths=lengths,
            reach=views.reach,
            px_to_blur=np.array([camera.shutter * TICKS_PER_SECOND for camera in cameras]),
            low=heads[0],
            high=heads[1],
        ),
        Needed(mask, (int(grid.west), int(grid.south)), round(1 / grid.per_m)),
    )
