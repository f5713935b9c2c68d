"""What of a scene can hide something from each of many cameras."""

import math

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.cameras import Lens
from twin.cameras.kernels import Record
from twin.sight.solids import Solids
from twin.sight.table.arrange.kernels import arrange
from twin.sight.table.kernels import BINS, Head, Table, aside

__all__ = ["half_turn", "tabled"]

ITEMS = 4 * BINS
"""Room for what may hide something from a camera, at first. [1]"""


def tabled(solids: Solids, records: Floats, sides: Floats, reach: Floats, heads: Floats) -> Table:
    """Arrange a scene round cameras.

    Parameters
    ----------
    solids : Solids
        The scene.
    records : (C, Record) array
        The cameras.
    sides : (C,) array
        How far each looks to a side, see :func:`half_turn`. [1]
    reach : (C,) array
        How far each sees. [m]
    heads : (C, 2) array
        Heights of faces that the table answers. [m]
    """
    count = len(records)
    head = np.zeros((count, int(Head.LENGTH)))
    head[:, Head.X : Head.Y + 1] = records[:, Record.X : Record.Y + 1]
    for c in range(count):
        head[c, Head.AHEAD_X : Head.AHEAD_Y + 1] = _ahead(records[c, Record.ROTATION + 6 :][:2])
    head[:, Head.BINS_PER_TURN] = BINS / (2 * sides)
    head[:, Head.REACH] = reach**2
    head[:, Head.LOW : Head.HIGH + 1] = heads
    up = records[:, Record.Z].copy()
    bound = np.empty((count * BINS + 1, 2), dtype=np.float32)
    bound[-1] = -1.0, np.inf
    first, own = np.zeros(count * BINS + 1, dtype=np.uint32), np.empty(BINS + 1, dtype=np.uint32)
    items: list[NDArray[np.uint32]] = [np.zeros(0, dtype=np.uint32)]
    room, total = ITEMS, 0
    for c in range(count):
        while True:
            scratch = np.empty(BINS), np.empty(room, np.uint32), np.empty(room, np.uint32)
            item = np.empty(room, dtype=np.uint32)
            needed = arrange(
                head[c], up[c], solids.walls, solids.prism, solids.box, solids.crowns, *scratch,
                np.empty(room), bound[c * BINS : (c + 1) * BINS], own, item,
            )  # fmt: skip
            if needed <= room:
                break
            room = needed
        first[c * BINS : (c + 1) * BINS + 1] = own + np.uint32(total)
        items.append(item[:needed].copy())
        total += needed
    return Table(
        head, up, bound, first, np.concatenate(items), solids.walls, solids.owner, solids.prism,
        solids.box, solids.crowns,
    )  # fmt: skip


def _ahead(towards: Floats) -> Floats:
    """Return a direction in the plan of length 1; east when it is straight up or down."""
    size = math.hypot(*towards)
    return towards / size if size > 0 else np.array([1.0, 0.0])


def half_turn(rotation: Floats, lens: Lens) -> float:
    """Return how far a camera looks to each side in the plan, as a diamond angle: 2 is all round.

    What it looks at beyond is answered too, but not by the table.
    """
    down = rotation @ [0.0, 0.0, 1.0]
    for u, v in lens.project([down, -down]):
        if 0 <= u <= lens.width_px and 0 <= v <= lens.height_px:
            return 2.0
    along, zero = np.linspace(0, 1, 33), np.zeros(33)
    border = np.concatenate(
        [np.column_stack(side) for side in (
            (along, zero), (along, zero + 1), (zero, along), (zero + 1, along)
        )]
    )  # fmt: skip
    rays = lens.unproject(border * [lens.width_px, lens.height_px]) @ rotation
    if np.isnan(rays).any():
        return 2.0
    east, north = _ahead(rotation[2, :2])
    ahead = rays[:, :2] @ [east, north]
    left = rays[:, :2] @ [-north, east]
    widest = max(abs(aside(a, b)) for a, b in zip(ahead, left, strict=True))
    return float(min(2.0, 1.02 * widest))
