"""Ground map: the ground round cameras by the level at which they show faces, on one A4 sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from twin.report import framing, ground_key, layers, margin, marks, names, style
from twin.report.caption import wrapped
from twin.report.framing import Box
from twin.report.ground_scene import MEANS, GroundScene
from twin.report.labels import Page
from twin.report.raster import Raster
from twin.report.sentences import how_many_cameras, when
from twin.site.ground import Ground
from twin.wording import number, ours

__all__ = ["SHEET", "ground_map"]

#: A4, portrait. [inch]
SHEET: Final = (8.27, 11.69)
MARGIN: Final = 0.45
FOOT: Final = 0.62
SIGNS: Final = 0.8
GAP: Final = 0.16

#: Thinner edges than elsewhere, as those of squares that people crossed are ragged. [pt]
EDGES: Final = (0.2, 0.5)

#: Size of letters that explain. [pt]
SMALL: Final = 8.0

#: Between the margins. [inch]
WIDE: Final = SHEET[0] - 2 * MARGIN


def ground_map(scene: GroundScene, facts: Mapping[str, Any]) -> Figure:
    """Draw where the best camera shows faces at each level.

    Parameters
    ----------
    scene : GroundScene
        What was measured.
    facts : mapping
        From :func:`twin.report.ground_text.ground_facts`.

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot.
    """
    with style.sheet():
        figure = Figure(figsize=SHEET, facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        title = _title(figure, scene)
        key = ground_key.height(scene)
        bottom = FOOT + SIGNS + 2 * GAP + key
        _draw(figure, scene, (MARGIN, bottom, WIDE, SHEET[1] - title - bottom))
        ground_key.draw(_strip(figure, FOOT + SIGNS + GAP, key), scene, facts)
        margin.sign_key(_strip(figure, FOOT, SIGNS), scene.site, columns=4)
        _foot(figure, scene)
    return figure


def _strip(figure: Figure, bottom: float, height: float) -> Axes:
    """Make axes between the margins, so far up the sheet and so high. [inch]"""
    across, up = SHEET
    return figure.add_axes((MARGIN / across, bottom / up, WIDE / across, height / up))


def _draw(figure: Figure, scene: GroundScene, inches: Box) -> None:
    """Draw the map."""
    site, page = scene.site, Page()
    density, towards, away, deserted = (
        Raster.of_nodes(Ground.of(site), np.asarray(values, dtype=np.float64))
        for values in (scene.density, scene.towards, *scene.unreached())
    )
    least = scene.standard.levels[0].density.value
    shown = framing.close_up(site, scene.cameras, towards, least, aspect=inches[2] / inches[3])
    axes = framing.map_axes(figure, inches, shown)
    layers.ground(axes, site)
    layers.zones(axes, density, scene.standard)
    layers.zone_edges(axes, density, list(scene.standard.densities.values()), widths=EDGES)
    layers.cells(axes, away, **layers.AWAY)
    layers.cells(axes, deserted, **layers.DESERTED)
    layers.details(axes, site)
    layers.buildings(axes, site)
    layers.boundary(axes, site)
    margin.scale_bar(axes, page, share=0.25)
    margin.north_arrow(axes, page)
    marks.cameras(axes, page, scene.cameras, 7.5, full=True)
    names.gates(axes, page, site, 6.2, named=True)
    names.everything(axes, page, site, (8.0, 7.0, 6.0))


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


def _lines(scene: GroundScene) -> list[Line]:
    """Say where, when and of how many, which way faces point, and what that means."""
    told = scene.told
    which, means = MEANS[scene.heading]
    first = f"{told.site}: {when(told)}, {number(told.present)} people"
    second = f"How finely faces are shown {which} (heading: {scene.heading})"
    more = [wrapped(text.split(" "), SMALL, 72 * WIDE) for text in (means, _through(scene))]
    return [
        Line(first, framing.fitting(first, 12.0, WIDE), True),
        Line(second, framing.fitting(second, 10.5, WIDE), True),
        *(Line(text, SMALL, False) for lines in more for text in lines),
    ]


def _title(figure: Figure, scene: GroundScene) -> float:
    """Write the lines above the map; return how much of the sheet they take. [inch]"""
    down = 0.36
    for line in _lines(scene):
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


def _through(scene: GroundScene) -> str:
    """Say through which cameras faces are shown, and where the faces are."""
    cameras = scene.cameras
    which = "" if scene.whole else f" ({', '.join(camera.id for camera in cameras)} alone)"
    best = ", each spot by the best of them" if len(cameras) > 1 else ""
    tours = any(camera.watch is not None for camera in cameras)
    turning = "; a preset of a tour as while it looks that way" if tours else ""
    return (
        f"{how_many_cameras(len(cameras))}{ours([camera.invented for camera in cameras])}"
        f"{which}{best}; faces {scene.height:g} m above the ground, nobody in the way{turning}."
    )


def _foot(figure: Figure, scene: GroundScene) -> None:
    """Say whose the data are."""
    text = "Map and positions: " + " · ".join(scene.credits)
    figure.text(
        MARGIN / SHEET[0],
        0.30 / SHEET[1],
        "\n".join(wrapped(text.split(" "), 6.2, 72 * WIDE)),
        fontsize=6.2,
        color=style.QUIET,
        va="bottom",
        linespacing=1.4,
    )
