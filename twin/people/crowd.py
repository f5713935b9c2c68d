"""Who comes: the settings of a scenario's ``people:``, each with its source or an assumption."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from twin.model import Model
from twin.timeofday import Clock, seconds_of

__all__ = [
    *("A_CROWD", "DAY_END", "DAY_START"),
    *("Crowd", "Event", "Shares", "Sourced"),
]

DAY_START, DAY_END = 18_000.0, 90_000.0
"""The day runs from 05:00 to 01:00 of the next. [s after midnight]"""

A_CROWD = "a Crowd such as twin.people.Crowd(total=20_000)"
"""What functions that take a crowd ask for when they are given something else."""


@dataclass(frozen=True)
class Sourced:
    """Where a default comes from.

    Attributes
    ----------
    source : str
        Key in twin/sources.bib, or ``assumption``.
    range : tuple of float, optional
        Lowest and highest value that can be defended.
    """

    source: str
    range: tuple[float, float] | None = None


def _said(meaning: str) -> Any:
    """Describe a setting for the scenario's schema."""
    return Field(description=meaning)


Share = Annotated[float, Field(ge=0, le=1)]
Factor = Annotated[float, Field(gt=0, le=10)]


class Shares(Model):
    """Why people come on a weekday: shares of all persons, adding up to 1.

    The finished estate has about 30,000 workers, 5,000 students and 7,000 residents
    [australiansuper2017]. Workers come on 2.7 days a week [centreforcities2024] (range 2-3.5), so
    16,000 of 45,000 on a weekday; students on 3, residents on 6 days (assumption, range 2-4 and
    5-7). What is left is shared over shoppers, visitors and people passing through (assumption,
    range 0.05-0.3 each). Fridays and weekends scale these by the factors of personas.yaml.
    """

    commuter: Annotated[
        Share, _said("who come to work"), Sourced("australiansuper2017", (0.27, 0.47))
    ] = 0.36
    student: Annotated[
        Share, _said("who come to study"), Sourced("australiansuper2017", (0.04, 0.1))
    ] = 0.07
    resident: Annotated[
        Share, _said("who live here"), Sourced("australiansuper2017", (0.08, 0.16))
    ] = 0.1
    # a school of 480 pupils, two of three brought
    family: Annotated[
        Share, _said("who bring a child to school or nursery"), Sourced("assumption", (0.01, 0.03))
    ] = 0.02
    shopper: Annotated[
        Share, _said("who come to shop, eat or drink"), Sourced("assumption", (0.05, 0.3))
    ] = 0.14
    visitor: Annotated[
        Share, _said("who come to look round"), Sourced("assumption", (0.05, 0.3))
    ] = 0.16
    passer: Annotated[Share, _said("who pass through"), Sourced("assumption", (0.05, 0.3))] = 0.11
    interchanger: Annotated[
        Share,
        _said("who change between the two stations, across the street"),
        Sourced("assumption", (0.01, 0.1)),
    ] = 0.03
    dog_walker: Annotated[
        Share, _said("who live here and walk a dog"), Sourced("assumption", (0.005, 0.03))
    ] = 0.01

    @model_validator(mode="after")
    def _adds_up(self) -> "Shares":
        total = sum(self.model_dump().values())
        if abs(total - 1) > 1e-6:
            kept = [name for name in type(self).model_fields if name not in self.model_fields_set]
            usual = ", ".join(f"{name} {getattr(self, name):g}" for name in kept)
            message = f"the shares add up to {total:.6g}, but must add up to 1" + (
                f"; those that are not given keep their defaults: {usual}." if kept else "."
            )
            raise ValueError(message)
        return self


class Event(Model):
    """Something on the estate that people come for on the day; how they do, in event.py."""

    venue: Annotated[str, _said("id of the venue on the map, such as venue/theatre-csm")]
    begin: Annotated[Clock, _said("clock time, from 06:00 on")]
    end: Annotated[Clock, _said("clock time of the same day, until 23:30, after the beginning")]
    extra: Annotated[
        int,
        _said(
            "people to be expected who come for it alone, before it begins, and leave after its "
            "end; who finds the venue full queues, gives up and leaves"
        ),
        Field(ge=1, le=100_000),
        Sourced("assumption"),
    ]

    @model_validator(mode="after")
    def _is_in_order(self) -> "Event":
        if not 21_600.0 <= seconds_of(self.begin) < seconds_of(self.end) <= 84_600.0:
            message = (
                f"{self.begin} to {self.end} is no time for an event, but it must begin from 06:00 "
                "on and end after that, until 23:30"
            )
            raise ValueError(message)
        return self


