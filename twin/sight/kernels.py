"""Who is seen at a moment: heads in the image, behind nothing and nobody.

A body is an upright capsule from the ground to the shoulders, under a sphere for the head. For each
moment the people near the camera's view are put into a grid of cells, and only the part of a sight
line that is lower than the tallest of them is followed through it.

Every loop that runs in parallel writes only rows of its own moments.
"""

import math
from enum import IntEnum
from typing import Any

import numpy as np
from numba import prange

from twin.cameras.kernels import Record, to_camera, view_of_point
from twin.jit import kernel
from twin.sight.rows.kernels import Near
from twin.sight.scene.kernels import hidden

__all__ = [
    "FACE",
    "VISIBLE",
    "Body",
    "Sample",
    "behind_body",
    "see",
]

VISIBLE = 1
FACE = 2
"""Bits of a row's flags."""

ROUND = 1e-6
"""More than all rounding. [m]"""

SIDE = 4.0
"""Side of a cell of the grid of people; changes no answer. [m]"""


class Body(IntEnum):
    """Columns of a person's body. [m]"""

    EYE = 0
    IPD = 1
    RADIUS = 2
    SHOULDER = 3


class Sample(IntEnum):
    """Columns of what was seen of a row; NaN where there is nothing to say."""

    U = 0
    V = 1
    DISTANCE = 2
    DENSITY = 3
    FACE_DENSITY = 4
    EYE = 5
    YAW = 6
    PITCH = 7
    LENGTH = 8


class Here(IntEnum):
    """Columns of somebody at one moment: place, then body. [m]"""

    X = 0
    Y = 1
    EYE = 2
    IPD = 3
    RADIUS = 4
    SHOULDER = 5
    LENGTH = 6


class Grid(IntEnum):
    """Columns of the grid of people: south-west corner [m], rows and columns."""

    X0 = 0
    Y0 = 1
    ROWS = 2
    COLUMNS = 3


@kernel
def behind_body(
    cx: float, cy: float, cz: float, x: float, y: float, z: float,
    bx: float, by: float, eye: float, radius: float, shoulder: float, head: float,
) -> bool:  # fmt: skip
    """Say whether the line from (cx, cy, cz) to (x, y, z) meets a body standing at (bx, by).

    ``eye``: height of the head's centre; ``shoulder``: top of the capsule; ``head``: radius.
    """
    dx, dy, dz = x - cx, y - cy, z - cz
    ax, ay = cx - bx, cy - by
    flat = dx * dx + dy * dy
    size = flat + dz * dz
    if size == 0.0:
        return False
    az = cz - eye
    t = min(1.0, max(0.0, -(ax * dx + ay * dy + az * dz) / size))
    ex, ey, ez = ax + t * dx, ay + t * dy, az + t * dz
    if ex * ex + ey * ey + ez * ez <= head * head:
        return True
    t = min(1.0, max(0.0, -(ax * dx + ay * dy) / flat)) if flat > 0.0 else 0.0
    ex, ey = ax + t * dx, ay + t * dy
    if ex * ex + ey * ey > radius * radius:
        return False
    # the axis goes from the ground, where nothing passes below, to the centre of the upper cap
    az = cz - (shoulder - radius)
    if az + t * dz <= 0.0 or (flat == 0.0 and az + dz <= 0.0):
        return True
    t = min(1.0, max(0.0, -(ax * dx + ay * dy + az * dz) / size))
    ex, ey, ez = ax + t * dx, ay + t * dy, az + t * dz
    # nearest the axis it is above the cap's centre: whatever meets the column meets the cap
    return ex * ex + ey * ey + ez * ez <= radius * radius


@kernel
def _meets(
    other: int, cx: float, cy: float, cz: float, x: float, y: float, z: float, here: Any,
    head: float,
) -> bool:  # fmt: skip
    return behind_body(
        cx, cy, cz, x, y, z, here[other, Here.X], here[other, Here.Y], here[other, Here.EYE],
        here[other, Here.RADIUS], here[other, Here.SHOULDER], head,
    )  # fmt: skip


