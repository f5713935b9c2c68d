"""Tables of counted people, as several answers have them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from twin.exposure import standards
from twin.told import Column, table

__all__ = ["COUNTS", "counted", "levels_table"]

COUNTS = (
    Column("seen", "1", "different people seen"),
    Column("identify", "1", "shown at level identify of IEC 62676-4:2015, any heading"),
    Column("identify_with_face", "1", "the same, with the face within 90 degrees"),
    Column("templated", "1", "whose face was good enough to be searched"),
    Column("machine", "1", "expected to be recognised, were each enrolled; central profile"),
)
"""Columns of the counts of :func:`~twin.answers.counts.divided`."""


def levels_table(found: Mapping[str, Any]) -> pa.Table:
    """List how many reached each level of each standard.

    Parameters
    ----------
    found : mapping
        ``levels`` and ``levels_with_face`` of :func:`~twin.answers.figures.figures`.
    """
    columns = (
        Column("standard", "", "edition"),
        Column("level", "", "level"),
        Column("px_per_m", "px/m", "density it asks for"),
        Column("people", "1", "different people who reached it or more, any heading"),
        Column("with_face", "1", "the same, with the face within 90 degrees"),
    )
    rows = [
        (
            one.key,
            name,
            needed,
            *(found[of][one.key][name] for of in ("levels", "levels_with_face")),
        )
        for one in standards()
        for name, needed in one.densities.items()
    ]
    return table(columns, rows)


def counted(rows: Sequence[Mapping[str, Any]], *of: Column) -> pa.Table:
    """Write counts that are divided by something as a table.

    Parameters
    ----------
    rows : sequence of mapping
        Counts of :func:`~twin.answers.counts.divided`, and what they are of.
    *of : Column
        The columns that say what they are of.
    """
    columns = (*of, *COUNTS)
    return table(columns, [[row[column.name] for column in columns] for row in rows])
