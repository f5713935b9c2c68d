"""What each camera is worth, in sentences."""

from collections.abc import Mapping, Sequence

import numpy as np

from twin.answers.shapley import Worth
from twin.answers.worth_ground import SECURED
from twin.arrays import Floats
from twin.wording import number

__all__ = ["sentences", "spared"]

TOLD = 3
"""Cameras named in a sentence. [1]"""


def sentences(ids: Sequence[str], worth: Mapping[str, Worth], *, listed: int | None) -> list[str]:
    """Say how the whole is divided, what leaving one out costs, and which could go for nothing.

    Parameters
    ----------
    ids : sequence of str
        Cameras.
    worth : mapping of str to Worth
        ``recognised`` and ``searched``, people; ``ground_m2`` and ``person_h``, at level
        :data:`~twin.answers.worth_ground.SECURED`.
    listed : int, optional
        How many are on the recogniser's list, where it is known.
    """
    recognised, ground = worth["recognised"], worth["ground_m2"]
    of = f" of {number(listed)}" if listed else ""
    told = [
        (
            f"A machine would recognise {number(recognised.share.sum())} people, were each on its "
            f"list{of}{_divided(ids, recognised.share)}."
        ),
        (
            f"Ground of {number(ground.share.sum())} m² is shown at level {SECURED} or better"
            f"{_divided(ids, ground.share)}; people spent {number(worth['person_h'].share.sum())} "
            "hours there, all together."
        ),
    ]
    return told + spared(ids, worth)


def spared(ids: Sequence[str], worth: Mapping[str, Worth]) -> list[str]:
    """Say what leaving one camera out would spare and lose, and which could go for nothing."""
    told: list[str] = []
    if len(ids) == 1:
        return told
    recognised, ground = worth["recognised"], worth["ground_m2"]
    most, cheapest = int(np.argmax(recognised.added)), _cheapest(recognised.added, ground.added)
    if recognised.added.any():
        told.append(_without(ids, worth, most))
    if recognised.added.any() and cheapest != most:
        told.append(
            "For the ground given up, leaving out another spares the most people. "
            f"{_without(ids, worth, cheapest)}"
        )
    idle = [one for one, area in zip(ids, ground.added, strict=True) if not area]
    if idle:
        told.append(
            "Any one of these could be left out and the others would still show all that ground: "
            f"{', '.join(idle)}."
        )
    return told


def _divided(ids: Sequence[str], shares: Floats) -> str:
    """Tell the largest parts of a whole that several have a part in."""
    if len(ids) == 1 or not shares.any():
        return ""
    largest = np.argsort(-shares, kind="stable")[:TOLD]
    parts = ", ".join(f"{ids[i]} {number(shares[i])}" for i in largest)
    return f" ({'the largest parts: ' if len(ids) > TOLD else 'by camera: '}{parts})"


def _without(ids: Sequence[str], worth: Mapping[str, Worth], i: int) -> str:
    """Say what would be spared and lost if one camera were left out."""
    fewer = {name: one.added[i] for name, one in worth.items()}
    share = fewer["ground_m2"] / max(worth["ground_m2"].share.sum(), 1.0)
    return (
        f"Without {ids[i]} a machine would recognise {number(fewer['recognised'])} fewer people, "
        f"{number(fewer['searched'])} fewer could be searched, and {number(fewer['ground_m2'])} m² "
        f"of that ground ({100 * share:.0f} %) would not be shown so well."
    )


def _cheapest(spared: Floats, lost: Floats) -> int:
    """Find who spares the most people [1] for the ground lost [m2]."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(spared > 0, spared / lost, 0.0)
    return int(np.lexsort((spared, ratio))[-1])
