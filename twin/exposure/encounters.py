"""Encounters: looks of one camera, added up for each pass, hour and place.

What an encounter holds can be added up in any order, some people at a time, with the same result to
the last bit: counts, largest values, and the evidence for an identification as a whole number. So
neither parts nor threads change a row.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.arrays import Bools, Floats, Ints
from twin.errors import TableError
from twin.exposure.evidence import MOST, best_of_each, evidence, runs
from twin.exposure.housing import once
from twin.exposure.light import at_night
from twin.exposure.parts import Requirement
from twin.exposure.profiles import PROFILES, Recognisers
from twin.tables import HOURS, LOOKS, TICKS_PER_SECOND, Table, checked

__all__ = [
    "ENCOUNTERS",
    "HasPlaces",
    "column_of",
    "fold",
    "merge",
    "searched",
    "unsearched",
]

HOUR = 3600 * TICKS_PER_SECOND
"""Ticks in an hour."""


class HasPlaces(Protocol):
    """Anything that says in which named place a point lies; a site does."""

    def place_index(self, x: Floats, y: Floats) -> Ints:
        """Return the place's number for each point (N,); -1 where there is none."""


def _column(name: str, kind: pa.DataType, unit: str, meaning: str, *, null: bool = False) -> Any:
    return pa.field(name, kind, nullable=null, metadata={"unit": unit, "meaning": meaning})


ENCOUNTERS = Table(
    "encounters",
    1,
    pa.schema(
        [
            _column("person", pa.int32(), "1", "person number"),
            _column("pass", pa.int32(), "1", "number of the pass before this camera"),
            _column("hour", pa.int8(), "h", "hours since midnight of the date; may pass 23"),
            _column("place", pa.int16(), "1", "number of the place in the map", null=True),
            _column("samples", pa.int32(), "0.25 s", "moments in view"),
            _column("face_samples", pa.int32(), "0.25 s", "moments with a measurable face"),
            _column("density_px_per_m", pa.float32(), "px/m", "largest, any heading"),
            _column(
                "face_density_px_per_m",
                pa.float32(),
                "px/m",
                "largest with the face within 90 degrees",
                null=True,
            ),
            _column("ied_px", pa.float32(), "px", "largest", null=True),
            _column("templated", pa.bool_(), "1", "a look was good enough to be searched"),
            _column("requirements", pa.int32(), "bits", "makers' requirements met by a look"),
            _column("dark", pa.bool_(), "1", "after dark"),
            *(
                _column(f"evidence_{name}", pa.int64(), "2^-44", "minus log of prod(1 - share)")
                for name in PROFILES
            ),
        ]
    ),
)
"""Schema of an encounter; a null place is outside every named place."""

_KEYS = ("person", "pass", "hour", "place", "dark")


