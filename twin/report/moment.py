"""Moment: which quarter of a second of a run to show, and how it is written."""

import numpy as np
import pyarrow as pa

from twin.cameras import Camera, Protection
from twin.errors import ScenarioError
from twin.exposure import imaged
from twin.exposure.encounters import column_of
from twin.run import Run
from twin.run.moments import tick_of
from twin.tables import TICKS_PER_SECOND

__all__ = ["busiest", "clock_of", "moment_of", "watches"]


def moment_of(done: Run, camera: Camera, time: str | None) -> int:
    """Find the moment of a run to show through a camera. [0.25 s]

    Parameters
    ----------
    done : Run
        A finished run.
    camera : Camera
        One of its layout.
    time : str or None
        When, as 08:42 or 08:42:10; the camera's busiest moment when missing.

    Raises
    ------
    ScenarioError
        If the time is none of the run, or a tour looks another way then.
    """
    start, end = done.span
    if time is None:
        middle = round((start + end) / 2 * TICKS_PER_SECOND)
        kept = imaged(
            done.looks(camera.id),
            frame_rate=1,
            watch=camera.watch,
            masked=camera.masked_pixels,
            protection=Protection(hours=camera.protection.hours),
        )
        return busiest(kept, otherwise=middle)
    tick = tick_of(time, start, end)
    watches(camera, tick)
    return tick


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
