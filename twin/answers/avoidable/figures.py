"""How many trips are exposed or in view, and how many need not be."""

from typing import Any

import numpy as np

from twin.answers.avoidable.routes import EXTRA, Routes
from twin.answers.avoidable.terrain import Terrain
from twin.answers.avoidable.ways import (
    LEAST,
    SAME,
    SHORTEST,
    UNSEEN,
    least_within,
    no_less_than,
)
from twin.arrays import Bools, Floats

__all__ = ["figures_of"]


def figures_of(routes: Routes, terrain: Terrain, which: Bools) -> dict[str, Any]:
    """Add up the trips of some pairs (P,): how many are exposed, and what ways round spare them."""
    through = which & routes.exposed
    seen = which & routes.shown
    round_ = through & routes.spared
    metres = routes.found.metres
    longer = np.repeat((metres[:, LEAST] - metres[:, SHORTEST])[round_], routes.count[round_])
    return {
        "trips": _trips(routes, which),
        "exposed": _trips(routes, through),
        "never": _trips(routes, through & ~routes.spared),
        "shown": _trips(routes, seen),
        "shown_never": _trips(routes, seen & ~routes.unseen),
        "chance": _mean(routes, terrain.chance(routes.found.evidence[:, SHORTEST]), through),
        "detour_m": (
            {"median": float(np.median(longer)), "p90": float(np.quantile(longer, 0.9))}
            if longer.size
            else None
        ),
        "within": [_within(routes, terrain, which, extra) for extra in EXTRA],
    }


def _within(routes: Routes, terrain: Terrain, which: Bools, extra: float) -> dict[str, Any]:
    """Say of how many trips of some pairs (P,) a way so much longer is not exposed."""
    found = routes.found
    longest = (1.0 + extra) * found.metres[:, SHORTEST] * (1.0 + SAME)
    spared = which & routes.spared & (found.metres[:, LEAST] <= longest)
    unseen = which & routes.unseen & (found.metres[:, UNSEEN] <= longest)
    through, seen = which & routes.exposed, which & routes.shown
    chosen = least_within(found, extra)
    least = np.take_along_axis(found.evidence, chosen[:, None], axis=1)[:, 0]
    return {
        "extra": extra,
        "unexposed": _trips(routes, spared),
        "share": _share(routes, spared, which),
        "share_of_exposed": _share(routes, spared & through, through),
        "unseen": _trips(routes, unseen),
        "unseen_share": _share(routes, unseen, which),
        "unseen_share_of_shown": _share(routes, unseen & seen, seen),
        "chance": _mean(routes, terrain.chance(least), through),
        "chance_at_least": _mean(routes, terrain.chance(no_less_than(found, extra)), through),
    }


def _trips(routes: Routes, which: Bools) -> int:
    """Count the trips of some pairs (P,)."""
    return int(routes.count[which].sum())


def _share(routes: Routes, some: Bools, of: Bools) -> float | None:
    """Say which share the trips of some pairs are of those of others; None where there are none."""
    many = _trips(routes, of)
    return _trips(routes, some) / many if many else None


def _mean(routes: Routes, chance: Floats, which: Bools) -> float | None:
    """Take the mean of a chance (P,) over the trips of some pairs."""
    if not which.any():
        return None
    return float(np.average(chance[which], weights=routes.count[which]))
