"""Lens side: a lens hung up by itself, as the upright plane through its axis shows it."""

import math
from typing import Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from shapely import Polygon

from twin.cameras import Camera
from twin.cameras.mount import FACE_HEIGHT, STEEP, density_at, frontal_from
from twin.exposure import Standard
from twin.report import layers, style
from twin.report.labels import Page, beside
from twin.report.lens_axes import CASED, Window
from twin.report.lens_ground import face_zone, frontal, metres, steepest
from twin.report.names import frame, metres_per_point, size_of, write

__all__ = ["INCHES", "draw_side"]

#: Left, bottom, width, height on the sheet. [inch]
INCHES: Final = (0.66, 6.12, 7.11, 2.46)

#: Height of the shoulders and radius of the head of the figures. [m]
SHOULDERS, HEAD = 1.38, 0.12

#: Size of what is written. [pt]
LETTER: Final = 7.5


def draw_side(figure: Figure, camera: Camera, standard: Standard) -> Axes:
    """Draw the upright plane through the axis, as far as a human could identify a face and on.

    Parameters
    ----------
    figure : Figure
        The sheet.
    camera : Camera
        Looking north.
    standard : Standard
        Whose levels to show.
    """
    height = float(camera.position[2])
    identify = face_zone(camera, standard.human_density)
    steep = _steep(camera)
    far = 1.35 * max(4.0, identify.far if identify else 0.0, *steep.values())
    behind = np.linspace(-far, -0.01 * far, 400)
    seen = frontal(camera, behind, density_at(camera, behind))
    back = far if (seen >= standard.levels[0].density.value).any() else 0.02 * far
    window = Window.filling(
        (-back, far, 0.0, max(height, 2.0) + 0.5), INCHES[2:], anchor=(0.5 if back == far else 0, 0)
    )
    title = f"From the side: seen from {steepest():g}° above at most"
    if window.stretch > 1:
        title += f", heights drawn {window.stretch:g} times as large"
    axes = window.axes(figure, INCHES, title)
    ahead, up = window.grid()
    shown = density_at(camera, ahead[None, :], 0.0, up[:, None])
    shown = frontal(camera, ahead[None, :], shown, up[:, None])
    layers.zones(axes, window.raster(shown), standard, fit=False)
    axes.axhline(0, color=style.INK, linewidth=1.2, zorder=5)
    axes.plot(0, height * window.stretch, "o", color=style.CAMERA, ms=6, zorder=6, clip_on=False)
    page, point = Page(), metres_per_point(axes)
    page.take(shapely.Point(0, height * window.stretch).buffer(6 * point))
    rights = -np.inf
    for n, (angle, away) in enumerate(sorted(steep.items(), key=lambda pair: pair[1])):
        page.take(_figure(axes, away, window.stretch).buffer(2 * point))
        ray = [(0, height * window.stretch), (away, FACE_HEIGHT * window.stretch)]
        page.take(shapely.LineString(ray).buffer(3 * point))
        axes.plot(
            *zip(*ray, strict=True),
            color=style.INK,
            linewidth=0.8,
            path_effects=CASED,
            zorder=5,
        )
        rights = _below(axes, away, f"{angle:g}° from above: {away:.1f} m", rights, line=n)
    if identify:
        page.take(_figure(axes, identify.far, window.stretch))
        text = f"{standard.human} {metres(identify.far, camera.lens.focal_miss)} m"
        width, tall = size_of(text, LETTER, weight="bold")
        spot = next(beside(
            identify.far, (FACE_HEIGHT + HEAD) * window.stretch, point * width, point * tall,
            gap=3 * point, page=page, within=frame(axes), prefer=math.pi / 2,
        ), None)  # fmt: skip
        if spot is not None:
            write(axes, spot, text, LETTER, fontweight="bold", path_effects=CASED)
    axes.set_ylabel("height [m]", fontsize=8)
    axes.xaxis.set_ticks_position("top")
    axes.xaxis.set_label_position("top")
    axes.set_xlabel("straight ahead [m]", fontsize=8)
    return axes


def _steep(camera: Camera) -> dict[float, float]:
    """Find how far off faces are that are seen from so far above, where they are seen. [m]"""
    height = float(camera.position[2])
    found = {angle: frontal_from(height, angle) for angle in (STEEP[0], STEEP[-1])}
    return {a: away for a, away in found.items() if away > 0 and density_at(camera, away) > 0}


def _below(axes: Axes, away: float, text: str, taken: float, *, line: int) -> float:
    """Write below the ground, on a line of its own where another text is; return its right end."""
    point = metres_per_point(axes)
    half = 0.5 * point * size_of(text, LETTER)[0]
    west, east = axes.get_xlim()
    x = min(max(away, west + half), east - half)
    lower = line if x - half < taken else 0
    axes.annotate(
        text,
        (x, 0),
        (0, -4 - 1.3 * LETTER * lower),
        textcoords="offset points",
        fontsize=LETTER,
        ha="center",
        va="top",
        annotation_clip=False,
    )
    return x + half + point * LETTER


def _figure(axes: Axes, away: float, stretch: float) -> Polygon:
    """Draw somebody who stands there, as large as heights are drawn; return what that covers."""
    axes.plot(
        [away, away],
        [0.0, SHOULDERS * stretch],
        color=style.INK,
        linewidth=2.2,
        path_effects=CASED,
        zorder=5.5,
    )
    turn, head = np.linspace(0, 2 * np.pi, 40), HEAD * stretch
    axes.fill(
        away + head * np.cos(turn),
        FACE_HEIGHT * stretch + head * np.sin(turn),
        facecolor=style.INK,
        edgecolor=style.PAPER,
        linewidth=0.8,
        zorder=5.6,
    )
    return shapely.box(away - head, 0.0, away + head, FACE_HEIGHT * stretch + head)
