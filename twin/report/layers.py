"""Layers: draw what a map holds onto axes, from the ground up."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection, LineCollection
from matplotlib.colors import (
    BoundaryNorm,
    LinearSegmentedColormap,
    ListedColormap,
    LogNorm,
)
from matplotlib.image import AxesImage
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from twin.exposure import Standard
from twin.report import style
from twin.report.raster import Raster
from twin.site import Site

#: How ground is drawn on which faces look away, and on which nobody was.
AWAY: Final[Mapping[str, Any]] = {
    "facecolor": "none",
    "edgecolor": style.ZONES[2],
    "linewidth": 0.0,
    "hatch": "\\" * 4,
}
DESERTED: Final[Mapping[str, Any]] = {**AWAY, "edgecolor": style.QUIET, "hatch": "...."}

#: Kinds of place that are drawn green.
GREEN = ("lawn", "park", "garden")


def polygons(shape: BaseGeometry) -> list[Polygon]:
    """List the polygons in any geometry."""
    return [
        part
        for part in shapely.get_parts(shape, return_index=False)
        if isinstance(part, Polygon) and not part.is_empty
    ]


def outline(shapes: Iterable[BaseGeometry]) -> Path | None:
    """Turn polygons, holes included, into one path; None when there is none."""
    paths = [
        Path(np.asarray(ring.coords)[:, :2], closed=True)
        for shape in shapes
        for part in polygons(shape)
        for turned in [shapely.orient_polygons(part)]
        for ring in (turned.exterior, *turned.interiors)
    ]
    return Path.make_compound_path(*paths) if paths else None


def fill(axes: Axes, shapes: Iterable[BaseGeometry], **look: Any) -> None:
    """Draw polygons as one patch; `look` goes to matplotlib's PathPatch."""
    path = outline(shapes)
    if path is not None:
        axes.add_artist(PathPatch(path, **look))


def ground(axes: Axes, site: Site) -> None:
    """Draw walkable ground, lawns and water."""
    fill(axes, [site.walkable], facecolor=style.GROUND, edgecolor="none", zorder=1)
    green = [p.polygon for p in site.places if p.place in GREEN]
    fill(axes, green, facecolor=style.LAWN, edgecolor="none", zorder=1.2)
    wet = [water.polygon for water in site.water]
    fill(
        axes,
        wet,
        facecolor=style.WATER,
        edgecolor=style.WATER_INK,
        linewidth=0.3,
        zorder=1.4,
    )
    decks = [bridge.polygon for bridge in site.bridges]
    fill(
        axes,
        decks,
        facecolor=style.GROUND,
        edgecolor=style.QUIET,
        linewidth=0.5,
        zorder=1.6,
    )


def buildings(axes: Axes, site: Site) -> None:
    """Draw buildings, canopies and hoarded plots; those off the site are paler."""
    near = site.boundary.buffer(3.0)
    solid = [b for b in site.buildings if b.blocks and not b.hoarding]
    ours = [b.polygon for b in solid if near.intersects(b.polygon.representative_point())]
    around = [b.polygon for b in solid if not near.intersects(b.polygon.representative_point())]
    edge: dict[str, Any] = {"edgecolor": style.BUILDING_EDGE, "linewidth": 0.5}
    fill(axes, around, facecolor=style.BUILDING_AROUND, zorder=3, **edge)
    fill(axes, ours, facecolor=style.BUILDING, zorder=3.1, **edge)
    plots = [b.polygon for b in site.buildings if b.hoarding]
    fill(
        axes,
        plots,
        facecolor=style.HOARDING,
        edgecolor=style.HOARDING_EDGE,
        linewidth=0.7,
        hatch="////",
        zorder=3.2,
    )
    open_under = [b.polygon for b in site.buildings if not b.blocks]
    fill(
        axes,
        open_under,
        facecolor="none",
        edgecolor=style.BUILDING_EDGE,
        linewidth=0.6,
        linestyle=(0, (4, 2)),
        zorder=3.3,
    )


