"""What is seen of heads that the scene leaves open: how they are turned, eyes, and who hides them.

The members of one camera's group at a time, see :mod:`twin.sight.groups.kernels`.
"""

import math
from typing import Any

import numpy as np

from twin.cameras.kernels import Record, imaged, in_image, resolved
from twin.jit import kernel
from twin.sight.groups.kernels import Eye, Here, Mark, Member, filled
from twin.sight.others.kernels import behind_others
from twin.sight.rows.kernels import Near
from twin.sight.table.kernels import bins_of_one, hidden_in

__all__ = ["Sample", "eyes", "head_frame", "off_turn", "sampled", "turned", "unhidden"]

Sample = tuple[float, float, float, float, float, float, float, float, float]
"""What is seen of somebody at a moment; see :func:`sampled`."""


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


@kernel
def turned(views: Any, crowd: Any, c: int, room: Any, near: Any, start: int, left: int) -> int:
    """Write how heads are turned to a camera, leave out what has too few pixels; return how many.

    EYE becomes 0 where a face may be measured, and -1 elsewhere.
    """
    work, left_of, record = room.work, room.marks[Mark.LEFT], views.records[c]
    begin, still = room.first[c], 0
    for n in range(left):
        m = left_of[n]
        i = int(room.member[begin + m])
        here, row = room.here[i], start + i
        density = work[Member.SHOWN, m]
        if views.lengths[c] > Record.LENGTH:
            density = resolved(record, here[Here.X], here[Here.Y], here[Here.EYE], density)
        yaw, pitch = near[row, Near.YAW] + 32768, near[row, Near.PITCH] + 32768
        sin_yaw, cos_yaw = crowd.turns[yaw, 0], crowd.turns[yaw, 1]
        sin_pitch, cos_pitch = crowd.turns[pitch, 0], crowd.turns[pitch, 1]
        cx, cy = record[Record.X] - here[Here.X], record[Record.Y] - here[Here.Y]
        cz = record[Record.Z] - here[Here.EYE]
        nose, aside, up = head_frame(sin_yaw, cos_yaw, sin_pitch, cos_pitch, cx, cy, cz)
        work[Member.NOSE, still], work[Member.LEFT, still], work[Member.UP, still] = nose, aside, up
        work[Member.ASIDE_X, still] = -here[Here.APART] * sin_yaw
        work[Member.ASIDE_Y, still] = here[Here.APART] * cos_yaw
        work[Member.FACING, still] = cos_yaw * cx + sin_yaw * cy
        work[Member.DENSITY, still] = density
        shows = nose >= crowd.own_head * math.sqrt(nose * nose + aside * aside)
        work[Member.EYE, still] = 0.0 if shows else -1.0
        left_of[still] = m
        still += 1 if density >= crowd.least else 0
    return still


