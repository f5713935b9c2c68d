"""Crowd facts: how many people, how close together, where, and at which level of service."""

from typing import Any, Final

import numpy as np

from twin.arrays import Bools
from twin.report.crowd_scene import CrowdScene
from twin.report.moment import clock_of
from twin.report.service import BANDS, bands_of
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
        Plain values, with units in their names; means over the time ``from`` to ``to``.
    """
    counted, site = scene.crowding, scene.site
    walkable = float(site.walkable.area)
    return {
        "from": clock_of(counted.first),
        "to": clock_of(counted.last),
        "present": round(counted.present, DIGITS),
        "doing": {name: round(mean, DIGITS) for name, mean in counted.doing.items()},
        "walkable_m2": round(walkable, 1),
        "mean_density_per_m2": round(counted.present / walkable, DIGITS + 2),
        "met_density_per_m2": round(counted.met, DIGITS),
        "cell_m": counted.cell,
        "densest": _densest(counted) if counted.present else None,
        "levels": _levels(counted),
        "places": _places(counted),
        "stuck": [_spot(site, *xy) for xy in scene.lost.values()],
    }


def _densest(counted: Crowding) -> dict[str, Any]:
    """Say where people stand closest."""
    density = round(float(counted.density.max()), DIGITS)
    return {"density_per_m2": density, **_spot(counted.site, *counted.densest)}


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
    return None if index == NOWHERE else site.places[index].name or site.places[index].id


def _levels(counted: Crowding) -> list[dict[str, Any]]:
    """Measure ground and people of each band of density, the bare one first."""
    band, bare = bands_of(counted.density), float(counted.site.walkable.area - counted.ground.sum())

    def told(name: str, least: float, here: Bools, more: float = 0.0) -> dict[str, Any]:
        return {
            "level": name,
            "from_per_m2": round(least, DIGITS),
            "ground_m2": round(float(counted.ground[here].sum()) + more, 1),
            "people": round(float(counted.people[here].sum()), DIGITS),
        }

    bands = [told(one.name, one.least, band == i) for i, one in enumerate(BANDS)]
    return [told("A, hardly any", 0.0, band == -1, max(bare, 0.0)), *bands]


def _places(counted: Crowding) -> list[dict[str, Any]]:
    """Count people on each named place, most first, on its own walkable ground."""
    site = counted.site
    floor = Ground.of(site)
    rows, columns = np.nonzero(floor.walkable)
    on = site.place_index(floor.x0 + floor.cell * columns, floor.y0 + floor.cell * rows)
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
