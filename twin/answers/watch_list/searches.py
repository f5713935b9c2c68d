"""Searches: passes before a camera of which a look was good enough to be searched."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from twin.arrays import Ints
from twin.exposure import PROFILES, Recognisers
from twin.exposure.encounters import column_of
from twin.exposure.evidence import MOST, runs, share_of

__all__ = ["Searches"]


@dataclass(frozen=True)
class Searches:
    """What one housing searched.

    Attributes
    ----------
    passes : int
        Passes before it. [1]
    person : (N,) array
        Whom each search was of; N is the number of searches.
    alerts : mapping of str to float
        By profile, how many of the searches would be alerts, were everybody on the list. [1]
    """

    passes: int
    person: Ints
    alerts: Mapping[str, float]

    @classmethod
    def of(cls, encounters: pa.Table, recognisers: Recognisers) -> "Searches":
        """Count the searches of one housing.

        Parameters
        ----------
        encounters : pyarrow.Table
            Its encounters, by person and pass.
        recognisers : Recognisers
            What they were weighed with.

        Notes
        -----
        A pass is searched once, however many of its looks are good enough. Of one pass the mean
        over hard and easy faces is the ceiling times the share of it that was reached, which is
        none where nothing was searched.
        """
        person, number = (column_of(encounters, name) for name in ("person", "pass"))
        if not len(person):
            return cls(0, np.zeros(0, dtype=np.intp), dict.fromkeys(PROFILES, 0.0))
        first = runs(person, number)
        searched = np.logical_or.reduceat(column_of(encounters, "templated"), first)
        alerts = {}
        for name, curve in zip(PROFILES, recognisers.curves, strict=True):
            told = np.add.reduceat(column_of(encounters, f"evidence_{name}"), first)
            shares = share_of(np.minimum(told, MOST))
            alerts[name] = curve.ceiling * float(np.sum(shares))
        return cls(len(first), person[first][searched].astype(np.intp), alerts)
