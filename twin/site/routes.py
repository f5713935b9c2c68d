"""The way from everywhere to each goal: geodesic flow fields on the ground's nodes.

For each goal the travel cost T solves the eikonal equation |grad T| = s(clearance) with T = 0 at
the goal, by first-order upwind differences [sethian1996]_ and a queue of buckets [yatziv2006]_;
near the goal T is exact. The slowness s keeps people off walls and counts steps by the time they
take. Directions are read from T and stored in 1/256 of a turn.

Ground with steps may have a second set of ways, *step-free*: for those steps are like walls, but
that whoever got onto them finds off again. Only what led over steps is computed twice.

References
----------
.. [sethian1996] sethian1996 in twin/sources.bib: the scheme.
.. [yatziv2006] yatziv2006 in twin/sources.bib: the queue.
"""

import logging
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy import ndimage

from twin.arrays import Floats, Ints, as_shape
from twin.errors import MapError, RunError, ShapeError
from twin.site import route_files
from twin.site.ground import Ground
from twin.site.lengths import METRES, as_bytes
from twin.site.route_files import Fields
from twin.site.things import Area

__all__ = ["STAIRS_PACE", "STEPS_WEIGHT", "Routes", "fields", "walking_slowness"]

log = logging.getLogger(__name__)

WALL_RANGE = 1.0
"""Clearance from which walls do not matter for the choice of way. [m] assumption (range 0.5-2)."""

WALL_WEIGHT = 2.0
"""How much slower than in the open ground counts at a wall, less one. assumption (range 1-4)."""

STAIRS_PACE = 0.49
"""Speed over the ground on steps, as a share of that on the level. [1]

(0.610 + 0.694) / 2 m/s, the horizontal speeds up and down stairs, over 1.34 m/s: weidmann1993, the
mean because maps do not say which way is up. Range 0.3-0.75: on a long flight most people walked up
at 0.4 to 0.5 m/s, on a short one about twice as fast, kretz2008."""

SEED_RADIUS = 10.0
"""Radius round a goal within which costs are exact. [m]

A choice of accuracy: 20 cells leave 1 degree of the direction error of first-order upwind
differences at a point source, which falls as cell / (2 radius)."""

STEPS_WEIGHT = 100.0
"""How much a metre on steps, or within a cell of them, counts for those who use none. [1]

A choice: no way of a site is so much longer that it would pay; where there is no other, somebody
helps them over the steps, the shortest that lead there. assumption (range 50-1,000)."""

_BUCKET = 0.1
_BATCH = 8
_LONGEST = 4000.0  # m: longer ways than this are computed out of order, which takes longer


@dataclass(frozen=True, eq=False)
class Routes:
    """Flow fields to goals; all arrays are read-only.

    Attributes
    ----------
    ground : Ground
        The grid.
    goals : (R, 2) array
        Where each row leads: the G goals and, where there are step-free ways, the goals again. [m]
    index : (ny, nx) array of int32
        Column of each node in ``angle`` and ``distance``; -1 where there is no way. Nodes on the
        very edge of walls have columns too, see :attr:`twin.site.ground.Ground.index`.
    angle : (R, K) array of uint8
        Direction of travel, in 1/256 of a turn anticlockwise from +x. From a walkable node it never
        leads into a wall before the next node.
    distance : (R, K) array of uint8
        Cost of the way to the goal, in the code of :mod:`twin.site.lengths`: metres in the open; a
        metre along a wall counts up to ``1 + WALL_WEIGHT``, and on steps ``1 / STAIRS_PACE`` times.
    between : (R, G) array of float32
        Cost of the way of row i from the node nearest to goal j, not rounded further. [m]
    """

    ground: Ground
    goals: Floats
    index: NDArray[np.int32]
    angle: NDArray[np.uint8]
    distance: NDArray[np.uint8]
    between: NDArray[np.float32]

    def row(self, goal: int, *, step_free: bool) -> int:
        """Find the row of the way to a goal; without steps it is the same where there are none."""
        return goal + len(self.goals) - self.between.shape[1] if step_free else goal

    def ends_only(self) -> "Routes":
        """Let directions and lengths go: most of the memory, of which walkers have a copy."""
        nothing = np.empty((0, self.angle.shape[1]), dtype=np.uint8)
        return replace(self, angle=nothing, distance=nothing)

    def columns(self, xy: ArrayLike) -> Ints:
        """Find the column of the node nearest to each point (N, 2); -1 off the ground."""
        points = as_shape("xy", xy, (None, 2))
        return self.index[self.ground.node(points[:, 0], points[:, 1])].astype(np.intp)

    def yaw(self, goal: ArrayLike, xy: ArrayLike) -> Floats:
        """Look up the direction of rows (N,) [rad] from points (N, 2) on the ground."""
        turns = self.angle[np.asarray(goal), self.columns(xy)].astype(np.int8)
        return np.asarray(turns * (math.pi / 128), dtype=np.float64)

    def cost(self, goal: ArrayLike, xy: ArrayLike) -> Floats:
        """Look up the cost [m] of the way of rows (N,) from points (N, 2) on the ground.

        Off by at most 0.11 m and 1.4 %, see :mod:`twin.site.lengths`.
        """
        codes = self.distance[np.asarray(goal), self.columns(xy)]
        return np.asarray(METRES[codes], dtype=np.float64)


