"""Passes and looks: their tables, and the passes still open when a slab ends."""

import sys
from collections.abc import Callable, Iterator, Sequence
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
from twin.sight.passes.kernels import BEFORE, Best, Open, Piece, Seen, Shown
from twin.tables import LOOKS, SIGHTINGS

__all__ = [
    "BEFORE", "Given", "SightState", "join_in_pieces", "join_slabs", "joined", "left_open",
    "pooled", "tables",
]  # fmt: skip

UNNUMBERED = -1
"""Pass number in the tables of one slab; :func:`join_slabs` gives the numbers."""

_MAY_LACK = (Shown.FACE_DENSITY, Shown.EYE, Shown.IED, Shown.OFF_YAW, Shown.OFF_PITCH)
"""What a look has only where there is a face."""

ColumnOf = Callable[[str], Any]
"""Returns a column (pyarrow.ChunkedArray) by its name."""

Whole = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class SightState:
    """One camera's passes that were open at the end of a slab.

    Attributes
    ----------
    whole : (n, 12) array of int32
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
class Given:
    """What a stretch gives.

    Attributes
    ----------
    seen, shown : array
        Looks: (n, Seen) of int32 and (n, Shown) of float32.
    pieces : (n, Piece) array of int32
        Passes, or parts of them.
    whole, real : array
        Passes that stay open, (n, Open) of int32 and (n, Best).
    """

    seen: Whole
    shown: NDArray[np.float32]
    pieces: Whole
    whole: Whole
    real: Floats


def pooled(states: Sequence[SightState]) -> tuple[Whole, Floats]:
    """Put together the open passes of all cameras: (n, Open) and (n, Best)."""
    whole = np.concatenate([np.zeros((0, int(Open.LENGTH)), np.int32), *(s.whole for s in states)])
    whole[:, Open.CAMERA] = np.repeat(np.arange(len(states)), [len(s.whole) for s in states])
    return whole, np.concatenate([np.zeros((0, int(Best.LENGTH))), *(s.real for s in states)])


def joined(stretches: Sequence[Given]) -> Whole:
    """Join the pieces of passes (n, Piece) that stretches gave, by camera, person and time."""
    none = np.zeros((0, int(Piece.LENGTH)), dtype=np.int32)
    pieces = np.concatenate([none, *(given.pieces for given in stretches)])
    pieces = pieces[np.lexsort([pieces[:, c] for c in (Piece.START, Piece.PERSON, Piece.CAMERA)])]
    before, after = pieces[:-1], pieces[1:]
    same = (before[:, Piece.LAST] + 1 == after[:, Piece.START]) & (
        before[:, : Piece.PERSON + 1] == after[:, : Piece.PERSON + 1]
    ).all(axis=1)
    first = np.flatnonzero(np.concatenate([[True], ~same])[: len(pieces)])
    last = np.append(first[1:], len(pieces))[: len(first)] - 1
    out = pieces[first]
    out[:, Piece.LAST], out[:, Piece.OPEN] = pieces[last, Piece.LAST], pieces[last, Piece.OPEN]
    for column in (Piece.SAMPLES, Piece.FACES):
        out[:, column] = np.add.reduceat(pieces[:, column], first) if len(first) else 0
    return out


def left_open(pieces: Whole, last: Given, cameras: int) -> list[SightState]:
    """Part the passes that the last stretch leaves open, each with all that was joined to it.

    ``pieces`` are those of :func:`joined`; there is one state for each camera.
    """
    pieces = pieces[pieces[:, Piece.OPEN] > 0]
    rows = pieces[:, Piece.OPEN] - 1
    whole, real = last.whole[rows], last.real[rows]
    for to, of in (
        (Open.START, Piece.START), (Open.SAMPLES, Piece.SAMPLES), (Open.FACES, Piece.FACES)
    ):  # fmt: skip
        whole[:, to] = pieces[:, of]
    whole[:, Open.CAMERA :] = 0
    cuts = np.searchsorted(pieces[:, Piece.CAMERA], np.arange(cameras + 1)).tolist()
    return [SightState(whole[a:b], real[a:b]) for a, b in pairwise(cuts)]


def tables(
    pieces: Whole, stretches: Sequence[Given], cameras: int
) -> tuple[list[pa.Table], list[pa.Table]]:
    """Part what stretches gave camera by camera.

    ``pieces`` are those of :func:`joined`. There are, for each camera, the sightings of the passes
    that ended and the looks of the seconds that ended; pass numbers are still missing.
    """
    ended = pieces[pieces[:, Piece.OPEN] == 0]
    no_seen = np.zeros((0, int(Seen.LENGTH)), dtype=np.int32)
    no_shown = np.zeros((0, int(Shown.LENGTH)), dtype=np.float32)
    seen = np.concatenate([no_seen, *(given.seen for given in stretches)])
    shown = np.concatenate([no_shown, *(given.shown for given in stretches)])
    order = _by_camera_person_tick(seen)
    seen = seen.take(order, axis=0)
    return (
        _parted(_sightings(ended), ended[:, Piece.CAMERA], cameras),
        _parted(_looks(seen, shown.take(order, axis=0)), seen[:, Seen.CAMERA], cameras),
    )


def _by_camera_person_tick(seen: Whole) -> NDArray[np.int64]:
    """Sort looks, so that their order does not depend on what other cameras see."""
    key = seen[:, Seen.CAMERA].astype(np.int64)
    for column in (Seen.PERSON, Seen.TICK):
        low, high = seen[:, column].min(initial=0), seen[:, column].max(initial=0)
        key *= int(high) - int(low) + 1
        key += seen[:, column] - low
    return np.argsort(key)  # no two are the same


def _parted(table: pa.Table, camera: NDArray[np.int32], cameras: int) -> list[pa.Table]:
    """Cut a table by the numbers of cameras, which rise."""
    cuts = np.searchsorted(camera, np.arange(cameras + 1)).tolist()
    return [table.slice(start, end - start) for start, end in pairwise(cuts)]


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
    more = _closed(state)
    starts, order = _sorted(sightings, more, "start_tick")
    passes = [_column(sightings, more, name).take(order) for name in more.column_names[1:]]
    numbered = pa.table([_whole(np.arange(len(starts))), *passes], schema=SIGHTINGS.schema)
    return numbered, _pieces(looks, _told(state), starts, most)


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
        columns = [_column(looks, more, name).take(rows) for name in more.column_names[1:]]
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
    moment = _column(column_of, more, "person").to_numpy().astype(np.int64)
    moment <<= 32
    moment += _column(column_of, more, tick).to_numpy()
    # nobody has two at one moment; stable because it merges the slabs, each of which is sorted
    order = np.argsort(moment, kind="stable")
    return moment[order], order


def _column(column_of: ColumnOf, more: pa.Table, name: str) -> Any:
    """Join a column with that of more rows."""
    return pa.chunked_array([*column_of(name).chunks, *more[name].chunks]).combine_chunks()


def _whole(number: NDArray[Any]) -> Any:
    return pa.array(number.astype(np.int32))


def _sightings(pieces: Whole) -> pa.Table:
    columns = (Piece.PERSON, Piece.START, Piece.LAST, Piece.SAMPLES, Piece.FACES)
    return pa.Table.from_arrays(
        [pa.array(_none(len(pieces))), *(pa.array(pieces[:, c].copy()) for c in columns)],
        schema=SIGHTINGS.schema,
    )


def _looks(seen: Whole, shown: NDArray[np.float32]) -> pa.Table:
    who_when = [pa.array(seen[:, c].copy()) for c in range(Seen.PERSON, Seen.SAMPLES)]
    columns = [np.ascontiguousarray(column) for column in shown.T]
    real = [
        pa.array(column, mask=np.isnan(column) if n in _MAY_LACK else None)
        for n, column in enumerate(columns)
    ]
    samples = pa.array(seen[:, Seen.SAMPLES].astype(np.int16))
    return pa.Table.from_arrays(
        [pa.array(_none(len(seen))), *who_when, *real, samples], schema=LOOKS.schema
    )


def _told(state: SightState) -> pa.Table:
    """Write the current second of each open pass as a look."""
    count = len(state.whole)
    seen = np.empty((count, int(Seen.LENGTH)), dtype=np.int32)
    shown = np.empty((count, int(Shown.LENGTH)), dtype=np.float32)
    written = kernels.end_seconds(state.whole.copy(), state.real, seen, shown)
    return _looks(seen[:written], shown[:written])


def _closed(state: SightState) -> pa.Table:
    """Write each open pass as a sighting."""
    pieces = np.zeros((len(state.whole), int(Piece.LENGTH)), dtype=np.int32)
    for to, of in (
        (Piece.PERSON, Open.PERSON), (Piece.START, Open.START), (Piece.LAST, Open.LAST),
        (Piece.SAMPLES, Open.SAMPLES), (Piece.FACES, Open.FACES),
    ):  # fmt: skip
        pieces[:, to] = state.whole[:, of]
    return _sightings(pieces)


def _none(count: int) -> NDArray[np.int32]:
    return np.full(count, UNNUMBERED, dtype=np.int32)
