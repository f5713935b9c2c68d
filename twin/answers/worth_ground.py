"""What each camera is worth to the ground that is shown at each level, and the time spent there."""

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from twin.answers.counts import HUMAN_STANDARD
from twin.answers.ground_of import time_spent
from twin.answers.shapley import Worth, worth_of_any
from twin.arrays import Floats
from twin.cameras import Camera
from twin.exposure import standard_of
from twin.site.ground import Ground

if TYPE_CHECKING:
    from twin.run import Run

__all__ = ["SECURED", "GroundWorth", "worth_of_ground"]

SECURED = "observe"
"""Level of IEC 62676-4:2015 at which ground counts as covered in sentences: what people do and wear
is seen there, not who they are. assumption (range detect to recognise; the table has all)"""


class GroundWorth(NamedTuple):
    """What each housing is worth to ground shown at one level or better.

    Attributes
    ----------
    density : float
        What the level asks for. [px/m]
    area : Worth
        Walkable ground. [m2]
    hours : Worth
        Time that all people together spent on it. [h]
    """

    density: float
    area: Worth
    hours: Worth


def worth_of_ground(run: "Run") -> dict[str, GroundWorth]:
    """Divide the ground that the housings of a run show between them.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    dict of str to GroundWorth
        For each level of IEC 62676-4:2015.

    Raises
    ------
    RunError
        If a stage of the run is missing or damaged.
    """
    floor = Ground.of(run.inputs.site)
    hours = time_spent(run, floor)[floor.walkable] / 3600.0
    area = np.full(hours.shape, floor.cell**2)
    levels = standard_of(HUMAN_STANDARD).densities
    found = []
    for cameras in run.inputs.layout.housings.values():
        shown = _best(run, cameras)[floor.walkable]
        node = np.flatnonzero(shown >= min(levels.values()))
        found.append((node, shown[node]))
    node, shown = (np.concatenate(column) for column in zip(*found, strict=True))
    housing = np.repeat(np.arange(len(found)), [len(one) for one, _ in found])
    made = {}
    for name, density in levels.items():
        there = shown >= density
        area_worth, hours_worth = (
            worth_of_any(node[there], housing[there], len(found), weight=weight)
            for weight in (area, hours)
        )
        made[name] = GroundWorth(density, area_worth, hours_worth)
    return made


def _best(run: "Run", cameras: Sequence[Camera]) -> Floats:
    """Read the larger density over the ground of the cameras of a housing. [px/m]"""
    return reduce(np.fmax, (run.coverage(camera.id) for camera in cameras))
