"""The numbers of a watch-list that no run holds, each with its source or its range."""

from typing import Final

from twin.quantity import ASSUMPTION, Quantity

__all__ = ["ACTED_ON", "BOULEVARD", "OLDER_LIST", "OLDER_SEARCHES", "RATIOS", "SIZES", "VISITS"]

BOULEVARD: Final = Quantity(
    value=7,
    source="inquirer_kings_cross2019",
    note="given by the police to the owner of King's Boulevard; how many others the list held was "
    "not published",
)
"""Images on the list at King's Boulevard, at least. [1]"""

SIZES: Final = (1, round(BOULEVARD.value), 100, 1_000, 10_000)
"""Images on a list. [1] assumption (range 1-100,000): from one person to a police force's list."""

VISITS: Final = (0, 1, 5)
"""Listed people who come. [1] assumption (range 0-100): how many do was never published."""

ACTED_ON: Final = Quantity(
    value=0.5,
    range=(0.0, 1.0),
    source=ASSUMPTION,
    note="between 14 of 34 in the trials of 2016-19 (42 matches, 22 people stopped, 8 of them "
    "rightly: essex_trials2019) and 6 of 10 in London in 2024-25 (bbc_lfr_2025)",
)
"""Share of false alerts after which somebody is stopped. [1]"""

OLDER_SEARCHES: Final = Quantity(value=1_000, source="computerweekly_frt")
"""Searches for one false alert with earlier versions of the software. [1]"""

OLDER_LIST: Final = Quantity(
    value=3_000,
    range=(2_000, 4_000),
    source="computerweekly_frt",
    note="lists of 2,000 to 4,000 images; the middle is taken",
)
"""Images on the list for which :data:`OLDER_SEARCHES` holds. [1]"""

RATIOS: Final = (
    Quantity(
        value=1,
        source="npl2023",
        note="no significant difference at threshold 0.60 and above; at 0.56 and 0.58 there was "
        "one, to the cost of black people, but its size is not among our sources",
    ),
    Quantity(value=10, source="nistir8280", note="rates often differ by 10 to beyond 100"),
    Quantity(value=100, source="nistir8280", note="rates often differ by 10 to beyond 100"),
)
"""How many times as often the faces of one group are falsely matched as those of another. [1]"""