def walking_slowness(clearance: ArrayLike) -> Floats:
    """Say how much longer a metre counts at a clearance, so that ways keep off walls.

    Quadratic: ``1 + WALL_WEIGHT (1 - clearance / WALL_RANGE)^2`` within ``WALL_RANGE`` of a wall, 1
    beyond. assumption: the shape; the range is near the 0.5 m of ground along walls that walking
    people leave unused.

    Examples
    --------
    >>> walking_slowness([0.0, 0.5, 3.0]).tolist()
    [3.0, 1.5, 1.0]
    """
    near = np.clip(1.0 - np.asarray(clearance, dtype=np.float64) / WALL_RANGE, 0.0, 1.0)
    return 1.0 + WALL_WEIGHT * near * near


def fields(
    ground: Ground,
    goals_xy: ArrayLike,
    goal_radius: ArrayLike,
    *,
    cache: Path | None = None,
    threads: int | None = 1,
    keep_off_walls: bool = True,
    areas: Sequence[Area] = (),
    step_free: bool = False,
) -> Routes:
    """Compute or read the flow fields to goals.

    Parameters
    ----------
    ground : Ground
        The grid.
    goals_xy : (G, 2) array
        Goals, on walkable ground. [m]
    goal_radius : (G,) array
        Within this radius, and at least ``SEED_RADIUS``, costs are exact. Costs and directions
        always refer to the goal itself. [m]
    cache : Path, optional
        Folder where the fields are kept, under the hash of all they depend on.
    threads : int, optional
        Threads to use; None means all. The result does not depend on it.
    keep_off_walls : bool
        Whether :func:`walking_slowness` is used; else ways are the quickest.
    areas : sequence of Polygon or MultiPolygon
        Where each goal is, when they are more than points: ways then end at the nearest node of it.
        [m]
    step_free : bool
        Whether there are ways without steps as well, on ground that has steps.

    Returns
    -------
    Routes
        The fields.

    Raises
    ------
    MapError
        If a goal does not lie on walkable ground.
    ShapeError
        If shapes differ.
    RunError
        If the cache cannot be written.
    """
    goals = as_shape("goals_xy", goals_xy, (None, 2))
    if areas and len(areas) != len(goals):
        message = (
            f"there are {len(areas)} areas for {len(goals)} goals, but must be as many or none."
        )
        raise ShapeError(message)
    radius = np.maximum(as_shape("goal_radius", goal_radius, (len(goals),)), SEED_RADIUS)
    sets = 2 if step_free and (ground.walkable & ground.stairs).any() else 1
    size = route_files.Size(sets * len(goals), len(goals), int(ground.index.max()) + 1)
    batches = _compute(
        ground, goals, radius, areas, keep_off_walls=keep_off_walls, sets=sets, threads=threads
    )
    rows = np.tile(goals, (sets, 1))
    if cache is None:
        found = route_files.room(size)
        for first, part in batches:
            some = slice(first, first + len(part.angle))
            found.angle[some], found.distance[some] = part.angle, part.distance
            found.between[some] = part.between
        for array in (found.angle, found.distance, found.between):
            array.flags.writeable = False
        return Routes(ground, rows, ground.index, *found)
    key = route_files.key(ground, goals, radius, areas, keep_off_walls=keep_off_walls, sets=sets)
    kept = route_files.read(cache, key, size)
    if kept is None:
        route_files.write(cache, key, size, batches)
        kept = route_files.read(cache, key, size)
        if kept is None:
            message = f"{cache}: routes were written but cannot be read back; the disk may be full."
            raise RunError(message)
    return Routes(ground, rows, ground.index, *kept)


