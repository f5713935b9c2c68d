"""Make the exposure stage from every camera's looks; it never casts a ray."""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from typing import Any

import pyarrow as pa

from twin.cameras import Camera
from twin.exposure import (
    ENCOUNTERS,
    expose,
    merge,
)
from twin.run.inputs import Inputs
from twin.run.looks import PART, encounters_of, read_looks, stretches
from twin.run.pool import at_once
from twin.run.sight import CameraSight
from twin.store import Stage, Store, stage_key
from twin.tables import EXPOSURE, checked

__all__ = ["encounters_file", "images", "make_exposure"]

log = logging.getLogger(__name__)


def make_exposure(
    store: Store,
    inputs: Inputs,
    sight: list[CameraSight],
    *,
    threads: int | None,
    on_progress: Callable[[str, float], None],
) -> tuple[Stage, dict[str, Any], bool]:
    """Join the looks of every camera into exposure by housing, or find it finished.

    An interrupted stage goes on after the last part of the looks whose encounters are whole.

    Returns
    -------
    tuple
        The stage, its facts, and whether it was made now.
    """
    stages = {one.camera: one.stage for one in sight}
    key = stage_key(
        "exposure",
        ("exposure", "site", "cameras"),
        {
            "map": inputs.site.sha256,
            "date": inputs.scenario.date.isoformat(),
            "sight": {one.camera: one.stage.key for one in sight},
            "cameras": {camera.id: images(camera) for camera in inputs.layout.cameras},
            "recognisers": inputs.recognisers.model_dump(mode="json"),
            "encounters": ENCOUNTERS.version,
        },
    )
    stage = store.stage("exposure", key)
    with stage.locked():
        facts = stage.facts()
        if facts is not None:
            return stage, facts, False
        started = time.perf_counter()
        on_progress("exposure", 0.0)
        housings = inputs.layout.housings
        # the parts' files are numbered by the housing's place in the layout
        stage.begin({"part": PART, "cameras": [one.camera for one in sight]})
        model = inputs.recognisers
        encounters: dict[str, pa.Table] = {}
        for done, (housing, cameras) in enumerate(housings.items()):
            hung = [stages[camera.id] for camera in cameras]
            names = (f".encounters-{done:04}-{index:04}.arrow" for index in count())
            with ThreadPoolExecutor(max_workers=at_once(threads)) as pool:
                fold_one = partial(_folded, stage, inputs, cameras, hung)
                encounters[housing] = merge(pool.map(fold_one, names, stretches(hung)))
            stage.write_table(encounters_file(done), encounters[housing])
            on_progress("exposure", (done + 1) / (len(housings) + 1))
        places = [place.id for place in inputs.site.places]
        exposure = expose(encounters, places=places, recognisers=model, threads=at_once(threads))
        stage.write_table("exposure.parquet", checked(exposure, EXPOSURE))
        seconds = time.perf_counter() - started
        log.info("exposure: %d rows, %.1f s", exposure.num_rows, seconds)
        facts = stage.finish({"seconds": seconds, "rows": exposure.num_rows})
        return stage, facts, True


def encounters_file(number: int) -> str:
    """Name the file of the encounters of a housing, by its number in the layout."""
    return f"encounters-{number:04}.parquet"


def images(camera: Camera) -> dict[str, Any]:
    """List in plain values all that decides what a camera has of looks, and does with it."""
    watch, protection = camera.watch, camera.protection
    return {
        "housing": camera.housing,
        "frame_rate": camera.frame_rate,
        "shutters": [camera.shutter, camera.dark_shutter],
        "watch": None if watch is None else [watch.period, watch.start, watch.stop],
        "masks": [mask.tolist() for mask in camera.masks],
        "protection": [
            *(protection.hours, protection.frame_rate),
            *(protection.resolution, protection.recogniser),
        ],
    }


def _folded(
    stage: Stage,
    inputs: Inputs,
    cameras: Sequence[Camera],
    hung: Sequence[Stage],
    name: str,
    people: tuple[int, int],
) -> pa.Table:
    """Fold a housing's looks at some people, or read what an interrupted run folded."""
    if not (stage.path / name).is_file():
        looks = [read_looks(one, people) for one in hung]
        made = encounters_of(
            cameras, looks, site=inputs.site, recognisers=inputs.recognisers, dark=inputs.dark
        )
        stage.write_table(name, made)
    return checked(stage.read_table(name), ENCOUNTERS)
