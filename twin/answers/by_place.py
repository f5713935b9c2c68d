"""Where people were seen and identified."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from twin.answers.counts import divided, exposed
from twin.exposure import ELSEWHERE

__all__ = ["by_place"]


def by_place(exposure: pa.Table, places: Mapping[str, str]) -> list[dict[str, Any]]:
    """Count people at each named place where a camera saw somebody.

    Parameters
    ----------
    exposure : pyarrow.Table
        Exposure.
    places : mapping of str to str
        Place id to its name.

    Returns
    -------
    list of dict
        ``id``, ``name`` and the counts of :func:`~twin.answers.counts.divided`, most people seen
        first. Ground outside every named place has the id "" and the name "elsewhere".
    """
    rows = exposed(exposure, "place")
    names = {**places, ELSEWHERE: "elsewhere"}
    counts = divided(rows, rows.of, len(rows.names))
    answers = [
        {"id": place, "name": names.get(place, place), **found}
        for place, found in zip(rows.names, counts, strict=True)
    ]
    return sorted(answers, key=lambda row: (-row["seen"], row["id"]))
