"""Walk map: the shortest way between two places and a less exposed one, on one A4 sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from twin.arrays import Floats
from twin.cameras import Camera
from twin.report import framing, key_rows, layers, margin, marks, names, style
from twin.report.a4 import (
    FOOT,
    GAP,
    MARGIN,
    SHEET,
    SIGNS,
    WIDE,
    Line,
    credits_below,
    lines_above,
    strip,
)
from twin.report.framing import Box
from twin.report.key_rows import HEAD, ROW
from twin.report.labels import Page
from twin.report.raster import Raster
from twin.site import Site

__all__ = ["Drawn", "WalkScene", "walk_map"]

#: How the shortest way and the other are drawn.
LOOKS: Final[tuple[dict[str, Any], ...]] = (
    {"color": style.INK, "linewidth": 1.6, "linestyle": (0, (3, 1.6))},
    {"color": style.GATE, "linewidth": 2.6},
)

#: Ground where heads are in view, and where a face that walks some way can be searched.
SHOWN, SEARCHED = style.ZONES[0], style.FOOTFALL[2]

#: Least ground about the ways. [m]
PAD, LEAST = 25.0, 150.0


@dataclass(frozen=True, eq=False)
class Drawn:
    """A way as it is drawn: its name, corners (N, 2) [m] and what the key says of it."""

    name: str
    xy: Floats
    says: str


@dataclass(frozen=True, eq=False)
class WalkScene:
    """What a walk map shows.

    Attributes
    ----------
    site : Site
        The map.
    cameras : sequence of Camera
        The layout.
    title : str
        From where to where.
    says : sequence of str
        Sentences below the title.
    shown, searched : Raster
        Not 0 where a camera sees heads, and where a face can be searched in some direction.
    ways : sequence of Drawn
        The shortest way and the other.
    credits : sequence of str
        Lines the data's licences ask for.
    """

    site: Site
    cameras: Sequence[Camera]
    title: str
    says: Sequence[str]
    shown: Raster
    searched: Raster
    ways: Sequence[Drawn]
    credits: Sequence[str]


def walk_map(scene: WalkScene) -> Figure:
    """Draw the ways over the ground that cameras see.

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot.
    """
    with style.sheet():
        figure = Figure(figsize=SHEET, facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        lines = [Line(scene.title, framing.fitting(scene.title, 12.0, WIDE), True)]
        lines += [line for text in scene.says for line in Line.small(text)]
        title = lines_above(figure, lines)
        key = HEAD + ROW * (len(scene.ways) + 2)
        bottom = FOOT + SIGNS + 2 * GAP + key
        _draw(figure, scene, (MARGIN, bottom, WIDE, SHEET[1] - title - bottom))
        _key(strip(figure, FOOT + SIGNS + GAP, key), scene, key)
        margin.sign_key(strip(figure, FOOT, SIGNS), scene.site, columns=4)
        credits_below(figure, scene.credits)
    return figure


def _draw(figure: Figure, scene: WalkScene, inches: Box) -> None:
    """Draw the map."""
    site, page = scene.site, Page()
    corners = np.concatenate([way.xy for way in scene.ways])
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    bounds = (float(west), float(south), float(east), float(north))
    shown = framing.framed(bounds, inches[2] / inches[3], pad=PAD, least=LEAST)
    axes = framing.map_axes(figure, inches, shown)
    layers.ground(axes, site)
    layers.cells(axes, scene.shown, facecolor=SHOWN, edgecolor="none")
    layers.cells(axes, scene.searched, facecolor=SEARCHED, edgecolor="none")
    layers.details(axes, site)
    layers.buildings(axes, site)
    layers.boundary(axes, site)
    for way, look in zip(scene.ways, LOOKS, strict=True):
        axes.plot(*way.xy.T, zorder=5, solid_capstyle="round", **look)
    _ends(axes, scene.ways[0])
    margin.scale_bar(axes, page, share=0.25)
    margin.north_arrow(axes, page)
    marks.cameras(axes, page, scene.cameras, 7.5, full=True)
    names.gates(axes, page, site, 6.2, named=True)
    names.everything(axes, page, site, (8.0, 7.0, 6.0))


def _ends(axes: Axes, way: Drawn) -> None:
    """Mark where the ways begin, with a ring, and where they end, with a disc."""
    for at, face in ((0, style.PAPER), (-1, style.GATE)):
        axes.plot(
            *way.xy[at], marker="o", markersize=7, color=face, markeredgecolor=style.GATE,
            markeredgewidth=1.6, zorder=8,
        )  # fmt: skip


def _key(axes: Axes, scene: WalkScene, height: float) -> None:
    """Say what lines and colours mean."""
    key_rows.head(axes, "Ways, from the ring to the disc", height, ())
    y = HEAD + ROW / 2
    for way, look in zip(scene.ways, LOOKS, strict=True):
        axes.add_line(Line2D([0, key_rows.COLOUR], [y, y], **look))
        key_rows.write(axes, y, f"{way.name}: {way.says}")
        y += ROW
    for colour, says in (
        (SHOWN, "a camera sees heads"),
        (SEARCHED, "the face of whoever walks there in some direction can be searched"),
    ):
        key_rows.swatch(axes, y, facecolor=colour, edgecolor=style.QUIET, linewidth=0.4)
        key_rows.write(axes, y, says)
        y += ROW
