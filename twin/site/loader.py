"""Load a map file as of a date: read, parse, check, derive."""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from twin.arrays import Floats, as_date
from twin.errors import MapError
from twin.site.checks import MOUNT_REACH, ROUNDING, check_ground, check_whole
from twin.site.making import make, standing
from twin.site.parsing import Features, Problems, parse
from twin.site.reading import MapText, read
from twin.site.site import Site
from twin.site.things import Building, Mount, Venue
from twin.site.walkable import solid, walkable

__all__ = ["load"]


def load(path: Path | str, *, date: dt.date) -> Site:
    """Read a site map as of a date.

    Parameters
    ----------
    path : Path or str
        A GeoJSON file as :func:`twin.site.schema` describes it.
    date : date
        What is not yet built is a hoarding, what is gone is left out, as are the venues of both.

    Returns
    -------
    Site
        Frozen, in the site frame; every gate and venue lies on one connected walkable ground.

    Raises
    ------
    MapError
        With every problem at once, one sentence each with file and line.
    ShapeError
        If the date is none.

    """
    date = as_date("date", date)
    text = read(Path(path))
    problems = Problems(str(path))
    features = parse(text, problems)
    if features is not None:
        check_whole(features, problems)
        site = _build(text, features, date)
        if site is not None:
            check_ground(site, features, problems)
            if not problems.found:
                return site
    raise MapError(problems.sentences())


def _build(text: MapText, features: Features, date: dt.date) -> Site | None:
    """Build the site from what could be read; None when its ground could not."""
    if not features.whole_ground or not features.of("extent") or not features.of("boundary"):
        return None

    def things(kind: str) -> tuple[Any, ...]:
        return tuple(make(feature, date) for feature in standing(features.of(kind), date))

    buildings: tuple[Building, ...] = things("building")
    extent = things("extent")[0]
    gates, water, bridges = things("gate"), things("water"), things("bridge")
    barriers, furniture, trees = things("barrier"), things("furniture"), things("tree")
    obstacles = solid(buildings, barriers, furniture, trees)
    doors: Floats = np.array([gate.xy for gate in gates]).reshape(-1, 2)
    return Site(
        name=features.name,
        sha256=text.sha256,
        origin=features.origin,
        date=date,
        boundary=things("boundary")[0],
        extent=extent,
        walkable=walkable(extent, obstacles, water, bridges, doors),
        gates=gates,
        venues=_open_venues(things("venue"), buildings),
        places=things("place"),
        buildings=buildings,
        water=water,
        bridges=bridges,
        stairs=things("stairs"),
        levels=things("level"),
        furniture=furniture,
        barriers=barriers,
        trees=trees,
        mounts=_hanging_mounts(things("mount"), buildings),
        signs=things("sign"),
    )


def _open_venues(venues: tuple[Venue, ...], buildings: tuple[Building, ...]) -> tuple[Venue, ...]:
    """Drop the venues of buildings that are not open yet or gone."""
    standing_now = {building.id for building in buildings if not building.hoarding}
    return tuple(v for v in venues if v.building is None or v.building in standing_now)


def _hanging_mounts(
    mounts: tuple[Mount, ...], buildings: tuple[Building, ...]
) -> tuple[Mount, ...]:
    """Drop the facade and canopy mounts of buildings that are not there yet or gone."""
    outlines = shapely.union_all([b.polygon for b in buildings if not b.hoarding])
    return tuple(
        mount
        for mount in mounts
        if mount.mount == "pole"
        or shapely.Point(mount.xy).distance(outlines) <= MOUNT_REACH + ROUNDING
    )
