"""How the day went, hour by hour."""

import math
from typing import Any

import pyarrow as pa

from twin.answers.counts import divided, exposed, numbered
from twin.answers.present import hours_present
from twin.tables import HOURS
from twin.wording import clock

__all__ = ["by_hour"]


def by_hour(
    exposure: pa.Table, people: pa.Table, *, start_s: float, end_s: float
) -> list[dict[str, Any]]:
    """Count people in each hour of the day.

    Parameters
    ----------
    exposure, people : pyarrow.Table
        What cameras learned, and everybody who was there.
    start_s, end_s : float
        The time simulated, since midnight of the date. [s]

    Returns
    -------
    list of dict
        ``hour`` as the clock shows it, ``present``, and the counts of
        :func:`~twin.answers.counts.divided`; in the order of time. Somebody seen in two hours
        counts in both.
    """
    rows = exposed(exposure, "hour")
    hours = numbered(rows, {name: int(name) for name in rows.names})
    first = min(int(start_s // 3600), int(hours.min(initial=HOURS)))
    last = max(math.ceil(end_s / 3600) - 1, int(hours.max(initial=0)))
    count = last - first + 1
    there = hours_present(people, first, count)
    seen = divided(rows, hours - first, count)
    return [
        {"hour": clock((first + i) * 3600), "present": there[i], **seen[i]} for i in range(count)
    ]
