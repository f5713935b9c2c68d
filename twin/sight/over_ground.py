"""How much of the ground cameras show, and how finely: heads, and faces by the way they point."""

import math
from collections.abc import Sequence
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Bools, Floats, Ints, as_number
from twin.cameras import Camera
from twin.cameras.mount import FACE_HEIGHT, HIGHEST
from twin.errors import ShapeError
from twin.sight.scene import LEAST_DENSITY, Scene, on_ground, reach
from twin.sight.views import HEADS
from twin.site import Site
from twin.site.ground import CELL, Ground
from twin.site.relief import grounds

__all__ = ["BINS", "Facing", "Heading", "coverage", "ground", "walked", "without_masked"]

Heading = Literal["best", "worst", "mean", "footfall"]

BINS = 16
"""Ways a face may point that are told apart, over the full turn. [1] assumption (range 8-36): 16
are 22.5 degrees wide, within which the breadth of a face seen aside changes little."""


class Facing(Protocol):
    """How often faces pointed which way on each square of the ground."""

    @property
    def cell(self) -> float:
        """Side of a square. [m]."""

    @property
    def x0(self) -> float:
        """West edge of the grid. [m]."""

    @property
    def y0(self) -> float:
        """South edge of the grid. [m]."""

    @property
    def counts(self) -> NDArray[np.integer[Any]]:
        """Samples (ny, nx, BINS), anticlockwise from east, bin k from k parts of the turn on."""


class HasCameras(Protocol):
    """Anything that lists cameras, such as a layout."""

    @property
    def cameras(self) -> Sequence[Camera]:
        """Through what to look."""


def coverage(
    site: Site, camera: Camera, *, cell: float = CELL, height: float = FACE_HEIGHT
) -> Floats:
    """Measure the pixel density of heads all over the walkable ground.

    Parameters
    ----------
    site : Site
        What stands still; people hide nothing here.
    camera : Camera
        Through what to look.
    cell : float
        Spacing of the nodes, those of ``twin.site.ground.Ground.of(site, cell)``. [m]
    height : float
        Height of the heads. [m]

    Returns
    -------
    (ny, nx) array
        Density at each node; 0 where hidden, outside the image, below 12.5 px/m, or where nobody
        can walk. [px/m]

    Raises
    ------
    ShapeError
        If the height is not above 0 and at most 3 m.
    """
    if not 0 < as_number("height", height) <= HIGHEST:
        message = f"height is {height:g} m, but must be above 0 and at most {HIGHEST:g} m."
        raise ShapeError(message)
    ground = Ground.of(site, cell)
    out = np.zeros(ground.walkable.shape)
    # the nodes within reach, of all that there are
    low, high = (
        np.clip(
            (camera.position[:2] + side * reach(camera) - [ground.x0, ground.y0]) // cell + 1,
            0, ground.walkable.shape[::-1],
        ).astype(int)
        for side in (-1, 1)
    )  # fmt: skip
    near = np.s_[low[1] : high[1], low[0] : high[0]]
    rows, columns = np.nonzero(ground.walkable[near])
    rows, columns = rows + low[1], columns + low[0]
    points = _faces(site, ground, rows, columns, height)
    out[rows, columns] = densities(Scene.of(site), on_ground(camera, site), points)
    return out


def ground(
    site: Site,
    layout: HasCameras,
    *,
    height: float = FACE_HEIGHT,
    heading: Heading = "best",
    facing: Facing | None = None,
) -> Floats:
    """Measure the pixel density of faces all over the walkable ground.

    A face turned away from the camera by an angle shows its breadth times the cosine of it, and
    nothing beyond 90 degrees.

    Parameters
    ----------
    site : Site
        What stands still; people hide nothing here.
    layout : Layout
        The cameras.
    height : float
        Height of the faces. [m]
    heading : str
        Which way faces point: ``best``, towards the camera, so that this is the density of
        :func:`coverage`; ``worst``, right away from it, so that nothing is left; ``mean``, any way
        alike, so that 1 / pi is left; ``footfall``, as those who walk there do.
    facing : Facing, optional
        Which way they do; needed for ``footfall`` only.

    Returns
    -------
    (C, ny, nx) array
        Density of each camera at the nodes of ``twin.site.ground.Ground.of(site)``; 0 where hidden,
        outside the image or masked, where nobody can walk or, for ``footfall``, where nobody did.
        [px/m]

    Raises
    ------
    ShapeError
        If the heading is none of these, or facing is missing.
    """
    if heading not in ("best", "worst", "mean", "footfall"):
        message = f"heading is {heading!r}, but must be best, worst, mean or footfall."
        raise ShapeError(message)
    if heading == "footfall" and facing is None:
        message = "heading is footfall, so facing must say which way faces point."
        raise ShapeError(message)
    nodes = Ground.of(site)
    out = np.zeros((len(layout.cameras), *nodes.shape))
    for k, camera in enumerate(layout.cameras):
        seen = coverage(site, camera, height=height)
        out[k] = without_masked(site, seen, camera, height=height)
    if heading == "worst":
        return np.zeros_like(out)
    if heading == "mean":
        return out / math.pi
    if facing is not None and heading == "footfall":
        for density, camera in zip(out, layout.cameras, strict=True):
            rows, columns = np.nonzero(density)
            at = nodes.at(rows, columns, height)[:, :2]
            density[rows, columns] *= shown_share(facing, at, camera.position[:2])
    return out


