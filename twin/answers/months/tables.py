"""The answer over months as tables."""

from typing import Any

import numpy as np
import pyarrow as pa

from twin.answers.days import DEVIATES
from twin.answers.months.captures import MEASURES
from twin.answers.months.found import HEADLINES, YEAR, Found
from twin.answers.months.kinds import KINDS
from twin.answers.told import Column, table
from twin.arrays import Floats

__all__ = ["sampling", "tables"]

_TIME = (
    Column("days", "day", "length of the time"),
    Column("start", "", "its first day"),
    Column("end", "", "its last day"),
)
_KIND = (
    Column("persona", "", "why they come"),
    Column("often", "", "weekly: who comes once a week or more; rarer: the others"),
)


def tables(found: Found) -> dict[str, pa.Table]:
    """Write what was found as tables."""
    return {
        "over_time": _over_time(found),
        "how_sure": _how_sure(found),
        "regulars": _regulars(found),
        "habits": _habits(found),
    }


def sampling(people: Floats | None, deviation: Floats | None, time: int) -> list[float | None]:
    """Say between which numbers different people may lie, as few days were simulated. [1]"""
    if people is None or deviation is None:
        return [None, None]
    middle, apart = float(people[time]), DEVIATES * float(deviation[time])
    return [max(0.0, middle - apart), middle + apart]


def _over_time(found: Found) -> pa.Table:
    """List different people for each time and measure."""
    columns = (
        *_TIME,
        Column("visits", "1", "visits to be expected, at any hour"),
        *(
            Column(name, "1", f"different people {meaning}, on one of the days at least")
            for name, meaning in MEASURES.items()
        ),
    )
    rows = []
    for t, time in enumerate(found.times):
        visits = found.expected.usual[t]
        came = float((visits @ np.arange(visits.shape[1])).sum())
        people = [_at(found.over[name].people, t) for name in MEASURES]
        rows.append((time.days, *_dates(found, t), came, *people))
    return table(columns, rows)


def _how_sure(found: Found) -> pa.Table:
    """List what bounds the headlines, and what they would be if people were alike."""
    columns = (
        Column("measure", "", "what happens to them"),
        _TIME[0],
        Column("people", "1", "different people"),
        Column("low", "1", "the same, 95 of 100 times, as few days were simulated: from"),
        Column("high", "1", "to"),
        Column("fewest", "1", "whatever shape habits have: at least"),
        Column("most", "1", "at most"),
        Column("rarest", "1", "people, with the rarest visitor that can be defended"),
        Column("least_rare", "1", "people, with the least rare one"),
        Column("alike", "1", "what it would be if all people of a kind were alike; too many"),
        Column("happens", "1", "days of a person on which it happens, everybody's added up"),
    )
    rows = []
    for name in HEADLINES:
        one = found.over[name]
        for t, time in enumerate(found.times):
            rarest = one.rarest or (None, None)
            rows.append(
                (
                    name,
                    time.days,
                    _at(one.people, t),
                    *sampling(one.people, one.deviation, t),
                    *(float(each[t]) for each in (one.fewest, one.most)),
                    *(_at(each, t) for each in rarest),
                    *(float(each[t]) for each in (one.alike, one.happens)),
                )
            )
    return table(columns, rows)


def _regulars(found: Found) -> pa.Table:
    """List how often people of each kind are captured in a year."""
    columns = (
        *_KIND,
        Column("people", "1", "people who could come"),
        Column("days_come", "day", "days in a year on which each of them comes, mean"),
        *(
            column
            for name in HEADLINES[1:]
            for column in (
                Column(f"{name}_days", "day", f"days in a year on which each is {_is(name)}, mean"),
                Column(f"{name}_share", "1", f"share of them who are {_is(name)} at all in a year"),
                Column(f"{name}_days_of_those", "day", "days in a year of those, mean"),
            )
        ),
    )
    visits = found.expected.usual[YEAR]
    come = visits @ np.arange(visits.shape[1])
    rows: list[tuple[Any, ...]] = []
    for k, (persona, often) in enumerate(KINDS):
        if found.pool[k] <= 0:
            continue
        row: list[Any] = [persona, often, float(found.pool[k]), float(come[k] / found.pool[k])]
        for name in HEADLINES[1:]:
            happens = float(found.habits[name].mean[k] @ found.weights[name] * come[k])
            people = float(found.over[name].by_kind[YEAR][k]) if found.told else None
            share = None if people is None else people / float(found.pool[k])
            row += [happens / float(found.pool[k]), share, happens / people if people else None]
        rows.append(tuple(row))
    return table(columns, rows)


def _habits(found: Found) -> pa.Table:
    """List what the days say of the chances of each kind."""
    columns = (
        *_KIND,
        Column("visits", "1", "visits of them on the days"),
        Column("returns", "1", "pairs of visits of one person among them"),
        Column("likeness_of", "", "of whom likeness is taken, as pairs are too few for the kind"),
        *(
            column
            for name in HEADLINES
            for column in (
                Column(f"{name}_share", "1", f"share of visits on which somebody is {_is(name)}"),
                Column(f"{name}_likeness", "1", "correlation of two days of one person and face"),
            )
        ),
    )
    rows: list[tuple[Any, ...]] = []
    for k, (persona, often) in enumerate(KINDS):
        if found.pool[k] <= 0:
            continue
        whose = found.habits["there"].of_whom[k] if found.told else "nobody"
        row: list[Any] = [persona, often, float(found.came[k]), float(found.pairs[k]), whose]
        for name in HEADLINES:
            one, weights = found.habits[name], found.weights[name]
            likeness = float(one.likeness[k] @ weights) if found.told else None
            row += [float(one.mean[k] @ weights), likeness]
        rows.append(tuple(row))
    return table(columns, rows)


def _is(name: str) -> str:
    """Say in a word what happens."""
    return {"shown": "shown", "searched": "searched"}.get(name, "recognised")


def _at(values: Floats | None, time: int) -> float | None:
    """Take the number of a time, where there is one."""
    return None if values is None else float(values[time])


def _dates(found: Found, time: int) -> tuple[str, str]:
    """Write the first and the last day of a time."""
    one = found.times[time]
    return one.start.isoformat(), one.end.isoformat()
