"""Assumed: every number that somebody could choose otherwise, its range and its source."""

from collections.abc import Mapping, Sequence
from typing import Any

from twin.report.answered import at
from twin.report.document.blocks import Grid, Section, Text
from twin.report.words import assumptions

__all__ = ["assumed"]


def assumed(answers: Mapping[str, Any]) -> Section:
    """List the numbers of the crowd and of the recogniser."""
    return Section(
        "assumptions",
        "Assumptions, their ranges and sources",
        [
            Text(
                "Each number was taken from a source or, where none was found, assumed; those come "
                "first. Names in the column of sources are those of the list at the end."
            ),
            _numbers("Numbers of the crowd", at(answers, "crowd")),
            _numbers("Numbers of the recogniser", at(answers, "recognisers")),
            Text(
                "What people do by the hour, their bodies, how they walk, where they look and what "
                "hides a face rest on further numbers; each stands in the program's text with its "
                "source, or with the word assumption and the range it may lie in.",
                "note",
            ),
        ],
    )


def _numbers(caption: str, numbers: Sequence[Mapping[str, Any]]) -> Grid:
    rows = assumptions(numbers)
    columns = ("what", "value", "range", "source", "note")
    return Grid(
        caption,
        ["what", "value", "may lie in", "from", "note"],
        [[str(row[column] or "") for column in columns] for row in rows],
        [False, True, False, False, False],
    )
