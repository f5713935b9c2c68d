"""Terminal: the answer as text, the sentence first."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from twin.exposure import CurveFit
from twin.report.digest import Digest, Range, digest
from twin.report.sentences import (
    all_conditions,
    caveat,
    disorder,
    ends,
    seconds,
    share,
    simulated,
    turned_away,
)
from twin.sight import LEAST_DENSITY
from twin.wording import OWN_RATE, number


def render(
    answers: Mapping[str, Any], *, files: Sequence[Path] = (), console: Console | None = None
) -> None:
    """Print an answer.

    Parameters
    ----------
    answers : mapping
        `answers.json`, parsed.
    files : sequence of Path
        What was written, to say where it is.
    console : Console, optional
        Where to print; standard output when missing.

    Raises
    ------
    RunError
        If the answers lack something that is printed.
    """
    told = digest(answers)
    parts: list[RenderableType] = [
        Text(told.first_line, style="bold"),
        _headlines(told),
        Text(f"By a machine: {all_conditions(told)}. {told.validity}", style="dim"),
        _levels(told),
        _cameras(told),
        _cost(told, answers),
    ]
    if told.stuck:
        parts.insert(1, Text(f"{number(told.stuck)} people never found their way out.", "yellow"))
    if warning := turned_away(told):
        parts.insert(1, Text(f"{warning}.", "yellow"))
    if warning := disorder(told):
        parts.insert(2, Text(warning, "yellow"))
    if told.recorded:
        parts.insert(1, Text("\n".join(told.recorded), "yellow"))
    if told.remarks:
        parts.insert(1, Text("\n".join(told.remarks), "yellow"))
    if warning := caveat(told):
        parts.insert(-1, Text(warning, "yellow"))
    if files:
        parts.append(Text("\n".join(str(file) for file in files), style="cyan"))
    if "credits" in answers:
        parts.append(Text("\n".join(answers["credits"]), style="dim"))
    (console or Console()).print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def render_fit(
    curve: CurveFit,
    *,
    written: Path | None = None,
    doubt: str = "",
    console: Console | None = None,
) -> None:
    """Print the curve of a trial.

    Parameters
    ----------
    curve : CurveFit
        What was fitted.
    written : Path, optional
        The file of recogniser numbers that was made of it.
    doubt : str
        What deserves a second look in that file.
    console : Console, optional
        Where to print; standard output when missing.
    """
    table = listing(
        f"Curve of {curve.trials:,.0f} trials in {curve.rows} conditions", "", "fitted", "95 %"
    )
    named = (
        ("A, ceiling", curve.ceiling, ""),
        ("x0, midpoint", curve.midpoint_px, " px"),
        ("w, width", curve.width_px, " px"),
    )
    for what, one, unit in named:
        table.add_row(what, f"{one.value:.3g}{unit}", f"{one.low:.3g} to {one.high:.3g}{unit}")
    scatter = f"Scatter over that of independent trials: {curve.dispersion:.2g}."
    parts: list[RenderableType] = [table, Text(scatter, "dim")]
    if written is not None:
        holds = (
            f"at {OWN_RATE}; --gallery and --searches-per-false-alert let it move to others"
            if curve.gallery is None or curve.searches_per_false_alert is None
            else f"in a gallery of {curve.gallery:,.0f} at one false alert in "
            f"{curve.searches_per_false_alert:,.0f} searches; in others the midpoint moves as the "
            "shipped one does"
        )
        parts.append(Text(f"The curve holds {holds}.", "dim"))
        if doubt:
            parts.append(Text(f"Look again: {doubt}", "yellow"))
        parts.append(Text(f"recognisers: {written}   # this line in a scenario uses it", "cyan"))
    (console or Console()).print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def listing(title: str, *columns: str) -> Table:
    """Make an empty table with a title; the first column is left-aligned, the others right."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for i, column in enumerate(columns):
        justify: Any = "left" if i == 0 else "right"
        # a unit in brackets is no markup
        table.add_column(Text(column), justify=justify, header_style="dim", no_wrap=i == 0)
    return table


def _levels(told: Digest) -> Table:
    table = listing(
        f"People by level, of {number(told.present)}",
        "",
        "px/m",
        "people",
        "share",
        "with face",
        "ground",
    )
    for i, edition in enumerate(told.editions.values()):
        if i:
            table.add_section()
        table.add_row(Text(edition.title, "dim"))
        for level in edition.levels:
            table.add_row(
                level.name,
                f"{level.density:g}",
                number(level.people),
                share(level.people, told.present),
                number(level.with_face),
                share(level.ground, 1.0),
                style="bold" if level.human else None,
            )
    return table


def _headlines(told: Digest) -> Table:
    table = listing(
        "Different people, and 95 of 100 days like this one",
        "",
        "people",
        "share",
        "95 of 100 days",
        "which means",
    )

    def row(
        what: str, people: float, between: Range | None, means: str = "", *, strong: bool = False
    ) -> None:
        table.add_row(
            what,
            number(people),
            share(people, told.present),
            ends(between),
            Text(means, "dim"),
            style="bold" if strong else None,
        )

    human = told.human
    row("seen", told.seen, told.seen_range, f"{LEAST_DENSITY:g} px/m, any heading")
    row(
        "identifiable by a human",
        human.with_face,
        told.human_range,
        f"{human.density:g} px/m, with face",
        strong=True,
    )
    row("searched (templated)", told.templated, told.templated_range, "on the list or not")
    table.add_section()
    table.add_row("identifiable by a machine", "", "", "", Text("expected, if enrolled", "dim"))
    for profile in told.profiles.values():
        central = profile is told.machine
        means = f"{profile.about}; at {OWN_RATE}" if profile.own_trial else profile.about
        row(f"  {profile.name}", profile.people, profile.range, means, strong=central)
    return table


def _cameras(told: Digest) -> Table:
    table = listing(
        "By camera", "", "seen", told.human.name, "with face", "machine, expected", "busiest hour"
    )
    for row in told.cameras:
        people = (row.seen, row.identify, row.with_face, row.machine)
        table.add_row(row.name, *(number(value) for value in people), row.busiest_hour)
    return table


def _cost(told: Digest, answers: Mapping[str, Any]) -> Text:
    rows = answers.get("rows", {})
    text = Text(style="dim")
    text.append(f"day      {simulated(told)}\n")
    text.append(f"seconds  {seconds(answers)}")
    text.append("\nrows     " + ", ".join(f"{name} {value:,}" for name, value in rows.items()))
    text.append(f"\nmemory   {answers.get('peak_memory_mb', 0):,.0f} MB at most")
    return text
