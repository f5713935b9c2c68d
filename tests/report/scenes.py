"""A small scene to draw: the small site, two cameras, coverage and footfall; what drawings say."""

import functools
import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.text import Text

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


def words(document: str) -> str:
    """Read the text of an SVG."""
    root = ElementTree.fromstring(document)
    return " ".join(t.strip() for t in root.itertext() if t.strip())


def texts_of(figure: Figure) -> list[tuple[str, shapely.Polygon]]:
    """List what is written on the maps and in the keys, with its box on the sheet."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    found = []
    for text in figure.findobj(Text):
        if not text.get_text().strip() or not text.get_visible():
            continue
        turned = text.get_rotation()
        text.set_rotation(0)
        box = text.get_window_extent(renderer)
        text.set_rotation(turned)
        x, y = text.get_transform().transform(text.get_position())
        flat = shapely.box(box.x0, box.y0, box.x1, box.y1)
        found.append((text.get_text(), shapely.affinity.rotate(flat, turned, origin=(x, y))))
    return found


def assert_texts_are_apart(figure: Figure) -> None:
    """Check that no text stands on another or off the sheet."""
    texts = texts_of(figure)
    page = shapely.box(0, 0, *figure.bbox.max)
    for i, (name, box) in enumerate(texts):
        assert page.covers(box), name
        for other, second in texts[i + 1 :]:
            overlap = box.buffer(-1.0).intersection(second.buffer(-1.0)).area
            assert overlap == 0, f"{name!r} stands on {other!r}"
