"""Plan: the site, the cameras, what they cover and where people walk, on one A3 sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from twin.cameras import Camera
from twin.report import layers, margin, names, style
from twin.report.digest import HUMAN_STANDARD, Digest
from twin.report.labels import Page
from twin.report.raster import Raster
from twin.report.sentences import conditions, number, share, when
from twin.site import Site

#: A3, landscape. [inch]
SHEET: Final = (16.54, 11.69)
MARGIN: Final = 0.45
TITLE: Final = 0.98
FOOT: Final = 0.55
KEYS: Final = 2.15
GAP: Final = 0.3

#: Footfall below this is left bare, so that the busy ground stands out. [visits / m2]
BARE_BELOW: Final = 3.0

#: The least ground the close-up shows, so that streets around it can be told. [m]
CLOSE_UP: Final = 230.0

Box = tuple[float, float, float, float]


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
        Visits per area in the time simulated. [1/m2]
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
    with mpl.rc_context(dict(style.SETTINGS)):
        figure = Figure(figsize=SHEET, facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        _title(figure, scene)
        whole = _whole_site_box(scene.site)
        left = _left_width(whole)
        height = SHEET[1] - TITLE - FOOT
        site_axes = _map_axes(figure, (MARGIN, FOOT, left, height), whole)
        close_left = MARGIN + left + GAP
        close_size = (SHEET[0] - MARGIN - close_left, height - KEYS - GAP)
        close = _close_up_box(scene, close_size[0] / close_size[1])
        close_axes = _map_axes(figure, (close_left, FOOT + KEYS + GAP, *close_size), close)
        image = _draw_whole(site_axes, scene, close)
        _draw_close_up(close_axes, scene)
        _keys(figure, scene, image, (close_left, FOOT, close_size[0], KEYS))
        _foot(figure, scene.credits)
    return figure


def save(figure: Figure, folder: Path, *, stem: str = "plan", dpi: int = 200) -> dict[str, Path]:
    """Write a figure as PNG and SVG, each beside its place and then renamed.

    Parameters
    ----------
    figure : Figure
        From :func:`plan`.
    folder : Path
        Must exist.
    stem : str
        Name of the files without their endings.
    dpi : int
        Of the PNG; 200 is enough for print at A3. [px/inch]

    Returns
    -------
    dict of str to Path
        "png" and "svg".
    """
    made = {}
    with mpl.rc_context(dict(style.SETTINGS)):
        for kind, details in (("png", {"Software": None}), ("svg", {"Date": None})):
            target = folder / f"{stem}.{kind}"
            beside = target.with_name(f".{target.name}.part")
            figure.savefig(
                beside,
                format=kind,
                dpi=dpi,
                metadata={"Title": stem, **details},  # type: ignore[dict-item]
            )
            beside.replace(target)
            made[kind] = target
    return made


def _map_axes(figure: Figure, inches: Box, shown: Box) -> Axes:
    """Make axes at a place on the sheet [inch] that show a box of ground [m]."""
    x, y, width, height = inches
    axes = figure.add_axes((x / SHEET[0], y / SHEET[1], width / SHEET[0], height / SHEET[1]))
    west, south, east, north = shown
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    axes.set_facecolor(style.OUTSIDE)
    axes.set_autoscale_on(False)
    return axes


def _whole_site_box(site: Site) -> Box:
    west, south, east, north = shapely.union_all([site.boundary, site.extent]).bounds
    pad = 0.02 * (north - south)
    return (west - pad, south - pad, east + pad, north + pad)


def _left_width(whole: Box) -> float:
    """Give the whole site the width its height on the sheet asks for. [inch]."""
    west, south, east, north = whole
    return (SHEET[1] - TITLE - FOOT) * (east - west) / (north - south)


def _close_up_box(scene: Scene, aspect: float) -> Box:
    """Frame the cameras and the ground they cover at the second level or better."""
    second = [level.density for level in scene.told.levels][1]
    at = [shapely.Point(camera.position[:2]) for camera in scene.cameras]
    of_interest = shapely.union_all([*at, names.zone_of_interest(scene.coverage, second)])
    if of_interest.is_empty:
        of_interest = scene.site.boundary
    west, south, east, north = of_interest.buffer(18.0).bounds
    height = max(north - south, (east - west) / aspect, CLOSE_UP / aspect)
    width = height * aspect
    x, y = (west + east) / 2, (south + north) / 2
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _footfall_range(raster: Raster) -> tuple[float, float]:
    """Choose round ends of the colour scale, the upper one passed by 1 % of the used cells."""
    used = raster.values[raster.values > BARE_BELOW]
    top = float(np.percentile(used, 99)) if len(used) else 10 * BARE_BELOW
    return BARE_BELOW, max(float(f"{top:.1g}"), 10 * BARE_BELOW)


def _draw_whole(axes: Axes, scene: Scene, close: Box) -> layers.AxesImage:
    site, page = scene.site, Page()
    layers.ground(axes, site)
    low, high = _footfall_range(scene.footfall)
    image = layers.footfall(axes, scene.footfall, low=low, high=high)
    layers.details(axes, site)
    layers.buildings(axes, site)
    layers.boundary(axes, site)
    least = [level.density for level in scene.told.levels][:1]
    layers.zone_edges(axes, scene.coverage, least)
    margin.scale_bar(axes, page)
    margin.north_arrow(axes, page)
    _close_up_frame(axes, page, close)
    names.cameras(axes, page, scene.cameras, 6.5, full=False)
    names.gates(axes, page, site, 6.0, named=False)
    names.inside(axes, page, _water(site), (6.0, 5.0), color=style.WATER_INK, fontstyle="italic")
    names.inside(axes, page, _buildings(site), (6.0, 5.4, 4.8), color=style.INK)
    names.inside(axes, page, _places(site), (5.8, 5.0), color=style.QUIET, fontstyle="italic")
    return image


def _draw_close_up(axes: Axes, scene: Scene) -> None:
    site, page = scene.site, Page()
    layers.ground(axes, site)
    densities = [level.density for level in scene.told.levels]
    layers.zones(axes, scene.coverage, densities)
    layers.details(axes, site)
    layers.buildings(axes, site)
    layers.boundary(axes, site)
    margin.scale_bar(axes, page, share=0.25)
    margin.north_arrow(axes, page)
    names.cameras(axes, page, scene.cameras, 7.5, full=True)
    names.gates(axes, page, site, 6.2, named=True)
    names.inside(axes, page, _water(site), (8.0, 7.0), color=style.WATER_INK, fontstyle="italic")
    names.inside(axes, page, _buildings(site), (8.0, 7.0, 6.0), color=style.INK)
    names.inside(axes, page, _places(site), (7.5, 6.5), color=style.QUIET, fontstyle="italic")


def _buildings(site: Site) -> list[tuple[str, shapely.geometry.base.BaseGeometry]]:
    return [(building.name, building.polygon) for building in site.buildings]


def _places(site: Site) -> list[tuple[str, shapely.geometry.base.BaseGeometry]]:
    return [(place.name, place.polygon) for place in site.places]


def _water(site: Site) -> list[tuple[str, shapely.geometry.base.BaseGeometry]]:
    return [(water.name, water.polygon) for water in site.water]


def _close_up_frame(axes: Axes, page: Page, close: Box) -> None:
    west, south, east, north = close
    axes.plot(
        [west, east, east, west, west],
        [south, south, north, north, south],
        color=style.INK,
        linewidth=0.7,
        linestyle=(0, (2, 2)),
        zorder=6,
    )
    page.take(shapely.LineString([(west, south), (east, south), (east, north), (west, north)]))


def _title(figure: Figure, scene: Scene) -> None:
    told = scene.told
    x, top = MARGIN / SHEET[0], 1 - 0.30 / SHEET[1]
    first = f"{told.site}: {when(told)}, {number(told.present)} people"
    figure.text(x, top, first, fontsize=17, fontweight="bold", va="top")
    machine = told.machine
    second = (
        f"{len(told.cameras)} cameras saw {number(told.seen)} people "
        f"({share(told.seen, told.present)}). {number(told.human)} "
        f"({share(told.human, told.present)}) came close enough for a stranger to identify "
        f"({told.standards[HUMAN_STANDARD].title}). A face recogniser would be expected to name "
        f"{number(machine.people)} ({share(machine.people, told.present)}), if enrolled "
        f"({conditions(machine)})."
    )
    figure.text(x, top - 0.34 / SHEET[1], second, fontsize=9, va="top", color=style.QUIET)


def _keys(figure: Figure, scene: Scene, image: layers.AxesImage, inches: Box) -> None:
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
    rows = [(level.name, level.density, number(level.people)) for level in told.levels]
    margin.zone_key(
        zone,
        f"Coverage, {told.standards[HUMAN_STANDARD].title}",
        rows,
        note="Right: people who reached the level at least once.\n"
        "Zones: heads 1.6 m above the ground, nobody in the way.",
    )
    margin.footfall_key(
        foot,
        image,
        title="Footfall",
        unit=f"people per m², {_period(told)} (one visit each entry)",
    )
    margin.sign_key(sign)


def _period(told: Digest) -> str:
    return "the day" if told.whole_day else told.clock


def _foot(figure: Figure, credits: Sequence[str]) -> None:
    figure.text(
        MARGIN / SHEET[0],
        0.34 / SHEET[1],
        "Map and positions: " + " · ".join(credits),
        fontsize=6.2,
        color=style.QUIET,
        va="center",
    )
