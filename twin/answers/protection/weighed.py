"""Deployments with other protection, each measured on the same looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from twin.answers.asked import Asked
from twin.answers.counts import Exposed, exposed
from twin.answers.levels import levels
from twin.answers.protection.looked import Otherwise, Part, looked
from twin.answers.protection.measured import Left, People, held_of, left_of
from twin.answers.protection.passes import Staying
from twin.answers.protection.safeguards import SAFEGUARDS, unprotected
from twin.arrays import Ints
from twin.cameras import Camera, Protection
from twin.exposure import expose, unsearched
from twin.exposure.encounters import column_of

__all__ = ["LEAST", "NONE", "Change", "Deployment", "Hung", "weighed"]

NONE: Final = "none"
"""Name of a housing without any protection."""

LEAST: Final = "frame_rate_least"
"""Name of one with fewer images, of whose looks those are left out that may be too good."""


@dataclass(frozen=True, eq=False)
class Hung:
    """A housing: what it learns if faces are searched, and its protection.

    Attributes
    ----------
    part : Part
        Its encounters and passes.
    protection : Protection
        What is done with them.
    asked : Asked
        The run.
    """

    part: Part
    protection: Protection
    asked: Asked

    @property
    def encounters(self) -> pa.Table:
        """What it learns."""
        met = self.part.encounters
        return met if self.protection.recogniser else unsearched(met)

    @property
    def staying(self) -> Staying:
        """What stays of each pass."""
        fpir = self.asked.inputs.recognisers.fpir
        return Staying.of(self.part.passes, self.protection, fpir=fpir)

    @cached_property
    def left(self) -> Left:
        """What is left of all passes."""
        return Left.of(self.staying, self.asked.people.num_rows)

    def learns_as(self, other: "Hung") -> bool:
        """Say whether it learns the same as it would otherwise."""
        searching = [one.protection.recogniser for one in (self, other)]
        return self.part is other.part and searching[0] == searching[1]


@dataclass(frozen=True, eq=False)
class Deployment:
    """All housings of a run, with some protection.

    Attributes
    ----------
    asked : Asked
        The run.
    hung : mapping of str to Hung
        Each housing.
    exposure : pyarrow.Table, optional
        Its exposure, where that is known.
    """

    asked: Asked
    hung: Mapping[str, Hung]
    exposure: pa.Table | None = None

    def changed(self, others: Mapping[str, Hung]) -> "Deployment":
        """Return it with some housings as they would be otherwise."""
        return Deployment(self.asked, {**self.hung, **others})

    @cached_property
    def day(self) -> Exposed:
        """What its cameras together learn of each person."""
        return self.day_of(None) if self.exposure is None else exposed(self.exposure, "day")

    @cached_property
    def measured(self) -> dict[str, Any]:
        """All that is measured of it."""
        start, end = self.asked.run.span
        housings = self.hung.values()
        held = held_of([one.staying for one in housings], start=start, end=end)
        left = left_of([one.left for one in housings])
        return {**People.of(self.day).told(), **left, "held": held}

    def beside(self, whole: "Deployment", housing: str) -> dict[str, Any]:
        """Measure it, but for what is held, who differs from another in one housing alone.

        Only whom that housing has in pictures can be counted otherwise.
        """
        mine, theirs = self.hung[housing], whole.hung[housing]
        people = People.of(whole.day)
        if not mine.learns_as(theirs):
            persons = [column_of(one.part.encounters, "person") for one in (mine, theirs)]
            some = np.unique(np.concatenate(persons)).astype(np.intp)
            before = People.of(whole.day, np.isin(whole.day.person, some))
            people = people.instead(before, People.of(self.day_of(some)))
        return {**people.told(), **left_of([one.left for one in self.hung.values()])}

    def levels(self) -> tuple[dict[str, dict[str, int]], ...]:
        """Count people by standard and level: any heading, and with the face."""
        return levels(self.day), levels(self.day, with_face=True)

    def day_of(self, people: Ints | None) -> Exposed:
        """Tell what its cameras together learn of some people; of everybody when missing."""
        met = {housing: one.encounters for housing, one in self.hung.items()}
        if people is not None:
            met = {
                housing: table.filter(pa.array(np.isin(column_of(table, "person"), people)))
                for housing, table in met.items()
            }
        model = self.asked.inputs.recognisers
        places = [place.id for place in self.asked.inputs.site.places]
        return exposed(expose(met, places=places, recognisers=model, kinds=("day",)), "day")


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
        own[housing] = Hung(part, cameras[0].protection, asked)
        turned[housing] = {
            name: Hung(parts.get(name, part), one.cameras[0].protection, asked)
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
