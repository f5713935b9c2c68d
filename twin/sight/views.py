"""What many cameras see of a scene: any points, at once."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twin.arrays import Bools, Floats, as_shape
from twin.cameras import Lens
from twin.cameras.kernels import Record
from twin.errors import ShapeError
from twin.sight.faces import kernels as kernels_of_faces
from twin.sight.faces.kernels import PAIRS, Pairs, Work
from twin.sight.grid import BESIDE, gridded, spans, squares
from twin.sight.grid.kernels import Grid
from twin.sight.others import kernels as others
from twin.sight.others import room_for
from twin.sight.others.kernels import Here, Places
from twin.sight.solids import Solids
from twin.sight.table import half_turn, tabled
from twin.sight.table.kernels import Head, Table
from twin.sight.table.pairs import kernels
from twin.sight.table.pairs.kernels import BLOCK
from twin.site.relief import FLAT

__all__ = ["HEADS", "Views"]

HEADS = (1.0, 2.05)
"""Heights of faces that tables answer at once. [m] assumption (range 0.5-1.2 to 1.9-2.3): eyes of
children of five years and of the tallest; others take longer, and the answer is the same."""


@dataclass(frozen=True, eq=False)
class Views:
    """Cameras in a scene.

    Attributes
    ----------
    table : Table
        What hides what from each camera.
    records : (C, Record) array
        See :class:`twin.cameras.kernels.Record`.
    reach : (C,) array
        How far each sees. [m]
    """

    table: Table
    records: Floats
    reach: Floats

    @classmethod
    def of(
        cls,
        solids: Solids,
        position: Floats,
        rotation: Floats,
        lenses: Sequence[Lens],
        reach: Floats,
        heads: Floats,
    ) -> Self:
        """Arrange a scene round cameras; see :meth:`twin.sight.Scene.look_from`."""
        count = len(position)
        records = np.array([lens.record for lens in lenses]).reshape(count, int(Record.LENGTH))
        records[:, Record.X : Record.Z + 1] = position
        records[:, Record.ROTATION : Record.ROTATION + 9] = rotation.reshape(count, 9)
        sides = np.array([half_turn(*both) for both in zip(rotation, lenses, strict=True)])
        return cls(tabled(solids, records, sides, reach, heads), records, reach)

    def visible(self, camera: ArrayLike, point: ArrayLike) -> Bools:
        """Say of pairs of a camera and a point whether the scene leaves the line between them open.

        Parameters
        ----------
        camera : (R,) array of int
            Number of each pair's camera.
        point : (R, 3) array
            Each pair's point. An array whose columns lie together (Fortran order) is read quicker;
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
        work, marks = np.empty((4, BLOCK)), np.empty((2, BLOCK), dtype=np.uint32)
        # a negative number becomes one that is too large
        unsigned = numbers.astype(np.uint32, copy=False)
        x, y, z = points.T
        wrong = kernels.visible(self.table, unsigned, x, y, z, work, marks, out)
        if wrong >= 0:
            message = (
                f"pair {wrong} is of camera {numbers[wrong]} and point {points[wrong]}, but there "
                f"are cameras 0 to {len(self.table.head) - 1}, and points are finite."
            )
            raise ShapeError(message)
        return out

    @cached_property
    def grid(self) -> Grid:
        """The cameras of each square of the ground, for faces of the heights of the table."""
        heads = self.table.head[:, Head.LOW : Head.HIGH + 1]
        bare = squares(self.records, self.reach)
        about = self.table, self.records, self.reach
        return gridded(*about, bare, spans(bare, FLAT), heads)

    def faces(
        self, points: ArrayLike, people: ArrayLike | None = None
    ) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
        """Say which cameras see which faces of a moment.

        A camera sees a face when its centre is in the image and within reach, and neither the scene
        nor the body of anybody else touches the line between them.

        Parameters
        ----------
        points : (N, 3) array
            Centres of faces. [m]
        people : (N, 3) array, optional
            Whose faces: radius of the head, a ball about the face; radius of the body, an upright
            capsule that goes down without end; and height up to which it goes. Radii are at most
            :data:`~twin.sight.grid.BESIDE`. Nobody hides anybody when missing. [m]

        Returns
        -------
        face : (R,) array of int
            Number of the face of each pair, rising.
        camera : (R,) array of int
            Number of its camera, rising for each face.

        Raises
        ------
        ShapeError
            If the shapes do not fit each other, or somebody is wider.
        """
        where = as_shape("points", points, (None, 3))
        count, grid, head = len(where), self.grid, self.table.head
        places, pairs, work = self._room(count)
        here = places.here[:count]
        here[:, : Here.EYE + 1], here[:, Here.FOOT] = where, -np.inf
        tallest, widest = 0.0, 0.0
        if people is not None:
            sizes = as_shape("people", people, (count, 3))
            if sizes[:, :2].max(initial=0.0) > BESIDE:
                # who stands beyond the squares of the ground would hide nobody
                message = (
                    f"people has a radius of {sizes[:, :2].max():g} m, but must have {BESIDE:g} m "
                    "at most."
                )
                raise ShapeError(message)
            here[:, Here.HEAD : Here.SHOULDER + 1] = sizes
            tops = np.maximum(where[:, 2] + sizes[:, 0], sizes[:, 2])
            tallest, widest = tops.max(initial=0.0), sizes[:, :2].max(initial=0.0)
        low, high = head[:, Head.LOW].max(initial=-np.inf), head[:, Head.HIGH].min(initial=np.inf)
        others.settle(grid, places, count)
        found: list[tuple[NDArray[np.uint32], NDArray[np.uint16]]] = []
        begin = 0
        while begin < count or not found:
            face = np.empty(2 * count + pairs.shape[1], dtype=np.uint32)
            camera = np.empty(len(face), dtype=np.uint16)
            begin, written = kernels_of_faces.faces(
                self.table, self.records, self.reach, grid, low, high, places, count,
                people is not None, tallest, widest, begin, pairs, work, face, camera,
            )  # fmt: skip
            found.append((face[:written], camera[:written]))
        others.leave(grid, places, count)
        if len(found) == 1:
            return found[0]
        face, camera = (np.concatenate(both) for both in zip(*found, strict=True))
        return face, camera

    def _room(self, count: int) -> tuple[Places, NDArray[np.uint32], Floats]:
        """Return room for so many people and for a block of pairs, which each thread keeps."""
        held = self._held
        if not hasattr(held, "places"):
            pairs = PAIRS + len(self.table.head)
            held.places = room_for(self.grid, count)
            held.pairs = np.empty((int(Pairs.LENGTH), pairs), dtype=np.uint32)
            held.work = np.empty((int(Work.LENGTH), pairs))
        if len(held.places.here) < count:
            held.places = room_for(self.grid, 2 * count, held.places)
        return held.places, held.pairs, held.work

    @cached_property
    def _held(self) -> threading.local:
        return threading.local()
