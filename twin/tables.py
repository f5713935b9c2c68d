"""The tables at which the stages meet: name, type, unit and meaning of every column.

A stage checks what it reads with :func:`checked`. A change of meaning changes the version.
Sightings and looks are kept in one table for each camera and hold no camera name, so that renaming
a camera or adding another changes none of them; whoever joins several cameras adds the column.
"""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from twin.errors import TableError

__all__ = [
    "ACTIVITIES",
    "EXPOSURE",
    "HOURS",
    "LOOKS",
    "PEOPLE",
    "SIGHTINGS",
    "TABLES",
    "TICKS_PER_SECOND",
    "TRACKS",
    "VISITS",
    "Table",
    "checked",
    "columns_of",
    "describe",
]

HOURS = 48
"""Hours that tables can hold, since midnight of the date: the day and the night after it. [h]"""

TICKS_PER_SECOND = 4
"""Samples of a track each second. [1/s]"""

ACTIVITIES = ("walking", "queueing", "resting", "walking_phone")
"""What a track's ``activity`` number means."""


@dataclass(frozen=True)
class Table:
    """A table's name, version and Arrow schema."""

    name: str
    version: int
    schema: pa.Schema


def _column(name: str, kind: pa.DataType, unit: str, meaning: str, *, null: bool = False) -> Any:
    return pa.field(name, kind, nullable=null, metadata={"unit": unit, "meaning": meaning})


_I8, _I16, _I32, _I64 = pa.int8(), pa.int16(), pa.int32(), pa.int64()
_F32, _F64, _TEXT, _YES = pa.float32(), pa.float64(), pa.string(), pa.bool_()

PEOPLE = Table(
    "people",
    4,
    pa.schema(
        [
            _column("person", _I32, "1", "number within this day, from 0, by home_id"),
            _column(
                "home_id",
                _I64,
                "1",
                "the same person on any day (of recorded people: day and number in the file)",
            ),
            _column("persona", _TEXT, "1", "why they come: commuter, student, resident, ..."),
            _column("age_band", _TEXT, "year", "child, 16-29, 30-44, 45-64 or 65+"),
            _column("sex", _TEXT, "1", "female or male, whose bodies are drawn apart"),
            _column("stature_m", _F32, "m", "crown above the ground, with shoes or wheelchair"),
            _column("eye_height_m", _F32, "m", "height of the eyes above the ground"),
            _column("ipd_m", _F32, "m", "distance between the pupils"),
            _column("shoulder_m", _F32, "m", "breadth of the shoulders"),
            _column("mobility", _TEXT, "1", "none, wheelchair, pushchair or luggage"),
            _column("step_free", _YES, "1", "needs a way without steps"),
            _column("free_speed_m_per_s", _F32, "m/s", "speed with it when nobody is near"),
            _column("group", _I32, "1", "person number of the group's first member"),
            _column("gate_in", _TEXT, "1", "gate of arrival"),
            _column("gate_out", _TEXT, "1", "gate of departure"),
            _column("arrive_s", _F64, "s", "time of arrival since midnight of the date"),
            _column("leave_s", _F64, "s", "time of departure; null when not left", null=True),
            _column("itinerary", pa.list_(_TEXT), "1", "venues to visit, in order"),
            _column("phone", _YES, "1", "reads a phone while walking"),
            _column("face_covering", _YES, "1", "wears a covering of nose and mouth"),
            _column("hat", _YES, "1", "wears a hat, cap or hood with a brim that day"),
            _column("outdoor_s", _F64, "s", "time outdoors on the site"),
            _column("outcome", _TEXT, "1", "left, inside (still there at the end) or stuck"),
        ]
    ),
)

VISITS = Table(
    "visits",
    1,
    pa.schema(
        [
            _column("person", _I32, "1", "person number; rows by person, then time"),
            _column("venue", _TEXT, "1", "id of the venue"),
            _column("entered_s", _F64, "s", "going in; null when there since before", null=True),
            _column(
                "left_s", _F64, "s", "setting out; null when still there at the end", null=True
            ),
        ]
    ),
)
"""Who was turned away was not in; outdoors one is in a venue while standing or sitting there."""

TRACKS = Table(
    "tracks",
    2,
    pa.schema(
        [
            _column("person", _I32, "1", "person number"),
            _column("tick", _I32, "0.25 s", "moment, quarter seconds since midnight"),
            _column("x_cm", _I32, "cm", "east in the site frame"),
            _column("y_cm", _I32, "cm", "north in the site frame"),
            _column("head_yaw_crad", _I16, "0.01 rad", "where the face points, from east"),
            _column("head_pitch_crad", _I16, "0.01 rad", "up is positive"),
            _column("activity", _I8, "1", "number in ACTIVITIES"),
            _column("below", _I8, "1", "1 under a deck or close before it, else 0"),
        ]
    ),
)

