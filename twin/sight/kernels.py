"""Who is seen by whom: heads in the image, behind nothing and nobody, folded into passes.

Everything about a moment happens in one kernel, and only looks and passes leave it.
"""

import math
from enum import IntEnum
from typing import Any, NamedTuple

from twin.cameras.kernels import Record, in_image, resolved, to_camera, view_of_point
from twin.jit import kernel
from twin.sight.faces.kernels import Pairs, candidates, imaged, open_pairs
from twin.sight.others.kernels import Here, behind_others, leave, settle
from twin.sight.passes.kernels import BEFORE, Open, add, begin_stretch, end_stretch, passing
from twin.sight.rows.kernels import Near
from twin.sight.table.kernels import hides

__all__ = [
    "Body", "Count", "Crowd", "Out", "Pool", "Room", "Stretch", "Through", "chained", "head_frame",
    "off_turn", "see",
]  # fmt: skip


class Body(IntEnum):
    """Columns of a person's body. [m]"""

    EYE = 0
    IPD = 1
    RADIUS = 2
    SHOULDER = 3


class Count(IntEnum):
    """Columns of how far a stretch has come."""

    MOMENT = 0
    HELD = 1
    """Rows of the pool in use."""
    WRITTEN = 2
    ENDED = 3
    NEEDED = 4
    """Room that the next moment may take."""
    LENGTH = 5


Sample = tuple[float, float, float, float, float, float, float, float, float]
"""What is seen of somebody at a moment; see :func:`_look_at`."""


class Through(NamedTuple):
    """Cameras: what hides what from each, and which may see each square of the ground.

    Attributes
    ----------
    table : Table
        See :mod:`twin.sight.table.kernels`.
    grid : Grid
        See :mod:`twin.sight.grid.kernels`.
    records : (C, n) array
        :class:`twin.cameras.kernels.Record`, and again for images computed from others.
    lengths : (C,) array of int
        Columns of each.
    reach : (C,) array
        Nothing farther has the least density. [m]
    px_to_blur : (C,) array
        Share of a sample's time for which the shutter is open.
    low, high : float
        Heights of heads for which the grid holds. [m]
    """

    table: Any
    grid: Any
    records: Any
    lengths: Any
    reach: Any
    px_to_blur: Any
    low: float
    high: float


class Crowd(NamedTuple):
    """Bodies, and what holds for all.

    Attributes
    ----------
    sizes : (people, 4) array
        :class:`Body` of each person number. [m]
    turns : (65536, 2) array
        Sine and cosine of every 16-bit number of 0.01 rad, the lowest first.
    head : float
        Radius of a head. [m]
    least : float
        Least density of who is seen. [px/m]
    own_head : float
        Cosine of the largest off_yaw of a measurable face.
    """

    sizes: Any
    turns: Any
    head: float
    least: float
    own_head: float


class Stretch(NamedTuple):
    """Moments of a slab to look at, by their number in it.

    Attributes
    ----------
    tick : int
        Tick of moment 0. [0.25 s]
    early : int
        First moment that is read.
    begin : int
        First moment that counts: two later, or ``early`` where what was before is in the pool.
    stop : int
        One after the last.
    last : bool
        Whether passes stay open at the end.
    """

    tick: int
    early: int
    begin: int
    stop: int
    last: bool


class Room(NamedTuple):
    """Scratch of one thread; see the kernels that use it."""

    places: Any
    pairs: Any
    work: Any


class Pool(NamedTuple):
    """Passes of a stretch: chain (people,), whole (n, Open) and real (n, Best)."""

    chain: Any
    whole: Any
    real: Any


