"""By how much the midpoint of a recogniser's curve moves with gallery and false alerts.

Its logarithm grows by a constant for each tenfold fall of the rate of false matches that one
comparison may have, as in fits to [twin_curve]_.

References
----------
.. [twin_curve] key in twin/sources.bib.
"""

import math

__all__ = ["false_matches", "midpoint_factor"]


def midpoint_factor(
    shift: float, *, here: tuple[float, float], there: tuple[float, float]
) -> float:
    """Return the factor on a midpoint that holds there and is wanted here.

    Parameters
    ----------
    shift : float
        By how much its logarithm grows for each tenfold fall of the rate of false matches. [1]
    here, there : tuple of float
        Gallery and 1 / FPIR. [1]

    Examples
    --------
    >>> round(midpoint_factor(0.09, here=(100_000, 6_000), there=(10_000, 6_000)), 3)
    1.094
    """
    return math.exp(shift * math.log10(false_matches(*there) / false_matches(*here)))


def false_matches(gallery: float, searches_per_false_alert: float) -> float:
    """Return the rate of false matches that one comparison may have, for a gallery and an FPIR.

    Parameters
    ----------
    gallery : float
        People enrolled, at least 1. [1]
    searches_per_false_alert : float
        1 / FPIR, at least 1. [1]

    Examples
    --------
    >>> f"{false_matches(10_000, 6_000):.2g}"
    '1.7e-08'
    """
    if searches_per_false_alert == 1:
        return 1.0
    return -math.expm1(math.log1p(-1 / searches_per_false_alert) / gallery)
