"""Walk a scene: put its people in their places and let them go."""

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.special import ndtr, ndtri
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from twin.arrays import Floats, Ints
from twin.errors import ShapeError
from twin.people import Walk, walk
from twin.people.laws.kernels import RADIUS
from twin.people.traits import SPEED_CUT, SPEED_MEAN, SPEED_SPREAD
from twin.rng import Stream, uniform
from twin.suites.scene import ANY, Box, Crew, Scene
from twin.usual import SPEED

__all__ = ["Walked", "spread", "walked"]

_CROWD = (SPEED, 0.26)
"""Free speed of a crowd, mean and standard deviation [weidmann1993]. [m/s]"""

NEAREST = 2 * RADIUS - 0.02
"""Nearest two people are put to each other: as wide as a body, less the 2 cm that six on a square
metre lack. [m] assumption (range 0.38-0.4)"""

CLEAR = 0.26
"""Nearest a person is put to a wall. [m] assumption: just more than the model keeps."""


@dataclass(frozen=True, eq=False)
class Walked:
    """A scene and what came of it.

    Attributes
    ----------
    scene : Scene
        As in the file.
    ground : Polygon
        Its rectangles together. [m]
    exits : dict of str to Polygon
        Where people leave. [m]
    exit_of : (N,) array of int
        Number of the exit each person is told to walk to; -1 for who chooses.
    speed, begin : (N,) array
        Free speed [m/s] and when each begins [s].
    walk : Walk
        Places over time.
    """

    scene: Scene
    ground: Polygon
    exits: dict[str, Polygon]
    exit_of: Ints
    speed: Floats
    begin: Floats
    walk: Walk


def walked(scene: Scene, *, model: str, dt: float, seed: int, threads: int) -> Walked:
    """Walk a scene.

    Raises
    ------
    ShapeError
        If its people do not fit or cannot get out.
    """
    ground = shapely.union_all([_box(one) for one in scene.ground])
    if not isinstance(ground, Polygon):
        message = "the rectangles of ground are not in one piece, but must be."
        raise ShapeError(message)
    exits = {name: _box(one) for name, one in scene.exits.items()}
    names = list(exits)
    start, exit_of, speed, begin = [], [], [], []
    for number, crew in enumerate(scene.people):
        room = shapely.intersection(_box(crew.within), ground.buffer(-CLEAR, join_style="mitre"))
        start.append(spread(room, crew.count, seed=seed, group=number))
        exit_of += [names.index(crew.to) if crew.to != ANY else -1] * crew.count
        speed.append(_speeds(crew, seed, number))
        begin.append(_begins(crew, seed, number))
    people = [np.concatenate(each) for each in (start, speed, begin)]
    done = walk(
        ground, people[0], list(exits.values()), None if -1 in exit_of else exit_of, people[1],
        begin=people[2], stairs=[_box(one) for one in scene.stairs],
        seconds=scene.seconds, dt=dt, model=model, seed=seed, threads=threads,
    )  # fmt: skip
    return Walked(scene, ground, exits, np.array(exit_of), people[1], people[2], done)


def spread(room: BaseGeometry, count: int, *, seed: int = 0, group: int = 0) -> Floats:
    """Put people evenly into a room: on a lattice as wide as fits, some places left free at random.

    Parameters
    ----------
    room : geometry
        Where their middles may be. [m]
    count : int
        How many.
    seed, group : int
        Which places stay free.

    Returns
    -------
    (count, 2) array
        Places, in no order. [m]

    Raises
    ------
    ShapeError
        If they would stand closer than :data:`NEAREST`.
    """
    west, south, east, north = room.bounds
    # in a room as narrow as one person they stand in one row, as long as the room
    row = max(east - west, north - south) / count
    pitch = max(np.sqrt(room.area / count), row) if count > 1 else 1e9
    points = _lattice(room, pitch)
    while len(points) < count and pitch >= NEAREST:
        pitch *= 0.99
        points = _lattice(room, pitch)
    if pitch < NEAREST:
        message = (
            f"{count} people do not fit into {room.area:g} m2, but must stand {NEAREST:g} m apart."
        )
        raise ShapeError(message)
    places = np.arange(len(points))
    order = np.argsort(uniform(seed, int(Stream.WALK), 0, 0, places, 2**20 + group), kind="stable")
    return points[np.sort(order[:count])]


def _lattice(room: BaseGeometry, pitch: float) -> Floats:
    """List the points of a square lattice in the middle of a room."""
    west, south, east, north = room.bounds
    across, up = max(int((east - west) / pitch), 0), max(int((north - south) / pitch), 0)
    x = (west + east) / 2 + pitch * (np.arange(across + 1) - across / 2)
    y = (south + north) / 2 + pitch * (np.arange(up + 1) - up / 2)
    points = np.column_stack([each.ravel() for each in np.meshgrid(x, y)])
    return points[shapely.intersects_xy(room, points[:, 0], points[:, 1])]


def _box(edges: Box) -> Polygon:
    west, south, east, north = edges
    return shapely.box(west, south, east, north)


def _speeds(crew: Crew, seed: int, group: int) -> Floats:
    """Return everybody's free speed. [m/s]"""
    if not isinstance(crew.speed, str):
        return np.full(crew.count, float(crew.speed))
    mean, spread = _CROWD
    if crew.speed in SPEED_MEAN:
        mean, spread = SPEED_MEAN[crew.speed], SPEED_SPREAD
    low, high = (float(ndtr((cut - mean) / spread)) for cut in SPEED_CUT)
    u = uniform(seed, int(Stream.TRAITS), 0, 0, np.arange(crew.count), 2**20 + group)
    speeds: Floats = np.asarray(mean + spread * ndtri(low + u * (high - low)), dtype=np.float64)
    return speeds


def _begins(crew: Crew, seed: int, group: int) -> Floats:
    """Return when everybody begins. [s]"""
    first, last = crew.begin
    u = uniform(seed, int(Stream.ARRIVAL), 0, 0, np.arange(crew.count), 2**20 + group)
    begins: Floats = np.asarray(first + u * (last - first), dtype=np.float64)
    return begins
