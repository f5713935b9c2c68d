"""Lens plan: the ground on which a lens, or all lenses of a housing, show faces, from above."""

import itertools
import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from twin.arrays import Floats
from twin.cameras import Camera
from twin.cameras.mount import density_at, hung
from twin.exposure import Standard
from twin.report import layers, names, style
from twin.report.labels import Page, beside
from twin.report.lens_axes import CASED, Window
from twin.report.lens_ground import CUT, face_zone, frontal, metres, steepest

__all__ = ["INCHES", "around", "draw_plan"]

#: Left, bottom, width, height on the sheet. [inch]
INCHES: Final = (0.66, 1.14, 7.11, 4.36)

#: Room about the field, over its size.
MARGIN: Final = 0.12

LETTER: Final = 7.5


def draw_plan(
    figure: Figure, camera: Camera, standard: Standard, *, turned: Sequence[float] = (0.0,)
) -> Axes:
    """Draw all the ground at the height of faces that reaches the least level.

    Parameters
    ----------
    figure : Figure
        The sheet.
    camera : Camera
        Looking north.
    standard : Standard
        Whose levels to show.
    turned : sequence of float
        Headings of the lenses of its housing, clockwise from straight ahead. [degree]
    """
    levels = list(standard.densities.values())
    cameras = around(camera, turned)
    aside, ahead = _bounds(cameras, levels[0])
    # the longer side of the field lies along the longer side of the page; if equal, ahead is up
    up = bool(np.ptp(aside) > 0.95 * np.ptp(ahead))
    bounds = (*aside, *ahead) if up else (*ahead, *sorted(-aside))
    window = Window.filling((bounds[0], bounds[1], bounds[2], bounds[3]), INCHES[2:])
    title = f"From above: faces looked down on by {steepest():g}° at most"
    if window.stretch > 1:
        title += f", widths drawn {window.stretch:g} times as large"
    if len(cameras) > 1:
        title += f"; all {len(cameras)} lenses of the housing"
    axes = window.axes(figure, INCHES, title)
    x, y = window.grid()
    # to the right of the camera is down on the page, unless ahead is up
    right, north = (x[None, :], y[:, None]) if up else (-y[:, None], x[None, :])
    shown = np.maximum.reduce([density_at(one, north, right) for one in cameras])
    shown = frontal(camera, np.hypot(north, right), shown)
    raster = window.raster(shown)
    layers.zones(axes, raster, standard, fit=False)
    layers.zone_edges(axes, raster, levels)
    axes.plot(0, 0, "o", color=style.CAMERA, ms=7, zorder=6)
    towards = math.radians(min(turned, key=abs))
    to_right, to_north = math.sin(towards), math.cos(towards)
    way = (to_right, to_north) if up else (to_north, -to_right * window.stretch)
    _distances(axes, camera, standard, way, _lines(axes))
    along, across = (
        ("to the right [m]", "straight ahead [m]")
        if up
        else ("straight ahead [m]", "to the left [m]")
    )
    axes.set_xlabel(along, fontsize=8)
    axes.set_ylabel(across, fontsize=8)
    return axes


def around(camera: Camera, turned: Sequence[float]) -> list[Camera]:
    """Hang up all lenses of a housing as one of them hangs."""
    height, tilt = float(camera.position[2]), camera.tilt_deg
    return [hung(camera.lens, height_m=height, tilt_deg=tilt, turned_deg=turn) for turn in turned]


def _bounds(cameras: Sequence[Camera], least: float) -> tuple[Floats, Floats]:
    """Find how far faces reach a density: least and most to the right, and ahead, (2,) each. [m]

    Looked for along rays, the finer the narrower a lens is.
    """
    lens = cameras[0].lens
    away = np.geomspace(0.05, lens.farthest_m(least), 400)
    fine = np.radians(lens.hfov_deg) * np.linspace(-0.55, 0.55, 111)
    found = [np.zeros((1, 2))]
    for camera in cameras:
        turns = np.concatenate(
            [np.linspace(-np.pi, np.pi, 361), np.radians(camera.heading_deg) + fine]
        )
        right, ahead = np.sin(turns)[:, None] * away, np.cos(turns)[:, None] * away
        good = density_at(camera, ahead, right) >= least
        found.append(np.column_stack([right[good], ahead[good]]))
    points = np.vstack(found)
    low, high = points.min(axis=0), points.max(axis=0)
    room = MARGIN * max(4.0, float((high - low).max()))
    # a narrow field needs less room across
    room = np.minimum(room, np.maximum(0.25 * (high - low), 0.5))
    return np.array([low[0] - room[0], high[0] + room[0]]), np.array(
        [low[1] - room[1], high[1] + room[1]]
    )


def _lines(axes: Axes) -> list[shapely.LineString]:
    """Return the edges of levels that were drawn. [m]"""
    paths = [path for drawn in axes.collections for path in drawn.get_paths()]
    rings = [np.asarray(ring) for path in paths for ring in path.to_polygons(closed_only=False)]
    return [shapely.LineString(ring) for ring in rings if len(ring) > 1]


def _distances(
    axes: Axes,
    camera: Camera,
    standard: Standard,
    way: tuple[float, float],
    lines: Sequence[shapely.LineString],
) -> None:
    """Write how far each level reaches where it ends, in the direction drawn, off lines if can be.

    Levels that end at the same place are named together.
    """
    page, point, frame = Page(), names.metres_per_point(axes), names.frame(axes)
    page.take(shapely.Point(0, 0).buffer(6 * point))
    ends: dict[str, tuple[float, list[str]]] = {}
    for level in standard.levels:
        reached = face_zone(camera, level.density.value)
        if reached is not None:
            told = f"{metres(reached.far, camera.lens.focal_miss)} m{CUT if reached.cut else ''}"
            ends.setdefault(told, (reached.far, []))[1].append(level.name)
    for told, (far, named) in ends.items():
        text = f"{', '.join(named)} {told}"
        width, height = names.size_of(text, LETTER)
        spots = (beside(
            far * way[0], far * way[1], point * (width + 4), point * (height + 1),
            gap=3 * point, page=free, within=frame, prefer=math.atan2(way[1], way[0]),
        ) for free in (page.besides(*lines), page))  # fmt: skip
        spot = next(itertools.chain.from_iterable(spots), None)
        if spot is not None:
            page.take(spot.box)
            # a veil would hide a line below
            over = shapely.intersects(spot.box, list(lines)).any()
            look = {"path_effects": CASED} if over else {"veil": 0.75}
            names.write(axes, spot, text, LETTER, **look)
