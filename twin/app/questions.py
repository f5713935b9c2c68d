"""Questions: the scenarios one can ask, and the runs that were asked before."""

import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twin.cameras import load_layout
from twin.errors import TwinError
from twin.people import Crowd
from twin.resources import scenarios_dir
from twin.scenario import DEFAULT, Scenario, load_scenario
from twin.site import load as load_site


@dataclass(frozen=True)
class Question:
    """A scenario that can be read.

    Attributes
    ----------
    file : Path
        Where it is.
    scenario : Scenario
        What it says.
    """

    file: Path
    scenario: Scenario


@dataclass(frozen=True)
class Past:
    """A finished run on disk: its folder, its answers, and when they were written [s]."""

    folder: Path
    answers: dict[str, Any]
    written: float

    @property
    def name(self) -> str:
        """What a list calls it."""
        people = self.answers.get("people", {}).get("present", 0)
        return f"{self.folder.name}: {people:,} people, {self.answers.get('date', '')}"


def runs_folder() -> Path:
    """Give the folder runs are kept in: `TWIN_RUNS`, or `runs` where the app was started."""
    return Path(os.environ.get("TWIN_RUNS", "runs"))


def questions() -> tuple[list[Question], list[str]]:
    """Read the shipped scenarios and those in `scenarios` where the app was started.

    Returns
    -------
    tuple
        The scenarios, the default one first, then by name of file; and a sentence or two for each
        that cannot be read.
    """
    found: list[Question] = []
    problems: list[str] = []
    files = {
        file.resolve()
        for folder in (scenarios_dir(), Path("scenarios"))
        for file in folder.glob("*.yaml")
    }
    for file in sorted(files, key=lambda file: (file.name != DEFAULT, file.name, file)):
        try:
            found.append(Question(file, load_scenario(file)))
        except TwinError as error:
            first, *more = error.problems
            problems.append(first + (f" twin check {file} names {len(more)} more." if more else ""))
    return found, problems


def folder_for(question: Question, *, people: int | None, quick: bool) -> Path:
    """Name the folder of a run, so that the same question lands in the same place."""
    name = question.file.stem
    crowd = question.scenario.people
    if isinstance(crowd, Crowd) and people != crowd.total:
        name += f"-{people}"
    return runs_folder() / (name + ("-quick" if quick else ""))


def camera_count(map_file: Path, layout: Path, day: dt.date) -> int:
    """Count the cameras of a layout on a map as of a day.

    Raises
    ------
    TwinError
        If the map or the layout cannot be read.
    """
    site = load_site(map_file, date=day)
    return len(load_layout(layout, site_origin=site.origin).housings)


def past_runs() -> list[Past]:
    """List finished runs, the newest first; folders that hold no answer are passed over."""
    found = []
    for file in runs_folder().glob("*/answers.json"):
        try:
            answers = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(answers, dict) and "people" in answers:
            found.append(Past(file.parent, answers, file.stat().st_mtime))
    return sorted(found, key=lambda past: (-past.written, past.folder.name))
