"""The optics of one camera as scalar functions, the same for arrays and for the sight kernels.

A camera is one row of numbers, a *record*, whose columns are named by :class:`Record`. A lens maps
the angle theta off the optical axis to a radius on the image: r = F (theta + k1 theta^3) for a
fisheye (the first term of the model of [kannala2006]_, with the letters of OpenCV) or r = F tan
theta for a rectilinear lens. The principal point is the image's centre; pixel (0, 0) has its outer
corner at u = v = 0.

Density of pixels on a small patch facing the camera at range R: F g / (R sin theta) along the
circle round the axis, F g' / R along the radius, r being F g(theta).

References
----------
.. [kannala2006] key in twin/sources.bib.
"""

import math
from enum import IntEnum
from typing import Any

from twin.jit import kernel

__all__ = [
    "FISHEYE",
    "RECTILINEAR",
    "Record",
    "angle_of_radius",
    "densities",
    "density_of_point",
    "image_of_point",
    "images",
    "rays",
    "to_camera",
]

RECTILINEAR = 0
FISHEYE = 1

SMALL = 1.0e-6
"""Below this angle g / sin theta is 1 to the last bit but one. [rad]"""


class Record(IntEnum):
    """Columns of a camera's record."""

    X = 0
    Y = 1
    Z = 2
    ROTATION = 3
    FOCAL = 12
    K1 = 13
    MODEL = 14
    WIDTH = 15
    HEIGHT = 16
    LARGEST_ANGLE = 17
    SHUTTER = 18
    LENGTH = 19


@kernel
def to_camera(record: Any, x: float, y: float, z: float) -> tuple[float, float, float]:
    """Turn a point of the site frame into the camera's frame. [m]"""
    dx = x - record[Record.X]
    dy = y - record[Record.Y]
    dz = z - record[Record.Z]
    r = Record.ROTATION
    return (
        record[r] * dx + record[r + 1] * dy + record[r + 2] * dz,
        record[r + 3] * dx + record[r + 4] * dy + record[r + 5] * dz,
        record[r + 6] * dx + record[r + 7] * dy + record[r + 8] * dz,
    )


@kernel
def image_of_point(record: Any, x: float, y: float, z: float) -> tuple[float, float]:
    """Project a point of the camera frame [m]; NaN beyond the angle of the image's corner. [px]"""
    side = math.hypot(x, y)
    theta = math.atan2(side, z)
    if theta > record[Record.LARGEST_ANGLE] or (side == 0.0 and z == 0.0):
        return math.nan, math.nan
    u, v = record[Record.WIDTH] / 2, record[Record.HEIGHT] / 2
    if side == 0.0:
        return u, v
    if record[Record.MODEL] == RECTILINEAR:
        scale = record[Record.FOCAL] / z
    else:
        radius = record[Record.FOCAL] * theta * (1 + record[Record.K1] * theta * theta)
        scale = radius / side
    return u + scale * x, v + scale * y


@kernel
def density_of_point(record: Any, x: float, y: float, z: float) -> tuple[float, float]:
    """Return tangential and radial density at a point of the camera frame [m]. [px/m]"""
    side = math.hypot(x, y)
    theta = math.atan2(side, z)
    if theta > record[Record.LARGEST_ANGLE] or (side == 0.0 and z == 0.0):
        return math.nan, math.nan
    on_axis = record[Record.FOCAL] / math.hypot(side, z)
    if record[Record.MODEL] == RECTILINEAR:
        cosine = math.cos(theta)
        return on_axis / cosine, on_axis / (cosine * cosine)
    square = record[Record.K1] * theta * theta
    radial = on_axis * (1 + 3 * square)
    if theta < SMALL:
        return on_axis, radial
    return on_axis * theta * (1 + square) / math.sin(theta), radial


@kernel
def angle_of_radius(model: float, focal: float, k1: float, radius: float) -> float:
    """Return the angle off the axis that is imaged at a radius [px], inside the fold. [rad]

    Newton's method between bounds; a radius the lens cannot reach gives NaN.
    """
    wanted = radius / focal
    if model == RECTILINEAR:
        return math.atan(wanted)
    low = 0.0
    high = math.pi if k1 >= 0.0 else min(math.pi, 1 / math.sqrt(-3 * k1))
    if high * (1 + k1 * high * high) < wanted:
        return math.nan
    theta = min(wanted, high)
    for _ in range(200):
        error = theta * (1 + k1 * theta * theta) - wanted
        if error > 0.0:
            high = theta
        else:
            low = theta
        slope = 1 + 3 * k1 * theta * theta
        after = theta - error / slope if slope > 0.0 else (low + high) / 2
        if not low <= after <= high:
            after = (low + high) / 2
        if after == theta:
            break
        theta = after
    return theta


@kernel
def images(record: Any, points: Any, out: Any) -> None:
    """Project points (N, 3) of the camera frame into ``out`` (N, 2)."""
    for i in range(len(points)):
        u, v = image_of_point(record, points[i, 0], points[i, 1], points[i, 2])
        out[i, 0] = u
        out[i, 1] = v


@kernel
def densities(record: Any, points: Any, out: Any) -> None:
    """Write tangential and radial density at points (N, 3) of the camera frame into ``out``."""
    for i in range(len(points)):
        tangential, radial = density_of_point(record, points[i, 0], points[i, 1], points[i, 2])
        out[i, 0] = tangential
        out[i, 1] = radial


@kernel
def rays(record: Any, pixels: Any, out: Any) -> None:
    """Write the unit rays (N, 3) through pixels (N, 2); NaN where no ray reaches."""
    for i in range(len(pixels)):
        x = pixels[i, 0] - record[Record.WIDTH] / 2
        y = pixels[i, 1] - record[Record.HEIGHT] / 2
        radius = math.hypot(x, y)
        theta = angle_of_radius(
            record[Record.MODEL], record[Record.FOCAL], record[Record.K1], radius
        )
        scale = math.sin(theta) / radius if radius > 0.0 else 0.0
        out[i, 0] = scale * x
        out[i, 1] = scale * y
        out[i, 2] = math.cos(theta)
