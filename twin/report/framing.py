"""Framing: which ground a map shows, and where on the sheet it stands."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from twin.cameras import Camera
from twin.report import style
from twin.report.names import size_of
from twin.report.raster import Raster
from twin.site import Site

#: The least ground a close-up shows, so that streets around it can be told. [m]
CLOSE_UP: Final = 230.0

Box = tuple[float, float, float, float]


def map_axes(figure: Figure, inches: Box, shown: Box) -> Axes:
    """Make axes at a place on the sheet [inch] that show a box of ground [m]."""
    x, y, width, height = inches
    across, up = figure.get_size_inches()
    axes = figure.add_axes((x / across, y / up, width / across, height / up))
    west, south, east, north = shown
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    axes.set_facecolor(style.OUTSIDE)
    axes.set_autoscale_on(False)
    return axes


def framed(bounds: Box, aspect: float, *, pad: float, least: float = 0.0) -> Box:
    """Grow a box to an aspect of width to height, about its middle, and to a least width. [m]."""
    west, south, east, north = bounds
    width, height = east - west + 2 * pad, north - south + 2 * pad
    height = max(height, width / aspect, least / aspect)
    width = height * aspect
    x, y = (west + east) / 2, (south + north) / 2
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def close_up(
    site: Site, cameras: Sequence[Camera], coverage: Raster, density: float, *, aspect: float
) -> Box:
    """Frame cameras and the ground they cover at least at a density [px/m]. [m]."""
    at = [shapely.Point(camera.position[:2]) for camera in cameras]
    of_interest = shapely.union_all([*at, _covered(coverage, density)])
    if of_interest.is_empty:
        of_interest = site.boundary
    west, _, east, _ = site.extent.bounds
    return framed(of_interest.bounds, aspect, pad=18.0, least=min(CLOSE_UP, east - west))


def _covered(raster: Raster, density: float) -> shapely.Polygon:
    """Box about the ground covered at least at one density; empty when there is none. [px/m]."""
    rows, columns = np.nonzero(raster.values >= density)
    if not len(rows):
        return shapely.Polygon()
    west, south = (raster.x0 + raster.cell * columns.min(), raster.y0 + raster.cell * rows.min())
    east, north = (
        raster.x0 + raster.cell * (columns.max() + 1),
        raster.y0 + raster.cell * (rows.max() + 1),
    )
    box: shapely.Polygon = shapely.box(west, south, east, north)
    return box


def fitting(line: str, size: float, room: float) -> float:
    """Font size at which a bold line fits into a room [inch], at most so large. [pt]."""
    width, _ = size_of(line, size, weight="bold")
    return size * min(1.0, 72.0 * room / width)
