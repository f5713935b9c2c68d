"""How a housing hangs and records otherwise than before."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from twin.arrays import Floats
from twin.cameras import Camera
from twin.wording import compass, few_digits

__all__ = ["SAME", "Said", "hung_otherwise"]

SAME = 1e-6
"""What differs by less is the same but for the last digits. [m], [rad], [1]"""

Said = tuple[str, str, str, str]
"""What is other, what it was, what it is, and the rest of a sentence about the camera."""


def hung_otherwise(
    before: Sequence[Camera], after: Sequence[Camera], origin: Floats
) -> Iterator[Said]:
    """Say where a housing hangs, and how it takes images, if that is other than before.

    Parameters
    ----------
    before, after : sequence of Camera
        Its views.
    origin : (2,) array
        Easting and northing of the site frame's origin, EPSG:27700. [m]
    """
    old, new = before[0], after[0]
    east, north, up = (new.position - old.position).tolist()
    far = math.hypot(east, north)
    if far > SAME:
        towards = compass(math.degrees(math.atan2(east, north)))
        metres = f"{few_digits(far)} m"
        yield "moved", _at(old, origin), _at(new, origin), f"has moved by {metres} to the {towards}"
    if abs(up) > SAME:
        was, now = (f"{one.position[2]:g} m" for one in (old, new))
        how = f"{few_digits(abs(up))} m {'higher' if up > 0 else 'lower'}"
        yield "height", was, now, f"hangs {how}, at {now}"
    for what, was_, now_, unit in (
        ("frame rate", old.frame_rate, new.frame_rate, "images a second"),
        ("shutter", old.shutter, new.shutter, "s by day"),
        ("shutter after dark", old.dark_shutter, new.dark_shutter, "s after dark"),
    ):
        if not np.isclose(was_, now_, rtol=SAME, atol=0):
            was, now = (f"{value:g} {unit}" for value in (was_, now_))
            yield what, was, now, f"has another {what}: {now}, before {was}"


def _at(camera: Camera, origin: Floats) -> str:
    """Write where a camera is on the map grid."""
    east, north = (camera.position[:2] + origin).tolist()
    return f"easting {east:.2f}, northing {north:.2f}"
