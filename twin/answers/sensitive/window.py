"""How long before and after a visit somebody is on the way in or out."""

import math
from typing import Final

from twin.errors import ShapeError
from twin.quantity import ASSUMPTION, Quantity

__all__ = ["WINDOW", "lasting", "windows"]

WINDOW: Final = Quantity(
    value=300.0,
    range=(60.0, 900.0),
    source=ASSUMPTION,
    note="half of the ways to flagged venues of the shipped map, from a gate or the place before, "
    "take less than 5 minutes, one in twenty less than 1 and one in twenty more than 15",
)
"""Time before going in and after coming out in which somebody is on the way. [s]"""

DAY: Final = 86_400.0
"""Longest window. [s]"""


def windows(window: Quantity) -> tuple[float, ...]:
    """List the windows that are told: the shortest and longest that can be defended, and the usual.

    Raises
    ------
    ShapeError
        If one is below 0, or above a day. [s]
    """
    told = sorted({window.value, *(window.range or ())})
    for seconds in told:
        if not 0.0 <= seconds <= DAY or math.isnan(seconds):
            message = f"window is {seconds:g} s, but must lie between 0 and {DAY:g}, a day."
            raise ShapeError(message)
    return tuple(told)


def lasting(seconds: float) -> str:
    """Write how long a window is. [s]

    Examples
    --------
    >>> lasting(30), lasting(60), lasting(150)
    ('30 seconds', '1 minute', '2.5 minutes')
    """
    if seconds < 60.0:
        return f"{seconds:g} seconds"
    return "1 minute" if seconds == 60.0 else f"{seconds / 60.0:.3g} minutes"
