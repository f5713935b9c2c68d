"""Make the people stage: simulate the day once, whatever the cameras."""

import gc
import logging
import time
from io import BytesIO
from typing import Any

import numpy as np

from twin.ahead import ahead
from twin.people import Footfall, simulate
from twin.run.inputs import Inputs
from twin.run.tracks import SQUARE_CM, write_tracks
from twin.store import Stage, Store, stage_key
from twin.tables import PEOPLE, checked

__all__ = ["make_people", "people_key"]

log = logging.getLogger(__name__)


def people_key(inputs: Inputs) -> str:
    """Hash what the crowd depends on: map, date, crowd, seed and replication; no camera."""
    scenario = inputs.scenario
    return stage_key(
        "people",
        ("people", "site"),
        {
            "map": inputs.site.sha256,
            "date": scenario.date.isoformat(),
            "crowd": scenario.people.model_dump(mode="json"),
            "seed": scenario.seed,
            "replication": scenario.replication,
            "square_cm": SQUARE_CM,
        },
    )


def make_people(
    store: Store, inputs: Inputs, *, threads: int | None, on_progress: Any
) -> tuple[Stage, dict[str, Any], bool]:
    """Simulate the crowd, or find it finished.

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
        stage.begin({"slab_minutes": scenario.slab_minutes})
        started = time.perf_counter()
        on_progress("people", 0.0)
        day = simulate(
            inputs.site,
            scenario.people,
            date=scenario.date,
            seed=scenario.seed,
            replication=scenario.replication,
            slab_minutes=scenario.slab_minutes,
            cache=store.cache("routes"),
            threads=threads,
            on_progress=lambda share: on_progress("people", share),
        )
        footfall = Footfall.of(inputs.site)
        rows = 0
        for slab in ahead(day.slabs()):
            write_tracks(stage, slab.index, slab.table)
            footfall.add(slab.table)
            rows += slab.table.num_rows
        people = checked(day.people, PEOPLE)
        stage.write_table("people.parquet", people)
        grid = BytesIO()
        np.save(grid, footfall.person_seconds, allow_pickle=False)
        stage.write_bytes("footfall.npy", grid.getvalue())
        told = day.facts()
        del day
        gc.collect()  # processes and their day hold each other, and hundreds of megabytes
        seconds = time.perf_counter() - started
        log.info("people: %d people, %d samples, %.1f s", people.num_rows, rows, seconds)
        facts = stage.finish({"seconds": seconds, "rows": rows, **told})
        return stage, facts, True
