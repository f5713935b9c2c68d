"""GeoJSON geometries: checked numbers in degrees, then shapely shapes in the site frame."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon

from twin.arrays import Floats
from twin.site.projection import lonlat_to_grid

__all__ = ["FARTHEST", "GeometryError", "Shape", "shape"]

FARTHEST = 20_000.0
"""How far from the origin anything may lie. [m]

assumption: the frame is flat, and no site is this large (range 5-50 km)."""

SMALLEST = 0.01
"""Least area of a polygon. [m2] assumption: a lamp post covers 0.03 m2 (range 0.001-0.02)."""

Shape = Point | LineString | Polygon | MultiPolygon
_DEPTH = {"Point": 0, "LineString": 1, "Polygon": 2, "MultiPolygon": 3}


class GeometryError(ValueError):
    """A geometry is not usable; the message is the rest of a sentence about it."""


def shape(geometry: Any, allowed: tuple[str, ...], origin: Floats) -> Shape:
    """Build the shapely shape of a GeoJSON geometry in the site frame.

    Parameters
    ----------
    geometry : object
        The JSON value.
    allowed : tuple of str
        Geometry types it may have.
    origin : (2,) array
        Easting and northing of the site frame's origin. [m]

    Returns
    -------
    shapely geometry
        Valid, in metres from the origin.

    Raises
    ------
    GeometryError
        For whatever is wrong with it.

    """
    kind, coordinates = _typed(geometry, allowed)
    _check_numbers(coordinates, _DEPTH[kind], kind)
    if kind == "Point":
        return Point(_to_site([coordinates], origin)[0])
    if kind == "LineString":
        return _line(coordinates, origin)
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    if not polygons:
        message = "has no polygon, but must have at least one"
        raise GeometryError(message)
    parts = [_polygon(rings, origin) for rings in polygons]
    if len(parts) == 1 and kind == "Polygon":
        return parts[0]
    whole = MultiPolygon(parts)
    _check_valid(whole, origin)
    return whole


def _typed(geometry: Any, allowed: tuple[str, ...]) -> tuple[str, Any]:
    """Take a geometry apart after a look at its type."""
    if not isinstance(geometry, Mapping) or "type" not in geometry:
        message = f"has no geometry, but must have one of type {' or '.join(allowed)}"
        raise GeometryError(message)
    kind = geometry["type"]
    if kind not in allowed:
        message = f"has a geometry of type {kind!r:.40}, but must have {' or '.join(allowed)}"
        raise GeometryError(message)
    return str(kind), geometry.get("coordinates")


def _check_numbers(value: Any, depth: int, kind: str) -> None:
    """Check that coordinates are lists of the right depth, of finite degrees."""
    if not isinstance(value, list):
        message = f"has coordinates that are not the nested lists of a {kind}"
        raise GeometryError(message)
    if depth:
        for part in value:
            _check_numbers(part, depth - 1, kind)
        return
    if len(value) not in {2, 3} or any(
        isinstance(number, bool) or not isinstance(number, int | float) for number in value
    ):
        message = f"has the position {value!s:.60}, but must have [longitude, latitude]"
        raise GeometryError(message)
    if not all(math.isfinite(number) for number in value):
        message = f"has the position {value!s:.60}, but every coordinate must be a number"
        raise GeometryError(message)
    lon, lat = value[:2]
    if abs(lon) > 180 or abs(lat) > 90:
        hint = "metres of a map grid" if abs(lon) > 360 or abs(lat) > 360 else "no degrees"
        message = (
            f"has the position [{lon:.10g}, {lat:.10g}], which looks like {hint}, "
            "but GeoJSON must have longitude and latitude of WGS 84"
        )
        raise GeometryError(message)


def _to_site(positions: Any, origin: Floats) -> Floats:
    """Project positions and check that they lie near the origin."""
    lonlat = np.array([position[:2] for position in positions], dtype=np.float64)
    grid = lonlat_to_grid(np.clip(lonlat, (-180, -89.9), (180, 89.9)))
    xy: Floats = grid - origin
    far = np.hypot(xy[:, 0], xy[:, 1])
    worst = int(np.argmax(far))
    if not far[worst] <= FARTHEST:
        lon, lat = lonlat[worst]
        swapped = lonlat_to_grid([[lat, lon]]) - origin if abs(lon) < 89 else None
        hint = (
            "; are longitude and latitude swapped?"
            if swapped is not None and np.hypot(*swapped[0]) <= FARTHEST
            else ""
        )
        message = (
            f"has the position [{lon:.7g}, {lat:.7g}], {far[worst] / 1000:,.0f} km from the map's "
            f"origin, but must lie within {FARTHEST / 1000:.0f} km{hint}"
        )
        raise GeometryError(message)
    return xy


def _line(positions: Any, origin: Floats) -> LineString:
    """Build a line of at least two different positions."""
    if len(positions) < 2:
        message = f"has a line of {len(positions)} positions, but must have at least 2"
        raise GeometryError(message)
    line = LineString(_to_site(positions, origin))
    if line.length < SMALLEST:
        message = "has a line of no length, but must lead somewhere"
        raise GeometryError(message)
    return line


def _polygon(rings: Any, origin: Floats) -> Polygon:
    """Build one valid polygon."""
    if not rings:
        message = "has a polygon without a ring, but must have an outline"
        raise GeometryError(message)
    for ring in rings:
        if len(ring) < 4:
            message = f"has a ring of {len(ring)} positions, but must have at least 4"
            raise GeometryError(message)
        if ring[0][:2] != ring[-1][:2]:
            message = "has a ring whose last position differs from its first, but it must be closed"
            raise GeometryError(message)
    outer, *holes = [_to_site(ring, origin) for ring in rings]
    polygon = Polygon(outer, holes)
    _check_valid(polygon, origin)
    if polygon.area < SMALLEST:
        message = f"has an area of {polygon.area:.2g} m2, but must have at least {SMALLEST:g} m2"
        raise GeometryError(message)
    return polygon


def _check_valid(area: Polygon | MultiPolygon, origin: Floats) -> None:
    """Refuse an outline that crosses or touches itself along a line."""
    if area.is_valid:
        return
    reason, _, place = shapely.is_valid_reason(area).partition("[")
    numbers = place.rstrip("]").split()
    where = ""
    if len(numbers) >= 2:
        east, north = float(numbers[0]) + origin[0], float(numbers[1]) + origin[1]
        where = f" at easting {east:.1f}, northing {north:.1f}"
    message = f"is not a simple polygon ({reason.lower()}{where}), but must not cross itself"
    raise GeometryError(message)
