"""Kinds of ground: squares, streets, doorways and the like."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import cKDTree

from twin.arrays import Bools, Ints, as_shape
from twin.site.things import Gate, Place, Venue

__all__ = ["DOORWAY", "HasGround", "kinds_of_ground"]

DOORWAY = 3.0
"""Ground nearer than this to a door of a venue or a gate is a doorway.
[m] assumption (range 2-5)"""


class HasGround(Protocol):
    """What of a site says what ground is."""

    @property
    def places(self) -> Sequence[Place]:
        """Named public ground."""

    @property
    def venues(self) -> Sequence[Venue]:
        """Where people go, each with its door."""

    @property
    def gates(self) -> Sequence[Gate]:
        """Where people come and go."""

    def place_index(self, x: ArrayLike, y: ArrayLike) -> Ints:
        """Say on which place points (N,) lie; -1 on none."""


def kinds_of_ground(site: HasGround, points: ArrayLike) -> dict[str, Bools]:
    """Say of which kind points of the ground are.

    Parameters
    ----------
    site : Site
        The map.
    points : (N, 2) array
        Points in the site frame. [m]

    Returns
    -------
    dict of str to (N,) array of bool
        The kinds of place of the map, ``elsewhere`` outside every place, and ``doorway``, which
        overlaps with the others.
    """
    at = as_shape("points", points, (None, 2))
    place = site.place_index(at[:, 0], at[:, 1])
    kinds: dict[str, Bools] = {}
    for number, one in enumerate(site.places):
        inside = place == number
        kinds[one.place] = kinds[one.place] | inside if one.place in kinds else inside
    kinds["elsewhere"] = place < 0
    doors = np.array(
        [venue.xy for venue in site.venues] + [gate.xy for gate in site.gates]
    ).reshape(-1, 2)
    away = cKDTree(doors).query(at)[0] if len(doors) else np.full(len(at), np.inf)
    kinds["doorway"] = np.asarray(away <= DOORWAY)
    return kinds
