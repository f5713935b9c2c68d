"""Tracks as a plain table, in CSV or Parquet: one row a person and quarter second.

CSV has its header as comments, ``# key: value``, above the names of the columns; Parquet has it in
the metadata of its schema. Read, the names may also be the short ones: id, time, x, y.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv

from twin.arrays import Floats
from twin.csvfile import refuse_separator
from twin.errors import TableError
from twin.people.trajectories.header import KEYS, Header, header_of
from twin.people.trajectories.samples import LARGEST, Samples
from twin.people.trajectories.text import Text, read_text
from twin.tables import ACTIVITIES, TICKS_PER_SECOND
from twin.textfile import is_file

__all__ = ["COLUMNS", "read_csv", "read_parquet", "write_csv", "write_parquet"]

MOST_ROWS = 50_000_000
"""A table of more rows is refused, however well it is packed. [1] assumption (10-500 million)."""

_SHORT = {"person": "id", "time_s": "time", "x_m": "x", "y_m": "y"}
_DEGREES = {"lon", "lat", "longitude", "latitude"}


def _column(name: str, kind: pa.DataType, unit: str, meaning: str) -> Any:
    return pa.field(name, kind, nullable=False, metadata={"unit": unit, "meaning": meaning})


COLUMNS = pa.schema(
    [
        _column("person", pa.int32(), "1", "person number; read, id will do"),
        _column("time_s", pa.float64(), "s", "since midnight, or from start on; or time"),
        _column("x_m", pa.float64(), "m", "east in the site frame; or x"),
        _column("y_m", pa.float64(), "m", "north in the site frame; or y"),
        _column("head_yaw_rad", pa.float64(), "rad", "where the face points, from x; may lack"),
        _column("head_pitch_rad", pa.float64(), "rad", "up is positive; may lack"),
        _column(
            "activity",
            pa.int8(),
            "1",
            ", ".join(f"{n} {name}" for n, name in enumerate(ACTIVITIES)) + "; may lack",
        ),
        _column("below", pa.int8(), "1", "1 under a deck or close before it, else 0; may lack"),
    ]
)
"""Columns of a table of tracks."""


def read_csv(file: Path) -> Samples:
    """Read a table of tracks from CSV.

    Raises
    ------
    TableError
        If the file is empty, a column is missing, or a cell holds no number.
    """
    text = read_text(file)
    names = [name.strip() for name in text.comma_separated(0)]
    refuse_separator(text.where(0), names)
    at = _places(names, text.where(0))
    rows = text.without_first()
    rows.refuse_more_than(len(names))
    columns = rows.columns({names[n]: n for n in at.values()}, ",")
    found = _samples(file, rows.where, dict(zip(at, columns, strict=True)), _header(text))
    return replace(found, unread=_others(names, at))


def read_parquet(file: Path) -> Samples:
    """Read a table of tracks from Parquet.

    Raises
    ------
    TableError
        If it is none, a column is missing, or holds no numbers.
    """
    if is_file(file) and file.stat().st_size > LARGEST:
        message = f"{file}: the file has more than the {LARGEST:,} bytes that are allowed."
        raise TableError(message)
    try:
        with pq.ParquetFile(file, page_checksum_verification=True) as opened:
            if opened.metadata.num_rows > MOST_ROWS:
                message = (
                    f"{file}: there are {opened.metadata.num_rows:,} rows, but at most "
                    f"{MOST_ROWS:,} are allowed."
                )
                raise TableError(message)
            there = opened.schema_arrow.names
            at = _places(there, str(file))
            names = [there[n] for n in at.values()]
            table = opened.read(names)
            said = opened.schema_arrow.metadata or {}
        columns = [table[name].cast(pa.float64()).to_numpy(zero_copy_only=False) for name in names]
    except (OSError, UnicodeDecodeError, pa.ArrowException) as error:
        message = f"{file}: cannot be read as a Parquet table of numbers ({_first(error)})."
        raise TableError(message) from error
    pairs = {
        key.decode(errors="replace"): one.decode(errors="replace") for key, one in said.items()
    }
    found = _samples(
        file,
        lambda row: f"{file}: row {row + 1}",
        dict(zip(at, columns, strict=True)),
        header_of(pairs, lambda _: str(file)),
    )
    return replace(found, unread=_others(there, at))


def _header(text: Text) -> Header:
    """Read the header among the comments.

    Raises
    ------
    TableError
        If a key of it stands twice with different values, or as :func:`header_of` says.
    """
    said: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, comment in text.comments.items():
        name, colon, rest = comment.partition(":")
        key, value = name.strip(), rest.strip()
        if not colon or key not in KEYS:
            continue
        if said.get(key, value) != value:
            message = (
                f"{text.file}:{line}: {key} is {value[:40]!r}, but in line {lines[key]} it is "
                f"{said[key][:40]!r}: there may be one."
            )
            raise TableError(message)
        said[key], lines[key] = value, line
    return header_of(said, lambda key: f"{text.file}:{lines[key]}")


def write_csv(path: Path, slabs: Iterable[pa.Table], header: Mapping[str, str]) -> None:
    """Write tracks as CSV.

    Parameters
    ----------
    path : Path
        Where.
    slabs : iterable of pyarrow.Table
        ``twin.tables.TRACKS``, in the order of time.
    header : mapping of str to str
        Stands above the rows.
    """
    options = arrow_csv.WriteOptions(include_header=False)
    with path.open("wb") as file:
        lines = [f"# {key}: {value}" for key, value in header.items()]
        file.write("\n".join([*lines, ",".join(COLUMNS.names), ""]).encode())
        for slab in slabs:
            arrow_csv.write_csv(_plain(slab), file, options)


def write_parquet(path: Path, slabs: Iterable[pa.Table], header: Mapping[str, str]) -> None:
    """Write tracks as Parquet; as :func:`write_csv`, one row group a slab."""
    schema = COLUMNS.with_metadata(dict(header))
    with pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True) as file:
        for slab in slabs:
            file.write_table(_plain(slab).cast(schema))


def _plain(slab: pa.Table) -> pa.Table:
    """Turn tracks into the columns of a plain table."""
    yaw, pitch = (slab[f"head_{name}_crad"].to_numpy() / 100 for name in ("yaw", "pitch"))
    columns = [
        slab["person"],
        slab["tick"].to_numpy() / TICKS_PER_SECOND,
        slab["x_cm"].to_numpy() / 100,
        slab["y_cm"].to_numpy() / 100,
        yaw,
        pitch,
        slab["activity"],
        slab["below"],
    ]
    return pa.table(columns, schema=COLUMNS)


def _places(names: list[str], place: str) -> dict[str, int]:
    """Find the columns of :data:`COLUMNS` that a table has, by either name."""
    at: dict[str, int] = {}
    for name in COLUMNS.names:
        found = [n for n, one in enumerate(names) if one.lower() in {name, _SHORT.get(name, name)}]
        if len(found) > 1:
            message = f"{place}: the column {name} stands {len(found)} times, but may stand once."
            raise TableError(message)
        if found:
            at[name] = found[0]
        elif name in _SHORT:
            raise TableError(_missing(names, place, name))
    return at


def _others(names: list[str], at: Mapping[str, int]) -> tuple[str, ...]:
    """List the columns that are not read; one without a name is but a comma too many."""
    return tuple(name for n, name in enumerate(names) if name and n not in at.values())


def _missing(names: list[str], place: str, name: str) -> str:
    """Say that a column is missing, and what stands there instead."""
    if _DEGREES & {one.lower() for one in names}:
        return (
            f"{place}: there are columns of longitude and latitude, in a system the file does not "
            "say, but places must be in metres, as x_m and y_m; degrees are read from GPX."
        )
    there = ", ".join(names)[:200] or "none"
    short = ", ".join(_SHORT.values())
    return (
        f"{place}: the column {name} is missing; there are {there}, but {', '.join(_SHORT)} or "
        f"{short} must be."
    )


def _samples(
    file: Path,
    where: Callable[[int], str],
    columns: Mapping[str, Floats],
    header: Header,
) -> Samples:
    """Put samples together from named columns."""
    most = len(ACTIVITIES) - 1
    _refuse_odd(where, columns, "activity", most, f"a whole number from 0 to {most}")
    _refuse_odd(where, columns, "below", 1, "0 or 1")
    return Samples(
        file,
        where,
        columns["person"],
        columns["time_s"],
        np.column_stack([columns["x_m"], columns["y_m"]]),
        yaw=columns.get("head_yaw_rad"),
        pitch=columns.get("head_pitch_rad"),
        activity=columns.get("activity"),
        below=columns.get("below"),
        header=header,
    )


def _refuse_odd(
    where: Callable[[int], str], columns: Mapping[str, Floats], name: str, most: int, allowed: str
) -> None:
    """Refuse a column, where there is one, that holds more than whole numbers from 0 to a most."""
    column = columns.get(name, np.empty(0))
    odd = ~np.isin(column, np.arange(most + 1))
    if odd.any():
        row = int(np.argmax(odd))
        message = f"{where(row)}: {name} is {column[row]:g}, but must be {allowed}."
        raise TableError(message)


def _first(error: Exception) -> str:
    """Return the first line of what a library says."""
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
