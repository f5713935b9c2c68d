"""What the keys of one camera of a layout file are."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from twin.cameras.camera import FRAME_RATE
from twin.cameras.lens import Lens
from twin.cameras.mount import HEIGHTS
from twin.cameras.sheet import LensSheet
from twin.cameras.watch import MOVE
from twin.cameras.zoom import zoomed
from twin.patterns import NAME
from twin.usual import SHUTTER

__all__ = ["CameraFields", "Dewarp", "OneLens", "Preset", "Retention", "ZoomEnds"]

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
_Masks = Annotated[
    list[Annotated[list[_Corner], Field(min_length=3, max_length=100)]],
    Field(
        max_length=100,
        description="parts of the image blacked out, of a fisheye's own before it is "
        "straightened: outlines of corners [across, down], each a share of the image from its "
        "upper left corner",
    ),
]
Retention = Annotated[
    float | None,
    _number(
        "how long what a camera records is kept; 0 for one that records nothing [day]",
        ge=0,
        le=3660,
    ),
]
"""Days; missing where nobody says."""

_Hfov = Annotated[
    _Number | None,
    Field(
        description="field of view that a zoom lens is set to, over the wide side of the sensor, "
        "with corridor too; its widest if missing [degree]"
    ),
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
        """Return it set to a field of view, its widest if there is none. [degree]"""
        wide = self.wide.lens()
        return zoomed(
            wide, self.tele.lens(), hfov_deg=wide.hfov_deg if hfov_deg is None else hfov_deg
        )


class Preset(_Strict):
    """One preset of a tour."""

    name: Annotated[str, Field(pattern=NAME, description="short name")]
    heading_deg: _Heading
    tilt_deg: _Tilt
    hfov_deg: _Hfov = None
    dwell_s: Annotated[int, _number("how long it looks there [s]", ge=1, le=86_400)]
    masks: _Masks = []


class OneLens(_Strict):
    """One lens of a housing of several."""

    turned_deg: Annotated[
        _Number, Field(description="heading over that of the housing, clockwise [degree]")
    ]
    tilt_deg: Annotated[
        float | None,
        _number("how far it looks up; as the housing when missing [degree]", ge=-90, le=90),
    ] = None
    hfov_deg: _Hfov = None
    masks: _Masks = []


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


class CameraFields(_Strict):
    """One camera of a layout file, key by key."""

    id: Annotated[str, Field(pattern=NAME, description="short name")]
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
    lenses: Annotated[
        list[OneLens] | None,
        Field(
            min_length=2,
            max_length=32,
            description="the lenses of a multi-sensor housing; as the type when missing",
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
    masks: _Masks = []
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
    retention_days: Retention = None
    invented: Annotated[
        bool, Field(description="true for a camera made up or proposed, not one that hangs there")
    ] = False
    reason: Annotated[
        str, Field(max_length=2000, description="where it is known from, or why invented like this")
    ] = ""
    purpose: Annotated[
        str,
        Field(max_length=2000, description="what it is there for; each camera should have its own"),
    ] = ""
