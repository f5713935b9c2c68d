"""Who is seen at a moment: heads in the image, behind nothing and nobody.

Every loop that runs in parallel writes only rows of its own moments.
"""

import math
from enum import IntEnum
from typing import Any

import numpy as np
from numba import prange

from twin.cameras.kernels import Record, in_image, resolved, to_camera, view_of_point
from twin.jit import kernel
from twin.sight.others.kernels import SECTORS, Here, behind_others, by_direction
from twin.sight.rows.kernels import Near
from twin.sight.scene.kernels import hidden

__all__ = [
    "FACE",
    "VISIBLE",
    "Body",
    "Sample",
    "head_frame",
    "off_turn",
    "see",
]

VISIBLE = 1
FACE = 2
"""Bits of a row's flags."""


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
    TAN_YAW = 6
    SIN_PITCH = 7
    SHARPNESS = 8
    """Detail of an image computed from another, over its pixels; 1 where it was not."""
    LENGTH = 9


@kernel
def head_frame(
    sin_yaw: float, cos_yaw: float, sin_pitch: float, cos_pitch: float,
    cx: float, cy: float, cz: float,
) -> tuple[float, float, float]:  # fmt: skip
    """Turn a direction into the head frame: ahead, left, up.

    By -yaw about the vertical, then by the pitch about the axis through the ears.
    """
    ahead = cos_yaw * cx + sin_yaw * cy
    left = cos_yaw * cy - sin_yaw * cx
    return cos_pitch * ahead + sin_pitch * cz, left, cos_pitch * cz - sin_pitch * ahead


@kernel
def off_turn(ahead: float, left: float, up: float) -> tuple[float, float]:
    """Return tan off_yaw and sin off_pitch of a head-frame direction less than 90 degrees aside.

    off_yaw is atan2(left, ahead), and off_pitch asin(up) of the direction of length 1; the angles
    themselves take as long as all else about a face, and only the best of a second is asked for
    them.
    """
    size = math.sqrt(ahead * ahead + left * left + up * up)
    return left / ahead, max(-1.0, min(1.0, up / size))


