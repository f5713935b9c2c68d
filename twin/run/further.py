"""Further days of a run: the same people on other dates, each day an ordinary run beside it."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from twin.arrays import as_whole
from twin.errors import RunError, ScenarioError
from twin.people import Recorded
from twin.run.folder import Run, open_run
from twin.run.pipeline import OnProgress, run_scenario
from twin.run.used import refuse_used
from twin.scenario import Scenario

__all__ = ["MOST_DAYS", "further_days", "make_days"]

MOST_DAYS = 60
"""Days that are made at most. [1] assumption (range 20-365): each takes as long as the first."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

_OF_THE_DAY = ("name", "about", "date", "slab_minutes")
"""What of a scenario may differ between two days of the same people."""


def further_days(run: Run) -> list[Run]:
    """Find the finished days of the same people that stand beside a run.

    Folders are named as the run's own and the date; one of another map, layout or crowd, or whose
    run was never finished, is none of them.

    Returns
    -------
    list of Run
        By date, without the run itself.
    """
    found: list[Run] = []
    own = run.folder.absolute()
    start = f"{own.name}-"
    for folder in sorted(own.parent.glob("*/")):
        if folder.name.startswith(start) and _DATE.fullmatch(folder.name.removeprefix(start)):
            one = _run_in(folder)
            if one is not None and one.scenario.date != run.scenario.date and _alike(run, one):
                found.append(one)
    return sorted(found, key=lambda one: one.scenario.date)


def make_days(
    run: Run,
    days: int,
    *,
    threads: int | None = None,
    on_progress: OnProgress | None = None,
) -> list[Run]:
    """Simulate the days after a run until, with it, there are so many of the same people.

    Who comes on a day and what somebody is like are draws of the pool, so the same seed and
    replication on another date bring the same people back. An event is on its day alone.

    Parameters
    ----------
    run : Run
        The first day.
    days : int
        Days in all, the run's own among them; those that are there are not made again.
    threads : int, optional
        Threads to use; all when missing. Changes no result.
    on_progress : callable, optional
        Called with a date and the name of a stage, and the share of it that is done.

    Returns
    -------
    list of Run
        The days after the run, by date.

    Raises
    ------
    ShapeError
        If ``days`` is no whole number from 1 to :data:`MOST_DAYS`.
    ScenarioError
        If its people were recorded, or a folder holds another scenario's run.
    RunError
        If a day could not finish.
    """
    days = as_whole("days", days, least=1, most=MOST_DAYS)
    if isinstance(run.scenario.people, Recorded) and days > 1:
        message = (
            f"{run.folder}: its people were recorded, and nobody knows who of them came again, but "
            "further days can be made of simulated people alone."
        )
        raise ScenarioError(message)
    named = run.manifest.get("scenario_file")
    file = Path(named) if named else None
    made: list[Run] = []
    for later in range(1, days):
        scenario = on(run.scenario, run.scenario.date + timedelta(days=later))
        own = run.folder.absolute()
        folder = own.with_name(f"{own.name}-{scenario.date}")
        there = _run_in(folder)
        if there is None or not _alike(run, there) or there.scenario.date != scenario.date:
            refuse_used(folder, scenario, file or folder)
            tell = partial(_on_the_day, on_progress, scenario.date) if on_progress else None
            there = run_scenario(scenario, out=folder, file=file, threads=threads, on_progress=tell)
        made.append(there)
    return made


def on(scenario: Scenario, day: date) -> Scenario:
    """Ask the same of another date, on which there is no event."""
    people = scenario.people.model_copy(update={"event": None})
    return scenario.model_copy(update={"date": day, "people": people})


def _on_the_day(on_progress: OnProgress, day: date, stage: str, share: float) -> None:
    """Tell how far a stage of a day is."""
    on_progress(f"{day} {stage}", share)


def _run_in(folder: Path) -> Run | None:
    """Open the run in a folder, if there is one."""
    try:
        found = open_run(folder)
        found.scenario  # noqa: B018  (one of an earlier version is none)
    except (ScenarioError, RunError):
        return None
    return found


def _alike(run: Run, other: Run) -> bool:
    """Say whether two runs differ in nothing but the day."""
    return _lasting(run) == _lasting(other)


def _lasting(run: Run) -> Mapping[str, Any]:
    """List what a run read, but for what is of its day."""
    scenario = run.scenario.model_dump(mode="json", exclude=set(_OF_THE_DAY))
    scenario["people"] = {key: v for key, v in scenario["people"].items() if key != "event"}
    hashes = {name: entry["sha256"] for name, entry in run.manifest["inputs"].items()}
    return {"scenario": scenario, "hashes": hashes}
