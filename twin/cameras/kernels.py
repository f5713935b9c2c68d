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
.. [cephes] key in twin/sources.bib.
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
    "imaged",
    "in_image",
    "ray_of_pixel",
    "rays",
    "resolved",
    "to_camera",
    "view_of_point",
    "views",
]

RECTILINEAR = 0
FISHEYE = 1


class Record(IntEnum):
    """Columns of a camera's record; that of the raw image follows where there is one."""

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
def angle_off(side: float, along: float) -> float:
    """Return atan2(side, along) for a ``side`` of 0 or more, 0 to pi. [rad]

    The rational function of [cephes]_ for 0 to tan(pi/8) and its mirror images, without a branch,
    so that a loop over many takes a tenth of the time of the library's function; it is within 2 in
    the last place.
    """
    ahead = abs(along)
    small, large = min(side, ahead), max(side, ahead)
    if large == 0.0:
        return math.pi
    # beyond tan(pi/8) from pi/4 down: atan(t) = pi/4 + atan((t - 1) / (t + 1))
    turned = small > 0.41421356237309503 * large
    x = (small - large if turned else small) / (small + large if turned else large)
    z = x * x
    p = -8.750608600031904122785e-1
    p = p * z - 1.615753718733365076637e1
    p = p * z - 7.500855792314704667340e1
    p = p * z - 1.228866684490136173410e2
    p = p * z - 6.485021904942025371773e1
    q = z + 2.485846490142306297962e1
    q = q * z + 1.650270098316988542046e2
    q = q * z + 4.328810604912902668951e2
    q = q * z + 4.853903996359136964868e2
    q = q * z + 1.945506571482613964425e2
    angle = x + x * z * p / q + (math.pi / 4 if turned else 0.0)
    angle = math.pi / 2 - angle if side > ahead else angle
    return math.pi - angle if along < 0.0 else angle


@kernel
def rectilinear(
    focal: float, width: float, height: float, x: float, y: float, z: float
) -> tuple[float, float, float, float]:
    """Image a point through a rectilinear lens; see :func:`view_of_point`.

    Without a branch, as is :func:`fisheye`, so that a loop does several at once.
    """
    # r = F side / z, so that tangential is F / z and radial F R / z^2
    square = x * x + y * y
    before = z > 0.0
    ahead = z if before else 1.0
    tangential = focal / ahead
    inside = tangential * tangential * square <= (width * width + height * height) / 4
    tangential = tangential if before & inside else math.nan
    return (
        width / 2 + tangential * x,
        height / 2 + tangential * y,
        tangential,
        tangential * math.sqrt(square + z * z) / ahead,
    )


@kernel
def fisheye(
    focal: float, k1: float, largest: float, width: float, height: float,
    x: float, y: float, z: float,
) -> tuple[float, float, float, float]:  # fmt: skip
    """Image a point through a fisheye; see :func:`view_of_point`."""
    square = x * x + y * y
    side, distance = math.sqrt(square), math.sqrt(square + z * z)
    theta = angle_off(side, z)
    bent = k1 * theta * theta
    inside = (theta <= largest) & (distance > 0.0)
    away = distance if inside else math.nan
    # R sin theta is the distance from the axis, on which the density is F / R
    aside = side > 0.0
    tangential = focal * (theta if aside else 1.0) * (1 + bent) / (side if aside else away)
    tangential = tangential if inside else math.nan
    return (
        width / 2 + tangential * x,
        height / 2 + tangential * y,
        tangential,
        focal * (1 + 3 * bent) / away,
    )


@kernel
def view_of_point(record: Any, x: float, y: float, z: float) -> tuple[float, float, float, float]:
    """Image a point of the camera frame [m].

    Returns
    -------
    u, v : float
        Where it is imaged; NaN beyond the angle of the image's corner. [px]
    tangential, radial : float
        Density there. [px/m]
    """
    focal, width, height = record[Record.FOCAL], record[Record.WIDTH], record[Record.HEIGHT]
    if record[Record.MODEL] == RECTILINEAR:
        return rectilinear(focal, width, height, x, y, z)
    largest = record[Record.LARGEST_ANGLE]
    return fisheye(focal, record[Record.K1], largest, width, height, x, y, z)


