"""The codes of the ground's surface: which storeys there are, and whether there are steps.

A node's code is a zone, and ``STAIRS`` on top of it where there are steps. The file is called
kernels.py because the numbers are compiled into kernels.
"""

from enum import IntEnum

__all__ = ["Storey", "Surface"]


class Surface(IntEnum):
    """Codes of nodes; ``ZONE`` masks the zone."""

    PLAIN = 0
    APPROACH = 1
    COVERED = 2
    ZONE = 3
    STAIRS = 4


class Storey(IntEnum):
    """Where somebody is: numbers that differ by more than 1 are out of sight and reach.

    On ``COVERED`` ground people are ``OVER`` or ``UNDER``, by where they came from: who came by the
    ``APPROACH`` is under the deck.
    """

    OVER = -1
    PLANE = 0
    APPROACHING = 1
    UNDER = 2
