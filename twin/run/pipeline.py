"""One run from scenario to exposure, and the manifest that says how it was made."""

import json
import platform
import re
import resource
import sys
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import twin
from twin.arrays import as_a
from twin.errors import RunError, ScenarioError
from twin.jit import as_threads
from twin.run.crowd import make_people
from twin.run.exposure import make_exposure
from twin.run.folder import REPORT, TABLES, Run, open_run
from twin.run.inputs import check_inputs
from twin.run.provenance import commit, sources_of
from twin.run.sight import make_sight
from twin.scenario import DEFAULT, Scenario
from twin.store import Store, make_folder, write_file
from twin.textfile import there

__all__ = ["OnProgress", "default_folder", "run_scenario"]

OnProgress = Callable[[str, float], None]
"""Called with the name of a stage and the share of it that is done."""

_LIBRARIES = ("numpy", "scipy", "numba", "llvmlite", "shapely", "pyproj", "simpy", "pyarrow")


def default_folder(
    scenario: Path | None, *, quick: bool, changes: Mapping[str, Any] | None = None
) -> Path:
    """Name the run folder of a scenario file: ``runs/<file's name>`` and what was changed in it.

    Examples
    --------
    >>> str(default_folder(Path("my.yaml"), quick=True, changes={"people.total": "20000"}))
    'runs/my-quick-total-20000'
    """
    parts = [Path(scenario or DEFAULT).stem, *(["quick"] if quick else [])]
    for key, value in (changes or {}).items():
        # a path stands with its last part
        parts += [key.rpartition(".")[2], Path(str(value)).stem]
    return Path("runs") / re.sub(r"[^\w.-]+", "_", "-".join(parts))[:120]


def run_scenario(
    scenario: Scenario,
    *,
    out: Path | str,
    file: Path | None = None,
    threads: int | None = None,
    on_progress: OnProgress | None = None,
) -> Run:
    """Simulate a scenario and keep every table.

    Parameters
    ----------
    scenario : Scenario
        The question.
    out : Path or str
        The run's folder; stages are kept beside it in ``.stages`` and reused.
    file : Path, optional
        The file the scenario was read from, for the manifest and for sentences about it.
    threads : int, optional
        Threads to use; all when missing. Changes no result.
    on_progress : callable, optional
        Called with the name of a stage and the share of it that is done.

    Returns
    -------
    Run
        The finished run.

    Raises
    ------
    MapError, ScenarioError, TableError
        If what the scenario names is not usable.
    RunError
        If the run could not finish; what was finished is kept.
    ShapeError
        If the scenario is something else, such as the name of its file, or there is no such number
        of threads.
    """
    read = "a Scenario such as twin.load_scenario(file) reads"
    scenario = as_a(Scenario, "scenario", scenario, wanted=read)
    workers, tell = as_threads(threads), on_progress or _nobody
    started = time.perf_counter()
    inputs = check_inputs(scenario, file=file)
    folder = Path(out)
    if there(folder) and not folder.is_dir():
        message = f"{folder}: is a file, but the run folder must be a folder or not exist yet."
        raise ScenarioError(message)
    make_folder(folder.parent)
    store = Store(folder.parent)
    people, people_facts, people_made = make_people(
        store, inputs, threads=threads, on_progress=tell
    )
    tell("people", 1.0)
    sight = make_sight(store, inputs, people, threads=threads, on_progress=tell)
    tell("sight", 1.0)
    exposure, exposure_facts, exposure_made = make_exposure(
        store, inputs, sight, threads=threads, on_progress=tell
    )
    tell("exposure", 1.0)
    manifest = {
        "twin": twin.__version__,
        "commit": commit(),
        "scenario_file": str(file) if file else None,
        "made": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "scenario": scenario.model_dump(mode="json"),
        "inputs": inputs.files(),
        "stages": {
            "people": {"key": people.key, "made_now": people_made, **people_facts},
            "sight": {
                "cameras": {
                    one.camera: {"key": one.stage.key, "made_now": one.made, **one.facts}
                    for one in sight
                },
            },
            "exposure": {"key": exposure.key, "made_now": exposure_made, **exposure_facts},
        },
        "seconds_total": time.perf_counter() - started,
        "peak_memory_mb": _peak_memory_mb(),
        "threads": workers,
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in _LIBRARIES},
        "sources": sources_of(inputs),
    }
    make_folder(folder)
    text = json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    if not _same_question(folder, manifest):
        # what another run left here never stands beside this manifest
        for file in [*(folder / name for name in REPORT), *(folder / TABLES).glob("*.csv")]:
            file.unlink(missing_ok=True)
    write_file(folder / "manifest.json", lambda beside: beside.write_text(text, encoding="utf-8"))
    return Run(folder=folder, manifest=manifest, read=inputs)


def _same_question(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Say whether the run that a folder holds asked the same and has the same tables."""
    try:
        before = open_run(folder).manifest
    except (ScenarioError, RunError):  # none, or damaged: nothing that could be kept
        return False
    return all(before[key] == manifest[key] for key in ("scenario", "inputs")) and (
        _keys(before) == _keys(manifest)
    )


def _keys(manifest: Mapping[str, Any]) -> list[str]:
    """List the keys of a run's tables."""
    people, sight, exposure = (manifest["stages"][name] for name in ("people", "sight", "exposure"))
    return [people["key"], exposure["key"], *(one["key"] for one in sight["cameras"].values())]


def _nobody(stage: str, share: float) -> None:
    """Tell nobody."""


def _peak_memory_mb() -> float:
    """Return the most memory this process held so far. [MB]"""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)
