"""How much of the ground a camera shows, and how finely."""

import numpy as np

from twin.arrays import Floats
from twin.cameras import Camera
from twin.cameras.mount import FACE_HEIGHT, HIGHEST
from twin.errors import ShapeError
from twin.sight.scene import LEAST_DENSITY, Around, Scene
from twin.site import Site
from twin.site.ground import CELL, Ground

__all__ = ["coverage"]


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
    if not 0 < height <= HIGHEST:
        message = f"height is {height:g} m, but must be above 0 and at most {HIGHEST:g} m."
        raise ShapeError(message)
    ground = Ground.of(site, cell)
    out = np.zeros(ground.walkable.shape)
    rows, columns = np.nonzero(ground.walkable)
    points = np.column_stack(
        [ground.x0 + columns * cell, ground.y0 + rows * cell, np.full(len(rows), height)]
    )
    out[rows, columns] = densities(Around.of(Scene.of(site), camera), points)
    return out


def densities(around: Around, points: Floats) -> Floats:
    """Return the density at points (N, 3) that the camera sees, else 0. [px/m]"""
    density = around.camera.density(points)
    shown = density >= LEAST_DENSITY
    shown[shown] = ~around.hidden(points[shown])
    return np.where(shown, density, 0.0)
