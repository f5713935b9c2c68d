"""Drivers: each number moved alone to the ends of its range."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from twin.answers.how_sure.figured import HEADLINES, Figured
from twin.answers.how_sure.moved import Moved
from twin.arrays import Floats
from twin.naming import in_words
from twin.told import Column, table

__all__ = ["Driver", "drivers", "drivers_table"]

_MACHINE, _SEARCHED = HEADLINES.index("machine"), HEADLINES.index("templated")


@dataclass(frozen=True, eq=False)
class Driver:
    """A number, and the figures (4,) with it at its low and at its high end, all else as it was."""

    moved: Moved
    low: Floats
    high: Floats

    @property
    def swing(self) -> float:
        """By how many people expected to be recognised the two ends differ. [1]."""
        return abs(float(self.high[_MACHINE] - self.low[_MACHINE]))


def drivers(figured: Figured) -> list[Driver]:
    """Move each number alone; the one on which most hangs comes first."""
    found = [
        Driver(one, figured.at({one.name: one.low}), figured.at({one.name: one.high}))
        for one in figured.numbers.values()
    ]
    return sorted(found, key=lambda driver: -driver.swing)


def drivers_table(found: Sequence[Driver], usual: Floats) -> pa.Table:
    """Write what hangs on each number as a table; ``usual`` are the figures as they are."""
    columns = (
        Column("number", "", "what is moved, all else as it was"),
        Column("key", "", "its name in files"),
        Column("value", "", "what was used"),
        Column("low", "", "the least it may be"),
        Column("high", "", "the most it may be"),
        Column("source", "", "who says so: a key of the sources, or an assumption"),
        Column("condition", "", "whether it was chosen, so that it is no uncertainty"),
        Column("machine", "1", "people expected to be recognised, as it is"),
        Column("machine_low", "1", "the same, with the number at its low end"),
        Column("machine_high", "1", "the same, with the number at its high end"),
        Column("templated_low", "1", "people searched, with the number at its low end"),
        Column("templated_high", "1", "people searched, with the number at its high end"),
    )
    rows = []
    for one in found:
        number = one.moved
        ends = [float(end[i]) for i in (_MACHINE, _SEARCHED) for end in (one.low, one.high)]
        rows.append(
            (
                *(in_words(number.name), number.name, float(number.value), number.low, number.high),
                *(number.source, number.condition, float(usual[_MACHINE]), *ends),
            )
        )
    return table(columns, rows)
