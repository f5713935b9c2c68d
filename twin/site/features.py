"""What a map file may say about each kind of feature; pydantic models, one a kind.

Keys carry their unit, degrees appear as ``heading_deg`` and ``reading_angle_deg``. Unknown keys are
refused. :func:`twin.site.schema` publishes these models as a JSON Schema.
"""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from twin.site.dates import first_day, last_day
from twin.site.opening import Opening

__all__ = ["EYE_LEVEL", "GEOMETRIES", "KINDS", "About", "Properties"]

EYE_LEVEL = 2.3
"""A base from here up leaves the ground and the view at eye level open. [m]

assumption: door height (range 2.0-2.5)."""

Text = Annotated[str, Field(min_length=1, max_length=2000)]
Height = Annotated[float, Field(ge=0.0, le=400.0)]
Length = Annotated[float, Field(gt=0.0, le=1000.0)]
Heading = Annotated[float, Field(ge=0.0, lt=360.0)]
Date = Annotated[str, Field(description="YYYY, YYYY-MM or YYYY-MM-DD, as OpenStreetMap")]


class _Strict(BaseModel):
    """Refuses unknown keys, wrong types and numbers that are not finite."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Properties(_Strict):
    """What every kind may say: when the thing is there."""

    start_date: Date | None = Field(None, description="first day on which it is there")
    end_date: Date | None = Field(None, description="last day on which it is there")

    @field_validator("start_date", "end_date")
    @classmethod
    def _is_a_date(cls, value: str | None) -> str | None:
        if value is not None:
            first_day(value)
        return value

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> "Properties":
        if (
            self.start_date
            and self.end_date
            and last_day(self.end_date) < first_day(self.start_date)
        ):
            message = f"end_date {self.end_date} lies before start_date {self.start_date}"
            raise ValueError(message)
        return self


class _Solid(Properties):
    """Something with a bottom and a top."""

    base_m: Height
    top_m: Height

    @model_validator(mode="after")
    def _has_a_height(self) -> "_Solid":
        if self.top_m <= self.base_m:
            message = f"top_m is {self.top_m:g}, but must be above base_m, which is {self.base_m:g}"
            raise ValueError(message)
        return self


class Boundary(_Strict):
    """The planner's site."""

    kind: Literal["boundary"]
    name: Text
    basis: Text


class Extent(_Strict):
    """Where people may walk in the simulation, before anything solid is taken away."""

    kind: Literal["extent"]
    name: Text | None = None
    basis: Text | None = None


class Building(_Solid):
    """A building or canopy; a hoarding before its start date, gone after its end date."""

    kind: Literal["building"]
    name: Text
    building: Text
    height_basis: Text
    confidence: Literal["high", "medium", "low"]
    plot: Text | None = None
    basis: Text


class Level(Properties):
    """A zone of ground level; a bridge that cuts it in two passes over it."""

    kind: Literal["level"]
    name: Text
    z_m: Annotated[float, Field(ge=-50.0, le=400.0, description="above the datum")]
    basis: Text


class Water(Properties):
    """Water: nobody walks there, nothing is hidden by it."""

    kind: Literal["water"]
    name: Text
    basis: Text | None = None


class Bridge(Properties):
    """Walkable ground over water, or over a zone of ground level that it cuts in two."""

    kind: Literal["bridge"]
    name: Text
    basis: Text


class Stairs(Properties):
    """Steps, walked more slowly: an outline, or a line with a width."""

    kind: Literal["stairs"]
    name: Text
    width_m: Length | None = None
    basis: Text | None = None


class Place(Properties):
    """Named public ground; may overlap others."""

    kind: Literal["place"]
    name: Text
    place: Literal[
        "square", "street", "park", "lawn", "garden", "towpath", "yard", "station", "bridge"
    ]
    basis: Text | None = None


class Barrier(Properties):
    """A line nobody walks across; walls and hedges also hide what is behind them."""

    kind: Literal["barrier"]
    name: Text
    barrier: Literal["wall", "fence", "railing", "hedge"]
    height_m: Annotated[float, Field(gt=0.0, le=50.0)]
    basis: Text | None = None


class Gate(_Strict):
    """Where people come and go."""

    kind: Literal["gate"]
    name: Text
    gate: Literal["underground", "rail", "street", "bridge", "towpath", "bus"]
    width_m: Length
    share: Annotated[float, Field(ge=0.0, le=1.0, description="of arrivals; all gates sum to 1")]
    station: Annotated[
        Text | None,
        Field(
            description="railway station it is a door of; people who change leave by another one"
        ),
    ] = None
    basis: Text