def without_masked(site: Site, density: Floats, camera: Camera, *, height: float) -> Floats:
    """Return a density (ny, nx) of the ground without what masks of the camera hide. [px/m]"""
    if not camera.masks:
        return density
    out = density.copy()
    rows, columns = np.nonzero(out)
    faces = _faces(site, Ground.of(site), rows, columns, height)
    hidden = on_ground(camera, site).masked(faces)
    out[rows[hidden], columns[hidden]] = 0.0
    return out


def shown_share(facing: Facing, at: Floats, towards: Floats) -> Floats:
    """Return the mean breadth of a face that shows from a point, for faces at points (N, 2). [1]

    Within a bin every direction is taken to be as frequent as every other.
    """
    counts = _counts(facing, at).astype(np.float64)
    away = towards - at
    angle = np.arctan2(away[:, 1], away[:, 0])
    edges = np.arange(BINS + 1) * (2 * math.pi / BINS)
    # the integral of max(0, cos) from -pi to a turn t is 1 + sin t inside a right angle
    turns = (edges[None, :] - angle[:, None] + math.pi) % (2 * math.pi) - math.pi
    upto = np.where(np.abs(turns) <= math.pi / 2, 1 + np.sin(turns), np.where(turns > 0, 2.0, 0.0))
    inside = np.diff(upto, axis=1)
    inside[inside < 0] += 2.0  # the bin in which the turn starts anew
    total = counts.sum(axis=1)
    return np.asarray((counts * inside).sum(axis=1) * BINS / (2 * math.pi) / np.maximum(total, 1))


def walked(site: Site, facing: Facing) -> Bools:
    """Say at which walkable nodes (ny, nx) of the ground, on the square round it, anybody was."""
    nodes = Ground.of(site)
    rows, columns = np.nonzero(nodes.walkable)
    out = np.zeros(nodes.shape, dtype=np.bool_)
    out[rows, columns] = _counts(facing, nodes.at(rows, columns, 0.0)).any(axis=1)
    return out


def _counts(facing: Facing, at: Floats) -> NDArray[np.integer[Any]]:
    """Return the samples (N, BINS) of the squares in which points (N, 2 or 3) lie."""
    column = ((at[:, 0] - facing.x0) // facing.cell).astype(np.intp)
    row = ((at[:, 1] - facing.y0) // facing.cell).astype(np.intp)
    return facing.counts[row, column]


def _faces(site: Site, nodes: Ground, rows: Ints, columns: Ints, height: float) -> Floats:
    """Return the faces (N, 3) of people so tall who stand at nodes. [m]"""
    faces = nodes.at(rows, columns, height)
    faces[:, 2] += grounds(site.relief, faces[:, :2])
    return faces


def densities(scene: Scene, camera: Camera, points: Floats) -> Floats:
    """Return the density at points (N, 3) of one height or many that the camera sees, else 0.

    [px/m]
    """
    density = camera.density(points)
    shown = density >= LEAST_DENSITY
    heights = (points[:, 2].min(), points[:, 2].max()) if len(points) else HEADS
    view = scene.look_from(
        camera.position[None], camera.rotation[None], camera.lens, reach(camera), heads=heights
    )
    shown[shown] = view.visible(np.zeros(np.count_nonzero(shown), np.uint32), points[shown])
    return np.where(shown, density, 0.0)
