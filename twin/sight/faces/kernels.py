"""Which faces of a moment a camera sees: image, reach, scene and other people together."""

import math
from typing import Any

import numpy as np

from twin.cameras.kernels import Record, imaged
from twin.jit import kernel
from twin.sight.groups.kernels import EVERYWHERE, Here, Mark, Member, filled, gathered, grouped
from twin.sight.others.kernels import behind_anybody, behind_others
from twin.sight.table.kernels import bins_of_one, hidden_in

__all__ = ["by_face", "faces", "in_open", "in_view", "placed"]


@kernel
def in_view(record: Any, reach: float, room: Any, many: int) -> int:
    """Write which members are within reach and in the image to LEFT, and return how many.

    ``work`` tells where and how finely each is imaged.
    """
    work, left_of = room.work, room.marks[Mark.LEFT]
    x, y, z = work[Member.X], work[Member.Y], work[Member.Z]
    u, v = work[Member.U], work[Member.V]
    imaged(record, x, y, z, filled(many), u, v, work[Member.SHOWN])
    cx, cy, cz = record[Record.X], record[Record.Y], record[Record.Z]
    width, height, far = record[Record.WIDTH], record[Record.HEIGHT], reach * reach
    left = np.uint32(0)
    for m in range(many):
        dx, dy, dz = x[m] - cx, y[m] - cy, z[m] - cz
        left_of[left] = m
        left += np.uint32(
            (u[m] >= 0.0) & (u[m] <= width) & (v[m] >= 0.0) & (v[m] <= height)
            & (dx * dx + dy * dy + dz * dz <= far)
        )  # fmt: skip
    return int(left)


@kernel
def in_open(t: Any, c: int, room: Any, many: int, left: int) -> int:
    """Write which of the members LEFT the scene leaves open to LEFT, and return how many."""
    work, left_of, bin_of = room.work, room.marks[Mark.LEFT], room.marks[Mark.BIN]
    x, y, z, square = work[Member.X], work[Member.Y], work[Member.Z], work[Member.SQUARE]
    other = np.uint32(len(t.bound) - 1)
    bins_of_one(t, np.uint32(c), x, y, z, filled(many), other, square, bin_of)
    still = 0
    for n in range(left):
        m = left_of[n]
        left_of[still] = m
        still += 0 if hidden_in(t, c, bin_of[m], other, square[m], x[m], y[m], z[m]) else 1
    return still


@kernel
def placed(
    grid: Any, cameras: int, room: Any, points: Any, people: Any
) -> tuple[float, float, int]:  # fmt: skip
    """Put faces (N, 3) and bodies (N, 3) or none (0, 3) in their places and groups.

    Returns the least and the largest radius of anybody, 0 at most and at least [m], and how many
    members all groups have; see :func:`~twin.sight.groups.kernels.grouped`.
    """
    least, widest, bodies = 0.0, 0.0, len(people) > 0
    for i in range(len(points)):
        here = room.here[i]
        here[Here.X], here[Here.Y], here[Here.EYE] = points[i, 0], points[i, 1], points[i, 2]
        here[Here.FOOT], here[Here.APART] = -math.inf, 0.0
        here[Here.HEAD] = people[i, 0] if bodies else 0.0
        here[Here.RADIUS] = people[i, 1] if bodies else 0.0
        here[Here.SHOULDER] = people[i, 2] if bodies else points[i, 2]
        least = min(least, here[Here.HEAD], here[Here.RADIUS])
        widest = max(widest, here[Here.HEAD], here[Here.RADIUS])
    return least, widest, grouped(grid, cameras, room, len(points))


@kernel
def faces(
    table: Any, records: Any, reach: Any, grid: Any, room: Any, count: int, people: bool,
    widest: float, begin: int, face: Any, camera: Any,
) -> tuple[int, int]:  # fmt: skip
    """Write pairs of a camera and a face that it sees, by camera.

    Parameters
    ----------
    table, records, reach, grid
        Cameras: what hides what, (C, Record), (C,) [m], and those of each square.
    room, count
        Faces and bodies with the groups of cameras, and how many there are.
    people : bool
        Whether bodies hide faces.
    widest : float
        Nobody reaches farther from their middle. [m]
    begin : int
        First camera to look through.
    face, camera : (n,) array
        Outputs, with room for all faces of a camera.

    Returns
    -------
    tuple of int
        The camera to go on with, C when all are done, and how many pairs were written: no camera is
        begun for which there might be no room.
    """
    written, here = 0, room.here
    while begin < len(records) and written + count <= len(face):
        c, record = begin, records[begin]
        many = gathered(grid, room, c)
        left = in_view(record, reach[c], room, many)
        left = in_open(table, c, room, many, left)
        for n in range(left):
            m = int(room.marks[Mark.LEFT, n])
            i = int(room.member[room.first[c] + m])
            hidden = False
            if people and room.square[i] == EVERYWHERE:
                hidden = behind_anybody(
                    here, count, i, record[Record.X], record[Record.Y], record[Record.Z]
                )
            elif people:
                hidden, _ = behind_others(grid, room, c, many, m, False, 0.0, 0.0, record, widest)
            face[written], camera[written] = i, c
            written += 0 if hidden else 1
        begin += 1
    return begin, written


@kernel
def by_face(face: Any, camera: Any, first: Any, faces: Any, cameras: Any) -> None:
    """Sort pairs of a face and a camera (n,), by camera, by face, then camera.

    ``first`` (N + 2,) of 0 is scratch, N being how many faces there are.
    """
    for n in range(len(face)):
        first[face[n] + 2] += 1
    for i in range(2, len(first)):
        first[i] += first[i - 1]
    for n in range(len(face)):
        to = first[face[n] + 1]
        faces[to], cameras[to] = face[n], camera[n]
        first[face[n] + 1] += 1
