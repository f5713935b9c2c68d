"""Whether better pictures name more people, as profiles of a recogniser should."""

from itertools import pairwise

import numpy as np

from twin.exposure.profiles import PROFILES, Recognisers
from twin.exposure.recogniser import look_share

__all__ = ["out_of_order"]

SIZES = np.arange(1.0, 201.0)
"""Faces that profiles are compared on, seen face on. [px] The standards end at 1500 px/m, 95 px
between the eyes; strict pictures need 2.6 times the pixels of clean ones."""

TOLD = 0.02
"""Chances that differ by less are not worth a sentence. [1] assumption (range 0.005-0.05)"""


def out_of_order(recognisers: Recognisers) -> str:
    """Say at which size of face a worse profile names most more than a better one.

    Returns
    -------
    str
        One sentence; empty when the profiles are in order.

    Examples
    --------
    >>> from twin.exposure.profiles import recognisers
    >>> out_of_order(recognisers())
    ''
    """
    chances = [
        curve.ceiling * look_share(SIZES, 0, 0, 0, curve=curve) for curve in recognisers.curves
    ]
    named = zip(PROFILES, chances, strict=True)
    better, worse = max(pairwise(named), key=lambda pair: float((pair[1][1] - pair[0][1]).max()))
    more = worse[1] - better[1]
    at = int(more.argmax())
    if more[at] < TOLD:
        return ""
    return (
        f"The profiles are not in order: of faces with {SIZES[at]:g} px between the eyes the "
        f"{worse[0]} profile names {worse[1][at]:.2f} and the {better[0]} profile "
        f"{better[1][at]:.2f}; a range from one to another is not one from poor to good pictures."
    )
