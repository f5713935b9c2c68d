"""One camera of a layout file, and the cameras it stands for."""

import math
from typing import Annotated, Any

import numpy as np
import shapely
from pydantic import BaseModel, ConfigDict, Field, model_validator

from twin.arrays import Floats, as_shape
from twin.cameras.camera import FRAME_RATE, SHUTTER, Camera, Raw
from twin.cameras.catalogue import CameraType, camera_type
from twin.cameras.lens import Lens
from twin.cameras.mount import HEIGHTS
from twin.cameras.sheet import LensSheet
from twin.cameras.watch import MOVE, Watch
from twin.cameras.zoom import zoomed
from twin.frames import camera_rotation

__all__ = ["GRID", "CameraEntry"]

GRID = (700_000.0, 1_300_000.0)
"""Largest easting and northing of EPSG:27700 [ordnance_survey2020]. [m]"""

_NAME = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
_Number = Annotated[float, Field(allow_inf_nan=False)]
_Corner = Annotated[list[Annotated[float, Field(ge=0, le=1)]], Field(min_length=2, max_length=2)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def _number(meaning: str, **limits: float) -> Any:
    """Describe a number of a layout file for its schema."""
    return Field(description=meaning, **limits)  # type: ignore[call-overload]


_Heading = Annotated[
    float,
    _number("where it looks, clockwise from grid north; 90 is east [degree]", ge=-360, le=360),
]
_Tilt = Annotated[float, _number("how far it looks up; negative is down [degree]", ge=-90, le=90)]
_Hfov = Annotated[
    _Number | None,
    Field(description="field of view that a zoom lens is set to; its widest if missing [degree]"),
]


class ZoomEnds(_Strict):
    """A lens that zooms, by the data sheet of both ends."""

    model_config = ConfigDict(title="Zoom")

    wide: LensSheet
    tele: LensSheet

    @model_validator(mode="after")
    def _has_two_ends(self) -> "ZoomEnds":
        self.lens(None)
        return self

    def lens(self, hfov_deg: float | None) -> Lens:
        wide = self.wide.lens()
        return zoomed(
            wide, self.tele.lens(), hfov_deg=wide.hfov_deg if hfov_deg is None else hfov_deg
        )


class Preset(_Strict):
    """One preset of a tour."""

    name: Annotated[str, Field(pattern=_NAME, description="short name")]
    heading_deg: _Heading
    tilt_deg: _Tilt
    hfov_deg: _Hfov = None
    dwell_s: Annotated[int, _number("how long it looks there [s]", ge=1, le=86_400)]


class Dewarp(_Strict):
    """Straight images that a program computes from that of a fisheye."""

    width_px: Annotated[int, _number("width of each image [px]", ge=1, le=100_000)]
    height_px: Annotated[int, _number("height of each image [px]", ge=1, le=100_000)]
    hfov_deg: Annotated[float, _number("field of view of each image [degree]", gt=0, lt=170)]
    tilt_deg: _Tilt
    turned_deg: Annotated[
        list[_Number],
        Field(
            min_length=1,
            max_length=32,
            description="heading of each image over heading_deg, clockwise [degree]",
        ),
    ]


class CameraEntry(_Strict):
    """One camera of a layout file."""

    model_config = ConfigDict(title="Camera")

    id: Annotated[str, Field(pattern=_NAME, description="short name")]
    name: Annotated[str, Field(max_length=120, description="what people call it")] = ""
    easting_m: Annotated[_Number, _number("easting in EPSG:27700 [m]")]
    northing_m: Annotated[_Number, _number("northing in EPSG:27700 [m]")]
    height_m: Annotated[
        float, _number("height of the lens above the ground [m]", ge=HEIGHTS[0], le=HEIGHTS[1])
    ]
    heading_deg: _Heading | None = None
    tilt_deg: _Tilt | None = None
    roll_deg: Annotated[
        float, _number("turn about its axis, clockwise as it looks [degree]", ge=-180, le=180)
    ] = 0.0
    lens: Annotated[LensSheet | None, Field(description="its data sheet; or type, or zoom")] = None
    zoom: Annotated[
        ZoomEnds | None, Field(description="the data sheet of both ends of a zoom lens")
    ] = None
    type: Annotated[
        str | None, Field(description="a type of the catalogue; `twin lens --types` lists them")
    ] = None
    hfov_deg: _Hfov = None
    corridor: Annotated[
        bool | None,
        Field(description="true if the image stands on its narrow side; as the type when missing"),
    ] = None
    turned_deg: Annotated[
        list[_Number] | None,
        Field(
            min_length=2,
            max_length=32,
            description="heading of each lens of a multi-sensor housing over heading_deg, "
            "clockwise; as the type when missing [degree]",
        ),
    ] = None
    tour: Annotated[
        list[Preset] | None,
        Field(
            min_length=1,
            max_length=64,
            description="presets of a PTZ, one after the other all day from midnight on",
        ),
    ] = None
    move_s: Annotated[
        int, _number("time between two presets, in which nothing is recorded [s]", ge=0, le=60)
    ] = MOVE
    dewarp: Annotated[
        Dewarp | None, Field(description="the straight images computed from a fisheye's")
    ] = None
    masks: Annotated[
        list[Annotated[list[_Corner], Field(min_length=3, max_length=100)]],
        Field(
            max_length=100,
            description="parts of the image blacked out: outlines of corners [across, down], each "
            "a share of the image from its upper left corner",
        ),
    ] = []
    frame_rate_hz: Annotated[
        float,
        _number(
            "images a second; bounds the shutter, and below 1 misses people [1/s]", gt=0, le=240
        ),
    ] = FRAME_RATE
    shutter_s: Annotated[
        float, _number("exposure time of an image by day, which blurs what moves [s]", gt=0, le=1)
    ] = SHUTTER
    shutter_dark_s: Annotated[
        float | None,
        _number("exposure time after dark; 0.04 or what fits, when missing [s]", gt=0, le=1),
    ] = None
    invented: Annotated[
        bool, Field(description="true for a camera made up or proposed, not one that hangs there")
    ] = False
    reason: Annotated[
        str, Field(max_length=2000, description="where it is known from, or why invented like this")
    ] = ""

    @model_validator(mode="after")
    def _fits_together(self) -> "CameraEntry":
        wrong = next(filter(None, (self._place(), self._parts(), self._times())), None)
        if wrong is not None:
            message = f'camera "{self.id}"{wrong}'
            raise ValueError(message)
        self.cameras((0.0, 0.0))
        return self

    def _place(self) -> str | None:
        """Say what is wrong with where it stands."""
        at = f" stands at ({self.easting_m:g}, {self.northing_m:g}), "
        if abs(self.easting_m) <= 180 and abs(self.northing_m) <= 90:
            return (
                f"{at}which looks like longitude and latitude, but must be easting_m and "
                "northing_m of EPSG:27700 in metres."
            )
        if not (0 <= self.easting_m <= GRID[0] and 0 <= self.northing_m <= GRID[1]):
            return (
                f"{at}but EPSG:27700 has eastings 0 to {GRID[0]:.0f} and northings 0 to "
                f"{GRID[1]:.0f} m."
            )
        return None

    def _parts(self) -> str | None:
        """Say what is given twice or not at all."""
        lenses = [name for name in ("lens", "zoom", "type") if getattr(self, name) is not None]
        if len(lenses) != 1:
            return f" has {' and '.join(lenses) or 'no lens'}, but must have lens, zoom or type."
        if self.tour is None and (self.heading_deg is None or self.tilt_deg is None):
            lacking = "heading_deg" if self.heading_deg is None else "tilt_deg"
            return f": {lacking} is missing, but must be given where there is no tour."
        if (
            self.tour is not None
            and (self.heading_deg, self.tilt_deg, self.hfov_deg) != (None,) * 3
        ):
            return (
                " has a tour, so heading_deg, tilt_deg and hfov_deg must stand with its presets "
                "and not beside it."
            )
        several = [name for name in ("turned_deg", "tour", "dewarp") if getattr(self, name)]
        if self.turned_deg is None and self._type and self._type.sensors:
            several.insert(0, f"type {self.type} with several lenses")
        if len(several) > 1:
            return f" has {' and '.join(several)}, but must have one of them at most."
        if self.lens is not None and self.hfov_deg is not None:
            return ": hfov_deg stands beside lens, but must stand in it, as its data sheet says."
        return None

    def _times(self) -> str | None:
        """Say what is wrong with its seconds and reasons."""
        longest = max(self.shutter_s, self.shutter_dark_s or 0.0)
        if longest > 1 / self.frame_rate_hz:
            name = "shutter_s" if longest == self.shutter_s else "shutter_dark_s"
            return (
                f": {name} is {longest:g} at {self.frame_rate_hz:g} images a second, but "
                "must be at most the time between two images."
            )
        names = [preset.name for preset in self.tour or []]
        if len(set(names)) != len(names):
            return f": presets are named {', '.join(names)}, but each name must stand once."
        for mask in self.masks:
            if not shapely.Polygon(mask).is_valid:
                return f": the outline of the mask {mask} crosses itself, but must not."
        if self.invented and not self.reason.strip():
            return " is invented, so reason must say why it was invented like this."
        return None

    @property
    def _type(self) -> CameraType | None:
        return None if self.type is None else camera_type(self.type)

    def _lens(self, hfov_deg: float | None) -> Lens:
        """Return the lens, set to a field of view where one is given."""
        if self._type is not None:
            lens, stands = self._type.lens(hfov_deg), self._type.corridor
        else:
            lens, stands = self._own_lens(hfov_deg), False
        return lens if self.corridor in {None, stands} else lens.on_its_side()

    def _own_lens(self, hfov_deg: float | None) -> Lens:
        if self.zoom is not None:
            return self.zoom.lens(hfov_deg)
        if self.lens is None or hfov_deg is not None:
            message = (
                f"hfov_deg is {hfov_deg}, but this lens does not zoom; leave hfov_deg out, or give "
                "both ends of its zoom."
            )
            raise ValueError(message)
        return self.lens.lens()

    def cameras(self, origin: tuple[float, float]) -> tuple[Camera, ...]:
        """Return what it stands for, in a site frame with its origin at a point of EPSG:27700."""
        if self.tour is not None:
            return self._presets(self.tour, origin)
        # both are there, as was checked
        heading, tilt = self.heading_deg or 0.0, self.tilt_deg or 0.0
        lens = self._lens(self.hfov_deg)
        if self.dewarp is not None:
            return self._straightened(self.dewarp, Raw(lens, self._turned(heading, tilt)), origin)
        turned = self.turned_deg or (
            list(self._type.sensors.turned_deg) if self._type and self._type.sensors else None
        )
        if turned is None:
            return (self._camera(origin, lens, self._turned(heading, tilt)),)
        return tuple(
            self._camera(origin, lens, self._turned(heading + turn, tilt), part=str(n))
            for n, turn in enumerate(turned, start=1)
        )

    def _presets(self, tour: list[Preset], origin: tuple[float, float]) -> tuple[Camera, ...]:
        period = sum(preset.dwell_s + self.move_s for preset in tour)
        made, start = [], 0
        for preset in tour:
            alone = len(tour) == 1
            watch = None if alone else Watch(period, start, start + preset.dwell_s)
            made.append(
                self._camera(
                    origin,
                    self._lens(preset.hfov_deg),
                    self._turned(preset.heading_deg, preset.tilt_deg),
                    part=preset.name,
                    watch=watch,
                )
            )
            start += preset.dwell_s + self.move_s
        return tuple(made)

    def _straightened(
        self, dewarp: Dewarp, raw: Raw, origin: tuple[float, float]
    ) -> tuple[Camera, ...]:
        focal = dewarp.width_px / 2 / math.tan(math.radians(dewarp.hfov_deg) / 2)
        lens = Lens(dewarp.width_px, dewarp.height_px, focal, model="rectilinear")
        return tuple(
            self._camera(
                origin,
                lens,
                camera_rotation((self.heading_deg or 0.0) + turn, dewarp.tilt_deg),
                part=str(n),
                raw=raw,
            )
            for n, turn in enumerate(dewarp.turned_deg, start=1)
        )

    def _turned(self, heading_deg: float, tilt_deg: float) -> Floats:
        return camera_rotation(heading_deg, tilt_deg, self.roll_deg)

    def _camera(
        self,
        origin: tuple[float, float],
        lens: Lens,
        rotation: Floats,
        *,
        part: str | None = None,
        watch: Watch | None = None,
        raw: Raw | None = None,
    ) -> Camera:
        size = np.array([lens.width_px, lens.height_px])
        return Camera(
            id=self.id if part is None else f"{self.id}/{part}",
            name=self.name or self.id,
            position=as_shape(
                "position",
                [self.easting_m - origin[0], self.northing_m - origin[1], self.height_m],
                (3,),
            ),
            rotation=rotation,
            lens=lens,
            frame_rate=self.frame_rate_hz,
            shutter=self.shutter_s,
            shutter_dark=self.shutter_dark_s,
            invented=self.invented,
            reason=self.reason,
            housing=self.id,
            watch=watch,
            masks=tuple(np.array(mask) * size for mask in self.masks),
            raw=raw,
        )
