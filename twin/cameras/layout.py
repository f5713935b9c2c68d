"""Read a layout, the file that lists cameras, and check it against a site."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Protocol

import shapely
from numpy.typing import ArrayLike
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from shapely.geometry.base import BaseGeometry

from twin.arrays import Floats, as_shape
from twin.cameras.camera import Camera
from twin.cameras.entry import CameraEntry
from twin.cameras.fields import Retention
from twin.cameras.mount import HEIGHTS, HIGHEST, lowest_line
from twin.errors import ScenarioError
from twin.yamlfile import Location, line_of, place_of, read_plain, validate_model

__all__ = ["Layout", "check_layout", "layout_schema", "load_layout", "readable_layout"]

AWAY = 100.0
"""How far outside the map's extent a camera may hang. [m] assumption (range 20-300)."""

TOUCH = 0.01
"""A camera nearer to a wall than this counts as inside it. [m] assumption (range 0.001-0.1)."""


@dataclass(frozen=True, eq=False)
class Layout:
    """A named set of cameras, and what is to be known about it.

    Attributes
    ----------
    name, about : str
        What people call it, and why it is so.
    cameras : tuple of Camera
        In the order of the file; those that share a housing stand together.
    lines : mapping of Camera to str
        Camera to ``file:line``, of those that a file gave; one that was changed since is another.
    retention : mapping of str to float
        Housing to how long what it records is kept, of those of which a file says so. [day]
    """

    name: str
    about: str
    cameras: tuple[Camera, ...]
    lines: Mapping[Camera, str] = field(default_factory=dict)
    retention: Mapping[str, float] = field(default_factory=dict)

    @property
    def housings(self) -> dict[str, tuple[Camera, ...]]:
        """The cameras of each housing, in the order of the file."""
        found: dict[str, tuple[Camera, ...]] = {}
        for camera in self.cameras:
            found[camera.housing] = (*found.get(camera.housing, ()), camera)
        return found


class Ground(Protocol):
    """What of a site a layout is checked against."""

    @property
    def name(self) -> str:
        """Name of the map."""

    @property
    def origin(self) -> Floats:
        """Easting and northing (2,) of the frame's origin. [m]."""

    @property
    def extent(self) -> BaseGeometry:
        """Where people may walk. [m]."""

    def inside(self, position: Floats, touch: float) -> list[str]:
        """Name what a camera (3,) is in or nearer to than a distance. [m]."""


class LayoutFile(BaseModel):
    """A layout file: a name, a list of cameras, and what holds for each that says nothing else."""

    model_config = ConfigDict(
        title="Layout", extra="forbid", frozen=True, strict=True, allow_inf_nan=False
    )

    name: Annotated[str, Field(min_length=1, max_length=120, description="what people call it")]
    about: Annotated[str, Field(description="why it is so")] = ""
    retention_days: Retention = None
    cameras: Annotated[list[CameraEntry], Field(min_length=1, max_length=5000)]


def load_layout(path: Path | str, *, site_origin: ArrayLike) -> Layout:
    """Read a layout file.

    Parameters
    ----------
    path : Path or str
        A YAML file; ``twin schema layout`` prints what it may hold.
    site_origin : (2,) array
        Easting and northing of the site frame's origin, EPSG:27700. [m]

    Returns
    -------
    Layout
        Cameras in the site frame, in the order of the file.

    Raises
    ------
    ScenarioError
        With every problem at once, each with file and line.
    """
    origin = as_shape("site_origin", site_origin, (2,))
    data, numbers = read_plain(Path(path))
    twice = _twice(data, Path(path), numbers)
    try:
        file = validate_model(data, LayoutFile, Path(path), numbers)
    except ScenarioError as error:
        raise ScenarioError([*error.problems, *twice]) from error
    if twice:
        raise ScenarioError(twice)
    where = (float(origin[0]), float(origin[1]))
    lines = {
        camera: place_of(Path(path), numbers[("cameras", i)])
        for i, entry in enumerate(file.cameras)
        for camera in entry.cameras(where)
    }
    kept = {
        entry.id: file.retention_days if entry.retention_days is None else entry.retention_days
        for entry in file.cameras
    }
    stated = {housing: days for housing, days in kept.items() if days is not None}
    return Layout(file.name, file.about, tuple(lines), lines, stated)


