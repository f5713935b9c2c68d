"""What a run reads, checked as a whole before anything is computed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from twin.arrays import Bools
from twin.cameras import Layout, check_layout, load_layout, readable_layout
from twin.errors import MapError, ScenarioError, TableError, TwinError
from twin.exposure import Recognisers, recognisers
from twin.people import Crowd, Recorded, Recording, read_trajectories
from twin.people.event import venue_of
from twin.scenario import (
    Parts,
    Scenario,
    load_scenario,
    place_in,
    readable_parts,
    scenario_file,
)
from twin.site import Site
from twin.site import load as load_site
from twin.site.sun import is_dark
from twin.store import file_sha256
from twin.tables import HOURS
from twin.textfile import is_file

__all__ = ["Inputs", "check_file", "check_inputs", "read_recorded"]


@dataclass(frozen=True)
class Inputs:
    """A scenario with the map and the layout it names.

    Attributes
    ----------
    scenario : Scenario
        The question.
    site : Site
        The map as of the scenario's date.
    layout : Layout
        The cameras.
    recognisers : Recognisers
        The face recogniser.
    recording : Recording, optional
        Who was recorded, where that was read to check it.
    file : Path, optional
        Whence the scenario was read.
    approved : Layout, optional
        The layout that was approved last, where the scenario names it.
    """

    scenario: Scenario
    site: Site
    layout: Layout
    recognisers: Recognisers
    recording: Recording | None = None
    file: Path | None = None
    approved: Layout | None = None

    @cached_property
    def dark(self) -> Bools:
        """Whether it is dark in each second since midnight of the date, (S,)."""
        return is_dark(self.site, self.scenario.date, HOURS * 3600)

    def files(self) -> dict[str, dict[str, str]]:
        """Name the files that were read, with their hashes."""
        scenario = self.scenario
        files = {
            "map": {"path": str(scenario.map), "sha256": self.site.sha256},
            "layout": {"path": str(scenario.layout), "sha256": file_sha256(scenario.layout)},
        }
        for name in ("recognisers", "approved"):
            if file := getattr(scenario, name):
                files[name] = {"path": str(file), "sha256": file_sha256(file)}
        tracks = scenario.people.tracks if isinstance(scenario.people, Recorded) else ()
        for n, file in enumerate(tracks, start=1):
            name = "tracks" if len(tracks) == 1 else f"tracks {n}"
            files[name] = {"path": str(file), "sha256": file_sha256(file)}
        return files


def check_inputs(scenario: Scenario, *, file: Path | None = None) -> Inputs:
    """Read the files that a scenario names and check them together.

    Files of tracks are read when the people stage is made.

    Parameters
    ----------
    scenario : Scenario
        The question.
    file : Path, optional
        Whence it was read; sentences about its people then name the line.

    Raises
    ------
    MapError, ScenarioError, TableError
        With every problem at once, one sentence each.
    """
    return replace(_checked(scenario, None, file), file=file)


def check_file(path: Path | None = None, *, changes: Mapping[str, Any] | None = None) -> Inputs:
    """Read a scenario file with the files it names, and name the problems of all at once.

    Parameters
    ----------
    path, changes
        As for :func:`twin.scenario.load_scenario`.

    Raises
    ------
    MapError, ScenarioError, TableError
        With every problem at once, one sentence each.
    """
    try:
        scenario = load_scenario(path, changes=changes)
    except ScenarioError as error:
        *_, others = _read(readable_parts(path, changes=changes))
        more = [problem for other in others for problem in other.problems]
        raise ScenarioError([*error.problems, *more]) from error
    recorded = scenario.people if isinstance(scenario.people, Recorded) else None
    return _checked(scenario, recorded, scenario_file(path), changes)


def read_recorded(
    scenario: Scenario,
    recorded: Recorded,
    site: Site,
    *,
    file: Path | None,
    changes: Mapping[str, Any] | None = None,
) -> Recording:
    """Read the people whom a scenario names files of.

    Parameters
    ----------
    scenario : Scenario
        The question.
    recorded : Recorded
        Its people.
    site : Site
        Its map.
    file : Path or None
        Whence it was read, if from a file.
    changes : mapping of str, optional
        What was changed in it.

    Raises
    ------
    TableError, ScenarioError
        As :func:`twin.people.read_trajectories`, the latter with file and line of ``people``.
    """
    try:
        return read_trajectories(
            recorded,
            site=site,
            date=scenario.date,
            seed=scenario.seed,
            replication=scenario.replication,
        )
    except ScenarioError as error:
        raise _placed(error, file, ("people",), changes) from error


def _placed(
    error: ScenarioError,
    file: Path | None,
    keys: tuple[str, ...],
    changes: Mapping[str, Any] | None,
) -> ScenarioError:
    """Begin what is wrong with a scenario's keys by their place in its file, where it has one."""
    if file is None:
        return error
    place = place_in(file, keys, changes=changes)
    return ScenarioError(f"{place}: {problem}" for problem in error.problems)


def _checked(
    scenario: Scenario,
    recorded: Recorded | None,
    file: Path | None,
    changes: Mapping[str, Any] | None = None,
) -> Inputs:
    """Read what a scenario names, and recorded people too where they are given."""
    parts = Parts(
        scenario.map, scenario.layout, scenario.recognisers, scenario.date, scenario.approved
    )
    site, layout, model, approved, errors = _read(parts)
    recording = None
    if isinstance(scenario.people, Crowd) and scenario.people.event and site is not None:
        try:
            venue_of(scenario.people.event, site)
        except ScenarioError as error:
            errors.append(_placed(error, file, ("people", "event", "venue"), changes))
    tracks = scenario.people.tracks if isinstance(scenario.people, Recorded) else ()
    gone = [f"{file}: there is no such file of tracks." for file in tracks if not is_file(file)]
    if gone:
        errors.append(ScenarioError(gone))
    elif recorded is not None and site is not None:
        try:
            recording = read_recorded(scenario, recorded, site, file=file, changes=changes)
        except (ScenarioError, TableError) as error:
            errors.append(error)
    if site is None or layout is None or model is None or errors:
        raise type(errors[0])(problem for error in errors for problem in error.problems)
    return Inputs(
        scenario=scenario,
        site=site,
        layout=layout,
        recognisers=model,
        recording=recording,
        approved=approved,
    )


_Read = tuple[Site | None, Layout | None, Recognisers | None, Layout | None, list[TwinError]]


def _read(parts: Parts) -> _Read:
    """Read what can be read of a scenario's parts, and collect what is wrong with them."""
    errors: list[TwinError] = []
    site = layout = model = approved = None
    try:
        site = load_site(parts.map, date=parts.date) if parts.map and parts.date else None
    except MapError as error:
        errors.append(error)
    origin = site.origin if site else (0.0, 0.0)
    readable = None
    try:
        layout = load_layout(parts.layout, site_origin=origin) if parts.layout else None
    except ScenarioError as error:
        errors.append(error)
        readable = readable_layout(parts.layout, site_origin=origin) if parts.layout else None
    hung = layout or readable
    problems = check_layout(hung, site) if site and hung else []
    if problems:
        errors.append(ScenarioError(problems))
    try:
        approved = load_layout(parts.approved, site_origin=origin) if parts.approved else None
    except ScenarioError as error:
        errors.append(error)
    try:
        model = recognisers(parts.recognisers)
    except ScenarioError as error:
        errors.append(error)
    return site, layout, model, approved, errors
