"""Pictures: what a camera shows at a moment, one ray for each pixel, with the camera's own lens.

The solids and bodies are those that decide who is seen, so a picture shows what sight computes.
Colours, clothes, necks, windows and light are ours: they only make the picture readable.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin import jit
from twin.arrays import Floats
from twin.cameras import Camera
from twin.sight.bodies import Bodies
from twin.sight.kernels import Body
from twin.sight.picture import kernels
from twin.sight.picture.bins import by_bin, solids_round, square_round
from twin.sight.picture.paint import Paint, clothes
from twin.sight.picture.rays.kernels import BODY, Figure
from twin.sight.picture.slopes import slopes_of
from twin.sight.picture.slopes.kernels import Slopes
from twin.sight.scene import Scene, SightSite, feet, on_ground
from twin.tables import TRACKS, checked

__all__ = ["Paint", "Picture", "View", "picture"]

SAMPLES: Final = 4
"""Rays along each side of a pixel at an edge."""

FEET: Final = 1.8
"""How far the shade at somebody's feet reaches, over the radius of the body. [1]"""


@dataclass(frozen=True, eq=False)
class Picture:
    """An image and what is in it, pixel by pixel.

    Attributes
    ----------
    colours : (H, W, 3) array of uint8
        Red, green and blue.
    kind : (H, W) array of int8
        What the ray through the middle of a pixel meets: see
        :mod:`twin.sight.picture.rays.kernels`, and a neck; -1 where no ray reaches.
    item : (H, W) array of int32
        Number of the prism or crown that stands on the site, or of the person; -1 for sky and
        ground.
    distance : (H, W) array of float32
        How far away; infinite for the sky. [m]
    """

    colours: NDArray[np.uint8]
    kind: NDArray[np.int8]
    item: NDArray[np.int32]
    distance: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class View:
    """A camera before a scene with people in it; what the kernels read.

    Attributes
    ----------
    camera : Camera
        Through what to look, above the datum of the map.
    slopes : Slopes
        The ground.
    solids, people : tuple
        See :func:`twin.sight.picture.rays.kernels.first_hit`.
    person : (n,) array of int32
        Number of each figure's person.
    """

    camera: Camera
    slopes: Slopes
    solids: tuple[Any, ...]
    people: tuple[Any, ...]
    person: NDArray[np.int32]

    @classmethod
    def of(cls, site: SightSite, camera: Camera, now: pa.Table, people: pa.Table) -> "View":
        """Arrange ground, solids, and the people of one moment, round a camera on its ground.

        Raises
        ------
        TableError
            If the tables are none of tracks and people, or do not belong together.
        """
        camera = on_ground(camera, site)
        solids = solids_round(Scene.of(site), camera)
        bodies = Bodies.of(people)
        person = checked(now, TRACKS)["person"].to_numpy()
        bodies.check(person)
        figures = _figures(now, bodies.sizes[person], feet(now, site.relief))
        widest = np.maximum(FEET * figures[:, Figure.RADIUS], Bodies.HEAD)
        squares = [
            square_round(camera, figure[:2], wide)
            for figure, wide in zip(figures, widest, strict=True)
        ]
        table = (*by_bin(camera, squares), figures)
        return cls(camera, slopes_of(site.relief), solids, table, person)


def picture(view: View, paint: Paint, *, threads: int | None = None) -> Picture:
    """Take a picture.

    Parameters
    ----------
    view : View
        What is there.
    paint : Paint
        Colours.
    threads : int, optional
        Threads to use; all when missing. Changes no pixel.
    """
    lens = view.camera.lens
    shape = lens.height_px, lens.width_px
    kind, item = np.empty(shape, np.int8), np.empty(shape, np.int32)
    edge, distance = np.empty(shape, np.int32), np.empty(shape, np.float32)
    colours = np.empty((*shape, 3), np.uint8)
    scene = view.camera.record, view.slopes, view.solids, view.people
    with jit.threads(threads, piece=8):
        kernels.trace(*scene, Bodies.HEAD, kind, item, distance, edge)
        kernels.colour(
            *scene, paint.solids, paint.ground, paint.light, Bodies.HEAD, SAMPLES, kind, item,
            distance, edge, colours,
        )  # fmt: skip
    somebody = kind >= BODY
    item[somebody] = view.person[item[somebody]]
    return Picture(colours, kind, item, distance)


def _figures(now: pa.Table, sizes: Floats, foot: Floats) -> Floats:
    """Put together what is drawn of everybody, (n, Figure), whose feet are so high (n,). [m]"""
    read = {name: now[name].to_numpy() / 100 for name in now.schema.names if name[-3:] != "son"}
    figures = np.empty((now.num_rows, int(Figure.LENGTH)))
    figures[:, Figure.X], figures[:, Figure.Y] = read["x_cm"], read["y_cm"]
    figures[:, Figure.FOOT], figures[:, Figure.RADIUS] = foot, sizes[:, Body.RADIUS]
    for column, body in ((Figure.EYE, Body.EYE), (Figure.SHOULDER, Body.SHOULDER)):
        figures[:, column] = foot + sizes[:, body]
    figures[:, Figure.APART] = sizes[:, Body.IPD] / 2
    for column, name in ((Figure.SIN_YAW, "head_yaw_crad"), (Figure.SIN_PITCH, "head_pitch_crad")):
        figures[:, column], figures[:, column + 1] = np.sin(read[name]), np.cos(read[name])
    figures[:, Figure.SHIRT :] = clothes(now["person"].to_numpy())
    return figures
