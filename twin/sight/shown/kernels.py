"""What is seen of heads that the scene leaves open: how they are turned, eyes, and who hides them.

A block of pairs at a time, see :mod:`twin.sight.faces.kernels`.
"""

import math
from typing import Any

from twin.cameras.kernels import Record, in_image, resolved, to_camera, view_of_point
from twin.jit import kernel
from twin.sight.faces.kernels import Pairs, Work
from twin.sight.others.kernels import Here, behind_others, may_be_behind
from twin.sight.rows.kernels import Near
from twin.sight.table.kernels import hides

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
def turned(views: Any, crowd: Any, room: Any, near: Any, start: int, pairs: int) -> int:
    """Write how heads are turned to cameras, leave out what has too few pixels; return how many.

    EYE becomes 0 where a face may be measured, and -1 elsewhere.
    """
    work, left = room.work, 0
    for n in range(pairs):
        k = room.pairs[Pairs.LEFT, n]
        me, c = int(room.pairs[Pairs.FACE, k]), int(room.pairs[Pairs.CAMERA, k])
        here, record = room.places.here[me], views.records[c]
        row = start + me
        density = work[Work.SHOWN, k]
        if views.lengths[c] > Record.LENGTH:
            density = resolved(record, here[Here.X], here[Here.Y], here[Here.EYE], density)
        yaw, pitch = near[row, Near.YAW] + 32768, near[row, Near.PITCH] + 32768
        sin_yaw, cos_yaw = crowd.turns[yaw, 0], crowd.turns[yaw, 1]
        sin_pitch, cos_pitch = crowd.turns[pitch, 0], crowd.turns[pitch, 1]
        cx, cy = record[Record.X] - here[Here.X], record[Record.Y] - here[Here.Y]
        cz = record[Record.Z] - here[Here.EYE]
        nose, aside, up = head_frame(sin_yaw, cos_yaw, sin_pitch, cos_pitch, cx, cy, cz)
        work[Work.NOSE, left], work[Work.LEFT, left], work[Work.UP, left] = nose, aside, up
        work[Work.ASIDE_X, left] = -here[Here.APART] * sin_yaw
        work[Work.ASIDE_Y, left] = here[Here.APART] * cos_yaw
        work[Work.FACING, left] = cos_yaw * cx + sin_yaw * cy
        work[Work.DENSITY, left] = density
        shows = nose >= crowd.own_head * math.sqrt(nose * nose + aside * aside)
        work[Work.EYE, left] = 0.0 if shows else -1.0
        room.pairs[Pairs.LEFT, left] = k
        left += 1 if density >= crowd.least else 0
    return left


@kernel
def eyes(views: Any, room: Any, pairs: int) -> None:
    """Write the distance of the eyes in the image where both are in it and behind no solid."""
    work = room.work
    for n in range(pairs):
        if work[Work.EYE, n] < 0.0:
            continue
        k = room.pairs[Pairs.LEFT, n]
        me, c = int(room.pairs[Pairs.FACE, k]), int(room.pairs[Pairs.CAMERA, k])
        here = room.places.here[me]
        work[Work.EYE, n] = _eye_pixels(
            views.records[c, : views.lengths[c]], views.table, c, here[Here.X], here[Here.Y],
            here[Here.EYE], work[Work.ASIDE_X, n], work[Work.ASIDE_Y, n],
        )  # fmt: skip


@kernel
def _eye_pixels(
    record: Any, table: Any, c: int, x: float, y: float, z: float, ex: float, ey: float
) -> float:
    """Return the distance of the two eyes in the image; -1 when the scene hides one. [px]"""
    apart = math.inf
    # an image computed from another has no more pixels than that
    for image in range(len(record) // Record.LENGTH):
        one = record[image * Record.LENGTH : (image + 1) * Record.LENGTH]
        before_u, before_v = 0.0, 0.0
        for eye in range(2):
            side = 1.0 - 2.0 * eye
            right, down, ahead = to_camera(one, x + side * ex, y + side * ey, z)
            u, v, _, _ = view_of_point(one, right, down, ahead)
            if not in_image(one, u, v):
                return -1.0
            if eye == 1:
                right, down = u - before_u, v - before_v
                apart = min(apart, math.sqrt(right * right + down * down))
            before_u, before_v = u, v
    for eye in range(2):
        side = 1.0 - 2.0 * eye
        if hides(table, c, x + side * ex, y + side * ey, z):
            return -1.0
    return apart


@kernel
def unhidden(views: Any, room: Any, pairs: int, tallest: float, widest: float) -> int:
    """Leave out heads that others hide, and measure no face of which they hide an eye.

    Nobody there now reaches higher above the ground than ``tallest`` or farther from their middle
    than ``widest``.
    Returns how many are left.
    """
    work, asked = room.work, 0
    for n in range(pairs):
        k = room.pairs[Pairs.LEFT, n]
        record = views.records[room.pairs[Pairs.CAMERA, k]]
        room.pairs[Pairs.LATER, asked] = n
        asked += 1 if may_be_behind(
            int(room.pairs[Pairs.FACE, k]), record[Record.X], record[Record.Y], record[Record.Z],
            views.grid, room.places, work[Work.ROOF, k] + tallest, work[Work.RISE, k], widest,
        ) else 0  # fmt: skip
    for m in range(asked):
        n = room.pairs[Pairs.LATER, m]
        k = room.pairs[Pairs.LEFT, n]
        record = views.records[room.pairs[Pairs.CAMERA, k]]
        head, eye = behind_others(
            int(room.pairs[Pairs.FACE, k]), work[Work.EYE, n] >= 0.0, work[Work.ASIDE_X, n],
            work[Work.ASIDE_Y, n], record[Record.X], record[Record.Y], record[Record.Z],
            views.grid, room.places, work[Work.ROOF, k] + tallest, work[Work.RISE, k], widest,
        )  # fmt: skip
        work[Work.EYE, n] = -1.0 if eye else work[Work.EYE, n]
        work[Work.DENSITY, n] = -1.0 if head else work[Work.DENSITY, n]
    if asked == 0:
        return pairs
    left = 0
    for n in range(pairs):
        room.pairs[Pairs.LEFT, left] = room.pairs[Pairs.LEFT, n]
        for row in range(Work.DENSITY, Work.LENGTH):
            work[row, left] = work[row, n]
        left += 1 if work[Work.DENSITY, n] >= 0.0 else 0
    return left


@kernel
def sampled(views: Any, room: Any, n: int, k: int, me: int, c: int) -> Sample:
    """Return what is seen of somebody at a moment.

    u, v [px], distance [m], density [px/m], that of the half of the head that faces the camera,
    distance of the eyes [px], tan off_yaw, sin off_pitch; NaN where there is nothing to say. Last
    the detail of an image computed from another, over its pixels; 1 where it was not.
    """
    work, here, record = room.work, room.places.here[me], views.records[c]
    x, y = record[Record.X] - here[Here.X], record[Record.Y] - here[Here.Y]
    z = record[Record.Z] - here[Here.EYE]
    density, eye = work[Work.DENSITY, n], work[Work.EYE, n]
    tan_yaw, sin_pitch = math.nan, math.nan
    if eye >= 0.0:
        tan_yaw, sin_pitch = off_turn(work[Work.NOSE, n], work[Work.LEFT, n], work[Work.UP, n])
    return (
        work[Work.U, k], work[Work.V, k], math.sqrt(x * x + y * y + z * z), density,
        density if work[Work.FACING, n] > 0.0 else math.nan, eye if eye >= 0.0 else math.nan,
        tan_yaw, sin_pitch, density / work[Work.SHOWN, k],
    )  # fmt: skip
