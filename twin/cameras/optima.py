"""All cameras that show known points, near enough, where they were clicked."""

from dataclasses import dataclass

import numpy as np

from twin.arrays import Floats
from twin.cameras.sighting import Pose, Scene
from twin.cameras.starts import starts

__all__ = ["Optimum", "optima"]

REFINED = 12
"""So many of the best starts are refined. [1] assumption (range 6-60)"""

SAME = 0.01
"""Optima nearer to each other than this share of the distance to the points are one. [1]
assumption (range 0.001-0.05)"""


@dataclass(frozen=True, eq=False)
class Optimum:
    """A camera that no small change makes fit better.

    Attributes
    ----------
    pose : Pose
        The camera.
    misses : (N, 2) array
        Where it shows the points, less where they were clicked. [px]
    """

    pose: Pose
    misses: Floats

    @property
    def squares(self) -> float:
        """Sum of the squared misses. [px^2]."""
        return float(np.square(self.misses).sum())

    @property
    def rms_px(self) -> float:
        """Root mean square length of the misses. [px]."""
        return float(np.sqrt(self.squares / len(self.misses)))


def optima(scene: Scene, known: Pose | None) -> list[Optimum]:
    """List the cameras that fit, the best first; each has all points in front of it.

    Parameters
    ----------
    scene : Scene
        Points and clicks.
    known : Pose, optional
        Where focal length and k1 are known, a pose that has them.
    """
    found = [_refined(scene, start) for start in starts(scene, known)[:REFINED]]
    kept: list[Optimum] = []
    for one in sorted((o for o in found if _in_front(scene, o.pose)), key=lambda o: o.squares):
        if all(_apart(scene, one.pose, other.pose) for other in kept):
            kept.append(one)
    return kept


def _refined(scene: Scene, start: Pose) -> Optimum:
    """Go downhill from a start, by least squares over all unknowns."""
    from scipy.optimize import least_squares  # here, because it takes long and few need it

    def misses(step: Floats) -> Floats:
        return scene.misses(scene.moved(start, step)).ravel()

    def slopes(step: Floats) -> Floats:
        return scene.slopes(start, step).reshape(-1, scene.unknowns)

    answer = least_squares(
        misses,
        np.zeros(scene.unknowns),
        jac=slopes,
        x_scale="jac",
        xtol=1e-14,
        ftol=1e-12,
        gtol=1e-14,
        max_nfev=100,
    )
    pose = scene.moved(start, answer.x)
    return Optimum(pose, scene.misses(pose))


def _in_front(scene: Scene, pose: Pose) -> bool:
    """Whether all points are imaged, and none where a fisheye's radius has folded back."""
    seen = (scene.points - pose.position) @ pose.rotation.T
    theta = np.arctan2(np.hypot(seen[:, 0], seen[:, 1]), seen[:, 2])
    grows = bool((1 + 3 * pose.k1 * theta**2 > 0).all())
    return grows and bool(np.isfinite(scene.misses(pose)).all())


def _apart(scene: Scene, one: Pose, other: Pose) -> bool:
    away = float(np.linalg.norm(scene.points - one.position, axis=1).mean())
    return float(np.linalg.norm(one.position - other.position)) > SAME * away
