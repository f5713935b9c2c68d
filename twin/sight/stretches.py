"""Look at a slab of tracks stretch by stretch, each in a thread of its own."""

import threading
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.sight import kernels
from twin.sight.groups import room_for
from twin.sight.kernels import Count, Crowd, Out, Pool, Stretch, Through
from twin.sight.passes import Given
from twin.sight.passes.kernels import Best, Open, Piece, Seen, Shown

__all__ = ["EARLY", "cut", "looker"]

LENGTH = 120
"""Moments of a stretch, a whole number of seconds; changes no row. [0.25 s]"""

EARLY = 2
"""Samples that a stretch reads before it begins; see :mod:`twin.sight.passes.kernels`. [1]"""

Rows = NDArray[np.int32]


def cut(tick: int, moments: int, step: int) -> Iterator[Stretch]:
    """Cut the moments of a slab, the first at a tick, into stretches that begin with a second.

    Each begins and ends with a multiple of ``step``: the sample before stands for those up to it.
    """
    first, stop = (-(-each // step) * step for each in (tick, tick + moments))
    begin = -(-(first + EARLY * step) // LENGTH) * LENGTH
    begins = [first, *range(begin, stop, LENGTH)] if first < stop else []
    for n, (start, end) in enumerate(pairwise([*begins, stop])):
        early = start - EARLY * step if n else start
        yield Stretch(tick, early - tick, start - tick, end - tick, end == stop, step)


def looker(through: Through, crowd: Crowd) -> Callable[[Stretch, Rows, Rows, Rows, Floats], Given]:
    """Return what looks at a stretch; threads may call it at once."""
    local = threading.local()

    def look(stretch: Stretch, near: Rows, moment: Rows, whole: Rows, real: Floats) -> Given:
        """Look at rows by time; ``whole`` and ``real`` are the passes open before them."""
        if not hasattr(local, "held"):
            local.held = _Held(through, len(crowd.sizes))
        held: _Held = local.held
        return held.look(through, crowd, stretch, near, moment, whole, real)

    return look


class _Held:
    """Memory of one thread, kept from stretch to stretch and enlarged when it is too small."""

    def __init__(self, through: Through, people: int) -> None:
        self.cameras = len(through.records)
        self.room = room_for(through.grid, self.cameras, 0)
        self.chain = np.zeros(people, dtype=np.int32)
        self.pool = _pool(self.chain, 0)
        self.out = _out(0)

    def look(
        self,
        through: Through,
        crowd: Crowd,
        stretch: Stretch,
        near: Rows,
        moment: Rows,
        whole: Rows,
        real: Floats,
    ) -> Given:
        """Look at a stretch."""
        most = int(np.diff(moment[stretch.early : stretch.stop + 1]).max(initial=0))
        if most > len(self.room.here):
            self.room = room_for(through.grid, self.cameras, 2 * most)
        counts = np.zeros(int(Count.LENGTH), dtype=np.int64)
        counts[Count.MOMENT], counts[Count.NEEDED] = stretch.early, len(whole)
        self._grow(counts)
        counts[Count.HELD] = len(whole)
        self.pool.whole[: len(whole)], self.pool.real[: len(real)] = whole, real
        kernels.chained(self.pool, len(whole))
        while not kernels.see(
            through, crowd, stretch, near, moment, self.room, self.pool, self.out, counts
        ):
            self._grow(counts)
        still = int(counts[Count.HELD])
        return Given(
            self.out.seen[: counts[Count.WRITTEN]].copy(),
            self.out.shown[: counts[Count.WRITTEN]].copy(),
            self.out.pieces[: counts[Count.ENDED]].copy(),
            self.pool.whole[:still].copy(),
            self.pool.real[:still].copy(),
        )

    def _grow(self, counts: NDArray[np.int64]) -> None:
        """Make room for more than the next moment may take."""
        held, written, ended, needed = counts[Count.HELD : Count.NEEDED + 1].tolist()
        if len(self.pool.whole) < held + needed:
            pool = _pool(self.chain, 2 * (held + needed))
            pool.whole[:held], pool.real[:held] = self.pool.whole[:held], self.pool.real[:held]
            self.pool = pool
        if min(len(self.out.seen) - written, len(self.out.pieces) - ended) < needed:
            out = _out(2 * (max(written, ended) + needed))
            out.seen[:written] = self.out.seen[:written]
            out.shown[:written] = self.out.shown[:written]
            out.pieces[:ended] = self.out.pieces[:ended]
            self.out = out


def _pool(chain: Rows, room: int) -> Pool:
    whole = np.zeros((room, int(Open.LENGTH)), dtype=np.int32)
    return Pool(chain, whole, np.empty((room, int(Best.LENGTH))))


def _out(room: int) -> Out:
    return Out(
        np.empty((room, int(Seen.LENGTH)), dtype=np.int32),
        np.empty((room, int(Shown.LENGTH)), dtype=np.float32),
        np.empty((room, int(Piece.LENGTH)), dtype=np.int32),
    )
