"""Rasters: numbers on a square grid over the site, and how two of them are put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from twin.arrays import Floats
from twin.errors import ShapeError
from twin.site.ground import Ground


@dataclass(frozen=True, eq=False)
class Raster:
    """Numbers on a square grid.

    Attributes
    ----------
    x0, y0 : float
        South-west corner of the grid, site frame. [m]
    cell : float
        Side of a cell. [m]
    values : (ny, nx) array
        Row 0 is the southernmost.
    """

    x0: float
    y0: float
    cell: float
    values: Floats

    @classmethod
    def of_nodes(cls, ground: Ground, values: Floats) -> Self:
        """Turn numbers at nodes (ny, nx) into cells, each about its node."""
        half = ground.cell / 2
        return cls(ground.x0 - half, ground.y0 - half, ground.cell, values)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, east, south, north, as matplotlib wants an extent. [m]."""
        ny, nx = self.values.shape
        return (
            self.x0,
            self.x0 + nx * self.cell,
            self.y0,
            self.y0 + ny * self.cell,
        )

    def centres(self) -> tuple[Floats, Floats]:
        """Give the x (nx,) and y (ny,) of the cells' centres. [m]."""
        ny, nx = self.values.shape
        x: Floats = np.arange(nx, dtype=np.float64)
        y: Floats = np.arange(ny, dtype=np.float64)
        return self.x0 + self.cell * (x + 0.5), self.y0 + self.cell * (y + 0.5)


def best(rasters: Sequence[Raster]) -> Raster:
    """Take the largest number of each cell over rasters on one grid.

    Parameters
    ----------
    rasters : sequence of Raster
        At least one; all on the same grid.

    Raises
    ------
    ShapeError
        If there is none, or the grids differ.

    Examples
    --------
    >>> import numpy as np
    >>> one, two = (Raster(0, 0, 1, np.array([row])) for row in ([1.0, 5.0], [2.0, 3.0]))
    >>> best([one, two]).values
    array([[2., 5.]])
    """
    if not rasters:
        message = "rasters: none was given, but the best of them needs at least one."
        raise ShapeError(message)
    first = rasters[0]
    for other in rasters[1:]:
        same = (other.x0, other.y0, other.cell) == (first.x0, first.y0, first.cell)
        if not same or other.values.shape != first.values.shape:
            message = (
                f"rasters: one starts at ({other.x0}, {other.y0}) with cells of {other.cell} m, "
                f"another at ({first.x0}, {first.y0}) with {first.cell} m; they must be one grid."
            )
            raise ShapeError(message)
    values = np.maximum.reduce([raster.values for raster in rasters])
    return Raster(first.x0, first.y0, first.cell, values)
