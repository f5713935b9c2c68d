"""Show how far a run is: bars for people, JSON lines for programs. Kernels know nothing of it."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

__all__ = ["OnProgress", "bars", "json_lines"]

OnProgress = Callable[[str, float], None]
"""Called with the name of a stage and the share of it that is done."""


@contextmanager
def bars() -> Iterator[OnProgress]:
    """Draw one bar a stage on standard error, or write lines where that is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _tenths()
        return
    tasks: dict[str, TaskID] = {}
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    progress = Progress(*columns, console=console)

    def on_progress(stage: str, share: float) -> None:
        if not tasks:  # nothing is drawn before there is something to draw
            progress.start()
        if stage not in tasks:
            tasks[stage] = progress.add_task(stage, total=1.0)
        progress.update(tasks[stage], completed=share)

    try:
        yield on_progress
    finally:
        if tasks:
            progress.stop()


def _tenths() -> OnProgress:
    """Write a line for each tenth of a stage, for files and pipes."""
    told: dict[str, int] = {}

    def on_progress(stage: str, share: float) -> None:
        tenth = int(10 * share)
        if told.get(stage) != tenth:
            told[stage] = tenth
            sys.stderr.write(f"{stage} {10 * tenth} %\n")
            sys.stderr.flush()

    return on_progress


@contextmanager
def json_lines(interval: float = 0.2) -> Iterator[OnProgress]:
    """Write ``{"stage": ..., "share": ...}`` lines to standard error, one each interval [s]."""
    last = 0.0

    def on_progress(stage: str, share: float) -> None:
        nonlocal last
        now = time.monotonic()
        if 0.0 < share < 1.0 and now - last < interval:
            return
        last = now
        sys.stderr.write(json.dumps({"stage": stage, "share": round(share, 4)}) + "\n")
        sys.stderr.flush()

    yield on_progress
