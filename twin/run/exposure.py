"""Make the exposure stage from every camera's looks; it never casts a ray."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count, pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from twin.arrays import Bools
from twin.cameras import Camera
from twin.exposure import (
    ENCOUNTERS,
    Recognisers,
    expose,
    fold,
    imaged,
    in_the_light_of,
    merge,
    of_one_image,
    together,
)
from twin.run.inputs import Inputs
from twin.run.pool import at_once
from twin.run.sight import CameraSight
from twin.site.sun import is_dark
from twin.store import Stage, Store, stage_key
from twin.tables import EXPOSURE, HOURS, LOOKS, checked

__all__ = ["looks_of", "make_exposure", "parts_of"]

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
            "cameras": {camera.id: _images(camera) for camera in inputs.layout.cameras},
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
        housings = inputs.layout.housings
        dark = is_dark(inputs.site, inputs.scenario.date, HOURS * 3600)
        # the parts' files are numbered by the housing's place in the layout
        stage.begin({"part": PART, "cameras": [one.camera for one in sight]})
        model = inputs.recognisers
        encounters: dict[str, pa.Table] = {}
        for done, (housing, cameras) in enumerate(housings.items()):
            read = {
                camera.id: checked(stages[camera.id].read_table("looks.parquet"), LOOKS)
                for camera in cameras
            }
            looks = looks_of(cameras, read, dark)
            names = (f".encounters-{done:04}-{index:04}.arrow" for index in count())
            with ThreadPoolExecutor(max_workers=at_once(threads)) as pool:
                fold_one = partial(_folded, stage, inputs, model, dark, len(cameras) > 1)
                parts = pool.map(fold_one, names, parts_of(looks))
                encounters[housing] = merge(parts)
            on_progress("exposure", (done + 1) / (len(housings) + 1))
        places = [place.id for place in inputs.site.places]
        exposure = expose(encounters, places=places, recognisers=model, threads=at_once(threads))
        stage.write_table("exposure.parquet", checked(exposure, EXPOSURE))
        seconds = time.perf_counter() - started
        log.info("exposure: %d rows, %.1f s", exposure.num_rows, seconds)
        facts = stage.finish({"seconds": seconds, "rows": exposure.num_rows})
        return stage, facts, True


def _images(camera: Camera) -> dict[str, Any]:
    """List in plain values all that decides of which looks a camera has an image."""
    watch = camera.watch
    return {
        "housing": camera.housing,
        "frame_rate": camera.frame_rate,
        "shutters": [camera.shutter, camera.dark_shutter],
        "watch": None if watch is None else [watch.period, watch.start, watch.stop],
        "masks": [mask.tolist() for mask in camera.masks],
    }


def looks_of(cameras: Sequence[Camera], read: Mapping[str, pa.Table], dark: Bools) -> pa.Table:
    """Join the looks of which the cameras of a housing have an image.

    Parameters
    ----------
    cameras : sequence of Camera
        Those of one housing.
    read : mapping of str to pyarrow.Table
        Looks of each, by its id.
    dark : (S,) array
        Whether it is dark in each second since midnight.
    """
    tables = [read[camera.id] for camera in cameras]
    # straight images of one fisheye show what one image shows; tours and masks come after
    one = len(cameras) > 1 and all(camera.raw is not None for camera in cameras)
    if one:
        tables = of_one_image(tables)
    parts = [
        in_the_light_of(
            imaged(
                table,
                frame_rate=camera.frame_rate,
                watch=camera.watch,
                masked=camera.masked_pixels if camera.masks else None,
            ),
            dark,
            blur=camera.dark_shutter / camera.shutter,
        )
        for camera, table in zip(cameras, tables, strict=True)
    ]
    return parts[0] if len(parts) == 1 else together(parts, numbered=one)


def _folded(
    stage: Stage,
    inputs: Inputs,
    model: Recognisers,
    dark: Bools,
    several: bool,
    name: str,
    part: pa.Table,
) -> pa.Table:
    """Fold a part of one camera's looks, or read what an interrupted run folded."""
    if not (stage.path / name).is_file():
        made = fold(part, site=inputs.site, recognisers=model, dark=dark, several=several)
        stage.write_table(name, made)
    return checked(stage.read_table(name), ENCOUNTERS)


def parts_of(looks: pa.Table) -> Iterator[pa.Table]:
    """Cut looks, which are sorted by person, into parts that each hold whole people."""
    person = looks["person"].to_numpy()
    cuts = [*np.unique(np.searchsorted(person, person[::PART])).tolist(), len(person)]
    for start, end in pairwise(cuts):
        yield looks.slice(start, end - start)
