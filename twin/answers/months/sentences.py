"""The answer over months in plain words."""

from collections.abc import Iterator

import numpy as np

from twin.answers.months.found import ENOUGH, YEAR, Found, rarest_range
from twin.answers.months.habits import FEWEST_PAIRS
from twin.answers.months.kinds import KINDS
from twin.answers.months.tables import sampling
from twin.exposure import PROFILES
from twin.wording import date, number

__all__ = ["sentences"]

CENTRAL = "machine_central"


def sentences(found: Found, *, run: str, hours: str) -> Iterator[str]:
    """Tell the answer, the most important first.

    Parameters
    ----------
    found : Found
        What the days say.
    run : str
        Folder of the run.
    hours : str
        Of which hours of each day it speaks; empty of whole days.
    """
    if not found.told:
        yield from _bounds(found, run)
    else:
        yield _people(found, YEAR)
        yield (
            f"On the first day {number(_at(found, CENTRAL, 0))} would be recognised; day by day it "
            "is partly the same people."
        )
        yield from (_people(found, period) for period in found.stated)
        yield from _how_sure(found)
        yield from _regulars(found)
    if hours:
        yield f"All this is of {hours} of each day alone; at other hours no camera is counted."


def _people(found: Found, t: int) -> str:
    """Tell different people in one time."""
    people = {name: number(_at(found, name, t)) for name in found.over}
    others = [people[f"machine_{profile}"] for profile in PROFILES if profile != "central"]
    return (
        f"{_time(found, t)}, a machine would recognise {people[CENTRAL]} different people at least "
        f"once, were each on its list ({others[1]} to {others[0]}, by its profile); "
        f"the faces of {people['searched']} would be searched, whoever is on the list, and "
        f"{people['shown']} be shown in enough detail for somebody to identify them. "
        f"{people['there']} different people would be there."
    )


def _bounds(found: Found, run: str) -> Iterator[str]:
    """Tell what too few days say, and how to get more."""
    many = len(found.dates)
    if many < ENOUGH:
        why = (
            f"Of the {ENOUGH} days of the same people that this takes, {many} "
            f"{'is' if many == 1 else 'are'} there. Whether those captured on one day are captured "
            "again on the next, or others are, cannot be told."
        )
    else:
        why = (
            f"On these {many} days too few people came twice, {number(found.pairs.sum())} pairs of "
            f"visits of the {FEWEST_PAIRS} this takes. Whether those captured on one day are "
            "captured again on the next, or others are, cannot be told."
        )
    yield f"{why} So no number of different people is given, but only between which it lies."
    yield _between(found, YEAR)
    yield from (_between(found, period) for period in found.stated)
    more = max(ENOUGH, 2 * many) if many >= ENOUGH else ENOUGH
    yield (
        f"The lower numbers hold if the same people are captured each time they come and the "
        f"others never, the higher if it is chance alone. `twin answer months {run} --days {more}` "
        "simulates the days that are missing and narrows this."
    )
    yield (
        f"Both take the rarest visitors to come {_rate(found.crowd.rarest_per_year)}; how rarely "
        "they do, nobody counted."
    )


def _between(found: Found, t: int) -> str:
    """Tell between which numbers different people lie."""
    told = {
        name: f"{number(float(found.over[name].fewest[t]))} to "
        f"{number(float(found.over[name].most[t]))}"
        for name in (CENTRAL, "searched", "shown")
    }
    return (
        f"{_time(found, t)}, a machine would recognise {told[CENTRAL]} different people, were each "
        f"on its list (central profile); the faces of {told['searched']} would be searched, and "
        f"{told['shown']} be shown in enough detail for somebody to identify them."
    )


def _how_sure(found: Found) -> Iterator[str]:
    """Tell what the recognised people of a year depend on."""
    one = found.over[CENTRAL]
    low, high = sampling(one.people, one.deviation, YEAR)
    fewest, most = (number(float(each[YEAR])) for each in (one.fewest, one.most))
    yield (
        f"This rests on {len(found.dates)} simulated days of the same people, {_listed(found)}. "
        f"As they are so few, those recognised in a year may be {number(low or 0)} to "
        f"{number(high or 0)}, in 95 of 100 cases; and as they do not show how habits differ from "
        f"person to person in full, {fewest} to {most}."
    )
    if one.rarest is not None:
        rarest, least = (number(float(each[YEAR])) for each in one.rarest)
        often = [_rate(end) for end in rarest_range(found.crowd)]
        there = [number(float(each[YEAR])) for each in found.over["there"].rarest or ()]
        yield (
            f"How rarely the rarest visitors come, nobody counted. If they come {often[0]}, it is "
            f"{rarest} of {there[0]} people, if {often[1]}, {least} of {there[1]}; as many come "
            "each day."
        )
    people, alike = _at(found, CENTRAL, YEAR), float(one.alike[YEAR])
    if people > 0:
        yield (
            f"Were people of a kind all alike, it would be {number(alike)}, which is "
            f"{number(100 * (alike / people - 1))} % too many: some pass the cameras whenever they "
            "come and others never, and some faces are hard to recognise on every day."
        )


def _regulars(found: Found) -> Iterator[str]:
    """Tell how often who comes every week is captured."""
    weekly = np.array([often == "weekly" for _, often in KINDS])
    visits = found.expected.usual[YEAR]
    come = visits @ np.arange(visits.shape[1])
    happens = float((found.habits[CENTRAL].mean @ found.weights[CENTRAL] * come)[weekly].sum())
    known = float(found.over[CENTRAL].by_kind[YEAR][weekly].sum())
    pool, each = float(found.pool[weekly].sum()), float(come[weekly].sum())
    if known > 0:
        yield (
            f"{number(pool)} people come once a week or more, on {number(each / pool)} days a year "
            f"on average. {number(known)} of them are recognised at least once in a year, those on "
            f"{number(happens / known)} days of it on average."
        )


def _at(found: Found, name: str, t: int) -> float:
    """Take different people, where they are told."""
    people = found.over[name].people
    return 0.0 if people is None else float(people[t])


def _time(found: Found, t: int) -> str:
    """Name a time."""
    one = found.times[t]
    if t in found.stated:
        return f"From {date(one.start)} to {date(one.end)}, {number(one.days)} days"
    return f"In the {number(one.days)} days from {date(one.start)} on"


def _listed(found: Found) -> str:
    """Name the days that were simulated."""
    return f"{date(found.dates[0])} to {date(found.dates[-1])}"


def _rate(per_year: float) -> str:
    """Say how often somebody comes.

    Examples
    --------
    >>> _rate(0.2), _rate(1.0), _rate(4.0)
    ('once in 5 years', 'once a year', '4 times a year')
    """
    if per_year < 1:
        return f"once in {1 / per_year:.3g} years"
    return "once a year" if per_year == 1 else f"{per_year:.3g} times a year"
