"""How much higher a camera must look so that the edge of its picture no longer cuts its reach."""

import math

from twin.cameras.camera import Camera
from twin.cameras.mount import Zone, hung, zone
from twin.errors import ShapeError

__all__ = ["raised"]

HALVINGS = 30
"""Of the angles looked through; 90 degrees end at a ten-millionth. [1]"""


def raised(camera: Camera, px_per_m: float, *, steepest_deg: float = 90.0) -> tuple[float, Zone]:
    """Tilt a camera up until the ground on which a face has a density ends where pixels do.

    Parameters
    ----------
    camera : Camera
        Made by :func:`twin.cameras.mount.hung` or :func:`twin.cameras.mount.aimed`.
    px_per_m : float
        The density. [px/m]
    steepest_deg : float
        As for :func:`twin.cameras.mount.zone`.

    Returns
    -------
    degrees : float
        By how much, rounded up to a tenth; 0 where the edge of the picture cuts nothing, or where
        looking higher, up to level, gains nothing. [degree]
    found : Zone
        The ground that it shows then.

    Raises
    ------
    ShapeError
        If there is no such ground as it hangs.
    """

    def at(degrees: float) -> Zone | None:
        tilted = hung(
            camera.lens,
            height_m=float(camera.position[2]),
            tilt_deg=min(camera.tilt_deg + degrees, 90.0),
        )
        return zone(tilted, px_per_m, steepest_deg=steepest_deg)

    now = at(0.0)
    if now is None:
        message = f"no face has {px_per_m:g} px/m as the camera hangs."
        raise ShapeError(message)
    low, high = 0.0, max(0.0, -camera.tilt_deg)
    for _ in range(HALVINGS if now.cut else 0):
        middle = (low + high) / 2
        found = at(middle)
        low, high = (middle, high) if found is not None and found.cut else (low, middle)
    by = math.ceil(10 * high - 1e-6) / 10
    then = at(by) if now.cut else None
    return (by, then) if then is not None and then.far > now.far else (0.0, now)
