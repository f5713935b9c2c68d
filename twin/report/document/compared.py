"""Compared: the figures of two runs side by side."""

from collections.abc import Iterator

from twin.report import sentences
from twin.report.digest import Digest
from twin.report.document.blocks import Grid, Section, Text
from twin.wording import number

__all__ = ["compared"]


def compared(told: Digest, other: Digest) -> Section:
    """Tell what is more and what is less in this run than in another."""
    rows = [
        [what, number(mine), number(theirs), _difference(mine, theirs)]
        for what, mine, theirs in _figures(told, other)
    ]
    return Section(
        "compared",
        f"Compared with {other.scenario}",
        [
            Text(
                f"The other run is of {sentences.when(other)} with {sentences.cameras(other)} "
                f"({other.layout})."
            ),
            Grid(
                "People in this run and in the other",
                ["people", "this run", "the other", "difference"],
                rows,
                [False, True, True, True],
                note="A small difference may be chance: the summary of each run says how far its "
                "figures lie apart from day to day.",
            ),
        ],
    )


def _figures(told: Digest, other: Digest) -> Iterator[tuple[str, float, float]]:
    yield "present", told.present, other.present
    yield "seen", told.seen, other.seen
    yield "identifiable by somebody watching", told.human.with_face, other.human.with_face
    yield "searched", told.templated, other.templated
    yield "named by a machine, if enrolled", told.machine.people, other.machine.people


def _difference(mine: float, theirs: float) -> str:
    """Write how much more or less, and in per cent of the other."""
    more = mine - theirs
    sign = "+" if more > 0 else "\u2212" if more < 0 else ""
    told = f"{sign}{number(abs(more))}"
    return f"{told} ({sign}{sentences.share(abs(more), theirs)})" if theirs and more else told
