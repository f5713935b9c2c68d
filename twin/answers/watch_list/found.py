"""What a run says of a watch-list, before it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from twin.answers.asked import Asked
from twin.answers.counts import exposed
from twin.answers.watch_list.false_alerts import Rates
from twin.answers.watch_list.searches import Searches
from twin.arrays import as_whole
from twin.errors import ShapeError
from twin.exposure import PROFILES
from twin.quantity import Quantity

__all__ = ["Found", "Listed", "Supposed"]

LONGEST = 10**10
"""Images on a list at most. [1] assumption (range 1e9-1e12): more than that is a slip."""


@dataclass(frozen=True)
class Supposed:
    """What is supposed of a list, because nobody published it.

    Attributes
    ----------
    sizes : tuple of int
        Images on it, rising. [1]
    visits : tuple of int
        Listed people who come. [1]
    acted_on : Quantity
        Share of false alerts after which somebody is stopped. [1]
    """

    sizes: tuple[int, ...]
    visits: tuple[int, ...]
    acted_on: Quantity

    @classmethod
    def of(cls, sizes: Sequence[int], visits: Sequence[int], acted_on: Quantity) -> Self:
        """Check what is supposed.

        Raises
        ------
        ShapeError
            If a size or a visit is no whole number that can be, or a share is none.
        """
        for share in (acted_on.value, *(acted_on.range or ())):
            if not 0 <= share <= 1:
                message = f"acted_on is {share:g}, but must be a share, from 0 to 1."
                raise ShapeError(message)
        checked = sorted({as_whole("sizes", size, least=1, most=LONGEST) for size in sizes})
        if not checked:
            message = "sizes is empty, but must hold the images of one list at least."
            raise ShapeError(message)
        return cls(
            tuple(checked),
            tuple(as_whole("visits", visit, least=0, most=LONGEST) for visit in visits),
            acted_on,
        )

    def stopped(self, usual: float, lowest: float, highest: float) -> tuple[float, float, float]:
        """Expect people wrongly stopped after so many false alerts: usual, lowest, highest. [1]"""
        share = self.acted_on
        least, most = share.range or (share.value, share.value)
        return usual * share.value, lowest * least, highest * most


@dataclass(frozen=True)
class Listed:
    """What becomes of somebody who is on the list and comes, as others come.

    Attributes
    ----------
    recognised : float
        Chance of a right alert at least once. [1]
    if_searched : float
        The same, of those whose face was searched. [1]
    alerts : float
        Right alerts to be expected. [1]
    """

    recognised: float
    if_searched: float
    alerts: float


@dataclass(frozen=True)
class Found:
    """What a run says of a watch-list.

    Attributes
    ----------
    present, searched : int
        People who were there, and those of them whose face was searched. [1]
    searches : int
        How often a face was searched. [1]
    by_housing : mapping of str to Searches
        The searches of each housing.
    listed : mapping of str to Listed
        By profile.
    rates : Rates
        Rates of false matches.
    """

    present: int
    searched: int
    searches: int
    by_housing: Mapping[str, Searches]
    listed: Mapping[str, Listed]
    rates: Rates

    @classmethod
    def of(cls, asked: Asked) -> Self:
        """Read it from a run's tables."""
        model = asked.inputs.recognisers
        each = {name: Searches.of(table, model) for name, table in asked.encounters.items()}
        present = asked.people.num_rows
        persons = [np.zeros(0, dtype=np.intp), *(one.person for one in each.values())]
        searched = len(np.unique(np.concatenate(persons)))
        day = exposed(asked.exposure, "day")

        def listed(profile: str) -> Listed:
            known = float(np.sum(day.machine[profile]))
            alerts = sum(one.alerts[profile] for one in each.values())
            return Listed(
                known / max(present, 1), known / max(searched, 1), alerts / max(present, 1)
            )

        return cls(
            present=present,
            searched=searched,
            searches=sum(len(one.person) for one in each.values()),
            by_housing=each,
            listed={profile: listed(profile) for profile in PROFILES},
            rates=Rates.of(model),
        )
