"""Tracks in memory: by square of the ground, so that a camera is given only what is near it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from twin.run.squares.kernels import stretches
from twin.run.tracks import SQUARE_CM
from twin.sight import Needs, Part
from twin.tables import TICKS_PER_SECOND

__all__ = ["HeldSlab", "handed", "held"]

LENGTH = 15 * 60 * TICKS_PER_SECOND
"""Moments of a slab in memory: some, so that one is looked at while the next is handed out, and
few, since each is work of its own; changes no row. [0.25 s]"""

Square = tuple[int, int]
"""Column and row of a square of ``SQUARE_CM``."""


@dataclass(frozen=True, eq=False)
class HeldSlab:
    """Tracks of a slab.

    Attributes
    ----------
    squares : mapping of (int, int) to list of pyarrow.Table
        Tracks of each square.
    first, last : int
        First and last moment of anybody. [0.25 s]
    """

    squares: Mapping[Square, list[pa.Table]]
    first: int
    last: int

    @classmethod
    def of(cls, tracks: pa.Table) -> Self:
        """Part tracks that are stored square by square, one row at least."""
        whole = tracks.combine_chunks()
        x, y, tick = (whole[name].to_numpy() for name in ("x_cm", "y_cm", "tick"))
        first, square = np.empty((2, len(x)), dtype=np.int64)
        found = stretches(x, y, SQUARE_CM, first, square)
        squares: dict[Square, list[pa.Table]] = {}
        for start, end in zip(first[:found], [*first[1:found], len(x)], strict=True):
            corner = int(x[start]) // SQUARE_CM, int(y[start]) // SQUARE_CM
            squares.setdefault(corner, []).append(whole.slice(start, end - start))
        return cls(squares, int(tick.min()), int(tick.max()))

    def needed(self, known: dict[Square, bool], needs: Needs) -> Part:
        """Return the tracks in those squares that are needed.

        Parameters
        ----------
        known : dict of (int, int) to bool
            Whether a square is needed, of those asked about before; the others are added.
        needs : callable
            Says of a rectangle whether its rows are needed.
        """
        side = SQUARE_CM / 100
        for column, row in self.squares.keys() - known.keys():
            around = column * side, row * side, (column + 1) * side, (row + 1) * side
            known[column, row] = needs(*around)
        found = [part for at, parts in self.squares.items() if known[at] for part in parts]
        none = next(iter(self.squares.values()))[0].slice(0, 0)
        return Part(pa.concat_tables([none, *found]), self.first, self.last)


def held(read: Iterable[pa.Table]) -> Iterator[HeldSlab]:
    """Hold slabs of tracks, each stored square by square, in fewer that are longer."""

    def part(rows: pa.Table) -> int:
        return int(pc.min(rows["tick"]).as_py()) // LENGTH

    for _, slabs in groupby(read, part):
        yield HeldSlab.of(pa.concat_tables(slabs))


def handed(slabs: Iterable[HeldSlab]) -> Iterator[Callable[[Needs], Part]]:
    """Hand out slabs as :func:`twin.sight.look` reads them, asking once about each square."""
    known: dict[Square, bool] = {}
    for slab in slabs:
        yield partial(slab.needed, known)
