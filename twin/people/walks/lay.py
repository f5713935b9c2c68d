"""Laying out the ground of a walk: a grid fine enough for it, exits, and the ways to them."""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from scipy import ndimage
from shapely import MultiPolygon, Polygon

from twin.arrays import Bools, Floats, Ints
from twin.errors import MapError, ShapeError
from twin.people.field import Field
from twin.people.walks.asked import Asked
from twin.people.walks.choice import soonest
from twin.site.ground import CELL, Ground
from twin.site.polygons import polygons_in
from twin.site.routes import Routes, fields
from twin.site.things import Area
from twin.site.walkable import SOLID, opened

__all__ = ["Laid", "lay", "off_walls"]

_FINEST = 0.1  # m; assumption (range 0.05-0.2)
_MOST_NODES = 16e6  # nodes times exits: seconds of work, and about 100 MB; a choice
_LEEWAY = 1e-3  # m: farther off than the margin people at a wall are put; assumption (1e-4-1e-2)
_PUSHES = 8  # off one wall after the other: a corner needs two; a choice
_SHOWN = SOLID / CELL  # half the least thickness of a wall that the grid shows, in cells


@dataclass(frozen=True, eq=False)
class Laid:
    """The ground of a walk as kernels read it, and everybody's way out of it.

    Attributes
    ----------
    field : Field
        The ground, and the ways to the exits somebody walks to.
    goal : (N,) array
        Row of the field that leads to each person's exit.
    target : (G, 2) array
        Where people of each row walk: the centroid of the exit, when it is clear of walls. [m]
    reach : (G,) array
        From there to the farthest corner of the exit. [m]
    """

    field: Field
    goal: Ints
    target: Floats
    reach: Floats


def lay(asked: Asked, margin: float, *, to_middle: bool) -> Laid:
    """Lay a grid over the ground and find the ways to the exits in use.

    Cells are 0.1 m, or as many times coarser, up to 0.5 m, as keeps the work to seconds. Walls
    thinner than 1.44 cells are thickened to that, since the grid could miss them.

    Parameters
    ----------
    asked : Asked
        The walk.
    margin : float
        Nearest a body's centre comes to a wall. [m]
    to_middle : bool
        Whether ways lead to the middle of an exit; else to the nearest point of it.

    Raises
    ------
    ShapeError
        If no node of the grid lies on the ground, or somebody has no way to their exit.
    """
    chosen = np.arange(len(asked.exits)) if asked.exit_of is None else asked.exit_of
    used, goal = np.unique(chosen, return_inverse=True)
    doors = [asked.exits[k] for k in used]
    cell = _cell(asked.ground, len(doors))
    area = _with_thick_walls(asked.ground, _SHOWN * cell)
    try:
        ground = Ground.over(area, cell, steps=MultiPolygon(asked.stairs), room=margin)
    except MapError as error:
        west, south, east, north = asked.ground.bounds
        message = (
            f"ground is {east - west:g} by {north - south:g} m, but somewhere on it there must be "
            "room for a body."
        )
        raise ShapeError(message) from error
    target = np.array(
        [
            _target(ground, asked.ground, door, margin, int(k))
            for k, door in zip(used, doors, strict=True)
        ]
    )
    way = _ways(asked, ground, target, [] if to_middle else doors, margin)
    if asked.exit_of is None:
        _refuse_lost(asked, np.asarray(way.any(axis=0)))
    else:
        _refuse_lost(asked, way[goal, np.arange(len(goal))])
    routes = fields(
        ground, target, np.ones(len(target)), threads=asked.threads,
        keep_off_walls=to_middle, areas=[] if to_middle else doors,
    )  # fmt: skip
    if asked.exit_of is None:
        there = _there(asked, routes, way)
        goal = soonest(there, np.array([_width(asked.ground, door) for door in doors]))
    # whoever may take any exit leaves by the first they get into
    out: list[Area] = [*doors]
    if asked.exit_of is None:
        out = [MultiPolygon(polygons_in(shapely.union_all(doors)))] * len(doors)
    corners = [shapely.get_coordinates(area) - at for area, at in zip(out, target, strict=True)]
    reach = np.array([np.hypot(*corner.T).max() for corner in corners])
    return Laid(Field.of(routes, out), goal, target, reach)


def off_walls(asked: Asked, margin: float, nearest_left: float) -> Floats:
    """Move who stands nearer than ``nearest_left`` to a wall to ``margin`` from it. [m]

    Whoever stands where there is no room for a body stays.

    Returns
    -------
    (N, 2) array
        Where people begin. [m]
    """
    walls, start = asked.ground.boundary, asked.start.copy()
    apart = shapely.distance(walls, shapely.points(start))
    for i in np.flatnonzero(apart < nearest_left).tolist():
        xy = start[i]
        for _ in range(_PUSHES):
            point = shapely.Point(xy)
            far = walls.distance(point)
            if far >= margin or far == 0.0:
                break
            nearest = shapely.get_coordinates(shapely.shortest_line(walls, point))[0]
            xy = xy + (margin + _LEEWAY - far) / far * (xy - nearest)
        if asked.ground.covers(shapely.LineString([start[i], xy])):
            start[i] = xy
    return start