SIGHTINGS = Table(
    "sightings",
    1,
    pa.schema(
        [
            _column("pass", _I32, "1", "number of the pass before this camera, from 0"),
            _column("person", _I32, "1", "person number"),
            _column("start_tick", _I32, "0.25 s", "first moment of the pass"),
            _column("end_tick", _I32, "0.25 s", "last moment of the pass"),
            _column("samples", _I32, "1", "moments in the pass"),
            _column("face_samples", _I32, "1", "moments with a measurable face"),
        ]
    ),
)

LOOKS = Table(
    "looks",
    1,
    pa.schema(
        [
            _column("pass", _I32, "1", "number of the pass before this camera"),
            _column("person", _I32, "1", "person number"),
            _column("tick", _I32, "0.25 s", "moment of the best sample of this second"),
            _column("x_cm", _I32, "cm", "east in the site frame"),
            _column("y_cm", _I32, "cm", "north in the site frame"),
            _column("u_px", _F32, "px", "column of the head's centre"),
            _column("v_px", _F32, "px", "row of the head's centre"),
            _column("distance_m", _F32, "m", "camera to head"),
            _column("density_px_per_m", _F32, "px/m", "largest of this second, any heading"),
            _column(
                "face_density_px_per_m",
                _F32,
                "px/m",
                "largest of this second with the face within 90 degrees",
                null=True,
            ),
            _column("eye_px", _F32, "px", "distance of the two eyes in the image", null=True),
            _column("ied_px", _F32, "px", "eye_px / max(cos off_yaw, 0.5)", null=True),
            _column("off_yaw_rad", _F32, "rad", "face to camera, about the vertical", null=True),
            _column("off_pitch_rad", _F32, "rad", "face to camera, up is positive", null=True),
            _column(
                "blur_px", _F32, "px", "motion of the head in the image while the shutter is open"
            ),
            _column("visible_share", _F32, "1", "samples with a measurable face / samples"),
            _column("samples", _I16, "1", "moments of this second"),
        ]
    ),
)

EXPOSURE = Table(
    "exposure",
    2,
    pa.schema(
        [
            _column("person", _I32, "1", "person number"),
            _column(
                "by", _TEXT, "1", "what it is about: day, camera, hour, place, camera_hour, light"
            ),
            _column(
                "of",
                _TEXT,
                "1",
                "which: camera id, hour as 08, place id, N1@08, dark; day: empty",
            ),
            _column("passes", _I32, "1", "passes with at least one look here"),
            _column("seconds", _F32, "s", "time in view, added over cameras"),
            _column("face_seconds", _F32, "s", "time with a measurable face, added over cameras"),
            _column("density_px_per_m", _F32, "px/m", "largest, any heading"),
            _column(
                "face_density_px_per_m",
                _F32,
                "px/m",
                "largest with the face within 90 degrees",
                null=True,
            ),
            _column("ied_px", _F32, "px", "largest", null=True),
            _column("templated", _YES, "1", "the face was good enough to be searched"),
            _column("requirements", _I32, "bits", "makers' requirements met by a look"),
            _column("p_optimistic", _F64, "1", "chance of a correct identification if enrolled"),
            _column("p_central", _F64, "1", "the same, central profile"),
            _column("p_strict", _F64, "1", "the same, strict profile"),
        ]
    ),
)

TABLES = {table.name: table for table in (PEOPLE, VISITS, TRACKS, SIGHTINGS, LOOKS, EXPOSURE)}


def checked(table: pa.Table, kind: Table) -> pa.Table:
    """Check that an Arrow table follows a schema.

    Parameters
    ----------
    table : pyarrow.Table
        What was read or made.
    kind : Table
        What it should be.

    Returns
    -------
    pyarrow.Table
        The same table.

    Raises
    ------
    TableError
        If a column is missing, left over, of another type or order, or holds a null it must not.
    """
    if table.schema.names != kind.schema.names:
        message = (
            f"table {kind.name}: columns are {table.schema.names}, "
            f"but version {kind.version} has {kind.schema.names}."
        )
        raise TableError(message)
    for field in kind.schema:
        found = table.schema.field(field.name)
        if found.type != field.type:
            message = (
                f"table {kind.name}: column {field.name} is {found.type}, but must be {field.type}."
            )
            raise TableError(message)
        if not field.nullable and table.column(field.name).null_count:
            message = f"table {kind.name}: column {field.name} holds nulls, but must not."
            raise TableError(message)
    return table


def describe() -> dict[str, object]:
    """Describe every table in plain values, for ``twin schema tables``."""
    return {
        table.name: {
            "version": table.version,
            "columns": columns_of(table.schema),
        }
        for table in TABLES.values()
    }


def columns_of(schema: pa.Schema) -> list[dict[str, object]]:
    """Describe every column of a schema in plain values."""
    return [
        {
            "name": field.name,
            "type": str(field.type),
            **{key.decode(): text.decode() for key, text in (field.metadata or {}).items()},
            "null": field.nullable,
        }
        for field in schema
    ]
