"""What is meant to protect people from a camera, beside its masks."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from twin.arrays import Bools
from twin.errors import ShapeError

__all__ = ["DAY", "UNPROTECTED", "Protection"]

DAY = 86_400
"""Seconds of a day. [s]"""


@dataclass(frozen=True)
class Protection:
    """What a camera is kept from doing, or from keeping; nothing when all are missing.

    Attributes
    ----------
    hours : tuple of (float, float), optional
        From when to before when it takes pictures, every day; one that ends at or before it begins
        goes on past midnight. Always when missing. [s since midnight]
    frame_rate : float, optional
        Of the pictures it could take, at most so many a second are taken. [1/s]
    resolution : float
        Pictures are made smaller to this share of their pixels across and down, before anything
        else is done with them. [1]
    recogniser : bool
        Whether faces are searched.
    blur_non_matches : bool
        Whether faces that were found and matched nobody are blurred in what is kept.
    delete_after : float, optional
        After so long, pictures of whoever matched nobody are deleted on the device. [s]

    Raises
    ------
    ShapeError
        If a number cannot be.

    Notes
    -----
    Where no face is searched nobody is matched, so all faces that are found are blurred.
    """

    hours: tuple[tuple[float, float], ...] | None = None
    frame_rate: float | None = None
    resolution: float = 1.0
    recogniser: bool = True
    blur_non_matches: bool = False
    delete_after: float | None = None

    def __post_init__(self) -> None:
        """Check the numbers."""
        for start, stop in self.hours or ():
            if start == stop or not (0 <= start < DAY and 0 <= stop <= DAY):
                message = (
                    f"hours are from {start:g} to {stop:g} s, but must begin and end at two "
                    "different times of one day."
                )
                raise ShapeError(message)
        if self.frame_rate is not None and not 0 < self.frame_rate < math.inf:
            message = f"frame rate is {self.frame_rate:g} images a second, but must be above 0."
            raise ShapeError(message)
        if not 0 < self.resolution <= 1:
            message = f"resolution is {self.resolution:g}, but must be a share above 0, at most 1."
            raise ShapeError(message)
        if self.delete_after is not None and not 0 <= self.delete_after < math.inf:
            message = f"pictures are deleted after {self.delete_after:g} s, but must be after 0 on."
            raise ShapeError(message)

    def open(self, second: ArrayLike) -> Bools:
        """Say for seconds (N,) since midnight whether pictures are taken then.

        Examples
        --------
        >>> night = Protection(hours=((79200, 21600),))
        >>> night.open([0, 21599, 21600, 79199, 79200, 86400]).tolist()
        [True, True, False, False, True, True]
        """
        time = np.asarray(second) % DAY
        if self.hours is None:
            return np.ones(time.shape, dtype=np.bool_)
        found = np.zeros(time.shape, dtype=np.bool_)
        for start, stop in self.hours:
            after, before = time >= start, time < stop
            found |= (after & before) if start < stop else (after | before)
        return found


UNPROTECTED = Protection()
"""What a camera has that nothing is said of."""
