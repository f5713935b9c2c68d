"""Make the sight stage: one folder for each camera, resumed at the last whole group of slabs."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa

from twin.cameras import Camera
from twin.memory import give_back
from twin.run.inputs import Inputs
from twin.run.looks import PART, PIECE, write_looks
from twin.run.tracks import read_needed, track_files
from twin.sight import SightState, SlabSight, coverage, join_in_pieces, look
from twin.store import Stage, Store, stage_key
from twin.tables import LOOKS, PEOPLE, SIGHTINGS, checked

__all__ = ["CameraSight", "make_sight"]

log = logging.getLogger(__name__)

GROUP = 6
"""Slabs that are written together: what a kill can lose; changes no answer. [1]"""


@dataclass(frozen=True)
class CameraSight:
    """What one camera saw.

    Attributes
    ----------
    camera : str
        Its id in the layout.
    stage : Stage
        Where its sightings, looks and ground coverage are.
    facts : dict
        Rows and seconds.
    made : bool
        Whether it was made now.
    """

    camera: str
    stage: Stage
    facts: dict[str, Any]
    made: bool


def _key(inputs: Inputs, people: Stage, camera: Camera) -> str:
    """Hash what one camera sees: the crowd, the map, and this camera without its name."""
    return stage_key(
        "sight",
        ("sight", "cameras", "site"),
        {
            "people": people.key,
            "map": inputs.site.sha256,
            "date": inputs.scenario.date.isoformat(),
            "camera": camera.physical(),
            "part": [PART, PIECE],
        },
    )


def make_sight(
    store: Store,
    inputs: Inputs,
    people: Stage,
    *,
    threads: int | None,
    on_progress: Callable[[str, float], None],
) -> list[CameraSight]:
    """Look through every camera, or find what each saw finished; in the order of the layout."""
    cameras = inputs.layout.cameras
    keys = {camera.id: _key(inputs, people, camera) for camera in cameras}
    stages = {key: store.stage("sight", key) for key in sorted(set(keys.values()))}
    with ExitStack() as held:
        # always in the same order, so that two runs cannot wait for each other
        for stage in stages.values():
            held.enter_context(stage.locked())
        missing = {keys[c.id]: c for c in cameras if stages[keys[c.id]].facts() is None}
        if missing:
            todo = [(camera, stages[key]) for key, camera in sorted(missing.items())]
            _look(inputs, people, todo, threads=threads, on_progress=on_progress)
        return [
            CameraSight(
                camera=camera.id,
                stage=stages[keys[camera.id]],
                facts=stages[keys[camera.id]].facts() or {},
                made=keys[camera.id] in missing,
            )
            for camera in cameras
        ]


def _look(
    inputs: Inputs,
    people: Stage,
    todo: list[tuple[Camera, Stage]],
    *,
    threads: int | None,
    on_progress: Callable[[str, float], None],
) -> None:
    """Look through the cameras that are missing, all in one reading of the tracks."""
    started = time.perf_counter()
    on_progress("sight", 0.0)
    files = track_files(people)
    stages = [stage for _, stage in todo]
    for stage in stages:
        stage.begin({"tracks": files, "group": GROUP})
    groups = min(map(_whole_groups, stages))
    first = groups * GROUP
    seen = look(
        (partial(read_needed, people, name) for name in files[first:]),
        checked(people.read_table("people.parquet"), PEOPLE),
        [camera for camera, _ in todo],
        inputs.site,
        states=[_read_state(stage, groups) for stage in stages],
        threads=threads,
    )
    waiting: list[SlabSight] = []
    # one thread beside those that look, because threads must not share prepared shapes
    with ThreadPoolExecutor(max_workers=1) as beside:
        covered = [beside.submit(_cover, inputs, camera, stage) for camera, stage in todo]
        for slab in seen:
            waiting.append(slab)
            done = first + slab.index + 1
            if len(waiting) == GROUP or done == len(files):
                _write_group(stages, groups, waiting)
                groups += 1
                waiting.clear()
            on_progress("sight", done / len(files))
        for one in covered:
            one.result()
    share = (time.perf_counter() - started) / len(todo)
    held = PIECE
    for camera, stage in todo:  # one after the other: each may hold many looks
        if held >= PIECE:
            give_back()
            held = 0
        held += _finish(camera, stage, groups=groups, seconds=share)
    give_back()


def _write_group(stages: list[Stage], group: int, slabs: list[SlabSight]) -> None:
    """Write what each camera saw in some slabs that follow each other."""
    for n, stage in enumerate(stages):
        sightings = _copied([slab.sightings[n] for slab in slabs])
        looks = _copied([slab.looks[n] for slab in slabs])
        stage.write_table(f".sightings-{group:04}.arrow", checked(sightings, SIGHTINGS))
        stage.write_table(f".looks-{group:04}.arrow", checked(looks, LOOKS))
        # written last: a group whose state is there is whole
        stage.write_bytes(f".state-{group:04}.npz", slabs[-1].states[n].to_bytes())


def _copied(tables: list[pa.Table]) -> pa.Table:
    """Join tables in memory of their own.

    They are cut from tables of all cameras, and what is written of a cut ends with some bits of
    whatever lies behind it there.
    """
    whole = pa.concat_tables(tables).combine_chunks()
    return whole.take(np.arange(whole.num_rows))


def _whole_groups(stage: Stage) -> int:
    """Count the groups of slabs that an interrupted run finished."""
    count = 0
    while (stage.path / f".state-{count:04}.npz").is_file():
        count += 1
    return count


def _read_state(stage: Stage, groups: int) -> SightState | None:
    """Read the passes that were open after so many groups of slabs; None at the start."""
    if not groups:
        return None
    return SightState.from_bytes((stage.path / f".state-{groups - 1:04}.npz").read_bytes())


def _column(stage: Stage, table: str, groups: int, name: str) -> "pa.ChunkedArray[Any]":
    """Read one column of all groups."""
    parts = (stage.read_table(f".{table}-{index:04}.arrow", [name]) for index in range(groups))
    return pa.concat_tables(parts)[name]


def _cover(inputs: Inputs, camera: Camera, stage: Stage) -> None:
    """Write how finely a camera shows the ground."""
    grid = BytesIO()
    np.save(grid, coverage(inputs.site, camera), allow_pickle=False)
    stage.write_bytes("coverage.npy", grid.getvalue())


def _finish(camera: Camera, stage: Stage, *, groups: int, seconds: float) -> int:
    """Join the groups of one camera whose coverage is written, and finish it; return its looks."""
    started = time.perf_counter()
    sightings, pieces = join_in_pieces(
        partial(_column, stage, "sightings", groups),
        partial(_column, stage, "looks", groups),
        _read_state(stage, groups),
        most=PIECE,
    )
    stage.write_table("sightings.parquet", checked(sightings, SIGHTINGS))
    looks = write_looks(stage, pieces)
    seconds += time.perf_counter() - started
    stage.finish({"seconds": seconds, "sightings": sightings.num_rows, "looks": looks})
    log.info("sight: camera %s, %d looks, %.1f s", camera.id, looks, seconds)
    return looks
