"""Tracks in memory: by square of the ground, so that a camera is given only what is near it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa

from twin.run.squares.kernels import stretches
from twin.run.tracks import SQUARE_CM
from twin.sight import Needs, Part

__all__ = ["HeldSlab"]


@dataclass(frozen=True, eq=False)
class HeldSlab:
    """Tracks of a slab.

    Attributes
    ----------
    squares : mapping of (int, int) to list of pyarrow.Table
        Column and row of each square of ``SQUARE_CM``, to the tracks in it.
    first, last : int
        First and last moment of anybody. [0.25 s]
    """

    squares: Mapping[tuple[int, int], list[pa.Table]]
    first: int
    last: int

    @classmethod
    def of(cls, tracks: pa.Table) -> Self:
        """Part tracks that are stored square by square, one row at least."""
        whole = tracks.combine_chunks()
        x, y, tick = (whole[name].to_numpy() for name in ("x_cm", "y_cm", "tick"))
        first, square = np.empty((2, len(x)), dtype=np.int64)
        found = stretches(x, y, SQUARE_CM, first, square)
        squares: dict[tuple[int, int], list[pa.Table]] = {}
        for start, end in zip(first[:found], [*first[1:found], len(x)], strict=True):
            corner = int(x[start]) // SQUARE_CM, int(y[start]) // SQUARE_CM
            squares.setdefault(corner, []).append(whole.slice(start, end - start))
        return cls(squares, int(tick.min()), int(tick.max()))

    def needed(self, needs: Needs) -> Part:
        """Return the tracks in those squares that are needed."""
        side = SQUARE_CM / 100
        found = [
            part
            for (column, row), parts in self.squares.items()
            if needs(column * side, row * side, (column + 1) * side, (row + 1) * side)
            for part in parts
        ]
        none = next(iter(self.squares.values()))[0].slice(0, 0)
        return Part(pa.concat_tables([none, *found]), self.first, self.last)
