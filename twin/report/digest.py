"""Digest: what a report takes from `answers.json`, read once, with every number checked."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from twin.errors import RunError
from twin.exposure.levels import Standard, standards

#: The standard whose level for identifying a stranger stands in the headline.
HUMAN_STANDARD: Final = "iec62676-4:2015"
#: The recogniser that stands in the headline.
CENTRAL: Final = "central"


@dataclass(frozen=True)
class Level:
    """One level of one standard: what it asks for [px/m] and the people who reached it."""

    name: str
    meaning: str
    human: bool
    density: float
    people: float
    with_face: float | None


@dataclass(frozen=True)
class Edition:
    """One edition of the standard; levels from the least detail to the most."""

    title: str
    about: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Profile:
    """Expected number of people one recogniser would identify, were each enrolled."""

    name: str
    people: float
    low: float | None
    high: float | None
    gallery: int
    fpir: float


@dataclass(frozen=True)
class Row:
    """People at one camera, in one hour or at one place."""

    name: str
    seen: float
    identify: float
    machine: float
    note: str = ""


@dataclass(frozen=True)
class Digest:
    """Everything a report says in numbers.

    Attributes
    ----------
    scenario, site : str
        Names.
    day : datetime.date
        The date the map was read for and the people came on.
    clock : str
        The hours that were simulated, such as "05:00 to 01:00".
    whole_day : bool
        Whether those hours are the whole day of the site.
    present, seen, templated, stuck : float
        People on the site; in view of a camera; with a face that was searched; who never left.
    outdoor_seconds : float
        Time all of them spent outdoors. [person s]
    standards : mapping of str to Edition
        People by level, for each edition.
    profiles : mapping of str to Profile
        Recognisers by name.
    cameras, hours, places : tuple of Row
        The same numbers, divided.
    walkable_m2 : float
        Ground people can walk on. [m2]
    share_by_level : mapping
        Share of that ground each level covers, per standard.
    """

    scenario: str
    site: str
    day: dt.date
    clock: str
    whole_day: bool
    present: float
    seen: float
    templated: float
    stuck: float
    outdoor_seconds: float
    standards: Mapping[str, Edition]
    profiles: Mapping[str, Profile]
    cameras: tuple[Row, ...]
    hours: tuple[Row, ...]
    places: tuple[Row, ...]
    walkable_m2: float
    share_by_level: Mapping[str, Mapping[str, float]]

    @property
    def human(self) -> float:
        """People a human could tell apart: level `identify` of the standard of 2015."""
        return next(level.people for level in self.levels if level.human)

    @property
    def levels(self) -> tuple[Level, ...]:
        """Levels of the standard of 2015, least detail first."""
        return self.standards[HUMAN_STANDARD].levels

    @property
    def machine(self) -> Profile:
        """The central recogniser."""
        return self.profiles[CENTRAL]


def at(answers: Mapping[str, Any], *path: str) -> Any:
    """Read one value of nested answers.

    Raises
    ------
    RunError
        If a key on the way is missing.
    """
    value: Any = answers
    for key in path:
        if not isinstance(value, Mapping) or key not in value:
            raise RunError(
                f"answers.json: {'.'.join(path)} is missing; was it made by this version?"
            )
        value = value[key]
    return value


def amount(value: Any, where: str) -> float:
    """Take a number of people: itself, or the `people` of a mapping.

    Raises
    ------
    RunError
        If it is no finite number, or below zero.
    """
    if isinstance(value, Mapping):
        value = value.get("people")
    good = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not good or not 0 <= value < float("inf"):
        raise RunError(f"answers.json: {where} is {value!r}, but must be a number of people.")
    return float(value)


def digest(answers: Mapping[str, Any]) -> Digest:
    """Read `answers.json` into what a report says.

    Parameters
    ----------
    answers : mapping
        The file, parsed.

    Returns
    -------
    Digest

    Raises
    ------
    RunError
        If something a report cannot do without is missing or no number.
    """
    people = at(answers, "people")
    try:
        day = dt.date.fromisoformat(at(answers, "date"))
    except (TypeError, ValueError) as error:
        raise RunError(
            f"answers.json: date is {answers['date']!r}, but must read like 2017-06-14."
        ) from error
    start, end = (float(at(answers, key)) for key in ("start_s", "end_s"))
    return Digest(
        scenario=str(at(answers, "scenario")),
        site=str(at(answers, "site")),
        day=day,
        clock=f"{_clock(start)} to {_clock(end)}",
        whole_day=bool(end - start > 12 * 3600),
        present=amount(at(people, "present"), "people.present"),
        seen=amount(at(people, "seen"), "people.seen"),
        templated=amount(at(people, "templated"), "people.templated"),
        stuck=amount(at(answers, "stuck"), "stuck"),
        outdoor_seconds=amount(people.get("outdoor_s", 0), "people.outdoor_s"),
        standards={edition.key: _edition(edition, people) for edition in standards()},
        profiles={
            key: _profile(key, value) for key, value in at(people, "machine", "profiles").items()
        },
        cameras=tuple(_row(row, "id") for row in at(answers, "cameras")),
        hours=tuple(_row(row, "hour") for row in at(answers, "hours")),
        places=tuple(_row(row, "name") for row in answers.get("places", ())),
        walkable_m2=amount(at(answers, "ground", "walkable_m2"), "ground.walkable_m2"),
        share_by_level=at(answers, "ground", "share_by_level"),
    )


def _clock(seconds: float) -> str:
    minutes = round(seconds / 60) % (24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _edition(edition: Standard, people: Mapping[str, Any]) -> Edition:
    reached = at(people, "levels", edition.key)
    return Edition(
        title=edition.title,
        about=edition.about,
        levels=tuple(
            Level(
                name=level.name,
                meaning=level.meaning,
                human=level.name == edition.human,
                density=level.density.value,
                people=amount(at(reached, level.name), f"levels.{edition.key}.{level.name}"),
                with_face=_with_face(reached[level.name]),
            )
            for level in edition.levels
        ),
    )


def _with_face(value: Any) -> float | None:
    return value.get("with_face") if isinstance(value, Mapping) else None


def _profile(name: str, value: Mapping[str, Any]) -> Profile:
    where = f"people.machine.profiles.{name}"
    low, high = value.get("low"), value.get("high")
    return Profile(
        name=name,
        people=amount(value, where),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        gallery=int(at(value, "gallery")),
        fpir=float(at(value, "fpir")),
    )


def _row(row: Mapping[str, Any], name: str) -> Row:
    return Row(
        name=str(at(row, name)),
        seen=amount(at(row, "seen"), "seen"),
        identify=amount(at(row, "identify"), "identify"),
        machine=amount(at(row, "machine"), "machine"),
        note=str(row.get("busiest_hour", "")),
    )
