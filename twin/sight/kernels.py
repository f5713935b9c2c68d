"""Who is seen by whom: heads in the image, behind nothing and nobody, folded into passes.

Everything about a moment happens in one kernel, and only looks and passes leave it.
"""

import math
from enum import IntEnum
from typing import Any, NamedTuple

from twin.cameras.kernels import Record, in_image, resolved, to_camera, view_of_point
from twin.jit import kernel
from twin.sight.faces.kernels import Pairs, Work, candidates, imaged, open_pairs
from twin.sight.others.kernels import Here, behind_others, leave, may_be_behind, settle
from twin.sight.passes.kernels import BEFORE, Open, add, begin_stretch, end_stretch, passing
from twin.sight.rows.kernels import Near
from twin.sight.table.kernels import hides
from twin.site.relief.kernels import ground_at

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
"""What is seen of somebody at a moment; see :func:`_sample`."""


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
    relief : Relief
        The ground; see :mod:`twin.site.relief.kernels`.
    """

    table: Any
    grid: Any
    records: Any
    lengths: Any
    reach: Any
    px_to_blur: Any
    relief: Any


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
    near : (n, 7) array of int32
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
        tallest, widest = _gathered(views, crowd, near, start, count, room)
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
                views.grid, len(views.records), -math.inf, math.inf, room.places.here, count,
                room.places.square, i, room.pairs, room.work,
            )  # fmt: skip
            pairs = imaged(
                views.records, views.reach, room.places.here, room.pairs, pairs, room.work
            )
            pairs = open_pairs(
                views.table, room.places.here, room.pairs, pairs, room.work[Work.SQUARE]
            )
            pairs = _turned(views, crowd, room, near, start, pairs)
            _eyes(views, room, pairs)
            pairs = _unhidden(views, room, pairs, tallest, widest)
            for n in range(pairs):
                k = room.pairs[Pairs.LEFT, n]
                me, c = int(room.pairs[Pairs.FACE, k]), int(room.pairs[Pairs.CAMERA, k])
                row = start + me
                p, held, written, ended = passing(
                    near[row, Near.PERSON], c, tick, begin, pool.chain, pool.whole, pool.real,
                    held, out.seen, out.shown, written, out.pieces, ended,
                )  # fmt: skip
                add(
                    pool.whole[p], pool.real[p], tick, near[row, Near.X], near[row, Near.Y],
                    room.work[Work.EYE, n] >= 0.0, tick < begin, _sample(views, room, n, k, me, c),
                    views.px_to_blur[c],
                )  # fmt: skip
        leave(views.grid, room.places, count)
        if not done:
            _note(counts, m, held, written, ended, most)
            return False
        m += 1
    if written + held > len(out.seen) or ended + held > len(out.pieces):
        _note(counts, m, held, written, ended, held)
        return False
    held, written, ended = end_stretch(
        begin, stretch.tick + stretch.stop, stretch.last, pool.chain, pool.whole, pool.real, held,
        out.seen, out.shown, written, out.pieces, ended,
    )  # fmt: skip
    _note(counts, m, held, written, ended, 0)
    return True


@kernel
def _note(counts: Any, m: int, held: int, written: int, ended: int, needed: int) -> None:
    """Write how far a stretch has come, and what room it asks for; see :class:`Count`."""
    counts[Count.MOMENT], counts[Count.HELD] = m, held
    counts[Count.WRITTEN], counts[Count.ENDED], counts[Count.NEEDED] = written, ended, needed


@kernel
def chained(pool: Any, held: int) -> None:
    """Chain the first passes of a pool person by person."""
    for k in range(held):
        person = pool.whole[k, Open.PERSON]
        pool.whole[k, Open.BEFORE] = pool.chain[person]
        pool.chain[person] = k + 1


@kernel
def _gathered(
    views: Any, crowd: Any, near: Any, start: int, count: int, room: Any
) -> tuple[float, float]:
    """Put everybody of a moment in their places; return how tall and wide the largest are. [m]

    The lower they are, the shorter the part of a line in which anybody can stand.
    """
    tallest, widest = 0.0, crowd.head
    for i in range(count):
        person = near[start + i, Near.PERSON]
        size = crowd.sizes[person]
        here = room.places.here[i]
        x, y = near[start + i, Near.X] / 100.0, near[start + i, Near.Y] / 100.0
        foot = ground_at(views.relief, x, y, near[start + i, Near.BELOW])
        here[Here.X], here[Here.Y], here[Here.FOOT] = x, y, foot
        here[Here.EYE], here[Here.HEAD] = foot + size[Body.EYE], crowd.head
        here[Here.RADIUS], here[Here.SHOULDER] = size[Body.RADIUS], foot + size[Body.SHOULDER]
        here[Here.APART] = size[Body.IPD] / 2
        tallest = max(tallest, size[Body.EYE] + crowd.head, size[Body.SHOULDER])
        widest = max(widest, size[Body.RADIUS])
    settle(views.grid, room.places, count)
    return tallest, widest


@kernel
def _most(views: Any, room: Any, count: int) -> int:
    """Return how many pairs a moment has at most."""
    grid, most = views.grid, 0
    for i in range(count):
        s = room.places.square[i]
        if s >= 0:
            most += grid.first[s + 1] - grid.first[s]
    return most


@kernel
def _turned(views: Any, crowd: Any, room: Any, near: Any, start: int, pairs: int) -> int:
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
def _eyes(views: Any, room: Any, pairs: int) -> None:
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
def _unhidden(views: Any, room: Any, pairs: int, tallest: float, widest: float) -> int:
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
            views.grid, room.places, work[Work.ROOF, k] + tallest, widest,
        ) else 0  # fmt: skip
    for m in range(asked):
        n = room.pairs[Pairs.LATER, m]
        k = room.pairs[Pairs.LEFT, n]
        record = views.records[room.pairs[Pairs.CAMERA, k]]
        head, eye = behind_others(
            int(room.pairs[Pairs.FACE, k]), work[Work.EYE, n] >= 0.0, work[Work.ASIDE_X, n],
            work[Work.ASIDE_Y, n], record[Record.X], record[Record.Y], record[Record.Z],
            views.grid, room.places, work[Work.ROOF, k] + tallest, widest,
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
def _sample(views: Any, room: Any, n: int, k: int, me: int, c: int) -> Sample:
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
