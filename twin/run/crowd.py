"""Make the people stage: simulate the day once, or read who was recorded, whatever the cameras."""

import logging
import time
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from typing import Any

import numpy as np
import pyarrow as pa

from twin.ahead import ahead
from twin.memory import give_back
from twin.people import DayRun, Footfall, Recorded, Recording, Slab, simulate
from twin.run.inputs import Inputs, read_recorded
from twin.run.tracks import SQUARE_CM, write_tracks
from twin.store import Stage, Store, file_sha256, stage_key
from twin.tables import PEOPLE, VISITS, checked

__all__ = ["make_people", "people_key"]

log = logging.getLogger(__name__)


def people_key(inputs: Inputs) -> str:
    """Hash what people depend on: map, date, crowd or recording, seed and replication; no camera.

    Of recorded files the content counts, and neither name nor place.
    """
    scenario = inputs.scenario
    crowd = scenario.people.model_dump(mode="json", exclude={"tracks"})
    if isinstance(scenario.people, Recorded):
        hashes = [file_sha256(file) for file in scenario.people.tracks]
        crowd |= {"tracks": hashes, "kind": scenario.people.kind}
    return stage_key(
        "people",
        ("people", "site"),
        {
            "map": inputs.site.sha256,
            "date": scenario.date.isoformat(),
            "crowd": crowd,
            "seed": scenario.seed,
            "replication": scenario.replication,
            "square_cm": SQUARE_CM,
        },
    )


def make_people(
    store: Store, inputs: Inputs, *, threads: int | None, on_progress: Any
) -> tuple[Stage, dict[str, Any], bool]:
    """Simulate the crowd or read the recording, or find it finished.

    Returns
    -------
    tuple
        The stage, its facts, and whether it was made now.
    """
    stage = store.stage("people", people_key(inputs))
    with stage.locked():
        facts = stage.facts()
        if facts is not None:
            return stage, facts, False
        scenario = inputs.scenario
        stage.begin({"slab_minutes": scenario.minutes_at_a_time})
        started = time.perf_counter()
        on_progress("people", 0.0)
        day = _day(store, inputs, threads=threads, on_progress=on_progress)
        footfall = Footfall.of(inputs.site)
        number, rows = count(), 0  # enumerate would hold a slab until the next one is there
        for slab in ahead(_slabs(day, scenario.minutes_at_a_time)):
            # simulated slabs are put in order here, while the next one is simulated
            table = slab.table if isinstance(slab, Slab) else slab
            write_tracks(stage, next(number), table)
            footfall.add(table)
            rows += table.num_rows
            del slab, table
        people = checked(day.people, PEOPLE)
        stage.write_table("people.parquet", people)
        stage.write_table("visits.parquet", checked(day.visits, VISITS))
        grid = BytesIO()
        np.save(grid, footfall.person_seconds, allow_pickle=False)
        stage.write_bytes("footfall.npy", grid.getvalue())
        told = day.facts()
        del day
        give_back()
        seconds = time.perf_counter() - started
        log.info("people: %d people, %d samples, %.1f s", people.num_rows, rows, seconds)
        facts = stage.finish({"seconds": seconds, "rows": rows, **told})
        return stage, facts, True


def _day(
    store: Store, inputs: Inputs, *, threads: int | None, on_progress: Any
) -> DayRun | Recording:
    """Prepare the simulation of a crowd, or read a recording."""
    scenario = inputs.scenario
    if isinstance(scenario.people, Recorded):
        return read_recorded(scenario, scenario.people, inputs.site, file=inputs.file)
    return simulate(
        inputs.site,
        scenario.people,
        date=scenario.date,
        seed=scenario.seed,
        replication=scenario.replication,
        slab_minutes=scenario.minutes_at_a_time,
        cache=store.cache("routes"),
        threads=threads,
        on_progress=lambda share: on_progress("people", share),
    )


def _slabs(day: DayRun | Recording, minutes: int) -> Iterator[Slab | pa.Table]:
    """Yield the tracks slab by slab."""
    yield from day.slabs(minutes) if isinstance(day, Recording) else day.slabs()
