"""Usual: numbers that hold where nobody says otherwise and that several parts name.

They stand here, beside nothing that takes long to import, so that each stands once.
"""

from typing import Final

__all__ = ["LEAST_DENSITY", "MOST_OF_A_DAY", "NOISE", "SHUTTER", "SPEED"]

LEAST_DENSITY: Final = 12.5
"""Nothing with fewer pixels counts as seen: the monitor level of [iec62676_4_2015]. [px/m]"""

SHUTTER: Final = 0.005
"""Exposure time when a layout does not say: the longest one maker allows for faces [ivideon_face].
[s] assumption (range 0.001-0.04)"""

SPEED: Final = 1.34
"""How fast people walk across the picture: the mean of [weidmann1993]. [m/s]"""

NOISE: Final = 4.0
"""Standard deviation of noise at middle grey, as in condition ``cctv`` [twin_curve]. [levels]"""

MOST_OF_A_DAY: Final = 12 * 3600.0
"""Longer stretches are told as a day. [s] assumption (range 8-16 h)"""
