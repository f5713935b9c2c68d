"""The question of how sure the figures are."""

import numpy as np
import pyarrow as pa

from twin.answers.asked import Asked
from twin.answers.days import DEVIATES, Parties, intervals
from twin.answers.how_sure.drivers import drivers, drivers_table
from twin.answers.how_sure.figured import HEADLINES, MOST_PEOPLE, Figured
from twin.answers.how_sure.moved import DEMAND, moved, set_aside
from twin.answers.how_sure.sampled import FEWEST, MOST, PRECISION, Sampled, sampled
from twin.answers.how_sure.says import WITHIN, sentences
from twin.answers.question import Question
from twin.arrays import Floats
from twin.people import Crowd
from twin.people.pool.means import pool_sizes
from twin.told import Chart, Column, Told, table

__all__ = ["HOW_SURE"]

_NAMES = {
    "seen": "seen by a camera",
    "identify_with_face": "identifiable by somebody watching",
    "templated": "searched",
    "machine": "expected to be recognised by a machine",
}

_CHART = Chart(
    "What the number of people recognised hangs on: each number alone at the ends of its range",
    "drivers",
    along="number",
    axis="people expected to be recognised, if enrolled",
    series={"machine_low": "at its low end", "machine_high": "at its high end"},
    kind="spans",
    middle="machine",
    only={"condition": False},
)


def _how_sure(asked: Asked) -> Told:
    """Move numbers one at a time, then all at once."""
    crowd = asked.inputs.scenario.people
    numbers = {one.name: one for one in moved(crowd, asked.inputs.recognisers)}
    figured = Figured(asked, numbers)
    usual = figured.at({})
    spread = _spread(asked, figured, usual)
    uncertain = [one for one in numbers.values() if not one.condition]
    found = sampled(uncertain, figured.at, np.nan_to_num(spread))
    one_by_one = drivers(figured)
    headlines = _headlines(usual, spread, found)
    return Told(
        tuple(sentences(headlines, one_by_one, found)),
        {
            "combinations": found.points,
            "last_moved_by": found.moved,
            "not_moved": set_aside(crowd),
            "conditions": {one.name: one.value for one in numbers.values() if one.condition},
            "headlines": dict(zip(HEADLINES, headlines.to_pylist(), strict=True)),
        },
        {"headlines": headlines, "drivers": drivers_table(one_by_one, usual)},
        (_CHART,),
    )


def _spread(asked: Asked, figured: Figured, usual: Floats) -> Floats:
    """Return the standard deviation of each figure from day to day, over it; NaN if unknown."""
    crowd = asked.inputs.scenario.people
    if not isinstance(crowd, Crowd):
        return np.full(len(HEADLINES), np.nan)
    found = intervals(figured.usual, Parties(asked.people, pool_sizes(crowd)))
    of = {**found, "machine": found["machine"]["central"]}
    return np.array([of[name]["sd"] for name in HEADLINES]) / np.maximum(usual, 1e-9)


def _headlines(usual: Floats, spread: Floats, found: Sampled) -> pa.Table:
    """List each figure with its intervals."""
    columns = (
        Column("people", "", "what is counted"),
        Column("value", "1", "as told elsewhere"),
        Column("day_low", "1", "on 95 of 100 days like this one, at least"),
        Column("day_high", "1", "on 95 of 100 days like this one, at most"),
        Column("low", "1", "with all that is not known, in 95 of 100 cases, at least"),
        Column("high", "1", "with all that is not known, in 95 of 100 cases, at most"),
        Column("days_needed", "1", f"days whose mean would be known within {WITHIN:.0%}"),
    )
    rows = []
    for name, value, of_days, low, high in zip(HEADLINES, usual, spread, *found.ends, strict=True):
        days = (None, None) if np.isnan(of_days) else _of_days(float(value), float(of_days))
        needed = None if np.isnan(of_days) else _days_needed(float(of_days))
        rows.append((_NAMES[name], float(value), *days, float(low), float(high), needed))
    return table(columns, rows)


def _of_days(value: float, spread: float) -> tuple[float, float]:
    return max(0.0, value * (1 - DEVIATES * spread)), value * (1 + DEVIATES * spread)


def _days_needed(spread: float) -> int:
    """Count the days whose mean lies within :data:`WITHIN` of the truth, 95 times of 100."""
    return max(1, int(np.ceil((DEVIATES * spread / WITHIN) ** 2)))


HOW_SURE = Question(
    name="how_sure",
    asks="How sure are these figures, and what do they hang on?",
    definition=(
        "First each number behind the figures is moved alone to both ends of the range that "
        "sources or an assumption leave it: the recogniser's, how many people come "
        f"({DEMAND[0]:g} to {DEMAND[1]:g} times as many as expected, an assumption) and what "
        "brings them. Then all are moved at once, at evenly spread combinations (points of "
        "Sobol'), each as likely below the value that was used as above it, and the day is drawn "
        "anew by chance; 95 of 100 combinations lie between the ends told. The number of "
        f"combinations is doubled, from {FEWEST} to at most {MOST}, until no end moves by more "
        f"than {PRECISION:.0%} of its figure."
    ),
    limits=(
        (
            "More people, or more of one kind, count as if each who came stood for more: that they "
            "hide each other more often is left out."
        ),
        (
            "How long people stay, in what company they come and how often they look at a phone "
            "are not moved, since everybody would have to walk anew; nor are the map, its heights, "
            "and where cameras hang."
        ),
        "Numbers are moved as if none depended on another.",
        (
            f"Where more than {MOST_PEOPLE:,} people were seen, another recogniser is tried on "
            "every n-th of them, and all are taken to change by the same factor."
        ),
        "Ranges are what sources allow, so the interval is no better than they are.",
    ),
    ask=_how_sure,
)
"""The question of how sure the figures are."""
