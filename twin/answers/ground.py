"""How much of the ground the cameras cover."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Bools, Floats
from twin.errors import ShapeError
from twin.exposure import standards

__all__ = ["ground"]


def ground(
    coverage: Iterable[NDArray[Any]],
    *,
    walkable: Bools,
    cell: float,
    kinds: Mapping[str, Bools] | None = None,
    thinned: int = 1,
    time: Floats | None = None,
) -> dict[str, Any]:
    """Measure the walkable ground that at least one camera shows at each level.

    Parameters
    ----------
    coverage : iterable of (ny, nx) array
        Each camera's density over the ground; 0 where it sees nothing. [px/m]
    walkable : (ny, nx) array of bool
        Cells where people can walk.
    cell : float
        Side of a cell. [m]
    kinds : mapping of str to array of bool, optional
        Kind of ground to the walkable cells of that kind, of every ``thinned``-th row and column.
    thinned : int
        Which cells the kinds are told of.
    time : (ny, nx) array, optional
        Time people spent on each cell. [s]

    Returns
    -------
    dict
        ``walkable_m2``; ``seen_m2``; ``share_by_level``, standard, then level, to a share of the
        walkable ground; ``by_kind``, the same for each kind of ground that there is; and, where the
        time is known, ``person_seconds_by_level``, the time people spent on ground covered at each
        level.

    Raises
    ------
    ShapeError
        If a camera's grid differs from the ground's.
    """
    best = np.zeros(walkable.shape)
    for density in coverage:
        if density.shape != walkable.shape:
            message = (
                f"coverage has shape {density.shape}, but must have that of the ground, "
                f"{walkable.shape}."
            )
            raise ShapeError(message)
        np.fmax(best, density, out=best)
    some = (slice(None, None, thinned),) * 2
    there = best[some][walkable[some]]
    spent = {} if time is None else {"person_seconds_by_level": _spent(best, time)}
    return {
        **_covered(best[walkable], cell * cell),
        **spent,
        "by_kind": {
            kind: _covered(there[inside], (thinned * cell) ** 2)
            for kind, inside in (kinds or {}).items()
            if inside.any()
        },
    }


def _spent(best: Floats, time: Floats) -> dict[str, dict[str, float]]:
    """Add up the time [s] spent where the density is at least that of each level."""
    return {
        standard.key: {
            name: float(time[best >= needed].sum()) for name, needed in standard.densities.items()
        }
        for standard in standards()
    }


def _covered(there: Floats, area: float) -> dict[str, Any]:
    """Measure ground by the density at its cells (N,), each of an area [m2]."""
    return {
        "walkable_m2": float(there.size * area),
        "seen_m2": float(np.count_nonzero(there > 0) * area),
        "share_by_level": {
            standard.key: {
                name: float(np.count_nonzero(there >= needed) / max(there.size, 1))
                for name, needed in standard.densities.items()
            }
            for standard in standards()
        },
    }
