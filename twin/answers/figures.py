"""The few figures that stand first."""

from typing import Any

from twin.answers.counts import Exposed
from twin.answers.levels import levels
from twin.answers.machine import machine
from twin.exposure import Recognisers

__all__ = ["figures"]


def figures(day: Exposed, recognisers: Recognisers) -> dict[str, Any]:
    """Count different people.

    Parameters
    ----------
    day : Exposed
        Rows by day, one for each person seen.
    recognisers : Recognisers
        What their chances were computed with.

    Returns
    -------
    dict
        ``seen``; ``levels`` and ``levels_with_face``, by standard and level; ``templated``, whose
        face was searched; ``machine``, see :func:`~twin.answers.machine.machine`.
    """
    return {
        "seen": len(day.person),
        "levels": levels(day),
        "levels_with_face": levels(day, with_face=True),
        "templated": int(day.templated.sum()),
        "machine": machine(day, recognisers),
    }
