"""Crowd facts: how many people, how close together, where, and at which level of service."""

from typing import Any, Final

import numpy as np
import shapely

from twin.arrays import Bools
from twin.report.crowd_scene import CrowdScene, name_of
from twin.report.moment import clock_of
from twin.report.service import BANDS, BARE, Band, bands_of
from twin.run.crowding import Crowding
from twin.site import Site
from twin.site.ground import Ground
from twin.site.places import NOWHERE

__all__ = ["crowd_facts"]

DIGITS: Final = 4
"""Decimals of means and densities: a sample in five minutes and 4 m2 is 0.0002 1/m2. [1]"""


def crowd_facts(scene: CrowdScene) -> dict[str, Any]:
    """Collect what is told of the people on the ground.

    Parameters
    ----------
    scene : CrowdScene
        What was counted.

    Returns
    -------
    dict
        Plain values, with units in their names, of the place ``within`` or, where that is null, of
        the whole site; means over the time ``from`` to ``to``.
    """
    counted, site = scene.crowding, scene.site
    return {
        "within": scene.place_name,
        "from": clock_of(counted.first),
        "to": clock_of(counted.last),
        "present": round(counted.present, DIGITS),
        "doing": {name: round(mean, DIGITS) for name, mean in counted.doing.items()},
        "walkable_m2": round(float(counted.walkable.area), 1),
        "mean_density_per_m2": round(counted.mean, DIGITS + 2),
        "met_density_per_m2": round(counted.met, DIGITS),
        "cell_m": counted.cell,
        "densest": _densest(scene) if counted.present else None,
        "levels": _levels(counted),
        "places": _places(counted),
        "stuck": [_spot(site, *xy) for xy in scene.lost.values()],
    }


def _densest(scene: CrowdScene) -> dict[str, Any]:
    """Say where people stand closest; a square across the edge of their place counts as on it."""
    counted = scene.crowding
    density = round(float(counted.density.max()), DIGITS)
    spot = _spot(scene.site, *counted.densest)
    return {"density_per_m2": density, **spot, "place": scene.place_name or spot["place"]}


def _spot(site: Site, x: float, y: float) -> dict[str, Any]:
    """Say where a spot is, on the map's grid and by name."""
    index = int(site.place_index(np.array([x]), np.array([y]))[0])
    east, north = site.origin
    return {
        "easting_m": round(float(east) + x, 1),
        "northing_m": round(float(north) + y, 1),
        "place": _name(site, index),
    }


def _name(site: Site, index: int) -> str | None:
    """Name a place; nothing where there is none."""
    return None if index == NOWHERE else name_of(site.places[index])


def _levels(counted: Crowding) -> list[dict[str, Any]]:
    """Measure ground and people of each band of density, the bare one first."""
    band, bare = bands_of(counted.density), float(counted.walkable.area - counted.ground.sum())

    def told(one: Band, here: Bools, more: float = 0.0) -> dict[str, Any]:
        return {
            "level": one.name,
            "from_per_m2": round(one.least, DIGITS),
            "ground_m2": round(float(counted.ground[here].sum()) + more, 1),
            "people": round(float(counted.people[here].sum()), DIGITS),
        }

    bands = [told(one, band == i) for i, one in enumerate(BANDS)]
    return [told(BARE, band == -1, max(bare, 0.0)), *bands]


def _places(counted: Crowding) -> list[dict[str, Any]]:
    """Count people on each named place, most first, on its own walkable ground."""
    site = counted.site
    floor = Ground.of(site)
    rows, columns = np.nonzero(floor.walkable)
    x, y = floor.x0 + floor.cell * columns, floor.y0 + floor.cell * rows
    if counted.place is not None:
        x, y = np.stack([x, y])[:, shapely.contains_xy(counted.place.polygon, x, y)]
    on = site.place_index(x, y)
    ground = np.bincount(on - NOWHERE, minlength=len(site.places) + 1) * floor.cell**2
    order = sorted(counted.on, key=lambda index: (-counted.on[index], index))
    return [
        {
            "place": _name(site, index),
            "people": round(counted.on[index], DIGITS),
            "walkable_m2": round(area, 1),
            "density_per_m2": round(counted.on[index] / area, DIGITS) if area else None,
        }
        for index in order
        for area in [float(ground[index - NOWHERE])]
    ]
