"""What is measured of a deployment: what is processed, what is kept, what can be watched."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, Self

import numpy as np

from twin.answers.counts import Exposed, human_density
from twin.answers.protection.passes import Staying
from twin.answers.told import Column
from twin.arrays import Bools, Floats
from twin.exposure import PROFILES

__all__ = ["KEPT", "PROCESSED", "People", "Stays", "measured"]

PROCESSED: Final = (
    Column("filmed", "1", "different people in pictures"),
    Column("filmed_h", "h", "time of all people in pictures; before two cameras counts twice"),
    Column("identify", "1", "shown at level identify of IEC 62676-4:2015, any heading"),
    Column("searched", "1", "different people whose face was searched, so a template made of it"),
    Column("searches", "1", "searches: passes with a face good enough for it"),
    Column("recognised", "1", "expected to be recognised, were each enrolled; central profile"),
)
"""What is done with people's pictures when they are taken."""

KEPT: Final = (
    Column("held", "1", "different people in pictures held at one moment, mean over the run"),
    Column("kept", "1", "different people whose pictures are still there a day later, expected"),
    Column("kept_h", "h", "time of all people in those pictures, expected"),
    Column(
        "watchable",
        "1",
        "different people shown by these with the face, unblurred, at level identify, expected",
    ),
)
"""What stays of them, and what somebody can see who watches it."""


class People(NamedTuple):
    """Numbers of different people, which add up where the people are different.

    Attributes
    ----------
    filmed, identify, searched : int
        As in :data:`PROCESSED`. [1]
    machine : (3,) array
        Expected to be recognised, by profile. [1]
    """

    filmed: int
    identify: int
    searched: int
    machine: Floats

    @classmethod
    def of(cls, day: Exposed, chosen: Bools | slice = slice(None)) -> Self:
        """Count the rows of a day, those chosen of them (N,) or all."""
        return cls(
            filmed=len(day.person[chosen]),
            identify=int(np.count_nonzero(day.density[chosen] >= human_density())),
            searched=int(day.templated[chosen].sum()),
            machine=np.array([float(np.sum(day.machine[name][chosen])) for name in PROFILES]),
        )

    def instead(self, before: "People", after: "People") -> "People":
        """Count some of these people otherwise.

        Parameters
        ----------
        before, after : People
            How they were counted, and how they are.
        """
        return People(
            *(whole - less + more for whole, less, more in zip(self, before, after, strict=True))
        )


class Stays(NamedTuple):
    """What is told of passes; as in :data:`PROCESSED` and :data:`KEPT`."""

    searches: int
    filmed_h: float
    held: float
    kept: float
    kept_h: float
    watchable: float

    @classmethod
    def of(cls, housings: Sequence[Staying], *, start: float, end: float) -> Self:
        """Add up what stays of the passes before several housings.

        Parameters
        ----------
        housings : sequence of Staying
            One at least.
        start, end : float
            When the run begins and ends. [s since midnight]

        Notes
        -----
        Errors of a recogniser are taken to be independent, so somebody is kept with the chance
        1 - prod(1 - chance of a pass).
        """
        whole = Staying(*(np.concatenate(column) for column in zip(*housings, strict=True)))
        return cls(
            searches=int(whole.searched.sum()),
            filmed_h=float(whole.seconds.sum()) / 3600.0,
            held=_held(whole, end) / max(end - start, 1.0),
            kept=_people(whole, whole.kept),
            kept_h=float((whole.seconds * whole.kept).sum()) / 3600.0,
            watchable=_people(whole, whole.watchable),
        )


def _people(passes: Staying, chance: Floats) -> float:
    """Expect so many different people of whom one pass at least stays, by the chance of each."""
    with np.errstate(divide="ignore"):
        missed = np.bincount(passes.person, weights=np.log1p(-chance))
    return float(np.sum(-np.expm1(missed)))


def _held(passes: Staying, end: float) -> float:
    """Add up for how long pictures of each person are held before the run ends. [s]"""
    order = np.lexsort((passes.first, passes.person))
    # people one after the other on one line of seconds, so that none meets another
    line = passes.person[order] * (end + 1.0)
    start = np.minimum(passes.first[order], end) + line
    stop = np.minimum(passes.until[order], end) + line
    reached = np.maximum.accumulate(np.concatenate([[0.0], stop]))[:-1]
    return float(np.sum(np.maximum(stop - np.maximum(start, reached), 0.0)))


def measured(people: People, stays: Stays) -> dict[str, Any]:
    """List both under the names of :data:`PROCESSED` and :data:`KEPT`."""
    counted = {name: getattr(people, name) for name in ("filmed", "identify", "searched")}
    recognised = {"recognised": float(people.machine[PROFILES.index("central")])}
    found = counted | recognised | stays._asdict()
    return {column.name: found[column.name] for column in (*PROCESSED, *KEPT)}
