"""Lens sheet: one lens hung up by itself, from the side and from above, on one page."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from twin.cameras import Camera
from twin.cameras.mount import FACE_HEIGHT, STEEP, density_at, frontal_from, zone
from twin.exposure import Standard
from twin.report import layers, style
from twin.report.raster import Raster

#: As wide as A4. [inch]
SHEET: Final = (8.27, 10.2)

#: Cells along the longer side of a drawing.
CELLS: Final = 600

#: A pale edge, so that lines are seen on every zone.
CASED: Final = [withStroke(linewidth=2.6, foreground=style.PAPER)]

#: Height of the shoulders and radius of the head of the figures. [m]
SHOULDERS, HEAD = 1.38, 0.12


def lens_sheet(camera: Camera, standard: Standard) -> Figure:
    """Draw a lens from the side and from above, with the ground each level reaches.

    Parameters
    ----------
    camera : Camera
        Made by :func:`twin.cameras.mount.hung` or :func:`twin.cameras.mount.aimed`.
    standard : Standard
        Whose levels to show.

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot.
    """
    with style.sheet():
        figure = Figure(figsize=SHEET, facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        lens = camera.lens
        figure.text(
            0.08,
            0.972,
            f"Lens of {lens.width_px} x {lens.height_px} px, {lens.hfov_deg:.0f}° x "
            f"{lens.vfov_deg:.0f}°, hung at {camera.position[2]:g} m, "
            f"tilted {camera.tilt_deg:+.0f}°",
            fontsize=13,
            fontweight="bold",
            va="top",
        )
        figure.text(
            0.08,
            0.944,
            f"{standard.title}: faces at {FACE_HEIGHT:g} m, seen straight ahead of the camera; "
            "nothing in the way.",
            fontsize=8.5,
            color=style.QUIET,
            va="top",
        )
        _from_the_side(figure.add_axes((0.08, 0.60, 0.86, 0.26)), camera, standard)
        _from_above(figure.add_axes((0.08, 0.09, 0.86, 0.45)), camera, standard)
        _key(figure, camera, standard)
    return figure


def _from_the_side(axes: Axes, camera: Camera, standard: Standard) -> None:
    """Draw the upright plane through the axis, as far as a human could identify a face and on."""
    height = float(camera.position[2])
    identify = zone(camera, standard.human_density)
    angles = STEEP[0], STEEP[-1]
    steep = [frontal_from(height, angle) for angle in angles]
    far = 1.35 * max(4.0, identify.far if identify else 0.0, *steep)
    top = max(height, 2.0) + 0.5
    step = max(far, top) / CELLS
    ahead, up = np.arange(step / 2, far, step), np.arange(step / 2, top, step)
    shown = density_at(camera, ahead[None, :], 0.0, up[:, None])
    layers.zones(axes, Raster(0.0, 0.0, step, shown), standard)
    axes.axhline(0, color=style.INK, linewidth=1.2, zorder=5)
    axes.plot(0, height, "o", color=style.CAMERA, ms=6, zorder=6, clip_on=False)
    for angle, away in zip(angles, steep, strict=True):
        if 0 < away < far:
            _figure(axes, away)
            axes.plot(
                [0, away],
                [height, FACE_HEIGHT],
                color=style.INK,
                linewidth=0.8,
                path_effects=CASED,
                zorder=5,
            )
            axes.annotate(
                f"{angle:.0f}° from above: {away:.1f} m",
                (away, 0),
                (0, -4),
                textcoords="offset points",
                fontsize=7.5,
                ha="center",
                va="top",
                annotation_clip=False,
            )
    if identify:
        _figure(axes, identify.far)
        axes.annotate(
            f"{standard.human}: {identify.far:.1f} m",
            (identify.far, FACE_HEIGHT + HEAD),
            (0, 4),
            textcoords="offset points",
            fontsize=7.5,
            ha="center",
            fontweight="bold",
            path_effects=CASED,
            zorder=7,
        )
    axes.set(xlim=(-0.02 * far, far), ylim=(0, top), aspect="equal", anchor="W")
    axes.set_ylabel("height [m]", fontsize=8)
    _quiet(axes)
    axes.xaxis.set_ticks_position("top")
    axes.xaxis.set_label_position("top")
    axes.set_xlabel("straight ahead [m]", fontsize=8)
    axes.set_title("From the side", fontsize=10, loc="left", pad=6)


def _figure(axes: Axes, away: float) -> None:
    """Draw somebody who stands there."""
    axes.plot(
        [away, away],
        [0.0, SHOULDERS],
        color=style.INK,
        linewidth=2.2,
        path_effects=CASED,
        zorder=5.5,
    )
    turn = np.linspace(0, 2 * np.pi, 40)
    axes.fill(
        away + HEAD * np.cos(turn),
        FACE_HEIGHT + HEAD * np.sin(turn),
        facecolor=style.INK,
        edgecolor=style.PAPER,
        linewidth=0.8,
        zorder=5.6,
    )


def _from_above(axes: Axes, camera: Camera, standard: Standard) -> None:
    """Draw the ground as far as the least level reaches, ahead to the right."""
    levels = list(standard.densities.values())
    widest = zone(camera, levels[0])
    far = 1.08 * (widest.far if widest else 10.0)
    half = far * 0.31
    step = far / CELLS
    ahead, aside = np.arange(step / 2, far, step), np.arange(-half + step / 2, half, step)
    # to the right of the camera is down on the page
    shown = density_at(camera, ahead[None, :], -aside[:, None])
    raster = Raster(0.0, -half, step, shown)
    layers.zones(axes, raster, standard)
    layers.zone_edges(axes, raster, levels)
    axes.plot(0, 0, "o", color=style.CAMERA, ms=7, zorder=6, clip_on=False)
    for level in levels:
        reached = zone(camera, level)
        if reached is not None:
            axes.annotate(
                f"{reached.far:.1f} m",
                (reached.far, 0),
                (3, 0),
                textcoords="offset points",
                fontsize=7.5,
                va="center",
                bbox={"facecolor": style.PAPER, "alpha": 0.75, "edgecolor": "none", "pad": 1},
                zorder=7,
            )
    axes.set(xlim=(-0.02 * far, far), ylim=(-half, half), aspect="equal", anchor="NW")
    axes.set_xlabel("straight ahead [m]", fontsize=8)
    axes.set_ylabel("to the left [m]", fontsize=8)
    _quiet(axes)
    axes.set_title("From above, at the height of faces", fontsize=10, loc="left")


def _quiet(axes: Axes) -> None:
    axes.tick_params(labelsize=7.5, color=style.QUIET, labelcolor=style.QUIET)
    axes.set_facecolor(style.GROUND)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.grid(color=style.OUTSIDE, linewidth=0.6, zorder=0)


def _key(figure: Figure, camera: Camera, standard: Standard) -> None:
    """Name the colours, with the ground on which a face has so many pixels."""
    rows = []
    for level, colour in zip(standard.levels, style.ZONES, strict=False):
        density = level.density.value
        reached = zone(camera, density)
        where = f"{reached.near:.1f} to {reached.far:.1f} m" if reached else "nowhere"
        rows.append(
            Patch(
                facecolor=colour,
                edgecolor=style.QUIET,
                linewidth=0.4,
                label=f"{level.name}, {density:g} px/m: {where}",
            )
        )
    figure.legend(
        handles=rows,
        loc="lower left",
        bbox_to_anchor=(0.07, 0.0),
        ncols=2,
        fontsize=8.5,
        frameon=False,
        title="Faces have at least",
        title_fontsize=8.5,
        alignment="left",
    )
