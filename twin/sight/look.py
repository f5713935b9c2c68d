"""Look at tracks through cameras, slab by slab."""

import logging
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin import jit
from twin.ahead import ahead
from twin.arrays import Floats
from twin.cameras import Camera
from twin.errors import ShapeError, TableError
from twin.sight import kernels
from twin.sight.bodies import OWN_HEAD, Bodies
from twin.sight.kernels import Sample
from twin.sight.passes import BEFORE, Rows, SightState, fold
from twin.sight.rows.kernels import Near, find, gather, twice
from twin.sight.scene import LEAST_DENSITY, Around, Scene, SightSite, reach
from twin.tables import TRACKS, checked

__all__ = ["Needed", "Slab", "SlabSight", "look"]

log = logging.getLogger(__name__)

Needed = Callable[[float, float, float, float], bool]
"""Says of a rectangle west, south, east, north [m] whether somebody there matters to a camera."""

Slab = pa.Table | Callable[[Needed], pa.Table]
"""Tracks of a stretch of time, or what reads those of them that are needed."""

Columns = dict[str, NDArray[Any]]
_Near = tuple[NDArray[np.int32], NDArray[np.int32]]
"""Rows by time (n, 8), see :class:`Near`, and where each moment begins (T + 1,)."""

_READ = ("person", "tick", "x_cm", "y_cm", "head_yaw_crad", "head_pitch_crad")
"""Columns of the tracks that decide what is seen."""

_TURNS = np.column_stack([f(np.arange(-32768, 32768) / 100) for f in (np.sin, np.cos)])
"""Sine and cosine of every yaw and pitch that tracks can hold; reading is quicker than working."""

CHUNKS = 64
"""Pieces that threads share; changes no answer."""


@dataclass(frozen=True, eq=False)
class SlabSight:
    """What each camera saw in one slab; each tuple has one entry for each camera.

    Attributes
    ----------
    index : int
        Number of the slab, from 0.
    sightings : tuple of pyarrow.Table
        Passes that ended; not yet numbered, see :func:`twin.sight.join_slabs`.
    looks : tuple of pyarrow.Table
        Seconds that ended.
    states : tuple of SightState
        Passes that may go on in the next slab; after the last slab, ``join_slabs`` closes them.
    """

    index: int
    sightings: tuple[pa.Table, ...]
    looks: tuple[pa.Table, ...]
    states: tuple[SightState, ...]


def look(
    slabs: Iterable[Slab],
    people: pa.Table,
    cameras: Sequence[Camera],
    site: SightSite,
    *,
    states: Sequence[SightState | None] | None = None,
    threads: int | None = None,
) -> Iterator[SlabSight]:
    """Look at the tracks through every camera.

    A head is *seen* when its centre is in the image with at least 12.5 px/m and the line to it is
    clear of everything that stands and of everybody else. Its *face is measurable* when both eyes
    are, too, and the camera is at most :data:`~twin.sight.bodies.OWN_HEAD` to one side of the face.
    No camera changes what another sees.

    Parameters
    ----------
    slabs : iterable of pyarrow.Table or callable
        Tracks, slab after slab; how the day is cut, and the order of rows in a slab, change no row.
        A callable is asked for its slab in the background and told what is needed of it.
    people : pyarrow.Table
        Everybody in the tracks.
    cameras : sequence of Camera
        Through what to look.
    site : Site
        What stands still.
    states : sequence of SightState or None, optional
        Where an interrupted run left off, one for each camera.
    threads : int, optional
        Threads that look, beside one each that collect and fold; all when missing. Changes no
        result.

    Yields
    ------
    SlabSight
        One for each slab.

    Raises
    ------
    ShapeError
        If there is not one state for each camera.
    TableError
        If a slab is no table of tracks or does not come after the one before, somebody's body is
        impossible, a row's or a state's person is not among the people, or somebody near a camera
        has two rows at one moment.
    """
    if states is not None and len(states) != len(cameras):
        message = f"there are {len(states)} states for {len(cameras)} cameras, but must be as many."
        raise ShapeError(message)
    bodies = Bodies.of(people)
    scene = Scene.of(site)
    views = [_View.of(Around.of(scene, camera), bodies, site) for camera in cameras]
    now = [state or SightState.empty() for state in states or [None] * len(cameras)]
    for state in now:
        state.check(len(bodies.sizes))
    after = max((state.last_tick for state in now), default=BEFORE)
    # collecting, looking and folding each have a thread of their own
    collected = ahead(_collected(slabs, views, bodies, after=after))
    for index, seen in enumerate(ahead(_seen(collected, views, threads=threads))):
        folded = [
            fold(rows, state, shutter=camera.shutter, people=len(bodies.sizes))
            for rows, state, camera in zip(seen, now, cameras, strict=True)
        ]
        now = [state for _, _, state in folded]
        yield SlabSight(index, tuple(f[0] for f in folded), tuple(f[1] for f in folded), tuple(now))


