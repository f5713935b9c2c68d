"""Derive where people can walk: what is left of the extent, in one piece.

Walking looks walls up in a grid (:mod:`twin.site.ground`), so nothing solid may be thinner than
the grid can show, and no passage narrower than a person may stay open. Solid things are therefore
thickened to at least ``2 * SOLID``, and free ground is opened by the disc of radius ``BODY``.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.strtree import STRtree

from twin.arrays import Floats
from twin.site.polygons import polygons_in
from twin.site.things import Area, Barrier, Building, Furniture, Stretch, Tree

__all__ = ["BODY", "SOLID", "opened", "solid", "walkable"]

SOLID = 0.36
"""Least half-thickness of anything solid to walking; thinner things grow to it. [m]

On cells of 0.5 m every point lies within 0.354 m of a node, so the grid cannot miss a solid of this
size. assumption (range 0.36-0.5)."""

BODY = 0.36
"""Half the narrowest passage a person takes. [m]

assumption: half a shoulder breadth of 0.5 m and some sway (range 0.25-0.4), and for the reason
given above a passage of this size is in one piece on the grid."""

STEP = 0.25
"""Half the widest strip of water a person steps over, so that bridges meet banks drawn a little
apart. [m] assumption (range 0.1-0.4)."""

_ROUND = SOLID + 0.01  # m: a disc drawn with 16 corners still holds one of SOLID
_LEVELS = 6
_DUST = 1e-3  # m2: what rounding leaves of corners

GRID = 1e-3
"""Coordinates of the walkable ground are rounded to this. [m]"""

UNDERFOOT = {"bollard", "cycle_stand"}
"""Furniture that people pass between: it hides faces, but does not shape the ground.

assumption: gaps between bollards are at least 1.2 m, which thickened bollards would close."""


def solid(
    buildings: Sequence[Building],
    barriers: Sequence[Barrier],
    furniture: Sequence[Furniture],
    trees: Sequence[Tree],
) -> Area:
    """Join everything people walk round, thickened to what the grid can show."""
    trunks = shapely.points(np.array([tree.xy for tree in trees]).reshape(-1, 2))
    radii = np.array([tree.trunk_radius for tree in trees])
    outlines = [
        *(building.polygon for building in buildings if building.blocks),
        *(f.polygon for f in furniture if f.blocks and f.furniture not in UNDERFOOT),
    ]
    parts: list[shapely.Geometry] = [
        *(part for outline in outlines for part in _thickened(outline)),
        *(barrier.line.buffer(SOLID, quad_segs=4) for barrier in barriers),
        *shapely.buffer(trunks, np.maximum(radii, _ROUND), quad_segs=4),
    ]
    return _area(shapely.union_all(parts, grid_size=GRID))


def walkable(
    extent: Polygon,
    obstacles: Area,
    water: Sequence[Stretch],
    bridges: Sequence[Stretch],
    gates: Floats,
) -> Area:
    """Derive the ground that people can reach.

    Parameters
    ----------
    extent : Polygon
        Where people may walk before anything is taken away. [m]
    obstacles : polygon or multipolygon
        From :func:`solid`. [m]
    water, bridges : sequence of Stretch
        Water is taken away except under bridges.
    gates : (N, 2) array
        Where people come in; the piece with most of them is kept, the larger one when equal. [m]

    Returns
    -------
    polygon or multipolygon
        Free ground without passages narrower than ``2 * BODY``, all of it connected for a person
        of that size; empty when nothing is left.

    """
    lakes = shapely.union_all([stretch.polygon for stretch in water], grid_size=GRID)
    decks = shapely.union_all([stretch.polygon for stretch in bridges], grid_size=GRID)
    wet = opened(_area(shapely.difference(lakes, decks, grid_size=GRID)), STEP)
    blocked = shapely.union_all([obstacles, wet], grid_size=GRID)
    free = shapely.difference(extent, blocked, grid_size=GRID)
    cores = polygons_in(free.buffer(-BODY, quad_segs=4))
    if not cores:
        return Polygon()
    core = cores[_piece_with_most(cores, gates)]
    reach = core.buffer(BODY, join_style="mitre", mitre_limit=3.0)
    pieces = polygons_in(shapely.intersection(free, reach, grid_size=GRID))
    kept = [piece for piece in pieces if piece.intersects(core)]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


def _piece_with_most(cores: list[Polygon], gates: Floats) -> int:
    """Choose the piece nearest to most gates; the largest of those that are equal."""
    areas = shapely.area(np.array(cores, dtype=object))
    if len(gates) == 0:
        return int(np.argmax(areas))
    nearest = np.asarray(STRtree(cores).nearest(shapely.points(gates)))
    count = np.bincount(nearest, minlength=len(cores))
    return max(range(len(cores)), key=lambda i: (count[i], areas[i]))


def _area(geometry: shapely.Geometry) -> Area:
    """Keep the polygons of a geometry."""
    parts = polygons_in(geometry)
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def opened(area: Area, radius: float) -> Area:
    """Take away the parts of an area that are thinner than twice a radius."""
    grown = area.buffer(-radius, join_style="mitre").buffer(radius, join_style="mitre")
    return _area(shapely.intersection(grown, area, grid_size=GRID))


def _thickened(outline: Polygon) -> list[Area]:
    """Grow the thin parts of one outline until they are ``SOLID`` in half-thickness.

    Parts are told apart by the disc that fits into them, in ``_LEVELS`` steps, so that what grows
    ends at most one step above ``SOLID``. Returns the outline and what it grows by.
    """
    if not _thin(outline, opened(outline, SOLID)):
        return [outline]
    step = SOLID / _LEVELS
    whole: list[Area] = [outline]
    thick: Area = outline
    for level in range(_LEVELS):
        core = opened(thick, (level + 1) * step)
        whole += [p.buffer(SOLID - level * step + 0.01, quad_segs=4) for p in _thin(thick, core)]
        thick = core
    return whole


def _thin(area: Area, core: Area) -> list[Polygon]:
    """List the parts of an area that its core leaves, but for what rounding leaves."""
    rest = shapely.difference(area, core.buffer(0.005), grid_size=GRID)
    return [part for part in polygons_in(rest) if part.area > _DUST]
