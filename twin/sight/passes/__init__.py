"""Passes and looks: their tables, and the passes still open when a slab ends."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.errors import TableError
from twin.sight.passes import kernels
from twin.sight.passes.kernels import Best, Open
from twin.sight.rows.kernels import Near
from twin.tables import LOOKS, SIGHTINGS, TICKS_PER_SECOND

__all__ = ["BEFORE", "Rows", "SightState", "fold", "join_in_pieces", "join_slabs"]

UNNUMBERED = -1
"""Pass number in the tables of one slab; :func:`join_slabs` gives the numbers."""

BEFORE = int(np.iinfo(np.int32).min)
"""A moment before every other. [0.25 s]"""

ColumnOf = Callable[[str], Any]
"""Returns a column (pyarrow.ChunkedArray) by its name."""

Whole = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class SightState:
    """One camera's passes that were open at the end of a slab.

    Attributes
    ----------
    whole : (n, 10) array of int32
        See :class:`twin.sight.passes.kernels.Open`.
    real : (n, 12) array
        See :class:`twin.sight.passes.kernels.Best`.
    """

    whole: Whole
    real: Floats

    @classmethod
    def empty(cls) -> Self:
        """Return the state before the first slab."""
        return cls(np.zeros((0, int(Open.LENGTH)), np.int32), np.zeros((0, int(Best.LENGTH))))

    @property
    def last_tick(self) -> int:
        """Last moment at which somebody was seen in a pass still open; BEFORE when none is."""
        return int(self.whole[:, Open.LAST].max(initial=BEFORE))

    def check(self, people: int) -> None:
        """Refuse the state of another crowd.

        Raises
        ------
        TableError
            If a pass is of a person number that is not below ``people``.
        """
        person = self.whole[:, Open.PERSON]
        if len(person) and not (person.min() >= 0 and person.max() < people):
            message = (
                f"the state of a sight slab has persons {person.min()} to {person.max()}, but the "
                f"people table has 0 to {people - 1}; it belongs to another crowd."
            )
            raise TableError(message)

    def to_bytes(self) -> bytes:
        """Write the state as an npz archive without pickles."""
        file = BytesIO()
        np.savez(file, whole=self.whole, real=self.real)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what :meth:`to_bytes` wrote.

        Raises
        ------
        TableError
            If the bytes are no such archive.
        """
        try:
            with np.load(BytesIO(data), allow_pickle=False) as archive:
                whole, real = archive["whole"], archive["real"]
        except (BadZipFile, OSError, ValueError, KeyError, EOFError) as error:
            message = "the state of a sight slab is damaged; delete the stage's folder."
            raise TableError(message) from error
        n = len(whole)
        if whole.shape != (n, Open.LENGTH) or real.shape != (n, Best.LENGTH):
            message = f"the state of a sight slab has shapes {whole.shape} and {real.shape}."
            raise TableError(message)
        return cls(whole, real)


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of a slab and what one camera saw of them, by time.

    Attributes
    ----------
    near : (n, 8) array of int32
        See :class:`twin.sight.rows.kernels.Near`.
    flags : (n,) array of uint8
        Bits VISIBLE and FACE of :mod:`twin.sight.kernels`.
    seen : (n, 9) array
        See :class:`twin.sight.kernels.Sample`; anything where a row is not visible.
    """

    near: Whole
    flags: NDArray[np.uint8]
    seen: Floats


def fold(
    rows: Rows, state: SightState, *, shutter: float, people: int
) -> tuple[pa.Table, pa.Table, SightState]:
    """Fold the rows of a slab into passes and looks.

    A pass is over when the camera has a row of anybody at a later moment. So the tables of a slab
    depend on what is near this camera, and not on what other cameras made somebody read.

    Parameters
    ----------
    rows : Rows
        What was seen.
    state : SightState
        Passes open before the slab.
    shutter : float
        Exposure time. [s]
    people : int
        One more than the largest person number.

    Returns
    -------
    tuple
        Sightings of the passes that ended, looks of the seconds that ended, and the new state.
        Pass numbers are still missing.
    """
    count = len(state.whole)
    visible = int(np.count_nonzero(rows.flags))
    slot = np.full(people, -1, dtype=np.int32)
    slot[state.whole[:, Open.PERSON]] = np.arange(count, dtype=np.int32)
    whole, real = (
        np.concatenate([kept, np.empty((min(visible, people), kept.shape[1]), kept.dtype)])
        for kept in (state.whole, state.real)
    )
    # nothing is written there but what ended; memory that is not touched is never taken
    passes, looks = (np.empty((count + visible, Open.LENGTH), np.int32) for _ in range(2))
    looks_real = np.empty((count + visible, Best.LENGTH))
    last_tick = int(rows.near[-1, Near.TICK]) if len(rows.near) else state.last_tick
    still, ended, written = kernels.fold(
        rows.near, rows.flags, rows.seen, shutter * TICKS_PER_SECOND, last_tick, slot, count,
        whole, real, passes, looks, looks_real,
    )  # fmt: skip
    return (
        _sightings(passes[:ended]),
        _looks(looks[:written], looks_real[:written]),
        SightState(whole[:still].copy(), real[:still].copy()),
    )


def join_slabs(
    sightings: ColumnOf, looks: ColumnOf, last: SightState | None = None
) -> tuple[pa.Table, pa.Table]:
    """Join one camera's slabs, close what is open at the end, and number the passes.

    Parameters
    ----------
    sightings, looks : callable
        Return a column of all slabs together, in any order; how the day was cut into slabs changes
        no row.
    last : SightState, optional
        State after the last slab.

    Returns
    -------
    sightings, looks : pyarrow.Table
        By person, then time; passes are numbered from 0 in that order.
    """
    joined, pieces = join_in_pieces(sightings, looks, last)
    return joined, pa.concat_tables([LOOKS.schema.empty_table(), *pieces])


def join_in_pieces(
    sightings: ColumnOf,
    looks: ColumnOf,
    last: SightState | None = None,
    *,
    most: int = sys.maxsize,
) -> tuple[pa.Table, Iterator[pa.Table]]:
    """Join one camera's slabs as :func:`join_slabs` does, and hand out the looks piece by piece.

    Parameters
    ----------
    sightings, looks, last
        As of :func:`join_slabs`. Each column is asked for once for each piece, when it is its turn,
        or a day's looks would be held as a whole.
    most : int
        Looks of a piece, about: each holds whole people. [1]

    Returns
    -------
    sightings : pyarrow.Table
        By person, then time.
    looks : iterator of pyarrow.Table
        The same of the looks, one piece after the other.
    """
    state = last or SightState.empty()
    more = _sightings(state.whole)
    starts, order = _sorted(sightings, more, "start_tick")
    passes = [_joined(sightings, more, name).take(order) for name in more.column_names[1:]]
    numbered = pa.table([_whole(np.arange(len(starts))), *passes], schema=SIGHTINGS.schema)
    return numbered, _pieces(looks, _looks(state.whole, state.real), starts, most)


def _pieces(
    looks: ColumnOf, more: pa.Table, starts: NDArray[np.int64], most: int
) -> Iterator[pa.Table]:
    """Sort looks piece by piece; ``starts`` are the moments at which passes begin."""
    moments, order = _sorted(looks, more, "tick")
    # each piece begins with somebody's first look
    cuts = np.unique(np.searchsorted(moments, moments[::most] >> 32 << 32)).tolist()
    for start, end in pairwise([*cuts, len(order)]):
        rows = order[start:end]
        number = np.searchsorted(starts, moments[start:end], side="right") - 1
        columns = [_joined(looks, more, name).take(rows) for name in more.column_names[1:]]
        yield pa.table([_whole(number), *columns], schema=LOOKS.schema)


def _sorted(
    column_of: ColumnOf, more: pa.Table, tick: str
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sort rows and more rows by person, then time.

    Returns
    -------
    moments : (n,) array
        Person and tick as one number that sorts like the pair, rising.
    order : (n,) array
        The row of each.
    """
    # one after the other and in place: of a day's looks each of these takes much memory
    moment = _joined(column_of, more, "person").to_numpy().astype(np.int64)
    moment <<= 32
    moment += _joined(column_of, more, tick).to_numpy()
    order = np.argsort(moment)  # nobody has two at one moment
    return moment[order], order


