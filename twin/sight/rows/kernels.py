"""Rows of the tracks: which of them lie where a camera could see, moment by moment."""

from enum import IntEnum
from typing import Any

import numpy as np

from twin.jit import kernel

__all__ = ["Near", "find", "gather", "twice"]


class Near(IntEnum):
    """Columns of a row that may matter to a camera, as in the tracks."""

    PERSON = 0
    TICK = 1
    X = 2
    Y = 3
    YAW = 4
    PITCH = 5
    BELOW = 6
    LENGTH = 7


@kernel
def find(
    tick: Any, x_cm: Any, y_cm: Any, mask: Any, x0_cm: int, y0_cm: int, side_cm: int, low: int,
    step: int, rows: Any, moment: Any,
) -> int:  # fmt: skip
    """Write the numbers of the rows in marked squares, in order; return how many.

    Each is counted in the entry of ``moment`` that is two after its tick's, the first being that
    of tick ``low``. Ticks that are no multiple of ``step`` are left out.
    """
    found = 0
    for i in range(len(x_cm)):
        if tick[i] % step == 0 and _is_marked(x_cm[i], y_cm[i], mask, x0_cm, y0_cm, side_cm):
            rows[found] = i
            moment[tick[i] - low + 2] += 1
            found += 1
    return found


@kernel
def gather(
    person: Any, tick: Any, x_cm: Any, y_cm: Any, yaw_crad: Any, pitch_crad: Any, below: Any,
    low: int, rows: Any, moment: Any, near: Any,
) -> None:  # fmt: skip
    """Copy rows to the next place of their moment.

    ``moment`` is the running sum of what :func:`find` counted; when all rows are copied, it
    (T + 2,) is the first row of each moment from ``low`` on, the end, and the end again.
    """
    for r in range(len(rows)):
        i = rows[r]
        n = moment[tick[i] - low + 1]
        moment[tick[i] - low + 1] += 1
        near[n, Near.PERSON], near[n, Near.TICK] = person[i], tick[i]
        near[n, Near.X], near[n, Near.Y] = x_cm[i], y_cm[i]
        near[n, Near.YAW], near[n, Near.PITCH] = yaw_crad[i], pitch_crad[i]
        near[n, Near.BELOW] = below[i]


@kernel
def twice(near: Any, last: Any) -> int:
    """Return the first row, of rows by time, whose person has one at that moment before it; or -1.

    ``last`` (people,) holds a moment before all others, and is changed.
    """
    for n in range(len(near)):
        person = near[n, Near.PERSON]
        if last[person] == near[n, Near.TICK]:
            return n
        last[person] = near[n, Near.TICK]
    return -1


@kernel
def _is_marked(x_cm: int, y_cm: int, mask: Any, x0_cm: int, y0_cm: int, side_cm: int) -> bool:
    column, row = x_cm - x0_cm, y_cm - y0_cm
    if column < 0 or row < 0:
        return False
    i, j = np.uint32(column) // np.uint32(side_cm), np.uint32(row) // np.uint32(side_cm)
    return bool(j < mask.shape[0] and i < mask.shape[1] and mask[j, i])
