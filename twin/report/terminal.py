"""Terminal: the answer as text, the sentence first."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from twin.report.digest import Digest, digest
from twin.report.sentences import caveat, one_in, seconds, share, simulated
from twin.sight import LEAST_DENSITY
from twin.wording import number


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
        _levels(told),
        _machine(told),
        _cameras(told),
        _cost(told, answers),
    ]
    if told.stuck:
        parts.insert(1, Text(f"{number(told.stuck)} people never found their way out.", "yellow"))
    if warning := caveat(told):
        parts.insert(-1, Text(warning, "yellow"))
    if files:
        parts.append(Text("\n".join(str(file) for file in files), style="cyan"))
    if "credits" in answers:
        parts.append(Text("\n".join(answers["credits"]), style="dim"))
    (console or Console()).print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for i, column in enumerate(columns):
        table.add_column(column, justify="left" if i == 0 else "right", header_style="dim")
    return table


def _levels(told: Digest) -> Table:
    table = _table(
        f"People by level, of {number(told.present)}",
        "",
        "px/m",
        "people",
        "share",
        "with face",
        "ground",
    )
    table.add_row(
        "seen at all",
        f"{LEAST_DENSITY:g}",
        number(told.seen),
        share(told.seen, told.present),
        "",
        "",
    )
    for edition in told.editions.values():
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


def _machine(told: Digest) -> Table:
    table = _table(
        "Identifiable by a machine, if each were enrolled (expected)",
        "profile",
        "people",
        "share",
        "95 % range, this crowd",
        "gallery",
        "false alarms",
    )
    for profile in told.profiles.values():
        table.add_row(
            profile.name,
            number(profile.people),
            share(profile.people, told.present),
            f"{profile.low:,.0f} to {profile.high:,.0f}",
            f"{told.gallery:,}",
            f"{one_in(told.fpir)} searches",
            style="bold" if profile is told.machine else None,
        )
    table.add_row(
        "searched (templated)",
        number(told.templated),
        share(told.templated, told.present),
        "",
        "",
        "",
    )
    return table


def _cameras(told: Digest) -> Table:
    table = _table(
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
