"""The ways of all trips of a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from twin.answers.asked import Asked
from twin.answers.avoidable.places import places_of
from twin.answers.avoidable.terrain import Terrain
from twin.answers.avoidable.trips import Trip
from twin.answers.avoidable.ways import LEAST, SHORTEST, UNSEEN, Found
from twin.arrays import Bools, Floats, Ints

__all__ = ["EXTRA", "Routes", "routes_of"]

EXTRA: Final = (0.0, 0.1, 0.25, 0.5)
"""How much longer than the shortest way an alternative may be. [1] As the question is put."""


@dataclass(frozen=True, eq=False)
class Routes:
    """Trips of P pairs of places that a way joins, with the ways found.

    Attributes
    ----------
    trips : list of Trip
        The pairs, and whether without steps.
    count : (P,) array of int
        How many trips.
    found : Found
        Ways.
    lost : dict of Trip to int
        Trips that no way joins.
    """

    trips: list[Trip]
    count: Ints
    found: Found
    lost: Mapping[Trip, int]

    @property
    def step_free(self) -> Bools:
        """Which are without steps (P,)."""
        return np.array([trip[2] for trip in self.trips], dtype=np.bool_)

    @property
    def exposed(self) -> Bools:
        """On the shortest way of which pairs (P,) a face can be searched."""
        return np.asarray(self.found.searched[:, SHORTEST] > 0.0)

    @property
    def shown(self) -> Bools:
        """The shortest way of which pairs (P,) leads through the view of a camera."""
        return np.asarray(self.found.shown[:, SHORTEST] > 0.0)

    @property
    def unseen(self) -> Bools:
        """For which pairs (P,) there is a way, however long, that leads through none."""
        return np.asarray(self.found.shown[:, UNSEEN] == 0.0)

    @property
    def spared(self) -> Bools:
        """For which pairs (P,) there is a way, however long, on which none can."""
        return np.asarray(self.found.searched[:, LEAST] == 0.0)


def routes_of(asked: Asked, terrain: Terrain, trips: Mapping[Trip, int]) -> Routes:
    """Find the ways of trips, those without steps over ground without.

    Parameters
    ----------
    asked : Asked
        A finished run.
    terrain : Terrain
        Its ground.
    trips : mapping of Trip to int
        How many each is.
    """
    places = places_of(asked.inputs.site)
    xy = np.array([place.xy for place in places.values()])
    kept: list[Trip] = []
    found: list[Found] = []
    for step_free in (False, True):
        node = terrain.nodes(xy, step_free=step_free)
        at = dict(zip(places, node.tolist(), strict=True))
        own = [
            trip for trip in trips if trip[2] == step_free and min(at[trip[0]], at[trip[1]]) >= 0
        ]
        ways = terrain.ways(step_free=step_free)
        found.append(ways.found([(at[start], at[end]) for start, end, _ in own], settled=EXTRA[1]))
        kept += own
    whole = Found(*(np.concatenate(part) for part in zip(*map(_columns, found), strict=True)))
    joined = np.isfinite(whole.metres[:, SHORTEST])
    kept = [trip for trip, is_joined in zip(kept, joined, strict=True) if is_joined]
    count = np.array([trips[trip] for trip in kept], dtype=np.intp)
    there = set(kept)
    lost = {trip: many for trip, many in trips.items() if trip not in there}
    return Routes(kept, count, Found(*(part[joined] for part in _columns(whole))), lost)


def _columns(found: Found) -> tuple[Floats, Floats, Floats, Floats]:
    return found.metres, found.evidence, found.shown, found.searched
