"""Footfall: how many people stepped on each square of the ground, from the tracks."""

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from twin.errors import TableError
from twin.people.visits.kernels import step_on
from twin.tables import TICKS_PER_SECOND

__all__ = ["Footfall"]


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
        if not table.num_rows:
            return
        person, tick, x_cm, y_cm = (
            table[name].to_numpy() for name in ("person", "tick", "x_cm", "y_cm")
        )
        corner = round(100 * self.x0), round(100 * self.y0)
        side = round(100 * self.cell)
        self._must_hold(x_cm, y_cm, corner, side)
        self._remember_up_to(int(person.max()))
        step_on(
            *(person, tick, x_cm, y_cm, *corner, side),
            *(self.counts, self.visits, self._last_cell, self._last_tick),
        )

    def _must_hold(
        self,
        x_cm: NDArray[np.int32],
        y_cm: NDArray[np.int32],
        corner: tuple[int, int],
        side: int,
    ) -> None:
        """Refuse samples outside the grid; the corner is the south-west one. [cm]."""
        ny, nx = self.counts.shape
        west, south = corner
        east, north = west + nx * side - 1, south + ny * side - 1
        # the extremes alone are found ten times as quickly as who is outside
        if (
            x_cm.min() >= west
            and x_cm.max() <= east
            and y_cm.min() >= south
            and y_cm.max() <= north
        ):
            return
        outside = (x_cm < west) | (x_cm > east) | (y_cm < south) | (y_cm > north)
        i = int(np.argmax(outside))
        message = (
            f"tracks: a sample at x_cm {x_cm[i]}, y_cm {y_cm[i]} lies outside the extent of "
            f"the site; {int(outside.sum())} of {len(outside)} samples do."
        )
        raise TableError(message)

    def _remember_up_to(self, person: int) -> None:
        """Make room for people up to this number; nobody has been anywhere yet."""
        more = person + 1 - len(self._last_cell)
        if more > 0:
            nowhere = np.full(more, -1, dtype=np.int64)
            self._last_cell = np.r_[self._last_cell, nowhere]
            self._last_tick = np.r_[self._last_tick, nowhere - 1]
