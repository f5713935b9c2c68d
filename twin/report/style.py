"""Style: the colours and sizes every drawing of a report shares.

The four zones of coverage run from light to dark in one hue, so that their order survives a grey
printer and any kind of colour blindness; footfall is a light orange, the one hue that stays apart
from purple in all of them (ColorBrewer's Purples and Oranges).
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_hex

INK: Final = "#1f2328"
QUIET: Final = "#5b6169"
PAPER: Final = "#ffffff"
OUTSIDE: Final = "#f1f0ec"
GROUND: Final = "#fdfcf9"
BUILDING: Final = "#d6d3cc"
BUILDING_EDGE: Final = "#7d7a73"
BUILDING_AROUND: Final = "#e5e3dd"
HOARDING: Final = "#efe3c8"
HOARDING_EDGE: Final = "#8a6d1f"
WATER: Final = "#c3dcea"
WATER_INK: Final = "#33617c"
LAWN: Final = "#dcead0"
TREE: Final = "#9dbf86"
STAIRS: Final = "#8f8b84"
CAMERA: Final = "#b3093c"
GATE: Final = "#14566e"

#: One colour for each zone, from the least detail to the most.
ZONES: Final[tuple[str, ...]] = ("#dcd6ec", "#b3a6d6", "#7d63b5", "#431a7d")
FOOTFALL: Final[tuple[str, ...]] = (
    "#fff3e2",
    "#fddcb0",
    "#fdbb74",
    "#f39443",
    "#cf6a16",
)


def zones(count: int) -> tuple[str, ...]:
    """Give colours for so many zones, from the least detail to the most; :data:`ZONES` for four.

    Examples
    --------
    >>> zones(7)[::2] == ZONES
    True
    """
    if count <= len(ZONES):
        return ZONES[:count]
    ramp = LinearSegmentedColormap.from_list("zones", list(ZONES))
    return tuple(to_hex(ramp(share)) for share in np.linspace(0, 1, count))


#: Settings of matplotlib under which every drawing is made; text stays text in an SVG.
SETTINGS: Final[Mapping[str, Any]] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "svg.fonttype": "none",
    "svg.hashsalt": "twin",
    "text.color": INK,
    "axes.edgecolor": INK,
    "hatch.linewidth": 0.5,
    "axes.linewidth": 0.6,
    "path.simplify": False,
}

#: Fonts of an SVG: the one text was measured in, then its near twin, then any.
SVG_FONTS: Final = "'DejaVu Sans', Verdana, sans-serif"


def sheet() -> AbstractContextManager[None]:
    """Give the settings every drawing is made and saved under, for a `with` statement."""
    settings: Any = dict(SETTINGS)
    return mpl.rc_context(settings)
