"""What could be changed of the protection of a run, and what it learns then."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from twin.answers.asked import Asked
from twin.answers.protection.deployment import Deployment, Hung
from twin.answers.protection.looked import Otherwise, looked
from twin.answers.protection.safeguards import SAFEGUARDS, unprotected
from twin.cameras import Camera
from twin.cameras.protection import DAY

__all__ = ["LEAST", "NONE", "Change", "weighed"]

NONE: Final = "none"
"""Name of a housing without any protection."""

LEAST: Final = "frame_rate_least"
"""Name of one with fewer images, of whose looks those are left out that may be too good."""


class Change(NamedTuple):
    """Other protection of all housings that it is possible for.

    Attributes
    ----------
    name : str
        Name of the safeguard, :data:`NONE` or :data:`LEAST`.
    stands : bool
        Whether it is set, and here taken away; else it is supposed.
    words, short : str
        What is changed, such as "with blurring of the faces of non-matches" or "with blurring".
    hung : mapping of str to Hung
        The housings that it changes.
    """

    name: str
    stands: bool
    words: str
    short: str
    hung: Mapping[str, Hung]


def weighed(asked: Asked) -> tuple[Deployment, list[Change]]:
    """Measure a run as it is and with other protection.

    Returns
    -------
    tuple
        The run as it is, and what could be changed, in the order of the safeguards.

    Raises
    ------
    RunError
        If a stage of the run is missing or damaged.
    """
    housings = asked.inputs.layout.housings
    own: dict[str, Hung] = {}
    turned: dict[str, dict[str, Hung]] = {}
    for housing, cameras in housings.items():
        others = _others(cameras)
        before = {name: one for name, one in others.items() if _before(name)}
        part, parts = looked(asked, housing, before)
        kept = DAY * asked.inputs.layout.retention.get(housing, np.inf)
        own[housing] = Hung(part, cameras[0].protection, kept, asked)
        turned[housing] = {
            name: Hung(parts.get(name, part), one.cameras[0].protection, kept, asked)
            for name, one in others.items()
        }
    changes = []
    for name, stands in [(name, stands) for name in _NAMES for stands in (True, False)]:
        chosen = {
            housing: cameras
            for housing, cameras in housings.items()
            if name in turned[housing] and _stands(name, cameras) == stands
        }
        if chosen:
            hung = {housing: turned[housing][name] for housing in chosen}
            words = _said(name, chosen, stands=stands)
            changes.append(Change(name, stands, words, _short(name, stands=stands), hung))
    return Deployment(asked, own, asked.exposure), changes


_NAMES: Final = (
    NONE,
    *(name for each in SAFEGUARDS for name in ((each, LEAST) if each == "frame_rate" else (each,))),
)


def _before(name: str) -> bool:
    return name in {NONE, LEAST} or SAFEGUARDS[name].before


def _stands(name: str, cameras: Sequence[Camera]) -> bool:
    """Say whether something is set of a housing, that could be taken away."""
    if name == NONE:
        return any(each.stands(cameras) for each in SAFEGUARDS.values())
    return name != LEAST and SAFEGUARDS[name].stands(cameras)


def _others(cameras: Sequence[Camera]) -> dict[str, Otherwise]:
    """List what a housing could be otherwise."""
    found = {
        name: Otherwise(changed)
        for name, each in SAFEGUARDS.items()
        if (changed := each.turned(cameras)) is not None
    }
    if not _stands("frame_rate", cameras):
        found[LEAST] = Otherwise(found["frame_rate"].cameras, at_start=True)
    if _stands(NONE, cameras):
        found[NONE] = Otherwise(tuple(map(unprotected, cameras)))
    return found


def _short(name: str, *, stands: bool) -> str:
    """Say in few words what is changed."""
    if name == NONE:
        return "without any"
    if name == LEAST:
        return f"{SAFEGUARDS['frame_rate'].having}, at the least"
    return SAFEGUARDS[name].lacking if stands else SAFEGUARDS[name].having


def _said(name: str, chosen: Mapping[str, Sequence[Camera]], *, stands: bool) -> str:
    """Say what is changed of some housings."""
    if name == NONE:
        return "without any protection"
    if name == LEAST:
        return f"{_said('frame_rate', chosen, stands=False)}, at the least"
    each = SAFEGUARDS[name]
    if stands:
        told = dict.fromkeys(each.said(cameras) for cameras in chosen.values())
        return "with the recogniser on" if name == "recogniser" else f"without {' or '.join(told)}"
    supposed = each.turned(next(iter(chosen.values())))
    return f"with {each.said(supposed or ())}"
