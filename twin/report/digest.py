"""Digest: what a report takes from `answers.json`, read once, with every number checked."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from twin.errors import RunError
from twin.report.answered import at, count
from twin.report.hung import Hung, hung
from twin.usual import MOST_OF_A_DAY
from twin.wording import clock

#: The standard whose level for identifying a stranger stands in the headline.
HUMAN_STANDARD: Final = "iec62676-4:2015"
#: The recogniser that stands in the headline.
CENTRAL: Final = "central"


@dataclass(frozen=True)
class Level:
    """One level of one standard: what it asks for [px/m], who reached it, and where.

    `ground` is the share of the walkable ground on which a camera gives that much detail, and
    `seconds` how long those who reached the level were on such ground, on average; None for nobody.
    """

    name: str
    meaning: str
    density: float
    human: bool
    people: float
    with_face: float
    ground: float
    seconds: float | None


@dataclass(frozen=True)
class Kind:
    """A kind of ground: its area [m2], and the share of it at each level, in their order."""

    name: str
    area: float
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Edition:
    """One edition of the standard; levels from the least detail to the most; kinds of ground."""

    title: str
    about: str
    levels: tuple[Level, ...]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Range:
    """Ends between which a count lies on 95 of 100 days like this one."""

    low: float
    high: float


@dataclass(frozen=True)
class Profile:
    """Expected number of people one recogniser would identify, were each enrolled.

    With `own_trial` it holds for the gallery and rate of false alerts of the profile's own trial.
    """

    name: str
    about: str
    people: float
    range: Range | None
    own_trial: bool = False


@dataclass(frozen=True)
class Row:
    """People at one camera, in one hour, at one place or of one group.

    Attributes
    ----------
    name : str
        Which one.
    seen, identify, with_face, templated : float
        People in view; with the detail of level `identify`; the same with the face turned to the
        camera; whose face was searched.
    machine : float
        Expected number a recogniser would name, central profile.
    present : float or None
        People who were there, where that is counted.
    busiest_hour : str
        Only of a camera.
    """

    name: str
    seen: float
    identify: float
    with_face: float
    templated: float
    machine: float
    present: float | None
    busiest_hour: str


@dataclass(frozen=True)
class Asked:
    """What a maker of recognisers asks for, and how many people met it.

    Attributes
    ----------
    name, source : str
        What it asks for, and where it says so.
    people : float
        People with a look that meets it.
    """

    name: str
    source: str
    people: float


@dataclass(frozen=True)
class Digest:
    """Everything a report says in numbers.

    Attributes
    ----------
    first_line : str
        The answer in one sentence, date and number of people first.
    scenario, site, layout : str
        Names.
    day : datetime.date
        The date the map was read for and the people came on.
    clock : str
        The hours that were simulated, such as "05:00 to 01:00".
    whole_day : bool
        Whether those hours are most of a day.
    present, seen, templated : float
        People on the site; in view of a camera; with a face that was searched.
    seen_range, human_range, templated_range : Range or None
        Of those seen, of those a human could identify, of those searched; None of a recording.
    recorded : tuple of str
        Of people who were recorded: what was filled in, and what of the files does not fit.
    left, inside, stuck : float
        Those who left, were still there at the end, or never found their way; all present.
    turned_away : float
        Guests of an event who found it full and left.
    outdoor_s, mean_outdoor_min : float
        Time outdoors, of all of them [person s] and of each on average [min].
    editions : mapping of str to Edition
        People by level, for each edition of the standard.
    profiles : mapping of str to Profile
        Recognisers by name.
    asked : tuple of Asked
        What makers of recognisers ask for.
    gallery : int
        People enrolled, for every figure about a machine but those of a profile's own trial.
    fpir : float
        False positive identification rate, for the same figures.
    validity : str
        What the recogniser's numbers were measured on and leave out, for every such figure.
    hung : tuple of Hung
        How the cameras hang.
    cameras, hours, places, lights, age_bands, personas : tuple of Row
        The same numbers, divided.
    dark : tuple of (str, str)
        From when to when of the time simulated it was dark, by the clock.
    remarks : tuple of str
        What deserves a second look in the layout.
    walkable_m2 : float
        Ground people can walk on. [m2]
    """

    first_line: str
    scenario: str
    site: str
    layout: str
    day: dt.date
    clock: str
    whole_day: bool
    present: float
    seen: float
    templated: float
    seen_range: Range | None
    human_range: Range | None
    templated_range: Range | None
    recorded: tuple[str, ...]
    left: float
    inside: float
    stuck: float
    turned_away: float
    outdoor_s: float
    mean_outdoor_min: float
    editions: Mapping[str, Edition]
    profiles: Mapping[str, Profile]
    asked: tuple[Asked, ...]
    gallery: int
    fpir: float
    validity: str
    hung: tuple[Hung, ...]
    cameras: tuple[Row, ...]
    hours: tuple[Row, ...]
    places: tuple[Row, ...]
    lights: tuple[Row, ...]
    dark: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    age_bands: tuple[Row, ...]
    personas: tuple[Row, ...]
    walkable_m2: float

    @property
    def edition(self) -> Edition:
        """The edition that stands in the headline."""
        return self.editions[HUMAN_STANDARD]

    @property
    def human(self) -> Level:
        """The level at which a human can identify a stranger, in that edition."""
        return next(level for level in self.edition.levels if level.human)

    @property
    def machine(self) -> Profile:
        """The central recogniser."""
        return self.profiles[CENTRAL]


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
        If something a report cannot do without is missing, or is no number of people.
    """
    start, end = count(answers, "start_s"), count(answers, "end_s")
    profiles = at(answers, "people", "machine", "profiles")
    return Digest(
        first_line=str(at(answers, "first_line")),
        scenario=str(at(answers, "scenario")),
        site=str(at(answers, "site")),
        layout=str(at(answers, "layout")),
        day=_day(at(answers, "date")),
        clock=f"{clock(start)} to {clock(end)}",
        whole_day=end - start > MOST_OF_A_DAY,
        present=count(answers, "people", "present"),
        seen=count(answers, "people", "seen"),
        templated=count(answers, "people", "templated"),
        seen_range=_range(answers, "seen"),
        human_range=_range(answers, "identify_with_face"),
        templated_range=_range(answers, "templated"),
        recorded=_recorded(answers.get("recorded")),
        left=count(answers, "people", "left"),
        inside=count(answers, "people", "inside"),
        stuck=count(answers, "stuck"),
        turned_away=count(answers, "turned_away") if "turned_away" in answers else 0.0,
        outdoor_s=count(answers, "people", "outdoor_s"),
        mean_outdoor_min=count(answers, "people", "mean_outdoor_min"),
        editions={key: _edition(answers, key) for key in at(answers, "standards")},
        profiles={name: _profile(answers, name) for name in profiles},
        asked=tuple(
            Asked(str(at(one, "name")), str(at(one, "source")), count(one, "people"))
            for one in at(answers, "people", "machine", "requirements")
        ),
        gallery=int(count(answers, "people", "machine", "gallery")),
        fpir=count(answers, "people", "machine", "fpir"),
        validity=str(at(answers, "people", "machine", "validity")),
        hung=tuple(hung(camera) for camera in at(answers, "cameras")),
        cameras=tuple(_row(row, "id") for row in at(answers, "cameras")),
        hours=tuple(_row(row, "hour") for row in at(answers, "hours")),
        places=tuple(_row(row, "name") for row in at(answers, "places")),
        lights=tuple(_row(row, "light") for row in at(answers, "light")),
        dark=tuple((str(a), str(b)) for a, b in at(answers, "dark")),
        remarks=tuple(str(remark) for remark in at(answers, "remarks")),
        age_bands=tuple(sorted(_rows(answers, "age_band"), key=lambda row: row.name[0].isdigit())),
        personas=tuple(
            replace(row, name=row.name.replace("_", " ")) for row in _rows(answers, "persona")
        ),
        walkable_m2=count(answers, "ground", "walkable_m2"),
    )


