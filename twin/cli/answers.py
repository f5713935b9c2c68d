"""Commands that ask a finished run a regulator's question."""

from pathlib import Path
from typing import Annotated

import typer

from twin.cli.asking import AsJson, print_json
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
    from twin.progress import bars
    from twin.run import open_run

    with bars() as on_progress:
        told = ask(name, Asked.of(open_run(run_folder), on_progress))
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
