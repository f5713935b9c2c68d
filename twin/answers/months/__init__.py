"""Different people over months: who is captured at least once in a week, a year or a period."""

import datetime
from collections.abc import Sequence
from typing import Any

from twin.answers.asked import Asked
from twin.answers.months.captures import MEASURES
from twin.answers.months.found import ENOUGH, HEADLINES, Found, rarest_range
from twin.answers.months.limits import DEFINITION, LIMITS, RECORDED
from twin.answers.months.sentences import sentences
from twin.answers.months.tables import charts, sampling, tables
from twin.answers.months.visits import Time
from twin.answers.question import Question
from twin.people import Crowd
from twin.told import Told
from twin.usual import MOST_OF_A_DAY
from twin.wording import clock

__all__ = ["BOULEVARD", "MONTHS", "Time", "months"]

BOULEVARD = (Time(datetime.date(2016, 5, 1), 700), Time(datetime.date(2015, 1, 1), 1186))
"""While the two cameras on King's Boulevard had images of the police, May 2016 to March 2018, and
from when they may have been there, 2015 [inquirer_kings_cross2019]; in which month is not known, so
the first of January is an assumption (range: to 31 December)."""


def months(
    asked: Asked, *, days: Sequence[Asked] | None = None, period: Time | None = None
) -> Told:
    """Tell how many different people are captured over months.

    Parameters
    ----------
    asked : Asked
        The first day.
    days : sequence of Asked, optional
        All days of the same people, the first among them; those that stand beside the run when
        missing. With fewer than five only bounds are told.
    period : Time, optional
        Told beside a day, a week, 30, 91 and 365 days; :data:`BOULEVARD` if the run lies in it,
        else none, when missing.

    Raises
    ------
    ShapeError
        If a day is there twice, or the period is too long.
    RunError
        If a stage of a run is missing or damaged.
    """
    scenario = asked.inputs.scenario
    if not isinstance(scenario.people, Crowd):
        return Told((RECORDED,), {"days": 1})
    periods: tuple[Time, ...] = (period,) if period else ()
    if period is None and BOULEVARD[0].start <= scenario.date <= BOULEVARD[0].end:
        periods = BOULEVARD
    found = Found.of(asked.days if days is None else days, scenario.people, periods)
    start, end = asked.run.span
    hours = "" if end - start > MOST_OF_A_DAY else f"{clock(start)} to {clock(end)}"
    return Told(
        tuple(sentences(found, run=str(asked.run.folder), hours=hours)),
        _figures(found),
        tables(found),
        charts(),
    )


def _figures(found: Found) -> dict[str, Any]:
    """List the numbers of the sentences, and what they rest on."""
    return {
        "dates": [day.isoformat() for day in found.dates],
        "enough_days": ENOUGH,
        "told": found.told,
        "rarest_per_year": found.crowd.rarest_per_year,
        "rarest_range_per_year": list(rarest_range(found.crowd)),
        "pool": float(found.pool.sum()),
        "visits": float(found.came.sum()),
        "returns": float(found.pairs.sum()),
        "times": [_time(found, t) for t in range(len(found.times))],
    }


def _time(found: Found, t: int) -> dict[str, Any]:
    """List the numbers of one time."""
    time = found.times[t]
    told: dict[str, Any] = {
        "start": time.start.isoformat(),
        "end": time.end.isoformat(),
        "days": time.days,
    }
    for name in MEASURES:
        one = found.over[name]
        told[name] = {
            "people": None if one.people is None else float(one.people[t]),
            "fewest": float(one.fewest[t]),
            "most": float(one.most[t]),
            "alike": float(one.alike[t]),
            "happens": float(one.happens[t]),
            "rarest": None if one.rarest is None else [float(each[t]) for each in one.rarest],
        }
        if name in HEADLINES:
            told[name]["sampling"] = sampling(one.people, one.deviation, t)
    return told


MONTHS = Question(
    name="months",
    asks="How many different people are captured over a week, a year, or a stated period?",
    definition=DEFINITION,
    limits=LIMITS,
    ask=months,
)
"""The question of months."""