@kernel
def eyes(views: Any, c: int, room: Any, left: int) -> None:
    """Write the distance of the eyes in the image where both are in it and behind no solid."""
    work, faces = room.work, room.marks[Mark.LATER]
    count = 0
    for n in range(left):
        faces[count] = n
        count += 1 if work[Member.EYE, n] >= 0.0 else 0
    if count == 0:
        return
    _placed(room, count)
    # an image computed from another has no more pixels than that
    for n in range(views.lengths[c] // Record.LENGTH):
        image = views.records[c, n * Record.LENGTH : (n + 1) * Record.LENGTH]
        _apart(image, room, count, n == 0)
    _open_eyes(views.table, c, room, count)


@kernel
def _placed(room: Any, count: int) -> None:
    """Put the eyes of faces side by side."""
    work, (x, y, z) = room.work, (room.eyes[Eye.X], room.eyes[Eye.Y], room.eyes[Eye.Z])
    for k in range(count):
        n = room.marks[Mark.LATER, k]
        m = room.marks[Mark.LEFT, n]
        x[k] = work[Member.X, m] + work[Member.ASIDE_X, n]
        y[k] = work[Member.Y, m] + work[Member.ASIDE_Y, n]
        x[count + k] = work[Member.X, m] - work[Member.ASIDE_X, n]
        y[count + k] = work[Member.Y, m] - work[Member.ASIDE_Y, n]
        z[k] = z[count + k] = work[Member.Z, m]
    for k in range(2 * count, filled(2 * count)):
        x[k] = y[k] = z[k] = math.nan


@kernel
def _apart(image: Any, room: Any, count: int, first: bool) -> None:
    """Write the distance of the eyes in an image, if it is less; -1 where it does not show both."""
    of, u, v = room.eyes, room.eyes[Eye.U], room.eyes[Eye.V]
    imaged(image, of[Eye.X], of[Eye.Y], of[Eye.Z], filled(2 * count), u, v, of[Eye.DENSITY])
    for k in range(count):
        right, down = u[count + k] - u[k], v[count + k] - v[k]
        apart = math.sqrt(right * right + down * down)
        if not (in_image(image, u[k], v[k]) and in_image(image, u[count + k], v[count + k])):
            apart = -1.0
        n = room.marks[Mark.LATER, k]
        room.work[Member.EYE, n] = apart if first else min(apart, room.work[Member.EYE, n])


@kernel
def _open_eyes(t: Any, c: int, room: Any, count: int) -> None:
    """Measure no face of which the scene hides an eye."""
    x, y, z = room.eyes[Eye.X], room.eyes[Eye.Y], room.eyes[Eye.Z]
    square, other = room.eyes[Eye.SQUARE], np.uint32(len(t.bound) - 1)
    bins_of_one(t, np.uint32(c), x, y, z, filled(2 * count), other, square, room.eye_bin)
    for k in range(2 * count):
        b = room.eye_bin[k]
        n = room.marks[Mark.LATER, k if k < count else k - count]
        if hidden_in(t, c, b, other, square[k], x[k], y[k], z[k]):
            room.work[Member.EYE, n] = -1.0


@kernel
def unhidden(views: Any, c: int, room: Any, many: int, left: int, widest: float) -> int:
    """Leave out heads that others hide, and measure no face of which they hide an eye.

    Nobody there now reaches farther from their middle than ``widest``. Returns how many are left.
    """
    work, left_of, still = room.work, room.marks[Mark.LEFT], 0
    for n in range(left):
        m = left_of[n]
        head, eye = behind_others(
            views.grid, room, c, many, int(m), work[Member.EYE, n] >= 0.0, work[Member.ASIDE_X, n],
            work[Member.ASIDE_Y, n], views.records[c], widest,
        )  # fmt: skip
        if head:
            continue
        left_of[still] = m
        if still < n:
            for row in range(Member.DENSITY, Member.LENGTH):
                work[row, still] = work[row, n]
        if eye:
            work[Member.EYE, still] = -1.0
        still += 1
    return still


@kernel
def sampled(views: Any, room: Any, n: int, c: int) -> Sample:
    """Return what is seen of somebody at a moment.

    u, v [px], distance [m], density [px/m], that of the half of the head that faces the camera,
    distance of the eyes [px], tan off_yaw, sin off_pitch; NaN where there is nothing to say. Last
    the detail of an image computed from another, over its pixels; 1 where it was not.
    """
    work, record, m = room.work, views.records[c], room.marks[Mark.LEFT, n]
    x, y = record[Record.X] - work[Member.X, m], record[Record.Y] - work[Member.Y, m]
    z = record[Record.Z] - work[Member.Z, m]
    density, eye = work[Member.DENSITY, n], work[Member.EYE, n]
    tan_yaw, sin_pitch = math.nan, math.nan
    if eye >= 0.0:
        tan_yaw, sin_pitch = off_turn(
            work[Member.NOSE, n], work[Member.LEFT, n], work[Member.UP, n]
        )
    return (
        work[Member.U, m], work[Member.V, m], math.sqrt(x * x + y * y + z * z), density,
        density if work[Member.FACING, n] > 0.0 else math.nan, eye if eye >= 0.0 else math.nan,
        tan_yaw, sin_pitch, density / work[Member.SHOWN, m],
    )  # fmt: skip
