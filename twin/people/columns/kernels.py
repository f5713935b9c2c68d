"""The columns of the arrays that walking kernels share.

A walker is one row of four arrays: ``place`` (2, cap, 4) is position and velocity at the old and
the new moment, ``real`` (cap, R) and ``whole`` (cap, W) hold the columns named below, ``near``
(cap, LIST_LENGTH, 7) those who may be touched in a tick, ``listed`` (cap, LIST_LENGTH) the rows of
all who are regarded, for a few ticks. ``law`` (L,) holds constants, ``address`` (3,) is seed,
replication and day. The file is called kernels.py because the numbers are compiled into kernels: a
change here must not be answered from an old cache.
"""

from enum import IntEnum
from typing import Any, NamedTuple

__all__ = [
    "BUCKETS",
    "GONE",
    "LIST_LENGTH",
    "SIDE",
    "SIDE_BITS",
    "Gaze",
    "Law",
    "Near",
    "Place",
    "Real",
    "Samples",
    "Whole",
]  # fmt: skip

LIST_LENGTH = 48
"""Neighbours kept for one walker, the nearest ones when there are more."""

BUCKETS = 64
"""Cells of the wrapped grid along a side; far cells that share a bucket fail the distance test."""

SIDE_BITS = 3
"""A node's number along a side, less these bits, is that of its tile."""

SIDE = 1 << SIDE_BITS
"""Nodes along the side of a tile of ways: the 64 directions of a tile to one goal are neighbours in
memory, and fill one line of it."""

GONE = 1.0e9
"""Where a walker who has reached the goal is put until Python takes the row back. [m]"""


class Place(IntEnum):
    """Columns of ``place``, and the first of ``spot`` and ``near``: metres and metres a second."""

    X = 0
    Y = 1
    VX = 2
    VY = 3


class Near(IntEnum):
    """Further columns of ``spot`` and ``near``: what walkers know of each other at a tick."""

    GIRTH = 4
    GROUP = 5
    ROW = 6
    WIDTH = 7
    STRIDE = 7
    STOREY = 8
    SPOT_WIDTH = 9


class Real(IntEnum):
    """Columns of ``real``."""

    WISH_X = 0
    WISH_Y = 1
    HEAD_X = 2
    HEAD_Y = 3
    PACE = 4
    SPEED = 5
    GIRTH = 6
    SLACK = 7
    ABREAST = 8
    TARGET_X = 9
    TARGET_Y = 10
    APPROACH = 11
    ARRIVE = 12
    GAIN = 13
    MARK_S = 14
    FINISH = 15
    WANDER = 16
    STOREY = 18
    GLANCE = 19
    BREADTH = 20
    LEAST = 21
    LEAST_S = 22
    WAY_X = 23
    WAY_Y = 24
    WAY_SPEED = 25
    CHOSEN_S = 26
    WIDTH = 27


class Whole(IntEnum):
    """Columns of ``whole``."""

    PERSON = 0
    GROUP = 1
    LEADER = 2
    GOAL = 3
    RUN = 4
    COUNT = 5
    BUCKET = 6
    FRESH = 7
    WANDER_KNOT = 8
    STEPS = 9
    FINAL = 10
    SLOT = 11
    LISTED = 12
    CLOSE = 13
    MATES = 14
    WIDTH = 17


class Law(IntEnum):
    """Places of ``law``; values, units and sources stand in walking.py and gaze.py."""

    DT = 0
    TIME_GAP = 1
    STRENGTH = 2
    REACH = 3
    LOOK = 4
    DODGE = 5
    MARGIN = 6
    WANDER = 7
    WANDER_S = 8
    RESTLESS_S = 9
    ROUND_S = 10
    STUCK_S = 11
    GAZE_YAW = 12
    GAZE_PITCH = 13
    GAZE_DOWN = 14
    GAZE_S = 15
    PHONE_PITCH = 16
    PHONE_HABIT = 17
    PHONE_S = 18
    TICK = 19
    TOUCH = 20
    STAIRS = 21
    CLOSE = 22
    SQUEEZE_S = 23
    THIN_WALLS = 24
    GLANCE_COMPANION = 25
    GLANCE_FRONT = 26
    FRONT_FAR = 27
    GLANCE_BOARD = 28
    BOARD_PITCH = 29
    WIDTH = 30


class Samples(NamedTuple):
    """Raw samples in the order of time: which run they belong to, and what they hold.

    The direction of the head, of any length, and the turn from it to what is glanced at are of
    single precision: far finer than the yaw that follows from them, and half as much to keep.
    ``below`` is 1 under a deck or close before it, else 0.
    """

    run: Any
    x_cm: Any
    y_cm: Any
    head_x: Any
    head_y: Any
    glance: Any
    below: Any


class Gaze(IntEnum):
    """Columns of what is kept of the gaze of a run from sample to sample.

    Whole numbers, 0 at first: how many samples there were, the knot at the end of the stretch
    between two of them, the block of time in which a phone is read or not, and whether it is.
    """

    SEEN = 0
    NEXT = 1
    BLOCK = 2
    READS = 3
    WIDTH = 4
