"""Marks: draw cameras on a map, with the way they look and a label."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import shapely
from matplotlib.axes import Axes
from shapely.geometry.base import BaseGeometry

from twin.cameras import Camera
from twin.cameras.mount import STEEP_TILT as STEEP
from twin.report import names, style
from twin.report.labels import Page, beside

#: How much farther off a label goes where there is no room near its camera.
FARTHER = 2.0


def cameras(
    axes: Axes,
    page: Page,
    shown: Sequence[Camera],
    size: float,
    *,
    full: bool,
    spare: BaseGeometry | None = None,
) -> None:
    """Draw each camera as a dot with its field of view, and label it.

    Parameters
    ----------
    axes : Axes
        The map.
    page : Page
        What stands there already; what is drawn is added.
    shown : sequence of Camera
        The layout.
    size : float
        Font size of the labels. [pt]
    full : bool
        Label with heading and height as well as the id.
    spare : geometry, optional
        Ground that labels cover only where there is no room elsewhere. [m]
    """
    scale, edge = names.metres_per_point(axes), names.frame(axes)
    for camera in shown:
        x, y = camera.position[:2]
        if not shapely.contains_xy(edge, x, y):
            continue
        ahead = np.radians(90.0 - camera.heading_deg)
        down = abs(camera.tilt_deg) > STEEP
        half = np.pi if down else np.radians(camera.lens.hfov_deg) / 2
        rays = ahead + np.linspace(-half, half, 33 if down else 9)
        reach = (3.0 if full else 2.2) * size * scale
        wedge = np.c_[x + reach * np.cos(rays), y + reach * np.sin(rays)]
        edge_of = wedge if down else np.r_[[[x, y]], wedge]
        axes.fill(
            *edge_of.T,
            facecolor="none",
            edgecolor=style.CAMERA,
            linewidth=1.1,
            zorder=7.4,
        )
        axes.plot(
            x,
            y,
            "o",
            ms=0.55 * size,
            mfc=style.CAMERA,
            mec=style.PAPER,
            mew=0.7,
            zorder=7.5,
        )
        page.take(shapely.Polygon(edge_of).buffer(scale))
    together = Counter(camera.housing for camera in shown)
    for camera in {camera.housing: camera for camera in reversed(shown)}.values():
        several = together[camera.housing]
        way = f"{camera.heading_deg:03.0f}°"
        if abs(camera.tilt_deg) > STEEP:
            way = "down" if camera.tilt_deg < 0 else "up"
        says = f"looks {way}" if several == 1 else f"looks {several} ways"
        _label_camera(axes, page, camera, size, says=says if full else None, spare=spare)


def _label_camera(
    axes: Axes,
    page: Page,
    camera: Camera,
    size: float,
    *,
    says: str | None,
    spare: BaseGeometry | None,
) -> None:
    """Write what hangs there and, where it is to be said, which way it looks and how high."""
    scale, edge = names.metres_per_point(axes), names.frame(axes)
    x, y, z = camera.position
    if not shapely.contains_xy(edge, x, y):
        return
    text = camera.housing
    if says is not None:
        text += f"\n{says}, {z:.1f} m up"
    width, height = names.size_of(text, size, weight="bold")
    tries = (
        [(page, 1.0)]
        if spare is None
        else [(page.besides(spare), 1.0), (page.besides(spare), FARTHER), (page, 1.0)]
    )
    for free, away in tries:
        spot = next(
            beside(
                x,
                y,
                scale * (width + 0.6 * size),
                scale * (height + 0.3 * size),
                gap=away * 0.8 * size * scale,
                page=free,
                within=edge,
                prefer=float(np.radians(270.0 - camera.heading_deg)),
            ),
            None,
        )
        if spot is not None:
            break
    if spot is None:
        return
    names.leader(
        axes, spot, x, y, 2.0 * size * scale, color=style.CAMERA, linewidth=0.7, zorder=7.3
    )
    page.take(spot.box)
    box = {
        "boxstyle": "round,pad=0.25",
        "facecolor": style.PAPER,
        "edgecolor": style.CAMERA,
        "linewidth": 0.7,
    }
    names.write(axes, spot, text, size, color=style.CAMERA, fontweight="bold", bbox=box)
