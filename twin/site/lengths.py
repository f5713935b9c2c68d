"""The length of a way in one byte: linear near the goal, logarithmic beyond.

Code c stands for ``NEAR (exp(c / STEPS) - 1)``. Whoever is near a goal asks whether it is nearer
than a few metres, and needs decimetres; far off only what is in front of what matters. The exact
lengths between goals are kept apart (:class:`twin.site.routes.Routes`).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twin.arrays import Floats

__all__ = ["METRES", "NEAR", "STEPS", "as_bytes"]

NEAR = 8.0
"""Where the step between codes has doubled. [m]

A choice of accuracy: half a step is 0.014 times ``NEAR`` and the length together, 0.11 m at the
goal and 0.25 m at 10 m."""

STEPS = 36.0
"""Codes over which the length and ``NEAR`` together grow by the factor e; the last code, 255, is
then 9.5 km, and stands for whatever is farther."""

METRES: NDArray[np.float32] = (NEAR * np.expm1(np.arange(256) / STEPS)).astype(np.float32)
"""The length each code stands for. [m]"""
METRES.flags.writeable = False


def as_bytes(lengths: ArrayLike) -> NDArray[np.uint8]:
    """Find the codes nearest to lengths. [m]

    Examples
    --------
    >>> [round(float(metres), 2) for metres in METRES[as_bytes([0.0, 1.0, 100.0, 1e9])]]
    [0.0, 0.94, 100.91, 9527.48]
    """
    code = STEPS * np.log1p(np.asarray(lengths, dtype=np.float64) / NEAR)
    nearest: Floats = np.rint(np.minimum(code, 255.0))
    return nearest.astype(np.uint8)
