"""Options of ``twin answer months``: further days of the same people, and a period."""

import datetime
from typing import TYPE_CHECKING

import typer

from twin.cli.asking import progress
from twin.errors import ScenarioError

if TYPE_CHECKING:
    from twin.answers.asked import Asked
    from twin.run import Run
    from twin.told import Told

__all__ = ["ask_months", "of_months", "simulate_days"]


def of_months(name: str, *, days: int | None, period: str | None) -> None:
    """Refuse options that another question does not read."""
    for option, value in (("--days", days), ("--period", period)):
        if value is not None and name != "months":
            message = f"{option} {value}: is of the question months alone, and not of {name}."
            raise ScenarioError(message)


def simulate_days(run: "Run", days: int, *, as_json: bool) -> None:
    """Simulate the days of the same people that are missing, beside a run."""
    from twin.run import make_days

    try:
        with progress(as_json) as on_progress:
            make_days(run, days, on_progress=on_progress)
    except KeyboardInterrupt:
        typer.echo("Interrupted. The same command goes on from what was finished.", err=True)
        raise typer.Exit(130) from None


def ask_months(asked: "Asked", period: str) -> "Told":
    """Ask a run about months, with a period such as 2016-05-01/2018-03-31.

    Raises
    ------
    ScenarioError
        If that is no period.
    """
    from twin.answers.months import Time, months

    first, _, last = period.partition("/")
    try:
        start, end = (datetime.date.fromisoformat(one) for one in (first, last))
    except ValueError as error:
        message = f"--period {period}: must be two dates, such as 2016-05-01/2018-03-31."
        raise ScenarioError(message) from error
    return months(asked, period=Time(start, (end - start).days + 1))
