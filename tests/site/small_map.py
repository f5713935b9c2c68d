"""A tiny invented site for tests: 120 m x 80 m, everything a map may hold, drawn in metres.

::

    y 80 +------------------ gate/north (underground) ------------------+
         |        [ hall 20..50 ]=canopy=      sign      [ block, L ]   |
      60 gate/west   45..65     50..60       (64,70)      70..100       |
         |      cafe door, shop door, college door   school, office doors
      40 |   tree (30,38)   kiosk (62,36)   bench                       |
         |                                               gate/east      |
      28 |~~~~~~~~~~~~~~~~~~~~~~~| bridge |~~~~~~~~ canal ~~~~~~~~~~~~~~|
      20 |~~~~~~~~~~~~~~~~~~~~~~~| 55..63 |~~~~~~~~~~~~~~~~~~~~~~~~~~~~~|
       0 +---- gate/south (towpath) --------------------------------- 120 x

Coordinates in this file are site metres (x east, y north) from the origin of the real map.
"""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import Transformer

from twin.errors import MapError
from twin.site import Site, load

ORIGIN = (530100.0, 183500.0)
DATE = dt.date(2017, 6, 14)
"""A Wednesday on which both buildings stand; before 2016-09 the block is a hoarding."""

CRS = (
    "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy "
    "+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs"
)
_TO_LONLAT = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)

HALL = [(20, 45), (50, 45), (50, 65), (20, 65)]
BLOCK = [(70, 40), (100, 40), (100, 65), (88, 65), (88, 52), (70, 52)]
CANOPY = [(50, 47), (60, 47), (60, 60), (50, 60)]
CANAL = [(-5, 20), (125, 20), (125, 28), (-5, 28)]
BRIDGE = [(55, 19), (63, 19), (63, 29), (55, 29)]
INVENTED = "invented for tests"


def rectangle(x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float]]:
    """List the corners of an upright rectangle, anticlockwise."""
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def lonlat(points: Any) -> list[list[float]]:
    """Turn site metres into the degrees of a map file, rounded as there."""
    xy = np.atleast_2d(np.asarray(points, dtype=float)) + ORIGIN
    lon, lat = _TO_LONLAT.transform(xy[:, 0], xy[:, 1])
    return [[round(float(a), 7), round(float(b), 7)] for a, b in zip(lon, lat, strict=True)]


def polygon(points: Any) -> dict[str, Any]:
    """Draw a polygon from its corners in site metres; the ring is closed here."""
    ring = lonlat(points)
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def point(x: float, y: float) -> dict[str, Any]:
    """Draw a point given in site metres."""
    return {"type": "Point", "coordinates": lonlat((x, y))[0]}


def line(points: Any) -> dict[str, Any]:
    """Draw a line given in site metres."""
    return {"type": "LineString", "coordinates": lonlat(points)}


def feature(id: str, geometry: Mapping[str, Any], **properties: Any) -> dict[str, Any]:
    """Build one feature; its kind is the part of the id before the slash."""
    return {
        "type": "Feature",
        "id": id,
        "properties": {"kind": id.split("/")[0], **properties},
        "geometry": dict(geometry),
    }


def _building(name: str, corners: Any, base: float, top: float, **more: Any) -> dict[str, Any]:
    return feature(
        f"building/{name.lower()}", polygon(corners), name=name, building="yes", base_m=base,
        top_m=top, height_basis=INVENTED, confidence="high", basis=INVENTED, **more,
    )  # fmt: skip


def _gate(name: str, x: float, y: float, gate: str, width: float, share: float) -> dict[str, Any]:
    return feature(
        f"gate/{name.lower()}", point(x, y), name=name, gate=gate, width_m=width, share=share,
        basis=INVENTED,
    )  # fmt: skip


def _venue(name: str, x: float, y: float, venue: str, **more: Any) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "name": name, "venue": venue, "capacity": 60, "weight": 1.0,
        "opening_hours": "Mo-Fr 08:00-19:00; Sa 10:00-18:00", "dwell_median_min": 30,
        "dwell_sigma": 0.6, "indoor": True, "sensitive": False, "building": "building/hall",
        "invented": True, "basis": INVENTED,
    }  # fmt: skip
    return feature(f"venue/{name.lower()}", point(x, y), **{**properties, **more})


