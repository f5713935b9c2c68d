"""Lens axes: metres on paper, the paper filled, heights stretched where they must be.

What is drawn keeps one scale: heights are multiplied by the stretch, and ticks say the true ones.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from twin.arrays import Floats
from twin.report import style
from twin.report.raster import Raster

__all__ = ["CASED", "CELLS", "SHEET", "Window"]

#: As wide as A4. [inch]
SHEET: Final = (8.27, 10.2)

#: Cells along the longer side of a drawing: one for each dot that is printed.
CELLS: Final = 1440

#: A pale edge, so that lines are seen on every zone.
CASED: Final = [withStroke(linewidth=2.6, foreground=style.PAPER)]

#: By how much heights may be stretched. [1]
STRETCHES: Final = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100, 200, 500)

#: Ticks are these, times a power of ten, apart.
TICKS: Final = (1, 2, 5, 10)

#: A drawing that would be lower than this share of its box is stretched.
LOW: Final = 0.5


@dataclass(frozen=True)
class Window:
    """What part of a plane is drawn, in true metres, and by how much its heights are stretched.

    Attributes
    ----------
    west, east, south, north : float
        Its edges. [m]
    stretch : float
        Heights over lengths, as drawn. [1]
    """

    west: float
    east: float
    south: float
    north: float
    stretch: float

    @classmethod
    def filling(
        cls,
        bounds: tuple[float, float, float, float],
        inches: tuple[float, float],
        *,
        anchor: tuple[float, float] = (0.5, 0.5),
    ) -> Self:
        """Choose the window that shows all of something and fills a box.

        Parameters
        ----------
        bounds : (west, east, south, north)
            What must be shown. [m]
        inches : (width, height)
            The box. [inch]
        anchor : (float, float)
            Where what must be shown stands in the window: 0 is west or south, 1 east or north.
        """
        west, east, south, north = bounds
        wide, high = east - west, north - south
        scale = inches[0] / wide
        room = inches[1] / (scale * high)
        stretch = max(s for s in STRETCHES if s <= room) if room > 1 / LOW else 1
        width = max(wide, high * inches[0] / inches[1])
        height = inches[1] / inches[0] * width / stretch
        west -= anchor[0] * (width - wide)
        south -= anchor[1] * (height - high)
        return cls(west, west + width, south, south + height, float(stretch))

    def grid(self) -> tuple[Floats, Floats]:
        """Return the middles of the cells to draw, x (nx,) and y (ny,), in true metres."""
        cell = self.cell
        count = round((self.north - self.south) * self.stretch / cell)
        x: Floats = self.west + cell * (np.arange(CELLS, dtype=np.float64) + 0.5)
        y: Floats = np.arange(count, dtype=np.float64) + 0.5
        return x, self.south + cell / self.stretch * y

    @property
    def cell(self) -> float:
        """Side of a cell as drawn. [m]."""
        return (self.east - self.west) / CELLS

    def raster(self, values: Floats) -> Raster:
        """Lay values (ny, nx) of the grid where they are drawn."""
        return Raster(self.west, self.south * self.stretch, self.cell, values)

    def axes(self, figure: Figure, inches: tuple[float, float, float, float], title: str) -> Axes:
        """Add axes at left, bottom, width, height [inch]; say by how much heights are stretched."""
        left, bottom, width, height = inches
        axes = figure.add_axes(
            (left / SHEET[0], bottom / SHEET[1], width / SHEET[0], height / SHEET[1])
        )
        axes.set(
            xlim=(self.west, self.east),
            ylim=(self.south * self.stretch, self.north * self.stretch),
            autoscale_on=False,
        )
        axes.set_xticks(*_ticks(self.west, self.east))
        heights, names = _ticks(self.south, self.north)
        axes.set_yticks(self.stretch * heights, names)
        axes.tick_params(labelsize=7.5, color=style.QUIET, labelcolor=style.QUIET)
        axes.set_facecolor(style.GROUND)
        for side in axes.spines.values():
            side.set_visible(False)
        axes.grid(color=style.OUTSIDE, linewidth=0.6, zorder=0)
        axes.set_title(title, fontsize=10, loc="left", pad=6)
        return axes


def _ticks(low: float, high: float) -> tuple[Floats, list[str]]:
    """Choose round places between two, and write them."""
    found = np.asarray(MaxNLocator(8, steps=TICKS).tick_values(low, high), np.float64)
    found = found[(found >= low) & (found <= high)]
    return found, [f"{tick + 0.0:g}".replace("-", "\N{MINUS SIGN}") for tick in found]
