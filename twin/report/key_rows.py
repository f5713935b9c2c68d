"""Key rows: lines of a key, each with a colour, a name, numbers in columns and a meaning."""

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from twin.report import margin

__all__ = ["HEAD", "ROW", "head", "swatch", "write"]

#: Height of the heading with the names of columns, and of a row. [inch]
HEAD, ROW = 0.36, 0.175

#: Size of letters. [pt]
SIZE: Final = 7.5

#: Across the key: where a colour ends and a name starts. [1]
COLOUR, NAME = 0.045, 0.06

#: Across the key: where numbers end; the meaning starts at the last. [1]
COLUMNS: Final = (0.26, 0.36, 0.495, 0.53)


def head(axes: Axes, title: str, height: float, columns: Sequence[str], **look: Any) -> None:
    """Clear axes so high [inch] for a key and write what it and its columns are about."""
    margin.heading(axes, title)
    axes.set_ylim(height, 0)
    axes.texts[0].set_y(0)
    write(axes, HEAD - 0.07, "", columns, **look)


def swatch(axes: Axes, y: float, **look: Any) -> None:
    """Show the colour of the row whose middle is so far down [inch]."""
    axes.add_patch(Rectangle((0, y - 0.36 * ROW), COLOUR, 0.72 * ROW, **look))


def write(axes: Axes, y: float, name: str, columns: Sequence[str] = (), **look: Any) -> None:
    """Write a row: a name, numbers that end at their column, and a meaning."""
    axes.text(NAME, y, name, fontsize=SIZE, va="center", **look)
    for x, text in zip(COLUMNS, columns, strict=False):
        side = "left" if x == COLUMNS[-1] else "right"
        axes.text(x, y, text, fontsize=SIZE, va="center", ha=side, **look)
