"""How many people were there, and for how long."""

from typing import Any

import numpy as np
import pyarrow as pa

from twin.arrays import Floats

__all__ = ["hours_present", "present"]


def present(people: pa.Table) -> dict[str, Any]:
    """Count the people of a day and the time they spent outdoors.

    Parameters
    ----------
    people : pyarrow.Table
        The people table.

    Returns
    -------
    dict
        ``present``, ``outdoor_s`` (person-seconds), ``mean_outdoor_min``, and ``left``, ``inside``
        and ``stuck``, which add up to ``present``.
    """
    outdoor = float(np.sum(people.column("outdoor_s").to_numpy()))
    outcome = np.asarray(people.column("outcome").to_pylist(), dtype=object)
    count = people.num_rows
    return {
        "present": count,
        "outdoor_s": outdoor,
        "mean_outdoor_min": outdoor / count / 60.0 if count else 0.0,
        **{name: int(np.sum(outcome == name)) for name in ("left", "inside", "stuck")},
    }


def hours_present(people: pa.Table, first: int, count: int) -> list[int]:
    """Count the people who were there at any time in each hour.

    Parameters
    ----------
    people : pyarrow.Table
        The people table; who never left counts until the end.
    first : int
        First hour, since midnight of the date. [h]
    count : int
        Number of hours.
    """
    arrive = np.asarray(people.column("arrive_s").to_numpy())
    leave: Floats = np.asarray(people.column("leave_s").to_numpy()).astype(np.float64)
    starts = 3600.0 * (first + np.arange(count))
    came = np.searchsorted(np.sort(arrive), starts + 3600.0, side="left")
    gone = np.searchsorted(np.sort(np.nan_to_num(leave, nan=np.inf)), starts, side="left")
    return [int(n) for n in came - gone]