def _day(text: Any) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        message = f"answers.json: date is {text!r}, but must read like 2025-06-11."
        raise RunError(message) from error


def _edition(answers: Mapping[str, Any], key: str) -> Edition:
    about = at(answers, "standards", key)
    return Edition(
        title=str(at(about, "title")),
        about=str(at(about, "about")),
        levels=tuple(
            Level(
                name=name,
                meaning=str(at(level, "meaning")),
                density=count(level, "px_per_m"),
                human=name == at(about, "human"),
                people=count(answers, "people", "levels", key, name),
                with_face=count(answers, "people", "levels_with_face", key, name),
                ground=count(answers, "ground", "share_by_level", key, name),
                seconds=at(answers, "ground", "seconds_of_view", key, name),
            )
            for name, level in at(about, "levels").items()
        ),
        kinds=tuple(
            Kind(
                name=str(name),
                area=count(kind, "walkable_m2"),
                shares=tuple(
                    count(kind, "share_by_level", key, level) for level in at(about, "levels")
                ),
            )
            for name, kind in at(answers, "ground", "by_kind").items()
        ),
    )


def _profile(answers: Mapping[str, Any], name: str) -> Profile:
    machine = at(answers, "people", "machine")
    return Profile(
        name=name,
        about=str(at(machine, "about", name)),
        people=count(machine, "profiles", name),
        range=_range(answers, "machine", name),
        own_trial=name in machine.get("own_trial", ()),  # earlier answers lack it
    )


def _recorded(told: Mapping[str, Any] | None) -> tuple[str, ...]:
    return () if told is None else (str(at(told, "filled_in")), *at(told, "warnings"))


def _range(answers: Mapping[str, Any], *path: str) -> Range | None:
    if at(answers, "people", "intervals", *path) is None:
        return None
    low, high = (count(answers, "people", "intervals", *path, end) for end in ("low", "high"))
    return Range(low, high)


def _rows(answers: Mapping[str, Any], name: str) -> list[Row]:
    return [_row(row, name) for row in at(answers, "people", f"{name}s")]


def _row(row: Mapping[str, Any], name: str) -> Row:
    return Row(
        name=str(at(row, name)),
        seen=count(row, "seen"),
        identify=count(row, "identify"),
        with_face=count(row, "identify_with_face"),
        templated=count(row, "templated"),
        machine=count(row, "machine"),
        present=count(row, "present") if "present" in row else None,
        busiest_hour=str(row.get("busiest_hour") or ""),
    )
