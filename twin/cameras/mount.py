"""How cameras hang, and what a lens hung up by itself shows of the faces before it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from twin.arrays import Floats
from twin.cameras.camera import Camera
from twin.cameras.lens import Lens
from twin.errors import ShapeError
from twin.frames import camera_rotation

__all__ = [
    "FACE_HEIGHT",
    "HEIGHTS",
    "HIGHEST",
    "MOUNT_HEIGHT",
    "STEEP",
    "STEEP_TILT",
    "Zone",
    "aimed",
    "density_at",
    "frontal_from",
    "hung",
    "lowest_line",
    "zone",
]

FACE_HEIGHT = 1.6
"""Height of a face: between eyes of men at 1.67 and of women at 1.54 m [hse2021]. [m]"""

HIGHEST = 3.0
"""No head is higher. [m] assumption (range 2.5-3); an eye height above it is refused."""

MOUNT_HEIGHT = 3.0
"""How high a lens is hung up when nothing is said. [m] assumption (range 2.2-6)"""

HEIGHTS = (0.5, 60.0)
"""Between what heights a camera may hang. [m] assumption (range 0.3-100)."""

STEEP = (15.0, 20.0, 30.0)
"""Angles from above that makers give as limits [axxonsoft_face] [safr_angles]
[avigilon_face]. [degree]"""

STEEP_TILT = 80.0
"""Tilted more, a camera looks down or up rather than some way. [degree] assumption (range 70-89)"""

STEPS = 4_000
"""Places along the ground at which a zone is looked for; one shorter than a step is missed. [1]"""


@dataclass(frozen=True)
class Zone:
    """A stretch of ground straight ahead of a camera, from its foot. [m]

    ``cut`` says that it ends where the picture does, and not the pixels.
    """

    near: float
    far: float
    cut: bool = False


def hung(lens: Lens, *, height_m: float, tilt_deg: float, turned_deg: float = 0.0) -> Camera:
    """Hang a lens up at the origin, looking north unless it is turned.

    Parameters
    ----------
    lens : Lens
        Lens and sensor.
    height_m : float
        Height above the ground. [m]
    tilt_deg : float
        How far it looks up; negative is down. [degree]
    turned_deg : float
        Heading, clockwise from north. [degree]

    Raises
    ------
    ShapeError
        If no camera hangs like that.
    """
    low, high = HEIGHTS
    if not low <= height_m <= high:
        message = f"height is {height_m:g} m, but must lie between {low:g} and {high:g} m."
        raise ShapeError(message)
    if not -90 <= tilt_deg <= 90:
        message = (
            f"tilt is {tilt_deg:g} degrees, but must lie between -90 and 90; negative is down."
        )
        raise ShapeError(message)
    return Camera(
        id="camera",
        name="",
        position=np.array([0.0, 0.0, height_m]),
        rotation=camera_rotation(turned_deg, tilt_deg),
        lens=lens,
    )


def aimed(lens: Lens, px_per_m: float, *, height_m: float) -> Camera:
    """Hang a lens up so that its axis meets a face that has a density; straight down if none has.

    Parameters
    ----------
    lens, height_m
        As for :func:`hung`.
    px_per_m : float
        The density. [px/m]
    """
    drop = (height_m - FACE_HEIGHT) / lens.distance_m(px_per_m)
    return hung(lens, height_m=height_m, tilt_deg=-math.degrees(math.asin(np.clip(drop, -1, 1))))


def density_at(
    camera: Camera,
    ahead: ArrayLike,
    aside: ArrayLike = 0.0,
    height: ArrayLike = FACE_HEIGHT,
) -> Floats:
    """Return the density at points so far ahead, to the right and above the ground.

    Parameters
    ----------
    camera : Camera
        Made by :func:`hung` or :func:`aimed`.
    ahead, aside, height : array of one shape, or numbers
        The points. [m]

    Returns
    -------
    array of that shape
        The smaller of tangential and radial density; 0 out of the image. [px/m]
    """
    points = np.stack(np.broadcast_arrays(*map(np.asarray, (aside, ahead, height))), axis=-1)
    return camera.density(points.reshape(-1, 3)).reshape(points.shape[:-1])


def zone(camera: Camera, px_per_m: float, *, steepest_deg: float = 90.0) -> Zone | None:
    """Find the ground straight ahead on which a face has a density.

    Parameters
    ----------
    camera : Camera
        Made by :func:`hung` or :func:`aimed`.
    px_per_m : float
        At least so many pixels. [px/m]
    steepest_deg : float
        At most so much above the face is the camera. [degree]

    Returns
    -------
    Zone or None
        None when there is no such ground.
    """
    near = max(0.0, frontal_from(float(camera.position[2]), steepest_deg))
    ahead = np.linspace(near, max(near, camera.lens.farthest_m(px_per_m)), STEPS)
    there = np.flatnonzero(density_at(camera, ahead) >= px_per_m)
    if not len(there):
        return None
    first, last = there[0], there[-1]
    # each end lies between a place within and its neighbour without, if it has one
    within = ahead[[first, last]]
    without = ahead[[max(first - 1, 0), min(last + 1, STEPS - 1)]]
    for _ in range(40):
        middle = (within + without) / 2
        good = density_at(camera, middle) >= px_per_m
        within, without = np.where(good, middle, within), np.where(good, without, middle)
    ended = last + 1 < STEPS and density_at(camera, without[1]) == 0
    return Zone(float(within[0]), float(within[1]), cut=bool(ended))


def lowest_line(camera: Camera) -> float:
    """Return by how much the lowest line of sight of a camera rises. [degree]"""
    width, height = camera.lens.width_px, camera.lens.height_px
    across, down = np.meshgrid(np.linspace(0, width, 33), np.linspace(0, height, 33))
    rays = camera.lens.unproject(np.column_stack([across.ravel(), down.ravel()]))
    return math.degrees(math.asin(float(np.nanmin(rays @ camera.rotation[:, 2]))))


def frontal_from(height_m: float, steepest_deg: float) -> float:
    """Return how far off a face is which a camera at a height looks down on by an angle. [m]

    Examples
    --------
    >>> round(frontal_from(3.0, 15), 1)
    5.2
    """
    return (height_m - FACE_HEIGHT) / math.tan(math.radians(steepest_deg))
