"""What the cameras of a finished run met with, weighed anew from their looks."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa

from twin.arrays import Bools
from twin.cameras import Camera
from twin.exposure import Recognisers, merge
from twin.run.folder import Run
from twin.run.looks import encounters_of, read_looks, stretches
from twin.run.pool import at_once
from twin.site.sun import is_dark
from twin.tables import HOURS

__all__ = ["darkness", "encounters_by_housing"]


def darkness(run: Run) -> Bools:
    """Say whether it is dark in each second since midnight of a run's date, (S,)."""
    return is_dark(run.inputs.site, run.inputs.scenario.date, HOURS * 3600)


def encounters_by_housing(
    run: Run,
    *,
    dark: Bools,
    recognisers: Recognisers | None = None,
    threads: int | None = None,
) -> dict[str, pa.Table]:
    """Fold the looks of each housing's cameras into encounters; no ray is cast.

    Parameters
    ----------
    run : Run
        A finished run.
    dark : (S,) array
        What :func:`darkness` says of it.
    recognisers : Recognisers, optional
        The recogniser to weigh looks by; that of the run when missing.
    threads : int, optional
        Threads to use; all when missing. Changes no row.

    Returns
    -------
    dict of str to pyarrow.Table
        Housing to its encounters, by person and pass.

    Raises
    ------
    RunError
        If looks are missing or damaged.
    """
    site, model = run.inputs.site, recognisers or run.inputs.recognisers

    def folded(cameras: Sequence[Camera]) -> list[pa.Table]:
        stages = [run.sight_stage(camera.id) for camera in cameras]

        def fold_some(people: tuple[int, int]) -> pa.Table:
            looks = [read_looks(stage, people) for stage in stages]
            return encounters_of(cameras, looks, site=site, recognisers=model, dark=dark)

        return list(pool.map(fold_some, stretches(stages)))

    with ThreadPoolExecutor(max_workers=at_once(threads)) as pool:
        housings = run.inputs.layout.housings
        return {housing: merge(folded(cameras)) for housing, cameras in housings.items()}
