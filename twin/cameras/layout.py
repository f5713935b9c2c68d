"""Read a layout, the file that lists cameras, and check it against a site."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol

import numpy as np
import shapely
from numpy.typing import ArrayLike
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from shapely.geometry.base import BaseGeometry

from twin.arrays import Floats, as_shape
from twin.cameras.camera import FRAME_RATE, SHUTTER, Camera
from twin.cameras.lens import Lens
from twin.cameras.mount import HEIGHTS, HIGHEST, lowest_line
from twin.errors import ScenarioError
from twin.frames import camera_rotation
from twin.yamlfile import place_of, read_plain, validate_model

__all__ = ["Layout", "check_layout", "layout_schema", "load_layout", "readable_layout"]

AWAY = 100.0
"""How far outside the map's extent a camera may hang. [m] assumption (range 20-300)."""

TOUCH = 0.01
"""A camera nearer to a wall than this counts as inside it. [m] assumption (range 0.001-0.1)."""

GRID = (700_000.0, 1_300_000.0)
"""Largest easting and northing of EPSG:27700 [ordnance_survey2020]. [m]"""

_SIZE = {"width_px", "height_px"}

_Number = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True, eq=False)
class Layout:
    """A named set of cameras, and what is to be known about it.

    Attributes
    ----------
    name, about : str
        What people call it, and why it is so.
    cameras : tuple of Camera
        In the order of the file.
    lines : mapping of str to str
        Camera id to ``file:line``, where the layout was read from a file.
    """

    name: str
    about: str
    cameras: tuple[Camera, ...]
    lines: Mapping[str, str] = field(default_factory=dict)


class Solid(Protocol):
    """Anything upright on the site."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def polygon(self) -> BaseGeometry:
        """Outline. [m]."""

    @property
    def base(self) -> float:
        """Underside above the ground. [m]."""

    @property
    def top(self) -> float:
        """Upper side above the ground. [m]."""


class Upright(Protocol):
    """Upright solids without names: outlines, base (P,) and top (P,). [m]."""

    @property
    def footprints(self) -> Sequence[BaseGeometry]:
        """Outlines."""

    @property
    def base(self) -> Floats:
        """Undersides."""

    @property
    def top(self) -> Floats:
        """Upper sides."""


class Ground(Protocol):
    """What of a site a layout is checked against."""

    @property
    def name(self) -> str:
        """Name of the map."""

    @property
    def extent(self) -> BaseGeometry:
        """Where people may walk. [m]."""

    @property
    def buildings(self) -> Iterable[Solid]:
        """Buildings, canopies and hoardings."""

    @property
    def furniture(self) -> Iterable[Solid]:
        """Solid things in the street."""

    def prisms(self) -> Upright:
        """Everything upright that can hide a face; walls, hedges and trunks, too."""

    def crowns(self) -> Floats:
        """Crowns of trees, (K, 5): centre x, y, z, radius, half height. [m]."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def _number(meaning: str, **limits: float) -> Any:
    """Describe a number of a layout file for its schema."""
    return Field(description=meaning, **limits)  # type: ignore[call-overload]


class LensSheet(_Strict):
    """What the camera's data sheet prints: the image size and at least one way to know the lens.

    Best is detect_m with hfov_deg; then focal_mm with pixel_pitch_um, which go together; hfov_deg
    or vfov_deg alone will do. A lens that was measured has model and focal_px, and k1 if it is a
    fisheye, in the place of these.
    """

    model_config = ConfigDict(title="Lens")

    width_px: Annotated[int, _number("width of the image [px]", ge=1, le=100_000)]
    height_px: Annotated[int, _number("height of the image [px]", ge=1, le=100_000)]
    hfov_deg: Annotated[float | None, _number("full horizontal field of view [degree]")] = None
    vfov_deg: Annotated[float | None, _number("full vertical field of view [degree]")] = None
    detect_m: Annotated[float | None, _number("distance printed for 25 px/m, 'detect' [m]")] = None
    focal_mm: Annotated[float | None, _number("focal length [mm]")] = None
    pixel_pitch_um: Annotated[float | None, _number("size of a pixel [um]")] = None
    model: Annotated[
        Literal["rectilinear", "fisheye"] | None, Field(description="of a measured lens")
    ] = None
    focal_px: Annotated[
        float | None, _number("measured focal length over pixel pitch [px]", gt=0)
    ] = None
    k1: Annotated[float | None, _number("measured third-order term of a fisheye")] = None

    @model_validator(mode="after")
    def _is_a_lens(self) -> "LensSheet":
        self.lens()
        return self

    def lens(self) -> Lens:
        printed = self.model_dump(exclude={"model", "focal_px", "k1"})
        if self.model is None and self.focal_px is None and self.k1 is None:
            return Lens.from_datasheet(**printed)
        both = sorted(name for name, value in printed.items() if value and name not in _SIZE)
        if both or self.model is None or self.focal_px is None:
            message = (
                f"{both[0] if both else 'model, focal_px or k1'} stands "
                f"{'beside' if both else 'without'} a measured lens, which has model, focal_px "
                "and, for a fisheye, k1, but nothing from a data sheet."
            )
            raise ValueError(message)
        return Lens(self.width_px, self.height_px, self.focal_px, self.k1 or 0.0, self.model)


