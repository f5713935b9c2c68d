"""Who is seen by whom: heads in the image, behind nothing and nobody, folded into passes.

Everything about a moment happens in one kernel, and only looks and passes leave it.
"""

from enum import IntEnum
from typing import Any, NamedTuple

from twin.jit import kernel
from twin.sight.faces.kernels import in_open, in_view
from twin.sight.groups.kernels import Here, Mark, Member, gathered, grouped
from twin.sight.passes.kernels import BEFORE, Open, add, begin_stretch, end_stretch, passing
from twin.sight.rows.kernels import Near
from twin.sight.shown.kernels import eyes, sampled, turned, unhidden
from twin.site.relief.kernels import ground_at

__all__ = [
    "Body", "Count", "Crowd", "Out", "Pool", "Stretch", "Through", "chained", "see",
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
        First moment that counts: two samples later, or ``early`` where what was before is in the
        pool.
    stop : int
        One after the last.
    last : bool
        Whether passes stay open at the end.
    step : int
        From one moment that is looked at to the next; stretches begin at such.
    """

    tick: int
    early: int
    begin: int
    stop: int
    last: bool
    step: int


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
            held = begin_stretch(begin, stretch.step, pool.chain, pool.whole, pool.real, held)
        start, count = moment[m], moment[m + 1] - moment[m]
        widest = _settled(views, crowd, near, start, count, room)
        most = int(room.first[len(views.records)])
        # no more can happen in a moment than that everybody of every group begins and ends a pass
        done = (
            held + most <= len(pool.whole)
            and written + most <= len(out.seen)
            and ended + most <= len(out.pieces)
        )
        if not done:
            _note(counts, m, held, written, ended, most)
            return False
        for c in range(len(views.records)):
            many = gathered(views.grid, room, c)
            left = in_view(views.records[c], views.reach[c], room, many)
            left = in_open(views.table, c, room, many, left)
            left = turned(views, crowd, c, room, near, start, left)
            eyes(views, c, room, left)
            left = unhidden(views, c, room, many, left, widest)
            for n in range(left):
                row = start + room.member[room.first[c] + room.marks[Mark.LEFT, n]]
                p, held, written, ended = passing(
                    near[row, Near.PERSON], c, tick, stretch.step, begin, pool.chain, pool.whole,
                    pool.real, held, out.seen, out.shown, written, out.pieces, ended,
                )  # fmt: skip
                add(
                    pool.whole[p], pool.real[p], tick, stretch.step, near[row, Near.X],
                    near[row, Near.Y], room.work[Member.EYE, n] >= 0.0, tick < begin,
                    sampled(views, room, n, c), views.px_to_blur[c],
                )  # fmt: skip
        m += stretch.step
    if written + held > len(out.seen) or ended + held > len(out.pieces):
        _note(counts, m, held, written, ended, held)
        return False
    held, written, ended = end_stretch(
        begin, stretch.tick + stretch.stop, stretch.step, stretch.last, pool.chain, pool.whole,
        pool.real, held, out.seen, out.shown, written, out.pieces, ended,
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
def _settled(views: Any, crowd: Any, near: Any, start: int, count: int, room: Any) -> float:
    """Put everybody of a moment in their places and groups; return how broad they are. [m]"""
    widest = crowd.head
    for i in range(count):
        size = crowd.sizes[near[start + i, Near.PERSON]]
        here = room.here[i]
        x, y = near[start + i, Near.X] / 100.0, near[start + i, Near.Y] / 100.0
        foot = ground_at(views.relief, x, y, near[start + i, Near.BELOW])
        here[Here.X], here[Here.Y], here[Here.FOOT] = x, y, foot
        here[Here.EYE], here[Here.HEAD] = foot + size[Body.EYE], crowd.head
        here[Here.RADIUS], here[Here.SHOULDER] = size[Body.RADIUS], foot + size[Body.SHOULDER]
        here[Here.APART] = size[Body.IPD] / 2
        widest = max(widest, size[Body.RADIUS])
    grouped(views.grid, len(views.records), room, count)
    return float(widest)
