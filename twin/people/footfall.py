"""Footfall: how many people stepped on each square of the ground, from the tracks."""

from dataclasses import dataclass
from typing import Final, Protocol, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from twin.errors import TableError
from twin.tables import TICKS_PER_SECOND

__all__ = ["Footfall"]

_CHUNK: Final = 4_000_000
"""Rows worked on at once; bounds the memory to about 300 MB whatever the slab. [1]"""


class HasExtent(Protocol):
    """Anything that says where people may walk."""

    @property
    def extent(self) -> BaseGeometry:
        """Ground that is simulated, site frame. [m]."""


@dataclass(eq=False)
class Footfall:
    """Visits and time spent on each cell of a square grid over the site.

    A *visit* is a person entering a cell: its first outdoor sample there, or the first after a
    sample in another cell or after time indoors. Somebody who sits in a cell for an hour is one
    visit; somebody who comes back is two. Neither number depends on how a day is cut into slabs.

    Attributes
    ----------
    cell : float
        Side of a cell. [m]
    x0, y0 : float
        South-west corner of the grid, site frame. [m]
    visits : (ny, nx) int64 array
        Visits to each cell.
    counts : (ny, nx) int64 array
        Samples in each cell, of which there are four a second.
    """

    cell: float
    x0: float
    y0: float
    visits: NDArray[np.int64]
    counts: NDArray[np.int64]
    _last_cell: NDArray[np.int64]
    _last_tick: NDArray[np.int64]

    @classmethod
    def of(cls, site: HasExtent, cell: float = 2.0) -> Self:
        """Make an empty grid that covers the extent of a site.

        Parameters
        ----------
        site : Site
            Only its `extent` is read.
        cell : float
            Side of a cell, in whole centimetres; 2 m shows lanes on a street of 10 m. [m]
        """
        west, south, east, north = site.extent.bounds
        x0, y0 = float(np.floor(west)), float(np.floor(south))
        shape = (int((north - y0) // cell) + 1, int((east - x0) // cell) + 1)
        nobody = np.zeros(0, dtype=np.int64)
        return cls(
            cell,
            x0,
            y0,
            np.zeros(shape, dtype=np.int64),
            np.zeros(shape, dtype=np.int64),
            nobody,
            nobody.copy(),
        )

    @property
    def person_seconds(self) -> NDArray[np.float64]:
        """Time people spent on each cell, (ny, nx). [s]."""
        return self.counts / TICKS_PER_SECOND

    def add(self, table: pa.Table) -> None:
        """Add one slab of tracks; slabs must come in the order of time.

        Parameters
        ----------
        table : pyarrow.Table
            Columns person, tick, x_cm and y_cm of the tracks table, sorted by person, then tick.

        Raises
        ------
        TableError
            If a column is missing or a sample lies outside the extent of the site.
        """
        missing = {"person", "tick", "x_cm", "y_cm"} - set(table.column_names)
        if missing:
            message = f"tracks: there is no column {min(missing)}, which footfall needs."
            raise TableError(message)
        for start in range(0, table.num_rows, _CHUNK):
            piece = table.slice(start, _CHUNK)
            person, tick, x_cm, y_cm = (
                piece[name].to_numpy() for name in ("person", "tick", "x_cm", "y_cm")
            )
            self._add(person, tick, self._cells(x_cm, y_cm))

    def _cells(self, x_cm: NDArray[np.int32], y_cm: NDArray[np.int32]) -> NDArray[np.intp]:
        ny, nx = self.counts.shape
        side = np.int32(round(100 * self.cell))
        column = (x_cm - np.int32(round(100 * self.x0))) // side
        row = (y_cm - np.int32(round(100 * self.y0))) // side
        outside = (column < 0) | (column >= nx) | (row < 0) | (row >= ny)
        if outside.any():
            i = int(np.argmax(outside))
            message = (
                f"tracks: a sample at x_cm {x_cm[i]}, y_cm {y_cm[i]} lies outside the extent of "
                f"the site; {int(outside.sum())} of {len(outside)} samples do."
            )
            raise TableError(message)
        cells: NDArray[np.intp] = row.astype(np.intp) * nx + column
        return cells

    def _add(
        self, person: NDArray[np.int32], tick: NDArray[np.int32], cell: NDArray[np.intp]
    ) -> None:
        self.counts += np.bincount(cell, minlength=self.counts.size).reshape(self.counts.shape)
        entered = np.empty(len(cell), dtype=np.bool_)
        entered[1:] = (
            (cell[1:] != cell[:-1]) | (person[1:] != person[:-1]) | (tick[1:] != tick[:-1] + 1)
        )
        first = np.flatnonzero(np.r_[True, person[1:] != person[:-1]])
        self._remember_up_to(int(person.max()))
        who = person[first]
        entered[first] = (self._last_cell[who] != cell[first]) | (
            self._last_tick[who] != tick[first] - 1
        )
        last = np.r_[first[1:] - 1, len(cell) - 1]
        self._last_cell[who], self._last_tick[who] = cell[last], tick[last]
        self.visits += np.bincount(cell[entered], minlength=self.visits.size).reshape(
            self.visits.shape
        )

    def _remember_up_to(self, person: int) -> None:
        """Make room for people up to this number; nobody has been anywhere yet."""
        more = person + 1 - len(self._last_cell)
        if more > 0:
            nowhere = np.full(more, -1, dtype=np.int64)
            self._last_cell = np.r_[self._last_cell, nowhere]
            self._last_tick = np.r_[self._last_tick, nowhere - 1]
