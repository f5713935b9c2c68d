"""Visits to flagged venues, and the times in which visitors are on the way in or out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from twin.arrays import Bools, Floats, Ints
from twin.tables import VISITS, checked

__all__ = ["Span", "Visits"]


class Span(NamedTuple):
    """A stretch of time of each visit (N,), both ends in it; infinite ends are no bounds. [s]"""

    first: Floats
    last: Floats


@dataclass(frozen=True, eq=False)
class Visits:
    """Visits to flagged venues, as columns (N,).

    Attributes
    ----------
    person : array of int
        Who.
    venue : array of int
        Where, as a number in the list of flagged venues.
    entered, left : array
        When; minus infinity where that was before the day, infinity where not left at its end.
        [s after midnight]
    """

    person: Ints
    venue: Ints
    entered: Floats
    left: Floats

    @classmethod
    def of(cls, visits: pa.Table, venues: Sequence[str]) -> Self:
        """Take the visits to venues, by their ids.

        Raises
        ------
        TableError
            If the table holds no visits.
        """
        venue = pc.index_in(checked(visits, VISITS)["venue"], pa.array(venues, pa.string()))
        rows = visits.filter(pc.is_valid(venue))
        return cls(
            person=rows["person"].to_numpy().astype(np.intp),
            venue=venue.drop_null().to_numpy().astype(np.intp),
            entered=np.nan_to_num(rows["entered_s"].to_numpy(), nan=-np.inf),
            left=np.nan_to_num(rows["left_s"].to_numpy(), nan=np.inf),
        )

    def who(self, people: int) -> Bools:
        """Say of each of so many persons (P,) whether they visited any."""
        visited = np.zeros(people, dtype=np.bool_)
        visited[self.person] = True
        return visited

    def pairs(self) -> tuple[Ints, Ints, Ints]:
        """Give each visitor of each venue a number, however often they were there.

        Returns
        -------
        of : (N,) array of int
            The number of each visit.
        person, venue : (M,) array of int
            Who it is, and where.
        """
        both = np.stack([self.person, self.venue], axis=1).reshape(-1, 2)
        found, of = np.unique(both, axis=0, return_inverse=True)
        return of.reshape(-1).astype(np.intp), found[:, 0], found[:, 1]

    def around(self, window: float) -> Span:
        """Return the time from a window before going in to one after coming out. [s]"""
        return Span(self.entered - window, self.left + window)

    def way_in(self, window: float) -> Span:
        """Return the window before going in. [s]"""
        return Span(self.entered - window, self.entered)

    def way_out(self, window: float) -> Span:
        """Return the window after coming out. [s]"""
        return Span(self.left, self.left + window)
