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
from twin.sight.grid import BESIDE, gridded
from twin.sight.grid.kernels import Grid
from twin.sight.groups import room_for
from twin.sight.groups.kernels import Room
from twin.sight.solids import Solids
from twin.sight.table import half_turn, tabled
from twin.sight.table.kernels import Head, Table
from twin.sight.table.pairs import kernels
from twin.sight.table.pairs.kernels import BLOCK

__all__ = ["HEADS", "Views"]

HEADS = (1.0, 2.05)
"""Heights of faces that tables answer at once. [m] assumption (range 0.5-1.2 to 1.9-2.3): eyes of
children of five years and of the tallest; others take longer, and the answer is the same."""


ABOVE = 0.3
"""So far above the highest of these faces bodies are answered at once. [m] assumption (range
0.1-0.5): half a head; changes no answer."""


_NOBODY = np.zeros((0, 3))


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
        known, count = numbers, len(self.table.head)
        if (
            numbers.dtype.itemsize > 4
            and not 0 <= numbers.min(initial=0) <= numbers.max(initial=0) < count
        ):
            known = np.where((numbers >= 0) & (numbers < count), numbers, count)
        # a negative number becomes one that is too large
        unsigned = known.astype(np.uint32, copy=False)
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
        tallest = self.table.head[:, Head.HIGH].max(initial=0.0) + ABOVE
        return gridded(self.table, self.records, self.reach, None, tallest=tallest)

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
            If the shapes do not fit each other, or somebody is wider or has a radius below 0.
        """
        where = as_shape("points", points, (None, 3))
        count, cameras = len(where), len(self.table.head)
        room, grid = self._room(count), self.grid
        sizes = _NOBODY if people is None else as_shape("people", people, (count, 3))
        least, widest, members = kernels_of_faces.placed(grid, cameras, room, where, sizes)
        if members > len(room.member):
            # many who are asked about with every camera
            room = self._held.room = room._replace(member=np.empty(members, dtype=np.uint32))
            kernels_of_faces.placed(grid, cameras, room, where, sizes)
        if least < 0:
            message = f"people has a radius of {least:g} m, but must have 0 m at least."
            raise ShapeError(message)
        if widest > BESIDE:
            # who stands beyond the squares of the ground would hide nobody
            message = f"people has a radius of {widest:g} m, but must have {BESIDE:g} m at most."
            raise ShapeError(message)
        found: list[tuple[NDArray[np.uint32], NDArray[np.uint16]]] = []
        begin = 0
        while begin < cameras or not found:
            face = np.empty(3 * count, dtype=np.uint32)
            camera = np.empty(len(face), dtype=np.uint16)
            begin, written = kernels_of_faces.faces(
                self.table, self.records, self.reach, grid, room, count, people is not None,
                widest, begin, face, camera,
            )  # fmt: skip
            found.append((face[:written], camera[:written]))
        face, camera = found[0]
        if len(found) > 1:
            face, camera = (np.concatenate(both) for both in zip(*found, strict=True))
        seen, by = np.empty_like(face), np.empty_like(camera)
        kernels_of_faces.by_face(face, camera, np.zeros(count + 2, dtype=np.uint32), seen, by)
        return seen, by

    def _room(self, count: int) -> Room:
        """Return room for so many people, which each thread keeps."""
        held = self._held
        if not hasattr(held, "room") or len(held.room.here) < count:
            held.room = room_for(self.grid, len(self.table.head), 2 * count)
        room: Room = held.room
        return room

    @cached_property
    def _held(self) -> threading.local:
        return threading.local()
