"""People of the shipped map and many cameras along its walls; each look in a process of its own.

A process of its own holds nothing of what was done before, so that its peak of memory is that of
the one thing it does, with the program itself.
"""

import multiprocessing
import re
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from shapely.geometry.polygon import orient

from twin.cameras import Camera, Layout, Lens, check_layout
from twin.frames import camera_rotation, yaw_to_heading
from twin.rng import Stream, uniform
from twin.run import check_inputs, run_scenario
from twin.run.sight import make_sight
from twin.run.tracks import read_needed, track_files
from twin.scenario import load_scenario
from twin.sight import LEAST_DENSITY, look
from twin.store import Stage, Store
from twin.tables import TICKS_PER_SECOND

__all__ = [
    "LENSES", "Looked", "Made", "alone", "cameras", "looked", "made", "people", "reach",
]  # fmt: skip

THREADS = 2

LENSES = {
    "40 m": Lens.straight(width_px=1000, height_px=562, hfov_deg=90),
    "1080p": Lens.straight(width_px=1920, height_px=1080, hfov_deg=90),
}
"""Reach follows from the least density; the first has that of the cameras of the bench of sight."""

STRETCH = {"people.start": "'07:00'", "people.end": "'10:00'"}
"""Part of the day that is looked at unless the whole is asked for: the morning peak."""

SEED = 7
"""Of where cameras hang, as of the bench."""

OFF = 0.3
"""From the edge of the walkable ground to the camera, as in the bench. [m]"""

HEIGHTS, TILTS, ASIDE = (2.5, 6.0), (-5.0, -30.0), (-0.6, 0.6)
"""Heights [m], tilts [deg] and turns from straight ahead [rad], these as in the bench."""


class Looked(NamedTuple):
    """What a look through all cameras took, and what was seen."""

    wall_s: float
    core_s: float
    reading_s: float
    """Processor time of reading the same rows once more, and nothing else."""
    rows: int
    seen: int
    """Pairs of a row that is looked at and a camera that sees it."""
    distance: float
    """Mean distance of the best of each second. [m]"""


class Made(NamedTuple):
    """What the sight stage took, from people to finished files of every camera."""

    wall_s: float
    cores: float
    """Of the machine that it was given."""
    peak_gb: float


def people(folder, total, *, whole):
    """Return the people stage of a crowd, made by a run unless the folder has it."""
    changes = {"people.total": total} | ({} if whole else STRETCH)
    out = folder / f"{total}-{'day' if whole else 'stretch'}"
    run = run_scenario(load_scenario(changes=changes), out=out)
    return Store(folder).stage("people", run.manifest["stages"]["people"]["key"])


def cameras(site, lens, count):
    """Hang cameras anywhere along the edge of the walkable ground, looking in.

    None hangs where it could not, as in the crown of a tree, and which hang where does not depend on
    how many there are.
    """
    xy, inward, z, tilt = _places(site, 2 * count)
    hung = (
        Camera(
            id=f"C{n}", name=f"camera {n}", position=np.array([*xy[n], z[n]]), lens=lens,
            rotation=camera_rotation(yaw_to_heading(inward[n]), tilt[n]),
        )
        for n in range(2 * count)
    )  # fmt: skip
    found = [one for one in hung if not check_layout(Layout("", "", (one,)), site)][:count]
    assert len(found) == count
    return tuple(found)


def _places(site, count):
    """Draw places along the edge of the walkable ground: x and y, yaw, height, tilt in degrees."""
    parts = [orient(part) for part in shapely.get_parts(site.walkable.buffer(-OFF))]
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    corners = [shapely.get_coordinates(ring) for ring in rings]
    start = np.concatenate([ring[:-1] for ring in corners])
    along = np.concatenate([np.diff(ring, axis=0) for ring in corners])
    length = np.hypot(*along.T)
    until = np.cumsum(length)
    draws = uniform(SEED, Stream.PLACE, 0, 0, np.arange(count)[:, None], np.arange(4)).T
    where, *others = draws
    edge = np.searchsorted(until, where * until[-1], side="right")
    share = 1 - (until[edge] - where * until[-1]) / length[edge]
    # the ground lies to the left of each edge
    inward = np.arctan2(along[edge, 0], -along[edge, 1])
    z, tilt, aside = (
        low + (high - low) * draw
        for draw, (low, high) in zip(others, (HEIGHTS, TILTS, ASIDE), strict=True)
    )
    return start[edge] + along[edge] * share[:, None], inward + aside, z, tilt


def reach(lens):
    """Return how far a lens sees straight ahead. [m]"""
    return lens.distance_m(LEAST_DENSITY)


def alone(work, *arguments):
    """Do something in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as child:
        return child.submit(work, *arguments).result()


def looked(stage: Stage, lens: str, count: int, rate: int = TICKS_PER_SECOND) -> Looked:
    """Look at all tracks of a people stage, read from the store, and write nothing."""
    site = check_inputs(load_scenario()).site
    hung, bodies = cameras(site, LENSES[lens], count), stage.read_table("people.parquet")
    files, asked = track_files(stage), []

    def read(name, needs):
        asked.append(needs)
        return read_needed(stage, name, needs)

    def through_all(names):
        seen, distance, looks = 0, 0.0, 0
        slabs = (partial(read, name) for name in names)
        for slab in look(slabs, bodies, hung, site, threads=THREADS, rate=rate):
            table = pa.concat_tables(slab.looks)
            seen += pc.sum(table["samples"], min_count=0).as_py() * rate // TICKS_PER_SECOND
            distance += pc.sum(table["distance_m"], min_count=0).as_py()
            looks += table.num_rows
        return seen, distance / max(looks, 1)

    through_all(files[:1])  # kernels loaded
    wall, core = time.perf_counter(), time.process_time()
    seen, distance = through_all(files)
    wall, core = time.perf_counter() - wall, time.process_time() - core
    reading = time.process_time()
    rows = sum(read_needed(stage, name, asked[-1]).tracks.num_rows for name in files)
    return Looked(wall, core, time.process_time() - reading, rows, seen, distance)


def made(stage: Stage, lens: str, count: int) -> Made:
    """Make the sight stage of many cameras where none was made before."""
    inputs = check_inputs(load_scenario())
    hung = replace(inputs.layout, cameras=cameras(inputs.site, LENSES[lens], count))
    with tempfile.TemporaryDirectory(dir=stage.path.parent) as folder:
        wall, core = time.perf_counter(), time.process_time()
        make_sight(
            Store(Path(folder)), replace(inputs, layout=hung), stage, threads=THREADS,
            on_progress=lambda *_: None,
        )  # fmt: skip
        wall, core = time.perf_counter() - wall, time.process_time() - core
    return Made(wall, core / wall, _peak_gb())


def _peak_gb():
    """Return the most memory this process held; what ``getrusage`` tells begins with its parent's."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024 / 1e9
