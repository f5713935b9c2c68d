"""Write: everything a run folder holds for people to look at."""

import json
import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from twin.people.footfall import Footfall
from twin.report import attribution
from twin.report.digest import digest
from twin.report.page import page
from twin.report.plan import Scene, plan
from twin.report.raster import Raster, best
from twin.report.saving import png, svg
from twin.run import Run
from twin.site.ground import Ground

log = logging.getLogger(__name__)


def write_report(done: Run, answers: Mapping[str, Any]) -> list[Path]:
    """Write the answers, the plan and the page into the folder of a run.

    Parameters
    ----------
    done : Run
        A finished run.
    answers : mapping
        Its answers.

    Returns
    -------
    list of Path
        What was written: answers.json, plan.png, plan.svg and page.html. Each is whole or absent.

    Raises
    ------
    RunError
        If the answers lack something a report cannot do without, or a table of the run is gone.
    """
    started = time.perf_counter()
    lines = attribution.credits(done.manifest)
    numbers = json.dumps(
        {**answers, "credits": lines}, indent=1, ensure_ascii=False, allow_nan=False
    )
    written = [done.write("answers.json", f"{numbers}\n".encode())]
    figure = plan(scene(done, answers))
    drawn = svg(figure, title="plan")
    written += [
        done.write("plan.png", png(figure, title="plan")),
        done.write("plan.svg", drawn.encode()),
        done.write("page.html", page(answers, manifest=done.manifest, plan_svg=drawn).encode()),
    ]
    log.info("report: %d files, %.1f s", len(written), time.perf_counter() - started)
    return written


def scene(done: Run, answers: Mapping[str, Any]) -> Scene:
    """Collect what the plan of a run shows."""
    site, layout = done.inputs.site, done.inputs.layout
    ground = Ground.of(site)
    names = [camera.id for camera in layout.cameras]
    covered = [
        Raster.of_nodes(ground, np.nan_to_num(density))
        for density in [np.zeros(ground.shape), *map(done.coverage, names)]
    ]
    empty = Footfall.of(site)
    return Scene(
        site=site,
        cameras=layout.cameras,
        coverage=best(covered),
        footfall=Raster(empty.x0, empty.y0, empty.cell, done.footfall() / empty.cell**2),
        told=digest(answers),
        credits=attribution.credits(done.manifest),
    )