@kernel(parallel=True)
def see(
    record: Any, table: Any, moment: Any, near: Any, sizes: Any, turns: Any, limits: Any,
    chunks: int, flags: Any, out: Any,
) -> None:  # fmt: skip
    """Say of each row whether and how it is seen.

    Parameters
    ----------
    record, table
        The camera and the scene round it; see :mod:`twin.sight.scene.kernels`.
    moment : (T + 1,) array of int
        First row of each moment, and the end.
    near : (n, 8) array of int32
        The rows, :class:`Near`, by time.
    sizes : (people, 4) array
        :class:`Body` of each person number.
    turns : (65536, 2) array
        Sine and cosine of every 16-bit number of 0.01 rad, the lowest first.
    limits : (3,) array
        Least density [px/m], radius of a head [m], cosine of the largest off_yaw of a measurable
        face.
    chunks : int
        Pieces of time that are worked on apart.
    flags : (n,) array of uint8
        Output: VISIBLE and FACE bits.
    out : (n, 9) array
        Output: :class:`Sample`; written where the row is visible.
    """
    moments = len(moment) - 1
    most = 0
    for m in range(moments):
        most = max(most, moment[m + 1] - moment[m])
    for c in prange(chunks):
        people, here = np.empty((most, Here.LENGTH)), np.empty((most, Here.LENGTH))
        sector, who = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
        first = np.empty(SECTORS + 2, dtype=np.int32)
        for m in range(moments * c // chunks, moments * (c + 1) // chunks):
            start, count = moment[m], moment[m + 1] - moment[m]
            # of those who are there now: the lower they are, the shorter the part of a line in
            # which anybody can stand
            tallest, widest = 0.0, limits[1]
            for i in range(count):
                k = start + i
                person = near[k, Near.PERSON]
                people[i, Here.X] = near[k, Near.X] / 100.0 - record[Record.X]
                people[i, Here.Y] = near[k, Near.Y] / 100.0 - record[Record.Y]
                people[i, Here.EYE] = sizes[person, Body.EYE]
                people[i, Here.APART] = sizes[person, Body.IPD] / 2
                people[i, Here.RADIUS] = sizes[person, Body.RADIUS]
                people[i, Here.SHOULDER] = sizes[person, Body.SHOULDER]
                tallest = max(tallest, people[i, Here.EYE] + limits[1], people[i, Here.SHOULDER])
                widest = max(widest, people[i, Here.RADIUS])
            by_direction(people, count, first, sector, here, who)
            for i in range(count):
                k = start + who[i]
                flags[k] = 0
                if near[k, Near.MARK] == 2:
                    flags[k] = _look_at(
                        i, k, near, record, table, here, first, turns, limits,
                        tallest, widest, out,
                    )  # fmt: skip


@kernel
def _look_at(
    me: int, k: int, near: Any, record: Any, table: Any, here: Any, first: Any, turns: Any,
    limits: Any, tallest: float, widest: float, out: Any,
) -> int:  # fmt: skip
    """Look at one head, write sample k, and return its flags.

    Nobody there now reaches higher than ``tallest`` or farther from their middle than ``widest``.
    """
    x, y, z = near[k, Near.X] / 100.0, near[k, Near.Y] / 100.0, here[me, Here.EYE]
    right, down, ahead = to_camera(record, x, y, z)
    u, v, tangential, radial = view_of_point(record, right, down, ahead)
    if not in_image(record, u, v):
        return 0
    shown = min(tangential, radial)
    density = resolved(record, x, y, z, shown)
    if not density >= limits[0] or hidden(record, table, x, y, z):
        return 0
    cx, cy, cz = record[Record.X] - x, record[Record.Y] - y, record[Record.Z] - z
    yaw, pitch = near[k, Near.YAW] + 32768, near[k, Near.PITCH] + 32768
    sin_yaw, cos_yaw = turns[yaw, 0], turns[yaw, 1]
    sin_pitch, cos_pitch = turns[pitch, 0], turns[pitch, 1]
    nose, left, up = head_frame(sin_yaw, cos_yaw, sin_pitch, cos_pitch, cx, cy, cz)
    ex, ey = -here[me, Here.APART] * sin_yaw, here[me, Here.APART] * cos_yaw
    eye = -1.0
    if nose >= limits[2] * math.sqrt(nose * nose + left * left):
        eye = _eye_pixels(record, table, x, y, z, ex, ey)
    head_hidden, eye_hidden = behind_others(
        me, eye >= 0.0, ex, ey, record[Record.Z], here, first, tallest, widest, limits[1]
    )
    if head_hidden:
        return 0
    for column in range(Sample.FACE_DENSITY, Sample.LENGTH):
        out[k, column] = math.nan
    out[k, Sample.U], out[k, Sample.V], out[k, Sample.DENSITY] = u, v, density
    out[k, Sample.DISTANCE] = math.sqrt(right * right + down * down + ahead * ahead)
    out[k, Sample.SHARPNESS] = density / shown
    if cos_yaw * cx + sin_yaw * cy > 0.0:
        out[k, Sample.FACE_DENSITY] = density
    if eye < 0.0 or eye_hidden:
        return VISIBLE
    out[k, Sample.EYE] = eye
    out[k, Sample.TAN_YAW], out[k, Sample.SIN_PITCH] = off_turn(nose, left, up)
    return VISIBLE | FACE


@kernel
def _eye_pixels(
    record: Any, table: Any, x: float, y: float, z: float, ex: float, ey: float
) -> float:
    """Return the distance of the two eyes in the image; -1 when the scene hides one. [px]"""
    apart = _apart(record, x, y, z, ex, ey)
    if len(record) > Record.LENGTH:
        # an image computed from another has no more pixels than that
        apart = min(apart, _apart(record[Record.LENGTH :], x, y, z, ex, ey))
    if apart < 0.0:
        return -1.0
    if hidden(record, table, x + ex, y + ey, z) or hidden(record, table, x - ex, y - ey, z):
        return -1.0
    return apart


@kernel
def _apart(record: Any, x: float, y: float, z: float, ex: float, ey: float) -> float:
    """Return the distance of the two eyes in one image; -1 when one is out of it. [px]"""
    right, down, ahead = to_camera(record, x + ex, y + ey, z)
    u1, v1, _, _ = view_of_point(record, right, down, ahead)
    right, down, ahead = to_camera(record, x - ex, y - ey, z)
    u2, v2, _, _ = view_of_point(record, right, down, ahead)
    if not (in_image(record, u1, v1) and in_image(record, u2, v2)):
        return -1.0
    return math.sqrt((u2 - u1) * (u2 - u1) + (v2 - v1) * (v2 - v1))
