"""A scenario: the question a run answers, read from YAML and checked as a whole."""

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import Discriminator, Field, Tag, field_validator

from twin.errors import ScenarioError
from twin.model import Model
from twin.people import Crowd, Recorded
from twin.resources import maps_dir, scenarios_dir
from twin.textfile import is_file, there
from twin.yamlfile import Location, line_of, nearby, place_of, read_plain, validate_model

__all__ = [
    "DEFAULT",
    "Parts",
    "Scenario",
    "load_scenario",
    "place_in",
    "readable_parts",
    "scenario_file",
]

DEFAULT = "kings_cross_weekday.yaml"
"""The scenario of the main job, in scenarios/."""

_SHIPPED: Mapping[str, tuple[Path, ...]] = {
    "map": (maps_dir(),),
    "layout": (scenarios_dir(), scenarios_dir() / "layouts"),
    "approved": (scenarios_dir(), scenarios_dir() / "layouts"),
    "recognisers": (),
}
"""Where the shipped files are that a scenario may name."""

_Keys = tuple[str, ...]
_TRACKS: _Keys = ("people", "tracks")

_HELD = 150_000
"""People of a day times minutes in one file of tracks, at most: it bounds the memory of a run."""

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
    map, layout, recognisers, approved : Path or None
        Files that are there.
    date : date or None
        The day.
    """

    map: Path | None = None
    layout: Path | None = None
    recognisers: Path | None = None
    date: datetime.date | None = None
    approved: Path | None = None


class Scenario(Model):
    """Who walks where, on which day, before which cameras."""

    name: Annotated[
        str, Field(min_length=1, max_length=120, description="what people call the question")
    ]
    about: Annotated[str, Field(description="why it is asked, and what in it is invented")] = ""
    map: Annotated[
        Path, Field(description="the site map: a file beside the scenario, or a name in maps/")
    ]
    date: Annotated[
        datetime.date,
        Field(
            description="the day; the map is read as of it, and the arrival profile follows its "
            "weekday"
        ),
    ]
    layout: Annotated[
        Path,
        Field(
            description="the cameras: a file beside the scenario, or a name in scenarios/ or "
            "scenarios/layouts/"
        ),
    ]
    approved: Annotated[
        Path | None,
        Field(
            description="the layout that was approved last, with which `twin answer changes` "
            "compares this one: a file named as the layout is"
        ),
    ] = None
    recognisers: Annotated[
        Path | None,
        Field(
            description="numbers of the face recogniser: a file beside the scenario, of the form "
            "of twin/exposure/recognisers.yaml, such as `twin fit` writes; the shipped ones when "
            "missing"
        ),
    ] = None
    people: Annotated[
        People,
        Field(
            description="who comes: a crowd to simulate, or, with `tracks`, people who were "
            "recorded"
        ),
    ] = Crowd()
    seed: Annotated[int, Field(ge=0, lt=2**32, description="seed of every draw")] = 0
    replication: Annotated[
        int,
        Field(ge=0, lt=2**16, description="another day like this one: other people, same laws"),
    ] = 0
    slab_minutes: Annotated[
        int | None,
        Field(
            ge=1,
            le=240,
            description="simulated time in one file of tracks, and held in memory at a time; "
            "changes no result; when missing 3, and less above 50,000 people [min]",
        ),
    ] = None

    @property
    def minutes_at_a_time(self) -> int:
        """Simulated time in one file of tracks. [min]"""
        if self.slab_minutes is not None:
            return self.slab_minutes
        people = self.people.total if isinstance(self.people, Crowd) else 1
        return max(1, min(3, _HELD // people))

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
    file = scenario_file(path)
    wanted = {**(QUICK if quick else {}), **(changes or {})}
    data, lines = read_plain(file, changes=wanted)
    if "cameras" in data and "layout" not in data:
        message = f"{file}: this is a layout of cameras, but must be a scenario that names it."
        raise ScenarioError(message)
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
        key: _resolve(named, _folders((key,), file, lines))
        for key in _SHIPPED
        if (named := getattr(scenario, key)) is not None
    }
    if isinstance(scenario.people, Recorded):
        folders = _folders(_TRACKS, file, lines)
        tracks = tuple(_resolve(one, folders) for one in scenario.people.tracks)
        found["people"] = scenario.people.model_copy(update={"tracks": tracks})
    return scenario.model_copy(update=found)


def _folders(where: _Keys, file: Path, lines: Mapping[Location, int]) -> tuple[Path, ...]:
    """List the folders in which a file is looked up, in their order.

    What a change gave is looked up first where whoever wrote it stands.
    """
    here = () if line_of(lines, where) else (Path(),)
    return (*here, file.parent, *_SHIPPED.get(where[0], ()))


def _missing_files(data: Mapping[str, Any], file: Path, lines: Mapping[Location, int]) -> list[str]:
    """Say which files a scenario names are not there."""
    return [
        f"{place_of(file, line_of(lines, where))}: {'.'.join(where)}: {_missing(named, folders)}"
        for where, named in _named_files(data)
        if not is_file(_resolve(named, folders := _folders(where, file, lines)))
    ]


def _named_files(data: Mapping[str, Any]) -> Iterator[tuple[_Keys, Path]]:
    """List the files that a scenario names, and under which keys."""
    for key in _SHIPPED:
        if isinstance(data.get(key), str):
            yield (key,), Path(data[key])
    people = data.get("people")
    tracks = people.get("tracks") if isinstance(people, Mapping) else None
    for one in tracks if isinstance(tracks, list) else [tracks]:
        if isinstance(one, str):
            yield _TRACKS, Path(one)


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
    file = scenario_file(path)
    try:
        data, lines = read_plain(file, changes=changes)
    except ScenarioError:  # told already, by whoever tried to load it
        return Parts()
    named = {
        key: _resolve(Path(data[key]), _folders((key,), file, lines))
        for key in _SHIPPED
        if isinstance(data.get(key), str)
    }
    date = data.get("date")
    if isinstance(date, datetime.datetime):  # among dates, but can be compared with none
        date = date.date()
    return Parts(
        **{key: one for key, one in named.items() if is_file(one)},
        date=date if isinstance(date, datetime.date) else None,
    )


def place_in(
    path: Path | str | None, keys: tuple[str, ...], *, changes: Mapping[str, Any] | None = None
) -> str:
    """Name the file and the line in which a scenario says something.

    Parameters
    ----------
    path, changes
        As for :func:`load_scenario`.
    keys : tuple of str
        Under which keys.

    Returns
    -------
    str
        As in ``scenario.yaml:12``.
    """
    file = scenario_file(path)
    _, lines = read_plain(file, changes=changes)
    return place_of(file, line_of(lines, keys))


def scenario_file(path: Path | str | None = None) -> Path:
    """Find the file that a path or a name stands for; see :func:`load_scenario`.

    Raises
    ------
    ScenarioError
        If it is a mere name and none such is shipped.
    """
    # the path as given, or one of that name that ships, with or without its ending
    path, shipped = Path(DEFAULT if path is None else path), scenarios_dir()
    if there(path):
        return path
    for named in (path, path.with_name(f"{path.name}.yaml")):
        if is_file(shipped / named):
            return shipped / named
    if len(path.parts) == 1 and not nearby(path):
        names = ", ".join(sorted(file.stem for file in shipped.glob("*.yaml")))
        message = f"{path}: there is no such file, and none such is shipped; shipped are {names}."
        raise ScenarioError(message)
    return path


def _resolve(path: Path, folders: tuple[Path, ...]) -> Path:
    """Return the first file of that name, or where it would be in the first folder."""
    places = [(folder / path).resolve() for folder in folders]
    return next((place for place in places if is_file(place)), places[0])


def _missing(path: Path, folders: tuple[Path, ...]) -> str:
    """Say that a file is not there, where it was looked for, and which may have been meant."""
    if there(_resolve(path, folders)):
        return f"{path} is not a file, but must be one."
    # shipped files first: beside a scenario there are other scenarios, too
    hint = next(filter(None, (nearby(folder / path) for folder in folders[::-1])), ".")
    tried = dict.fromkeys(str((folder / path).resolve()) for folder in folders)
    return f"there is no file {path}; tried {', '.join(tried)}{hint}"
