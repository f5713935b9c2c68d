"""Whether other people hide somebody at a moment.

A body is an upright capsule from the ground to the shoulders, under a sphere for the head. The
people of a moment are sorted by their direction from the camera, so that whoever can stand in a
sight line stands next to it in the array, too.
"""

import math
from enum import IntEnum
from typing import Any

from twin.jit import kernel
from twin.sight.scene.kernels import ROUND, TURN, diamond

__all__ = ["SECTORS", "Here", "behind_body", "behind_others", "by_direction"]

SECTORS = 2048
"""Parts of a full turn by which people are sorted; changes no answer."""


class Here(IntEnum):
    """Columns of somebody at one moment: place from the camera, then body. [m]"""

    X = 0
    Y = 1
    EYE = 2
    APART = 3
    """Half the distance of the eyes."""
    RADIUS = 4
    SHOULDER = 5
    LENGTH = 6


@kernel
def behind_body(
    cx: float, cy: float, cz: float, x: float, y: float, z: float,
    bx: float, by: float, eye: float, radius: float, shoulder: float, head: float,
) -> bool:  # fmt: skip
    """Say whether the line from (cx, cy, cz) to (x, y, z) meets a body standing at (bx, by).

    ``eye``: height of the head's centre; ``shoulder``: top of the capsule; ``head``: radius.
    """
    dx, dy, dz = x - cx, y - cy, z - cz
    ax, ay = cx - bx, cy - by
    flat = dx * dx + dy * dy
    size = flat + dz * dz
    if size == 0.0:
        return False
    az = cz - eye
    t = min(1.0, max(0.0, -(ax * dx + ay * dy + az * dz) / size))
    ex, ey, ez = ax + t * dx, ay + t * dy, az + t * dz
    if ex * ex + ey * ey + ez * ez <= head * head:
        return True
    t = min(1.0, max(0.0, -(ax * dx + ay * dy) / flat)) if flat > 0.0 else 0.0
    ex, ey = ax + t * dx, ay + t * dy
    if ex * ex + ey * ey > radius * radius:
        return False
    # the axis goes from the ground, where nothing passes below, to the centre of the upper cap
    az = cz - (shoulder - radius)
    if az + t * dz <= 0.0 or (flat == 0.0 and az + dz <= 0.0):
        return True
    t = min(1.0, max(0.0, -(ax * dx + ay * dy + az * dz) / size))
    ex, ey, ez = ax + t * dx, ay + t * dy, az + t * dz
    # nearest the axis it is above the cap's centre: whatever meets the column meets the cap
    return ex * ex + ey * ey + ez * ez <= radius * radius


@kernel
def by_direction(people: Any, count: int, first: Any, sector: Any, here: Any, who: Any) -> None:
    """Sort the people of a moment by the sector in which they stand.

    ``people`` (count, 6) are read; ``first`` (SECTORS + 2,) becomes the first place of each sector,
    and the end (its last entry is scratch, and so is ``sector``); ``here`` and ``who`` become the
    rows of ``people`` in that order, and their numbers.
    """
    for s in range(SECTORS + 2):
        first[s] = 0
    for i in range(count):
        sector[i] = int(diamond(people[i, Here.X], people[i, Here.Y]) * (SECTORS / 4))
        first[sector[i] + 2] += 1
    for s in range(2, SECTORS + 2):
        first[s] += first[s - 1]
    for i in range(count):
        place = first[sector[i] + 1]
        first[sector[i] + 1] += 1
        who[place] = i
        for column in range(Here.LENGTH):
            here[place, column] = people[i, column]


@kernel
def _meets(cz: float, x: float, y: float, z: float, here: Any, other: int, head: float) -> bool:
    return behind_body(
        0.0, 0.0, cz, x, y, z, here[other, Here.X], here[other, Here.Y], here[other, Here.EYE],
        here[other, Here.RADIUS], here[other, Here.SHOULDER], head,
    )  # fmt: skip


@kernel
def behind_others(
    me: int, face: bool, ex: float, ey: float, cz: float, here: Any, first: Any, tallest: float,
    widest: float, head: float,
) -> tuple[bool, bool]:  # fmt: skip
    """Say whether others hide somebody's head from the camera, and whether they hide an eye.

    Parameters
    ----------
    me : int
        Row of ``here``.
    face : bool
        Whether the eyes matter.
    ex, ey : float
        From the head's centre to one eye; the other is opposite. [m]
    cz : float
        Height of the camera, over the origin. [m]
    here, first : array
        See :func:`by_direction`.
    tallest, widest : float
        Nobody is higher or reaches farther from their middle. [m]
    head : float
        Radius of a head. [m]
    """
    x, y, z = here[me, Here.X], here[me, Here.Y], here[me, Here.EYE]
    size = math.sqrt(x * x + y * y)
    pad = widest + ROUND + here[me, Here.APART]
    # only where the line is lower than everybody's head can it be hidden
    top = tallest + ROUND
    low = (top - cz) / (z - cz) * size - pad if cz > top else -pad
    eye_hidden = False
    # whoever meets the line beyond ``low`` stands within pad / low of its direction; a diamond
    # angle never changes faster than the angle
    start, stop = 0, SECTORS - 1
    if low > pad:
        angle, half = diamond(x, y), pad / low + TURN
        start = int(math.floor((angle - half) * (SECTORS / 4)))
        stop = min(start + SECTORS - 1, int(math.floor((angle + half) * (SECTORS / 4))))
    aside, first_along, last_along = pad * size, low * size, (size + pad) * size
    for turn in range(-1, 2):
        # the sectors of this turn among those wanted: at most two turns have some
        a, b = max(start, turn * SECTORS), min(stop, (turn + 1) * SECTORS - 1)
        if a > b:
            continue
        for other in range(first[a - turn * SECTORS], first[b - turn * SECTORS + 1]):
            ox, oy = here[other, Here.X], here[other, Here.Y]
            along, across = x * ox + y * oy, abs(x * oy - y * ox)
            # one branch: a processor foretells it, and few come through
            if not (along >= first_along) & (along <= last_along) & (across <= aside):
                continue
            if other == me:
                continue
            if _meets(cz, x, y, z, here, other, head):
                return True, True
            if face and not eye_hidden:
                eye_hidden = _meets(cz, x + ex, y + ey, z, here, other, head) or _meets(
                    cz, x - ex, y - ey, z, here, other, head
                )
    return False, eye_hidden