class Venue(Properties):
    """Where people go: a door, or a place outdoors."""

    kind: Literal["venue"]
    name: Text
    venue: Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,39}$")]
    capacity: Annotated[int, Field(ge=1, le=100_000)]
    weight: Annotated[float, Field(gt=0.0, le=1e6, description="attraction")]
    opening_hours: Annotated[str, Field(description="OpenStreetMap syntax, weekly hours only")]
    dwell_median_min: Annotated[float, Field(gt=0.0, le=1440.0)]
    dwell_sigma: Annotated[float, Field(ge=0.0, le=3.0, description="of the logarithm")]
    indoor: bool
    sensitive: bool
    sensitive_reason: Text | None = None
    building: Text | None = Field(None, description="id of the building the door belongs to")
    invented: bool
    basis: Text

    @field_validator("opening_hours")
    @classmethod
    def _is_readable(cls, value: str) -> str:
        Opening.parse(value)
        return value

    @model_validator(mode="after")
    def _says_why_it_is_sensitive(self) -> "Venue":
        if self.sensitive != (self.sensitive_reason is not None):
            message = (
                "sensitive_reason is missing, but must say why the venue is sensitive"
                if self.sensitive
                else "sensitive_reason is given, but sensitive is false"
            )
            raise ValueError(message)
        return self


class Furniture(_Solid):
    """Something solid in the street: an outline, or a point with a radius."""

    kind: Literal["furniture"]
    name: Text
    furniture: Literal[
        "kiosk", "bench", "planter", "lamp", "column", "mast", "sculpture", "bollard",
        "cycle_stand", "sign_totem", "advert",
    ]  # fmt: skip
    radius_m: Annotated[float, Field(gt=0.0, le=50.0)] | None = None
    basis: Text


class Tree(Properties):
    """A tree: a trunk and a crown."""

    kind: Literal["tree"]
    name: Text | None = None
    trunk_radius_m: Annotated[float, Field(gt=0.0, le=3.0)]
    crown_radius_m: Annotated[float, Field(gt=0.0, le=20.0)]
    leaf_cycle: Literal["deciduous", "evergreen"] = "deciduous"
    crown_base_m: Height
    top_m: Height
    basis: Text

    @model_validator(mode="after")
    def _has_a_crown(self) -> "Tree":
        if self.top_m <= self.crown_base_m:
            message = (
                f"top_m is {self.top_m:g}, but must be above crown_base_m, {self.crown_base_m:g}"
            )
            raise ValueError(message)
        return self


class Mount(Properties):
    """Where a camera could hang."""

    kind: Literal["mount"]
    name: Text | None = None
    mount: Literal["facade", "pole", "canopy"]
    height_m: Annotated[float, Field(gt=0.0, le=100.0)]
    heading_deg: Annotated[Heading, Field(description="outward, clockwise from grid north")]
    basis: Text


class Sign(Properties):
    """A sign that says cameras are at work, and from where it can be read."""

    kind: Literal["sign"]
    name: Text
    heading_deg: Annotated[Heading, Field(description="where it faces, clockwise from grid north")]
    reading_m: Length
    reading_angle_deg: Annotated[float, Field(gt=0.0, le=90.0, description="half-angle")]
    invented: bool
    basis: Text


class About(_Strict):
    """The map's own frame and licence: the member ``twin_map`` of the file."""

    version: Literal[1]
    crs: Literal["EPSG:27700"]
    origin_easting_m: Annotated[float, Field(ge=0.0, le=700_000.0)]
    origin_northing_m: Annotated[float, Field(ge=0.0, le=1_300_000.0)]
    z_datum: Text
    licence: Text
    attribution: Text
    about: Text | None = None


_MODELS: tuple[type[_Strict], ...] = (
    Boundary, Extent, Building, Level, Water, Bridge, Stairs, Place, Barrier, Gate, Venue,
    Furniture, Tree, Mount, Sign,
)  # fmt: skip
KINDS: dict[str, type[_Strict]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model for model in _MODELS
}
"""The model of each kind."""

_AREA = ("Polygon", "MultiPolygon")
GEOMETRIES: dict[str, tuple[str, ...]] = {
    "boundary": _AREA,
    "extent": ("Polygon",),
    "building": ("Polygon",),
    "level": _AREA,
    "water": _AREA,
    "bridge": ("Polygon",),
    "stairs": ("LineString", "Polygon"),
    "place": _AREA,
    "barrier": ("LineString",),
    "gate": ("Point",),
    "venue": ("Point",),
    "furniture": ("Polygon", "Point"),
    "tree": ("Point",),
    "mount": ("Point",),
    "sign": ("Point",),
}
"""The geometry types each kind may have."""
