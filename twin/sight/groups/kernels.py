"""Who stands where at a moment, and whom of them each camera must be asked about: its group.

A camera and its group are worked on together, in one plain loop for each question over numbers that
lie side by side: so a processor does several members at once.
"""

import math
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from twin.jit import kernel
from twin.sight.solids.kernels import ROUND

__all__ = [
    "LANES",
    "Eye",
    "Here",
    "Mark",
    "Member",
    "Room",
    "filled",
    "gathered",
    "grouped",
]


LANES = 8
"""Members that a processor may do at once: groups are filled up to so many with nobody, since what
is left over would be done one by one; changes no answer."""


LARGE = 64
"""Members of a group of which only those are gone through who stand along a line; changes no
answer."""

EVERYWHERE = -2
"""Square of somebody who is asked about with every camera."""


class Here(IntEnum):
    """Columns of somebody at one moment. [m]"""

    X = 0
    Y = 1
    EYE = 2
    HEAD = 3
    """Radius of the head, about the eyes."""
    RADIUS = 4
    SHOULDER = 5
    APART = 6
    """Half the distance of the eyes."""
    FOOT = 7
    """Where the body begins."""
    LENGTH = 8
    """A line of the processor's cache."""


class Member(IntEnum):
    """Rows of what is known of the members of a group; those after SQUARE are of those left."""

    X = 0
    Y = 1
    Z = 2
    """The head's centre. [m]"""
    TOP = 3
    """The body reaches no higher. [m]"""
    U = 4
    V = 5
    """Where the image shows it. [px]"""
    SHOWN = 6
    """Density of the image there. [px/m]"""
    SQUARE = 7
    """Squared distance from the camera in the plan. [m2]"""
    DENSITY = 8
    FACING = 9
    """Above 0 where the half of the head with the face is towards the camera."""
    NOSE = 10
    LEFT = 11
    UP = 12
    """Direction to the camera in the head frame."""
    ASIDE_X = 13
    ASIDE_Y = 14
    """From the head's centre to the left eye. [m]"""
    EYE = 15
    """Distance of the eyes in the image; -1 where no face is to be measured. [px]"""
    LENGTH = 16


class Eye(IntEnum):
    """Rows of what is known of the eyes of a group's faces: all the left ones, then the right."""

    X = 0
    Y = 1
    Z = 2
    """Where it is. [m]"""
    U = 3
    V = 4
    """Where the image shows it. [px]"""
    DENSITY = 5
    """Density of the image there. [px/m]"""
    SQUARE = 6
    """Squared distance from the camera in the plan. [m2]"""
    LENGTH = 7


class Mark(IntEnum):
    """Rows of scratch for numbers of members."""

    LEFT = 0
    """Members that are left after a question."""
    BIN = 1
    LATER = 2
    LENGTH = 3


class Room(NamedTuple):
    """Who stands where at a moment, and scratch of one thread.

    Attributes
    ----------
    here : (n, 8) array
        Everybody, :class:`Here`.
    square : (n,) array of int32
        The square of each; -1 outside, :data:`EVERYWHERE` where squares do not hold.
    row, order : (n,) array of int32
        The row of the grid in which each stands, and they by it.
    starts : (rows + 2,) array of int32
        First in each row of the grid, and the end: of everybody while they are sorted, then of the
        members of a large group.
    highest : (1,) array
        None of the members of a large group reaches higher. [m]
    first : (C + 2,) array of int
        First of each camera's members, and the end.
    member : (m,) array of uint32
        Who they are, of the people in ``here``, row by row: whoever the camera may see, and whoever
        may stand before somebody whom it sees.
    work : (Member, n) array
        What is known of the members of one group.
    marks : (Mark, n) array of uint32
        Scratch.
    eyes, eye_bin : (Eye, 2 n) array, (2 n,) array of uint32
        Scratch for their eyes.
    """

    here: Any
    square: Any
    row: Any
    order: Any
    starts: Any
    highest: Any
    first: Any
    member: Any
    work: Any
    marks: Any
    eyes: Any
    eye_bin: Any


@kernel
def row_of(grid: Any, y: float) -> int:
    """Return the row of the grid on which somebody stands; the nearest one outside."""
    return int(min(max(math.floor((y - grid.south) * grid.per_m), 0.0), grid.rows - 1.0))


