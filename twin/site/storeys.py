"""The ground as it is walked: with steps, and with a second drawing of what lies below bridges.

The ground below decks and about it is drawn once more in further rows of the same grid, ``lift``
metres to the north. Who is below (:class:`twin.site.surface.kernels.Storey`) looks everything up
there, and keeps their place on the map. What lies outside the decks is in both drawings, and is one
ground: ways are the same, and people there see each other.
"""

import functools

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.site.ground import CELL, RIM, Frame, Ground, connected, marked, raster
from twin.site.site import Site
from twin.site.surface.kernels import Surface
from twin.site.things import Area
from twin.site.underpasses import Underpasses, find_underpasses, joined

__all__ = ["walked"]

_CRACK = 0.01  # m: half the widest crack that is closed; ten times the grid of the outlines


@functools.lru_cache(maxsize=4)  # a run asks for the same ground several times
def walked(site: Site, cell: float = CELL) -> Ground:
    """Lay the grid over a site as people walk it.

    Parameters
    ----------
    site : Site
        The site as of its date.
    cell : float
        Spacing of the nodes. [m]

    Raises
    ------
    ShapeError
        If the cell is coarser than ``CELL`` or finer than 0.1 m.
    MapError
        If no node is walkable.
    """
    found = find_underpasses(site.walkable, site.bridges, site.levels, site.water)
    steps = joined([flight.polygon for flight in site.stairs])
    upper = joined([site.walkable.difference(found.sides)])
    frame = Frame.over(upper, cell)
    inside, distance = raster(upper, frame)
    surface = _zones(found, frame)
    surface[marked(steps, frame)] |= np.uint8(Surface.STAIRS)
    lift = 0.0
    if not found.below.is_empty:
        lower = _without_cracks(joined([found.below, found.around]))
        below = _band(lower, frame)
        lift = frame.y0 + frame.ny * cell - below.y0
        drawn = raster(lower, below)
        first = round((below.y0 - frame.y0) / cell)
        codes = surface[first : first + below.ny].copy()
        codes[codes & Surface.ZONE == Surface.COVERED] = Surface.COVERED  # steps are on the deck
        inside = np.concatenate([inside, drawn[0]])
        distance = np.concatenate([distance, drawn[1]])
        surface = np.concatenate([surface, codes])
    return connected(frame, inside, distance, surface, lift)


def _without_cracks(area: Area) -> Area:
    """Close what rounding leaves open between areas that meet."""
    grown = area.buffer(_CRACK, join_style="mitre")
    return joined([grown.buffer(-_CRACK, join_style="mitre")])


def _zones(found: Underpasses, frame: Frame) -> NDArray[np.uint8]:
    """Mark covered ground and the approaches to it."""
    out = np.zeros((frame.ny, frame.nx), dtype=np.uint8)
    out[marked(found.approach, frame)] = Surface.APPROACH
    out[marked(found.covered, frame)] = Surface.COVERED
    return out


def _band(area: Area, frame: Frame) -> Frame:
    """Take the rows of a frame that hold an area, with a rim."""
    _, south, _, north = shapely.bounds(area)
    first = int(np.floor((south - frame.y0) / frame.cell)) - RIM
    last = int(np.ceil((north - frame.y0) / frame.cell)) + RIM
    first, last = max(first, 0), min(last, frame.ny - 1)
    return Frame(frame.cell, frame.x0, frame.y0 + first * frame.cell, last - first + 1, frame.nx)
