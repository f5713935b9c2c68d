"""What each camera is worth to how many people are recognised, searched and shown."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from twin.answers.counts import exposed, human_density, numbered
from twin.answers.shapley import Worth, worth_of_any, worth_of_chances
from twin.exposure import Misses

__all__ = ["worth_of_recognising", "worth_of_showing"]


def worth_of_recognising(misses: Misses, housings: int, profile: str) -> Worth:
    """Divide the expected number of people a machine would recognise between housings.

    Parameters
    ----------
    misses : Misses
        Of the housings, numbered in their order.
    housings : int
        How many there are.
    profile : str
        One of :data:`twin.exposure.PROFILES`.

    Returns
    -------
    Worth
        Expected numbers of people, were each enrolled. [1]
    """
    added, share = np.zeros(housings), np.zeros(housings)
    for weight, missed in misses.by_kind(profile):
        one = worth_of_chances(misses.person, misses.camera, missed, housings)
        added += weight * one.added
        share += weight * one.share
    return Worth(added, share)


def worth_of_showing(exposure: pa.Table, housings: Mapping[str, int]) -> dict[str, Worth]:
    """Divide the people who could be searched, and those shown at level identify, between housings.

    Parameters
    ----------
    exposure : pyarrow.Table
        Exposure.
    housings : mapping of str to int
        Housing to its number, from 0.

    Returns
    -------
    dict of str to Worth
        ``searched`` and ``identify``. [1]
    """
    rows = exposed(exposure, "camera")
    housing = numbered(rows, housings)
    chosen = {"searched": rows.templated, "identify": rows.density >= human_density()}
    return {
        name: worth_of_any(rows.person[there], housing[there], len(housings))
        for name, there in chosen.items()
    }