class Crowd(Model):
    """Who comes in a day, and how they behave.

    By the defaults the mean day has 42,800 people and a year 15.6 million, each once a day; for
    2016, with a part of the estate built, 7.5 million are published [regeneris2017], for 2017 10
    million [londonsociety2017]: for these years set ``total`` to 21,600 and 28,800.
    """

    total: Annotated[
        int,
        _said(
            "people to be expected on a whole day from Monday to Thursday; 45,000 a day was "
            "planned for the finished estate [uli2014]. How many come is random about it; with the "
            "usual shares 0.99, 0.88 and 0.79 of it on a Friday, Saturday and Sunday"
        ),
        Field(ge=1, le=500_000),
        Sourced("uli2014"),
    ] = 45_000
    start: Annotated[
        Clock,
        _said(
            "clock time from 05:00 on; only people who arrive between start and end are simulated, "
            "and person numbers count those"
        ),
    ] = "05:00"
    end: Annotated[
        Clock, _said("clock time until 01:00; at or before the start it is on the next day")
    ] = "01:00"
    shares: Annotated[Shares, _said("why they come, on a weekday; adds up to 1")] = Shares()
    event: Annotated[
        Event | None, _said("something more people come for on this day; none when missing")
    ] = None
    rarest_per_year: Annotated[
        float,
        _said(
            "how often the rarest shopper, visitor or passer-by comes; the rarer, the more "
            "different people come in all, on no day more of them [1/year]"
        ),
        Field(ge=0.2, le=4),
        Sourced("assumption", (0.2, 1.0)),
    ] = 1.0
    most_per_year: Annotated[
        float,
        _said(
            "how often the most frequent of them comes: once a week, for who comes more often "
            "works, studies or lives here [1/year]"
        ),
        Field(ge=12, le=180),
        Sourced("assumption", (26, 180)),
    ] = 52.0
    group_factor: Annotated[
        float,
        _said("multiplies the chance to come in company, of personas.yaml"),
        Field(ge=0, le=3),
        Sourced("assumption", (0.5, 1.5)),
    ] = 1.0
    dwell_factor: Annotated[
        Factor,
        _said("multiplies the length of every stay that does not last until a clock time"),
        Sourced("assumption", (0.5, 2.0)),
    ] = 1.0
    outdoor_factor: Annotated[
        Factor,
        _said("multiplies the length of stays outdoors, on top of dwell_factor"),
        Sourced("assumption", (0.5, 2.0)),
    ] = 1.0
    # 0.3 as the upper end is an assumption
    phone_share: Annotated[
        float,
        _said(
            "share of the people on foot who look down at a phone at any moment: 8.6 % of 5,250 in "
            "central London [londonist2014], a lower bound today"
        ),
        Field(ge=0, le=0.5),
        Sourced("londonist2014", (0.086, 0.3)),
    ] = 0.086
    face_covering_share: Annotated[
        Share,
        _said(
            "share who cover nose and mouth, far more in 2020-2021; it stands in the people table, "
            "but how much it hinders a recogniser is not modelled, so no chance depends on it"
        ),
        Sourced("assumption", (0.005, 0.1)),
    ] = 0.02
    hat_share: Annotated[
        Share,
        _said(
            "share who wear a hat, cap or hood with a brim, far more when cold or wet; it stands "
            "in the people table, but no chance depends on it: see twin/people/gaze.py"
        ),
        Sourced("assumption", (0.01, 0.3)),
    ] = 0.05
    dt: Annotated[
        float,
        _said("time step of walking; 0.05 gives the mean speed of 0.01 to 0.4 % [s]"),
        Field(ge=0.005, le=0.05),
        Sourced("assumption", (0.005, 0.05)),
    ] = 0.05

    @field_validator("dt")
    @classmethod
    def _divides_a_quarter(cls, value: float) -> float:
        if abs(0.25 / value - round(0.25 / value)) > 1e-9:
            message = (
                f"{value:g} s does not divide a quarter second, "
                "but must: for example 0.05, 0.025 or 0.01"
            )
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _within_the_day(self) -> "Crowd":
        if self.start_s < DAY_START or self.end_s > DAY_END:
            message = (
                f"{self.start} to {self.end} leaves the day, "
                "but must lie between 05:00 and 01:00 of the next day; an end at or before the "
                "start is taken for the next day"
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _fits_the_pool(self) -> "Crowd":
        from twin.people.pool.ids import PARTIES
        from twin.people.pool.means import pool_sizes

        name, most = max(pool_sizes(self).items(), key=lambda one: one[1])
        if most > PARTIES - 1:
            message = (
                f"so many people who come so rarely make {most:,.0f} parties of {name}s, but there "
                f"can be {PARTIES - 1:,}: lower total or raise rarest_per_year"
            )
            raise ValueError(message)
        return self

    @property
    def start_s(self) -> float:
        """First moment simulated, seconds after midnight."""
        return seconds_of(self.start)

    @property
    def end_s(self) -> float:
        """End of the simulated time, seconds after midnight of the same date."""
        end = seconds_of(self.end)
        return end if end > self.start_s else end + 86_400.0
