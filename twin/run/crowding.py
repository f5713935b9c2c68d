"""Crowding: how many people are on each square of the ground, over some minutes of a run."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pyarrow as pa
import shapely
from shapely.geometry.base import BaseGeometry

from twin.arrays import Bools, Floats
from twin.errors import ScenarioError
from twin.people.footfall import Footfall
from twin.run.folder import Run
from twin.run.moments import tick_of
from twin.site import Site
from twin.site.places import NOWHERE, place_of
from twin.site.things import Area, Place
from twin.tables import ACTIVITIES, TICKS_PER_SECOND
from twin.wording import few_digits

__all__ = ["Crowding", "crowding"]

LEAST_GROUND: Final = 1.0
"""A square that walls leave less ground of counts as this much, as one person who brushes a sliver
would be a crowd there. [m2] assumption (range 0.5-2)"""

MOST_MINUTES: Final = 120.0
"""The longest time a mean is taken over: a longer one tells of no moment. [min] assumption
(range 30-240)"""


@dataclass(frozen=True, eq=False)
class Crowding:
    """People on the ground, on the mean of a time.

    The density of a square is the classic one [pedpy]_: who is in it, divided by its ground, here
    the walkable part of it. On a bridge and below it, people share the squares of the map.

    Attributes
    ----------
    site : Site
        The map, as of the run's date.
    place : Place, optional
        The place of it people were counted on; all of it when missing.
    first, last : int
        From which moment, and until before which. [0.25 s]
    x0, y0 : float
        South-west corner of the squares, site frame. [m]
    cell : float
        Side of a square. [m]
    people : (ny, nx) array
        Mean number of people outdoors in each square. [1]
    doing : mapping of str to float
        Mean number of people at each of ``twin.tables.ACTIVITIES``. [1]
    on : mapping of int to float
        Mean number of people on each place, by its index in ``site.places``; -1 is none of them.
        [1]

    References
    ----------
    .. [pedpy] key in twin/sources.bib; ``DensityMethod.CLASSIC`` of its density profiles.
    """

    site: Site
    place: Place | None
    first: int
    last: int
    x0: float
    y0: float
    cell: float
    people: Floats
    doing: Mapping[str, float]
    on: Mapping[int, float]

    @property
    def present(self) -> float:
        """Mean number of people outdoors. [1]"""
        return float(self.people.sum())

    @cached_property
    def walkable(self) -> BaseGeometry:
        """Ground people were counted on, site frame. [m]"""
        whole = self.site.walkable
        return whole if self.place is None else whole.intersection(self.place.polygon)

    @cached_property
    def ground(self) -> Floats:
        """Walkable ground of each square where people are, (ny, nx); 0 elsewhere. [m2]"""
        rows, columns = np.nonzero(self.people)
        west, south = self.x0 + self.cell * columns, self.y0 + self.cell * rows
        squares = shapely.box(west, south, west + self.cell, south + self.cell)
        area = np.full(len(squares), self.cell**2)
        shapely.prepare(self.walkable)
        cut = ~shapely.contains(self.walkable, squares)
        area[cut] = shapely.area(shapely.intersection(self.walkable, squares[cut]))
        out = np.zeros(self.people.shape)
        out[rows, columns] = np.maximum(area, LEAST_GROUND)
        return out

    @property
    def density(self) -> Floats:
        """People on a square metre of each square, (ny, nx). [1/m2]"""
        return np.divide(
            self.people, self.ground, out=np.zeros(self.people.shape), where=self.people > 0
        )

    @property
    def mean(self) -> float:
        """Mean density over all ground people were counted on; 0 where there is none. [1/m2]"""
        area = float(self.walkable.area)
        return self.present / area if area else 0.0

    @property
    def met(self) -> float:
        """Mean density at which people are, everybody counted alike. [1/m2]"""
        return float((self.people * self.density).sum() / self.present) if self.present else 0.0

    @property
    def densest(self) -> tuple[float, float]:
        """Middle of the square with the highest density, the first of equals. [m]"""
        row, column = np.unravel_index(int(np.argmax(self.density)), self.people.shape)
        return self.x0 + self.cell * (column + 0.5), self.y0 + self.cell * (row + 0.5)


def crowding(done: Run, at: str, minutes: float, *, place: Place | None = None) -> Crowding:
    """Count people on the ground about a time of day.

    Parameters
    ----------
    done : Run
        A finished run.
    at : str
        The middle of the time, as 08:30 or 08:30:15.
    minutes : float
        Its length, cut off where the run begins and ends. [min]
    place : Place, optional
        Count on this place of the run's map alone.

    Raises
    ------
    ScenarioError
        If the time is none of the run, or its length not above 0 and at most 120 minutes.
    RunError
        If a table of the run is gone.
    """
    if not 0 < minutes <= MOST_MINUTES:
        message = f"--minutes {few_digits(minutes)}: must be above 0 and at most {MOST_MINUTES:g}."
        raise ScenarioError(message)
    start, end = done.span
    middle = tick_of(at, start, end, option="--at")
    half = 30 * minutes * TICKS_PER_SECOND
    first = max(round(middle - half), round(start * TICKS_PER_SECOND))
    last = max(min(round(middle + half), round(end * TICKS_PER_SECOND)), first + 1)
    return _counted(done, first, last, place)


def _counted(done: Run, first: int, last: int, place: Place | None) -> Crowding:
    """Count people between two moments [0.25 s], on a place or everywhere."""
    site = done.inputs.site
    squares = Footfall.of(site)
    doing = np.zeros(len(ACTIVITIES))
    on: Counter[int] = Counter()
    for everywhere in done.between(first, last):
        slab = (
            everywhere if place is None else everywhere.filter(_inside(everywhere, place.polygon))
        )
        squares.add(slab.sort_by([("person", "ascending"), ("tick", "ascending")]))
        doing += np.bincount(slab["activity"].to_numpy(), minlength=len(ACTIVITIES))
        places = site.place_index(*_metres(slab))
        on.update(dict(enumerate(np.bincount(places - NOWHERE).tolist(), start=NOWHERE)))
    moments = last - first
    return Crowding(
        site=site,
        place=place,
        first=first,
        last=last,
        x0=squares.x0,
        y0=squares.y0,
        cell=squares.cell,
        people=squares.counts / moments,
        doing=dict(zip(ACTIVITIES, (doing / moments).tolist(), strict=True)),
        on={index: count / moments for index, count in on.items() if count},
    )


def _metres(slab: pa.Table) -> tuple[Floats, Floats]:
    """Say where samples are, east and north. [m]"""
    return slab["x_cm"].to_numpy() / 100, slab["y_cm"].to_numpy() / 100


def _inside(slab: pa.Table, polygon: Area) -> Bools:
    """Say which samples lie inside a polygon [m]."""
    shapely.prepare(polygon)
    inside: Bools = place_of(*_metres(slab), [(0, polygon)]) != NOWHERE
    return inside
