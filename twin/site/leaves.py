"""When trees are in leaf: bare crowns hide nobody.

What a crown lets through is a share of the rays, and changes over the year. A face behind one is
seen or not, so a crown counts as open where it lets most through: bare, 0.5 to 0.8 of the light
(assumption), and as closed in leaf, 0 to 0.3 (assumption).
"""

import datetime as dt

__all__ = ["in_leaf"]

LEAVES = (4, 20), (11, 10)
"""First and last day of the year on which deciduous trees have most of their leaves, as month and
day. assumption (range 5 April to 5 May, 25 October to 30 November): plane trees in London."""


def in_leaf(date: dt.date) -> bool:
    """Say whether deciduous trees hide what is behind their crowns.

    Examples
    --------
    >>> in_leaf(dt.date(2017, 6, 14)), in_leaf(dt.date(2018, 1, 10))
    (True, False)
    """
    first, last = LEAVES
    return first <= (date.month, date.day) <= last
