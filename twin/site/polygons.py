"""Turn shapely polygons into arrays of plan walls."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Polygon

from twin.arrays import Floats, Ints
from twin.site.things import Area

__all__ = ["edges", "polygons_in"]


def edges(polygons: Area | Sequence[Area]) -> tuple[Floats, Ints]:
    """List the edges of polygons, holes included.

    Parameters
    ----------
    polygons : polygon, multipolygon or sequence of them
        In the site frame. [m]

    Returns
    -------
    walls : (W, 2, 2) array
        Start and end of each edge, ring by ring; edges of no length are left out. [m]
    owner : (W,) array
        Index of the polygon each edge belongs to.

    Examples
    --------
    >>> walls, owner = edges(shapely.box(0, 0, 2, 1))
    >>> walls.shape, owner.tolist()
    ((4, 2, 2), [0, 0, 0, 0])

    """
    many = [polygons] if isinstance(polygons, shapely.Geometry) else list(polygons)
    parts, part_owner = shapely.get_parts(np.asarray(many, dtype=object), return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    walls = np.stack([points[:-1][joined], points[1:][joined]], axis=1)
    long = (walls[:, 0] != walls[:, 1]).any(axis=1)
    owner = part_owner[ring_part][ring[1:][joined]]
    return np.ascontiguousarray(walls[long]), owner[long].astype(np.intp)


def polygons_in(geometry: shapely.Geometry) -> list[Polygon]:
    """List the polygons inside any geometry, dropping points and lines."""
    parts = shapely.get_parts(geometry)
    if any(shapely.get_type_id(part) > 3 for part in parts):
        return [polygon for part in parts for polygon in polygons_in(part)]
    return [part for part in parts if isinstance(part, Polygon) and not part.is_empty]