def _cell(ground: Polygon, exits: int) -> float:
    """Choose the spacing of the nodes."""
    finest = math.sqrt(ground.area * exits / _MOST_NODES)
    return min(max(math.ceil(finest / _FINEST), 1) * _FINEST, CELL)


def _with_thick_walls(ground: Polygon, half: float) -> Area:
    """Thicken what is thinner than twice ``half`` of all that lies round and in the ground."""
    west, south, east, north = ground.bounds
    walls = shapely.box(west - 1.0, south - 1.0, east + 1.0, north + 1.0).difference(ground)
    thick = opened(MultiPolygon(polygons_in(walls)), half)
    thin = polygons_in(walls.difference(thick.buffer(0.005)))
    left = polygons_in(ground.difference(shapely.union_all(thin).buffer(half)))
    return left[0] if len(left) == 1 else MultiPolygon(left)


def _target(ground: Ground, plan: Polygon, door: Polygon, margin: float, k: int) -> Floats:
    """Choose where in an exit people walk: its centroid, or else what is farthest from walls."""
    centroid = door.centroid if plan.covers(door) else plan.intersection(door).centroid
    middle = np.array([centroid.x, centroid.y])
    if door.contains(centroid) and ground.clearance_at(middle[None])[0] >= margin:
        return middle
    nodes = _nodes_in(ground, door)
    clear = ground.clearance_at(nodes)
    if not len(nodes) or clear.max() < margin - 1e-6:
        message = (
            f"exits[{k}] lies wholly within {margin:g} m of walls, but people's centres keep that "
            "far from them: let it reach farther into the ground."
        )
        raise ShapeError(message)
    best: Floats = nodes[np.argmax(clear)]
    return best


def _nodes_in(ground: Ground, door: Polygon) -> Floats:
    """List where the nodes (K, 2) inside an exit are. [m]"""
    west, south, east, north = door.bounds
    (j0, j1), (i0, i1) = ground.node([west, east], [south, north])
    rows, columns = np.mgrid[j0 : j1 + 1, i0 : i1 + 1]
    nodes = ground.at(rows.ravel(), columns.ravel(), 0.0)[:, :2]
    return nodes[shapely.contains_xy(door, nodes[:, 0], nodes[:, 1])]


def _ways(
    asked: Asked, ground: Ground, target: Floats, doors: list[Polygon], margin: float
) -> Bools:
    """Tell to which exits each person has a way wide enough for a body: (G, N).

    People and exits must be in one part of the ground that a body can walk: that of the nearest
    node with room. Parts are told as people are kept off walls, by the clearance between nodes,
    which is greatest at a node: whether a body gets through a narrow door depends on where the
    nodes lie. With ``doors``, which ways lead to all of, an exit is in every part it reaches into.
    """
    part, count = ndimage.label(ground.clearance >= margin + _LEEWAY, structure=np.ones((3, 3)))
    if not count:
        return np.zeros((len(target), len(asked.start)), dtype=np.bool_)
    row, column = ndimage.distance_transform_edt(
        part == 0, return_distances=False, return_indices=True
    )
    piece, pieces = ndimage.label(ground.walkable)

    def near(xy: Floats) -> tuple[Ints, Ints]:
        at = ground.node(xy[:, 0], xy[:, 1])
        return row[at], column[at]

    def number(at: tuple[Ints, Ints]) -> Ints:
        # ways lead along the axes of the grid, and not from piece to piece past a corner
        return part[at].astype(np.intp) * (pieces + 1) + piece[at]

    at = ground.node(asked.start[:, 0], asked.start[:, 1])
    theirs = near(asked.start)
    # whoever has room nearest through a wall does not get there
    cut_off = (piece[at] > 0) & (piece[at] != piece[theirs])
    off = ground.index[at] < 0
    people = np.where(cut_off | off, -1, number(theirs))
    exits = [number(near(one[None])) for one in target]
    for k, door in enumerate(doors):
        inside = ground.node(*_nodes_in(ground, door).T)
        exits[k] = np.append(exits[k], number(inside)[part[inside] > 0])
    return np.array([np.isin(people, one) for one in exits])


def _there(asked: Asked, routes: Routes, way: Bools) -> Floats:
    """Say when everybody could be at each exit (N, G); infinite where there is no way. [s]"""
    goals, people = way.shape
    lengths = [routes.cost(np.full(people, k), asked.start) for k in range(goals)]
    return np.where(way, asked.begin + np.array(lengths) / asked.speed, np.inf).T


def _width(plan: Polygon, door: Polygon) -> float:
    """Measure an exit: the longer side of the least rectangle round what is on the ground. [m]"""
    corners = shapely.get_coordinates(shapely.oriented_envelope(plan.intersection(door)))
    return float(np.hypot(*np.diff(corners[:3], axis=0).T).max())


def _refuse_lost(asked: Asked, known: Bools) -> None:
    """Refuse the first person who has no way."""
    if not known.all():
        i = int(np.argmin(known))
        x, y = asked.start[i]
        where = "any exit" if asked.exit_of is None else f"exits[{asked.exit_of[i]}]"
        message = (
            f"start[{i}] is ({x:g}, {y:g}), but there is no way from there to {where} that is wide "
            "enough for a body; an opening of 0.6 m is."
        )
        raise ShapeError(message)
