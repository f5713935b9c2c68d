"""Lens ground: how far ahead a lens shows faces, told the same in text and drawings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from twin.arrays import Floats
from twin.cameras import Camera
from twin.cameras.mount import FACE_HEIGHT, Zone, density_at, frontal_from, zone
from twin.cameras.raised import far_edge, raised
from twin.exposure import Standard, recognisers

__all__ = ["CUT", "cut_short", "face_zone", "frontal", "metres", "overhead", "steepest", "stretch"]

#: Stands behind a distance at which the picture ends and not the pixels.
CUT: Final = "*"

#: From so far on an inferred distance is told in whole metres. [m] assumption (range 3-10): sheets
#: like it differ by 6 %, a third of a metre at 5 m.
WHOLE: Final = 5.0

#: Places below a camera at which a face is looked for. [1]
PLACES: Final = 100


def steepest() -> float:
    """Return from how far above a face is still searched by recognisers. [degree]"""
    return math.degrees(recognisers().pitch_limit)


def face_zone(camera: Camera, px_per_m: float) -> Zone | None:
    """Find the ground straight ahead on which a face, not the top of a head, has a density.

    Parameters
    ----------
    camera : Camera
        Made by :func:`twin.cameras.mount.hung` or :func:`twin.cameras.mount.aimed`.
    px_per_m : float
        The density. [px/m]
    """
    return zone(camera, px_per_m, steepest_deg=steepest())


def frontal(
    camera: Camera, away: ArrayLike, density: Floats, height: ArrayLike = FACE_HEIGHT
) -> Floats:
    """Keep densities of faces so far off [m] and so high [m]; 0 where tops of heads are seen."""
    steep = math.tan(math.radians(steepest()))
    above = float(camera.position[2]) - np.asarray(height)
    kept: Floats = np.where(above > steep * np.abs(away), 0.0, density)
    return kept


def overhead(camera: Camera) -> float | None:
    """Return how far off faces are that are seen from too far above, where any is. [m]"""
    away = frontal_from(float(camera.position[2]), steepest())
    seen = away > 0 and density_at(camera, np.linspace(0.0, 0.99 * away, PLACES)).any()
    return away if seen else None


@dataclass(frozen=True)
class Raised:
    """What a camera whose picture cuts a level would show, tilted up: the level as far as that.

    ``edge`` says which edge of the picture cuts it; ``by_deg`` is negative down. [degree], [m]
    """

    edge: str
    level: str
    by_deg: float
    far_m: float

    def __str__(self) -> str:
        """Say it behind the mark."""
        tilted = (
            f"; tilted {abs(self.by_deg):.1f}° {'higher' if self.by_deg > 0 else 'lower'}, "
            f"{self.level} would reach {self.far_m:.0f} m"
            if self.by_deg
            else ""
        )
        return f"{CUT} ends at the {self.edge} edge of the picture{tilted}."


def cut_short(camera: Camera, standard: Standard) -> Raised | None:
    """Tell of the first level of a standard that ends where the picture does, if one does."""
    for level in standard.levels:
        found = face_zone(camera, level.density.value)
        if found is not None and found.cut:
            by, then = raised(camera, level.density.value, steepest_deg=steepest())
            return Raised(far_edge(camera), level.name, by, then.far)
    return None


def metres(value: float, miss: float = 0.0) -> str:
    """Write a distance to a decimetre, or to a metre where the focal length was inferred.

    Examples
    --------
    >>> metres(161.36), metres(161.36, 0.06), metres(3.26, 0.06)
    ('161.4', '161', '3.3')
    """
    return f"{value:.0f}" if miss and value >= WHOLE else f"{value:.1f}"


def stretch(ends: Sequence[float] | None, miss: float = 0.0, *, cut: bool = False) -> str:
    """Write a stretch of ground, its two ends [m] or None; the near one hangs little on pixels.

    Examples
    --------
    >>> stretch((1.4, 37.06), cut=True), stretch(None)
    ('1.4 to 37.1 m*', 'nowhere')
    >>> stretch((0.0, 6.74), 0.06)
    'up to 7 m'
    """
    if ends is None:
        return "nowhere"
    near, far = ends
    start = f"{near:.1f} to" if near >= 0.05 else "up to"
    return f"{start} {metres(far, miss)} m{CUT if cut else ''}"
