"""Plan: the site, the cameras, what they cover and where people walk, on one A3 sheet."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from twin.cameras import Camera
from twin.exposure import standard_of
from twin.report import framing, layers, margin, marks, names, style
from twin.report.digest import HUMAN_STANDARD, Digest
from twin.report.framing import Box
from twin.report.labels import Page
from twin.report.raster import Raster
from twin.report.sentences import cameras, conditions, share, when
from twin.site import Site
from twin.wording import number

#: A3, landscape. [inch]
SHEET: Final = (16.54, 11.69)
MARGIN: Final = 0.45
TITLE: Final = 0.98
FOOT: Final = 0.75
KEYS: Final = 2.15
GAP: Final = 0.3

#: Least and most the map of the whole site may take of the sheet's width. [inch]
LEFT: Final = (3.2, 6.4)

#: Footfall this much below the busiest ground is left bare, so that what is busy stands out.
BARE_BELOW: Final = 1 / 300


@dataclass(frozen=True, eq=False)
class Scene:
    """What a plan shows.

    Attributes
    ----------
    site : Site
        The map, as of the scenario's date.
    cameras : sequence of Camera
        The layout.
    coverage : Raster
        Best density of any camera at head height. [px/m]
    footfall : Raster
        Time people spent there in the time simulated, per area. [person s / m2]
    told : Digest
        What was found.
    credits : sequence of str
        Lines the data's licences ask for.
    """

    site: Site
    cameras: Sequence[Camera]
    coverage: Raster
    footfall: Raster
    told: Digest
    credits: Sequence[str]


def plan(scene: Scene) -> Figure:
    """Draw the sheet: the whole site with footfall, a close-up with coverage, and the keys.

    Parameters
    ----------
    scene : Scene
        What to show.

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot, so nothing stays open and any thread may draw.
    """
    with style.sheet():
        figure = Figure(figsize=SHEET, facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        _title(figure, scene)
        height = SHEET[1] - TITLE - FOOT
        left, whole = _whole_site(scene.site, height)
        site_axes = framing.map_axes(figure, (MARGIN, FOOT, left, height), whole)
        close_left = MARGIN + left + GAP
        close_size = (SHEET[0] - MARGIN - close_left, height - KEYS - GAP)
        close = framing.close_up(
            scene.site,
            scene.cameras,
            scene.coverage,
            scene.told.edition.levels[0].density,
            aspect=close_size[0] / close_size[1],
        )
        close_axes = framing.map_axes(figure, (close_left, FOOT + KEYS + GAP, *close_size), close)
        image = _draw_whole(site_axes, scene, close)
        _draw_close_up(close_axes, scene)
        _keys(figure, scene, image, (close_left, FOOT, close_size[0], KEYS))
        _foot(figure, scene)
    return figure


def _whole_site(site: Site, height: float) -> tuple[float, Box]:
    """Choose the width of the map of the whole site [inch] and the ground it shows [m]."""
    bounds = shapely.union_all([site.boundary, site.extent]).bounds
    west, south, east, north = bounds
    left = float(np.clip(height * (east - west) / (north - south), *LEFT))
    return left, framing.framed(bounds, left / height, pad=0.02 * (north - south))


def _footfall_range(raster: Raster) -> tuple[float, float]:
    """Choose the ends of the colour scale, the upper one round and passed by 1 % of the cells."""
    used = raster.values[raster.values > 0]
    top = float(np.percentile(used, 99)) if len(used) else 1.0
    high = float(f"{top:.1g}")
    return BARE_BELOW * high, high


def _draw_whole(axes: Axes, scene: Scene, close: Box) -> AxesImage:
    site, page = scene.site, Page()
    layers.ground(axes, site)
    low, high = _footfall_range(scene.footfall)
    image = layers.footfall(axes, scene.footfall, low=low, high=high)
    layers.details(axes, site)
    layers.buildings(axes, site)
    layers.boundary(axes, site)
    least = [level.density for level in scene.told.edition.levels][:1]
    layers.zone_edges(axes, scene.coverage, least)
    margin.scale_bar(axes, page)
    margin.north_arrow(axes, page)
    margin.close_up_frame(axes, page, close)
    marks.cameras(axes, page, scene.cameras, 6.5, full=False)
    names.gates(axes, page, site, 6.0, named=False)
    names.everything(axes, page, site, (6.0, 5.4, 4.8))
    return image


def _draw_close_up(axes: Axes, scene: Scene) -> None:
    site, page = scene.site, Page()
    layers.ground(axes, site)
    low, high = _footfall_range(scene.footfall)
    layers.footfall(axes, scene.footfall, low=low, high=high, strength=0.55)
    layers.zones(axes, scene.coverage, standard_of(HUMAN_STANDARD))
    layers.details(axes, site)
    layers.buildings(axes, site)
    layers.boundary(axes, site)
    margin.scale_bar(axes, page, share=0.25)
    margin.north_arrow(axes, page)
    least = scene.told.edition.levels[0].density
    reached = np.where(scene.coverage.values >= least, 1.0, 0.0)
    covered = layers.ground_of(replace(scene.coverage, values=reached))
    marks.cameras(axes, page, scene.cameras, 7.5, full=True, spare=covered)
    names.gates(axes, page, site, 6.2, named=True, spare=covered)
    names.everything(axes, page, site, (8.0, 7.0, 6.0))


def _title(figure: Figure, scene: Scene) -> None:
    told = scene.told
    x, top = MARGIN / SHEET[0], 1 - 0.30 / SHEET[1]
    first = f"{told.site}: {when(told)}, {number(told.present)} people"
    size = framing.fitting(first, 17.0, SHEET[0] - 2 * MARGIN)
    figure.text(x, top, first, fontsize=size, fontweight="bold", va="top")
    human, machine = told.human, told.machine
    second = (
        f"{cameras(told)} saw {number(told.seen)} people "
        f"({share(told.seen, told.present)}), showed the face of {number(human.with_face)} "
        f"({share(human.with_face, told.present)}) in enough detail for a human to identify, "
        f"and would let a machine identify about {number(machine.people)} "
        f"({share(machine.people, told.present)}), if each were enrolled ({conditions(told)})."
    )
    figure.text(
        x,
        top - 0.34 / SHEET[1],
        second,
        fontsize=framing.fitting(second, 9.5, SHEET[0] - 2 * MARGIN),
        va="top",
        color=style.QUIET,
    )


def _keys(figure: Figure, scene: Scene, image: AxesImage, inches: Box) -> None:
    left, bottom, width, height = inches
    columns = ((0.0, 0.30), (0.335, 0.21), (0.58, 0.42))
    zone, foot, sign = (
        figure.add_axes(
            (
                (left + start * width) / SHEET[0],
                bottom / SHEET[1],
                part * width / SHEET[0],
                height / SHEET[1],
            )
        )
        for start, part in columns
    )
    told = scene.told
    rows = [
        (level.name, level.density, number(level.people), number(level.with_face))
        for level in told.edition.levels
    ]
    margin.zone_key(
        zone,
        f"Coverage, {told.edition.title}",
        rows,
        note="People who reached the level at least once: whichever way they faced,\n"
        "and with the face shown. Zones: heads 1.6 m above the ground,\nnobody in the way.",
    )
    margin.footfall_key(
        foot,
        image,
        title="Footfall",
        unit=f"person-seconds per m², {_period(told)}",
        ends=_footfall_range(scene.footfall),
    )
    margin.camera_key(
        foot, [(row.name, number(row.seen), number(row.with_face)) for row in told.cameras]
    )
    margin.sign_key(sign, scene.site)


def _period(told: Digest) -> str:
    return "the day" if told.whole_day else told.clock


def _foot(figure: Figure, scene: Scene) -> None:
    """Say what a machine's figures were measured on, and whose the data are."""
    validity = textwrap.wrap(f"Machine: {scene.told.validity}", width=290)
    figure.text(
        MARGIN / SHEET[0],
        0.43 / SHEET[1],
        "\n".join(validity),
        fontsize=5.6,
        color=style.QUIET,
        va="bottom",
    )
    figure.text(
        MARGIN / SHEET[0],
        0.30 / SHEET[1],
        "Map and positions: " + " · ".join(scene.credits),
        fontsize=6.2,
        color=style.QUIET,
        va="center",
    )
