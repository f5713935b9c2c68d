"""Contents: the sections of a document, in order."""

from collections.abc import Mapping, Sequence
from typing import Any

from twin.report import attribution, sentences
from twin.report.digest import Digest, digest
from twin.report.document.answered import Answered, answered
from twin.report.document.assessment import assessment
from twin.report.document.assumed import assumed
from twin.report.document.blocks import Document, Section, Text
from twin.report.document.compared import compared
from twin.report.document.deployment import deployment, on_plan
from twin.report.document.limits import limits
from twin.report.document.made_again import made_again
from twin.report.document.methods import methods
from twin.report.document.summary import summary

__all__ = ["document"]


def document(
    answers: Mapping[str, Any],
    answered_questions: Sequence[Answered],
    *,
    manifest: Mapping[str, Any],
    plan_svg: str,
    other: Digest | None = None,
) -> Document:
    """Put a document together.

    Parameters
    ----------
    answers : mapping
        `answers.json`, parsed.
    answered_questions : sequence of Answered
        What was asked of the run, in the order of the document.
    manifest : mapping
        The run's manifest.
    plan_svg : str
        The plan as an SVG document.
    other : Digest, optional
        The answers of another run, to compare with.

    Raises
    ------
    RunError
        If the answers lack something a document cannot do without.
    """
    told = digest(answers)
    sections = [
        summary(told, answered_questions),
        deployment(told),
        *([compared(told, other)] if other else []),
        Section(
            "answers",
            "The answers",
            [Text("Each answer begins with its figure and ends with what it does not hold.")],
            [answered(one) for one in answered_questions],
        ),
        assumed(answers),
        methods(told),
        limits(told),
        made_again(told, answers, manifest),
        on_plan(told, plan_svg),
    ]
    there = {part.id for one in sections for part in (one, *one.parts)}
    sections.insert(1, assessment(there))
    return Document(
        title=sentences.title(told),
        subtitle=f"{told.site} · {told.scenario}",
        lead=told.first_line,
        sections=sections,
        credits=attribution.credits(manifest),
    )
