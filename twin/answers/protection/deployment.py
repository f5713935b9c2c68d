"""A deployment with some protection, measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from twin.answers.asked import Asked
from twin.answers.counts import Exposed, exposed
from twin.answers.levels import levels
from twin.answers.protection.looked import Part
from twin.answers.protection.measured import Left, People, held_of, left_of
from twin.answers.protection.passes import Staying
from twin.arrays import Ints
from twin.cameras import Protection
from twin.exposure import expose, unsearched
from twin.exposure.encounters import column_of

__all__ = ["Deployment", "Hung"]


@dataclass(frozen=True, eq=False)
class Hung:
    """A housing: what it learns if faces are searched, and its protection.

    Attributes
    ----------
    part : Part
        Its encounters and passes.
    protection : Protection
        What is done with them.
    retention : float
        For how long anything is kept. [s]
    asked : Asked
        The run.
    """

    part: Part
    protection: Protection
    retention: float
    asked: Asked

    @property
    def encounters(self) -> pa.Table:
        """What it learns."""
        met = self.part.encounters
        return met if self.protection.recogniser else unsearched(met)

    @property
    def staying(self) -> Staying:
        """What stays of each pass."""
        fpir = self.asked.inputs.recognisers.fpir
        return Staying.of(self.part.passes, self.protection, fpir=fpir, retention=self.retention)

    @cached_property
    def left(self) -> Left:
        """What is left of all passes."""
        return Left.of(self.staying, self.asked.people.num_rows)

    def learns_as(self, other: "Hung") -> bool:
        """Say whether it learns the same as it would otherwise."""
        searching = [one.protection.recogniser for one in (self, other)]
        return self.part is other.part and searching[0] == searching[1]


@dataclass(frozen=True, eq=False)
class Deployment:
    """All housings of a run, with some protection.

    Attributes
    ----------
    asked : Asked
        The run.
    hung : mapping of str to Hung
        Each housing.
    exposure : pyarrow.Table, optional
        Its exposure, where that is known.
    """

    asked: Asked
    hung: Mapping[str, Hung]
    exposure: pa.Table | None = None

    def changed(self, others: Mapping[str, Hung]) -> "Deployment":
        """Return it with some housings as they would be otherwise."""
        return Deployment(self.asked, {**self.hung, **others})

    @cached_property
    def day(self) -> Exposed:
        """What its cameras together learn of each person."""
        return self.day_of(None) if self.exposure is None else exposed(self.exposure, "day")

    @cached_property
    def measured(self) -> dict[str, Any]:
        """All that is measured of it."""
        start, end = self.asked.run.span
        housings = self.hung.values()
        held = held_of([one.staying for one in housings], start=start, end=end)
        left = left_of([one.left for one in housings])
        return {**People.of(self.day).told(), **left, "held": held}

    def beside(self, whole: "Deployment", housing: str) -> dict[str, Any]:
        """Measure it, but for what is held, who differs from another in one housing alone.

        Only whom that housing has in pictures can be counted otherwise.
        """
        mine, theirs = self.hung[housing], whole.hung[housing]
        people = People.of(whole.day)
        if not mine.learns_as(theirs):
            persons = [column_of(one.part.encounters, "person") for one in (mine, theirs)]
            some = np.unique(np.concatenate(persons)).astype(np.intp)
            before = People.of(whole.day, np.isin(whole.day.person, some))
            people = people.instead(before, People.of(self.day_of(some)))
        return {**people.told(), **left_of([one.left for one in self.hung.values()])}

    def levels(self) -> tuple[dict[str, dict[str, int]], ...]:
        """Count people by standard and level: any heading, and with the face."""
        return levels(self.day), levels(self.day, with_face=True)

    def day_of(self, people: Ints | None) -> Exposed:
        """Tell what its cameras together learn of some people; of everybody when missing."""
        met = {housing: one.encounters for housing, one in self.hung.items()}
        if people is not None:
            met = {
                housing: table.filter(pa.array(np.isin(column_of(table, "person"), people)))
                for housing, table in met.items()
            }
        model = self.asked.inputs.recognisers
        places = [place.id for place in self.asked.inputs.site.places]
        return exposed(expose(met, places=places, recognisers=model, kinds=("day",)), "day")
