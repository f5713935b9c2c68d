"""Over map: what a map shows, its scale and its north, above its frame, where they hide nobody."""

import math
from typing import Final

from matplotlib.axes import Axes

from twin.report.margin import bar, needle, round_length
from twin.report.names import metres_per_point, size_of

__all__ = ["ABOVE", "over_map"]

#: What stands above the frame. [inch]
ABOVE: Final = 0.24

#: Sizes of letters: what is shown, and scale and north. [pt]
SHOWN, SMALL = 8.0, 6.5

#: From the frame up, between things, and length of the arrow. [pt]
UP, APART, LONG = 3.5, 9.0, 13.0

NORTH: Final = "grid north"


def over_map(axes: Axes, shown: str, *, turn: float = 0.0) -> None:
    """Write what a map shows above its left corner, its scale and north above its right one.

    ``turn``: how far anticlockwise north is from up. [rad]
    """
    (west, east), (_, north) = axes.get_xlim(), axes.get_ylim()
    point = metres_per_point(axes)
    foot = north + UP * point
    axes.text(west, foot, shown, fontsize=SHOWN, fontweight="bold", va="bottom")
    # half as wide as the arrow, which turned is as wide as it is long
    half = LONG / 2 * max(abs(math.sin(turn)), 0.5)
    right = east - half * point
    needle(axes, right, foot + LONG * point, LONG * point, turn=turn)
    right -= (half + 3) * point
    axes.text(right, foot, NORTH, fontsize=SMALL, ha="right", va="bottom")
    length = round_length(0.25 * (east - west))
    beyond = size_of(f"{length:g} m", SMALL)[0] / 2
    right -= (size_of(NORTH, SMALL)[0] + APART + beyond) * point
    bar(axes, right - length, foot, length, SMALL)
