"""What is supposed of a protection that no layout tells: the standard versions."""

from typing import Final

from twin.quantity import ASSUMPTION, Quantity

__all__ = ["CLOSES", "DELETED", "FEWER_IMAGES", "LESS_RESOLUTION", "OPENS"]

OPENS: Final = Quantity(value=7 * 3600, range=(6 * 3600, 9 * 3600), source=ASSUMPTION)
"""When cameras begin to take pictures. [s since midnight]"""

CLOSES: Final = Quantity(value=19 * 3600, range=(17 * 3600, 22 * 3600), source=ASSUMPTION)
"""When they end. [s since midnight]"""

FEWER_IMAGES: Final = Quantity(value=1, range=(0.2, 5), source=ASSUMPTION)
"""Images a second, at most. [1/s]"""

LESS_RESOLUTION: Final = Quantity(value=0.5, range=(0.25, 0.75), source=ASSUMPTION)
"""Share of the pixels across and down that is left. [1]"""

DELETED: Final = Quantity(value=10, range=(1, 3600), source=ASSUMPTION)
"""After what time a device deletes pictures of whoever matched nobody. [s]"""
