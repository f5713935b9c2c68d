"""How many different people a face recogniser would identify, were each enrolled."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from twin.answers.counts import Exposed
from twin.exposure import PROFILES, Recognisers
from twin.wording import by_profile

__all__ = ["if_enrolled", "machine"]

METHOD = "Expected number: sum of each person's chance of at least one correct identification."


def machine(day: Exposed, recognisers: Recognisers) -> dict[str, Any]:
    """Add up the chances of identification.

    Parameters
    ----------
    day : Exposed
        Rows by day, one for each person seen.
    recognisers : Recognisers
        What the chances were computed with.

    Returns
    -------
    dict
        ``gallery`` and ``fpir``, for which every figure holds but those of the profiles in
        ``own_trial``, which hold for that of their trial; ``profiles``, expected numbers of
        people; what each profile is about; ``method``; ``validity``, what the recogniser's numbers
        were measured on and what they leave out; ``requirements``, what makers ask of a face, and
        how many people showed one that meets it.
    """
    return {
        "gallery": round(recognisers.gallery.value),
        "fpir": recognisers.fpir,
        "own_trial": list(recognisers.staying),
        "profiles": {name: float(np.sum(day.machine[name])) for name in PROFILES},
        "about": {name: getattr(recognisers.profiles, name).about for name in PROFILES},
        "method": METHOD,
        "validity": recognisers.validity,
        "requirements": [
            {
                "key": one.key,
                "name": one.name,
                "source": one.ied_px.source,
                "people": int(np.count_nonzero(day.requirements >> bit & 1)),
            }
            for bit, one in enumerate(recognisers.requirements)
        ],
    }


def if_enrolled(machine: Mapping[str, Any]) -> str:
    """Say what expected numbers of people hold for, to stand behind them.

    Parameters
    ----------
    machine : mapping
        ``gallery``, ``fpir``, ``own_trial`` and ``profiles`` of an answer.

    Examples
    --------
    >>> if_enrolled({"gallery": 9_000, "fpir": 1e-3, "own_trial": [], "profiles": {"central": 2}})
    'if each were enrolled in a gallery of 9,000 at one false alert in 1,000 searches'
    """
    own = machine["own_trial"]
    usual = (
        f"in a gallery of {machine['gallery']:,} at one false alert in "
        f"{1.0 / machine['fpir']:,.0f} searches"
    )
    held = by_profile(usual, own, profiles=len(machine["profiles"]))
    return f"if each were enrolled{',' if own else ''} {held}"
