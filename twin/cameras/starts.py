"""Where a camera may be: poses that show known points about where they were clicked.

For each of a range of focal lengths the pose is found that fits best by SQPnP [terzakis2020]_,
and for points on a plane both poses of IPPE [collins2014]_; they are a start for least squares.

References
----------
.. [collins2014] key in twin/sources.bib.
.. [terzakis2020] key in twin/sources.bib.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from twin.arrays import Floats
from twin.cameras import kernels
from twin.cameras.sighting import BORDER, Pose, Scene

__all__ = ["starts"]

FOCALS = np.geomspace(0.2, 12.0, 22).tolist()
"""F over the image's width: fields of view of 136 to 5 degrees for a rectilinear lens, and of more
than 220 for a fisheye. assumption (range 0.15-20); 22 of them lie 22 % apart."""

LEAST_COSINE = 0.1
"""A ray farther off the axis has no place on the plane of a pinhole that would still help. [1]
assumption (range 0.05-0.3)"""


def starts(scene: Scene, known: Pose | None) -> list[Pose]:
    """List poses to start from, the one with the smallest misses first.

    Parameters
    ----------
    scene : Scene
        Points and clicks.
    known : Pose, optional
        Where focal length and k1 are known, a pose that has them.

    Returns
    -------
    list of Pose
        Each with all points in front of the camera; may be empty.
    """
    lenses = (
        [(known.focal, known.k1)]
        if known is not None
        else [(f * scene.width_px, scene.k1_of(f * scene.width_px)) for f in FOCALS]
    )
    found = [pose for lens in lenses for pose in _of_lens(scene, *lens)]
    misses = [float(np.square(scene.misses(pose)).sum()) for pose in found]
    order = np.argsort(misses, kind="stable")
    return [found[i] for i in order if np.isfinite(misses[i])]


def _of_lens(scene: Scene, focal: float, k1: float) -> Iterator[Pose]:
    """Yield the poses that one lens may have."""
    import cv2  # here, because it takes long and few need it

    nowhere = Pose(np.zeros(3), np.eye(3), focal, k1)
    rays = np.empty((len(scene.pixels), 3))
    kernels.rays(scene.record(nowhere), scene.pixels + BORDER, rays)
    use = rays[:, 2] > LEAST_COSINE  # false where no ray reaches
    if use.sum() < 4:
        return
    flat = rays[use, None, :2] / rays[use, None, 2:]
    points = scene.points[use]
    for way, places in ((cv2.SOLVEPNP_SQPNP, points), (cv2.SOLVEPNP_IPPE, _on_plane(points))):
        try:
            answer: Any = cv2.solvePnPGeneric(places, flat, np.eye(3), None, flags=way)
        except cv2.error:
            continue
        for turn, shift in zip(answer[1], answer[2], strict=True):
            rotation = np.asarray(cv2.Rodrigues(turn)[0])
            if np.isfinite(rotation).all() and np.isfinite(shift).all():
                yield Pose(-rotation.T @ shift.ravel(), rotation, focal, k1)


def _on_plane(points: Floats) -> Floats:
    """Move points onto the plane that fits them best."""
    middle = points.mean(axis=0)
    axes = np.linalg.svd(points - middle)[2][:2]
    return np.ascontiguousarray(middle + (points - middle) @ axes.T @ axes)
