"""Who stands where outdoors, so that companions who stand together can look at each other."""

import math
from dataclasses import replace

from twin.arrays import Ints
from twin.people.estate import Estate
from twin.people.tracks import Stay

__all__ = ["TOGETHER", "Standing"]

TOGETHER = 4.0
"""Companions who stand farther apart do not look at each other. [m] assumption (range 2-8)."""


class Standing:
    """Everybody who stands or sits outdoors.

    Parameters
    ----------
    estate : Estate
        Keeps the records.
    leader, size : (N,) array of int
        Row of the party's first member, and how many it has; its rows follow each other.
    """

    def __init__(self, estate: Estate, leader: Ints, size: Ints) -> None:
        self._estate = estate
        self._leader = leader
        self._size = size
        self._open: dict[int, Stay] = {}

    def stand(self, row: int, stay: Stay) -> None:
        """Stand from a moment on; companions who stand near by look there from now on, too."""
        self._open.pop(row, None)
        leader = int(self._leader[row])
        for other in range(leader, leader + int(self._size[row])):
            there = self._open.get(other)
            if there is None or math.hypot(there.x - stay.x, there.y - stay.y) > TOGETHER:
                continue
            if math.isnan(stay.companion):
                stay = replace(stay, companion=_turn(stay, there))
            if math.isnan(there.companion):
                # arrivals of one second are told in any order
                first = max(stay.first, there.first)
                there = replace(there, first=first, companion=_turn(there, stay))
                self._open[other] = there
                self._estate.stand(there)
        self._open[row] = stay
        self._estate.stand(stay)

    def leave(self, row: int) -> None:
        """Stand no longer."""
        self._open.pop(row, None)


def _turn(here: Stay, there: Stay) -> float:
    """Measure the turn from where somebody faces to somebody else, to the left. [rad]"""
    return math.remainder(math.atan2(there.y - here.y, there.x - here.x) - here.facing, math.tau)
