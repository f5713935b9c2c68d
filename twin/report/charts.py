"""Charts: the geometry of the page's bar chart; the template draws it, so it follows the theme."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twin.report.digest import Row
from twin.wording import number

#: Size of the drawing, left margin for the scale and bottom margin for the hours. [px]
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 860, 260, 54, 28, 12


@dataclass(frozen=True)
class Bar:
    """One rectangle: place and size [px], what it counts, and what to say about it."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    says: str


@dataclass(frozen=True)
class Tick:
    """One mark of a scale: where [px] and what it reads."""

    at: float
    reads: str


@dataclass(frozen=True)
class Chart:
    """A bar chart, ready to be drawn."""

    width: int
    height: int
    left: int
    base: float
    bars: tuple[Bar, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


def round_step(top: float, marks: int = 4) -> float:
    """Choose a step of 1, 2 or 5 times a power of ten that gives about so many marks.

    Examples
    --------
    >>> round_step(1870), round_step(3)
    (500.0, 1.0)
    """
    rough = max(top, 1.0) / marks
    power = 10.0 ** np.floor(np.log10(rough))
    return float(max(next(m * power for m in (1, 2, 5, 10) if m * power >= rough), 1.0))


def by_hour(rows: Sequence[Row]) -> Chart:
    """Lay out one group of three bars for each hour, the smaller in front of the larger.

    Parameters
    ----------
    rows : sequence of Row
        Hours in order.

    Returns
    -------
    Chart
        Without bars when there is no hour.
    """
    top = max((row.seen for row in rows), default=0.0)
    step = round_step(top)
    ceiling = step * max(np.ceil(top / step), 1)
    base = HEIGHT - BOTTOM
    scale = (base - TOP) / ceiling
    room = (WIDTH - LEFT) / max(len(rows), 1)
    bars = [
        Bar(
            x=round(LEFT + (i + inset) * room, 2),
            y=round(base - value * scale, 2),
            width=round((1 - 2 * inset) * room, 2),
            height=round(value * scale, 2),
            kind=kind,
            says=f"{row.name}: {number(value)} {words}",
        )
        for i, row in enumerate(rows)
        for kind, value, inset, words in (
            ("seen", row.seen, 0.10, "seen"),
            ("human", row.with_face, 0.20, "identifiable by a human"),
            (
                "machine",
                row.machine,
                0.34,
                "identifiable by a machine, expected, if enrolled",
            ),
        )
    ]
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        base=base,
        bars=tuple(bars),
        across=tuple(
            Tick(round(LEFT + (i + 0.5) * room, 2), row.name[:2]) for i, row in enumerate(rows)
        ),
        up=tuple(
            Tick(round(base - value * scale, 2), f"{value:,.0f}")
            for value in np.arange(0, ceiling + step / 2, step)
        ),
    )
