"""How much higher or lower a camera must look so that its picture no longer cuts its reach."""

import math

from twin.cameras.camera import Camera
from twin.cameras.mount import FACE_HEIGHT, Zone, hung, zone
from twin.errors import ShapeError

__all__ = ["far_edge", "raised"]

HALVINGS = 30
"""Of the angles looked through; 90 degrees end at a ten-millionth. [1]"""


def far_edge(camera: Camera) -> str:
    """Return at which edge of a picture far faces leave it: upper, or lower from below them."""
    return "upper" if camera.position[2] > FACE_HEIGHT else "lower"


def raised(camera: Camera, px_per_m: float, *, steepest_deg: float = 90.0) -> tuple[float, Zone]:
    """Tilt a camera until the ground on which a face has a density ends where pixels do.

    One that hangs above faces looks higher, and one below them lower.

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
        By how much it looks higher, negative for lower, rounded up to a tenth; 0 where the edge of
        the picture cuts nothing, or where tilting it, as far as level, gains nothing. [degree]
    found : Zone
        The ground that it shows then.

    Raises
    ------
    ShapeError
        If there is no such ground as it hangs.
    """
    way = 1 if far_edge(camera) == "upper" else -1

    def at(degrees: float) -> Zone | None:
        tilted = hung(
            camera.lens,
            height_m=float(camera.position[2]),
            tilt_deg=min(max(camera.tilt_deg + way * degrees, -90.0), 90.0),
        )
        return zone(tilted, px_per_m, steepest_deg=steepest_deg)

    now = at(0.0)
    if now is None:
        message = f"no face has {px_per_m:g} px/m as the camera hangs."
        raise ShapeError(message)
    low, high = 0.0, max(0.0, -way * camera.tilt_deg)
    for _ in range(HALVINGS if now.cut else 0):
        middle = (low + high) / 2
        found = at(middle)
        low, high = (middle, high) if found is not None and found.cut else (low, middle)
    by = math.ceil(10 * high - 1e-6) / 10
    then = at(by) if now.cut else None
    return (way * by, then) if then is not None and then.far > now.far else (0.0, now)
