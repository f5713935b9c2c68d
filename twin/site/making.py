"""From checked features to the records of :mod:`twin.site.things`, as of a date."""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from twin.arrays import Floats
from twin.frames import heading_to_yaw
from twin.site.dates import first_day, stands
from twin.site.opening import Opening
from twin.site.parsing import Feature
from twin.site.things import (
    Barrier,
    Building,
    Furniture,
    Gate,
    Level,
    Mount,
    Place,
    Sign,
    Stretch,
    Tree,
    Venue,
)

__all__ = ["HOARDING", "make", "standing"]

HOARDING = 2.4
"""Height of the hoarding round a plot under construction. [m] assumption (range 2.0-3.0)."""


def standing(features: Sequence[Feature], date: dt.date) -> list[Feature]:
    """Keep what is there on a day; a building before its start date counts, as a hoarding."""
    return [f for f in features if _is_there(f.properties, date)]


def _is_there(properties: Any, date: dt.date) -> bool:
    """Say whether one feature is there on a day."""
    end = getattr(properties, "end_date", None)
    if properties.kind == "building":
        return stands(date, None, end)
    return stands(date, getattr(properties, "start_date", None), end)


def make(feature: Feature, date: dt.date) -> Any:
    """Build the record of one feature."""
    if feature.kind == "building":
        return _building(feature, date)
    return _MAKERS[feature.kind](feature)


def _xy(feature: Feature) -> Floats:
    """Take the position of a point feature."""
    return np.array([feature.shape.x, feature.shape.y])


def _building(feature: Feature, date: dt.date) -> Building:
    p = feature.properties
    hoarding = p.start_date is not None and date < first_day(p.start_date)
    base, top = (0.0, HOARDING) if hoarding else (float(p.base_m), float(p.top_m))
    return Building(
        feature.id, p.name, p.building, feature.shape, base, top, hoarding, p.confidence,
        p.height_basis, p.plot,
    )  # fmt: skip


def _gate(feature: Feature) -> Gate:
    p = feature.properties
    return Gate(
        feature.id, p.name, p.gate, _xy(feature), float(p.width_m), float(p.share), p.station
    )


def _venue(feature: Feature) -> Venue:
    p = feature.properties
    return Venue(
        id=feature.id,
        name=p.name,
        venue=p.venue,
        xy=_xy(feature),
        capacity=p.capacity,
        weight=float(p.weight),
        opening=Opening.parse(p.opening_hours),
        dwell_median_s=60.0 * p.dwell_median_min,
        dwell_sigma=float(p.dwell_sigma),
        indoor=p.indoor,
        sensitive=p.sensitive,
        sensitive_reason=p.sensitive_reason,
        building=p.building,
        invented=p.invented,
    )


def _furniture(feature: Feature) -> Furniture:
    p = feature.properties
    outline = feature.shape
    if outline.geom_type == "Point":
        outline = outline.buffer(p.radius_m, quad_segs=4)
    return Furniture(
        feature.id, p.name, p.furniture, outline, float(p.base_m), float(p.top_m)
    )  # fmt: skip


def _stairs(feature: Feature) -> Stretch:
    outline = feature.shape
    if outline.geom_type == "LineString":
        outline = outline.buffer(feature.properties.width_m / 2, cap_style="flat")
    return Stretch(feature.id, feature.properties.name, outline)


def _tree(feature: Feature) -> Tree:
    p = feature.properties
    return Tree(
        feature.id, _xy(feature), float(p.trunk_radius_m), float(p.crown_radius_m),
        float(p.crown_base_m), float(p.top_m), p.leaf_cycle == "evergreen",
    )  # fmt: skip


def _mount(feature: Feature) -> Mount:
    p = feature.properties
    return Mount(
        feature.id, p.mount, _xy(feature), float(p.height_m), heading_to_yaw(p.heading_deg)
    )


def _sign(feature: Feature) -> Sign:
    p = feature.properties
    return Sign(
        feature.id, p.name, _xy(feature), heading_to_yaw(p.heading_deg), float(p.reading_m),
        math.radians(p.reading_angle_deg), p.invented,
    )  # fmt: skip


def _stretch(feature: Feature) -> Stretch:
    return Stretch(feature.id, feature.properties.name, feature.shape)


def _place(feature: Feature) -> Place:
    return Place(feature.id, feature.properties.name, feature.properties.place, feature.shape)


def _level(feature: Feature) -> Level:
    return Level(feature.id, feature.properties.name, feature.shape, float(feature.properties.z_m))


def _barrier(feature: Feature) -> Barrier:
    p = feature.properties
    return Barrier(feature.id, p.name, p.barrier, feature.shape, float(p.height_m))


def _outline(feature: Feature) -> Any:
    return feature.shape


_MAKERS: dict[str, Any] = {
    "boundary": _outline, "extent": _outline, "gate": _gate,
    "venue": _venue, "furniture": _furniture, "stairs": _stairs, "tree": _tree, "mount": _mount,
    "sign": _sign, "water": _stretch, "bridge": _stretch, "place": _place, "level": _level,
    "barrier": _barrier,
}  # fmt: skip
