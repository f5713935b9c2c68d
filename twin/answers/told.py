"""A question about a run, and what is told of it: sentences, figures and tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from twin.answers.asked import Asked

__all__ = ["Column", "Question", "Told", "table"]


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
    """

    sentences: tuple[str, ...]
    figures: Mapping[str, Any]
    tables: Mapping[str, pa.Table] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A question that a regulator asks.

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
    ask : callable
        Answers it.
    """

    name: str
    asks: str
    definition: str
    limits: tuple[str, ...]
    ask: Callable[["Asked"], Told]
