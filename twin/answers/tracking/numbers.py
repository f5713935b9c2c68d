"""The numbers of tracking that no run holds, each with its range."""

from typing import Final

from twin.quantity import ASSUMPTION, Quantity

__all__ = ["ALIKE", "GAP_S", "MARGINS_S", "MARGIN_S", "REPETITIONS", "WINDOW_S"]

ALIKE: Final = Quantity(
    value=0.5,
    range=(0.2, 0.9),
    source=ASSUMPTION,
    note="clothes, bag and gait, by software or by somebody who watches; it differs from system to "
    "system and with the crowd, so the answer is told for all three",
)
"""Chance to join two passes, one right after the other, by appearance. [1]"""

WINDOW_S: Final = Quantity(
    value=1800,
    range=(600, 7200),
    source=ASSUMPTION,
    note="the longer ago, the more others look alike and the more coats are off",
)
"""Time between two passes over which that chance falls evenly to none. [s]"""

GAP_S: Final = Quantity(
    value=10,
    range=(2, 60),
    source=ASSUMPTION,
    note="whoever is hidden by others for a moment, or turns a corner and comes back",
)
"""Passes before one camera no further apart than this are one. [s]"""

MARGIN_S: Final = Quantity(
    value=60,
    range=(30, 180),
    source=ASSUMPTION,
    note="a minute is 80 m of walking, so that the gate or door is no secret",
)
"""A track that begins so soon after somebody came, and ends so shortly before they left, is told
door to door. [s]"""

MARGINS_S: Final = (30, 60, 120, 180)
"""Margins told beside each other. [s]"""

REPETITIONS: Final = 20
"""Times that everything is drawn. [1] assumption (range 10-1,000)"""