def _joined(column_of: ColumnOf, more: pa.Table, name: str) -> Any:
    """Join a column with that of more rows."""
    return pa.chunked_array([*column_of(name).chunks, *more[name].chunks]).combine_chunks()


def _whole(number: NDArray[Any]) -> Any:
    return pa.array(number.astype(np.int32))


def _sightings(whole: Whole) -> pa.Table:
    columns = [Open.PERSON, Open.START, Open.LAST, Open.SAMPLES, Open.FACES]
    return pa.Table.from_arrays(
        [pa.array(_none(len(whole))), *(pa.array(whole[:, c].copy()) for c in columns)],
        schema=SIGHTINGS.schema,
    )


def _looks(whole: Whole, real: Floats) -> pa.Table:
    """Write the current second of each row as a look."""
    faces, samples = whole[:, Open.SECOND_FACES], whole[:, Open.SECOND_SAMPLES]
    no_face = faces == 0
    yaw = np.arctan(real[:, Best.TAN_YAW])
    values: dict[str, Any] = {
        "pass": _none(len(whole)),
        "person": whole[:, Open.PERSON].copy(),
        "tick": whole[:, Open.TICK].copy(),
        "x_cm": whole[:, Open.X].copy(),
        "y_cm": whole[:, Open.Y].copy(),
        "u_px": _single(real[:, Best.U]),
        "v_px": _single(real[:, Best.V]),
        "distance_m": _single(real[:, Best.DISTANCE]),
        "density_px_per_m": _single(real[:, Best.DENSITY]),
        "face_density_px_per_m": _single(
            real[:, Best.FACE_DENSITY], np.isnan(real[:, Best.FACE_DENSITY])
        ),
        "eye_px": _single(real[:, Best.EYE], no_face),
        "ied_px": _single(real[:, Best.EYE] / np.maximum(np.cos(yaw), 0.5), no_face),
        "off_yaw_rad": _single(yaw, no_face),
        "off_pitch_rad": _single(np.arcsin(real[:, Best.SIN_PITCH]), no_face),
        "blur_px": _single(real[:, Best.BLUR]),
        "visible_share": _single(faces / np.maximum(samples, 1)),
        "samples": samples.astype(np.int16),
    }
    return pa.Table.from_pydict(values, schema=LOOKS.schema)


def _single(values: Floats, missing: NDArray[np.bool_] | None = None) -> Any:
    return pa.array(values.astype(np.float32), mask=missing)


def _none(count: int) -> NDArray[np.int32]:
    return np.full(count, UNNUMBERED, dtype=np.int32)