class CameraEntry(_Strict):
    """One camera of a layout file."""

    model_config = ConfigDict(title="Camera")

    id: Annotated[
        str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$", description="short name")
    ]
    name: Annotated[str, Field(max_length=120, description="what people call it")] = ""
    easting_m: Annotated[_Number, _number("easting in EPSG:27700 [m]")]
    northing_m: Annotated[_Number, _number("northing in EPSG:27700 [m]")]
    height_m: Annotated[
        float, _number("height of the lens above the ground [m]", ge=HEIGHTS[0], le=HEIGHTS[1])
    ]
    heading_deg: Annotated[
        float,
        _number("where it looks, clockwise from grid north; 90 is east [degree]", ge=-360, le=360),
    ]
    tilt_deg: Annotated[
        float, _number("how far it looks up; negative is down [degree]", ge=-90, le=90)
    ]
    roll_deg: Annotated[
        float, _number("turn about its axis, clockwise as it looks [degree]", ge=-180, le=180)
    ] = 0.0
    lens: LensSheet
    frame_rate_hz: Annotated[
        float,
        _number(
            "images a second; bounds the shutter, and below 1 misses people [1/s]", gt=0, le=240
        ),
    ] = FRAME_RATE
    shutter_s: Annotated[
        float, _number("exposure time of an image, which blurs what moves [s]", gt=0, le=1)
    ] = SHUTTER
    invented: Annotated[
        bool, Field(description="true for a camera made up or proposed, not one that hangs there")
    ] = False
    reason: Annotated[
        str, Field(max_length=2000, description="where it is known from, or why invented like this")
    ] = ""

    @model_validator(mode="after")
    def _fits_together(self) -> "CameraEntry":
        if abs(self.easting_m) <= 180 and abs(self.northing_m) <= 90:
            message = (
                f'camera "{self.id}" stands at ({self.easting_m:g}, {self.northing_m:g}), which '
                "looks like longitude and latitude, but must be easting_m and northing_m of "
                "EPSG:27700 in metres."
            )
            raise ValueError(message)
        if not (0 <= self.easting_m <= GRID[0] and 0 <= self.northing_m <= GRID[1]):
            message = (
                f'camera "{self.id}" stands at ({self.easting_m:g}, {self.northing_m:g}), but '
                f"EPSG:27700 has eastings 0 to {GRID[0]:.0f} and northings 0 to {GRID[1]:.0f} m."
            )
            raise ValueError(message)
        if self.shutter_s > 1 / self.frame_rate_hz:
            message = (
                f'camera "{self.id}": shutter_s is {self.shutter_s:g} at {self.frame_rate_hz:g} '
                "images a second, but must be at most the time between two images."
            )
            raise ValueError(message)
        if self.invented and not self.reason.strip():
            message = (
                f'camera "{self.id}" is invented, so reason must say why it was invented like this.'
            )
            raise ValueError(message)
        return self

    def camera(self, origin: tuple[float, float]) -> Camera:
        return Camera(
            id=self.id,
            name=self.name or self.id,
            position=as_shape(
                "position",
                [self.easting_m - origin[0], self.northing_m - origin[1], self.height_m],
                (3,),
            ),
            rotation=camera_rotation(self.heading_deg, self.tilt_deg, self.roll_deg),
            lens=self.lens.lens(),
            frame_rate=self.frame_rate_hz,
            shutter=self.shutter_s,
            invented=self.invented,
            reason=self.reason,
        )


