"""Light: what a scene is lit by, in the order of :class:`~twin.sight.picture.paint.kernels.Light`.

Both are made up, so that a picture can be read: how many lamps there are, and where, no map says.
"""

from typing import Final

import numpy as np

from twin.arrays import Floats

__all__ = ["DARK", "DAY"]

NEVER: Final = 1.0e9
"""Higher than anything stands. [m]"""


def _light(*groups: tuple[float, ...]) -> Floats:
    """Put a light together, and make it unchangeable."""
    light = np.concatenate(groups)
    light.flags.writeable = False
    return light


DAY: Final = _light(
    (-0.5, -0.62, 0.6046),  # towards the sun: from the south-west, half way up
    (0.78, 0.12, 0.34),
    (0.97,),
    (1.0, 1.0, 1.0),
    (1.0,),
    (NEVER, 1.0),
    (0.86, 0.89, 0.92),
    (0.52, 0.66, 0.84),
    (420.0,),
)
"""By day, the same at any hour."""

DARK: Final = _light(
    (0.0, 0.0, 1.0),  # lamps overhead, many of them
    (0.84, 0.16, 0.10),
    (1.0,),
    (1.0, 0.88, 0.70),
    (0.62,),
    (4.0, 6.0),
    (0.13, 0.14, 0.18),
    (0.04, 0.05, 0.10),
    (180.0,),
)
"""Under street lamps: warm, from above, faces brighter than walls and ground."""
