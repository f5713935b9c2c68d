"""Who they were: children, commuters, residents."""

from typing import Any

import numpy as np
import pyarrow as pa

from twin.answers.counts import divided, exposed

__all__ = ["by_group"]


def by_group(exposure: pa.Table, people: pa.Table, column: str) -> list[dict[str, Any]]:
    """Count people by what the people table says of them.

    Parameters
    ----------
    exposure, people : pyarrow.Table
        What cameras learned, and everybody who was there.
    column : str
        ``age_band`` or ``persona``.

    Returns
    -------
    list of dict
        The column's value, ``present``, and the counts of
        :func:`~twin.answers.counts.divided`; by value.
    """
    values, group = np.unique(
        np.asarray(people.column(column).to_pylist(), dtype=np.str_), return_inverse=True
    )
    person = np.asarray(people.column("person").to_numpy())
    of_person = np.full(int(person.max(initial=-1)) + 1, -1, dtype=np.intp)
    of_person[person] = group
    rows = exposed(exposure, "day")
    there = np.bincount(group, minlength=len(values))
    counts = divided(rows, of_person[rows.person], len(values))
    return [
        {column: str(value), "present": int(there[i]), **counts[i]}
        for i, value in enumerate(values)
    ]
