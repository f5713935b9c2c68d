"""Faces: boxes round the faces of a shot, and what was measured of the largest."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.patheffects import AbstractPathEffect, withStroke
from shapely.geometry.base import BaseGeometry

from twin.arrays import Floats
from twin.cameras import Camera
from twin.exposure.encounters import column_of
from twin.report import style
from twin.report.labels import Page, beside
from twin.report.names import size_of
from twin.report.shot import Shot
from twin.sight.bodies import Bodies
from twin.sight.picture import Picture
from twin.sight.picture.rays.kernels import BODY

__all__ = [
    "LABELS",
    "MARKS",
    "Mark",
    "casing",
    "draw_faces",
    "face_boxes",
    "mark_of",
    "measures",
    "people_boxes",
]

#: Most faces that get a label.
LABELS: Final = 12

#: How much farther off a label goes where there is no room near its face.
FARTHER: Final = 2.5


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
    faces, people = Page(), Page()
    for page in (faces, people):
        page.take(*(shapely.box(*box) for box in boxes))
    people.take(*(shapely.box(*(scale * box)) for box in people_boxes(shot.picture)))
    for k in order[::-1][:LABELS]:
        text = measures(*(float(column_of(shot.looks, name)[k]) for name in MEASURED))
        # over nobody where there is room, else over no face
        for page in (people, faces):
            spot = _label(axes, page, faces, boxes[k], text, marks[k], letter=letter)
            if spot is not None:
                for every in (people, faces):
                    every.take(*spot)
                break


def people_boxes(picture: Picture) -> Floats:
    """Return the boxes (n, 4) round what is shown of everybody: left, top, right, bottom. [px]"""
    rows, columns = np.nonzero(picture.kind >= BODY)
    if not len(rows):
        return np.zeros((0, 4))
    _, person = np.unique(picture.item[rows, columns], return_inverse=True)
    boxes = np.tile([np.inf, np.inf, -np.inf, -np.inf], (int(person.max()) + 1, 1))
    for column, ends, least in (
        (0, columns, np.minimum),
        (1, rows, np.minimum),
        (2, columns + 1, np.maximum),
        (3, rows + 1, np.maximum),
    ):
        least.at(boxes[:, column], person, ends)
    return boxes


#: What a label tells of a look, in the order of :func:`measures`.
MEASURED: Final = ("ied_px", "face_density_px_per_m", "off_yaw_rad", "off_pitch_rad")


def measures(ied: float, density: float, yaw: float, pitch: float) -> str:
    """Write what was measured of one face, each number rounded away from its limit.

    So no label says that a limit is met which is not.

    Examples
    --------
    >>> measures(7.98, 249.9, 0.6, -0.2)
    '7.9 px · 249 px/m · ↔ 35° ↕ 12°'
    """
    aside, nod = (math.ceil(abs(math.degrees(angle))) for angle in (yaw, pitch))
    return f"{math.floor(10 * ied) / 10:.1f} px · {math.floor(density)} px/m · ↔ {aside}° ↕ {nod}°"


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
    axes: Axes, page: Page, clear: Page, box: Floats, text: str, mark: Mark, *, letter: float
) -> tuple[BaseGeometry, BaseGeometry] | None:
    """Write a label beside a face where nothing stands, with a line to it; return both.

    None when there is nowhere room on the page with a way for the line through what must be clear.
    """
    size = 0.92 * letter
    width, height = size_of(text, size)
    left, top, right, bottom = box
    face = shapely.box(left, top, right, bottom)
    # near the face first, then farther off
    spots = (
        spot
        for away in (1.0, FARTHER)
        for spot in beside(
            (left + right) / 2,
            (top + bottom) / 2,
            width + 0.6 * size,
            height + 0.3 * size,
            gap=away * ((bottom - top) / 2 + 0.5 * size),
            page=page,
            within=shapely.box(0, 0, axes.get_xlim()[1], axes.get_ylim()[0]),
            prefer=-np.pi / 2,
        )
    )
    for spot in spots:
        line = shapely.LineString([face.centroid, spot.box.centroid])
        line = line.difference(face).difference(spot.box)
        if clear.free(np.array([line.difference(face.buffer(1.0))], dtype=object))[0]:
            break
    else:
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
    return spot.box, line
