"""Crowd map: how close together people are on the ground about a moment, on one A4 sheet."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure

from twin.report import framing, layers, margin, names, style
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
from twin.report.crowd_scene import CLOSE, PAD, CrowdScene
from twin.report.framing import Box
from twin.report.key_rows import HEAD, ROW, head, swatch, write
from twin.report.labels import Page, beside
from twin.report.over_map import ABOVE, over_map
from twin.report.raster import Raster
from twin.report.service import BANDS, BARE, bands_of
from twin.site import Site
from twin.site.things import Place
from twin.wording import density, few_digits, number

__all__ = ["crowd_map", "doing", "map_of", "marked"]

#: Least and most the map of the whole site may take of the width, beside a close-up. [inch]
LEFT: Final = (2.6, 4.4)

#: What the map of the whole site is called.
WHOLE: Final = "Whole site"


def crowd_map(scene: CrowdScene, facts: Mapping[str, Any]) -> Figure:
    """Draw how many people are on a square metre.

    Parameters
    ----------
    scene : CrowdScene
        What was counted.
    facts : mapping
        From :func:`twin.report.crowd_facts.crowd_facts`.

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot.
    """
    rows = 1 + len(BANDS) + bool(scene.lost)
    with style.sheet():
        figure = Figure(figsize=SHEET, facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        title = lines_above(figure, _lines(scene, facts))
        key = HEAD + ROW * rows
        bottom = FOOT + SIGNS + 2 * GAP + key
        _maps(figure, scene, facts, (MARGIN, bottom, WIDE, SHEET[1] - title - bottom))
        _key(strip(figure, FOOT + SIGNS + GAP, key), scene, facts, key)
        margin.sign_key(strip(figure, FOOT, SIGNS), scene.site, columns=4, cameras=False)
        credits_below(figure, scene.credits)
    return figure


def doing(facts: Mapping[str, Any]) -> str:
    """Say how many people are outdoors, and how many of them stand."""
    told = facts["doing"]
    walking = told["walking"] + told["walking_phone"]
    return (
        f"{number(facts['present'])} people outdoors: {number(walking)} walk, "
        f"{number(told['queueing'])} queue, {number(told['resting'])} sit, stand or wait"
    )


def _lines(scene: CrowdScene, facts: Mapping[str, Any]) -> list[Line]:
    """Say where, when, how many, and how the density is taken."""
    first = f"{scene.title}, {scene.span}"
    second = doing(facts)
    there = "" if scene.place_name is None else f" of {scene.place_name}"
    explained = (
        "Mean number of people per square metre over that time, in squares of "
        f"{facts['cell_m']:g} m: whoever is in a square, walking or not, divided by its walkable "
        f"ground. On average {density(facts['mean_density_per_m2'])} persons/m² over all walkable "
        f"ground{there}, {density(facts['met_density_per_m2'])} where people are."
    )
    return [
        Line(first, framing.fitting(first, 12.0, WIDE), True),
        Line(second, framing.fitting(second, 10.5, WIDE), True),
        *Line.small(explained),
    ]


def map_of(axes: Axes, site: Site) -> None:
    """Draw a site without names."""
    layers.ground(axes, site)
    layers.details(axes, site)
    layers.buildings(axes, site)
    layers.boundary(axes, site)


def _maps(figure: Figure, scene: CrowdScene, facts: Mapping[str, Any], inches: Box) -> None:
    """Draw the place asked for or all of a small site; else the site beside its busiest part."""
    x, y, width, height = inches
    height -= ABOVE
    bounds = shapely.union_all([scene.site.boundary, scene.site.extent]).bounds
    small = max(bounds[2] - bounds[0], bounds[3] - bounds[1]) <= CLOSE
    if scene.within is not None or small:
        called, box = scene.close_up if scene.within is not None else (WHOLE, bounds)
        shown = framing.framed(box, width / height, pad=PAD if scene.within is None else 0.0)
        axes, _ = _map(figure, scene, facts, (x, y, width, height), shown, whole=False)
        over_map(axes, called)
        return
    left = float(np.clip(height * (bounds[2] - bounds[0]) / (bounds[3] - bounds[1]), *LEFT))
    right = width - left - GAP
    whole = framing.framed(bounds, left / height, pad=PAD)
    called, busiest = scene.close_up
    close = framing.framed(busiest, right / height, pad=0.0)
    axes, page = _map(figure, scene, facts, (x, y, left, height), whole, whole=True)
    margin.close_up_frame(axes, page, close)
    names.everything(axes, page, scene.site, (5.4, 4.8))
    over_map(axes, WHOLE)
    axes, _ = _map(figure, scene, facts, (x + left + GAP, y, right, height), close, whole=False)
    over_map(axes, called)


def _map(
    figure: Figure,
    scene: CrowdScene,
    facts: Mapping[str, Any],
    inches: Box,
    shown: Box,
    *,
    whole: bool,
) -> tuple[Axes, Page]:
    """Draw a map; name what is on it, but on that of the whole site."""
    site, counted = scene.site, scene.crowding
    axes = framing.map_axes(figure, inches, shown)
    page = Page()
    map_of(axes, site)
    level = bands_of(counted.density)
    axes.imshow(
        np.ma.masked_less(level, 0),
        cmap=ListedColormap([band.colour for band in BANDS]),
        norm=BoundaryNorm(np.arange(len(BANDS) + 1) - 0.5, len(BANDS)),
        extent=Raster(counted.x0, counted.y0, counted.cell, counted.people).bounds,
        origin="lower",
        interpolation="none",
        aspect="auto",
        zorder=2,
    )
    if counted.place is not None:
        _veil(axes, counted.place)
    marked(axes, page, scene)
    if facts["densest"]:
        says = f"densest: {few_digits(facts['densest']['density_per_m2'])}/m²"
        _point_out(axes, page, counted.densest, says)
    names.gates(axes, page, site, 4.5 if whole else 6.0, named=not whole)
    if not whole:
        names.everything(axes, page, site, (7.5, 6.5, 5.5))
    return axes, page


def _veil(axes: Axes, place: Place) -> None:
    """Outline the place people were counted on, and make the rest paler."""
    rest = names.frame(axes).difference(place.polygon)
    layers.fill(axes, [rest], facecolor=style.PAPER, edgecolor="none", alpha=0.6, zorder=3.7)
    layers.fill(axes, [place.polygon], facecolor="none", edgecolor=style.INK, lw=0.9, zorder=3.8)


def marked(axes: Axes, page: Page, scene: CrowdScene) -> None:
    """Cross out where people never found their way out."""
    scale = names.metres_per_point(axes)
    for x, y in scene.lost.values():
        axes.plot(x, y, "x", ms=6, mec=style.CAMERA, mew=1.6, zorder=8.2)
        page.take(shapely.Point(x, y).buffer(3 * scale))


def _point_out(axes: Axes, page: Page, at: tuple[float, float], says: str) -> None:
    """Ring a spot and write beside it."""
    edge, scale = names.frame(axes), names.metres_per_point(axes)
    if not shapely.contains_xy(edge, *at):
        return
    axes.plot(*at, "o", ms=8, mfc="none", mec=style.INK, mew=0.9, zorder=7.6)
    page.take(shapely.Point(at).buffer(5 * scale))
    width, height = names.size_of(says, 6.5, weight="bold")
    spot = next(
        beside(
            *at, scale * (width + 4), scale * (height + 2), gap=6 * scale, page=page, within=edge
        ),
        None,
    )
    if spot is not None:
        names.leader(axes, spot, *at, 8 * scale, color=style.INK, linewidth=0.6, zorder=7.5)
        names.write(axes, spot, says, 6.5, veil=0.85, fontweight="bold")
        page.take(spot.box)


def _key(axes: Axes, scene: CrowdScene, facts: Mapping[str, Any], height: float) -> None:
    """Say what the colours mean, and how much ground and how many people have each."""
    columns = ("persons/m²", "ground", "people", "so that they")
    head(axes, "Density, by Fruin's levels of service of walkways", height, columns)
    tops = [*(f"{band.least:.2g}" for band in BANDS), ""]
    y = HEAD + ROW / 2
    for band, top, told in zip((BARE, *BANDS), tops, facts["levels"], strict=True):
        between = f"{band.least:.2g} to {top}" if top else f"{band.least:.2g} or more"
        numbers = (between, f"{number(told['ground_m2'])} m²", number(told["people"]))
        swatch(axes, y, facecolor=band.colour, edgecolor=style.BUILDING_EDGE, linewidth=0.5)
        write(axes, y, band.name, (*numbers, band.meaning))
        y += ROW
    if scene.lost:
        axes.plot(0.022, y, "x", ms=5, mec=style.CAMERA, mew=1.6)
        says = f"{len(scene.lost)} of the whole day never found their way out, last seen here"
        write(axes, y, says)
