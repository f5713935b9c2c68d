"""Names: write what things are called onto a map, where there is room."""

import functools
import itertools
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from shapely.geometry.base import BaseGeometry

from twin.report import style
from twin.report.labels import Page, Spot, beside, fit, main_turn, variants
from twin.site import Site

#: Height of a line, in font sizes.
LEADING: Final = 1.25

#: Directions tried last, for what bends. [rad]
_ALL_TURNS: Final = tuple(np.radians(np.arange(-75.0, 90.0, 15.0)).tolist())

#: Other fonts run wider than the one the text is measured in.
SLACK: Final = 1.06


def frame(axes: Axes) -> shapely.Polygon:
    """Give the ground a map shows, as a box. [m]."""
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    return shapely.box(west, south, east, north)


def metres_per_point(axes: Axes) -> float:
    """Say how much ground one typographic point covers on the axes. [m]."""
    west, east = axes.get_xlim()
    figure = axes.figure
    points = axes.get_position().width * figure.get_figwidth() * 72.0  # type: ignore[union-attr]
    return float((east - west) / points)


def size_of(text: str, size: float, *, weight: str = "normal") -> tuple[float, float]:
    """Measure a text of one or more lines at a font size; width and height. [pt]."""
    lines = text.split("\n")
    return SLACK * size * max(_width(line, weight) for line in lines), size * LEADING * len(lines)


@functools.cache
def _width(line: str, weight: str) -> float:
    """Measure a line in font sizes; every length of a font grows with its size."""
    font = FontProperties(family=list(style.SETTINGS["font.sans-serif"]), size=10.0, weight=weight)
    return float(text_to_path.get_text_width_height_descent(line, font, False)[0]) / 10.0


def write(
    axes: Axes, spot: Spot, text: str, size: float, *, veil: float = 0.0, **look: Any
) -> Text:
    """Write a text at a spot that was found for it.

    Parameters
    ----------
    axes : Axes
        The map.
    spot : Spot
        Where.
    text : str
        What.
    size : float
        Font size. [pt]
    veil : float
        How much the map behind the text is hidden, 0 to 1.
    **look
        Goes to matplotlib.
    """
    if veil:
        look["bbox"] = {
            "boxstyle": "round,pad=0.12",
            "facecolor": style.PAPER,
            "edgecolor": "none",
            "alpha": veil,
        }
    return axes.text(
        spot.x,
        spot.y,
        text,
        fontsize=size,
        rotation=np.degrees(spot.turn),
        rotation_mode="anchor",
        ha="center",
        va="center",
        linespacing=1.05,
        zorder=8,
        **look,
    )


def inside(
    axes: Axes,
    page: Page,
    named: Iterable[tuple[str, BaseGeometry]],
    sizes: Sequence[float],
    **look: Any,
) -> list[str]:
    """Write names within their outlines, larger outlines first, each once.

    Parameters
    ----------
    axes : Axes
        The map.
    page : Page
        What stands there already; what is written is added.
    named : iterable of (name, geometry)
        What to name; parts beyond the frame do not count. [m]
    sizes : sequence of float
        Font sizes to try, best first. [pt]

    Returns
    -------
    list of str
        Names for which there was no room.
    """
    edge = frame(axes).buffer(-3 * metres_per_point(axes))
    shown = [(name, shape.intersection(edge)) for name, shape in named if name]
    left_out, done = [], set()
    for name, shape in sorted(shown, key=lambda pair: (-pair[1].area, pair[0])):
        if name in done or shape.is_empty:
            continue
        if _write_inside(axes, page, name, shape, sizes, look):
            done.add(name)
        else:
            left_out.append(name)
    return [name for name in left_out if name not in done]


def _write_inside(
    axes: Axes,
    page: Page,
    name: str,
    shape: BaseGeometry,
    sizes: Sequence[float],
    look: dict[str, Any],
) -> bool:
    scale = metres_per_point(axes)
    whole = max(shapely.get_parts(shape), key=lambda part: part.area)
    for size in sizes:
        for turns in ([0.0], [main_turn(whole)], _ALL_TURNS):
            for text in variants(name):
                width, height = size_of(text, size)
                spot = fit(
                    whole,
                    scale * (width + 0.5 * size),
                    scale * (height + 0.2 * size),
                    page=page,
                    turns=turns,
                )
                if spot is not None:
                    write(axes, spot, text, size, **look)
                    page.take(spot.box)
                    return True
    return False


def everything(axes: Axes, page: Page, site: Site, sizes: Sequence[float]) -> None:
    """Name a site's buildings first, then water and places in what room is left."""
    solid = shapely.union_all([building.polygon for building in site.buildings])
    built = [(one.name, one.polygon) for one in site.buildings if not one.hoarding]
    plots = [(one.name, one.polygon) for one in site.buildings if one.hoarding]
    decks = shapely.union_all([bridge.polygon for bridge in site.bridges])
    water = [(one.name, one.polygon.difference(decks)) for one in site.water]
    places = [(one.name, one.polygon.difference(solid)) for one in site.places]
    inside(axes, page, built, sizes, color=style.INK)
    inside(axes, page, plots, sizes, color=style.INK, veil=0.75)
    inside(axes, page, water, sizes, color=style.WATER_INK, fontstyle="italic")
    inside(axes, page, places, sizes, color=style.INK, fontstyle="italic", veil=0.6)


def leader(axes: Axes, spot: Spot, x: float, y: float, beyond: float, **look: Any) -> None:
    """Join a label to the point it names by a thin line, when it lies farther off than so [m]."""
    near = shapely.Point(x, y)
    if spot.box.distance(near) > beyond:
        end = shapely.shortest_line(spot.box, near).coords[0]
        axes.plot([x, end[0]], [y, end[1]], **look)


def gates(
    axes: Axes,
    page: Page,
    site: Site,
    size: float,
    *,
    named: bool,
    spare: BaseGeometry | None = None,
) -> None:
    """Mark where people come and go; name them where there is room, if can be not on ``spare``."""
    edge = frame(axes)
    here = [gate for gate in site.gates if shapely.contains_xy(edge, *gate.xy)]
    if not here:
        return
    scale = metres_per_point(axes)
    at = np.array([gate.xy for gate in here])
    axes.scatter(
        at[:, 0],
        at[:, 1],
        marker="D",
        s=(0.75 * size) ** 2,
        facecolor=style.PAPER,
        edgecolor=style.GATE,
        linewidth=0.9,
        zorder=7,
    )
    page.take(*(shapely.Point(xy).buffer(0.55 * size * scale) for xy in at))
    if not named:
        return
    for gate in sorted(here, key=lambda gate: (-gate.share, gate.id)):
        pages = [page] if spare is None else [page.besides(spare), page]
        for free, text in itertools.product(pages, variants(gate.name)):
            width, height = size_of(text, size)
            spot = next(
                beside(
                    float(gate.xy[0]),
                    float(gate.xy[1]),
                    scale * width,
                    scale * height,
                    gap=0.9 * size * scale,
                    page=free,
                    within=edge,
                ),
                None,
            )
            if spot is not None:
                x, y = map(float, gate.xy)
                leader(axes, spot, x, y, size * scale, color=style.GATE, linewidth=0.5, zorder=6.9)
                write(axes, spot, text, size, veil=0.75, color=style.GATE)
                page.take(spot.box)
                break
