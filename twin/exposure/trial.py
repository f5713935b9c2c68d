"""Read a trial of a recogniser: how many enrolled people it named at each size of face."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from twin.arrays import Floats
from twin.csvfile import Limits, number_in, read_rows
from twin.errors import TableError

__all__ = ["IPD_M", "Trial"]

IPD_M = 0.063
"""Distance of the eyes where a trial gives only that of the camera [dodgson2004]. [m]"""

_LIMITS: Limits = {
    "ied_px": (0.1, 10_000.0, "px"),
    "distance_m": (0.1, 10_000.0, "m"),
    "hits": (0.0, 1e12, "trials"),
    "trials": (1e-9, 1e12, "trials"),
    "yaw_deg": (-89.0, 89.0, "degrees"),
    "blur_px": (0.0, 1_000.0, "px"),
}
"""What each column may hold; counts may be fractions, where they are means over splits."""


@dataclass(frozen=True, eq=False)
class Trial:
    """Results of a trial; each array has one entry for each of its conditions.

    Attributes
    ----------
    ied : (N,) array
        Pixels between the eyes as if seen face on. [px]
    yaw : (N,) array
        Turn of the face away from the camera. [rad]
    blur : (N,) array
        Motion blur. [px]
    hits, trials : (N,) array
        How often an enrolled person was named rightly, of how many times.
    """

    ied: Floats
    yaw: Floats
    blur: Floats
    hits: Floats
    trials: Floats

    @classmethod
    def read(cls, path: Path | str, *, focal_px: float | None = None) -> Self:
        """Read a CSV file with a line of column names.

        Parameters
        ----------
        path : Path or str
            Columns ``hits``, ``trials``, and ``ied_px`` [px] or ``distance_m`` [m]; if wanted
            ``yaw_deg`` [degree] and ``blur_px`` [px]. Others are passed over.
        focal_px : float, optional
            Focal length over pixel pitch of the trial's camera, which turns distances into pixels
            between the eyes, with the eyes :data:`IPD_M` apart. [px]

        Raises
        ------
        TableError
            With every problem of the file at once, each with file and line.
        """
        file = Path(path)
        rows = list(read_rows(file))
        names = set(rows[0][1]) if rows else set()
        size = _size_column(file, names, focal_px)
        problems: list[str] = []
        columns = {
            name: np.array(
                [number_in(f"{file}:{line}", row, name, _LIMITS, problems) for line, row in rows]
            )
            for name in (size, "hits", "trials", *({"yaw_deg", "blur_px"} & names))
        }
        if not problems:
            lines = [line for line, _ in rows]
            problems = _no_counts(file, lines, columns["hits"], columns["trials"])
        if problems:
            raise TableError(problems)
        nothing = np.zeros(len(rows))
        sizes = columns[size]
        return cls(
            ied=sizes if size == "ied_px" else (focal_px or math.nan) * IPD_M / sizes,
            yaw=np.radians(columns.get("yaw_deg", nothing)),
            blur=columns.get("blur_px", nothing),
            hits=columns["hits"],
            trials=columns["trials"],
        )


def _no_counts(file: Path, lines: list[int], hits: Floats, trials: Floats) -> list[str]:
    """Say which rows hold more hits than trials, and the first that holds a share of one trial."""
    problems = [
        f"{file}:{line}: hits is {hit:g}, but must be at most trials, {trial:g}."
        for line, hit, trial in zip(lines, hits, trials, strict=True)
        if hit > trial
    ]
    shares = np.flatnonzero((hits > 0) & (hits < trials) & (trials <= 1))
    if len(shares):
        k = int(shares[0])
        problems.append(
            f"{file}:{lines[k]}: hits is {hits[k]:g} of {trials[k]:g} trials, which is a share, "
            "but hits and trials must be counts: how often somebody was named, of so many times."
        )
    return problems


def _size_column(file: Path, names: set[str], focal_px: float | None) -> str:
    """Choose the column that says how large faces were."""
    lacking = sorted({"hits", "trials"} - names)
    if lacking:
        found = ", ".join(sorted(str(name) for name in names)) or "nothing"
        message = f"{file}:1: there is no column {lacking[0]}, but it must be there; found {found}."
        raise TableError(message)
    if {"ied_px", "distance_m"} <= names:
        message = (
            f"{file}:1: there are columns ied_px and distance_m, but sizes must be given once; "
            "leave one out."
        )
        raise TableError(message)
    if "ied_px" in names:
        if focal_px is not None:
            message = (
                f"{file}:1: sizes are given as ied_px, so the focal length of the camera changes "
                "nothing and must be left out."
            )
            raise TableError(message)
        return "ied_px"
    if "distance_m" not in names:
        message = f"{file}:1: there is neither a column ied_px nor distance_m, but one must be."
        raise TableError(message)
    if focal_px is None or not 1 <= focal_px <= 1e6:
        found = "not given" if focal_px is None else f"{focal_px:g} px"
        message = (
            f"{file}:1: sizes are given as distance_m, for which the focal length of the camera "
            f"(--focal-px; `twin lens` prints it as F) must be given, 1 to 1,000,000 px, but it is "
            f"{found}."
        )
        raise TableError(message)
    return "distance_m"
