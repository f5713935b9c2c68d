"""Text of a suite: each criterion, what it asks for, what was measured, and whether it holds."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from twin.sources import bibliography
from twin.suites import NARROW, Verdict
from twin.wording import few_digits

__all__ = ["render_suite", "suite_facts"]


def suite_facts(name: str, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Collect what a suite came to, in plain values; a figure that is none is null."""
    return {
        "suite": name,
        "holds": all(one.holds is not False for one in verdicts),
        "narrow": NARROW,
        "hold_narrowly": sum(one.narrowly for one in verdicts),
        "criteria": [
            {
                **asdict(one),
                "figure": one.figure if math.isfinite(one.figure) else None,
                "holds": one.holds,
                "narrowly": one.narrowly,
            }
            for one in verdicts
        ],
    }


def render_suite(name: str, verdicts: Sequence[Verdict], *, console: Console | None = None) -> None:
    """Print what a suite came to.

    Parameters
    ----------
    name : str
        The suite.
    verdicts : sequence of Verdict
        In the order of its checks.
    console : Console, optional
        Where to print; standard output when missing.
    """
    failed = sum(one.holds is False for one in verdicts)
    asked = sum(one.holds is not None for one in verdicts)
    narrow = sum(one.narrowly for one in verdicts)
    if failed:
        few = f", {narrow} {'holds' if narrow == 1 else 'hold'} narrowly" if narrow else ""
        first = Text(f"{name}: {failed} of {asked} criteria do not hold{few}.", style="bold red")
    else:
        few = f", {narrow} of them narrowly" if narrow else ""
        first = Text(f"{name}: all {asked} criteria hold{few}.", style="bold")
    parts: list[RenderableType] = [first, Text(), _table(verdicts), Text()]
    if narrow:
        parts.append(Text(f"narrowly: within {100 * NARROW:g} % of a limit", style="dim"))
    parts += [
        Text(f"[{key}] {text}", style="dim")
        for key, text in bibliography({one.source for one in verdicts})
    ]
    (console or Console()).print(Group(*parts))


def _table(verdicts: Sequence[Verdict]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("criterion", header_style="dim")
    table.add_column("asked", justify="right", header_style="dim")
    table.add_column("measured", justify="right", header_style="dim")
    table.add_column("", header_style="dim")
    for check, ones in groupby(verdicts, key=lambda one: one.check):
        table.add_row(Text(check, style="bold"))
        for one in ones:
            table.add_row(
                f"  {one.about}", asked_of(one), _measured(one.figure, one.unit), _mark(one)
            )
    return table


def asked_of(one: Verdict) -> str:
    """Write the limits of a criterion.

    Examples
    --------
    >>> asked_of(Verdict("1", "rimea2016", "takes 26 to 34 s", "s", 29.7, 26, 34))
    '26 to 34 s'
    >>> asked_of(Verdict("5", "rimea2016", "everybody gets out", "people", 0, None, 0))
    'at most 0 people'
    """
    unit = "" if one.unit == "1" else f" {one.unit}"
    if one.at_least is not None and one.at_most is not None:
        return f"{few_digits(one.at_least)} to {few_digits(one.at_most)}{unit}"
    if one.at_least is not None:
        return f"at least {few_digits(one.at_least)}{unit}"
    if one.at_most is not None:
        return f"at most {few_digits(one.at_most)}{unit}"
    return "reported"


def _measured(figure: float, unit: str) -> str:
    if not math.isfinite(figure):
        return "none, as too few got there"
    return few_digits(figure) + ("" if unit == "1" else f" {unit}")


def _mark(one: Verdict) -> Text:
    if one.holds is None:
        return Text("-")
    if one.narrowly:
        return Text("holds, narrowly", style="yellow")
    return Text("holds", style="green") if one.holds else Text("does not hold", style="bold red")
