"""Told text: the answer to a regulator's question, sentences first, then tables."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from twin.report.terminal import listing
from twin.report.told_cells import heads, worded
from twin.report.told_tables import about
from twin.wording import number

__all__ = ["render_told"]

MOST_ROWS = 20
"""Rows of a table that are printed; ``--csv`` and ``--json`` have all. [1]"""


def render_told(
    asks: str,
    sentences: Sequence[str],
    tables: Mapping[str, pa.Table],
    *,
    definition: str,
    limits: Sequence[str],
    files: Sequence[Path] = (),
    console: Console | None = None,
) -> None:
    """Print an answer.

    Parameters
    ----------
    asks : str
        The question.
    sentences : sequence of str
        The answer.
    tables : mapping of str to pyarrow.Table
        Its tables, whose fields say unit and meaning.
    definition : str
        What was counted.
    limits : sequence of str
        What the answer does not hold.
    files : sequence of Path
        What was written.
    console : Console, optional
        Where to print; standard output when missing.
    """
    parts: list[RenderableType] = [
        Text(asks, style="bold"),
        Text("\n".join(sentences)),
        *(_printed(name, table) for name, table in tables.items() if table.num_rows),
        Text(definition, style="dim"),
        Text("\n".join(limits), style="yellow"),
    ]
    if files:
        parts.append(Text("\n".join(str(file) for file in files), style="cyan"))
    (console or Console()).print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def _printed(name: str, table: pa.Table) -> RenderableType:
    """Print the first rows of a table, and how many more there are."""
    units = [about(field)["unit"] for field in table.schema]
    shown = listing(name.replace("_", " "), *heads(table))
    for row in table.slice(0, MOST_ROWS).to_pylist():
        shown.add_row(
            *(Text(worded(value, unit)) for value, unit in zip(row.values(), units, strict=True))
        )
    if table.num_rows <= MOST_ROWS:
        return shown
    return Group(shown, Text(f"and {number(table.num_rows - MOST_ROWS)} more rows", "dim"))
