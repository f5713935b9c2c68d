"""Make the exposure stage from every camera's looks; it never casts a ray."""

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count, pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from twin.exposure import ENCOUNTERS, Recognisers, expose, fold, imaged, merge
from twin.run.inputs import Inputs
from twin.run.pool import at_once
from twin.run.sight import CameraSight
from twin.store import Stage, Store, stage_key
from twin.tables import EXPOSURE, LOOKS, checked

__all__ = ["make_exposure"]

log = logging.getLogger(__name__)

PART = 500_000
"""Looks that are added up together; bounds the memory and changes no answer. [1]"""


def make_exposure(
    store: Store,
    inputs: Inputs,
    sight: list[CameraSight],
    *,
    threads: int | None,
    on_progress: Callable[[str, float], None],
) -> tuple[Stage, dict[str, Any], bool]:
    """Join the looks of every camera into exposure, or find it finished.

    An interrupted stage goes on after the last part of the looks whose encounters are whole.

    Returns
    -------
    tuple
        The stage, its facts, and whether it was made now.
    """
    rates = {camera.id: camera.frame_rate for camera in inputs.layout.cameras}
    key = stage_key(
        "exposure",
        ("exposure", "site"),
        {
            "map": inputs.site.sha256,
            "sight": {one.camera: one.stage.key for one in sight},
            "frame_rates": rates,
            "recognisers": inputs.recognisers.model_dump(mode="json"),
        },
    )
    stage = store.stage("exposure", key)
    with stage.locked():
        facts = stage.facts()
        if facts is not None:
            return stage, facts, False
        started = time.perf_counter()
        on_progress("exposure", 0.0)
        # the parts' files are numbered by the camera's place in the layout
        stage.begin({"part": PART, "cameras": [one.camera for one in sight]})
        model = inputs.recognisers
        encounters: dict[str, pa.Table] = {}
        for done, one in enumerate(sight):
            looks = checked(one.stage.read_table("looks.parquet"), LOOKS)
            looks = imaged(looks, frame_rate=rates[one.camera])
            names = (f".encounters-{done:04}-{index:04}.arrow" for index in count())
            with ThreadPoolExecutor(max_workers=at_once(threads)) as pool:
                parts = pool.map(partial(_folded, stage, inputs, model), names, _parts(looks))
                encounters[one.camera] = merge(parts)
            on_progress("exposure", (done + 1) / (len(sight) + 1))
        places = [place.id for place in inputs.site.places]
        exposure = expose(encounters, places=places, recognisers=model, threads=at_once(threads))
        stage.write_table("exposure.parquet", checked(exposure, EXPOSURE))
        seconds = time.perf_counter() - started
        log.info("exposure: %d rows, %.1f s", exposure.num_rows, seconds)
        facts = stage.finish({"seconds": seconds, "rows": exposure.num_rows})
        return stage, facts, True


def _folded(
    stage: Stage, inputs: Inputs, model: Recognisers, name: str, part: pa.Table
) -> pa.Table:
    """Fold a part of one camera's looks, or read what an interrupted run folded."""
    if not (stage.path / name).is_file():
        stage.write_table(name, fold(part, site=inputs.site, recognisers=model))
    return checked(stage.read_table(name), ENCOUNTERS)


def _parts(looks: pa.Table) -> Iterator[pa.Table]:
    """Cut looks, which are sorted by person, into parts that each hold whole people."""
    person = looks["person"].to_numpy()
    cuts = [*np.unique(np.searchsorted(person, person[::PART])).tolist(), len(person)]
    for start, end in pairwise(cuts):
        yield looks.slice(start, end - start)
