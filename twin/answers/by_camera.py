"""What each camera did."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.answers.counts import divided, exposed, numbered
from twin.tables import HOURS
from twin.wording import clock

__all__ = ["by_camera"]


def by_camera(exposure: pa.Table, cameras: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Count people before each camera and find its busiest hour.

    Parameters
    ----------
    exposure : pyarrow.Table
        Exposure.
    cameras : mapping of str to mapping
        Camera id to what is known about the camera, in the order of the answer.

    Returns
    -------
    list of dict
        ``id``, what is known about it, the counts of :func:`~twin.answers.counts.divided`,
        ``busiest_hour``, the hour in which the camera saw most people (the first of several, null
        when it saw nobody), and ``busiest_hour_seen``. Somebody seen by two cameras counts at both.
    """
    rows = exposed(exposure, "camera")
    number = {camera: i for i, camera in enumerate(cameras)}
    groups = numbered(rows, number)
    hours = _people_by_hour(exposure, number)
    answers = []
    for camera, counts in zip(cameras, divided(rows, groups, len(cameras)), strict=True):
        seen = hours[number[camera]]
        hour = int(np.argmax(seen))
        answers.append(
            {
                "id": camera,
                **cameras[camera],
                **counts,
                "busiest_hour": clock(hour * 3600) if seen[hour] else None,
                "busiest_hour_seen": int(seen[hour]),
            }
        )
    return answers


def _people_by_hour(exposure: pa.Table, number: Mapping[str, int]) -> NDArray[np.int64]:
    """Count people by camera and hour (C, HOURS)."""
    rows = exposed(exposure, "camera_hour")
    counts = np.zeros((len(number), HOURS), dtype=np.int64)
    people = np.bincount(rows.of, minlength=len(rows.names))
    for name, seen in zip(rows.names, people, strict=True):
        camera, _, hour = name.rpartition("@")
        if camera in number:
            counts[number[camera], int(hour)] = seen
    return counts