@kernel
def _behind_others(
    me: int, flags: int, ex: float, ey: float, record: Any, here: Any, first: Any, after: Any,
    grid: Any, tallest: float, widest: float, head: float,
) -> int:  # fmt: skip
    """Take away from somebody's flags what others hide, following the sight line through the grid.

    (ex, ey) leads from the head's centre to one eye; the other is opposite.
    """
    cx, cy, cz = record[Record.X], record[Record.Y], record[Record.Z]
    x, y, z = here[me, Here.X], here[me, Here.Y], here[me, Here.EYE]
    start = 0.0
    if cz > tallest:
        start = (tallest - cz) / (z - cz)
    pad = widest + math.sqrt(ex * ex + ey * ey)
    ax, ay = cx + start * (x - cx), cy + start * (y - cy)
    near = pad * math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy))
    steep = abs(y - ay) > abs(x - ax)
    # u along the longer axis, v along the other
    au, av, bu, bv = (ay, ax, y, x) if steep else (ax, ay, x, y)
    if au > bu:
        au, av, bu, bv = bu, bv, au, av
    u0, v0 = (grid[Grid.Y0], grid[Grid.X0]) if steep else (grid[Grid.X0], grid[Grid.Y0])
    nu = int(grid[Grid.ROWS] if steep else grid[Grid.COLUMNS])
    nv = int(grid[Grid.COLUMNS] if steep else grid[Grid.ROWS])
    slope = (bv - av) / (bu - au) if bu > au else 0.0
    columns = int(grid[Grid.COLUMNS])
    low = max(0, int(math.floor((au - pad - u0) / SIDE)))
    high = min(nu - 1, int(math.floor((bu + pad - u0) / SIDE)))
    for i in range(low, high + 1):
        left = min(bu, max(au, u0 + i * SIDE - pad))
        right = min(bu, max(au, u0 + (i + 1) * SIDE + pad))
        v1, v2 = av + slope * (left - au), av + slope * (right - au)
        bottom = max(0, int(math.floor((min(v1, v2) - pad - v0) / SIDE)))
        top = min(nv - 1, int(math.floor((max(v1, v2) + pad - v0) / SIDE)))
        for j in range(bottom, top + 1):
            other = first[i * columns + j] if steep else first[j * columns + i]
            while other >= 0:
                ox, oy = here[other, Here.X], here[other, Here.Y]
                aside = (x - cx) * (oy - cy) - (y - cy) * (ox - cx)
                if other != me and abs(aside) <= near:
                    if _meets(other, cx, cy, cz, x, y, z, here, head):
                        return 0
                    if flags & FACE and (
                        _meets(other, cx, cy, cz, x + ex, y + ey, z, here, head)
                        or _meets(other, cx, cy, cz, x - ex, y - ey, z, here, head)
                    ):
                        flags = VISIBLE
                other = after[other]
    return flags


@kernel
def _in_image(record: Any, u: float, v: float) -> bool:
    return bool(0.0 <= u <= record[Record.WIDTH] and 0.0 <= v <= record[Record.HEIGHT])


@kernel
def head_frame(
    sin_yaw: float, cos_yaw: float, pitch: float, cx: float, cy: float, cz: float
) -> tuple[float, float, float]:
    """Turn a direction into the head frame: ahead, left, up.

    By -yaw about the vertical, then by the pitch about the axis through the ears.
    """
    sin_pitch, cos_pitch = math.sin(pitch), math.cos(pitch)
    ahead = cos_yaw * cx + sin_yaw * cy
    left = cos_yaw * cy - sin_yaw * cx
    return cos_pitch * ahead + sin_pitch * cz, left, cos_pitch * cz - sin_pitch * ahead


@kernel
def off_angles(ahead: float, left: float, up: float) -> tuple[float, float]:
    """Return off_yaw = atan2(left, ahead) and off_pitch = asin(up) of a head-frame direction. [rad]

    The direction need not be of length 1.
    """
    size = math.sqrt(ahead * ahead + left * left + up * up)
    return math.atan2(left, ahead), math.asin(max(-1.0, min(1.0, up / size)))


