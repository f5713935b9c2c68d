"""Look at tracks through cameras, slab by slab."""

import reprlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from twin import jit
from twin.ahead import ahead
from twin.arrays import as_a, as_all
from twin.cameras import Camera
from twin.errors import ShapeError, TableError
from twin.sight.bodies import OWN_HEAD, Bodies
from twin.sight.kernels import Crowd, Through
from twin.sight.passes import BEFORE, Given, SightState, joined, left_open, pooled, tables
from twin.sight.rows.kernels import Near, find, gather, twice
from twin.sight.scene import LEAST_DENSITY, SightSite
from twin.sight.stretches import cut, looker
from twin.sight.through import Needed, through
from twin.tables import TICKS_PER_SECOND, TRACKS, checked

__all__ = ["Needs", "Part", "Slab", "SlabSight", "look", "step_of"]

Needs = Callable[[float, float, float, float], bool]
"""Says of a rectangle west, south, east, north [m] whether somebody there matters to a camera."""


@dataclass(frozen=True, eq=False)
class Part:
    """Those tracks of a slab that are needed.

    Attributes
    ----------
    tracks : pyarrow.Table
        The tracks.
    first, last : int
        First and last moment of the slab, of anybody; last before first when there is nobody.
        [0.25 s]
    """

    tracks: pa.Table
    first: int
    last: int


Slab = pa.Table | Callable[[Needs], Part]
"""Tracks of a stretch of time, or what reads those of them that are needed."""

RATES = (4, 2, 1)
"""How many of the moments of a second may be looked at. [Hz]"""

Columns = dict[str, NDArray[Any]]
_Near = tuple[int, NDArray[np.int32], NDArray[np.int32]]
"""First tick of a slab, its rows by time (n, Near), and where each moment begins (T + 1,)."""

SLABS = "a list of tables of tracks (pyarrow.Table), or of what reads them"
"""What must be given, in words."""

_READ = ("person", "tick", "x_cm", "y_cm", "head_yaw_crad", "head_pitch_crad", "below")
"""Columns of the tracks that decide what is seen."""

