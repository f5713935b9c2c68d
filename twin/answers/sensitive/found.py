"""What a run says of visitors to sensitive places, before it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa

from twin.answers.asked import Asked
from twin.answers.by_group import by_group
from twin.answers.by_place import by_place
from twin.answers.counts import divided, exposed, numbered
from twin.answers.sensitive.learned import learned
from twin.answers.sensitive.visits import Span, Visits
from twin.arrays import Ints
from twin.site.things import Venue
from twin.tables import LOOKS

__all__ = ["Found"]

Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Found:
    """Visitors to flagged venues, and what cameras learned about them.

    Attributes
    ----------
    asked : Asked
        The run.
    venues : sequence of Venue
        The flagged ones.
    visits : Visits
        Who was there, and when.
    looks : mapping of str to pyarrow.Table
        Housing to its looks at visitors, the whole day.
    """

    asked: Asked
    venues: Sequence[Venue]
    visits: Visits
    looks: Mapping[str, pa.Table]

    @classmethod
    def of(cls, asked: Asked) -> Self:
        """Read it from a run."""
        venues = [venue for venue in asked.inputs.site.venues if venue.sensitive]
        visits = Visits.of(asked.visits, [venue.id for venue in venues])
        looks = {one: [LOOKS.schema.empty_table()] for one in asked.inputs.layout.housings}
        if len(visits.person):
            for housing, part in asked.looks(visits.who(asked.people.num_rows)):
                looks[housing].append(part)
        whole = {housing: pa.concat_tables(parts) for housing, parts in looks.items()}
        return cls(asked, venues, visits, whole)

    @property
    def visitors(self) -> int:
        """How many different people visited any."""
        return len(np.unique(self.visits.person))

    def people(self, span: Span, kinds: Sequence[str] = ("day",)) -> pa.Table:
        """Compute exposure of each person in a span of their visits."""
        return self._learned(span, self.visits.person, kinds)

    def _learned(self, span: Span, whose: Ints, kinds: Sequence[str]) -> pa.Table:
        inputs = self.asked.inputs
        return learned(self.looks, self.visits.person, span, whose, inputs, kinds)

    def by_venue(self, window: float) -> tuple[list[Row], list[Row]]:
        """Count visitors of each venue, and of each venue by each camera. [s]

        Returns
        -------
        venues : list of dict
            ``id``, ``name``, ``reason``, ``invented``, ``visitors`` and the counts of
            :func:`~twin.answers.counts.divided`, most visitors who were searched first.
        both : list of dict
            ``venue``, ``venue_name``, ``camera``, ``camera_name`` and the counts, of those where
            somebody was seen, in the same order.
        """
        of, _, venue = self.visits.pairs()
        exposure = self._learned(self.visits.around(window), of, ("day", "camera"))
        day, camera = exposed(exposure, "day"), exposed(exposure, "camera")
        there = np.bincount(venue, minlength=len(self.venues))
        counts = divided(day, venue[day.person], len(self.venues))
        venues = [
            {
                "id": one.id,
                "name": one.name,
                "reason": one.sensitive_reason,
                "invented": one.invented,
                "visitors": int(there[i]),
                **counts[i],
            }
            for i, one in enumerate(self.venues)
        ]
        housings = self.asked.inputs.layout.housings
        number = {housing: i for i, housing in enumerate(housings)}
        group = venue[camera.person] * len(number) + numbered(camera, number)
        cells = divided(camera, group, len(self.venues) * len(number))
        both = [
            {
                "venue": one.id,
                "venue_name": one.name,
                "camera": housing,
                "camera_name": cameras[0].name,
                **cells[i * len(number) + number[housing]],
            }
            for i, one in enumerate(self.venues)
            for housing, cameras in housings.items()
        ]
        return _ordered(venues), _ordered([row for row in both if row["seen"]])

    def by_place(self, exposure: pa.Table) -> list[Row]:
        """Count visitors on each named ground."""
        return by_place(exposure, {one.id: one.name for one in self.asked.inputs.site.places})

    def by_group(self, exposure: pa.Table, column: str) -> list[Row]:
        """Count visitors of each age or each reason to come."""
        people = self.asked.people
        visited = self.visits.who(people.num_rows)[people["person"].to_numpy()]
        return by_group(exposure, people.filter(pa.array(visited)), column)


def _ordered(rows: list[Row]) -> list[Row]:
    """Put most people searched first, then most seen; the others as they came."""
    return sorted(rows, key=lambda row: (-row["templated"], -row["seen"]))