def _compute(
    ground: Ground,
    goals: Floats,
    radius: Floats,
    areas: Sequence[Area],
    *,
    keep_off_walls: bool,
    sets: int,
    threads: int | None,
) -> Iterator[tuple[int, Fields]]:
    """Compute the fields, some rows at a time, with the first of them.

    Nothing happens before the first are asked for.
    """
    # Imported here so that reading a map does not wait for the compiler.
    from twin import jit
    from twin.site.kernels import march

    began = time.perf_counter()
    slowness = np.full(ground.shape, np.inf)
    on = ground.walkable
    slowness[on] = walking_slowness(ground.clearance[on]) if keep_off_walls else 1.0
    slower = _without_steps(ground, slowness) if sets == 2 else slowness
    slowness[ground.stairs] /= STAIRS_PACE
    changed = np.flatnonzero(slower > slowness)
    nodes = np.concatenate([np.flatnonzero(ground.own), np.flatnonzero(ground.fringe)]).astype(
        np.intp
    )
    parents = ground.ways_out()
    highest = float(slowness[on].max()) * (float(radius.max(initial=0.0)) + 3.0 * ground.cell)
    highest = max(highest, _LONGEST) if sets == 2 else highest
    available = jit.threads_available()
    workers = max(1, min(threads or available, available, len(goals)))
    costs_of = np.empty((workers, on.size))
    links = np.empty((workers, 4, on.size), dtype=np.int32)
    head = np.empty((workers, int(highest / _BUCKET) + 8), dtype=np.int32)
    at_goals = ground.index[ground.node(goals[:, 0], goals[:, 1])]
    for first in range(0, len(goals), _BATCH):
        batch = slice(first, min(first + _BATCH, len(goals)))
        count = batch.stop - first
        angle = np.empty((sets * count, len(nodes)), dtype=np.uint8)
        cost = np.empty(angle.shape, dtype=np.float32)
        seeds = np.zeros(count, dtype=np.intp)
        with jit.threads(threads):
            march(
                ground.clearance, slowness, slower, changed, ground.x0, ground.y0, ground.cell,
                goals[batch], radius[batch], *_nodes_in(ground, areas[batch], count), _BUCKET,
                nodes, parents, ground.twins, costs_of, head, links, angle, cost, seeds,
            )  # fmt: skip
        _check_seeds(goals[batch], seeds)
        for k in range(sets):
            rows = slice(k * count, (k + 1) * count)
            lengths = cost[rows]
            yield (
                k * len(goals) + first,
                Fields(angle[rows], as_bytes(lengths), lengths[:, at_goals]),
            )
    log.info(
        "routes: %d goals, %d nodes, %.2f s", len(goals), len(nodes), time.perf_counter() - began
    )


def _without_steps(ground: Ground, slowness: Floats) -> Floats:
    """Say how slow ground is to those who keep off steps as others do off walls."""
    shut = ground.by_stairs
    apart = ndimage.distance_transform_edt(~shut, sampling=ground.cell)
    slower = np.maximum(slowness, walking_slowness(apart))
    slower[shut & ground.walkable] = STEPS_WEIGHT
    return slower


def _nodes_in(ground: Ground, areas: Sequence[Area], goals: int) -> tuple[Ints, Ints]:
    """List the walkable nodes in each area, and where those of each goal begin."""
    if not areas:
        return np.empty(0, dtype=np.intp), np.zeros(goals + 1, dtype=np.intp)
    nodes = np.flatnonzero(ground.walkable)
    rows, columns = np.divmod(nodes, ground.shape[1])
    at = ground.at(rows, columns, 0.0)
    inside = [nodes[shapely.intersects_xy(area, at[:, 0], at[:, 1])] for area in areas]
    first = np.concatenate([[0], np.cumsum([len(one) for one in inside])])
    return np.concatenate(inside).astype(np.intp), first.astype(np.intp)


def _check_seeds(goals: Floats, seeds: NDArray[np.intp]) -> None:
    """Refuse goals that no walkable node can see."""
    problems = [
        f"the goal at x {x:.2f}, y {y:.2f} m does not lie on walkable ground, but must."
        for (x, y), count in zip(goals, seeds, strict=True)
        if count == 0
    ]
    if problems:
        raise MapError(problems)
