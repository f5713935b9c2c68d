"""Moment: a quarter of a second of a run, read from a time of day and written as one."""

import re
from typing import Final

import numpy as np
import pyarrow as pa

from twin.cameras import Camera
from twin.errors import ScenarioError
from twin.exposure.encounters import column_of
from twin.tables import TICKS_PER_SECOND
from twin.wording import clock

__all__ = ["busiest", "clock_of", "tick_of", "watches"]

_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?")
_DAY: Final = 86_400.0


def busiest(looks: pa.Table, *, otherwise: int) -> int:
    """Return the moment of the second in which a camera sees most people. [0.25 s]

    Of its quarters the one that shows most of them best; the first of equals. ``otherwise``: when
    nobody is ever seen.
    """
    if not looks.num_rows:
        return otherwise
    ticks = column_of(looks, "tick").astype(np.int64)
    second = int(np.bincount(ticks // TICKS_PER_SECOND).argmax())
    within = ticks[ticks // TICKS_PER_SECOND == second]
    return int(np.bincount(within).argmax())


def tick_of(text: str, start: float, end: float) -> int:
    """Read a time of day and find it in a run. [0.25 s]

    Parameters
    ----------
    text : str
        Hours, minutes, and seconds if wanted: 08:42, 08:42:10, 08:42:10.25.
    start, end : float
        First and last moment of the run, since midnight of its date; may pass midnight. [s]

    Raises
    ------
    ScenarioError
        If it is no time, or none of the run.

    Examples
    --------
    >>> tick_of("00:30", 18 * 3600, 25 * 3600) / 4 / 3600
    24.5
    """
    found = _CLOCK.fullmatch(text)
    if found is None:
        message = f"--time {text}: is not a time of day, but must be one such as 08:42:10."
        raise ScenarioError(message)
    hours, minutes, seconds = found.groups()
    moment = 3600.0 * int(hours) + 60.0 * int(minutes) + float(seconds or 0)
    if moment < start and moment + _DAY <= end:
        moment += _DAY
    if not start <= moment <= end:
        message = (
            f"--time {text}: is outside the run, but must lie between {clock(start)} and "
            f"{clock(end)}."
        )
        raise ScenarioError(message)
    return round(moment * TICKS_PER_SECOND)


def clock_of(tick: int) -> str:
    """Write a moment as the clock shows it, with quarters of a second where there are some.

    Examples
    --------
    >>> clock_of(4 * 3600 * 8), clock_of(4 * 3600 * 25 + 1)
    ('08:00:00', '01:00:00.25')
    """
    seconds, quarters = divmod(tick, TICKS_PER_SECOND)
    part = f".{25 * quarters:02}".rstrip("0") if quarters else ""
    return f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{part}"


def watches(camera: Camera, tick: int) -> None:
    """Refuse a moment at which a tour looks another way."""
    second = tick // TICKS_PER_SECOND
    if camera.watch is not None and not camera.watch.at([second])[0]:
        start = second - second % camera.watch.period + camera.watch.start
        message = (
            f"camera {camera.id} looks another way at {clock_of(tick)}; its tour looks this way "
            f"from {clock_of(TICKS_PER_SECOND * start)} for "
            f"{camera.watch.stop - camera.watch.start} s, every {camera.watch.period} s."
        )
        raise ScenarioError(message)
