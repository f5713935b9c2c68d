"""A run on disk: a manifest that names what was read, what was made, and how."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from twin.arrays import Floats
from twin.errors import RunError
from twin.run.inputs import Inputs, check_inputs
from twin.scenario import Scenario
from twin.store import Stage, Store, write_file
from twin.tables import EXPOSURE, LOOKS, PEOPLE, SIGHTINGS, checked

__all__ = ["Run", "open_run"]


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
        return Scenario.model_validate(self.manifest["scenario"])

    @cached_property
    def inputs(self) -> Inputs:
        """Scenario, map and layout; the files must still be those the run read."""
        if self.read:
            return self.read
        inputs = check_inputs(self.scenario)
        if inputs.site.sha256 != self.manifest["inputs"]["map"]["sha256"]:
            message = (
                f"{self.scenario.map}: the map has changed since {self.folder} was made; run again."
            )
            raise RunError(message)
        return inputs

    def people(self) -> pa.Table:
        """Read the people table."""
        return checked(self._stage("people").read_table("people.parquet"), PEOPLE)

    def tracks(self) -> Iterator[pa.Table]:
        """Read the tracks, slab by slab."""
        stage = self._stage("people")
        for name in sorted(f for f in self._files(stage) if f.startswith("tracks-")):
            yield stage.read_table(name)

    def footfall(self) -> Floats:
        """Read person-seconds per cell of the ground. [s]"""
        data = (self._stage("people").path / "footfall.npy").read_bytes()
        grid: Floats = np.load(BytesIO(data), allow_pickle=False)
        return grid

    def looks(self, camera: str) -> pa.Table:
        """Read one camera's looks."""
        return checked(self._stage("sight", camera).read_table("looks.parquet"), LOOKS)

    def sightings(self, camera: str) -> pa.Table:
        """Read one camera's sightings."""
        return checked(self._stage("sight", camera).read_table("sightings.parquet"), SIGHTINGS)

    def coverage(self, camera: str) -> Floats:
        """Read one camera's pixel density over the ground; 0 where it sees nothing. [px/m]"""
        data = (self._stage("sight", camera).path / "coverage.npy").read_bytes()
        grid: Floats = np.load(BytesIO(data), allow_pickle=False)
        return grid

    def exposure(self) -> pa.Table:
        """Read the exposure table."""
        return checked(self._stage("exposure").read_table("exposure.parquet"), EXPOSURE)

    def answers(self) -> dict[str, Any]:
        """Read ``answers.json``."""
        file = self.folder / "answers.json"
        if not file.is_file():
            message = f"{file}: there is no such file; the run did not finish, so run it again."
            raise RunError(message)
        answers: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return answers

    def report_files(self) -> list[Path]:
        """List what the run folder holds for people to look at."""
        return sorted(
            f for f in self.folder.iterdir() if f.suffix in {".html", ".png", ".svg", ".json"}
        )

    def write(self, name: str, data: bytes) -> Path:
        """Write a file into the run folder."""
        path = self.folder / name
        write_file(path, lambda beside: beside.write_bytes(data))
        return path

    def _stage(self, stage: str, camera: str | None = None) -> Stage:
        """Find a stage's folder; it must be whole."""
        entry = self.manifest["stages"][stage]
        if camera is not None:
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

    def _files(self, stage: Stage) -> list[str]:
        return list((stage.facts() or {"files": []})["files"])


def open_run(folder: Path | str) -> Run:
    """Open a run folder.

    Raises
    ------
    RunError
        If there is no run in it.
    """
    path = Path(folder)
    file = path / "manifest.json"
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        message = f"{path}: there is no manifest.json, so this is not the folder of a finished run."
        raise RunError(message) from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        message = f"{file}: is not JSON, so this is not the folder of a finished run."
        raise RunError(message) from error
    return Run(folder=path, manifest=manifest)
