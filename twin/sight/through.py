"""The cameras of a layout in a scene, as the kernels of sight read them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.cameras import Camera
from twin.cameras.kernels import Record
from twin.sight.bodies import Bodies
from twin.sight.grid import gridded
from twin.sight.kernels import Through
from twin.sight.scene import Scene, SightSite, on_ground, reach
from twin.site.relief.kernels import Relief

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


def through(
    site: SightSite, cameras: Sequence[Camera], bodies: Bodies, rate: int
) -> tuple[Through, Needed]:
    """Arrange a site round cameras, for heads of some bodies, and so many samples a second. [Hz]"""
    cameras = [on_ground(camera, site) for camera in cameras]
    heads = np.broadcast_to([bodies.heights[0], bodies.tallest], (len(cameras), 2))
    views = Scene.of(site).look_from(
        np.array([camera.position for camera in cameras]).reshape(-1, 3),
        np.array([camera.rotation for camera in cameras]).reshape(-1, 3, 3),
        [camera.lens for camera in cameras],
        np.array([reach(camera) for camera in cameras]),
        heads=heads + _grounds(site.relief, cameras),
    )
    lengths = np.array([len(camera.record) for camera in cameras], dtype=np.int64)
    records = np.zeros((len(cameras), int(lengths.max(initial=int(Record.LENGTH)))))
    for row, camera in zip(records, cameras, strict=True):
        row[: len(camera.record)] = camera.record
    grid = gridded(views.table, views.records, views.reach, site.relief, tallest=bodies.tallest)
    mask = (np.diff(grid.first) > 0).reshape(grid.rows, grid.columns).astype(np.uint8)
    return (
        Through(
            table=views.table,
            grid=grid,
            records=records,
            lengths=lengths,
            reach=views.reach,
            px_to_blur=np.array([camera.shutter * rate for camera in cameras]),
            relief=site.relief,
        ),
        Needed(mask, (int(grid.west), int(grid.south)), round(1 / grid.per_m)),
    )


def _grounds(relief: Relief, cameras: Sequence[Camera]) -> Floats:
    """Return the lowest and highest ground within reach of each camera, (C, 2). [m]"""
    out = np.empty((len(cameras), 2))
    size = np.array(relief.z.shape[:0:-1])
    for row, camera in zip(out, cameras, strict=True):
        middle = camera.position[:2] - [relief.west, relief.south]
        # a square more, since rounding may lead to the next
        low, high = ((middle + side * (reach(camera) + 1)) * relief.per_m for side in (-1, 1))
        west, south = np.clip(low, 0, size - 1).astype(int)
        east, north = np.clip(high, 0, size - 1).astype(int)
        near = relief.z[:, south : north + 1, west : east + 1]
        row[:] = near.min(), near.max()
    return out
