"""Goals: gates and venues as the walkers see them, with places to sit and to queue."""

import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy import ndimage

from twin.arrays import Bools, Floats, Ints
from twin.people.field import Field
from twin.people.services import services
from twin.people.walking import MARGIN
from twin.people.ways.kernels import remaining
from twin.site import Site
from twin.site.ground import Ground, largest_piece
from twin.site.routes import STAIRS_PACE, Routes, fields
from twin.site.storeys import walked

__all__ = ["Goals", "Spots", "find_goals"]

SPOT_AREA, SEAT_AREA = 1.2, 4.0
"""Ground for each person who stands about, and who sits on a square or a lawn. [m2]

assumption (ranges 0.8-3 and 1.2-10): who waits stands together, who sits keeps some room.
"""

QUEUE_STEP = 0.75
"""Distance between people who queue. [m] assumption (range 0.5-1.2)."""

WAITING = 40
"""Places to wait at a bus stop. assumption (range 15-80)."""

QUEUE_LONGEST = 14
"""Nobody joins a longer queue. assumption (range 8-30)."""

APART = 0.6
"""Places to queue keep this far from other lines and other doors. [m] assumption (0.5-1)."""

GATE_FIRST, GATE_LONGEST = 0.5, 8
"""Distance of the head of the line from a door with ticket gates [m], and people in the longest.
assumption (0.3-0.8, 4-15)."""

DIRECT = 0.2
"""Share of walks straight to the goal, with no place to pass. assumption (range 0-0.5)."""

DETOUR = 0.04
"""Detour, as a share of the way, over which the weight of a place falls to 1/e. assumption
(range 0.02-0.1)."""

DETOUR_MOST = 0.15
"""Longest detour, as a share of the way. assumption (range 0.1-0.25)."""

VIA_LEAST, VIA_CLEAR = 80.0, 25.0
"""Only longer walks pass a place, this far from both ends. [m] assumption (40-150, 15-50)."""

WINDING = 1.3
"""Longest way to a place about a goal, over the straight line at the same pace. [1]

assumption (range 1.1-1.5). Where it winds more, there is a storey or
a wall between, and nobody would call it the same spot."""

WINDING_SLACK = 1.0
"""And how much longer it may be beside. [m] assumption (range 0.7-2): half a cell and half a
step of the code of lengths at both ends, and what walls add."""

SEAT_OFF, LINE_OFF = 0.15, 0.1
"""How much farther from walls than bodies must be people sit, and queue. [m] assumption (0-0.5)."""

LINE_AHEAD, LINE_BESIDE = 0.2, 1.2
"""Where a line at a door begins, before the wall and beside the middle of the door. [m] assumption
(0.1-0.6, 0.8-2)."""

BESIDE = 2.0
"""How much farther from the goal than its target somebody begins to walk there straight. [m]
assumption (range 1-4)."""

GOLDEN = math.pi * (3.0 - math.sqrt(5.0))
"""Turn between neighbouring seeds of a sunflower: an even cover of a disc. [rad]"""


@dataclass
class Spots:
    """Places for people, taken one by one and given back.

    Attributes
    ----------
    xy : (N, 2) array
        The places, nearest first. [m]
    """

    xy: Floats
    _free: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._free = list(range(len(self.xy) - 1, -1, -1))

    @property
    def free(self) -> int:
        """How many are free."""
        return len(self._free)

    def take_first(self) -> int:
        """Take the free place nearest to the head of the queue; there must be one."""
        at = min(range(len(self._free)), key=self._free.__getitem__)
        return self._free.pop(at)

    def any_free(self, u: float) -> Floats:
        """Return the free place a uniform draw points at [m]; there must be one."""
        place: Floats = self.xy[self._free[int(u * len(self._free))]]
        return place

    def take_nearest(self, xy: Floats, most: float) -> int:
        """Take the free place nearest to a point; -1 when there is none within ``most``. [m]"""
        if not self._free:
            return -1
        apart = np.hypot(*(self.xy[self._free] - xy).T)
        at = int(np.argmin(apart))
        return self._free.pop(at) if apart[at] <= most else -1

    def give_back(self, spot: int) -> None:
        """Give a place back."""
        self._free.append(spot)


