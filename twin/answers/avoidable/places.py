"""Places between which people walk: gates and venues, and any other point of the map."""

import re
from dataclasses import dataclass

from twin.arrays import Floats
from twin.errors import ScenarioError
from twin.site import Site
from twin.site.projection import lonlat_to_site

__all__ = ["Place", "place_of", "places_of"]

_DEGREES = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*,\s*([-+]?\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True, eq=False)
class Place:
    """Where a walk begins or ends: how it is asked for, what it is called, and xy (2,) [m]."""

    id: str
    name: str
    xy: Floats


def places_of(site: Site) -> dict[str, Place]:
    """List gates, then venues of a map, by id."""
    places = [
        *(Place(gate.id, gate.name, gate.xy) for gate in site.gates),
        *(Place(venue.id, venue.name, venue.xy) for venue in site.venues),
    ]
    return {place.id: place for place in places}


def place_of(site: Site, text: str) -> Place:
    """Find a gate or venue by its id, or a point by its latitude and longitude.

    Raises
    ------
    ScenarioError
        If there is none.
    """
    named = places_of(site)
    for known in (text, f"gate/{text}", f"venue/{text}"):
        if known in named:
            return named[known]
    degrees = _DEGREES.fullmatch(text)
    if degrees is None:
        some = next(iter(named), "gate/main")
        message = (
            f"{text}: is no gate or venue of the map, such as {some}, nor latitude,longitude, such "
            "as 51.5308,-0.1238."
        )
        raise ScenarioError(message)
    latitude, longitude = (float(part) for part in degrees.groups())
    if abs(latitude) > 90 or abs(longitude) > 180:
        message = (
            f"{text}: must be a latitude from -90 to 90 and a longitude from -180 to 180, in this "
            "order."
        )
        raise ScenarioError(message)
    xy = lonlat_to_site(site, [[longitude, latitude]])[0]
    return Place(text, f"{latitude:g}, {longitude:g}", xy)
