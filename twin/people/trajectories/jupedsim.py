"""JuPedSim's SQLite, in and out [jupedsim]_.

Four tables: metadata (key, value: version, fps, bounds), geometry (hash, wkt), frame_data (frame,
geometry_hash) and trajectory_data (frame, id, pos_x, pos_y and, up to version 2, ori_x, ori_y).
JuPedSim writes version 3; PedPy 1.5 reads the walkable ground of 1 and 2 only, so 2 is written.

References
----------
.. [jupedsim] key in twin/sources.bib.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from twin.arrays import Floats
from twin.csvfile import number_of
from twin.errors import TableError
from twin.people.recorded import FASTEST, SLOWEST
from twin.people.trajectories.header import header_of
from twin.people.trajectories.samples import LARGEST, Samples
from twin.site.things import Area
from twin.tables import TICKS_PER_SECOND

__all__ = ["LOST", "VERSION", "read_jupedsim", "write_jupedsim"]

VERSION = 2
"""Version of the tables that is written; 1 to 3 are read."""

LOST = (
    "JuPedSim has no column for head_pitch_rad, activity and below: read again, faces are level, "
    "people walk or rest, but neither queue nor hold a phone, and who was under a bridge is on it; "
    "a run then answers a little differently."
)
"""What is told of a file that is written."""

FACE = "face"
"""Stands as ``orientation`` in the metadata where ori_x, ori_y is the direction of the face. What
JuPedSim writes there is the way of walking."""

_MAGIC = b"SQLite format 3\0"
_BATCH = 200_000  # rows fetched at once, about 60 MB
_TABLES = (
    "CREATE TABLE metadata(key TEXT NOT NULL UNIQUE PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE geometry(hash INTEGER NOT NULL, wkt TEXT NOT NULL)",
    "CREATE UNIQUE INDEX geometry_hash ON geometry(hash)",
    "CREATE TABLE frame_data(frame INTEGER NOT NULL, geometry_hash INTEGER NOT NULL)",
    (
        "CREATE TABLE trajectory_data(frame INTEGER NOT NULL, id INTEGER NOT NULL, "
        "pos_x REAL NOT NULL, pos_y REAL NOT NULL, ori_x REAL NOT NULL, ori_y REAL NOT NULL)"
    ),
)


def read_jupedsim(file: Path) -> Samples:
    """Read the trajectories of a JuPedSim file.

    Raises
    ------
    TableError
        If it is no SQLite file, of another version, or lacks a table, a column or the frame rate.
    """
    _is_sqlite(file)
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            said = _metadata(database, file)
            rate = _rate(said, file)
            faces = said.get("orientation") == FACE
            rows = _rows(database, file, with_orientation=faces)
    except sqlite3.Error as error:
        message = f"{file}: is damaged or no file of JuPedSim ({error})."
        raise TableError(message) from error
    frame, person = rows[:, 0], rows[:, 1]

    def where(row: int) -> str:
        return f"{file}: trajectory_data, frame {frame[row]:.16g}, id {person[row]:.16g}"

    return Samples(
        file,
        where,
        person,
        frame / rate,
        np.ascontiguousarray(rows[:, 2:4]),
        yaw=np.arctan2(rows[:, 5], rows[:, 4]) if faces else None,
        header=header_of(said, lambda _: f"{file}: metadata"),
    )


def write_jupedsim(
    path: Path, slabs: Iterable[pa.Table], header: Mapping[str, str], *, walkable: Area, first: int
) -> None:
    """Write tracks as a JuPedSim file, which has no column for pitch, activity and below.

    Parameters
    ----------
    path : Path
        Where; there must be no such file.
    slabs : iterable of pyarrow.Table
        ``twin.tables.TRACKS``, in the order of time.
    header : mapping of str to str
        Stands in the metadata beside JuPedSim's own.
    walkable : polygon or multipolygon
        Ground people can walk on, site frame. [m]
    first : int
        The tick that is frame 0. [0.25 s]
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            _fill(database, slabs, header, walkable, first)
    except sqlite3.Error as error:  # for example of a full disk: to whoever writes, as any other
        raise OSError(str(error)) from error


