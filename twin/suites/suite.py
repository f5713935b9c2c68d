"""Run a suite: walk its scenes and hold what comes of them against what each check says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from twin.errors import ScenarioError
from twin.resources import scenarios_dir
from twin.suites.measures import MEASURES
from twin.suites.scene import Check, Expectation
from twin.suites.staging import walked
from twin.yamlfile import nearby, read_model

__all__ = ["NARROW", "Verdict", "checks_of", "run_suite", "suites", "verdicts"]

NARROW = 0.03
"""A figure this near to its limit holds narrowly: share of the limit. [1] assumption (0.01-0.1)"""


@dataclass(frozen=True)
class Verdict:
    """What one expectation of a check came to.

    Attributes
    ----------
    check, source : str
        Name of the check, and key of its source.
    about, unit : str
        The criterion in words, and the unit of its figures.
    figure : float
        What was measured: the mean, or the largest, of the check's runs.
    at_least, at_most : float or None
        What it must be; without both it is only reported.
    """

    check: str
    source: str
    about: str
    unit: str
    figure: float
    at_least: float | None
    at_most: float | None

    @property
    def holds(self) -> bool | None:
        """Whether the figure is within its limits; None when it has none."""
        if self.at_least is None and self.at_most is None:
            return None
        low = self.at_least is None or self.figure >= self.at_least
        high = self.at_most is None or self.figure <= self.at_most
        return low and high

    @property
    def narrowly(self) -> bool:
        """Whether it holds, but within :data:`NARROW` of a limit; of a limit of 0 there is none."""
        limits = [one for one in (self.at_least, self.at_most) if one]
        near = any(abs(self.figure - one) <= NARROW * abs(one) for one in limits)
        return bool(self.holds) and near


def suites() -> list[str]:
    """List the suites that are shipped."""
    return sorted(folder.name for folder in _home().iterdir() if folder.is_dir())


def checks_of(name: str) -> Iterator[Path]:
    """List the files of a suite, in order.

    Raises
    ------
    ScenarioError
        If there is no such suite.
    """
    if name not in suites():
        message = f"--suite {name}: there is no such suite; there are {', '.join(suites())}."
        raise ScenarioError(message)
    yield from sorted((_home() / name).glob("*.yaml"))


def run_suite(
    name: str,
    *,
    model: str = "collision-free-speed",
    dt: float = 0.05,
    seed: int = 0,
    threads: int = 1,
    on_progress: Callable[[str, float], None] | None = None,
) -> Iterator[Verdict]:
    """Walk a suite, check by check.

    Parameters
    ----------
    name : str
        One of :func:`suites`.
    model, dt, threads
        As :func:`twin.people.walk` takes them.
    seed : int
        As it does; the crowds of a check with several runs have the seeds from ``runs * seed`` on.
    on_progress : callable, optional
        Called with "suite" and the share that is done.

    Yields
    ------
    Verdict
        For each expectation of each check, in the order of the files.

    Raises
    ------
    ScenarioError
        If there is no such suite, or a check is not as it should be.
    ShapeError
        If the people of a scene do not fit into it.
    """
    files = list(checks_of(name))
    for done, file in enumerate(files):
        if on_progress is not None:
            on_progress("suite", done / len(files))
        check = read_model(file, Check)
        _refuse_unknown(file, check)
        yield from verdicts(check, model=model, dt=dt, seed=seed, threads=threads)
    if on_progress is not None:
        on_progress("suite", 1.0)


def verdicts(check: Check, *, model: str, dt: float, seed: int, threads: int) -> Iterator[Verdict]:
    """Walk the scenes of a check, and hold what comes of them against what it says."""
    figures = np.empty((check.runs, len(check.expect)))
    for run in range(check.runs):
        own = check.runs * seed + run
        scenes = {
            key: walked(scene, model=model, dt=dt, seed=own, threads=threads)
            for key, scene in check.scenes.items()
        }
        figures[run] = [MEASURES[one.measure](scenes, **one.options) for one in check.expect]
    for one, found in zip(check.expect, figures.T, strict=True):
        figure = float(found.max() if one.of_runs == "largest" else found.mean())
        yield Verdict(
            check.name, check.source, one.about, one.unit, figure, one.at_least, one.at_most
        )


def _refuse_unknown(file: Path, check: Check) -> None:
    """Refuse measures that there are not."""
    unknown: list[Expectation] = [one for one in check.expect if one.measure not in MEASURES]
    if unknown:
        message = (
            f"{nearby(file)}: measure {unknown[0].measure!r}: there is none of this name; there "
            f"are {', '.join(MEASURES)}."
        )
        raise ScenarioError(message)


def _home() -> Path:
    return scenarios_dir() / "checks"