@dataclass(frozen=True, eq=False)
class Goals:
    """Everything people walk to; gates first, then venues.

    Attributes
    ----------
    xy : (G, 2) array
        Gates and doors. [m]
    gates : int
        How many of them are gates.
    cost, cost_step_free : (G, G) arrays
        Length of the way to goal i from goal j, and of that without steps. [m]
    step_free : (G,) array of bool
        Which goals can be reached without steps.
    routes : Routes
        Ways to every goal, and those without steps.
    ways : Field
        The same, as walkers read them.
    seats : tuple of Spots or None
        By goal: places at outdoor venues, and across the width of gates.
    lines : tuple of (P, 2) array or None
        By goal: places to queue at the doors of indoor venues and before ticket gates, the first
        next to the door; P may be 0. [m]
    stops : tuple of Spots or None
        By goal: places to wait at bus stops, in line along the kerb and then about the stop.
    facing : (G,) array
        Direction from the ground before a door to the door. [rad]
    """

    xy: Floats
    gates: int
    cost: Floats
    cost_step_free: Floats
    step_free: Bools
    routes: Routes
    ways: Field
    seats: tuple[Spots | None, ...]
    lines: tuple[Floats | None, ...]
    stops: tuple[Spots | None, ...]
    facing: Floats
    _via: dict[tuple[int, int, bool], tuple[Ints, Floats]] = field(default_factory=dict)
    _approach: dict[tuple[int, float, float], float] = field(default_factory=dict)

    def lengths(self, *, step_free: bool) -> Floats:
        """Return the lengths of ways to goal i from goal j (G, G), with steps or without. [m]"""
        return self.cost_step_free if step_free else self.cost

    def approach(self, row: int, x: float, y: float) -> float:
        """Say how far from a row's goal, along the way, a target is walked to straight. [m]

        Farther than the target itself, whose way may be long for its length: on steps.
        """
        found = self._approach.get((row, x, y))
        if found is None:
            straight = math.dist((x, y), self.routes.goals[row])
            ground = self.routes.ground
            j, i = ground.node(x, y)
            node = ground.x0 + int(i) * ground.cell, ground.y0 + int(j) * ground.cell
            along = remaining(self.ways, row, *node)
            found = self._approach[row, x, y] = BESIDE + max(straight, along)
        return found

    def via(self, goal: int, start: int, u: float, *, step_free: bool = False) -> int:
        """Choose a place to pass on the way between two goals; the goal itself for none.

        Everybody's shortest way is one line; people spread over the streets that are nearly as
        short. Each venue and gate between the two is passed with a weight that falls
        exponentially with the detour, and the shortest way itself has a share of its own. Whoever
        needs no steps passes only places that can be reached without.
        """
        key = (goal, start, step_free)
        found = self._via.get(key)
        if found is None:
            found = self._via[key] = self._detours(goal, start, step_free=step_free)
        places, cumulated = found
        if u < DIRECT or not places.size:
            return goal
        u = (u - DIRECT) / (1.0 - DIRECT)
        return int(places[np.searchsorted(cumulated, u * cumulated[-1], side="right")])

    def _detours(self, goal: int, start: int, *, step_free: bool) -> tuple[Ints, Floats]:
        """List the places to pass between two goals, and cumulate their weights."""
        cost = self.lengths(step_free=step_free)
        length = float(cost[goal, start])
        if length < VIA_LEAST:
            return np.empty(0, dtype=np.intp), np.empty(0)
        there, onward = cost[:, start], cost[goal]
        detour = np.maximum(there + onward - length, 0.0)
        weight = np.exp(-detour / (DETOUR * length))
        between = (there > VIA_CLEAR) & (onward > VIA_CLEAR) & (detour < DETOUR_MOST * length)
        between &= self.step_free | (not step_free)
        places = np.flatnonzero(between)
        return places, np.cumsum(weight[places])


def find_goals(site: Site, *, cache: Path | None, threads: int | None) -> Goals:
    """Compute the ways to every gate and venue and lay out seats and queues.

    Parameters
    ----------
    site : Site
        The site as of its date.
    cache : Path or None
        Folder where ways are kept.
    threads : int or None
        Threads to use; changes no result.
    """
    ground = walked(site)
    radius = [gate.width / 2 for gate in site.gates] + [1.0] * len(site.venues)
    xy = np.array([g.xy for g in site.gates] + [v.xy for v in site.venues]).reshape(-1, 2)
    routes = fields(ground, xy, np.array(radius), cache=cache, threads=threads, step_free=True)
    cost = routes.between.astype(np.float64)
    slopes = _slopes(ground, xy)
    seats: list[Spots | None] = []
    lines: list[Floats | None] = []
    stops: list[Spots | None] = []
    taken = np.empty((0, 2))
    for k, gate in enumerate(site.gates):
        inside = _disc(routes, k, 60, SPOT_AREA)
        near = np.hypot(*(inside - gate.xy).T) <= max(gate.width / 2, 1.0)
        seats.append(Spots(inside[near] if near.any() else gate.xy[None]))
        line = stop = None
        if gate.gate in services().ticket_gates:
            line = _ahead(ground, gate.xy, slopes[k], _others(xy, k, taken))
        elif gate.gate == "bus":
            stop = _kerb(routes, k, slopes[k], _others(xy, k, taken))
        lines.append(line)
        stops.append(None if stop is None else Spots(stop))
        taken = np.concatenate([taken, *(new for new in (line, stop) if new is not None)])
    for k, venue in enumerate(site.venues, start=len(site.gates)):
        seats.append(None if venue.indoor else Spots(_disc(routes, k, venue.capacity, SEAT_AREA)))
        line = None
        if venue.indoor:
            line = _line(ground, venue.xy, slopes[k], _others(xy, k, taken))
            taken = np.concatenate([taken, line])
        lines.append(line)
        stops.append(None)
    facing = np.arctan2(-slopes[:, 1], -slopes[:, 0])
    return Goals(
        xy, len(site.gates), cost[: len(xy)], cost[-len(xy) :], _without_steps(ground, xy), routes,
        Field.of(routes), tuple(seats), tuple(lines), tuple(stops), facing,
    )  # fmt: skip