def _twice(data: Mapping[str, Any], path: Path, lines: Mapping[Location, int]) -> list[str]:
    """Say which cameras of a layout file have the id of one before, whatever else is wrong."""
    found: list[str] = []
    first: dict[str, str] = {}
    entries = data.get("cameras")
    for i, entry in enumerate(entries if isinstance(entries, list) else []):
        name = entry.get("id") if isinstance(entry, Mapping) else None
        if not isinstance(name, str):
            continue
        place = place_of(path, line_of(lines, ("cameras", i, "id")))
        if name in first:
            found.append(
                f"{place}: id {name} is that of another camera too ({first[name]}), but each must "
                "be unique."
            )
        first.setdefault(name, place)
    return found


def readable_layout(path: Path | str, *, site_origin: ArrayLike) -> Layout:
    """Make out those cameras of a layout file that are well described, where others are not.

    Parameters
    ----------
    path, site_origin
        As for :func:`load_layout`.

    Returns
    -------
    Layout
        Possibly without cameras.
    """
    origin = as_shape("site_origin", site_origin, (2,))
    try:
        data, numbers = read_plain(Path(path))
    except ScenarioError:  # told already, by whoever tried to load it
        return Layout("", "", ())
    entries = data.get("cameras")
    ids: set[str] = set()
    lines: dict[Camera, str] = {}
    for i, entry in enumerate(entries if isinstance(entries, list) else []):
        try:
            valid = CameraEntry.model_validate(entry)
        except ValidationError:  # told already, too
            continue
        if valid.id not in ids:  # told already that it stands twice
            place = place_of(Path(path), numbers[("cameras", i)])
            where = (float(origin[0]), float(origin[1]))
            lines |= dict.fromkeys(valid.cameras(where), place)
        ids.add(valid.id)
    return Layout("", "", tuple(lines), lines)


def check_layout(layout: Layout, site: Ground) -> list[str]:
    """List what is wrong with a layout on a site, one sentence each.

    A camera must not be inside anything that hides a face (building, hoarding, street furniture,
    wall, hedge, trunk or crown of a tree, ground or deck), nor far off the map, nor lower or higher
    than a layout file allows, nor look over everybody; and its id must be its own. One that is not
    as a file gave it is told with where it was tried.
    """
    problems = _same(layout)
    for housing, cameras in layout.housings.items():
        spots: dict[tuple[float, ...], list[Camera]] = {}
        for camera in cameras:
            spots.setdefault(tuple(camera.position.tolist()), []).append(camera)
        for views in spots.values():
            name = housing if views[0] is cameras[0] else views[0].id
            problems += _misplaced(layout, site, name, views)
    return problems


def _same(layout: Layout) -> list[str]:
    """Say which ids of a layout several cameras have."""
    times = Counter(camera.id for camera in layout.cameras)
    return [
        f"layout {layout.name!r}: id {name} is that of another camera too, but each must be unique."
        for name, count in times.items()
        if count > 1
    ]


def _misplaced(layout: Layout, site: Ground, name: str, views: Sequence[Camera]) -> list[str]:
    """Say what is wrong with where some cameras of a housing hang together."""
    problems = []
    x, y, z = views[0].position
    off = shapely.distance(site.extent, shapely.Point(x, y))
    who = _who(layout, site, name, views[0])
    if not HEIGHTS[0] <= z <= HEIGHTS[1]:
        problems.append(
            f"{who} hangs at height {z:g} m, but must hang between {HEIGHTS[0]:g} and "
            f"{HEIGHTS[1]:g} m above its ground."
        )
    if off > AWAY:
        problems.append(
            f"{who} stands {off:.0f} m outside the extent of {site.name}, but at most "
            f"{AWAY:.0f} m are allowed; check easting_m and northing_m."
        )
    problems += [
        f"{who} is inside {what} at height {z:g} m, but must hang at least {TOUCH} m outside "
        "or above it."
        for what in site.inside(views[0].position, TOUCH)
    ]
    problems += [
        f"{_who(layout, site, view.id, view)} hangs {z:g} m high with tilt_deg {view.tilt_deg:g}, "
        f"so that all it sees lies {lowest:.0f} degrees or more above it, but people are below; "
        "negative tilt_deg looks down."
        for view in views
        if z >= HIGHEST and (lowest := lowest_line(view)) > 0
    ]
    return problems


def _who(layout: Layout, site: Ground, name: str, camera: Camera) -> str:
    """Name a camera and its line, or where it was tried, at the beginning of a sentence."""
    if camera in layout.lines:
        return f'{layout.lines[camera]}: camera "{name}"'
    east, north = site.origin + camera.position[:2]
    at = f"easting_m {east:.2f}, northing_m {north:.2f}"
    return f'layout {layout.name!r}: camera "{name}" at {at}'


def layout_schema() -> dict[str, Any]:
    """Return the JSON Schema of layout files."""
    return LayoutFile.model_json_schema()
