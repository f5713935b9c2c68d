"""What many cameras see of a scene: any points, at once."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twin.arrays import Bools, Floats, as_shape
from twin.cameras import Lens
from twin.errors import ShapeError
from twin.sight.views import kernels
from twin.sight.views.kernels import BINS, BLOCK, Head, Table

__all__ = ["HEADS", "Solids", "Views"]

HEADS = (1.0, 2.05)
"""Heights of faces that tables answer at once. [m] assumption (range 0.5-1.2 to 1.9-2.3): eyes of
children of five years and of the tallest; others take longer, and the answer is the same."""

FIRST_ITEMS = 4 * BINS
"""Room for what may hide something from a camera, at first. [1]"""


@dataclass(frozen=True, eq=False)
class Solids:
    """A scene as the kernels read it; see :class:`twin.sight.views.kernels.Table`."""

    walls: Floats
    owner: NDArray[np.uint32]
    prism: NDArray[np.uint32]
    box: Floats
    crowns: Floats


@dataclass(frozen=True, eq=False)
class Views:
    """Cameras in a scene.

    Attributes
    ----------
    table : Table
        What hides what from each camera.
    """

    table: Table

    @classmethod
    def of(
        cls,
        solids: Solids,
        position: Floats,
        rotation: Floats,
        lenses: Sequence[Lens],
        reach: Floats,
        heads: Floats,
    ) -> "Views":
        """Arrange a scene round cameras; see :meth:`twin.sight.Scene.look_from`."""
        count = len(position)
        head = np.zeros((count, int(Head.LENGTH)))
        head[:, Head.X : Head.Y + 1] = position[:, :2]
        for c in range(count):
            ahead = rotation[c, 2, :2]
            size = math.hypot(*ahead)
            head[c, Head.AHEAD_X : Head.AHEAD_Y + 1] = ahead / size if size > 0 else (1.0, 0.0)
            head[c, Head.BINS_PER_TURN] = BINS / (2 * _half_turn(rotation[c], lenses[c], head[c]))
        head[:, Head.REACH] = reach**2
        head[:, Head.LOW : Head.HIGH + 1] = heads
        bound = np.empty((count * BINS + 1, 2), dtype=np.float32)
        bound[-1] = -1.0, np.inf
        first = np.zeros(count * BINS + 1, dtype=np.uint32)
        items: list[NDArray[np.uint32]] = []
        room, total = FIRST_ITEMS, 0
        scratch = _scratch(room)
        for c in range(count):
            here = bound[c * BINS : (c + 1) * BINS]
            while True:
                own = np.empty(BINS + 1, dtype=np.uint32)
                item = np.empty(room, dtype=np.uint32)
                needed = kernels.arrange(
                    head[c], position[c, 2], solids.walls, solids.prism, solids.box, solids.crowns,
                    *scratch, here, own, item,
                )  # fmt: skip
                if needed <= room:
                    break
                room = 2 * needed
                scratch = _scratch(room)
            first[c * BINS : (c + 1) * BINS + 1] = own + np.uint32(total)
            items.append(item[:needed].copy())
            total += needed
        item = np.concatenate(items) if items else np.zeros(0, dtype=np.uint32)
        return cls(
            Table(
                head, position[:, 2].copy(), bound, first, item, solids.walls, solids.owner,
                solids.prism, solids.box, solids.crowns,
            )
        )  # fmt: skip

    def visible(self, camera: ArrayLike, point: ArrayLike) -> Bools:
        """Say of pairs of a camera and a point whether the scene leaves the line between them open.

        Parameters
        ----------
        camera : (R,) array of int
            Number of each pair's camera.
        point : (R, 3) array
            Each pair's point. An array whose columns lie together (Fortran order) is not copied;
            pairs of one camera next to each other take half the time of any order. [m]

        Returns
        -------
        (R,) array of bool
            Whether nothing of the scene touches the line, ends and all.

        Raises
        ------
        ShapeError
            If the shapes differ or there is no such camera.
        """
        try:
            points, numbers = np.asarray(point, dtype=np.float64), np.asarray(camera)
        except (TypeError, ValueError) as error:
            message = "point must hold numbers in shape (any, 3)."
            raise ShapeError(message) from error
        if points.ndim != 2 or points.shape[1] != 3:
            message = f"point has shape {points.shape}, but must have shape (any, 3)."
            raise ShapeError(message)
        if numbers.shape != points.shape[:1] or numbers.dtype.kind not in "iu":
            message = (
                f"camera has shape {numbers.shape} and type {numbers.dtype}, but must be "
                f"{len(points)} whole numbers, one for each point."
            )
            raise ShapeError(message)
        out = np.empty(len(points), dtype=np.bool_)
        scratch = np.empty((4, BLOCK)), np.empty((2, BLOCK), dtype=np.uint32)
        # a negative number becomes one that is too large
        unsigned = numbers.astype(np.uint32, copy=False)
        wrong = kernels.visible(self.table, unsigned, *points.T, *scratch, out)
        if wrong >= 0:
            message = (
                f"pair {wrong} is of camera {numbers[wrong]} and point {points[wrong]}, but there "
                f"are cameras 0 to {len(self.table.head) - 1}, and points are finite."
            )
            raise ShapeError(message)
        return out


def _scratch(room: int) -> tuple[Any, ...]:
    return np.empty(BINS), np.empty(room, np.uint32), np.empty(room, np.uint32), np.empty(room)


def _half_turn(rotation: Floats, lens: Lens, head: Floats) -> float:
    """Return how far a camera looks to each side in the plan, as a diamond angle: 2 is all round.

    What it looks at beyond is answered too, but not by the table.
    """
    down = rotation @ [0.0, 0.0, 1.0]
    for pole in (down, -down):
        u, v = lens.project(pole[None])[0]
        if 0 <= u <= lens.width_px and 0 <= v <= lens.height_px:
            return 2.0
    u, v = np.linspace(0, lens.width_px, 33), np.linspace(0, lens.height_px, 33)
    sides = [(u, 0 * u), (u, 0 * u + lens.height_px), (0 * v, v), (0 * v + lens.width_px, v)]
    rays = lens.unproject(np.concatenate([np.column_stack(side) for side in sides])) @ rotation
    if np.isnan(rays).any():
        return 2.0
    ahead = rays[:, :2] @ head[[Head.AHEAD_X, Head.AHEAD_Y]]
    left = rays[:, :2] @ np.array([-head[Head.AHEAD_Y], head[Head.AHEAD_X]])
    widest = max(abs(kernels.aside(a, b)) for a, b in zip(ahead, left, strict=True))
    return min(2.0, 1.02 * widest)