def _without_steps(ground: Ground, xy: Floats) -> Bools:
    """Tell which goals most of the ground is connected with when nobody uses steps."""
    level = largest_piece(ground.walkable & ~ground.by_stairs, ground.twins)
    # a door may stand on the very edge of a wall
    beside = ndimage.binary_dilation(level, np.ones((3, 3), dtype=np.bool_))
    at = ground.node(xy[:, 0], xy[:, 1])
    found: Bools = beside[at] & ~ground.stairs[at]
    return found


def _slopes(ground: Ground, xy: Floats) -> Floats:
    """Find the direction away from the nearest wall at points: unit vectors (N, 2)."""
    step = ground.cell
    east, north = np.array([step, 0.0]), np.array([0.0, step])
    at = ground.clearance_at
    slope = np.column_stack([at(xy + east) - at(xy - east), at(xy + north) - at(xy - north)])
    length = np.hypot(*slope.T)[:, None]
    return np.where(length > 1e-6, slope / np.maximum(length, 1e-6), np.array([1.0, 0.0]))


def _disc(routes: Routes, goal: int, wanted: int, area: float) -> Floats:
    """Find places about a goal that can be walked to in a straight line, ``area`` [m2] each.

    They are on steps, or beyond some, only when the goal itself is on steps.
    """
    ground, centre = routes.ground, np.asarray(routes.goals)[goal]
    k = np.arange(4 * wanted)
    r = np.sqrt((k + 0.5) * area / math.pi)
    xy = centre + r[:, None] * np.column_stack([np.cos(GOLDEN * k), np.sin(GOLDEN * k)])
    steps = np.linspace(0.0, 1.0, 1 + int(r[-1] / 0.4))
    between = centre + steps[:, None, None] * (xy - centre)
    clear = ground.clearance_at(between.reshape(-1, 2)).reshape(len(steps), -1).min(axis=0)
    good = (clear > MARGIN) & (ground.clearance_at(xy) > MARGIN + SEAT_OFF)
    stepped = _on_steps(ground, between.reshape(-1, 2)).reshape(len(steps), -1).mean(axis=0)
    good &= (stepped == 0.0) | _on_steps(ground, centre[None])
    straight = np.hypot(*(xy - centre).T) * (1.0 + stepped * (1.0 / STAIRS_PACE - 1.0))
    along = np.full(len(xy), np.inf)
    along[good] = routes.cost(np.full(np.count_nonzero(good), goal), xy[good])
    good &= along <= WINDING * straight + WINDING_SLACK
    found: Floats = xy[good][:wanted]
    return found if len(found) else centre[None]


def _on_steps(ground: Ground, xy: Floats) -> Bools:
    """Tell which of some points are on steps."""
    on: Bools = ground.stairs[ground.node(xy[:, 0], xy[:, 1])]
    return on


def _line(ground: Ground, door: Floats, away: Floats, taken: Floats) -> Floats:
    """Find places along the wall beside a door, on the side where more of them fit."""
    best = np.empty((0, 2))
    for turn in (1.0, -1.0):
        along = turn * np.array([-away[1], away[0]])
        k = np.arange(QUEUE_LONGEST)[:, None]
        fits = _free(
            ground, door + LINE_AHEAD * away + along * (LINE_BESIDE + QUEUE_STEP * k), taken
        )
        best = fits if len(fits) > len(best) else best
    return best


def _others(xy: Floats, k: int, taken: Floats) -> Floats:
    """Give the doors but the k-th, and what lines have taken: what a line keeps off."""
    return np.concatenate([np.delete(xy, k, 0), taken])


def _ahead(ground: Ground, door: Floats, away: Floats, taken: Floats) -> Floats:
    """Find places straight before a door."""
    k = np.arange(GATE_LONGEST)[:, None]
    return _free(ground, door + away * (GATE_FIRST + QUEUE_STEP * k), taken)


def _kerb(routes: Routes, goal: int, away: Floats, taken: Floats) -> Floats:
    """Find places along the kerb beside a bus stop and, when these are taken, about it."""
    line = _line(routes.ground, np.asarray(routes.goals)[goal], away, taken)
    about = _disc(routes, goal, WAITING, SPOT_AREA)
    clear = _apart(about, line) > QUEUE_STEP
    return np.concatenate([line, about[clear]])[:WAITING] if len(line) else about


def _free(ground: Ground, places: Floats, taken: Floats) -> Floats:
    """Keep the first places of a line, up to where a wall or what is taken is in its way."""
    shut = (ground.clearance_at(places) < MARGIN + LINE_OFF) | (_apart(places, taken) < APART)
    bad = np.flatnonzero(shut)
    free: Floats = places[: bad[0]] if bad.size else places
    return free


def _apart(places: Floats, others: Floats) -> Floats:
    """Measure how far each of some places is from the nearest of others. [m]"""
    apart = np.hypot(*(places[:, None] - others).transpose(2, 0, 1))
    nearest: Floats = apart.min(axis=1, initial=np.inf)
    return nearest
