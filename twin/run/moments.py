"""Moments of a run, as people name them."""

import re
from typing import Final

from twin.errors import ScenarioError
from twin.tables import TICKS_PER_SECOND
from twin.wording import clock

__all__ = ["tick_of"]

_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?")
_DAY: Final = 86_400.0


def tick_of(text: str, start: float, end: float, *, option: str = "--time") -> int:
    """Read a time of day and find it in a run. [0.25 s]

    Parameters
    ----------
    text : str
        Hours, minutes, and seconds if wanted: 08:42, 08:42:10, 08:42:10.25.
    start, end : float
        First and last moment of the run, since midnight of its date; may pass midnight. [s]
    option : str
        Who asks, for the sentence.

    Raises
    ------
    ScenarioError
        If it is no time, or none of the run.

    Examples
    --------
    >>> tick_of("00:30", 18 * 3600, 25 * 3600) / 4 / 3600
    24.5
    """
    found = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        message = f"{option} {text!s:.80}: is not a time of day, but must be one such as 08:42:10."
        raise ScenarioError(message)
    hours, minutes, seconds = found.groups()
    moment = 3600.0 * int(hours) + 60.0 * int(minutes) + float(seconds or 0)
    if moment < start and moment + _DAY <= end:
        moment += _DAY
    if not start <= moment <= end:
        message = (
            f"{option} {text}: is outside the run, but must lie between {clock(start)} and "
            f"{clock(end)}."
        )
        raise ScenarioError(message)
    return round(moment * TICKS_PER_SECOND)
