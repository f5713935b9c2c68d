"""When the next bus of somebody's route leaves a stop."""

import numpy as np

from twin.arrays import Floats
from twin.people.crowd import DAY_END, DAY_START
from twin.people.services import Buses
from twin.people.traits import Address
from twin.rng import Stream

__all__ = ["Timetable"]

_FIRST = 1 << 20
"""Routes are numbered from here among those whose vehicles are drawn, after all platforms."""


class Timetable:
    """The buses of every route at every stop on one day.

    Each of the equal slots of a route has one bus, at any moment of it, so that gaps vary between
    nothing and twice the mean. Whoever comes at any moment then waits a twelfth of the mean gap
    longer than for regular buses, 40 s of 8 minutes; 57 s were measured in 2011 [tfl_ewt2012]_.

    Parameters
    ----------
    address : Address
        The day.
    buses : Buses
        How many routes, and buses an hour.

    References
    ----------
    .. [tfl_ewt2012] key in twin/sources.bib.
    """

    def __init__(self, address: Address, buses: Buses) -> None:
        self._address = address
        self._routes = buses.routes
        self._gap = 3600.0 / buses.an_hour
        self._leave: dict[tuple[int, int], Floats] = {}

    def next(self, stop: int, u: float, moment: float) -> float:
        """Say when the next bus of a route leaves a stop.

        Parameters
        ----------
        stop : int
            Number of the stop.
        u : float
            In [0, 1), says which route.
        moment : float
            From when on. [s after midnight]

        Returns
        -------
        float
            Its time [s after midnight]; the same moment when the last one is gone.
        """
        route = int(u * self._routes)
        leave = self._leave.get((stop, route))
        if leave is None:
            leave = self._leave[stop, route] = self._drawn(stop, route)
        k = int(np.searchsorted(leave, moment))
        return float(leave[k]) if k < leave.size else moment

    def _drawn(self, stop: int, route: int) -> Floats:
        """Draw the times of all buses of a route at a stop."""
        slot = np.arange(int((DAY_END - DAY_START) / self._gap))
        number = np.full(slot.size, _FIRST + stop * self._routes + route)
        u = self._address.uniform(Stream.TRAIN, number, slot)
        leave: Floats = DAY_START + self._gap * (slot + u)
        return leave
