"""Numbers behind the figures that may be otherwise, and within which range."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twin.answers.crowd import about_crowd
from twin.exposure import Recognisers
from twin.people import Crowd, Recorded
from twin.quantity import ASSUMPTION
from twin.run.sweep import ranged

__all__ = ["CONDITIONS", "TOTAL", "Moved", "moved", "set_aside"]

CONDITIONS = ("gallery", "searches_per_false_alert")
"""What a recogniser's figure is told for, by choice: no uncertainty, though much hangs on them."""

TOTAL = "total"
"""How many come."""

DEMAND = (0.8, 1.2)
"""How many may come, over how many are expected. [1] assumption (range 0.6-0.95 to 1.05-1.5):
published totals of one site and year differ by about a third [regeneris2017]_
[londonsociety2017]_."""

_SHARES = "shares."


@dataclass(frozen=True)
class Moved:
    """A number that may be otherwise.

    Attributes
    ----------
    name : str
        As ``answers.json`` has it, dotted.
    value : float
        What was used.
    low, high : float
        Between which it may lie.
    source : str
        Key in sources.bib, or what else says so.
    of : str
        ``recogniser``, ``total`` or ``share``: what it changes.
    """

    name: str
    value: float
    low: float
    high: float
    source: str
    of: str

    @property
    def condition(self) -> bool:
        """Whether it was chosen, and is not uncertain."""
        return self.name in CONDITIONS

    def at(self, share: float) -> float:
        """Return the value below which it lies with a probability of ``share``.

        assumption: as likely below the value that was used as above it, evenly on either side.
        """
        if share < 0.5:
            return self.low + 2 * share * (self.value - self.low)
        return self.value + (2 * share - 1) * (self.high - self.value)


def moved(crowd: Crowd | Recorded, model: Recognisers) -> list[Moved]:
    """List the numbers that can be moved without anybody walking anew."""
    found = [
        Moved(name, one.value, *one.range, one.source, "recogniser")
        for name, one in ranged(model, "central").items()
        if one.range is not None
    ]
    if isinstance(crowd, Crowd):
        low, high = (factor * crowd.total for factor in DEMAND)
        found.append(Moved(TOTAL, crowd.total, low, high, ASSUMPTION, "total"))
        found += [
            Moved(one["name"], one["value"], *_around(one), one["source"], "share")
            for one in _of_crowd(crowd)
            if one["name"].startswith(_SHARES)
        ]
    return found


def set_aside(crowd: Crowd | Recorded) -> list[str]:
    """Name the numbers of a crowd that are not known, but cannot be moved without walking anew."""
    if not isinstance(crowd, Crowd):
        return []
    return [
        one["name"]
        for one in _of_crowd(crowd)
        if not one["name"].startswith(_SHARES) and one["name"] not in _NO_MATTER
    ]


_NO_MATTER = ("rarest_per_year", "most_per_year", "face_covering_share", "hat_share")
"""Numbers on which no figure of a single day hangs."""


def _of_crowd(crowd: Crowd) -> list[dict[str, Any]]:
    return [one for one in about_crowd(crowd) if one["range"]]


def _around(one: Mapping[str, Any]) -> tuple[float, float]:
    """Return the range of a number; that of the default may lie beside what a scenario sets."""
    low, high = one["range"]
    return min(low, one["value"]), max(high, one["value"])
