"""Which cameras see which faces of a moment: image, reach, scene and other people together.

The pairs of a face and a camera that may see it are worked on a block at a time, in one plain loop
for each question: a processor that need not guess what comes next does several pairs at once.
"""

from enum import IntEnum
from typing import Any

import numpy as np

from twin.cameras.kernels import Record, in_image, to_camera, view_of_point
from twin.jit import kernel
from twin.sight.others.kernels import Here, behind_others
from twin.sight.table.kernels import BINS, Head, aside, listed, tried

__all__ = ["PAIRS", "Pairs", "Work", "candidates", "faces", "imaged", "open_pairs"]

PAIRS = 256
"""Pairs that are worked on together, about; changes no answer."""


class Pairs(IntEnum):
    """Rows of the scratch of a block of pairs."""

    FACE = 0
    CAMERA = 1
    LEFT = 2
    """Pairs that are left after a question."""
    BIN = 3
    LATER = 4
    LENGTH = 5


class Work(IntEnum):
    """Rows of what is known of the pairs of a block; those after SHOWN are of the pairs left."""

    U = 0
    V = 1
    SHOWN = 2
    """Density of the image, by the pair's number. [px/m]"""
    ROOF = 3
    RISE = 4
    """The ground in the line, see :class:`Grid`, by the pair's number. [m]"""
    SQUARE = 5
    """Scratch."""
    DENSITY = 6
    FACING = 7
    """Above 0 where the half of the head with the face is towards the camera."""
    NOSE = 8
    LEFT = 9
    UP = 10
    """Direction to the camera in the head frame."""
    ASIDE_X = 11
    ASIDE_Y = 12
    """From the head's centre to the left eye. [m]"""
    EYE = 13
    """Distance of the eyes in the image; -1 where no face is to be measured. [px]"""
    LENGTH = 14


@kernel
def candidates(
    grid: Any, cameras: int, low: float, high: float, here: Any, faces: int, square: Any,
    begin: int, pairs: Any, work: Any,
) -> tuple[int, int]:  # fmt: skip
    """Write the pairs of faces from ``begin`` on, of so many, with the cameras that may see them.

    Returns the face to go on with, and how many pairs there are. ``pairs`` (Pairs, PAIRS + C) has
    room for all cameras of a face more; so has ``work`` (Work, PAIRS + C).
    """
    count = 0
    for i in range(begin, faces):
        if count >= PAIRS:
            return i, count
        every = (here[i, Here.EYE] < low) | (here[i, Here.EYE] > high)
        if every:
            for c in range(cameras):
                pairs[Pairs.FACE, count], pairs[Pairs.CAMERA, count] = i, c
                work[Work.ROOF, count] = work[Work.RISE, count] = 0.0
                count += 1
        elif square[i] >= 0:
            for e in range(grid.first[square[i]], grid.first[square[i] + 1]):
                pairs[Pairs.FACE, count], pairs[Pairs.CAMERA, count] = i, grid.camera[e]
                work[Work.ROOF, count], work[Work.RISE, count] = grid.roof[e], grid.rise[e]
                count += 1
    return faces, count


@kernel
def imaged(records: Any, reach: Any, here: Any, pairs: Any, count: int, work: Any) -> int:
    """Write which pairs are within reach and in the image to LEFT, and return how many.

    ``work`` (Work, n) tells where and how finely each is imaged.
    """
    left = np.uint32(0)
    for k in range(count):
        i, c = pairs[Pairs.FACE, k], pairs[Pairs.CAMERA, k]
        record = records[c]
        x, y, z = to_camera(record, here[i, Here.X], here[i, Here.Y], here[i, Here.EYE])
        u, v, tangential, radial = view_of_point(record, x, y, z)
        work[Work.U, k], work[Work.V, k] = u, v
        work[Work.SHOWN, k] = min(tangential, radial)
        pairs[Pairs.LEFT, left] = k
        left += np.uint32(in_image(record, u, v) & (x * x + y * y + z * z <= reach[c] * reach[c]))
    return int(left)