def details(axes: Axes, site: Site) -> None:
    """Draw stairs, furniture and trees."""
    steps = [stair.polygon for stair in site.stairs]
    fill(
        axes,
        steps,
        facecolor="none",
        edgecolor=style.STAIRS,
        linewidth=0.3,
        hatch="|||||",
        zorder=1.8,
    )
    things = [thing.polygon for thing in site.furniture]
    fill(axes, things, facecolor=style.BUILDING_EDGE, edgecolor="none", zorder=2.6)
    if site.trees:
        at = np.array([tree.xy for tree in site.trees])
        across = 2 * np.array([tree.crown_radius for tree in site.trees])
        crowns = EllipseCollection(
            across,
            across,
            np.zeros(len(at)),
            units="xy",
            offsets=at,
            offset_transform=axes.transData,
            facecolor=style.TREE,
            edgecolor="none",
            alpha=0.55,
            zorder=3.4,
        )
        axes.add_collection(crowns)


def boundary(axes: Axes, site: Site) -> None:
    """Draw the edge of the site as a long dash."""
    rings = [
        np.asarray(ring.coords)[:, :2]
        for part in polygons(site.boundary)
        for ring in (part.exterior, *part.interiors)
    ]
    axes.add_collection(
        LineCollection(
            rings,
            colors=style.INK,
            linewidths=0.9,
            linestyles=[(0, (8, 2, 1.5, 2))],
            zorder=3.6,
        )
    )


def footfall(
    axes: Axes, raster: Raster, *, low: float, high: float, strength: float = 1.0
) -> AxesImage:
    """Draw footfall on a logarithmic scale; cells below `low` stay bare. [person s / m2]."""
    colours = LinearSegmentedColormap.from_list("footfall", list(style.FOOTFALL))
    shown = np.ma.masked_less(raster.values, low)
    return axes.imshow(
        shown,
        cmap=colours,
        norm=LogNorm(low, high, clip=True),
        extent=raster.bounds,
        origin="lower",
        interpolation="none",
        alpha=strength,
        zorder=2,
    )


def zones(axes: Axes, raster: Raster, standard: Standard, *, fit: bool = True) -> AxesImage:
    """Fill the ground a camera covers [px/m], one colour for each level it reaches.

    ``fit``: set the axes to show the raster's squares as squares.
    """
    level, count = standard.reached(raster.values), len(standard.levels)
    colours = ListedColormap(list(style.zones(count)))
    return axes.imshow(
        np.ma.masked_less(level, 0),
        cmap=colours,
        norm=BoundaryNorm(np.arange(count + 1) - 0.5, count),
        extent=raster.bounds,
        origin="lower",
        interpolation="none",
        aspect="equal" if fit else "auto",
        alpha=0.9,
        zorder=2.2,
    )


def zone_edges(
    axes: Axes,
    raster: Raster,
    densities: Sequence[float],
    *,
    widths: tuple[float, float] = (0.5, 0.9),
) -> None:
    """Draw the edge of each level's ground [px/m] as a thin line, first to last so wide [pt]."""
    x, y = raster.centres()
    for density, width in zip(densities, np.linspace(*widths, len(densities)), strict=True):
        if raster.values.max() > density > raster.values.min():
            axes.contour(
                x,
                y,
                raster.values,
                levels=[density],
                colors=style.ZONES[-1],
                linewidths=width,
                zorder=2.4,
            )


def ground_of(raster: Raster) -> BaseGeometry:
    """Return the ground of the cells of a raster that are not 0."""
    rows, columns = np.nonzero(raster.values)
    x, y = (middle[at] for middle, at in zip(raster.centres(), (columns, rows), strict=True))
    half = raster.cell / 2
    return shapely.union_all(shapely.box(x - half, y - half, x + half, y + half))


def cells(axes: Axes, raster: Raster, **look: Any) -> None:
    """Draw the cells of a raster that are not 0 as one patch."""
    fill(axes, [ground_of(raster)], zorder=2.3, **look)
