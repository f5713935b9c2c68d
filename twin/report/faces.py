"""Faces: boxes round the faces of a shot, and what was measured of the largest."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.patheffects import AbstractPathEffect, withStroke

from twin.arrays import Floats
from twin.cameras import Camera
from twin.exposure.encounters import column_of
from twin.report import style
from twin.report.labels import Page, Spot, beside
from twin.report.names import size_of
from twin.report.shot import Shot
from twin.sight.bodies import Bodies

__all__ = ["LABELS", "MARKS", "Mark", "casing", "draw_faces", "face_boxes", "mark_of"]

#: Most faces that get a label.
LABELS: Final = 12


def face_boxes(camera: Camera, heads: Floats) -> Floats:
    """Return the boxes (n, 4) round heads (n, 3) in an image: left, top, right, bottom. [px]

    Each is cut at the edges of the image.
    """
    to_head = (heads - camera.position) @ camera.rotation.T
    far = np.linalg.norm(to_head, axis=1, keepdims=True)
    # the outline of a ball is a circle a little nearer and smaller than its widest
    share = np.minimum(0.99, (Bodies.HEAD / far) ** 2)
    ahead = to_head / far
    helper = np.where(np.abs(ahead[:, :1]) < 0.7, [[1.0, 0.0, 0.0]], [[0.0, 1.0, 0.0]])
    across = np.cross(ahead, helper)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)[:, None, None]
    ring = np.cos(turn) * across + np.sin(turn) * np.cross(ahead, across)
    outline = to_head * (1 - share) + Bodies.HEAD * np.sqrt(1 - share) * ring
    lens = camera.lens
    uv = lens.project(np.vstack([outline.reshape(-1, 3), to_head])).reshape(len(turn) + 1, -1, 2)
    boxes: Floats = np.hstack([np.nanmin(uv, axis=0), np.nanmax(uv, axis=0)])
    return boxes.clip(0, [lens.width_px, lens.height_px] * 2)


@dataclass(frozen=True)
class Mark:
    """How faces of one kind are boxed."""

    colour: str
    width: float
    says: str


BOTH: Final = Mark("#b3093c", 2.0, "level identify reached, and a machine searches")
MACHINE: Final = Mark("#d9730d", 2.0, "a machine searches")
HUMAN: Final = Mark("#5b2aa0", 2.0, "level identify reached")
NEITHER: Final = Mark("#1f6f8b", 1.2, "neither")
NO_FACE: Final = Mark("#ffffff", 0.8, "seen, no measurable face")

MARKS: Final = (BOTH, MACHINE, HUMAN, NEITHER, NO_FACE)


def mark_of(human: bool, templated: bool) -> Mark:
    """Choose how a measurable face is boxed."""
    if templated:
        return BOTH if human else MACHINE
    return HUMAN if human else NEITHER


def draw_faces(axes: Axes, shot: Shot, *, scale: int, letter: float) -> None:
    """Box every face, mark who is only seen, and label the largest faces."""
    looks = shot.looks
    if not looks.num_rows:
        return
    eye = column_of(looks, "eye_px")
    person = column_of(looks, "person")
    boxes = scale * face_boxes(shot.camera, shot.heads) + 2.0 * np.array([-1, -1, 1, 1])
    unit = letter / 15.0
    for box in boxes[~shot.measurable]:
        _box(axes, box, NO_FACE, unit=unit)
    # the largest last, over the others; equal ones by the number of the person
    order = np.lexsort((person, eye))[: np.count_nonzero(shot.measurable)]
    marks = [mark_of(*pair) for pair in zip(shot.human, shot.templated, strict=True)]
    for k in order:
        _box(axes, boxes[k], marks[k], unit=unit)
    page = Page()
    page.take(*(shapely.box(*box) for box in boxes))
    for k in order[::-1][:LABELS]:
        _label(axes, page, boxes[k], _measures(shot, int(k)), marks[k], letter=letter)


def _measures(shot: Shot, k: int) -> str:
    """Write what was measured of one face."""
    eye, density, yaw = (
        float(column_of(shot.looks, name)[k])
        for name in ("eye_px", "density_px_per_m", "off_yaw_rad")
    )
    return f"{eye:.0f} px · {density:.0f} px/m · {abs(np.degrees(yaw)):.0f}°"


def casing(mark: Mark, unit: float) -> list[AbstractPathEffect]:
    """Give a line of a mark an edge that shows on any ground; ``unit``: letter size over 15."""
    edge = style.INK if mark is NO_FACE else style.PAPER
    return [withStroke(linewidth=(mark.width + 1.2) * unit, foreground=edge)]


def _box(axes: Axes, box: Floats, mark: Mark, *, unit: float) -> None:
    left, top, right, bottom = box
    width = mark.width * unit
    axes.add_artist(
        Rectangle(
            (left, top),
            right - left,
            bottom - top,
            fill=False,
            edgecolor=mark.colour,
            linewidth=width,
            alpha=0.65 if mark is NO_FACE else 1.0,
            path_effects=casing(mark, unit),
            zorder=3 if mark is NO_FACE else 4,
        )
    )


def _label(
    axes: Axes, page: Page, box: Floats, text: str, mark: Mark, *, letter: float
) -> Spot | None:
    """Write a label beside a face where nothing stands, with a line to it; else write none."""
    size = 0.92 * letter
    width, height = size_of(text, size)
    left, top, right, bottom = box
    spot = beside(
        (left + right) / 2,
        (top + bottom) / 2,
        width + 0.6 * size,
        height + 0.3 * size,
        gap=(bottom - top) / 2 + 0.5 * size,
        page=page,
        within=shapely.box(0, 0, axes.get_xlim()[1], axes.get_ylim()[0]),
        prefer=-np.pi / 2,
    )
    if spot is None:
        return None
    face = shapely.box(left, top, right, bottom)
    line = shapely.LineString([face.centroid, spot.box.centroid])
    line = line.difference(face).difference(spot.box)
    if not page.free(np.array([line.difference(face.buffer(1.0))], dtype=object))[0]:
        return None
    axes.plot(*line.xy, color=mark.colour, linewidth=0.08 * letter, zorder=5)
    west, south, east, north = spot.box.bounds
    axes.add_artist(
        Rectangle(
            (west, south),
            east - west,
            north - south,
            facecolor=style.PAPER,
            edgecolor=mark.colour,
            linewidth=0.08 * letter,
            alpha=0.9,
            zorder=6,
        )
    )
    axes.text(spot.x, spot.y, text, fontsize=size, ha="center", va="center", zorder=7)
    page.take(spot.box, line)
    return spot