def _fill(
    database: sqlite3.Connection,
    slabs: Iterable[pa.Table],
    header: Mapping[str, str],
    walkable: Area,
    first: int,
) -> None:
    """Make the tables and fill them."""
    # the file has its name only when it is whole, so nothing need be rolled back
    database.execute("PRAGMA synchronous = OFF")
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("BEGIN")
    for statement in _TABLES:
        database.execute(statement)
    last, low, high = -1, np.full(2, np.inf), np.full(2, -np.inf)
    for slab in slabs:
        columns = _columns(slab, first)
        database.executemany(
            "INSERT INTO trajectory_data VALUES(?, ?, ?, ?, ?, ?)",
            zip(*(column.tolist() for column in columns), strict=True),
        )
        last = max(last, int(columns[0].max(initial=last)))
        xy = np.column_stack(columns[2:4])
        low = np.minimum(low, xy.min(axis=0, initial=np.inf))
        high = np.maximum(high, xy.max(axis=0, initial=-np.inf))
    wkt = shapely.to_wkt(walkable, rounding_precision=3, trim=True)  # as fine as the ground is
    ground = int.from_bytes(hashlib.sha256(wkt.encode()).digest()[:8], "big", signed=True)
    database.execute("INSERT INTO geometry VALUES(?, ?)", (ground, wkt))
    database.executemany(
        "INSERT INTO frame_data VALUES(?, ?)", ((frame, ground) for frame in range(last + 1))
    )
    bounds = zip(("xmin", "xmax", "ymin", "ymax"), (low[0], high[0], low[1], high[1]), strict=True)
    told = {
        "version": str(VERSION),
        "fps": str(float(TICKS_PER_SECOND)),
        **{name: str(float(value)) for name, value in bounds},
        "orientation": FACE,
        **header,
    }
    database.executemany("INSERT INTO metadata VALUES(?, ?)", told.items())
    database.execute("CREATE INDEX frame_id_idx ON trajectory_data(frame, id)")
    database.execute("COMMIT")


def _columns(slab: pa.Table, first: int) -> list[Any]:
    """Turn tracks into frame, id, place and direction of the face."""
    yaw = slab["head_yaw_crad"].to_numpy() / 100
    return [
        slab["tick"].to_numpy() - first,
        slab["person"].to_numpy(),
        slab["x_cm"].to_numpy() / 100,
        slab["y_cm"].to_numpy() / 100,
        np.cos(yaw),
        np.sin(yaw),
    ]


def _is_sqlite(file: Path) -> None:
    """Refuse what is no SQLite file, or too large."""
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            magic = opened.read(len(_MAGIC))
    except OSError as error:
        message = f"{file}: cannot be read ({error.strerror}), but must be a readable file."
        raise TableError(message) from error
    if magic != _MAGIC:
        message = f"{file}: is no SQLite file, but must be one."
        raise TableError(message)
    if size > LARGEST:
        message = f"{file}: the file has {size:,} bytes, but at most {LARGEST:,} are allowed."
        raise TableError(message)


def _metadata(database: sqlite3.Connection, file: Path) -> dict[str, str]:
    """Read what the file says of itself; at most a hundred entries."""
    _has(database, file, "metadata", ("key", "value"))
    found = database.execute("SELECT key, value FROM metadata LIMIT 100")
    said = {str(key): str(value) for key, value in found}
    version = said.get("version", "missing")
    if version not in {"1", "2", "3"}:
        message = f"{file}: metadata: version is {version[:40]}, but must be 1, 2 or 3."
        raise TableError(message)
    return said


def _rate(said: Mapping[str, str], file: Path) -> float:
    """Find the frames of a second. [1/s]"""
    text = said.get("fps", "missing")
    rate = number_of(text)
    if not SLOWEST <= rate <= FASTEST:
        message = (
            f"{file}: metadata: fps is {text[:40]}, but must be a number from {SLOWEST:g} to "
            f"{FASTEST:g}."
        )
        raise TableError(message)
    return rate


def _has(database: sqlite3.Connection, file: Path, table: str, columns: tuple[str, ...]) -> None:
    """Refuse a file without a table of these columns; a view could stand for endless rows."""
    kinds = database.execute("SELECT type FROM sqlite_master WHERE name = ?", (table,)).fetchall()
    if kinds != [("table",)]:
        message = f"{file}: there is no table {table}, but a file of JuPedSim has one."
        raise TableError(message)
    there = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
    lacking = [name for name in columns if name not in there]
    if lacking:
        message = f"{file}: the table {table} has no column {lacking[0]}, but must have one."
        raise TableError(message)


def _rows(database: sqlite3.Connection, file: Path, *, with_orientation: bool) -> Floats:
    """Read frame, id and place of every row, and the orientation if it is wanted."""
    names = ("frame", "id", "pos_x", "pos_y", *(("ori_x", "ori_y") if with_orientation else ()))
    _has(database, file, "trajectory_data", names)
    found = database.execute(f"SELECT {', '.join(names)} FROM trajectory_data")  # noqa: S608
    batches = list(_batches(found, file))
    return np.concatenate(batches) if batches else np.zeros((0, len(names)))


def _batches(found: sqlite3.Cursor, file: Path) -> Iterator[Floats]:
    """Read rows as numbers, many at once; SQLite keeps to no type of its own accord."""
    while rows := found.fetchmany(_BATCH):
        try:
            yield np.array(rows, dtype=np.float64)
        except (TypeError, ValueError) as error:
            odd = next(v for row in rows for v in row if not isinstance(v, int | float))
            message = (
                f"{file}: trajectory_data holds {str(odd)[:40]!r}, but only numbers are allowed."
            )
            raise TableError(message) from error