def fold(
    looks: pa.Table,
    *,
    site: HasPlaces,
    recognisers: Recognisers,
    dark: Bools | None = None,
    several: bool = False,
) -> pa.Table:
    """Add up one camera's looks for each pass, hour and place, by day and after dark.

    Parameters
    ----------
    looks : pyarrow.Table
        Looks of one camera at some people, all of them, in any order.
    site : HasPlaces
        Says in which place a look lies.
    recognisers : Recognisers
        The recogniser in its profiles.
    dark : (S,) array, optional
        Whether it is dark in each second since midnight; it never is when missing.
    several : bool
        Whether the looks are those of several cameras, by person, then time, as
        :func:`~twin.exposure.together` leaves them: then each second is told once.

    Returns
    -------
    pyarrow.Table
        Encounters, by person, pass, hour, place and light.

    Raises
    ------
    TableError
        If the looks do not follow their schema, or a moment is beyond the day and its night.

    Notes
    -----
    Of all looks of a pass within the correlation time, by the clock, the best one counts; a part
    must hold all looks at its people. With a correlation time below one second, a look stands for
    as many as fit into it, at most its samples with a measurable face.

    A look that is not good enough to be searched identifies nobody, so nobody is ever identified
    who was not searched.
    """
    checked(looks, LOOKS)
    if not looks.num_rows:
        return ENCOUNTERS.schema.empty_table()
    tick = column_of(looks, "tick").astype(np.int64)
    if tick.min() < 0 or tick.max() >= HOURS * HOUR:
        message = (
            f"table looks: column tick lies between {tick.min()} and {tick.max()}, but must lie "
            f"between 0 and {HOURS * HOUR - 1}, the day and the night after it."
        )
        raise TableError(message)
    place = site.place_index(column_of(looks, "x_cm") / 100.0, column_of(looks, "y_cm") / 100.0)
    samples = column_of(looks, "samples").astype(np.int32)
    faces = np.rint(column_of(looks, "visible_share") * samples).astype(np.int32)
    ied, yaw, pitch = (column_of(looks, n) for n in ("ied_px", "off_yaw_rad", "off_pitch_rad"))
    templated = searched(looks, recognisers)
    night = np.zeros(len(tick), dtype=np.bool_) if dark is None else at_night(looks, dark)
    person = column_of(looks, "person")
    columns: dict[str, NDArray[Any]] = {
        "person": person,
        "pass": column_of(looks, "pass"),
        "hour": (tick // HOUR).astype(np.int8),
        "place": np.asarray(place, dtype=np.int16),
        "samples": samples if not several else once(samples, person, tick),
        "face_samples": faces if not several else once(faces, person, tick),
        "density_px_per_m": column_of(looks, "density_px_per_m"),
        "face_density_px_per_m": column_of(looks, "face_density_px_per_m"),
        "ied_px": ied,
        "templated": templated,
        "requirements": met(ied, yaw, pitch, recognisers.requirements),
        "dark": night,
    }
    # whoever was not searched is not identified, so no other look tells anything
    told = np.flatnonzero(templated)
    tells = evidence(
        *(ied[told], yaw[told], pitch[told], column_of(looks, "blur_px")[told]),
        most=faces[told],
        dark=night[told],
        recognisers=recognisers,
    )
    ticks = round(max(1.0, recognisers.correlation_s.value) * TICKS_PER_SECOND)
    units = np.zeros((len(PROFILES), len(tick)), dtype=np.int64)
    units[:, told] = best_of_each(
        person[told], columns["pass"][told], tick[told], tells, ticks=ticks
    )
    columns |= {f"evidence_{name}": units[i] for i, name in enumerate(PROFILES)}
    return _reduced(columns)


def searched(looks: pa.Table, recognisers: Recognisers) -> Bools:
    """Say of each look (N,) whether its face is good enough to be searched."""
    ied, yaw, pitch = (column_of(looks, n) for n in ("ied_px", "off_yaw_rad", "off_pitch_rad"))
    with np.errstate(invalid="ignore"):
        good: Bools = (
            (ied >= recognisers.templated.ied_px.value)
            & (np.abs(yaw) <= recognisers.yaw_limit)
            & (np.abs(pitch) <= recognisers.pitch_limit)
        )
    return good


def unsearched(encounters: pa.Table) -> pa.Table:
    """Return the encounters of a camera whose recogniser is off: nobody is searched.

    Whom its pictures show well enough for a recogniser stays: that is theirs, and another
    recogniser may read them later.
    """
    rows = checked(encounters, ENCOUNTERS)
    never = {"templated": np.zeros(rows.num_rows, dtype=np.bool_)}
    never |= {f"evidence_{name}": np.zeros(rows.num_rows, dtype=np.int64) for name in PROFILES}
    for name, values in never.items():
        place = ENCOUNTERS.schema.get_field_index(name)
        rows = rows.set_column(place, ENCOUNTERS.schema.field(place), pa.array(values))
    return rows


def met(
    ied: Floats, yaw: Floats, pitch: Floats, requirements: Sequence[Requirement]
) -> NDArray[np.int32]:
    """Say of each look which requirements it meets.

    Parameters
    ----------
    ied, yaw, pitch : (N,) array
        Pixels between the eyes [px] and direction of the camera from the face [rad]; not a number
        where there was no measurable face.
    requirements : sequence of Requirement
        What makers ask for.

    Returns
    -------
    (N,) array of int32
        The first requirement is the lowest bit.
    """
    bits = np.zeros(len(ied), dtype=np.int32)
    with np.errstate(invalid="ignore"):
        for k, one in enumerate(requirements):
            good = ied >= one.ied_px.value
            for angle, limit in ((yaw, one.yaw_deg), (pitch, one.pitch_deg)):
                if limit is not None:
                    good &= np.abs(angle) <= math.radians(limit.value)
            bits |= good.astype(np.int32) << k
    return bits


def merge(parts: Iterable[pa.Table]) -> pa.Table:
    """Join encounters of one camera that were folded from parts of a day.

    Parameters
    ----------
    parts : iterable of pyarrow.Table
        Encounters of one camera with different people, in any order; each as :func:`fold` leaves
        them.

    Returns
    -------
    pyarrow.Table
        The encounters that folding all looks at once would have given, bit for bit.
    """
    tables = [table for part in parts if (table := checked(part, ENCOUNTERS)).num_rows]
    if not tables:
        return ENCOUNTERS.schema.empty_table()
    whole = pa.concat_tables(tables)
    ends = [(t["person"][0].as_py(), t["person"][-1].as_py()) for t in tables]
    if all(last < first for (_, last), (first, _) in pairwise(ends)):
        return whole  # as sorting would leave it, which takes long and several times the memory
    return _reduced({name: column_of(whole, name) for name in ENCOUNTERS.schema.names})


def _reduced(columns: dict[str, NDArray[Any]]) -> pa.Table:
    """Sort rows by person, pass, hour, place and light and join those that agree in all."""
    if not len(columns["person"]):
        return ENCOUNTERS.schema.empty_table()
    # sorting takes long, and most days are light wherever anybody is seen
    differ = [name for name in _KEYS if np.ptp(columns[name].astype(np.int64)) > 0] or _KEYS[:1]
    order = np.lexsort([columns[name] for name in reversed(differ)])
    rows = {name: column[order] for name, column in columns.items()}
    first = runs(*(rows[name] for name in differ))
    made: dict[str, Any] = {}
    for field in ENCOUNTERS.schema:
        name = field.name
        if name.startswith("evidence"):
            made[name] = np.minimum(np.add.reduceat(rows[name], first), MOST)
        elif name.endswith("samples"):
            made[name] = np.add.reduceat(rows[name], first)
        elif name == "templated":
            made[name] = np.logical_or.reduceat(rows[name], first)
        elif name == "requirements":
            made[name] = np.bitwise_or.reduceat(rows[name], first)
        elif name.endswith(("px", "px_per_m")):
            made[name] = np.fmax.reduceat(rows[name], first)
        else:
            made[name] = rows[name][first]
    return pa.table([_arrow(made[f.name], f) for f in ENCOUNTERS.schema], schema=ENCOUNTERS.schema)


def _arrow(values: NDArray[Any], field: Any) -> Any:
    """Write a column; a place below 0 and what is not a number become nulls."""
    missing = None
    if field.nullable:
        missing = values < 0 if field.name == "place" else np.isnan(values)
    return pa.array(values, type=field.type, mask=missing)


def column_of(table: pa.Table, name: str) -> NDArray[Any]:
    """Read a column; a null place becomes -1 and any other null not a number."""
    values = np.asarray(table.column(name).to_numpy())
    return np.nan_to_num(values, nan=-1.0).astype(np.int16) if name == "place" else values
