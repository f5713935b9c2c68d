"""Write: a document, its tables, and its answers for programs, into the folder of a run."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from twin.report.digest import digest
from twin.report.document.answered import Answered
from twin.report.document.contents import document
from twin.report.document.html import html as as_html
from twin.report.document.pdf import pdf as as_pdf
from twin.report.plan import plan
from twin.report.saving import svg
from twin.report.told_tables import told_facts, write_tables
from twin.report.write import scene
from twin.run import TABLES, Run

__all__ = ["write_document"]


def write_document(
    done: Run,
    answered: Sequence[Answered],
    *,
    other: Mapping[str, Any] | None = None,
    html: bool = True,
    pdf: bool = True,
) -> list[Path]:
    """Write a document about a run.

    Parameters
    ----------
    done : Run
        A finished run.
    answered : sequence of Answered
        What was asked of it, in the order of the document.
    other : mapping, optional
        `answers.json` of another run, to compare with.
    html, pdf : bool
        What to write.

    Returns
    -------
    list of Path
        What was written: answers.json, which now has the answers too, report.html, report.pdf and
        the tables as CSV. Each is whole or absent.

    Raises
    ------
    RunError
        If the answers lack something a document cannot do without, or the disk refuses.
    """
    answers = {**done.answers(), "questions": {one.name: _facts(one) for one in answered}}
    numbers = json.dumps(answers, indent=1, ensure_ascii=False, allow_nan=False)
    made = document(
        answers,
        answered,
        manifest=done.manifest,
        plan_svg=svg(plan(scene(done, answers)), title="plan"),
        other=digest(other) if other else None,
    )
    written = [done.write("answers.json", f"{numbers}\n".encode())]
    if html:
        written.append(done.write("report.html", as_html(made).encode()))
    if pdf:
        written.append(done.write("report.pdf", as_pdf(made)))
    for one in answered:
        written += write_tables(done.folder / TABLES, one.name, one.told.tables)
    return written


def _facts(one: Answered) -> dict[str, Any]:
    """Write an answer as plain values."""
    return {
        "asks": one.asks,
        "sentences": list(one.told.sentences),
        "figures": dict(one.told.figures),
        "tables": told_facts(one.told.tables),
        "definition": one.definition,
        "limits": list(one.limits),
    }
