"""How often a search of a list gives a false alert.

References
----------
.. [npl2023] key in twin/sources.bib: one false alert in 6,000 searches of a list of 10,000 and one
   in 60,000 of a list of 1,000, at the same threshold.
"""

import math

from twin.errors import ShapeError

__all__ = ["false_alert_rate"]


def false_alert_rate(false_matches: float, images: int) -> float:
    """Return the chance that a search of a list gives a false alert, FPIR(N) = 1 - (1 - FMR)^N.

    Each comparison of a face with an image of somebody else is taken to fail by itself.

    Parameters
    ----------
    false_matches : float
        Rate of false matches of one comparison, FMR, 0 to 1. [1]
    images : int
        Images on the list, N, at least 0. [1]

    Raises
    ------
    ShapeError
        If a value is outside its range.

    Examples
    --------
    The published pair [npl2023]_: a tenth of the list gives a tenth of the false alerts.

    >>> from twin.exposure.midpoint import false_matches
    >>> round(1 / false_alert_rate(false_matches(10_000, 6_000), 1_000), -2)
    60000.0
    """
    if not 0.0 <= false_matches <= 1.0 or images < 0:
        message = (
            f"false_matches {false_matches:g} and images {images:g} were found, but false_matches "
            "must lie between 0 and 1 and images be at least 0."
        )
        raise ShapeError(message)
    if not images or false_matches == 1.0:
        return float(images > 0)
    return -math.expm1(images * math.log1p(-false_matches))
