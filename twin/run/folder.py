"""A run on disk: a manifest that names what was read, what was made, and how."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pydantic import ValidationError

from twin.arrays import Floats, as_a, as_whole
from twin.cameras.mount import FACE_HEIGHT
from twin.errors import RunError, ScenarioError, ShapeError
from twin.exposure import ENCOUNTERS
from twin.people import Recorded
from twin.people.facing import Facing
from twin.run.exposure import encounters_file
from twin.run.held import HeldSlab, held
from twin.run.inputs import Inputs, check_inputs
from twin.run.looks import read_looks
from twin.run.tracks import read_between, read_needed, read_tracks, track_files
from twin.scenario import Scenario
from twin.sight import BINS, Needs, protected
from twin.store import Stage, Store, write_file
from twin.tables import EXPOSURE, PEOPLE, SIGHTINGS, TICKS_PER_SECOND, TRACKS, VISITS, checked
from twin.textfile import is_file

__all__ = ["REPORT", "TABLES", "Run", "open_run"]

REPORT = ("answers.json", "plan.png", "plan.svg", "page.html", "report.html", "report.pdf")
"""Files of a run folder for people to look at, made last."""

TABLES = "tables"
"""Folder within it of what a report tells, as CSV files."""


@dataclass(frozen=True)
class Run:
    """A finished run.

    Attributes
    ----------
    folder : Path
        ``runs/<name>``.
    manifest : dict
        What was read and made: scenario, versions, seed, hashes, seconds and rows of each stage.
    read : Inputs, optional
        What the run read, where it is still at hand.
    """

    folder: Path
    manifest: dict[str, Any]
    read: Inputs | None = None

    @cached_property
    def scenario(self) -> Scenario:
        """The question, as it was asked."""
        try:
            return Scenario.model_validate(self.manifest["scenario"])
        except ValidationError as error:
            message = (
                f"{self.folder}: its scenario is none of this version "
                f"({error.error_count()} problems), so run the scenario again."
            )
            raise RunError(message) from error

    @cached_property
    def inputs(self) -> Inputs:
        """Scenario, map and layout; the files must still be those the run read."""
        if self.read:
            return self.read
        inputs = check_inputs(self.scenario)
        for name, now in inputs.files().items():
            if now["sha256"] != self.manifest["inputs"][name]["sha256"]:
                message = (
                    f"{now['path']}: the {name} has changed since {self.folder} was made; run "
                    "the scenario again."
                )
                raise RunError(message)
        return inputs

    @property
    def span(self) -> tuple[float, float]:
        """First and last moment, since midnight of the date. [s]"""
        people = self.inputs.scenario.people
        if isinstance(people, Recorded):
            told = self.manifest["stages"]["people"]["recorded"]
            return told["start_s"], told["end_s"]
        return people.start_s, people.end_s

    def people(self) -> pa.Table:
        """Read the people table."""
        return checked(self._stage("people").read_table("people.parquet"), PEOPLE)

    def visits(self) -> pa.Table:
        """Read who was in which venue, and when.

        Raises
        ------
        RunError
            If the people stage is missing or damaged, or was made before it kept them.
        """
        stage = self._stage("people")
        self._has(stage, {"visits.parquet"}, "visits")
        return checked(stage.read_table("visits.parquet"), VISITS)

    def tracks(self) -> Iterator[pa.Table]:
        """Read the tracks, slab by slab, each by person, then time."""
        stage = self._stage("people")
        for name in track_files(stage):
            yield read_tracks(stage, name)

    def tracks_needed(self, needs: Needs) -> Iterator[pa.Table]:
        """Read the tracks on those squares of the ground that are needed, slab by slab.

        Of a slab they come square by square, in each by person, then time; of the files only what
        may hold them is read.
        """
        stage = self._stage("people")
        known = cache(needs)  # slab after slab has the same squares
        for name in track_files(stage):
            yield read_needed(stage, name, known).tracks

    def positions(self) -> Iterator[pa.Table]:
        """Read who was where, slab by slab: square by square, in each by person, then time."""
        stage = self._stage("people")
        for name in track_files(stage):
            yield stage.read_table(name, ["person", "tick", "x_cm", "y_cm"])

    def between(self, first: int, last: int) -> Iterator[pa.Table]:
        """Read the tracks from a moment to before another, slab by slab, by time, then person.

        Of the files only what may hold them is read. [0.25 s]
        """
        stage = self._stage("people")
        for name in track_files(stage):
            rows = read_between(stage, name, first, last)
            if rows.num_rows:
                yield rows.sort_by([("tick", "ascending"), ("person", "ascending")])

    def held(self, first: int, last: int, step: int) -> list[HeldSlab]:
        """Hold every so many moments from one to before another in memory. [0.25 s]"""
        stage = self._stage("people")
        read = (read_between(stage, name, first, last, step) for name in track_files(stage))
        return list(held(rows for rows in read if rows.num_rows))

    def moment(self, tick: int) -> pa.Table:
        """Read the tracks of one moment, by person. [0.25 s]

        Raises
        ------
        ShapeError
            If it is no whole number of quarter seconds since midnight, or none of the run.
        """
        first, last = (round(TICKS_PER_SECOND * end) for end in self.span)
        tick = as_whole("tick", tick, least=first, most=last)
        tables = self.between(tick, tick + 1)
        return pa.concat_tables([TRACKS.schema.empty_table(), *tables])

    def footfall(self) -> Floats:
        """Read person-seconds per cell of the ground. [s]"""
        data = (self._stage("people").path / "footfall.npy").read_bytes()
        grid: Floats = np.load(BytesIO(data), allow_pickle=False)
        return grid

    def facing(self) -> Facing:
        """Count which way faces pointed on each square of the ground; reads all tracks."""
        found = Facing.of(self.inputs.site, bins=BINS)
        for slab in self.tracks():
            found.add(slab)
        return found

    def sight_stage(self, camera: str) -> Stage:
        """Find where one camera's looks, sightings and coverage are."""
        return self._stage("sight", camera)

    def looks(self, camera: str) -> pa.Table:
        """Read one camera's looks."""
        return read_looks(self.sight_stage(camera))

    def sightings(self, camera: str) -> pa.Table:
        """Read one camera's sightings."""
        return checked(self.sight_stage(camera).read_table("sightings.parquet"), SIGHTINGS)

    def coverage(self, camera: str) -> Floats:
        """Read one camera's pixel density over the ground; 0 where it sees nothing. [px/m]

        Nothing is seen in a mask; a preset of a tour is told as while it looks that way, and hours
        are left out.
        """
        data = (self.sight_stage(camera).path / "coverage.npy").read_bytes()
        grid: Floats = np.load(BytesIO(data), allow_pickle=False)
        view = next(one for one in self.inputs.layout.cameras if one.id == camera)
        return protected(self.inputs.site, grid, view, height=FACE_HEIGHT)

    def exposure(self) -> pa.Table:
        """Read the exposure table."""
        return checked(self._stage("exposure").read_table("exposure.parquet"), EXPOSURE)

    def encounters(self) -> dict[str, pa.Table]:
        """Read what each housing learned about each person, pass by pass.

        Raises
        ------
        RunError
            If the exposure stage is missing or damaged, or was made before it kept them.
        """
        stage = self._stage("exposure")
        names = {one: encounters_file(n) for n, one in enumerate(self.inputs.layout.housings)}
        self._has(stage, set(names.values()), "encounters")
        return {
            housing: checked(stage.read_table(name), ENCOUNTERS) for housing, name in names.items()
        }

    def answers(self) -> dict[str, Any]:
        """Read ``answers.json``."""
        return _json(
            self.folder / "answers.json", "no report was made of this run; run the scenario again"
        )

    def report_files(self) -> list[Path]:
        """List what the run folder holds of :data:`REPORT`."""
        return [file for file in (self.folder / name for name in REPORT) if file.is_file()]

    def write(self, name: str, data: bytes) -> Path:
        """Write a file into the run folder."""
        path = self.folder / name
        write_file(path, lambda beside: beside.write_bytes(data))
        return path

    def _has(self, stage: Stage, files: set[str], what: str) -> None:
        """Refuse a stage without files, which an earlier version did not write."""
        if not files <= (stage.facts() or {"files": {}})["files"].keys():
            message = (
                f"{self.folder}: was made by an earlier version, which kept no {what}; run the "
                "scenario again."
            )
            raise RunError(message)

    def _stage(self, stage: str, camera: str | None = None) -> Stage:
        """Find a stage's folder; it must be whole."""
        entry = self.manifest["stages"][stage]
        if camera is not None:
            given = "the id of a camera of the run, as text"
            camera = as_a(str, "camera", camera, wanted=given)
            if camera not in entry["cameras"]:
                names = ", ".join(entry["cameras"])
                message = f"{self.folder}: there is no camera {camera!r}; there are {names}."
                raise RunError(message)
            entry = entry["cameras"][camera]
        found = Store(self.folder.parent).stage(stage, entry["key"])
        if found.facts() is None:
            message = (
                f"{found.path}: the {stage} stage is missing or damaged; run the scenario again."
            )
            raise RunError(message)
        return found