@kernel
def imaged(record: Any, x: Any, y: Any, z: Any, count: int, u: Any, v: Any, density: Any) -> None:
    """Write where points of the site frame are imaged [px] and how finely [px/m]; NaN elsewhere.

    The first ``count`` entries of arrays (n,); see :func:`view_of_point`.
    """
    cx, cy, cz = record[Record.X], record[Record.Y], record[Record.Z]
    r = Record.ROTATION
    xx, xy, xz = record[r], record[r + 1], record[r + 2]
    yx, yy, yz = record[r + 3], record[r + 4], record[r + 5]
    zx, zy, zz = record[r + 6], record[r + 7], record[r + 8]
    focal, width, height = record[Record.FOCAL], record[Record.WIDTH], record[Record.HEIGHT]
    k1, largest = record[Record.K1], record[Record.LARGEST_ANGLE]
    if record[Record.MODEL] == RECTILINEAR:
        for k in range(count):
            dx, dy, dz = x[k] - cx, y[k] - cy, z[k] - cz
            right, down = xx * dx + xy * dy + xz * dz, yx * dx + yy * dy + yz * dz
            ahead = zx * dx + zy * dy + zz * dz
            u[k], v[k], tangential, radial = rectilinear(focal, width, height, right, down, ahead)
            density[k] = min(tangential, radial)
        return
    for k in range(count):
        dx, dy, dz = x[k] - cx, y[k] - cy, z[k] - cz
        right, down = xx * dx + xy * dy + xz * dz, yx * dx + yy * dy + yz * dz
        ahead = zx * dx + zy * dy + zz * dz
        u[k], v[k], tangential, radial = fisheye(
            focal, k1, largest, width, height, right, down, ahead
        )
        density[k] = min(tangential, radial)


@kernel
def in_image(record: Any, u: float, v: float) -> bool:
    """Say whether a place in the plane of the image is on the image; not a number is not."""
    return bool(0.0 <= u <= record[Record.WIDTH] and 0.0 <= v <= record[Record.HEIGHT])


@kernel
def resolved(record: Any, x: float, y: float, z: float, density: float) -> float:
    """Lower a density at a point of the site frame to that of the raw image, if there is one.

    NaN where the raw image does not show the point.
    """
    if len(record) == Record.LENGTH:
        return density
    raw = record[Record.LENGTH :]
    right, down, ahead = to_camera(raw, x, y, z)
    u, v, tangential, radial = view_of_point(raw, right, down, ahead)
    if not in_image(raw, u, v):
        return math.nan
    return min(density, tangential, radial)


@kernel
def densities(record: Any, points: Any, out: Any) -> None:
    """Write the density at points (N, 3) of the site frame into ``out`` (N,); 0 where unseen."""
    for i in range(len(points)):
        x, y, z = points[i, 0], points[i, 1], points[i, 2]
        right, down, ahead = to_camera(record, x, y, z)
        u, v, tangential, radial = view_of_point(record, right, down, ahead)
        out[i] = 0.0
        if in_image(record, u, v):
            density = resolved(record, x, y, z, min(tangential, radial))
            if density > 0.0:
                out[i] = density


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
def views(record: Any, points: Any, out: Any) -> None:
    """Write :func:`view_of_point` of points (N, 3) of the camera frame into ``out`` (N, 4)."""
    for i in range(len(points)):
        u, v, tangential, radial = view_of_point(record, points[i, 0], points[i, 1], points[i, 2])
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = u, v, tangential, radial


@kernel
def ray_of_pixel(record: Any, u: float, v: float) -> tuple[float, float, float]:
    """Return the unit ray of the camera frame that a pixel looks along; NaN where none reaches."""
    x, y = u - record[Record.WIDTH] / 2, v - record[Record.HEIGHT] / 2
    radius = math.hypot(x, y)
    theta = angle_of_radius(record[Record.MODEL], record[Record.FOCAL], record[Record.K1], radius)
    # the corner itself is imaged, however its angle was rounded
    if theta > record[Record.LARGEST_ANGLE] * (1.0 + 1e-12):
        return math.nan, math.nan, math.nan
    scale = math.sin(theta) / radius if radius > 0.0 else 0.0
    return scale * x, scale * y, math.cos(theta)


@kernel
def rays(record: Any, pixels: Any, out: Any) -> None:
    """Write :func:`ray_of_pixel` of pixels (N, 2) into ``out`` (N, 3)."""
    for i in range(len(pixels)):
        out[i, 0], out[i, 1], out[i, 2] = ray_of_pixel(record, pixels[i, 0], pixels[i, 1])
