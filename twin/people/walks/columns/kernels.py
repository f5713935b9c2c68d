"""The columns of the arrays that the kernels of published models share.

A person is one row of ``place`` (2, N, 4), position and velocity before and after a step, and of
``body`` (N, B); ``rule`` (R,) holds constants. The file is called kernels.py because the numbers
are compiled into kernels: a change here must not be answered from an old cache.
"""

from enum import IntEnum

__all__ = ["Body", "Rule"]


class Body(IntEnum):
    """Columns of ``body``."""

    PACE = 0
    """Speed when nobody is near. [m/s]"""
    TARGET_X = 1
    TARGET_Y = 2
    """Where in the exit to walk; of who has left, where they entered it. [m]"""
    REACH = 3
    """How far the exit reaches from there. [m]"""
    BEGIN = 4
    """Moment before which the person stands. [s]"""
    WISH_X = 5
    WISH_Y = 6
    """Direction of the way round what stands between; 0, 0 while the target is in sight."""
    FREE = 7
    """How far can be walked before the ground matters: walls, the way or the exit. [m]"""
    GIVEN = 8
    """What ``FREE`` was when it was last set. [m]"""
    WAY = 9
    """How far could then be walked before the way is looked up again. [m]"""
    SIGHT = 10
    """And before it is looked whether the target is in sight. [m]"""
    WIDTH = 11


class Rule(IntEnum):
    """Places of ``rule``; values, units and sources stand in walks/published.py."""

    DT = 0
    SOCIAL = 1
    LOOK = 2
    STRENGTH = 3
    REACH = 4
    TIME_GAP = 5
    WALL_STRENGTH = 6
    WALL_REACH = 7
    WALL_LOOK = 8
    MARGIN = 9
    RELAX = 10
    MASS = 11
    BODY = 12
    FRICTION = 13
    WIDTH = 14
