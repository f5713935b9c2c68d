"""The command that turns a run into a document."""

from pathlib import Path
from typing import Annotated

import typer

from twin.cli.asking import AsJson, RunFolder, print_json, progress
from twin.cli.months import simulate_days

__all__ = ["report"]


def report(
    run_folder: RunFolder,
    *,
    compare: Annotated[
        Path | None,
        typer.Option(help="The folder of another run, whose figures stand beside this one's."),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(
            help="Simulate days of the same people beside the run until there are so many, for "
            "what happens over months; 5 at least tell it.",
            show_default="those that are there",
        ),
    ] = None,
    html: Annotated[
        bool, typer.Option("--html", help="Only report.html: one file that works offline.")
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Only report.pdf: tagged pages.")] = False,
    as_json: AsJson = False,
) -> None:
    """Answer every question about a run, and write report.html, report.pdf and tables/ into it."""
    from twin.answers.asked import Asked
    from twin.answers.questions import QUESTIONS
    from twin.report.document import Answered, write_document
    from twin.run import open_run

    run = open_run(run_folder)
    other = open_run(compare).answers() if compare else None
    if days is not None:
        simulate_days(run, days, as_json=as_json)
    found = []
    with progress(as_json) as on_progress:
        asked = Asked.of(run, on_progress)
        for i, one in enumerate(QUESTIONS.values()):
            on_progress("answers", i / len(QUESTIONS))
            found.append(Answered(one.name, one.asks, one.definition, one.limits, one.ask(asked)))
        on_progress("answers", 1.0)
        on_progress("report", 0.0)
        files = write_document(run, found, other=other, html=html or not pdf, pdf=pdf or not html)
        on_progress("report", 1.0)
    if as_json:
        print_json({"files": [str(file) for file in files]})
    else:
        typer.echo("\n".join(str(file) for file in files))
