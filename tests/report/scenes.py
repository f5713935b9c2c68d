"""A small scene to draw: the small site, two cameras, coverage and footfall."""

import functools
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from tests.report.made_up import small_answers
from tests.site.small_map import small_site
from twin.cameras import Camera, Lens
from twin.frames import camera_rotation
from twin.report.attribution import ALWAYS
from twin.report.digest import digest
from twin.report.plan import Scene
from twin.report.raster import Raster
from twin.site import Site


def camera(id: str, x: float, y: float, heading_deg: float, *, z: float = 4.0) -> Camera:
    """Hang a camera."""
    return Camera(
        id=id,
        name=id,
        position=np.array([x, y, z]),
        rotation=camera_rotation(heading_deg, -11.0),
        lens=Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=40.0),
    )


@functools.cache
def site() -> Site:
    """Load the small site once."""
    with tempfile.TemporaryDirectory() as folder:
        return small_site(Path(folder))


def raster(value: Any, *, cell: float = 0.5) -> Raster:
    """Compute a raster over the small site from x (1, nx) and y (ny, 1)."""
    x = cell * (np.arange(round(120 / cell)) + 0.5)
    y = cell * (np.arange(round(80 / cell)) + 0.5)
    values = np.broadcast_to(value(x[None, :], y[:, None]), (len(y), len(x)))
    inside = shapely.contains_xy(site().walkable, *np.meshgrid(x, y))
    return Raster(0.0, 0.0, cell, np.where(inside, values, 0.0))


def small_scene(**changes: Any) -> Scene:
    """Build the scene; keyword arguments replace its parts."""
    parts: dict[str, Any] = {
        "site": site(),
        "cameras": [camera("N1", 35.0, 44.5, 170.0), camera("S1", 60.0, 34.0, 350.0)],
        "coverage": raster(lambda x, y: 2000.0 / (1.0 + np.hypot(x - 35.0, y - 44.5))),
        "footfall": raster(lambda x, y: 5.0 + 400.0 * np.exp(-((y - 36.0) ** 2) / 20), cell=2.0),
        "told": digest(small_answers()),
        "credits": ALWAYS,
    }
    return Scene(**{**parts, **changes})