class Out(NamedTuple):
    """What a stretch gives: looks (n, Seen) and (n, Shown), and pieces of passes (n, Piece)."""

    seen: Any
    shown: Any
    pieces: Any


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
def see(
    views: Any, crowd: Any, stretch: Any, near: Any, moment: Any, room: Any, pool: Any, out: Any,
    counts: Any,
) -> bool:  # fmt: skip
    """Look at a stretch of time through every camera, and fold what is seen into passes.

    Parameters
    ----------
    views : Through
        The cameras.
    crowd : Crowd
        Everybody's body.
    stretch : Stretch
        Which moments.
    near : (n, 6) array of int32
        Rows of the tracks, :class:`~twin.sight.rows.kernels.Near`, by time.
    moment : (T + 1,) array of int32
        First row of each moment of the tracks, and the end.
    room : Room
        Scratch.
    pool : Pool
        Passes: at first those that are open at the beginning, at the end those still open.
    out : Out
        Looks and pieces of passes.
    counts : (5,) array of int
        :class:`Count`: where to begin; changed to how far it came.

    Returns
    -------
    bool
        Whether the stretch is done. If not, passes, looks or pieces had no room for another moment:
        call it again with more.
    """
    m = counts[Count.MOMENT]
    held, written, ended = counts[Count.HELD], counts[Count.WRITTEN], counts[Count.ENDED]
    begin = stretch.tick + stretch.begin if stretch.begin > stretch.early else BEFORE
    while m < stretch.stop:
        tick = stretch.tick + m
        if tick == begin:
            held = begin_stretch(begin, pool.chain, pool.whole, pool.real, held)
        start, count = moment[m], moment[m + 1] - moment[m]
        tallest, widest = _gather(views, crowd, near, start, count, room)
        most = _most(views, room, count)
        # no more can happen in a moment than that every pair begins a pass and ends one
        done = (
            held + most <= len(pool.whole)
            and written + most <= len(out.seen)
            and ended + most <= len(out.pieces)
        )
        i = 0
        while done and i < count:
            i, pairs = candidates(
                views.grid, len(views.records), views.low, views.high, room.places.here, count,
                room.places.square, i, room.pairs,
            )  # fmt: skip
            pairs = imaged(views.records, views.reach, room.places.here, room.pairs, pairs)
            pairs = open_pairs(views.table, room.places.here, room.pairs, pairs, room.work)
            for n in range(pairs):
                k = room.pairs[Pairs.LEFT, n]
                me, c = int(room.pairs[Pairs.FACE, k]), int(room.pairs[Pairs.CAMERA, k])
                row = start + room.places.who[me]
                seen, face, sample = _look_at(
                    views, crowd, room, me, c, near[row, Near.YAW], near[row, Near.PITCH], count,
                    tallest, widest,
                )  # fmt: skip
                if not seen:
                    continue
                p, held, written, ended = passing(
                    near[row, Near.PERSON], c, tick, begin, pool.chain, pool.whole, pool.real,
                    held, out.seen, out.shown, written, out.pieces, ended,
                )  # fmt: skip
                add(
                    pool.whole[p], pool.real[p], tick, near[row, Near.X], near[row, Near.Y], face,
                    tick < begin, sample, views.px_to_blur[c],
                )  # fmt: skip
        leave(views.grid, room.places, count)
        if not done:
            counts[Count.MOMENT], counts[Count.HELD] = m, held
            counts[Count.WRITTEN], counts[Count.ENDED] = written, ended
            counts[Count.NEEDED] = most
            return False
        m += 1
    if written + held > len(out.seen) or ended + held > len(out.pieces):
        counts[Count.MOMENT], counts[Count.HELD] = m, held
        counts[Count.WRITTEN], counts[Count.ENDED] = written, ended
        counts[Count.NEEDED] = held
        return False
    held, written, ended = end_stretch(
        begin, stretch.tick + stretch.stop, stretch.last, pool.chain, pool.whole, pool.real, held,
        out.seen, out.shown, written, out.pieces, ended,
    )  # fmt: skip
    counts[Count.MOMENT], counts[Count.HELD] = m, held
    counts[Count.WRITTEN], counts[Count.ENDED] = written, ended
    return True


@kernel
def chained(pool: Any, held: int) -> None:
    """Chain the first passes of a pool person by person."""
    for k in range(held):
        person = pool.whole[k, Open.PERSON]
        pool.whole[k, Open.BEFORE] = pool.chain[person]
        pool.chain[person] = k + 1


