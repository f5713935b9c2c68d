"""Commands that ask a finished run a regulator's question."""

from pathlib import Path
from typing import Annotated

import typer

from twin.cli.asking import AsJson, print_json, progress
from twin.cli.months import ask_months, of_months, simulate_days
from twin.errors import ScenarioError

__all__ = ["answer"]


def answer(
    name: Annotated[
        str | None, typer.Argument(help="The question.", show_default="list all questions")
    ] = None,
    run_folder: Annotated[
        Path | None, typer.Argument(help="The folder of a run, such as runs/kings_cross_weekday.")
    ] = None,
    *,
    days: Annotated[
        int | None,
        typer.Option(
            help="Of months: simulate days of the same people beside the run until there are so "
            "many.",
            show_default="those that are there",
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            help="Of months: a period to tell, such as 2016-05-01/2018-03-31.",
            show_default="none, or that of King's Boulevard if the run lies in it",
        ),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(help="A folder for every table of the answer as a CSV file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask a run one question of a regulator; without one, list them."""
    from twin.answers.questions import QUESTIONS, ask, question_of
    from twin.report.told_tables import told_facts, write_tables
    from twin.report.told_text import render_told

    if name is None:
        for each in QUESTIONS.values():
            typer.echo(f"{each.name:<14} {each.asks}")
        return
    question = question_of(name)
    if run_folder is None:
        message = (
            "RUN is missing, but must be the folder of a run, such as runs/kings_cross_weekday."
        )
        raise ScenarioError(message)
    from twin.answers.asked import Asked
    from twin.run import open_run

    of_months(name, days=days, period=period)
    run = open_run(run_folder)
    if days is not None:
        simulate_days(run, days, as_json=as_json)
    with progress(as_json) as on_progress:
        asked = Asked.of(run, on_progress)
        told = ask_months(asked, period) if period else ask(name, asked)
    files = write_tables(csv, name, told.tables) if csv else []
    if as_json:
        print_json(
            {
                "question": name,
                "asks": question.asks,
                "sentences": list(told.sentences),
                "figures": dict(told.figures),
                "tables": told_facts(told.tables),
                "definition": question.definition,
                "limits": list(question.limits),
            }
        )
    else:
        render_told(
            question.asks, told.sentences, told.tables,
            definition=question.definition, limits=question.limits, files=files,
        )  # fmt: skip
