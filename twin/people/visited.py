"""Who was in which venue, from when until when."""

import math

import pyarrow as pa

from twin.tables import VISITS

__all__ = ["Visited"]


class Visited:
    """The visits of a day, in the order in which they began.

    One is in one venue at most; what begins before a moment that nobody knows begins at NaN.
    """

    def __init__(self) -> None:
        self._row: list[int] = []
        self._goal: list[int] = []
        self._entered: list[float] = []
        self._left: list[float] = []
        self._inside: dict[int, int] = {}  # who is in a venue, and the number of that visit

    def enter(self, row: int, goal: int, moment: float = math.nan) -> None:
        """Be in a venue from a moment on, or since before the day. [s after midnight]"""
        self._inside[row] = len(self._row)
        self._row.append(row)
        self._goal.append(goal)
        self._entered.append(moment)
        self._left.append(math.nan)

    def leave(self, row: int, moment: float) -> None:
        """Set out from the venue one is in, if any. [s after midnight]"""
        visit = self._inside.pop(row, None)
        if visit is not None:
            self._left[visit] = moment

    def table(self, names: list[str]) -> pa.Table:
        """Write them by person, then time, ``twin.tables.VISITS``; ``names`` are the goals'."""
        made = pa.table(
            [
                pa.array(self._row, pa.int32()),
                pa.array([names[goal] for goal in self._goal], pa.string()),
                pa.array(self._entered, pa.float64(), from_pandas=True),
                pa.array(self._left, pa.float64(), from_pandas=True),
            ],
            schema=VISITS.schema,
        )
        order = sorted(range(len(self._row)), key=self._row.__getitem__)
        return made.take(pa.array(order, pa.int64()))
