"""Answered: each question, its answer in words, drawings and tables, and what that leaves out."""

from dataclasses import dataclass

import pyarrow as pa

from twin.report.document.blocks import Block, Grid, Items, Section, Text
from twin.report.document.chart import drawn
from twin.report.told_cells import heads, worded
from twin.report.told_tables import about
from twin.run import TABLES
from twin.told import Asks, Told
from twin.wording import number

__all__ = ["Answered", "answered", "grid"]

MOST_ROWS = 12
"""Rows of a table that a document shows; CSV files beside it have all. [1]"""


_PLAIN = ("id: ", "name: ")
"""Columns that need no explanation."""


@dataclass(frozen=True)
class Answered(Asks):
    """A question, and its answer.

    Attributes
    ----------
    told : Told
        The answer.
    """

    told: Told


def answered(one: Answered) -> Section:
    """Write a question and its answer as a section."""
    lead, *rest = one.told.sentences
    blocks: list[Block] = [Text(lead, "lead"), *(Text(sentence) for sentence in rest)]
    blocks += [figure for chart in one.told.charts if (figure := drawn(one.told, chart))]
    explained: set[str] = set()
    for name, table in one.told.tables.items():
        if table.num_rows:
            blocks.append(grid(one.name, name, table, explained))
    return Section(
        one.name,
        one.asks,
        [
            *blocks,
            Text("What was counted. " + one.definition, "note"),
            Text("What this does not hold:", "note"),
            Items(one.limits, "note"),
        ],
    )


def grid(question: str, name: str, table: pa.Table, explained: set[str]) -> Grid:
    """Write the first rows of an answer's table, and what its columns mean that no other has said.

    ``explained`` are the meanings that were told before; those that are told now join them.
    """
    fields = [about(field) for field in table.schema]
    rows = [
        [worded(value, one["unit"]) for value, one in zip(row.values(), fields, strict=True)]
        for row in table.slice(0, MOST_ROWS).to_pylist()
    ]
    columns = heads(table)
    told = [f"{head}: {one['meaning']}" for head, one in zip(columns, fields, strict=True)]
    meanings = [each for each in told if each not in explained and not each.startswith(_PLAIN)]
    explained.update(told)
    more = table.num_rows - len(rows)
    file = f"{TABLES}/{question}-{name}.csv"
    left = f"The {number(more)} other rows are in {file}." if more else f"Also in {file}."
    return Grid(
        name.replace("_", " ").capitalize(),
        columns,
        rows,
        [not pa.types.is_string(field.type) for field in table.schema],
        note=" ".join(["; ".join(meanings) + "." if meanings else "", left]).strip(),
    )
