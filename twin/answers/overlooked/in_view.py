"""Which windows of homes a camera has in view, and how finely it shows who stands there."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from twin.answers.overlooked.windows import Windows
from twin.arrays import Floats
from twin.cameras import Camera
from twin.sight.over_ground import densities
from twin.sight.scene import Scene, on_ground
from twin.site import Site
from twin.usual import LEAST_DENSITY

__all__ = ["OBLIQUE", "InView", "in_view"]

OBLIQUE = math.radians(80.0)
"""Windows seen further from straight on show nothing of a room. [rad] assumption (range 70-88
degrees): a pane 1.1 m wide and 0.2 m deep in its wall is hidden by it from there"""


class InView(NamedTuple):
    """What a housing shows of windows (N,).

    Attributes
    ----------
    density : (N,) array
        Of somebody at each; 0 where it shows nothing. [px/m]
    distance : (N,) array
        From the camera. [m]
    """

    density: Floats
    distance: Floats


def in_view(scene: Scene, site: Site, cameras: Sequence[Camera], windows: Windows) -> InView:
    """Look at windows through the cameras of a housing.

    Parameters
    ----------
    scene : Scene
        What stands on the site.
    site : Site
        The site.
    cameras : sequence of Camera
        Those of one housing; the largest density of any counts.
    windows : Windows
        Where to look.
    """
    best = np.zeros(len(windows.at))
    distance = np.full(len(best), np.inf)
    for camera in (on_ground(one, site) for one in cameras):
        away = camera.position - windows.at
        far = np.linalg.norm(away, axis=1)
        into = (windows.outward * away[:, :2]).sum(axis=1) >= math.cos(OBLIQUE) * far
        shown = np.zeros(len(best))
        shown[into] = densities(scene, camera, windows.at[into]) * camera.protection.resolution
        shown[shown < LEAST_DENSITY] = 0.0
        if camera.masks:
            shown[camera.masked(windows.at)] = 0.0
        np.fmax(best, shown, out=best)
        np.fmin(distance, far, out=distance)
    return InView(best, distance)