_TURNS = np.column_stack([f(np.arange(-32768, 32768) / 100) for f in (np.sin, np.cos)])
"""Sine and cosine of every yaw and pitch that tracks can hold; reading is quicker than working."""


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
    rate: int = TICKS_PER_SECOND,
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
        Through what to look; their heights are above their ground.
    site : Site
        What stands still.
    states : sequence of SightState or None, optional
        Where an interrupted run left off, one for each camera.
    threads : int, optional
        Threads that look, beside one each that collect and join; all when missing. Changes no
        result.
    rate : int
        How many of the 4 moments of a second are looked at: 4, 2 or 1, those whose tick is a
        multiple of ``4 / rate``. Each stands for those up to the next. [Hz]

    Yields
    ------
    SlabSight
        One for each slab.

    Raises
    ------
    ShapeError
        If cameras, people or slabs are something else, such as a layout or one table of tracks,
        there is not one state for each camera, another rate, or no such number of threads.
    TableError
        If a slab is no table of tracks or does not come after the one before, somebody's body is
        impossible, a row's or a state's person is not among the people, somebody is on no storey
        that there is, or somebody near a camera has two rows at one moment.
    """
    listed = "a sequence of Cameras such as layout.cameras"
    cameras = as_all(Camera, "cameras", cameras, wanted=listed)
    people = as_a(pa.Table, "people", people, wanted="a table of people (pyarrow.Table)")
    if isinstance(slabs, pa.Table) or not isinstance(slabs, Iterable):
        message = f"slabs is of type {type(slabs).__name__}, but must be {SLABS}."
        raise ShapeError(message)
    if states is not None and len(states) != len(cameras):
        message = f"there are {len(states)} states for {len(cameras)} cameras, but must be as many."
        raise ShapeError(message)
    step, workers = step_of(rate), jit.as_threads(threads)
    bodies = Bodies.of(people)
    views, needed = through(site, cameras, bodies, rate)
    crowd = Crowd(bodies.sizes, _TURNS, bodies.HEAD, LEAST_DENSITY, float(np.cos(OWN_HEAD)))
    now = [state or SightState.empty() for state in states or [None] * len(cameras)]
    for state in now:
        state.check(len(bodies.sizes))
    # of the moments for which the last sample stands, others may be in the next slab
    after = max((state.last_tick for state in now), default=BEFORE) // step * step
    collected = _collected(slabs, needed, bodies, step, after=after)
    # collecting, looking and joining each have threads of their own
    seen = ahead(_seen(ahead(collected), views, crowd, step, now, threads=workers))
    for index, (stretches, pieces, now) in enumerate(seen):
        sightings, looks = tables(pieces, stretches, len(now))
        yield SlabSight(index, tuple(sightings), tuple(looks), tuple(now))


def step_of(rate: int) -> int:
    """Return how many moments lie from one that is looked at to the next. [0.25 s]

    Parameters
    ----------
    rate : int
        Samples a second: 4, 2 or 1. [Hz]

    Raises
    ------
    ShapeError
        If it is another.
    """
    whole = isinstance(rate, int | np.integer) and not isinstance(rate, bool)
    if not whole or rate not in RATES:
        shown = " ".join(reprlib.repr(rate).split())
        message = f"rate is {shown}, but must be 4, 2 or 1 samples a second, as a whole number."
        raise ShapeError(message)
    return TICKS_PER_SECOND // rate


def _seen(
    collected: Iterable[_Near],
    views: Through,
    crowd: Crowd,
    step: int,
    now: list[SightState],
    *,
    threads: int,
) -> Iterator[tuple[list[Given], NDArray[np.int32], list[SightState]]]:
    """Look at the rows of each slab; ``now`` are the passes open before."""
    one = looker(views, crowd)
    with ThreadPoolExecutor(threads) as workers:
        for tick, near, moment in collected:
            pool = pooled(now)
            given = []
            for stretch in cut(tick, len(moment) - 1, step):
                given.append(workers.submit(one, stretch, near, moment, *pool))
                pool = pool[0][:0], pool[1][:0]
            stretches = [each.result() for each in given]
            pieces = joined(stretches)
            if stretches:
                now = left_open(pieces, stretches[-1], len(now))
            yield stretches, pieces, now


def _collected(
    slabs: Iterable[Slab], needed: Needed, bodies: Bodies, step: int, *, after: int
) -> Iterator[_Near]:
    """Check each slab and collect the rows that matter to any camera, by time."""
    seen = np.full(len(bodies.sizes), BEFORE, dtype=np.int32)
    for slab in slabs:
        part = slab(needed.touches) if callable(slab) else _all(slab)
        batches = [_columns(batch) for batch in part.tracks.to_batches() if batch.num_rows]
        for batch in batches:
            bodies.check(batch["person"])
            _check_storeys(batch["below"])
        first, after = _moments(part, batches, after=after)
        near, moment = _by_time(batches, needed, step, first, after)
        again = twice(near, seen)
        if again >= 0:
            message = (
                f"table tracks: person {near[again, Near.PERSON]} has two rows at tick "
                f"{near[again, Near.TICK]}, but must have one at most."
            )
            raise TableError(message)
        yield first, near, moment


def _by_time(
    batches: Sequence[Columns], needed: Needed, step: int, first: int, last: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Sort the rows in marked squares from a first to a last moment by time."""
    squares = needed.mask, 100 * needed.corner[0], 100 * needed.corner[1], 100 * needed.side
    moment = np.zeros(last - first + 3, dtype=np.int32)
    found = []
    for batch in batches:
        rows = np.empty(len(batch["tick"]), dtype=np.int32)
        count = find(
            batch["tick"], batch["x_cm"], batch["y_cm"], *squares, first, step, rows, moment
        )
        found.append(rows[:count])
    near = np.empty((sum(map(len, found)), int(Near.LENGTH)), dtype=np.int32)
    np.cumsum(moment, out=moment)
    for batch, rows in zip(batches, found, strict=True):
        person, tick, x, y, yaw, pitch, below = (batch[name] for name in _READ)
        gather(person, tick, x, y, yaw, pitch, below, first, rows, moment, near)
    return near, moment[:-1]


def _check_storeys(below: NDArray[np.int8]) -> None:
    """Refuse storeys that the ground has not."""
    odd = below[below.view(np.uint8) > 1]
    if len(odd):
        message = f"table tracks: below is {odd[0]}, but must be 0 or 1."
        raise TableError(message)


def _all(tracks: pa.Table) -> Part:
    """Return a whole slab."""
    if not isinstance(tracks, pa.Table):
        message = f"a slab is of type {type(tracks).__name__}, but slabs must be {SLABS}."
        raise ShapeError(message)
    tick = checked(tracks, TRACKS)["tick"]
    if not tracks.num_rows:
        return Part(tracks, 0, -1)
    return Part(tracks, pc.min(tick).as_py(), pc.max(tick).as_py())


def _moments(part: Part, batches: Sequence[Columns], *, after: int) -> tuple[int, int]:
    """Return the first and last moment of a slab, which comes after a moment.

    If it is empty, the last is the moment it comes after, and the first the next one.
    """
    if part.last < part.first:
        return after + 1, after
    if part.first <= after:
        message = (
            f"table tracks: a slab begins at tick {part.first}, but must begin after tick {after}, "
            "the last of the slab before."
        )
        raise TableError(message)
    for batch in batches:
        low, high = batch["tick"].min(), batch["tick"].max()
        if low < part.first or high > part.last:
            message = (
                f"table tracks: a slab has ticks {low} to {high}, but is said to have "
                f"{part.first} to {part.last}."
            )
            raise TableError(message)
    return part.first, part.last


def _columns(batch: pa.RecordBatch) -> Columns:
    """Return the columns that sight reads, without copying."""
    return {name: batch.column(name).to_numpy() for name in _READ}