@kernel
def open_pairs(t: Any, here: Any, pairs: Any, left: int, square: Any) -> int:
    """Write which of the pairs LEFT the scene leaves open to LEFT, and return how many.

    ``square`` (n,) is scratch, as long as a row of ``pairs``.
    """
    other = np.uint32(len(t.bound) - 1)
    for n in range(left):
        k = pairs[Pairs.LEFT, n]
        i, c = pairs[Pairs.FACE, k], pairs[Pairs.CAMERA, k]
        head = t.head[c]
        dx, dy = here[i, Here.X] - head[Head.X], here[i, Here.Y] - head[Head.Y]
        z = here[i, Here.EYE]
        fx, fy = head[Head.AHEAD_X], head[Head.AHEAD_Y]
        place = aside(dx * fx + dy * fy, dy * fx - dx * fy) * head[Head.BINS_PER_TURN] + BINS / 2
        away = dx * dx + dy * dy
        covered = (
            (place >= 0.0) & (place < BINS) & (away > 0.0) & (away <= head[Head.REACH])
            & (z >= head[Head.LOW]) & (z <= head[Head.HIGH])
        )  # fmt: skip
        place = place if covered else 0.0
        pairs[Pairs.BIN, n] = c * np.uint32(BINS) + np.uint32(np.int32(place)) if covered else other
        square[n] = away if covered else 0.0
    later = np.uint32(0)
    for n in range(left):
        b = pairs[Pairs.BIN, n]
        pairs[Pairs.LATER, later] = n
        later += np.uint32((square[n] > t.bound[b, 0]) & (square[n] <= t.bound[b, 1]))
    for m in range(later):
        n = pairs[Pairs.LATER, m]
        k, b = pairs[Pairs.LEFT, n], pairs[Pairs.BIN, n]
        i, c = pairs[Pairs.FACE, k], pairs[Pairs.CAMERA, k]
        x, y, z = here[i, Here.X], here[i, Here.Y], here[i, Here.EYE]
        if tried(t, c, x, y, z) if b == other else listed(t, c, b, x, y, z):
            square[n] = np.nan
        else:
            square[n] = -1.0
    still = np.uint32(0)
    for n in range(left):
        pairs[Pairs.LEFT, still] = pairs[Pairs.LEFT, n]
        still += np.uint32(square[n] <= t.bound[pairs[Pairs.BIN, n], 1])
    return int(still)


@kernel
def faces(
    table: Any, records: Any, reach: Any, grid: Any, low: float, high: float, places: Any,
    count: int, people: bool, tallest: float, widest: float, begin: int, pairs: Any, work: Any,
    face: Any, camera: Any,
) -> tuple[int, int]:  # fmt: skip
    """Write pairs of a face and a camera that sees it, by face, then camera.

    Parameters
    ----------
    table, records, reach, grid
        Cameras: what hides what, (C, Record), (C,) [m], and those of each square.
    low, high : float
        Heights of faces for which the grid holds; others are tried with every camera. [m]
    places, count
        Faces and bodies, see :class:`~twin.sight.others.kernels.Places`, and how many there are, N.
    people : bool
        Whether bodies hide faces.
    tallest, widest : float
        Nobody is higher or reaches farther from their middle. [m]
    begin : int
        First face to look at.
    pairs, work : (Pairs, PAIRS + C) array of uint32, (Work, PAIRS + C) array
        Scratch.
    face, camera : (n,) array
        Outputs.

    Returns
    -------
    tuple of int
        The face to go on with, N when all are done, and how many pairs were written: no block is
        begun for which there might be no room.
    """
    written, here = 0, places.here
    while begin < count and written + pairs.shape[1] <= len(face):
        begin, left = candidates(
            grid, len(records), low, high, here, count, places.square, begin, pairs, work
        )
        left = imaged(records, reach, here, pairs, left, work)
        left = open_pairs(table, here, pairs, left, work[Work.SQUARE])
        for n in range(left):
            k = pairs[Pairs.LEFT, n]
            i, c = pairs[Pairs.FACE, k], pairs[Pairs.CAMERA, k]
            hidden = False
            if people:
                record = records[c]
                hidden, _ = behind_others(
                    i, False, 0.0, 0.0, record[Record.X], record[Record.Y], record[Record.Z], grid,
                    places, work[Work.ROOF, k] + tallest, work[Work.RISE, k], widest,
                )  # fmt: skip
            face[written], camera[written] = i, c
            written += 0 if hidden else 1
    return begin, written
