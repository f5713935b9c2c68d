"""How many different people a face recogniser would identify, were each enrolled."""

from typing import Any

import numpy as np

from twin.answers.counts import Exposed
from twin.exposure import PROFILES, Recognisers

__all__ = ["machine"]

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
