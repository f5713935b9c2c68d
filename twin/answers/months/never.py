"""The chance of never being captured in so many visits, for people whose chances differ.

With m the mean and r the likeness of :mod:`~twin.answers.months.habits`, the mean of (1 - p)^n over
persons, where p is Beta, is that of Polya's urn [skellam1948]_::

    prod over k = 0 ... n - 1 of ((1 - m)(1 - r) + k r) / ((1 - r) + k r)

Two days of each person tell m and the mean of p^2, but no more of the shape. Whatever it is, the
mean of (1 - p)^n lies between those of two shapes with the same m and r, its principal
representations, for 1 - (1 - p)^n has derivatives of alternating sign [karlin1966]_: some people
never captured and the others all alike, p = m + r (1 - m); or some always captured and the others
all alike, p = m (1 - r).

References
----------
.. [skellam1948] key in twin/sources.bib.
.. [karlin1966] key in twin/sources.bib, chapter 2.
"""

import numpy as np

from twin.arrays import Floats

__all__ = ["beta", "some_always", "some_never"]


def beta(mean: Floats, likeness: Floats, visits: int) -> Floats:
    """Compute the chance of never being captured where chances are Beta.

    Parameters
    ----------
    mean, likeness : (K, J) array
        Mean chance on a visit, and correlation of two visits of one person. [1]
    visits : int
        The most visits.

    Returns
    -------
    (K, J, visits + 1) array
        For 0, 1, ... visits. [1]

    Examples
    --------
    Chances spread evenly from 0 to 1 have mean 1/2 and likeness 1/3: 1 / (n + 1).

    >>> beta(np.array([[0.5]]), np.array([[1 / 3]]), 3)[0, 0].round(6).tolist()
    [1.0, 0.5, 0.333333, 0.25]
    """
    k = np.arange(1, visits, dtype=np.float64)
    m, r = mean[..., None], likeness[..., None]
    # the first factor is 1 - m whatever r is, also where r = 1 makes it 0 / 0
    factors = (1.0 - m) * np.ones(1 if visits else 0)
    later = ((1.0 - m) * (1.0 - r) + k * r) / ((1.0 - r) + k * r)
    none = np.ones_like(m)
    found: Floats = np.cumprod(np.concatenate([none, factors, later], axis=-1), axis=-1)
    return found


def some_never(mean: Floats, likeness: Floats, visits: int) -> Floats:
    """Compute the same where some are never captured: no shape captures fewer different people.

    Examples
    --------
    Of mean 1/2 and likeness 1/3, a quarter never and the others with 2/3.

    >>> some_never(np.array([[0.5]]), np.array([[1 / 3]]), 2)[0, 0].round(6).tolist()
    [1.0, 0.5, 0.333333]
    """
    chance = mean + likeness * (1.0 - mean)
    share = np.divide(mean, chance, out=np.zeros_like(mean), where=chance > 0)
    return 1.0 - share[..., None] + share[..., None] * _powers(1.0 - chance, visits)


def some_always(mean: Floats, likeness: Floats, visits: int) -> Floats:
    """Compute the same where some are always captured: no shape captures more different people.

    Examples
    --------
    Of mean 1/2 and likeness 1/3, a quarter always and the others with 1/3.

    >>> some_always(np.array([[0.5]]), np.array([[1 / 3]]), 2)[0, 0].round(6).tolist()
    [1.0, 0.5, 0.333333]
    """
    chance = mean * (1.0 - likeness)
    left = 1.0 - chance
    others = np.divide(1.0 - mean, left, out=np.zeros_like(mean), where=left > 0)
    never = others[..., None] * _powers(1.0 - chance, visits)
    never[..., 0] = 1.0
    return never


def _powers(base: Floats, visits: int) -> Floats:
    """Raise (K, J) to the powers 0 ... visits."""
    found: Floats = base[..., None] ** np.arange(visits + 1)
    return found
