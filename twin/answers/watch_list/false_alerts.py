"""False alerts: searches of people who are on no list, by what each of several rates says."""

from dataclasses import dataclass
from typing import Self

from twin.answers.watch_list.numbers import OLDER_LIST, OLDER_SEARCHES
from twin.answers.watch_list.rates import false_alert_rate
from twin.exposure import Deployment, Recognisers, deployments
from twin.exposure.midpoint import false_matches

__all__ = ["Rates", "published_rate"]


@dataclass(frozen=True)
class Rates:
    """Rates of false matches of one comparison, which a fixed threshold fixes.

    Attributes
    ----------
    usual : float
        By the run's recogniser. [1]
    lowest, highest : float
        At the ends of the range of its searches for one false alert. [1]
    older : float
        By earlier versions of the software [computerweekly_frt]_. [1]

    References
    ----------
    .. [computerweekly_frt] key in twin/sources.bib.
    """

    usual: float
    lowest: float
    highest: float
    older: float

    @classmethod
    def of(cls, recognisers: Recognisers) -> Self:
        """Take the rates of a run's recogniser, for the list it holds for."""
        list_size, searches = recognisers.gallery.value, recognisers.searches_per_false_alert
        worst, best = searches.range or (searches.value, searches.value)
        return cls(
            usual=false_matches(list_size, searches.value),
            lowest=false_matches(list_size, best),
            highest=false_matches(list_size, worst),
            older=false_matches(OLDER_LIST.value, OLDER_SEARCHES.value),
        )

    def alerts(self, searches: float, images: int) -> tuple[float, float, float, float]:
        """Expect false alerts of so many searches: usual, lowest, highest, older. [1]"""
        rates = (self.usual, self.lowest, self.highest, self.older)
        usual, lowest, highest, older = (
            searches * false_alert_rate(rate, images) for rate in rates
        )
        return usual, lowest, highest, older


def published_rate() -> tuple[Deployment, float]:
    """Find the deployment of most faces that told its false alerts, and its rate per face. [1]"""
    told = [(one.faces, one) for one in deployments() if one.false_alerts is not None]
    faces, largest = max(told, key=lambda each: each[0])
    return largest, (largest.false_alerts or 0) / faces
