"""Make the exposure stage from every camera's looks; it never casts a ray."""

import logging
import time
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from twin.exposure import ENCOUNTERS, expose, fold, recognisers
from twin.run.inputs import Inputs
from twin.run.sight import CameraSight
from twin.store import Stage, Store, stage_key
from twin.tables import EXPOSURE, LOOKS, checked

__all__ = ["make_exposure"]

log = logging.getLogger(__name__)


def make_exposure(
    store: Store,
    inputs: Inputs,
    sight: list[CameraSight],
    *,
    on_progress: Callable[[str, float], None],
) -> tuple[Stage, dict[str, Any], bool]:
    """Join the looks of every camera into exposure, or find it finished.

    An interrupted stage goes on after the last camera whose encounters are whole.

    Returns
    -------
    tuple
        The stage, its facts, and whether it was made now.
    """
    key = stage_key(
        "exposure",
        ("exposure", "site"),
        {"map": inputs.site.sha256, "sight": {one.camera: one.stage.key for one in sight}},
    )
    stage = store.stage("exposure", key)
    with stage.locked():
        facts = stage.facts()
        if facts is not None:
            return stage, facts, False
        started = time.perf_counter()
        stage.begin({})
        model = recognisers()
        encounters: dict[str, pa.Table] = {}
        for done, one in enumerate(sight):
            name = f".encounters-{one.stage.key[:16]}.parquet"
            if not (stage.path / name).is_file():
                looks = checked(one.stage.read_table("looks.parquet"), LOOKS)
                stage.write_table(name, fold(looks, site=inputs.site, recognisers=model))
            encounters[one.camera] = checked(stage.read_table(name), ENCOUNTERS)
            on_progress("exposure", (done + 1) / (len(sight) + 1))
        places = [place.id for place in inputs.site.places]
        exposure = expose(encounters, places=places, recognisers=model)
        stage.write_table("exposure.parquet", checked(exposure, EXPOSURE))
        stage.clear("exposure.parquet", ".lock")
        seconds = time.perf_counter() - started
        log.info("exposure: %d rows, %.1f s", exposure.num_rows, seconds)
        facts = stage.finish({"seconds": seconds, "rows": exposure.num_rows})
        return stage, facts, True
