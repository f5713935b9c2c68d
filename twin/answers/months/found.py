"""What some days of the same people say of months, before it is told."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from twin.answers.asked import Asked
from twin.answers.months.captures import MEASURES, WIDER, captured, weights_of
from twin.answers.months.habits import Habits
from twin.answers.months.kinds import Pool, kind_of, who_came
from twin.answers.months.moments import Came, Moments
from twin.answers.months.over import Expected, Over
from twin.answers.months.visits import Time, visits
from twin.arrays import Floats
from twin.errors import ShapeError
from twin.people import Crowd
from twin.people.crowd import Sourced
from twin.people.traits import Address, day_of

__all__ = ["ENOUGH", "HEADLINES", "TIMES", "Found", "rarest_range"]

ENOUGH = 5
"""Days of the same people from which likeness is taken. [1] assumption (range 3-14)"""

TIMES = (1, 7, 30, 91, 365)
"""Times told, from the day of the run on. [day] assumption (range 1-3650)"""

YEAR = TIMES.index(365)
"""Place of the year among them."""

LONGEST = 3653
"""Days of a stated period at most: ten years, after which nobody is who they were. [day]
assumption (range 1-10 years)"""

FRIDAY = 4
"""Its number, Monday being 0; before it all days are alike."""

HEADLINES = ("shown", "searched", "machine_central")
"""Measures whose uncertainty is told."""


@dataclass(frozen=True, eq=False)
class Found:
    """What some days say of months.

    Attributes
    ----------
    dates : tuple of date
        The days, rising.
    crowd : Crowd
        Who comes.
    times : tuple of Time
        :data:`TIMES` from the first asked day on, and then the stated periods.
    expected : Expected
        Visits in these times.
    came : (K,) array
        Visits on the days, by kind. [1]
    pairs : (K,) array
        Pairs of visits of one person among them. [1]
    over : mapping of str to Over
        Different people, by measure.
    habits : mapping of str to Habits
        Their chances.
    weights : mapping of str to (J,) array
        Share of people of each kind of face. [1]
    """

    dates: tuple[datetime.date, ...]
    crowd: Crowd
    times: tuple[Time, ...]
    expected: Expected
    came: Floats
    pairs: Floats
    over: Mapping[str, Over]
    habits: Mapping[str, Habits]
    weights: Mapping[str, Floats]

    @property
    def told(self) -> bool:
        """Whether the days are enough to tell different people, and not only bounds."""
        return all(one.people is not None for one in self.over.values())

    @property
    def stated(self) -> range:
        """Places of the stated periods among the times."""
        return range(len(TIMES), len(self.times))

    @property
    def pool(self) -> Floats:
        """People of each kind who could come, (K,). [1]"""
        people: Floats = self.expected.usual[0].sum(axis=1)
        return people

    def share(self, name: str, kind: int) -> float:
        """Return the share of visits of a kind on which something happens. [1]"""
        return float(self.habits[name].mean[kind] @ self.weights[name])

    @classmethod
    def of(cls, days: Sequence[Asked], crowd: Crowd, periods: Sequence[Time] = ()) -> Self:
        """Read it from the tables of each day.

        Parameters
        ----------
        days : sequence of Asked
            Days of the same people; times run from the first of them.
        crowd : Crowd
            Who comes.
        periods : sequence of Time
            Told beside :data:`TIMES`.

        Raises
        ------
        ShapeError
            If a date is there twice, or a period is longer than :data:`LONGEST`.
        """
        _refuse(days, periods)
        start = days[0].inputs.scenario.date
        times = (*(Time(start, n) for n in TIMES), *periods)
        expected = _expected(crowd, times)
        weigh = weights_of_days([day.inputs.scenario.date.weekday() for day in days])
        came = _came(days, crowd, weigh)
        each = [captured(day) for day in days]
        weights = weights_of(days[0])
        sums = {name: Moments.of(came, [day[name] for day in each], weigh) for name in MEASURES}
        whole = sums["there"].whole()
        over: dict[str, Over] = {}
        for name, one in sums.items():
            over[name] = Over.of(
                one,
                weights[name],
                expected,
                told=len(days) >= ENOUGH,
                error=name in HEADLINES,
                wider=over.get(WIDER.get(name, "")),
            )
        return cls(
            dates=tuple(sorted(day.inputs.scenario.date for day in days)),
            crowd=crowd,
            times=times,
            expected=expected,
            came=whole.visits[0],
            pairs=whole.pairs[0],
            over=over,
            habits={name: Habits.of(one) for name, one in sums.items()},
            weights=weights,
        )


def rarest_range(crowd: Crowd) -> tuple[float, float]:
    """Return how rarely the rarest visitor may come, at least and at most. [1/year]"""
    field = type(crowd).model_fields["rarest_per_year"]
    low, high = next(
        one.range for one in field.metadata if isinstance(one, Sourced) and one.range is not None
    )
    return min(low, crowd.rarest_per_year), max(high, crowd.rarest_per_year)


def _refuse(days: Sequence[Asked], periods: Sequence[Time]) -> None:
    """Refuse days that are no several ones, and periods nobody can speak of."""
    dates = sorted(day.inputs.scenario.date for day in days)
    for one, other in pairwise(dates):
        if one == other:
            message = f"days hold {one} twice, but each day of the same people must be there once."
            raise ShapeError(message)
    for period in periods:
        if not 1 <= period.days <= LONGEST:
            message = (
                f"the period has {period.days} days, but must begin before it ends and last "
                f"{LONGEST:,} days at most."
            )
            raise ShapeError(message)


def _expected(crowd: Crowd, times: Sequence[Time]) -> Expected:
    """Expect the visits in some times, also with other rarest visitors."""
    low, high = rarest_range(crowd)

    def at(rarest: float) -> tuple[Floats, ...]:
        pool = Pool.of(crowd.model_copy(update={"rarest_per_year": rarest}))
        return tuple(visits(pool, time) for time in times)

    usual = at(crowd.rarest_per_year)
    ends = [usual if end == crowd.rarest_per_year else at(end) for end in (low, high)]
    return Expected(usual, (ends[0], ends[1]))


def weights_of_days(weekdays: Sequence[int]) -> list[float]:
    """Weigh days so that together they stand for a week, in which four from Monday on are alike.

    Days of the week that are missing are stood for by all others.

    Examples
    --------
    From Wednesday to Sunday, the first two stand for four.

    >>> weights_of_days([2, 3, 4, 5, 6])
    [2.0, 2.0, 1.0, 1.0, 1.0]
    """
    alike = [max(day, FRIDAY - 1) for day in weekdays]
    return [(FRIDAY if day < FRIDAY else 1.0) / alike.count(day) for day in alike]


def _came(days: Sequence[Asked], crowd: Crowd, weigh: Sequence[float]) -> Came:
    """List everybody who came on some days, in the hours of the run or not."""
    usual = crowd.model_copy(update={"event": None})
    everybody = []
    for day in days:
        asked = day.inputs.scenario
        address = Address(asked.seed, asked.replication, day_of(asked.date))
        everybody.append(who_came(usual, address, asked.date.weekday()))
    first = days[0].inputs.scenario
    life = Address(first.seed, first.replication, 0)
    return Came.of(everybody, weigh, lambda home: kind_of(home, usual, life))
