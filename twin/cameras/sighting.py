"""What a camera of unknown pose and focal length would show of known points, and how it changes.

Unknown are, in this order: position (3) [m], turn of the camera (3) [rad], ln F and k1; how many
of the last two depends on what is known of the lens. Angles never appear here: a turn is a
rotation vector in the camera's frame, measured from a rotation nearby.
"""

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from twin.arrays import Floats
from twin.cameras import kernels
from twin.cameras.datasheet import FACTOR
from twin.cameras.kernels import Record

__all__ = ["BORDER", "Pose", "Scene", "Unknown", "usual_k1"]

Unknown = Literal["nothing", "focal", "focal and k1"]
"""What of a lens is looked for; see :class:`Scene`."""

BORDER = 1e5
"""The image goes on so far beyond its edges while a camera is looked for. [px] Any number far
larger than an image will do: it only keeps points just outside from being lost."""


@dataclass(frozen=True, eq=False)
class Pose:
    """Where a camera is, where it looks and how its lens bends; see :class:`Scene`."""

    position: Floats
    rotation: Floats
    focal: float
    k1: float


def usual_k1(share: float) -> float:
    """Return the k1 that a wide lens of a given F / N has, N being the image's longer side.

    The rule of :mod:`twin.cameras.datasheet`, F = 1.055 N / h, puts the image's edge at half the
    field of view h; solved for k1.

    Examples
    --------
    >>> round(usual_k1(0.5), 4)
    -0.0468
    """
    half = FACTOR / (2 * share)
    return (1 / FACTOR - 1) / half**2


@dataclass(frozen=True, eq=False)
class Scene:
    """Points, where they were clicked, and what is known of the lens.

    Attributes
    ----------
    points : (N, 3) array
        East, north, up from an origin among them. [m]
    pixels : (N, 2) array
        Where they were clicked. [px]
    width_px, height_px : int
        Size of the image. [px]
    model : int
        Of the lens; see :mod:`twin.cameras.kernels`.
    unknown : str
        Of the lens: ``nothing``, ``focal`` (k1 then follows from :func:`usual_k1` or is 0) or
        ``focal and k1``.
    """

    points: Floats
    pixels: Floats
    width_px: int
    height_px: int
    model: int
    unknown: Unknown

    @property
    def unknowns(self) -> int:
        """How many numbers are looked for."""
        return {"nothing": 6, "focal": 7, "focal and k1": 8}[self.unknown]

    def k1_of(self, focal: float) -> float:
        """Return k1 where it follows from F. [1]"""
        longer = max(self.width_px, self.height_px)
        return usual_k1(focal / longer) if self.model == kernels.FISHEYE else 0.0

    def moved(self, pose: Pose, step: Floats) -> Pose:
        """Change a pose by a step of the unknowns."""
        focal, k1 = pose.focal, pose.k1
        if self.unknown != "nothing":
            focal *= math.exp(max(-50.0, min(50.0, float(step[6]))))
            k1 = k1 + float(step[7]) if self.unknown == "focal and k1" else self.k1_of(focal)
        return Pose(pose.position + step[:3], _turned(step[3:6])[0] @ pose.rotation, focal, k1)

    def misses(self, pose: Pose) -> Floats:
        """Return where a pose shows the points, less where they were clicked; NaN behind. [px]"""
        shown = self._views(pose, (self.points - pose.position) @ pose.rotation.T)
        return shown[:, :2] - BORDER - self.pixels

    def slopes(self, pose: Pose, step: Floats) -> Floats:
        """Differentiate the misses of a moved pose by the step, (N, 2, unknowns)."""
        there = self.moved(pose, step)
        away = self.points - there.position
        seen = away @ there.rotation.T
        views = self._views(there, seen)
        by_place = _image_slopes(seen, views)
        turns = _turned(step[3:6])[1]
        out = np.zeros((len(seen), 2, self.unknowns))
        out[:, :, :3] = -by_place @ there.rotation
        bent = np.einsum("kij,nj->nik", turns, away @ pose.rotation.T)
        out[:, :, 3:6] = by_place @ bent
        if self.unknown != "nothing":
            middle = np.array([self.width_px / 2, self.height_px / 2]) + BORDER
            side = np.hypot(seen[:, 0], seen[:, 1])
            theta = np.arctan2(side, seen[:, 2])
            outward = seen[:, :2] / np.maximum(side, 1e-300)[:, None]
            by_k1 = there.focal * theta[:, None] ** 3 * outward
            out[:, :, 6] = views[:, :2] - middle
            if self.unknown == "focal and k1":
                out[:, :, 7] = by_k1
            else:  # usual_k1 goes with the square of F
                out[:, :, 6] += 2 * there.k1 * by_k1
        return out

    def record(self, pose: Pose) -> Floats:
        """Make the record of the lens, on an image without edges; see :data:`BORDER`."""
        record = np.zeros(int(Record.LENGTH))
        record[Record.FOCAL], record[Record.K1] = pose.focal, pose.k1
        record[Record.MODEL], record[Record.LARGEST_ANGLE] = self.model, math.pi
        record[Record.WIDTH] = self.width_px + 2 * BORDER
        record[Record.HEIGHT] = self.height_px + 2 * BORDER
        return record

    def _views(self, pose: Pose, seen: Floats) -> Floats:
        """Return u, v, tangential and radial density of points of the camera frame, (N, 4)."""
        out = np.empty((len(seen), 4))
        kernels.views(self.record(pose), np.ascontiguousarray(seen), out)
        return out


def _turned(turn: Floats) -> tuple[Floats, Floats]:
    """Return the rotation (3, 3) of a rotation vector and its derivatives (3, 3, 3)."""
    import cv2  # here, because it takes long and few need it

    rotation: Any
    slopes: Any
    rotation, slopes = cv2.Rodrigues(np.ascontiguousarray(turn))
    return rotation, slopes.reshape(3, 3, 3)


def _image_slopes(seen: Floats, views: Floats) -> Floats:
    """Differentiate pixels by points of the camera frame (N, 2, 3), which densities do. [px/m]"""
    side = np.hypot(seen[:, 0], seen[:, 1])
    away = np.linalg.norm(seen, axis=1)
    on_axis = side == 0
    outward = np.where(
        on_axis[:, None], [1.0, 0.0], seen[:, :2] / np.where(on_axis, 1, side)[:, None]
    )
    along = np.column_stack([-outward[:, 1], outward[:, 0]])
    flat = np.zeros(len(seen))
    outer = np.column_stack([outward * (seen[:, 2] / away)[:, None], -side / away])
    circle = np.column_stack([along, flat])
    slopes: Floats = (
        views[:, 3, None, None] * outward[:, :, None] * outer[:, None, :]
        + views[:, 2, None, None] * along[:, :, None] * circle[:, None, :]
    )
    return slopes
