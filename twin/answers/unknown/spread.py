"""How what is not known spreads over layouts, and over numbers of cameras."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from twin.arrays import Floats

__all__ = ["PRIORS", "QUANTILES", "mixed", "quantiles"]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Shares of layouts that reach at most as many people as is told. [1]"""

PRIORS = {"each doubling as likely": -1.0, "each number as likely": 0.0}
"""How likely a number of cameras is, where not even that is known: in proportion to this power of
it. Assumption; the first is told in sentences, the second is the other end of the range, with many
more cameras. Who knows nothing of the size of a number takes each doubling as likely."""


def quantiles(
    counts: ArrayLike, weights: ArrayLike | None = None, of: Sequence[float] = QUANTILES
) -> Floats:
    """Return the smallest counts that such shares of layouts do not pass.

    Parameters
    ----------
    counts : (L,) array
        People that each layout reaches.
    weights : (L,) array, optional
        How likely each layout is, up to a factor; as likely as another when missing.
    of : sequence of float
        Shares. [1]

    Examples
    --------
    >>> quantiles([30, 10, 20, 40], of=[0.25, 0.5, 0.51]).tolist()
    [10.0, 20.0, 30.0]
    """
    values = np.asarray(counts, dtype=np.float64)
    given = None if weights is None else np.asarray(weights, dtype=np.float64)
    return np.asarray(np.quantile(values, of, weights=given, method="inverted_cdf"), np.float64)


def mixed(counts: Floats, prior: str) -> Floats:
    """Return the quantiles over layouts whose number of cameras is not known.

    Parameters
    ----------
    counts : (L, N) array
        People that the first one, two and so on of each layout reach.
    prior : str
        One of :data:`PRIORS`.

    Examples
    --------
    One camera reaches 1 person, two reach 2, and one camera is twice as likely as two.

    >>> mixed(np.array([[1.0, 2.0]]), "each doubling as likely").tolist()
    [1.0, 1.0, 1.0, 2.0, 2.0]
    """
    likely = np.arange(1.0, counts.shape[1] + 1.0) ** PRIORS[prior]
    return quantiles(counts.ravel(), np.broadcast_to(likely, counts.shape).ravel())