def _features() -> list[dict[str, Any]]:
    def basis(name: str) -> dict[str, str]:
        return {"name": name, "basis": INVENTED}

    return [
        feature("boundary/site", polygon(rectangle(10, 10, 110, 70)), **basis("Small site")),
        feature("extent/site", polygon(rectangle(0, 0, 120, 80))),
        _building("Hall", HALL, 0, 20, start_date="2010"),
        _building("Block", BLOCK, 0, 15, start_date="2016-09", plot="B1"),
        _building("Canopy", CANOPY, 4, 5),
        feature("level/towpath", polygon(rectangle(0, 0, 120, 20)), z_m=-3, **basis("Towpath")),
        feature("water/canal", polygon(CANAL), name="Canal"),
        feature("bridge/foot", polygon(BRIDGE), **basis("Foot bridge")),
        feature("stairs/bank", line([(58, 30), (58, 34)]), name="Bank steps", width_m=4),
        feature("place/square", polygon(rectangle(20, 29, 70, 45)), name="Square", place="square"),
        feature("place/street", polygon(rectangle(0, 28, 120, 80)), name="Street", place="street"),
        feature("barrier/wall", line([(6, 66), (16, 66)]), name="Wall", barrier="wall", height_m=2),
        feature("barrier/fence", line([(108, 44), (108, 60)]), name="Fence", barrier="railing",
                height_m=1.1),
        _gate("West", 2, 55, "street", 8, 0.4),
        _gate("North", 60, 77, "underground", 4, 0.3),
        _gate("East", 117, 35, "street", 8, 0.2),
        _gate("South", 20, 6, "towpath", 3, 0.1),
        _venue("Cafe", 28, 44, "cafe", capacity=25, opening_hours="Mo-Su 07:00-20:00"),
        _venue("Shop", 38, 44, "shop", dwell_median_min=12),
        _venue("College", 46, 44, "college", capacity=300, weight=3.0, dwell_median_min=180),
        _venue("Office", 85, 39, "office", capacity=200, weight=4.0, dwell_median_min=420,
               building="building/block"),
        _venue("School", 92, 39, "school", dwell_median_min=400, sensitive=True,
               sensitive_reason="children", building="building/block"),
        _venue("Health", 69, 46, "health", sensitive=True, sensitive_reason="patients",
               building="building/block"),
        _venue("Homes", 101, 50, "home", opening_hours="24/7", dwell_median_min=600,
               building="building/block"),
        _venue("Park", 40, 12, "park_seat", indoor=False, building=None, opening_hours="24/7",
               dwell_median_min=20),
        _venue("Seats", 45, 34, "square_seat", indoor=False, building=None, opening_hours="24/7",
               dwell_median_min=15),
        feature("furniture/kiosk", point(62, 36), furniture="kiosk", radius_m=1.2, base_m=0,
                top_m=2.6, **basis("Kiosk")),
        feature("furniture/bench", polygon(rectangle(44, 35.5, 46, 36.1)), furniture="bench",
                base_m=0, top_m=0.5, **basis("Bench")),
        feature("furniture/lamp", point(75, 34), furniture="lamp", radius_m=0.1, base_m=0, top_m=6,
                **basis("Lamp")),
        feature("tree/plane", point(30, 38), trunk_radius_m=0.3, crown_radius_m=3, crown_base_m=3,
                top_m=9, basis=INVENTED),
        feature("mount/hall-south", point(35, 45), mount="facade", height_m=4, heading_deg=180,
                basis=INVENTED),
        feature("mount/block-south", point(80, 40), mount="facade", height_m=5, heading_deg=180,
                basis=INVENTED),
        feature("mount/lamp", point(75, 34.2), mount="pole", height_m=5, heading_deg=0,
                basis=INVENTED),
        feature("mount/canopy", point(60, 53), mount="canopy", height_m=4, heading_deg=90,
                basis=INVENTED),
        feature("sign/north", point(64, 70), heading_deg=0, reading_m=6, reading_angle_deg=60,
                invented=True, **basis("Sign")),
    ]  # fmt: skip


def small_map(
    *,
    edit: Mapping[str, Mapping[str, Any]] | None = None,
    move: Mapping[str, Mapping[str, Any]] | None = None,
    drop: tuple[str, ...] = (),
    add: tuple[Mapping[str, Any], ...] = (),
    **members: Any,
) -> dict[str, Any]:
    """Build the map as plain data.

    Parameters
    ----------
    edit : mapping, optional
        Feature id to properties to set; a value of ``...`` removes the property.
    move : mapping, optional
        Feature id to its new geometry, see :func:`polygon`, :func:`point` and :func:`line`.
    drop : tuple of str
        Ids of features to leave out.
    add : tuple of mapping
        More features, see :func:`feature`.
    **members
        Top-level members to set; a ``twin_map`` mapping is merged into the usual one.
    """
    features = [f for f in _features() if f["id"] not in drop]
    known = {f["id"]: f for f in features}
    for key, values in (edit or {}).items():
        properties = known[key]["properties"]
        properties.update(values)
        for gone in [name for name, value in properties.items() if value is ...]:
            del properties[gone]
    for key, geometry in (move or {}).items():
        known[key]["geometry"] = dict(geometry)
    about = {
        "version": 1,
        "crs": "EPSG:27700",
        "origin_easting_m": ORIGIN[0],
        "origin_northing_m": ORIGIN[1],
        "z_datum": "Ordnance Datum Newlyn",
        "licence": "ODbL-1.0",
        "attribution": "© OpenStreetMap contributors, ODbL 1.0",
    }
    return {
        "type": "FeatureCollection",
        "name": "Small site",
        **members,
        "twin_map": {**about, **members.get("twin_map", {})},
        "features": [*features, *(dict(f) for f in add)],
    }


def write_small_map(path: Path, **changes: Any) -> Path:
    """Write the small map to a file, one feature a line; changes as in :func:`small_map`."""
    data = small_map(**changes)
    features = ",\n".join(json.dumps(f, ensure_ascii=False) for f in data.pop("features"))
    head = json.dumps(data, ensure_ascii=False)[:-1]
    path.write_text(f'{head}, "features": [\n{features}\n]}}\n', encoding="utf-8")
    return path


def small_site(folder: Path, *, date: dt.date = DATE, **changes: Any) -> Site:
    """Load the small map as of a date; changes as in :func:`small_map`."""
    return load(write_small_map(folder / "small.geojson", **changes), date=date)


def small_problems(folder: Path, *, date: dt.date = DATE, **changes: Any) -> tuple[str, ...]:
    """Load the small map, which must fail, and return what is wrong with it."""
    try:
        small_site(folder, date=date, **changes)
    except MapError as error:
        return error.problems
    message = "the map loads without a problem"
    raise AssertionError(message)
