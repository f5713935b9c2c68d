"""How near solids and people may come in each bin of direction round a camera.

Directions are *diamond angles*: monotone in the angle, 0 to 4 for a full turn, no trigonometry.
"""

import math
from typing import Any

from twin.cameras.kernels import Record
from twin.jit import kernel
from twin.sight.solids.kernels import ROUND, TURN

__all__ = ["diamond", "direction", "spans"]


@kernel
def diamond(dx: float, dy: float) -> float:
    """Return the diamond angle of a direction, in [0, 4); 1 is east, 2 north."""
    size = abs(dx) + abs(dy)
    if size == 0.0:
        return 0.0
    angle = 1.0 + dy / size if dx >= 0.0 else 3.0 - dy / size
    return angle if angle < 4.0 else 0.0


@kernel
def direction(angle: float) -> tuple[float, float]:
    """Return a vector of a diamond angle, |x| + |y| = 1; inverse of :func:`diamond`."""
    angle = angle % 4.0
    if angle <= 2.0:
        y = angle - 1.0
        return 1.0 - abs(y), y
    y = 3.0 - angle
    return abs(y) - 1.0, y


@kernel
def _reach(px: float, py: float, qx: float, qy: float, low: float, high: float) -> float:
    """Return the least distance of the part of an edge between two diamond angles; lower bound."""
    start, stop = 0.0, 1.0
    ex, ey = qx - px, qy - py
    for k in range(2):
        ux, uy = direction(low if k == 0 else high)
        # left of the low direction and right of the high one
        sign = 1.0 if k == 0 else -1.0
        a = sign * (ux * py - uy * px)
        slope = sign * (ux * ey - uy * ex)
        if slope > 0.0:
            start = max(start, -a / slope)
        elif slope < 0.0:
            stop = min(stop, -a / slope)
    if start > stop:
        start, stop = 0.0, 1.0
    size = ex * ex + ey * ey
    t = -(px * ex + py * ey) / size if size > 0.0 else 0.0
    t = min(stop, max(start, t))
    return math.hypot(px + t * ex, py + t * ey)


@kernel
def spans(record: Any, edges: Any, bins: int, whole: bool, out: Any) -> None:
    """Write into ``out`` (B,) how near a solid with these plan edges may come in each bin.

    ``whole``: the camera is above, below or inside the outline, so it reaches into every bin at
    distance 0. Bins it does not reach keep infinity.
    """
    for b in range(bins):
        out[b] = 0.0 if whole else math.inf
    if whole:
        return
    width = 4.0 / bins
    for i in range(len(edges)):
        px, py = edges[i, 0] - record[Record.X], edges[i, 1] - record[Record.Y]
        qx, qy = edges[i, 2] - record[Record.X], edges[i, 3] - record[Record.Y]
        if px * qy - py * qx < 0.0:
            px, py, qx, qy = qx, qy, px, py
        low = diamond(px, py) - TURN
        high = low + (diamond(qx, qy) - low - TURN) % 4.0 + 2 * TURN
        for k in range(int(math.floor(low / width)), int(math.floor(high / width)) + 1):
            near = _reach(px, py, qx, qy, k * width - TURN, (k + 1) * width + TURN) - ROUND
            out[k % bins] = min(out[k % bins], max(0.0, near))
