"""The command line: it asks, shows progress, and turns errors into one sentence each."""

import logging
import sys

import typer

from twin.cli.answers import answer
from twin.cli.crowd import crowd
from twin.cli.optics import lens, locate
from twin.cli.pictures import faces, ground, rays, view
from twin.cli.recogniser import fit, sources, sweep
from twin.cli.report import report
from twin.cli.runs import check, export, run, show
from twin.cli.schemas import schema
from twin.cli.walk import walk
from twin.errors import RunError, TwinError

__all__ = ["app", "main"]

app = typer.Typer(
    name="twin",
    help="How many people can a camera layout identify?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

camera_app = typer.Typer(
    name="camera",
    help="Enter cameras that are there already.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

# in the order in which --help lists them
for command in (
    run, check, show, answer, walk, report, view, rays, ground, crowd, export, schema, sources,
    sweep, fit, lens, faces,
):  # fmt: skip
    app.command()(command)
app.add_typer(camera_app)
camera_app.command()(locate)


def main() -> None:
    """Run the command line; a wrong input ends in one sentence and exit code 2."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app(standalone_mode=True)
    except RunError as error:
        _end(error, code=1)
    except TwinError as error:
        _end(error, code=2)


def _end(error: TwinError, *, code: int) -> None:
    """Print each problem on its own line and leave."""
    for problem in error.problems:
        typer.echo(problem, err=True)
    sys.exit(code)
