"""What is asked, and what is told of it: sentences, figures, tables, what is worth drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pyarrow as pa

__all__ = ["Asks", "Chart", "Column", "Told", "table"]


@dataclass(frozen=True)
class Column:
    """A column of an answer's table.

    Attributes
    ----------
    name : str
        Its name, with the unit in it where it has one.
    unit : str
        1 for a count or a share, "" for text.
    meaning : str
        What it holds.
    """

    name: str
    unit: str
    meaning: str


def table(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Write rows, one value for each column, as a table whose fields say unit and meaning.

    Raises
    ------
    ValueError
        If a row has another number of values.
    """
    by_column = zip(*rows, strict=True) if rows else [()] * len(columns)
    arrays = [pa.array(values) for values in by_column]
    fields = [
        pa.field(one.name, array.type, metadata={"unit": one.unit, "meaning": one.meaning})
        for one, array in zip(columns, arrays, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


@dataclass(frozen=True)
class Asks:
    """What is asked.

    Attributes
    ----------
    name : str
        By what it is asked for, as in ``twin answer NAME RUN``.
    asks : str
        The question.
    definition : str
        What is counted and how.
    limits : tuple of str
        What the answer does not hold.
    """

    name: str
    asks: str
    definition: str
    limits: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """What of a table is worth drawing.

    Attributes
    ----------
    title : str
        What it shows, as a sentence without a full stop.
    table : str
        Which table of the answer.
    along : str
        The column that names each group of bars, or the numbers along which lines run.
    series : mapping of str to str
        Column to what it is called in the legend, the most important first.
    axis : str
        What the values are, with their unit.
    kind : {"bars", "lines", "spans"}
        Bars for groups, lines along numbers, or for each row a span from the first series to the
        second.
    band : tuple of (str, str), optional
        Columns between which the first of the lines may lie.
    middle : str, optional
        The column with the value that lies within every span.
    only : mapping of str to value
        Rows that are drawn: those with these values; all when empty.
    """

    title: str
    table: str
    along: str
    series: Mapping[str, str]
    axis: str
    kind: Literal["bars", "lines", "spans"] = "bars"
    band: tuple[str, str] | None = None
    middle: str | None = None
    only: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Told:
    """What is told of a question.

    Attributes
    ----------
    sentences : tuple of str
        The answer in plain words, the most important first.
    figures : mapping of str to value
        The numbers of the sentences and more, ready for JSON.
    tables : mapping of str to pyarrow.Table
        Name to table; each field's metadata have ``unit`` and ``meaning``.
    charts : tuple of Chart
        What of the tables is worth drawing.
    alternatives : tuple of str
        Those of the sentences that say what a gentler deployment would do.
    """

    sentences: tuple[str, ...]
    figures: Mapping[str, Any]
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    charts: tuple[Chart, ...] = ()
    alternatives: tuple[str, ...] = ()
