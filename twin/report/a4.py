"""A4: a portrait sheet with lines above a map, strips of keys below it and credits at its foot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from twin.report import style
from twin.report.caption import wrapped

__all__ = [
    "FOOT", "GAP", "MARGIN", "SHEET", "SIGNS", "WIDE", "Line", "credits_below",
    "lines_above", "strip",
]  # fmt: skip

#: A4, portrait. [inch]
SHEET: Final = (8.27, 11.69)
MARGIN: Final = 0.45
FOOT: Final = 0.62
SIGNS: Final = 0.8
GAP: Final = 0.16

#: Size of letters that explain. [pt]
SMALL: Final = 8.0

#: Between the margins. [inch]
WIDE: Final = SHEET[0] - 2 * MARGIN


@dataclass(frozen=True)
class Line:
    """A line above the map."""

    text: str
    size: float
    bold: bool

    @property
    def height(self) -> float:
        """From this line to the next. [inch]"""
        return 1.55 * self.size / 72

    @classmethod
    def small(cls, text: str) -> "list[Line]":
        """Break a text that explains into lines as wide as the sheet."""
        return [cls(line, SMALL, False) for line in wrapped(text.split(" "), SMALL, 72 * WIDE)]


def strip(figure: Figure, bottom: float, height: float) -> Axes:
    """Make axes between the margins, so far up the sheet and so high. [inch]"""
    across, up = SHEET
    return figure.add_axes((MARGIN / across, bottom / up, WIDE / across, height / up))


def lines_above(figure: Figure, lines: Iterable[Line]) -> float:
    """Write the lines above the map; return how much of the sheet they take. [inch]"""
    down = 0.36
    for line in lines:
        figure.text(
            MARGIN / SHEET[0],
            1 - down / SHEET[1],
            line.text,
            fontsize=line.size,
            fontweight="bold" if line.bold else "normal",
            color=style.INK if line.bold else style.QUIET,
            va="top",
        )
        down += line.height
    return down + 0.06


def credits_below(figure: Figure, lines: Sequence[str]) -> None:
    """Say whose the data are."""
    text = "Map and positions: " + " · ".join(lines)
    figure.text(
        MARGIN / SHEET[0],
        0.30 / SHEET[1],
        "\n".join(wrapped(text.split(" "), 6.2, 72 * WIDE)),
        fontsize=6.2,
        color=style.QUIET,
        va="bottom",
        linespacing=1.4,
    )
