"""Facing: which way faces pointed on each square of the ground, from the tracks."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.people.footfall import Footfall, HasExtent
from twin.tables import TRACKS, checked

__all__ = ["Facing"]


@dataclass(frozen=True, eq=False)
class Facing:
    """How often faces pointed which way.

    Attributes
    ----------
    cell : float
        Side of a cell. [m]
    x0, y0 : float
        South-west corner of the grid, site frame. [m]
    counts : (ny, nx, bins) array of int64
        Samples, of which there are four a second. Bin k holds directions from k to k + 1 parts of
        the turn, anticlockwise from east.
    """

    cell: float
    x0: float
    y0: float
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, site: HasExtent, *, bins: int = 16) -> Self:
        """Make an empty grid that covers the extent of a site, on the squares of footfall.

        Parameters
        ----------
        site : Site
            Only its `extent` is read.
        bins : int
            Parts of the turn; :data:`twin.sight.BINS`.
        """
        grid = Footfall.of(site)
        return cls(grid.cell, grid.x0, grid.y0, np.zeros((*grid.counts.shape, bins), np.int64))

    def add(self, table: pa.Table) -> None:
        """Add tracks, in any order.

        Raises
        ------
        TableError
            If they do not follow their schema.
        """
        checked(table, TRACKS)
        bins = self.counts.shape[-1]
        yaw = table["head_yaw_crad"].to_numpy() / 100.0
        turn = (yaw % (2 * math.pi)) * (bins / (2 * math.pi))
        which = np.minimum(turn.astype(np.intp), bins - 1)
        column = ((table["x_cm"].to_numpy() / 100.0 - self.x0) // self.cell).astype(np.intp)
        row = ((table["y_cm"].to_numpy() / 100.0 - self.y0) // self.cell).astype(np.intp)
        at = (row * self.counts.shape[1] + column) * bins + which
        self.counts.reshape(-1)[:] += np.bincount(at, minlength=self.counts.size)
