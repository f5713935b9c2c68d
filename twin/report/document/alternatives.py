"""Alternatives: what a gentler deployment would do, from all answers that say so."""

from collections.abc import Sequence

from twin.report.document.answered import Answered
from twin.report.document.blocks import Grid, Section, Text

__all__ = ["alternatives"]


def alternatives(answers: Sequence[Answered]) -> Section:
    """List what could be left out, turned off or added, and what it would change."""
    rows = [(one.name, sentence) for one in answers for sentence in one.told.alternatives]
    lead = Text(
        "What the same people on the same day would have gone through with less: each line is of "
        "one change alone, everything else being as it was."
    )
    if not rows:
        return Section(
            "alternatives", "Less intrusive alternatives", [Text("No answer tells of any.")]
        )
    grid = Grid(
        "Changes and what they would do", ["what it would do"], [[text] for _, text in rows],
        [False], links=[[name] for name, _ in rows], links_head="from the answer",
    )  # fmt: skip
    return Section("alternatives", "Less intrusive alternatives", [lead, grid])