@kernel(parallel=True)
def see(
    record: Any, table: Any, moment: Any, order: Any, near: Any, sizes: Any, grid: Any,
    limits: Any, chunks: int, flags: Any, out: Any,
) -> None:  # fmt: skip
    """Say of each row whether and how it is seen; rows of one moment stand together in ``order``.

    Parameters
    ----------
    record, table
        The camera and the scene round it; see :mod:`twin.sight.scene.kernels`.
    moment : (T + 1,) array of int
        First place in ``order`` of each moment, and the end.
    order : (n,) array of int
        Rows, moment by moment.
    near : (n, 8) array of int32
        The rows, :class:`Near`.
    sizes : (people, 4) array
        :class:`Body` of each person number.
    grid : (4,) array
        See :class:`Grid`.
    limits : (3,) array
        Least density [px/m], radius of a head [m], cosine of the largest off_yaw of a measurable
        face.
    chunks : int
        Pieces of time that are worked on apart.
    flags : (n,) array of uint8
        Output: VISIBLE and FACE bits.
    out : (n, 8) array
        Output: :class:`Sample`.
    """
    moments = len(moment) - 1
    cells = int(grid[Grid.ROWS]) * int(grid[Grid.COLUMNS])
    most = 0
    for m in range(moments):
        most = max(most, moment[m + 1] - moment[m])
    for c in prange(chunks):
        first = np.full(cells, -1, dtype=np.int32)
        after = np.empty(most, dtype=np.int32)
        # the rows of a moment lie far apart: side by side, they stay in the processor's cache
        here = np.empty((most, Here.LENGTH))
        for m in range(moments * c // chunks, moments * (c + 1) // chunks):
            start, count = moment[m], moment[m + 1] - moment[m]
            # of those who are there now: the lower they are, the shorter the way through the grid
            tallest, widest = 0.0, 0.0
            for i in range(count):
                k = order[start + i]
                person = near[k, Near.PERSON]
                here[i, Here.X], here[i, Here.Y] = near[k, Near.X] / 100.0, near[k, Near.Y] / 100.0
                here[i, Here.EYE] = sizes[person, Body.EYE]
                here[i, Here.IPD] = sizes[person, Body.IPD]
                here[i, Here.RADIUS] = sizes[person, Body.RADIUS]
                here[i, Here.SHOULDER] = sizes[person, Body.SHOULDER]
                tallest = max(tallest, here[i, Here.EYE] + limits[1], here[i, Here.SHOULDER])
                widest = max(widest, here[i, Here.RADIUS])
                cell = _cell(here[i, Here.X], here[i, Here.Y], grid)
                after[i] = first[cell]
                first[cell] = i
            for i in range(count):
                k = order[start + i]
                if near[k, Near.MARK] == 2:
                    yaw, pitch = near[k, Near.YAW] / 100.0, near[k, Near.PITCH] / 100.0
                    flags[k] = _look_at(
                        i, k, yaw, pitch, record, table, here, first, after, grid, limits,
                        tallest + ROUND, max(widest, limits[1]) + ROUND, out,
                    )  # fmt: skip
            for i in range(count):
                first[_cell(here[i, Here.X], here[i, Here.Y], grid)] = -1


@kernel
def _cell(x: float, y: float, grid: Any) -> int:
    i, j = int((x - grid[Grid.X0]) / SIDE), int((y - grid[Grid.Y0]) / SIDE)
    return j * int(grid[Grid.COLUMNS]) + i


@kernel
def _look_at(
    me: int, k: int, yaw: float, pitch: float, record: Any, table: Any, here: Any, first: Any,
    after: Any, grid: Any, limits: Any, tallest: float, widest: float, out: Any,
) -> int:  # fmt: skip
    """Look at one head, write row k, and return its flags.

    Nobody there now reaches higher than ``tallest`` or farther to the side than ``widest``.
    """
    x, y, z = here[me, Here.X], here[me, Here.Y], here[me, Here.EYE]
    right, down, ahead = to_camera(record, x, y, z)
    u, v, tangential, radial = view_of_point(record, right, down, ahead)
    if not _in_image(record, u, v):
        return 0
    density = min(tangential, radial)
    if not density >= limits[0] or hidden(record, table, x, y, z):
        return 0
    out[k, Sample.U], out[k, Sample.V], out[k, Sample.DENSITY] = u, v, density
    out[k, Sample.DISTANCE] = math.sqrt(right * right + down * down + ahead * ahead)
    for column in range(Sample.FACE_DENSITY, Sample.LENGTH):
        out[k, column] = math.nan
    cx, cy, cz = record[Record.X] - x, record[Record.Y] - y, record[Record.Z] - z
    sin_yaw, cos_yaw = math.sin(yaw), math.cos(yaw)
    if cos_yaw * cx + sin_yaw * cy > 0.0:
        out[k, Sample.FACE_DENSITY] = density
    nose, left, up = head_frame(sin_yaw, cos_yaw, pitch, cx, cy, cz)
    apart = here[me, Here.IPD] / 2
    ex, ey = -apart * sin_yaw, apart * cos_yaw
    flags, eye = VISIBLE, 0.0
    # the angle itself takes longer, and most heads are turned away
    if nose >= limits[2] * math.sqrt(nose * nose + left * left):
        eye = _eye_pixels(record, table, x, y, z, ex, ey)
        flags = VISIBLE | FACE if eye >= 0.0 else VISIBLE
    flags = _behind_others(
        me, flags, ex, ey, record, here, first, after, grid, tallest, widest, limits[1]
    )
    if flags & FACE:
        out[k, Sample.EYE] = eye
        out[k, Sample.YAW], out[k, Sample.PITCH] = off_angles(nose, left, up)
    return flags


@kernel
def _eye_pixels(
    record: Any, table: Any, x: float, y: float, z: float, ex: float, ey: float
) -> float:
    """Return the distance of the two eyes in the image; -1 when the scene hides one. [px]"""
    right, down, ahead = to_camera(record, x + ex, y + ey, z)
    u1, v1, _, _ = view_of_point(record, right, down, ahead)
    right, down, ahead = to_camera(record, x - ex, y - ey, z)
    u2, v2, _, _ = view_of_point(record, right, down, ahead)
    if not (_in_image(record, u1, v1) and _in_image(record, u2, v2)):
        return -1.0
    if hidden(record, table, x + ex, y + ey, z) or hidden(record, table, x - ex, y - ey, z):
        return -1.0
    return math.sqrt((u2 - u1) * (u2 - u1) + (v2 - v1) * (v2 - v1))
