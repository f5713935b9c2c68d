"""Tracks in the store: by square of the ground, so that a camera reads only what is near it."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from twin.errors import RunError
from twin.packing import Packing, RangeOf
from twin.run.squares.kernels import gather, stretches
from twin.sight import Needs, Part
from twin.store import Stage
from twin.tables import TRACKS, checked

__all__ = [
    "SQUARE_CM",
    "read_between",
    "read_needed",
    "read_tracks",
    "track_files",
    "write_tracks",
]

SQUARE_CM = 4800
"""Side of a square. [cm]

Of 16, 32, 48 and 64 m the last two are read quickest, and alike, for the two cameras of the shipped
layout: with 48 m a sixth of the rows, with 64 m two fifths.
"""

_PACKING = Packing(
    encoding={
        # many rows on end hold the same, which LZ4 alone makes smaller than differences, and sooner
        "person": "PLAIN",
        "activity": "PLAIN",
        # of numbers that rise or change little, all bytes but the lowest stay the same for long
        "tick": "BYTE_STREAM_SPLIT",
        "x_cm": "BYTE_STREAM_SPLIT",
        "y_cm": "BYTE_STREAM_SPLIT",
    },
    # the gaze wanders at random, and its differences hold next to nothing to compress
    loose=("head_yaw_crad", "head_pitch_crad"),
    ranges=("tick", "x_cm", "y_cm"),
)
"""How columns are packed: for a day of 300 million samples, 3.5 bytes a sample.

Differences in LZ4 for all columns, with all ranges, have 2.9, but take two thirds longer to write
and a third longer to read. With places as differences, too, it would be 3.0, in a sixth more time.
"""


def write_tracks(stage: Stage, index: int, table: pa.Table) -> None:
    """Write a slab of tracks: square by square, in each by person, then time.

    Parameters
    ----------
    stage : Stage
        The people stage that is made.
    index : int
        Number of the slab, from 0.
    table : pyarrow.Table
        Its tracks, by person, then time.

    Raises
    ------
    TableError
        If the table is none of tracks.
    RunError
        If the disk refuses, or an earlier run wrote other bytes.
    """
    columns = [column.to_numpy() for column in checked(table, TRACKS).columns]
    x, y = (columns[TRACKS.schema.names.index(name)] for name in ("x_cm", "y_cm"))
    first, square = np.empty((2, len(x)), dtype=np.int64)
    found = stretches(x, y, SQUARE_CM, first, square)
    order = np.argsort(square[:found], kind="stable")
    count = np.diff(first[:found], append=len(x))[order]
    first, square = first[order], square[order]
    begin = np.cumsum(count) - count
    cuts = begin[1:][square[1:] != square[:-1]].tolist()
    by_square = [np.empty_like(column) for column in columns]
    for column, out in zip(columns, by_square, strict=True):
        gather(first, count, column, out)
    stage.write_table(
        _file(index), pa.table(by_square, schema=table.schema), cuts=cuts, packing=_PACKING
    )


def read_tracks(stage: Stage, name: str) -> pa.Table:
    """Read a slab of tracks, by person, then time.

    Parameters
    ----------
    stage : Stage
        A finished people stage.
    name : str
        One of its :func:`track_files`.

    Raises
    ------
    RunError
        If the file is damaged.
    TableError
        If it holds no tracks.
    """
    table = stage.read_table(name)
    return checked(table.sort_by([("person", "ascending"), ("tick", "ascending")]), TRACKS)


def read_needed(stage: Stage, name: str, needs: Needs) -> Part:
    """Read those tracks of a slab that are needed, square by square.

    Parameters
    ----------
    stage, name
        As of :func:`read_tracks`.
    needs : callable
        Says of a rectangle whether its rows are needed.

    Raises
    ------
    RunError
        If the file is damaged.
    TableError
        If it holds no tracks.
    """
    ticks: list[int] = []

    def part(range_of: RangeOf) -> bool:
        ticks.extend(range_of("tick"))
        ranges = range_of("x_cm"), range_of("y_cm")
        west, south = (low // SQUARE_CM for low, _ in ranges)
        # nothing else protects these numbers, and a wrong one would lose people without a word
        if (west, south) != tuple(high // SQUARE_CM for _, high in ranges):
            message = (
                f"{stage.path / name}: a part lies in more than one square, so the file is "
                f"damaged; delete the folder {stage.path} and run again."
            )
            raise RunError(message)
        side = SQUARE_CM / 100
        return needs(west * side, south * side, (west + 1) * side, (south + 1) * side)

    table = checked(stage.read_table(name, part=part), TRACKS)
    return Part(table, min(ticks, default=0), max(ticks, default=-1))


def read_between(stage: Stage, name: str, first: int, last: int, step: int = 1) -> pa.Table:
    """Read those tracks of a slab from a moment to before another, square by square.

    Of the file only what may hold them is read.

    Parameters
    ----------
    stage, name
        As of :func:`read_tracks`.
    first, last : int
        From which moment, and until before which. [0.25 s]
    step : int
        Only ticks that are a multiple of this.

    Raises
    ------
    RunError
        If the file is damaged.
    TableError
        If it holds no tracks.
    """

    def holds(range_of: RangeOf) -> bool:
        low, high = range_of("tick")
        return low < last and high >= first

    within = (pc.field("tick") >= first) & (pc.field("tick") < last)
    rows = checked(stage.read_table(name, part=holds).filter(within), TRACKS)
    if step == 1:
        return rows
    return rows.filter(pa.array(rows["tick"].to_numpy() % step == 0))


def track_files(stage: Stage) -> list[str]:
    """Name the files of tracks of a finished people stage, in order of time."""
    facts = stage.facts() or {"files": {}}
    return sorted(name for name in facts["files"] if name.startswith("tracks-"))


def _file(index: int) -> str:
    return f"tracks-{index:04}.parquet"