@kernel
def _square_of(grid: Any, here: Any) -> int:
    """Return the square of the grid on which somebody stands; see :class:`Room`."""
    eye, top = here[Here.EYE], max(here[Here.EYE] + here[Here.HEAD], here[Here.SHOULDER])
    if (eye < grid.low) | (eye > grid.high) | (top > grid.top):
        return EVERYWHERE
    column = math.floor((here[Here.X] - grid.west) * grid.per_m)
    row = math.floor((here[Here.Y] - grid.south) * grid.per_m)
    if (column >= 0.0) & (column < grid.columns) & (row >= 0.0) & (row < grid.rows):
        return int(row) * int(grid.columns) + int(column)
    return -1


@kernel
def _by_row(grid: Any, room: Any, count: int) -> None:
    """Sort people by the row of the grid in which they stand."""
    row, order, starts = room.row, room.order, room.starts
    starts[:] = 0
    for i in range(count):
        row[i] = row_of(grid, room.here[i, Here.Y])
        starts[row[i] + 2] += 1
    for r in range(grid.rows):
        starts[r + 2] += starts[r + 1]
    for i in range(count):
        order[starts[row[i] + 1]] = i
        starts[row[i] + 1] += 1


@kernel
def grouped(grid: Any, cameras: int, room: Any, count: int) -> int:
    """Write the groups of cameras, of the first people of a moment, to ``first`` and ``member``.

    Returns how many members all have together; where that is more than there is room for, they are
    not written.
    """
    first, square = room.first, room.square
    _by_row(grid, room, count)
    first[:] = 0
    for i in range(count):
        s = _square_of(grid, room.here[i])
        square[i] = s
        if s >= 0:
            for e in range(grid.first[s], grid.first[s + 1]):
                first[grid.camera[e] + 2] += 1
        elif s == EVERYWHERE:
            for c in range(cameras):
                first[c + 2] += 1
    for c in range(cameras):
        first[c + 2] += first[c + 1]
    every = int(first[cameras + 1])
    if every > len(room.member):
        return every
    for n in range(count):
        i = room.order[n]
        s = square[i]
        if s >= 0:
            for e in range(grid.first[s], grid.first[s + 1]):
                c = int(grid.camera[e])
                room.member[first[c + 1]] = i
                first[c + 1] += 1
        elif s == EVERYWHERE:
            for c in range(cameras):
                room.member[first[c + 1]] = i
                first[c + 1] += 1
    return every


@kernel
def filled(many: int) -> Any:
    """Return how many there are with those who are nobody; see :data:`LANES`."""
    return np.uint32((many + LANES - 1) // LANES * LANES)


@kernel
def gathered(grid: Any, room: Any, c: int) -> int:
    """Put the members of a camera's group side by side, and return how many there are.

    Of a large one note where each row of the grid begins, see :func:`members_between`.
    """
    begin = room.first[c]
    many = int(room.first[c + 1] - begin)
    x, y, z = room.work[Member.X], room.work[Member.Y], room.work[Member.Z]
    top = room.work[Member.TOP]
    for m in range(many):
        one = room.here[room.member[begin + m]]
        x[m], y[m], z[m] = one[Here.X], one[Here.Y], one[Here.EYE]
        top[m] = max(one[Here.EYE] + one[Here.HEAD], one[Here.SHOULDER]) + ROUND
    for m in range(many, filled(many)):
        x[m] = y[m] = z[m] = top[m] = math.nan
    if many > LARGE:
        row, room.highest[0] = 0, -math.inf
        for m in range(many):
            room.highest[0] = max(room.highest[0], top[m])
            for r in range(row, row_of(grid, y[m]) + 1):
                room.starts[r] = m
                row = r + 1
        room.starts[row : grid.rows + 1] = many
    return many


@kernel
def members_between(grid: Any, room: Any, low: float, high: float) -> tuple[int, int]:
    """Return the first member of a large group between two y, and one after the last.

    Both are whole :data:`LANES`, and others may be between them.
    """
    begin, end = room.starts[row_of(grid, low)], room.starts[row_of(grid, high) + 1]
    return begin // LANES * LANES, int(filled(end))
