"""When a camera that tours its presets looks one way."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from twin.arrays import Bools
from twin.errors import ShapeError

__all__ = ["MOVE", "Watch"]

MOVE = 2
"""Time between two presets, in which nothing is recorded. [s] assumption (range 1-5)"""


@dataclass(frozen=True)
class Watch:
    """A stretch of a tour that begins anew all day, from midnight on.

    Attributes
    ----------
    period : int
        Length of the tour. [s]
    start, stop : int
        From when to when in the tour the camera looks this way. [s]

    Raises
    ------
    ShapeError
        If the stretch is not within the tour.

    Examples
    --------
    >>> Watch(period=60, start=10, stop=20).at([9, 10, 19, 20, 70]).tolist()
    [False, True, True, False, True]
    """

    period: int
    start: int
    stop: int

    def __post_init__(self) -> None:
        """Check the numbers."""
        if not 0 <= self.start < self.stop <= self.period:
            message = (
                f"a camera watches from {self.start} to {self.stop} s of a tour of {self.period} s,"
                " but must watch for some time within the tour."
            )
            raise ShapeError(message)

    @property
    def share(self) -> float:
        """Share of the time. [1]"""
        return (self.stop - self.start) / self.period

    def at(self, second: ArrayLike) -> Bools:
        """Say for seconds (N,) since midnight whether the camera looks this way."""
        into = np.asarray(second) % self.period
        return np.asarray((into >= self.start) & (into < self.stop))
