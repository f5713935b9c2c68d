"""A scenario: the question a run answers, read from YAML and checked as a whole."""

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator

from twin.errors import ScenarioError
from twin.people import Crowd, Recorded
from twin.resources import maps_dir, scenarios_dir
from twin.yamlfile import nearby, place_of, read_plain, validate_model

__all__ = ["DEFAULT", "Parts", "Scenario", "load_scenario", "readable_parts"]

DEFAULT = "kings_cross_weekday.yaml"
"""The scenario of the main job, in scenarios/."""

_SHIPPED: Mapping[str, tuple[Path, ...]] = {
    "map": (maps_dir(),),
    "layout": (scenarios_dir(), scenarios_dir() / "layouts"),
    "recognisers": (),
}
"""Where the shipped files are that a scenario may name."""

QUICK = {"people.start": "'08:00'", "people.end": "'09:00'"}
"""What ``--quick`` sets: an hour of the morning peak of the Underground counts [tfl_counts]."""


def _kind_of_people(people: object) -> str:
    """Tell recorded people by the files that are named."""
    named = "tracks" in people if isinstance(people, Mapping) else isinstance(people, Recorded)
    return "Recorded" if named else "Crowd"


People = Annotated[
    Annotated[Crowd, Tag("Crowd")] | Annotated[Recorded, Tag("Recorded")],
    Discriminator(_kind_of_people),
]
"""Simulated or recorded."""


class Parts(NamedTuple):
    """What a scenario is put together from, as far as it can be made out; None for what cannot.

    Attributes
    ----------
    map, layout, recognisers : Path or None
        Files that are there.
    date : date or None
        The day.
    """

    map: Path | None = None
    layout: Path | None = None
    recognisers: Path | None = None
    date: datetime.date | None = None