@kernel
def _gather(
    views: Any, crowd: Any, near: Any, start: int, count: int, room: Any
) -> tuple[float, float]:
    """Put everybody of a moment in their places; return how high and wide the largest are. [m]

    The lower they are, the shorter the part of a line in which anybody can stand.
    """
    tallest, widest = 0.0, crowd.head
    for i in range(count):
        person = near[start + i, Near.PERSON]
        size = crowd.sizes[person]
        room.places.people[i, Here.X] = near[start + i, Near.X] / 100.0
        room.places.people[i, Here.Y] = near[start + i, Near.Y] / 100.0
        room.places.people[i, Here.EYE], room.places.people[i, Here.HEAD] = (
            size[Body.EYE],
            crowd.head,
        )
        room.places.people[i, Here.RADIUS] = size[Body.RADIUS]
        room.places.people[i, Here.SHOULDER] = size[Body.SHOULDER]
        room.places.people[i, Here.APART] = size[Body.IPD] / 2
        tallest = max(tallest, size[Body.EYE] + crowd.head, size[Body.SHOULDER])
        widest = max(widest, size[Body.RADIUS])
    settle(views.grid, room.places, count)
    return tallest, widest


@kernel
def _most(views: Any, room: Any, count: int) -> int:
    """Return how many pairs a moment has at most."""
    grid, most = views.grid, 0
    for i in range(count):
        eye, s = room.places.here[i, Here.EYE], room.places.square[i]
        if (eye < views.low) | (eye > views.high):
            most += len(views.records)
        elif s < grid.rows * grid.columns:
            most += grid.first[s + 1] - grid.first[s]
    return most


@kernel
def _look_at(
    views: Any, crowd: Any, room: Any, me: int, c: int, yaw: int, pitch: int, count: int,
    tallest: float, widest: float,
) -> tuple[bool, bool, Sample]:  # fmt: skip
    """Look at a head that is in the image and behind no solid.

    Nobody there now reaches higher than ``tallest`` or farther from their middle than ``widest``.

    Returns
    -------
    seen, face : bool
        Whether it is seen, and its face measurable.
    sample : tuple of float
        u, v [px], distance [m], density [px/m], that of the half of the head that faces the camera,
        distance of the eyes [px], tan off_yaw, sin off_pitch; NaN where there is nothing to say.
        Last the detail of an image computed from another, over its pixels; 1 where it was not.
    """
    here = room.places.here[me]
    record = views.records[c, : views.lengths[c]]
    x, y, z = here[Here.X], here[Here.Y], here[Here.EYE]
    right, down, ahead = to_camera(record, x, y, z)
    u, v, tangential, radial = view_of_point(record, right, down, ahead)
    shown = min(tangential, radial)
    density = resolved(record, x, y, z, shown)
    none = math.nan
    if not density >= crowd.least:
        return False, False, (none, none, none, none, none, none, none, none, none)
    cx, cy, cz = record[Record.X] - x, record[Record.Y] - y, record[Record.Z] - z
    sin_yaw, cos_yaw = crowd.turns[yaw + 32768, 0], crowd.turns[yaw + 32768, 1]
    sin_pitch, cos_pitch = crowd.turns[pitch + 32768, 0], crowd.turns[pitch + 32768, 1]
    nose, left, up = head_frame(sin_yaw, cos_yaw, sin_pitch, cos_pitch, cx, cy, cz)
    ex, ey = -here[Here.APART] * sin_yaw, here[Here.APART] * cos_yaw
    eye = -1.0
    if nose >= crowd.own_head * math.sqrt(nose * nose + left * left):
        eye = _eye_pixels(record, views.table, c, x, y, z, ex, ey)
    head_hidden, eye_hidden = behind_others(
        me, eye >= 0.0, ex, ey, record[Record.X], record[Record.Y], record[Record.Z], views.grid,
        room.places, count, tallest, widest,
    )  # fmt: skip
    face = eye >= 0.0 and not eye_hidden
    tan_yaw, sin_pitch = off_turn(nose, left, up) if face else (none, none)
    return not head_hidden, face, (
        u, v, math.sqrt(right * right + down * down + ahead * ahead), density,
        density if cos_yaw * cx + sin_yaw * cy > 0.0 else none, eye if face else none, tan_yaw,
        sin_pitch, density / shown,
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
