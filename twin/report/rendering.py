"""Rendering: pictures of a scene in 3D, drawn by PyVista in a process of its own.

Where a graphics library is missing, VTK ends its process instead of raising; so the process that
draws is a child, and its end is told in one sentence.
"""

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.errors import RunError
from twin.report.shapes import Shape

__all__ = ["Dots", "Eye", "Image", "Lines", "Surface", "render"]

Image = NDArray[np.uint8]
"""Rows, columns, and red, green and blue."""

FINER: Final = 2
"""Pixels drawn along each side of one that is shown, so that edges are smooth."""

LIGHT: Final[Mapping[str, float]] = {"ambient": 0.5, "diffuse": 0.6, "specular": 0.0}
"""How surfaces are lit: enough on every side that its colour is that of the key."""


@dataclass(frozen=True, eq=False)
class Surface:
    """Triangles of one colour."""

    shape: Shape
    colour: str
    opacity: float = 1.0
    lit: bool = True


@dataclass(frozen=True, eq=False)
class Lines:
    """Straight lines (n, 2, 3) [m] of one colour, so wide. [px]"""

    ends: Floats
    colour: str
    width: float
    opacity: float = 1.0


@dataclass(frozen=True, eq=False)
class Dots:
    """Round marks at points (n, 3) [m], of one size however far away. [px]"""

    points: Floats
    colour: str
    size: float


Part = Surface | Lines | Dots


@dataclass(frozen=True, eq=False)
class Eye:
    """From where a scene is drawn.

    Attributes
    ----------
    position, target, up : (3,) array
        Where it stands, where it looks, and what is up there, site frame. [m]
    size : (2,) tuple of int
        Width and height of the picture. [px]
    high : float
        Angle from bottom to top [degree]; or, ``flat``, ground from bottom to top [m].
    flat : bool
        Whether distance makes nothing smaller.
    """

    position: Floats
    target: Floats
    up: Floats
    size: tuple[int, int]
    high: float
    flat: bool = False

    def shown_at(self, points: Floats) -> Floats:
        """Say where points (n, 3) [m] are in the picture, (n, 2) from its low left corner. [px]

        Not a number for what is beside or behind whoever looks.
        """
        forward, across = self._axes()
        away = points - self.position
        offset = away @ across.T
        wide, high = self.size
        if self.flat:
            return np.asarray(offset * (high / self.high) + [wide / 2, high / 2])
        depth = (away @ forward)[:, None]
        slope = offset / np.where(depth > 0, depth, np.nan)
        focal = high / 2 / np.tan(np.radians(self.high / 2))
        return np.asarray(slope * focal + [wide / 2, high / 2])

    def corners(self) -> Floats:
        """Return the ways (4, 3) one looks at the corners of a picture that is not flat."""
        forward, across = self._axes()
        up = np.tan(np.radians(self.high / 2))
        half = np.array([up * self.size[0] / self.size[1], up])
        return forward + (half * [[-1, -1], [1, -1], [1, 1], [-1, 1]]) @ across

    def _axes(self) -> tuple[Floats, Floats]:
        """Return the way forward (3,), and those to the right and up in the picture (2, 3)."""
        forward = _unit(self.target - self.position)
        right = _unit(np.cross(forward, self.up))
        return forward, np.stack([right, np.cross(right, forward)])


def _unit(way: Floats) -> Floats:
    """Make a vector as long as one."""
    return np.asarray(way / np.linalg.norm(way))


Draw = Callable[[Sequence[Part], Sequence[Eye], str], list[Image]]


def draw(parts: Sequence[Part], eyes: Sequence[Eye], paper: str) -> list[Image]:
    """Draw a scene in this process."""
    # VTK says on standard error that there is no X server, which it does without
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    import pyvista

    images = []
    for eye in eyes:
        wide, high = (FINER * side for side in eye.size)
        plotter: Any = pyvista.Plotter(off_screen=True, window_size=[wide, high])
        plotter.set_background(paper)
        for part in parts:
            _add(plotter, part)
        camera = plotter.camera
        camera.position, camera.focal_point, camera.up = eye.position, eye.target, eye.up
        camera.parallel_projection = eye.flat
        camera.parallel_scale = eye.high / 2
        camera.view_angle = 30.0 if eye.flat else eye.high
        plotter.reset_camera_clipping_range()
        shown = np.asarray(plotter.screenshot(return_img=True))
        plotter.close()
        cells = shown.reshape(high // FINER, FINER, wide // FINER, FINER, 3)
        images.append(np.round(cells.mean(axis=(1, 3))).astype(np.uint8))
    return images


def render(
    parts: Sequence[Part], eyes: Sequence[Eye], *, paper: str, with_: Draw = draw
) -> list[Image]:
    """Draw a scene from each eye, in a child process.

    Parameters
    ----------
    parts : sequence of Surface, Lines or Dots
        What is there.
    eyes : sequence of Eye
        From where to draw it.
    paper : str
        Colour of what is empty.
    with_ : callable
        What draws in the child.

    Returns
    -------
    list of (height, width, 3) array of uint8
        One for each eye.

    Raises
    ------
    RunError
        If the child ended, as it does where a graphics library is missing.
    """
    spawned = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(1, mp_context=spawned) as child:
            return child.submit(with_, parts, eyes, paper).result()
    except (BrokenProcessPool, ImportError) as error:
        message = (
            "the picture in 3D could not be drawn, as happens where a graphics library is missing: "
            "install libegl1 and libgl1 (Debian: apt-get install libegl1 libgl1)."
        )
        raise RunError(message) from error


def _add(plotter: Any, part: Part) -> None:
    """Add one part of a scene."""
    import pyvista

    if isinstance(part, Dots):
        if len(part.points):
            plotter.add_points(
                part.points, color=part.colour, point_size=FINER * part.size,
                render_points_as_spheres=True, lighting=False,
            )  # fmt: skip
    elif isinstance(part, Lines):
        if len(part.ends):
            plotter.add_mesh(
                pyvista.line_segments_from_points(part.ends.reshape(-1, 3)),
                color=part.colour, line_width=FINER * part.width, opacity=part.opacity,
                lighting=False,
            )  # fmt: skip
    elif len(part.shape.triangles):
        triangles: Any = part.shape.triangles
        mesh = pyvista.PolyData.from_regular_faces(part.shape.points, triangles)
        light = LIGHT if part.lit else {"lighting": False}
        plotter.add_mesh(mesh, color=part.colour, opacity=part.opacity, **light)
