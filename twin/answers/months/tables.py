"""The answer over months as tables."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from twin.answers.days import DEVIATES
from twin.answers.months.captures import MEASURES
from twin.answers.months.found import HEADLINES, YEAR, Found
from twin.answers.months.kinds import KINDS
from twin.answers.months.over import Over
from twin.arrays import Floats
from twin.told import Chart, Column, table

__all__ = ["charts", "sampling", "tables"]

_DAYS = Column("days", "day", "length of the time, from the day of the run on")
_MEASURE = Column("measure", "", "what happens to them")
_KIND = (
    Column("persona", "", "why they come"),
    Column("often", "", "weekly: who comes once a week or more; rarer: the others"),
)

_SHORT: Mapping[str, str] = {name: name.removeprefix("machine_") for name in MEASURES}
"""What measures are called where a column must be narrow."""

_IS = {"searched": "searched", "machine_central": "recognised"}
"""Measures that are told by kind, and what has happened to somebody then."""

_NAMES = {"searched": "searched", "machine_central": "machine"}
"""What begins the names of their columns."""

_FEWEST = 0.5
"""Kinds of fewer people are left out: no one is to be expected. [1]"""


def charts() -> tuple[Chart, ...]:
    """Say what is worth drawing: how many there are over time, and between which bounds."""
    return (
        Chart(
            "Different people over time",
            "over_time",
            along="days",
            axis="different people",
            series={
                _SHORT["searched"]: "searched",
                _SHORT["machine_central"]: "expected to be recognised, if enrolled",
            },
            kind="lines",
        ),
        Chart(
            "Different people expected to be recognised, if enrolled: at least and at most, "
            "whatever shape habits have",
            "bounds",
            along="days",
            axis="different people",
            series={"most": "at most", "fewest": "at least"},
            kind="lines",
            only={"measure": _SHORT["machine_central"]},
        ),
    )


def tables(found: Found) -> dict[str, pa.Table]:
    """Write what was found as tables."""
    return {
        "over_time": _over_time(found),
        "bounds": _bounds(found),
        "supposed": _supposed(found),
        "a_year": _a_year(found),
        "habits": _habits(found),
    }


def sampling(people: Floats | None, deviation: Floats | None, time: int) -> list[float | None]:
    """Say between which numbers different people may lie, as few days were simulated. [1]"""
    if people is None or deviation is None:
        return [None, None]
    middle, apart = float(people[time]), DEVIATES * float(deviation[time])
    return [max(0.0, middle - apart), middle + apart]


def _over_time(found: Found) -> pa.Table:
    """List different people for each time and measure; nothing where the days do not tell."""
    columns = (
        _DAYS,
        *(
            Column(_SHORT[name], "1", f"different people {meaning}, on one of the days at least")
            for name, meaning in MEASURES.items()
        ),
    )
    rows = [
        (time.days, *(_at(one.people, t) for one in found.over.values()))
        for t, time in enumerate(found.times)
    ]
    return table(columns, rows if found.told else [])


def _bounds(found: Found) -> pa.Table:
    """List between which numbers the headlines lie."""
    columns = (
        _MEASURE,
        _DAYS,
        Column("people", "1", "different people"),
        Column("low", "1", "95 of 100 times, as few days were simulated: from"),
        Column("high", "1", "to"),
        Column("fewest", "1", "whatever shape habits have: at least"),
        Column("most", "1", "at most"),
    )
    rows = [
        (
            _SHORT[name],
            time.days,
            _at(one.people, t),
            *sampling(one.people, one.deviation, t),
            float(one.fewest[t]),
            float(one.most[t]),
        )
        for name, one in _headlines(found)
        for t, time in enumerate(found.times)
    ]
    return table(columns, rows)


def _supposed(found: Found) -> pa.Table:
    """List what the headlines would be if something else were so."""
    columns = (
        _MEASURE,
        _DAYS,
        Column("rarest", "1", "different people, if the rarest come as rarely as can be defended"),
        Column("least_rare", "1", "different people, if they come as often as can be defended"),
        Column("alike", "1", "different people, were all of a kind alike; too many"),
        Column("happens", "1", "days of a person on which it happens, everybody's added up"),
    )
    rows = [
        (
            _SHORT[name],
            time.days,
            *(_at(each, t) for each in one.rarest or (None, None)),
            float(one.alike[t]),
            float(one.happens[t]),
        )
        for name, one in _headlines(found)
        for t, time in enumerate(found.times)
    ]
    return table(columns, rows)


def _a_year(found: Found) -> pa.Table:
    """List how often people of each kind are captured in a year."""
    columns = (
        *_KIND,
        Column("people", "1", "people who could come"),
        Column("days_come", "day", "days on which each of them comes, mean"),
        *(
            column
            for name, word in _IS.items()
            for column in (
                Column(_NAMES[name], "1", f"share of them who are {word} at least once"),
                Column(f"{_NAMES[name]}_days", "day", f"days on which each is {word}, mean"),
            )
        ),
    )
    visits = found.expected.usual[YEAR]
    come = visits @ np.arange(visits.shape[1])
    rows: list[tuple[Any, ...]] = []
    for k in _told_kinds(found):
        people = float(found.pool[k])
        row: list[Any] = [*KINDS[k], people, float(come[k]) / people]
        for name in _IS:
            each = found.share(name, k) * float(come[k]) / people
            row += [float(found.over[name].by_kind[YEAR][k]) / people if found.told else None, each]
        rows.append(tuple(row))
    return table(columns, rows)


def _habits(found: Found) -> pa.Table:
    """List what the days say of the chances of each kind."""
    columns = (
        *_KIND,
        Column("visits", "1", "visits of them on the days"),
        Column("returns", "1", "pairs of visits of one person among them"),
        Column("of", "", "whose likeness it is: of the kind, or of others for want of pairs"),
        *(
            column
            for name, word in _IS.items()
            for column in (
                Column(_NAMES[name], "1", f"share of visits on which somebody is {word}"),
                Column(
                    f"{_NAMES[name]}_likeness",
                    "1",
                    "correlation of two days of a person and face",
                ),
            )
        ),
    )
    rows: list[tuple[Any, ...]] = []
    for k in _told_kinds(found):
        whose = found.habits["searched"].of_whom[k] if found.told else None
        row: list[Any] = [*KINDS[k], float(found.came[k]), float(found.pairs[k]), whose]
        for name in _IS:
            likeness = float(found.habits[name].likeness[k] @ found.weights[name])
            row += [found.share(name, k), likeness if found.told else None]
        rows.append(tuple(row))
    return table(columns, rows)


def _headlines(found: Found) -> Iterator[tuple[str, Over]]:
    """Go through the measures whose uncertainty is told."""
    return ((name, found.over[name]) for name in HEADLINES)


def _told_kinds(found: Found) -> list[int]:
    """List the kinds of which there is somebody."""
    return [k for k in range(len(KINDS)) if found.pool[k] >= _FEWEST]


def _at(values: Floats | None, time: int) -> float | None:
    """Take the number of a time, where there is one."""
    return None if values is None else float(values[time])
