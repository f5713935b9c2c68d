"""How much of the ground of a run is covered, by kind of ground, and the time spent there."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from twin.answers.ground import ground
from twin.arrays import Bools, Floats
from twin.people.footfall import Footfall
from twin.site import Site
from twin.site.ground import Ground
from twin.site.kinds import kinds_of_ground

if TYPE_CHECKING:
    from twin.run import Run

__all__ = ["ground_of", "time_spent"]

THINNED = 2
"""Kinds of ground are told at every second node each way, every metre, which is fine enough for
shares. [1] assumption (range 1-4)"""


def ground_of(run: "Run", densities: Iterable[Floats]) -> dict[str, Any]:
    """Measure the ground of a run that the best of some densities covers.

    Parameters
    ----------
    run : Run
        A finished run.
    densities : iterable of (ny, nx) array
        At the nodes of ``twin.site.ground.Ground.of(site)``, such as each camera's. [px/m]

    Returns
    -------
    dict
        See :func:`~twin.answers.ground.ground`.

    Raises
    ------
    RunError
        If the people stage of the run is missing or damaged.
    """
    site = run.inputs.site
    floor = Ground.of(site)
    return ground(
        densities,
        walkable=floor.walkable,
        cell=floor.cell,
        kinds=_kinds(site, floor),
        thinned=THINNED,
        time=time_spent(run, floor),
    )


def time_spent(run: "Run", floor: Ground) -> Floats:
    """Spread the time people spent on each square of footfall over its walkable nodes. [s]"""
    squares, seconds = Footfall.of(run.inputs.site), run.footfall()
    rows, columns = np.nonzero(floor.walkable)
    at = [
        ((origin + floor.cell * n - corner) // squares.cell).astype(np.intp)
        for origin, n, corner in (
            (floor.y0, rows, squares.y0),
            (floor.x0, columns, squares.x0),
        )
    ]
    square = np.clip(at[0], 0, seconds.shape[0] - 1) * seconds.shape[1] + np.clip(
        at[1], 0, seconds.shape[1] - 1
    )
    nodes = np.bincount(square, minlength=seconds.size)
    out = np.zeros(floor.walkable.shape)
    out[rows, columns] = seconds.reshape(-1)[square] / nodes[square]
    return out


def _kinds(site: Site, floor: Ground) -> dict[str, Bools]:
    """Say of which kind the walkable ground is, node by node of those looked at."""
    rows, columns = np.nonzero(floor.walkable[::THINNED, ::THINNED])
    step = THINNED * floor.cell
    at = np.column_stack([floor.x0 + step * columns, floor.y0 + step * rows])
    return kinds_of_ground(site, at)