def open_run(folder: Path | str) -> Run:
    """Open a run folder.

    Raises
    ------
    ScenarioError
        If there is no run in it.
    RunError
        If its manifest is damaged.
    ShapeError
        If ``folder`` is no path.
    """
    if not isinstance(folder, Path | str):
        message = (
            f"folder is of type {type(folder).__name__}, but must be the path of a run folder such "
            'as "runs/mine".'
        )
        raise ShapeError(message)
    path = Path(folder)
    so = "this is not the folder of a finished run"
    if not is_file(path / "manifest.json"):
        message = f"{path}: there is no manifest.json, so {so}."
        raise ScenarioError(message)
    manifest = _json(path / "manifest.json", so)
    lacking = [key for key in ("scenario", "inputs", "stages", "sources") if key not in manifest]
    if lacking:
        message = f"{path / 'manifest.json'}: {lacking[0]} is missing, so {so}."
        raise RunError(message)
    return Run(folder=path, manifest=manifest)


def _json(file: Path, so: str) -> dict[str, Any]:
    """Read an object from a JSON file; what it means that there is none ends the sentence."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        message = f"{file}: there is no such file, so {so}."
        raise RunError(message) from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        message = f"{file}: is not JSON, so {so}."
        raise RunError(message) from error
    except OSError as error:
        message = f"{file}: cannot be read ({error.strerror or error}), but must be readable."
        raise RunError(message) from error
    if not isinstance(found, dict):
        message = f"{file}: holds no keys, so {so}."
        raise RunError(message)
    return found
