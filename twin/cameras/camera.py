"""A camera: a lens, hung somewhere, looking somewhere."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike

from twin.arrays import Bools, Floats, as_shape
from twin.cameras import kernels
from twin.cameras.kernels import Record
from twin.cameras.lens import Lens
from twin.cameras.watch import Watch
from twin.errors import ShapeError
from twin.frames import yaw_to_heading
from twin.usual import SHUTTER

__all__ = ["FRAME_RATE", "SHUTTER_DARK", "Camera", "Raw"]

FRAME_RATE = 25.0
"""Images a second when a layout does not say. [1/s] assumption (range 6-60)"""

SHUTTER_DARK = 0.04
"""Exposure time under street lamps when a layout does not say, if so much fits between two images.
[s] assumption (range 0.01-0.1): 1/25 s, the longest that many data sheets print"""


@dataclass(frozen=True, eq=False)
class Raw:
    """Lens and direction of the image from which a program computed another, at the same place.

    Attributes
    ----------
    lens : Lens
        Lens and sensor.
    rotation : (3, 3) array
        As that of a camera.
    """

    lens: Lens
    rotation: Floats


@dataclass(frozen=True, eq=False)
class Camera:
    """A camera of a layout: one lens that looks one way.

    A housing of several lenses, a camera that tours its presets and a fisheye whose image is cut
    into straight ones are several cameras that share a housing.

    Attributes
    ----------
    id : str
        Short name, unique in its layout.
    name : str
        What people call it.
    position : (3,) array
        Optical centre: east and north in the site frame, and height above the ground under it, not
        above the datum of the map: add no ``Site.height``. On or in a building or anything else
        that stands there, above the ground on which that stands. [m]
    rotation : (3, 3) array
        Takes site directions to camera directions; see :func:`twin.frames.camera_rotation`.
    lens : Lens
        Lens and sensor.
    frame_rate : float
        Images a second; the shutter cannot be open longer than one takes, and below one a second
        the camera misses people. [1/s]
    shutter : float
        Exposure time by day. [s]
    shutter_dark : float
        Exposure time after dark; when missing :data:`SHUTTER_DARK`, or what fits. [s]
    invented : bool
        Whether the position or the model is our invention.
    reason : str
        Where it comes from, or why it was invented so.
    purpose : str
        What it is there for, in words of who runs it; empty where nobody says.
    housing : str
        Id of the thing that hangs there; that of the camera when missing.
    watch : Watch, optional
        When it looks; always when missing.
    masks : tuple of (V, 2) array
        Outlines of the parts of the image that are blacked out: of the raw one, where there is
        one. What an outline that crosses itself goes round twice is not. [px]
    raw : Raw, optional
        What its image was computed from; nowhere has it more pixels on a metre than that.

    Raises
    ------
    ShapeError
        If the rotation is none, a mask is no outline, or frame rate and shutter are impossible.
    """

    id: str
    name: str
    position: Floats
    rotation: Floats
    lens: Lens
    frame_rate: float = FRAME_RATE
    shutter: float = SHUTTER
    shutter_dark: float | None = None
    invented: bool = False
    reason: str = ""
    purpose: str = ""
    housing: str = ""
    watch: Watch | None = None
    masks: tuple[Floats, ...] = ()
    raw: Raw | None = None

    def __post_init__(self) -> None:
        """Check the numbers and make them unchangeable."""
        for name, shape in (("position", (3,)), ("rotation", (3, 3))):
            array = as_shape(f'camera "{self.id}": {name}', getattr(self, name), shape).copy()
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        object.__setattr__(self, "housing", self.housing or self.id)
        turned = self.rotation @ self.rotation.T
        if not np.allclose(turned, np.eye(3), atol=1e-9) or np.linalg.det(self.rotation) < 0:
            message = f'camera "{self.id}": rotation is not a right-handed rotation matrix.'
            raise ShapeError(message)
        for mask in self.masks:
            corners = as_shape(f'camera "{self.id}": mask', mask, (None, 2))
            if len(corners) < 3:
                message = (
                    f'camera "{self.id}": the outline of the mask {corners.tolist()} has '
                    f"{len(corners)} corner{'' if len(corners) == 1 else 's'}, but must have 3 at "
                    "least."
                )
                raise ShapeError(message)
        for name, shutter in (("shutter", self.shutter), ("shutter_dark", self.dark_shutter)):
            if not (self.frame_rate > 0 and 0 < shutter <= 1 / self.frame_rate):
                message = (
                    f'camera "{self.id}": {name} is {shutter:g} s at {self.frame_rate:g} images a '
                    "second, but must be above 0 and at most the time between two images."
                )
                raise ShapeError(message)

    @property
    def dark_shutter(self) -> float:
        """Exposure time after dark. [s]."""
        if self.shutter_dark is not None:
            return self.shutter_dark
        return max(self.shutter, min(SHUTTER_DARK, 1 / self.frame_rate))

    @property
    def heading_deg(self) -> float:
        """Direction the camera looks, clockwise from grid north, 0 to 360. [degree]."""
        east, north = self.rotation[2, :2]
        return yaw_to_heading(math.atan2(north, east))

    @property
    def tilt_deg(self) -> float:
        """How far the camera looks up; negative is down. [degree]."""
        return math.degrees(math.asin(max(-1.0, min(1.0, self.rotation[2, 2]))))

    def masked(self, points: ArrayLike) -> Bools:
        """Say which points (N, 3) are in a part of the image blacked out.

        Their heights are told from where that of ``position`` is. [m]
        """
        taken = self.raw or Raw(self.lens, self.rotation)
        away = as_shape("points", points, (None, 3)) - self.position
        return self._blacked(taken.lens.project(away @ taken.rotation.T))

    def masked_pixels(self, pixels: ArrayLike) -> Bools:
        """Say which pixels (N, 2) of its image [px] are blacked out."""
        checked = as_shape("pixels", pixels, (None, 2))
        if self.raw is not None:
            away = self.lens.unproject(checked) @ self.rotation
            checked = self.raw.lens.project(away @ self.raw.rotation.T)
        return self._blacked(checked)

    def _blacked(self, pixels: Floats) -> Bools:
        out = np.zeros(len(pixels), dtype=np.bool_)
        for mask in self.masks:
            out |= shapely.contains_xy(shapely.Polygon(mask), *pixels.T)
        return out

    def density(self, points: ArrayLike) -> Floats:
        """Count the pixels on a metre that faces the camera, with nothing in the way.

        Parameters
        ----------
        points : (N, 3) array
            Site frame, but heights told from where that of ``position`` is. [m]

        Returns
        -------
        (N,) array
            The smaller of tangential and radial density; 0 out of the image. [px/m]
        """
        checked = as_shape("points", points, (None, 3))
        out = np.empty(len(checked))
        kernels.densities(self.record, checked, out)
        return out

    @cached_property
    def record(self) -> Floats:
        """The numbers the kernels read; see :class:`twin.cameras.kernels.Record`."""
        parts = [Raw(self.lens, self.rotation), *([self.raw] if self.raw else [])]
        records = []
        for part in parts:
            record = part.lens.record.copy()
            record[Record.X : Record.X + 3] = self.position
            record[Record.ROTATION : Record.ROTATION + 9] = part.rotation.ravel()
            record[Record.SHUTTER] = self.shutter
            records.append(record)
        whole = np.concatenate(records)
        whole.flags.writeable = False
        return whole

    def physical(self) -> dict[str, Any]:
        """List in plain values all that decides what the camera sees; names are not among it."""
        computed_from = {"raw": _plain(self.raw.lens, self.raw.rotation)} if self.raw else {}
        return {
            "position_m": [float(value) for value in self.position],
            **_plain(self.lens, self.rotation),
            "shutter_s": float(self.shutter),
            **computed_from,
        }


def _plain(lens: Lens, rotation: Floats) -> dict[str, Any]:
    circle = {} if lens.circle is None else {"circle": lens.circle}
    return {
        "rotation": [[float(value) for value in row] for row in rotation],
        "lens": {
            "width_px": lens.width_px,
            "height_px": lens.height_px,
            "focal_px": float(lens.focal_px),
            "k1": float(lens.k1),
            "model": lens.model,
            **circle,
        },
    }
