"""Looks of a run weighed by a recogniser, its own or another; no ray is cast."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa

from twin.cameras import Camera
from twin.exposure import Recognisers, merge
from twin.run.folder import Run
from twin.run.looks import encounters_of, read_looks, stretches
from twin.run.pool import at_once

__all__ = ["weighed"]


def weighed(
    run: Run, recognisers: Recognisers | None = None, *, threads: int | None = None
) -> dict[str, pa.Table]:
    """Fold all looks of a run.

    Parameters
    ----------
    run : Run
        A finished run.
    recognisers : Recognisers, optional
        What to weigh looks by; what the run did when missing.
    threads : int, optional
        Threads to use; all when missing. Changes no result.

    Returns
    -------
    dict of str to pyarrow.Table
        Housing to its encounters, in the order of the layout.

    Raises
    ------
    RunError
        If a table of the run is missing or damaged.
    ShapeError
        If there is no such number of threads.
    """
    inputs = run.inputs
    model = inputs.recognisers if recognisers is None else recognisers
    with ThreadPoolExecutor(max_workers=at_once(threads)) as pool:
        return {
            housing: _housing(run, cameras, model, pool)
            for housing, cameras in inputs.layout.housings.items()
        }


def _housing(
    run: Run,
    cameras: Sequence[Camera],
    recognisers: Recognisers,
    pool: ThreadPoolExecutor,
) -> pa.Table:
    """Fold the looks of a housing, some people at a time."""
    stages = [run.sight_stage(camera.id) for camera in cameras]

    def fold_some(people: tuple[int, int]) -> pa.Table:
        looks = [read_looks(stage, people) for stage in stages]
        site = run.inputs.site
        return encounters_of(
            cameras, looks, site=site, recognisers=recognisers, dark=run.inputs.dark
        )

    return merge(pool.map(fold_some, stretches(stages)))
