"""How much can be joined, measured over repetitions of the draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from twin.answers.tracking.links import NO_FACES, Links
from twin.answers.tracking.tracks import Longest, Stays
from twin.answers.tracking.way import Way
from twin.arrays import Floats

__all__ = ["QUANTILES", "Case", "Found", "measured"]

QUANTILES = {"median": 0.5, "p90": 0.9, "p99": 0.99}
"""Shares of those seen whose longest stretch is no longer. [1]"""


class Case(NamedTuple):
    """How passes are joined.

    Attributes
    ----------
    faces : str
        Profile of the recogniser, or :data:`~twin.answers.tracking.links.NO_FACES`.
    alike : float
        Chance to join two passes, one right after the other, by appearance. [1]
    once : bool
        Whether one draw decides for all pairs of a person's passes, who is easy or hard to tell by
        appearance all day, instead of one for each pair.
    """

    faces: str
    alike: float
    once: bool = False

    @property
    def drawn(self) -> bool:
        """Whether anything is left to chance."""
        return self.faces != NO_FACES or self.alike > 0


@dataclass(frozen=True, eq=False)
class Found:
    """What a run says of who passed where and when.

    Attributes
    ----------
    links : Links
        What decides which passes are joined, and the passes.
    way : Way
        How far people walked.
    stays : Stays
        When they were on the site.
    """

    links: Links
    way: Way
    stays: Stays

    def longest(self, case: Case, repetition: int, margins: Sequence[float]) -> Longest:
        """Draw once, and find everybody's longest stretch."""
        joined = self.links.joined(repetition, profile=case.faces, alike=case.alike, once=case.once)
        return Longest.of(self.links.passes, joined, self.way, self.stays, margins)


def measured(
    found: Found, case: Case, *, margins: Sequence[float], repetitions: int
) -> dict[str, Any]:
    """Measure how much is joined.

    Parameters
    ----------
    found : Found
        Who passed where and when.
    case : Case
        How passes are joined.
    margins : sequence of float
        How close to coming and leaving a track must begin and end. [s]
    repetitions : int
        How often to draw. [1]

    Returns
    -------
    dict
        For each measure its ``mean`` over repetitions, and ``low`` and ``high``, the lowest and
        highest of them; ``doors`` has one for each margin.
    """
    told = [
        _once(found, found.longest(case, repetition, margins))
        for repetition in range(repetitions if case.drawn else 1)
    ]
    measures = {name: _over([one[name] for one in told]) for name in told[0] if name != "doors"}
    doors = np.array([one["doors"] for one in told], dtype=np.float64)
    return measures | {"doors": [_over(each) for each in doors.T]}


def _once(found: Found, longest: Longest) -> dict[str, Any]:
    """Measure one repetition."""
    person, stays, whole = found.links.passes.person, found.stays, found.way.whole
    time = np.minimum(longest.seconds / (stays.go - stays.come)[person], 1.0)
    walked = whole[person] > 0
    way = longest.metres[walked] / whole[person][walked]
    return {
        "time_share": _mean(time, len(whole)),
        "way_share": _mean(way, int(np.count_nonzero(whole > 0))),
        "time_share_seen": _mean(time, len(time)),
        "way_share_seen": _mean(way, len(way)),
        "followed": int(np.count_nonzero(longest.followed)),
        **_quantiles("minutes", longest.seconds / 60.0),
        **_quantiles("metres", longest.metres),
        "doors": longest.doors.sum(axis=1),
    }


def _mean(values: Floats, of: int) -> float:
    """Divide a sum by how many there are."""
    return float(values.sum()) / of if of else 0.0


def _quantiles(name: str, values: Floats) -> Mapping[str, float]:
    """Say how long stretches are."""
    return {
        f"{name}_{quantile}": float(np.quantile(values, share)) if len(values) else 0.0
        for quantile, share in QUANTILES.items()
    }


def _over(values: Any) -> dict[str, float]:
    """Join repetitions."""
    array = np.asarray(values, dtype=np.float64)
    return {"mean": float(array.mean()), "low": float(array.min()), "high": float(array.max())}