class Scenario(BaseModel):
    """Who walks where, on which day, before which cameras.

    Attributes
    ----------
    name : str
        What people call the question.
    about : str
        Why it is asked, and what in it is invented.
    map : Path
        The site map; relative to the scenario file, or a name in maps/.
    date : date
        The day; the map is read as of it, and the arrival profile follows its weekday.
    layout : Path
        The cameras; relative to the scenario file, or a name in scenarios/ or scenarios/layouts/.
    recognisers : Path, optional
        Numbers of the face recogniser, in a file like ``twin/exposure/recognisers.yaml``, relative
        to the scenario file; the shipped ones when missing.
    people : Crowd or Recorded
        Who comes: a crowd to simulate, or with ``tracks`` a file of people who were recorded.
    seed : int
        Seed of every draw.
    replication : int
        Another day like this one: other people, same laws.
    slab_minutes : int
        Minutes of simulated time in one file of tracks; changes no result. [min]
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=120)]
    about: str = ""
    map: Path
    date: datetime.date
    layout: Path
    recognisers: Path | None = None
    people: People = Crowd()
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0
    replication: Annotated[int, Field(ge=0, lt=2**16)] = 0
    slab_minutes: Annotated[int, Field(ge=1, le=240)] = 5

    @field_validator("date")
    @classmethod
    def _in_the_life_of_the_map(cls, value: datetime.date) -> datetime.date:
        if not 2000 <= value.year <= 2100:
            message = (
                f"{value} is outside 2000-01-01 to 2100-12-31, the years a map can be read as of."
            )
            raise ValueError(message)
        return value


def load_scenario(
    path: Path | str | None = None, *, changes: Mapping[str, Any] | None = None, quick: bool = False
) -> Scenario:
    """Read a scenario file.

    Parameters
    ----------
    path : Path or str, optional
        The file, or the name of one that ships with the package, with or without ``.yaml``; the
        shipped weekday when missing.
    changes : mapping of str, optional
        Dotted keys and their new values: as YAML text, as given to ``--set``, or as they are.
    quick : bool
        Simulate only who comes in one peak hour, to an empty site.

    Returns
    -------
    Scenario
        Checked, with the files it names made absolute.

    Raises
    ------
    ScenarioError
        With every problem at once, each with file and line.
    """
    file = _find(Path(path) if path is not None else Path(DEFAULT), scenarios_dir())
    wanted = {**(QUICK if quick else {}), **(changes or {})}
    data, lines = read_plain(file, changes=wanted)
    if quick and _kind_of_people(data.get("people")) == "Recorded":
        message = f"{file}: its people are recorded, but only simulated ones can be made quick."
        raise ScenarioError(message)
    problems = _missing_files(data, file, lines)
    try:
        scenario = validate_model(data, Scenario, file, lines)
    except ScenarioError as error:
        raise ScenarioError([*error.problems, *problems]) from error
    if problems:
        raise ScenarioError(problems)
    found: dict[str, Any] = {
        key: _resolve(named, file, shipped)
        for key, shipped in _SHIPPED.items()
        if (named := getattr(scenario, key)) is not None
    }
    if isinstance(scenario.people, Recorded):
        tracks = tuple(_resolve(one, file, ()) for one in scenario.people.tracks)
        found["people"] = scenario.people.model_copy(update={"tracks": tracks})
    return scenario.model_copy(update=found)


def _missing_files(
    data: Mapping[str, Any], file: Path, lines: Mapping[tuple[int | str, ...], int]
) -> list[str]:
    """Say which files a scenario names are not there."""
    return [
        f"{place_of(file, lines[where])}: {where[0]}: {_missing(named, file, shipped)}"
        for where, named, shipped in _named_files(data)
        if not _resolve(named, file, shipped).is_file()
    ]


def _named_files(
    data: Mapping[str, Any],
) -> Iterator[tuple[tuple[int | str, ...], Path, tuple[Path, ...]]]:
    """List the files that a scenario names: in which place, which, and where shipped ones are."""
    for key, shipped in _SHIPPED.items():
        if isinstance(data.get(key), str):
            yield (key,), Path(data[key]), shipped
    people = data.get("people")
    tracks = people.get("tracks") if isinstance(people, Mapping) else None
    for one in tracks if isinstance(tracks, list) else [tracks]:
        if isinstance(one, str):
            yield ("people", "tracks"), Path(one), ()


def readable_parts(
    path: Path | str | None = None, *, changes: Mapping[str, Any] | None = None
) -> Parts:
    """Make out the parts of a scenario in which something else may be wrong.

    Parameters
    ----------
    path, changes
        As for :func:`load_scenario`.

    Returns
    -------
    Parts
    """
    file = _find(Path(path) if path is not None else Path(DEFAULT), scenarios_dir())
    try:
        data, _ = read_plain(file, changes=changes)
    except ScenarioError:  # told already, by whoever tried to load it
        return Parts()
    named = {
        key: _resolve(Path(data[key]), file, shipped)
        for key, shipped in _SHIPPED.items()
        if isinstance(data.get(key), str)
    }
    date = data.get("date")
    return Parts(
        **{key: one for key, one in named.items() if one.is_file()},
        date=date if isinstance(date, datetime.date) else None,
    )


def _find(path: Path, shipped: Path) -> Path:
    """Prefer the path as given; else one of that name that ships, with or without its ending."""
    if path.exists():
        return path
    for named in (path, path.with_name(f"{path.name}.yaml")):
        if (shipped / named).is_file():
            return shipped / named
    if len(path.parts) == 1 and not nearby(path):
        names = ", ".join(sorted(file.stem for file in shipped.glob("*.yaml")))
        message = f"{path}: there is no such file, and none such is shipped; shipped are {names}."
        raise ScenarioError(message)
    return path


def _resolve(path: Path, scenario: Path, shipped: tuple[Path, ...]) -> Path:
    """Look beside the scenario first, then among the shipped files."""
    if path.is_absolute():
        return path
    places = [folder / path for folder in (scenario.parent, *shipped)]
    return next((place for place in places if place.is_file()), places[0]).resolve()


def _missing(path: Path, scenario: Path, shipped: tuple[Path, ...]) -> str:
    """Say that a file is not there, and name one that may have been meant."""
    if _resolve(path, scenario, shipped).exists():
        return f"{path} is not a file, but must be one."
    # shipped files first: beside a scenario there are other scenarios, too
    hints = (nearby(folder / path) for folder in (*shipped[::-1], scenario.parent))
    hint = next(filter(None, hints), ".")
    nor = ", neither beside the scenario nor shipped" if shipped else " beside the scenario"
    return f"there is no file {path}{nor}{hint}"
