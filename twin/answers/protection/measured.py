"""What is measured of a deployment: what is processed, what is kept, what can be watched."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, Self

import numpy as np

from twin.answers.counts import Exposed, human_density
from twin.answers.protection.passes import Staying
from twin.arrays import Bools, Floats, Ints
from twin.exposure import PROFILES
from twin.told import Column

__all__ = ["HELD", "KEPT", "PROCESSED", "Left", "People", "held_of", "left_of"]

PROCESSED: Final = (
    Column("filmed", "1", "different people in pictures"),
    Column("filmed_h", "h", "time of all people in pictures; before two cameras counts twice"),
    Column("identify", "1", "shown at level identify of IEC 62676-4:2015, any heading"),
    Column("searched", "1", "different people whose face was searched, so a template made of it"),
    Column("searches", "1", "searches: passes with a face good enough for it"),
    Column("recognised", "1", "expected to be recognised, were each enrolled; central profile"),
)
"""What is done with people's pictures when they are taken."""

HELD: Final = Column(
    "held", "1", "different people in pictures held at one moment, mean over the run"
)
"""What stays at once."""

KEPT: Final = (
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
            filmed=self.filmed - before.filmed + after.filmed,
            identify=self.identify - before.identify + after.identify,
            searched=self.searched - before.searched + after.searched,
            machine=self.machine - before.machine + after.machine,
        )

    def told(self) -> dict[str, Any]:
        """List them under the names of :data:`PROCESSED`."""
        numbers = {name: getattr(self, name) for name in ("filmed", "identify", "searched")}
        return numbers | {"recognised": float(self.machine[PROFILES.index("central")])}


class Chances(NamedTuple):
    """How likely something of each person stays, so that it can be added up over housings.

    Errors of a recogniser are taken to be independent, so that somebody stays with the chance
    1 - prod(1 - chance of a pass).

    Attributes
    ----------
    certain : (P,) array
        Passes of which it does for certain.
    missed : (P,) array
        Sum of log(1 - chance) of the others.
    """

    certain: Floats
    missed: Floats

    @classmethod
    def of(cls, person: Ints, chance: Floats, people: int) -> Self:
        """Add up the passes (N,) of each of so many people."""
        sure = chance >= 1
        certain = np.bincount(person[sure], minlength=people)
        logs = np.log1p(-chance[~sure])
        missed = np.bincount(person[~sure], weights=logs, minlength=people)
        return cls(certain.astype(np.float64), missed.astype(np.float64))

    @classmethod
    def expected_of(cls, housings: Sequence[Self]) -> float:
        """Expect so many people of whom it stays before one of several housings at least. [1]"""
        certain, missed = (np.sum(column, axis=0) for column in zip(*housings, strict=True))
        return float(np.sum(np.where(certain > 0, 1.0, -np.expm1(missed))))


class Left(NamedTuple):
    """What is left of the passes before one housing.

    Attributes
    ----------
    searches : int
        Passes searched. [1]
    filmed_s, kept_s : float
        Time in pictures, and what is expected of it in those that are kept. [s]
    kept, watchable : Chances
        Of each person.
    """

    searches: int
    filmed_s: float
    kept_s: float
    kept: Chances
    watchable: Chances

    @classmethod
    def of(cls, passes: Staying, people: int) -> Self:
        """Add up the passes of so many people."""
        return cls(
            searches=int(passes.searched.sum()),
            filmed_s=float(passes.seconds.sum()),
            kept_s=float((passes.seconds * passes.kept).sum()),
            kept=Chances.of(passes.person, passes.kept, people),
            watchable=Chances.of(passes.person, passes.watchable, people),
        )


def left_of(housings: Sequence[Left]) -> dict[str, Any]:
    """Measure what is left of the passes before several housings, one at least."""
    return {
        "searches": sum(one.searches for one in housings),
        "filmed_h": sum(one.filmed_s for one in housings) / 3600.0,
        "kept": Chances.expected_of([one.kept for one in housings]),
        "kept_h": sum(one.kept_s for one in housings) / 3600.0,
        "watchable": Chances.expected_of([one.watchable for one in housings]),
    }


def held_of(housings: Sequence[Staying], *, start: float, end: float) -> float:
    """Measure of how many people pictures are held at one moment, mean over a run. [1]

    Parameters
    ----------
    housings : sequence of Staying
        Passes before each, one at least.
    start, end : float
        When the run begins and ends. [s since midnight]
    """
    person, first, until = (
        np.concatenate([getattr(one, name) for one in housings])
        for name in ("person", "first", "until")
    )
    # people one after the other on one line of seconds, so that none meets another; passes come
    # nearly in order, which a sort that is stable makes use of
    line = person * (end + 1.0)
    begin = np.minimum(first, end) + line
    order = np.argsort(begin, kind="stable")
    begin, stop = begin[order], (np.minimum(until, end) + line)[order]
    reached = np.maximum.accumulate(np.concatenate([[0.0], stop]))[:-1]
    held = np.sum(np.maximum(stop - np.maximum(begin, reached), 0.0))
    return float(held) / max(end - start, 1.0)
