"""How sure the figures are, in sentences."""

from collections.abc import Sequence

import pyarrow as pa

from twin.answers.how_sure.drivers import Driver
from twin.answers.how_sure.sampled import PRECISION, Sampled
from twin.naming import in_words
from twin.wording import few_digits, number

__all__ = ["WITHIN", "sentences"]

WITHIN = 0.02
"""How well the mean of days like this one should be known, over it. [1] assumption (range
0.01-0.1)."""

NAMED = 3
"""Numbers that a sentence names, those on which most hangs. [1]"""


def sentences(headlines: pa.Table, drivers: Sequence[Driver], found: Sampled) -> list[str]:
    """Tell the interval of who is recognised first, then what drives it, then the others."""
    *others, machine = headlines.to_pylist()
    told = [
        (
            f"{number(machine['value'])} people would be recognised, were each on the list; with "
            "all that is not known for certain it may be "
            f"{number(machine['low'])} to {number(machine['high'])}, in 95 of 100 cases."
        )
    ]
    if machine["day_low"] is not None:
        told.append(
            f"Chance alone, other people on another day like this one, makes it "
            f"{number(machine['day_low'])} to {number(machine['day_high'])}; the mean of "
            f"{number(machine['days_needed'])} such days would be known within "
            f"{100 * WITHIN:.0f} %."
        )
    uncertain = [one for one in drivers if not one.moved.condition and one.swing > 0]
    if uncertain:
        told.append(f"Most hangs on: {'; '.join(map(_driver, uncertain[:NAMED]))}.")
    told += [
        f"People {row['people']}: {number(row['value'])}, with all that is not known "
        f"{number(row['low'])} to {number(row['high'])}."
        for row in others
    ]
    chosen = [one for one in drivers if one.moved.condition]
    if chosen:
        told.append(
            "Two numbers are choices and not uncertain, and stand beside every figure: "
            f"{'; '.join(map(_driver, chosen))}."
        )
    tried = f"{found.points} combinations of the numbers were tried; with half as many"
    if found.moved <= PRECISION:
        told.append(f"{tried} no end differed by more than {found.moved:.1%} of its figure.")
    else:
        told.append(
            f"Take the ends as rough: {tried} one still differed by {found.moved:.0%} of its "
            f"figure, where {PRECISION:.0%} are asked for."
        )
    return told


def _driver(one: Driver) -> str:
    """Say what a number's range does."""
    moved = one.moved
    return (
        f"{in_words(moved.name)} ({few_digits(moved.low)} to {few_digits(moved.high)}: "
        f"{number(float(one.low[-1]))} to {number(float(one.high[-1]))} people)"
    )