def _collected(
    slabs: Iterable[Slab], views: Sequence["_View"], bodies: Bodies, *, after: int
) -> Iterator[list[_Near]]:
    """Check each slab and collect the rows that each camera needs."""

    def needed(west: float, south: float, east: float, north: float) -> bool:
        return any(view.needs(west, south, east, north) for view in views)

    for slab in slabs:
        table = checked(slab(needed) if callable(slab) else slab, TRACKS)
        batches = [_columns(batch) for batch in table.to_batches() if batch.num_rows]
        for batch in batches:
            bodies.check(batch["person"])
        first, after = _moments(batches, after=after)
        yield [view.collect(batches, first, after) for view in views]


def _seen(
    collected: Iterable[list[_Near]], views: Sequence["_View"], *, threads: int | None
) -> Iterator[list[Rows]]:
    """Look at the rows of each slab through every camera."""
    for near in collected:
        with jit.threads(threads, piece=1):
            seen = [view.look(*rows) for view, rows in zip(views, near, strict=True)]
        yield seen


@dataclass(frozen=True, eq=False)
class _View:
    """One camera with its cells."""

    around: Around
    bodies: Bodies
    mask: NDArray[np.uint8]
    corner: tuple[int, int]
    limits: Floats

    @classmethod
    def of(cls, around: Around, bodies: Bodies, site: SightSite) -> "_View":
        """Mark the metre cells of the ground from which somebody could be seen."""
        x, y = around.camera.position[:2]
        far = reach(around.camera)
        west, south, east, north = site.extent.bounds
        low = [int(np.floor(max(a, b - far))) - 3 for a, b in ((west, x), (south, y))]
        high = [int(np.ceil(min(a, b + far))) + 3 for a, b in ((east, x), (north, y))]
        shape = max(1, high[1] - low[1]), max(1, high[0] - low[0])
        # from a low camera and up to the tallest, so that whoever could stand in a sight line is in
        # a marked cell, too
        lowest = min(float(bodies.heights[0]), float(around.camera.position[2]))
        heights = np.array([lowest, bodies.tallest])
        mask = around.cells((float(low[0]), float(low[1])), shape, 1.0, heights)
        limits = np.array([LEAST_DENSITY, bodies.HEAD, np.cos(OWN_HEAD)])
        return cls(around, bodies, mask, (low[0], low[1]), limits)

    def needs(self, west: float, south: float, east: float, north: float) -> bool:
        """Say whether a marked cell touches a rectangle. [m]"""
        column, row = (
            math.floor(low) - c for low, c in zip((west, south), self.corner, strict=True)
        )
        right, top = (
            math.floor(high) - c for high, c in zip((east, north), self.corner, strict=True)
        )
        return bool(
            self.mask[max(0, row) : max(0, top + 1), max(0, column) : max(0, right + 1)].any()
        )

    def collect(self, batches: Sequence[Columns], first: int, last: int) -> _Near:
        """Collect the rows of a slab, from its first to its last moment, in marked cells."""
        cells = self.mask, 100 * self.corner[0], 100 * self.corner[1], first
        moment = np.zeros(last - first + 3, dtype=np.int32)
        found = []
        for batch in batches:
            rows = np.empty(len(batch["tick"]), dtype=np.int32)
            count = find(batch["tick"], batch["x_cm"], batch["y_cm"], *cells, rows, moment)
            found.append(rows[:count])
        near = np.empty((sum(map(len, found)), int(Near.LENGTH)), dtype=np.int32)
        np.cumsum(moment, out=moment)
        for batch, rows in zip(batches, found, strict=True):
            gather(
                batch["person"], batch["tick"], batch["x_cm"], batch["y_cm"],
                batch["head_yaw_crad"], batch["head_pitch_crad"], *cells, rows, moment, near,
            )  # fmt: skip
        again = twice(near, np.full(len(self.bodies.sizes), BEFORE, dtype=np.int32))
        if again >= 0:
            message = (
                f"table tracks: person {near[again, Near.PERSON]} has two rows at tick "
                f"{near[again, Near.TICK]}, but must have one at most."
            )
            raise TableError(message)
        return near, moment[:-1]

    def look(self, near: NDArray[np.int32], moment: NDArray[np.int32]) -> Rows:
        """Look at collected rows."""
        flags = np.empty(len(near), dtype=np.uint8)
        seen = np.empty((len(near), int(Sample.LENGTH)))
        kernels.see(
            self.around.camera.record, self.around.table, moment, near, self.bodies.sizes, _TURNS,
            self.limits, CHUNKS, flags, seen,
        )  # fmt: skip
        return Rows(near, flags, seen)


def _moments(batches: Sequence[Columns], *, after: int) -> tuple[int, int]:
    """Return the first and last moment of what was read of a slab, which comes after a moment.

    If that is nothing, the last is the moment it comes after, and the first the next one.
    """
    if not batches:
        return after + 1, after
    first = min(int(batch["tick"].min()) for batch in batches)
    if first <= after:
        message = (
            f"table tracks: a slab begins at tick {first}, but must begin after tick {after}, "
            "the last of the slab before."
        )
        raise TableError(message)
    return first, max(int(batch["tick"].max()) for batch in batches)


def _columns(batch: pa.RecordBatch) -> Columns:
    """Return the columns that sight reads, without copying."""
    return {name: batch.column(name).to_numpy() for name in _READ}