class LayoutFile(_Strict):
    """A layout file: a name and a list of cameras."""

    model_config = ConfigDict(title="Layout")

    name: Annotated[str, Field(min_length=1, max_length=120, description="what people call it")]
    about: Annotated[str, Field(description="why it is so")] = ""
    cameras: Annotated[list[CameraEntry], Field(min_length=1, max_length=5000)]

    @field_validator("cameras")
    @classmethod
    def _have_their_own_ids(cls, cameras: list[CameraEntry]) -> list[CameraEntry]:
        ids = [camera.id for camera in cameras]
        twice = sorted(name for name, count in Counter(ids).items() if count > 1)
        if twice:
            message = f"camera ids {', '.join(twice)} stand twice, but each must be unique."
            raise ValueError(message)
        return cameras


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
    file = validate_model(data, LayoutFile, Path(path), numbers)
    where = (float(origin[0]), float(origin[1]))
    return Layout(
        file.name,
        file.about,
        tuple(camera.camera(where) for camera in file.cameras),
        {
            camera.id: place_of(Path(path), numbers[("cameras", i)])
            for i, camera in enumerate(file.cameras)
        },
    )


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
    cameras, lines = [], {}
    for i, entry in enumerate(entries if isinstance(entries, list) else []):
        try:
            camera = CameraEntry.model_validate(entry).camera((float(origin[0]), float(origin[1])))
        except ValidationError:  # told already, too
            continue
        cameras.append(camera)
        lines[camera.id] = place_of(Path(path), numbers[("cameras", i)])
    return Layout("", "", tuple(cameras), lines)


def check_layout(layout: Layout, site: Ground) -> list[str]:
    """List what is wrong with a layout on a site, one sentence each.

    A camera must not be inside anything that hides a face (building, hoarding, street furniture,
    wall, hedge, trunk or crown of a tree), nor far off the map, nor look over everybody.
    """
    problems = []
    solids = [
        *((solid, "hoarding" if _is_hoarding(solid) else "building") for solid in site.buildings),
        *((solid, "furniture") for solid in site.furniture),
    ]
    prisms, crowns = site.prisms(), site.crowns()
    for camera in layout.cameras:
        x, y, z = camera.position
        point = shapely.Point(x, y)
        off = shapely.distance(site.extent, point)
        place = layout.lines.get(camera.id, f"layout {layout.name!r}")
        who = f'{place}: camera "{camera.id}"'
        if off > AWAY:
            problems.append(
                f"{who} stands {off:.0f} m outside the extent of {site.name}, but at most "
                f"{AWAY:.0f} m are allowed; check easting_m and northing_m."
            )
        within = [
            f"{kind} {solid.name!r} ({solid.base:g} to {solid.top:g} m high)"
            for solid, kind in solids
            if solid.base - TOUCH < z < solid.top + TOUCH
            and shapely.distance(solid.polygon, point) < TOUCH
        ]
        problems += [
            f"{who} is inside {what} at height {z:g} m, but must hang at least {TOUCH} m outside "
            "or above it."
            for what in within or _nameless(camera.position, prisms, crowns)
        ]
        if z >= HIGHEST and (lowest := lowest_line(camera)) > 0:
            problems.append(
                f"{who} hangs {z:g} m high with tilt_deg {camera.tilt_deg:g}, so that all it sees "
                f"lies {lowest:.0f} degrees or more above it, but people are below; negative "
                "tilt_deg looks down."
            )
    return problems


def _nameless(position: Floats, prisms: Upright, crowns: Floats) -> list[str]:
    """Say in what that has no name of its own a position is."""
    near = (prisms.base - TOUCH < position[2]) & (position[2] < prisms.top + TOUCH)
    outlines = [outline for outline, level in zip(prisms.footprints, near, strict=True) if level]
    inside = shapely.distance(outlines, shapely.Point(position[:2])) < TOUCH
    found = ["a wall, hedge or trunk"] if np.any(inside) else []
    away = np.linalg.norm((position - crowns[:, :3]) / crowns[:, [3, 3, 4]], axis=1)
    return [*found, *(["the crown of a tree"] if np.any(away <= 1) else [])]


def _is_hoarding(solid: Solid) -> bool:
    return bool(getattr(solid, "hoarding", False))


def layout_schema() -> dict[str, Any]:
    """Return the JSON Schema of layout files."""
    return LayoutFile.model_json_schema()
