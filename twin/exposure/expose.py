"""Exposure: what every camera together learned about each person."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.arrays import Ints
from twin.errors import ShapeError
from twin.exposure.encounters import ENCOUNTERS, HasPlaces, column_of, fold
from twin.exposure.evidence import runs, shares_of
from twin.exposure.profiles import PROFILES, Recognisers
from twin.exposure.recogniser import Faces, chance, faces_of
from twin.tables import EXPOSURE, HOURS, TICKS_PER_SECOND, checked

__all__ = ["BY", "ELSEWHERE", "LIGHTS", "expose", "expose_looks"]

BY = ("day", "camera", "hour", "place", "camera_hour", "light")
"""What rows of exposure are about, in the order in which they stand."""

LIGHTS = ("day", "dark")
"""``of`` of the rows about light: by day and twilight, and after dark."""

ELSEWHERE = ""
"""``of`` of the rows about ground outside every named place."""

BLOCK = 500_000
"""Encounters worked on at once, about 200 MB; assumption (0.1-10 million), changes no row."""


class _Rows(NamedTuple):
    """Encounters of several cameras as columns (N,), or (3, N) for evidence."""

    person: NDArray[Any]
    camera: Ints
    passes: NDArray[Any]
    hour: NDArray[Any]
    place: NDArray[Any]
    samples: NDArray[Any]
    face_samples: NDArray[Any]
    density: NDArray[Any]
    face_density: NDArray[Any]
    ied: NDArray[Any]
    templated: NDArray[Any]
    requirements: NDArray[np.int32]
    dark: NDArray[Any]
    evidence: NDArray[np.int64]


def expose_looks(
    looks: Mapping[str, pa.Table],
    *,
    site: HasPlaces,
    places: Sequence[str],
    recognisers: Recognisers,
) -> pa.Table:
    """Compute exposure from looks; :func:`fold` and :func:`expose` in one go.

    Parameters
    ----------
    looks : mapping of str to pyarrow.Table
        Camera id to its looks.
    site, places, recognisers
        As in :func:`fold` and :func:`expose`.

    Returns
    -------
    pyarrow.Table
        Exposure.
    """
    folded = {
        camera: fold(table, site=site, recognisers=recognisers) for camera, table in looks.items()
    }
    return expose(folded, places=places, recognisers=recognisers)


def expose(
    encounters: Mapping[str, pa.Table],
    *,
    places: Sequence[str],
    recognisers: Recognisers,
    block: int = BLOCK,
    threads: int = 1,
    kinds: Sequence[str] = BY,
) -> pa.Table:
    """Compute what cameras learned about each person, in a day and divided.

    Parameters
    ----------
    encounters : mapping of str to pyarrow.Table
        Camera id to its encounters, sorted by person as :func:`fold` and :func:`merge` leave them.
    places : sequence of str
        Id of each place, in the order of the map.
    recognisers : Recognisers
        Ceiling and spread of faces; must be those the encounters were folded with.
    block : int
        Encounters to work on at once; bounds the memory and changes no row.
    threads : int
        Threads to use; each needs memory of its own. Changes no row.
    kinds : sequence of str
        Which of :data:`BY` to compute, in that order.

    Returns
    -------
    pyarrow.Table
        Exposure: rows by day, then camera, hour, place, camera and hour together, and light; in
        each by person. ``of`` is "" for a day, a camera's id, the hour as "08" (hours since
        midnight of the date, so "24" is the hour after midnight), a place's id or "" outside all,
        "id@08", and one of :data:`LIGHTS`.

    Raises
    ------
    TableError
        If encounters do not follow their schema.
    ShapeError
        If there is not one thread at least.

    Notes
    -----
    ``seconds`` and ``face_seconds`` are added over cameras: a second before two cameras counts
    twice. A pass that crosses from one hour or place into another counts in each.
    """
    if threads < 1:
        message = f"threads is {threads}, but must be at least 1."
        raise ShapeError(message)
    cameras = sorted(encounters)
    tables = [checked(encounters[camera], ENCOUNTERS) for camera in cameras]
    faces = faces_of(recognisers)
    names = _Names(cameras, places)
    made: dict[str, list[pa.Table]] = {by: [] for by in kinds}
    with ThreadPoolExecutor(max_workers=threads) as pool:
        for rows in _blocks(tables, block):
            grouped = partial(_grouped, rows, faces=faces, names=names)
            for by, table in zip(kinds, pool.map(grouped, kinds), strict=True):
                made[by].append(table)
    return pa.concat_tables(
        [t for by in kinds for t in made[by]] or [EXPOSURE.schema.empty_table()]
    )


class _Names:
    """Turns the numbers by which rows are divided into the texts of ``of``."""

    def __init__(self, cameras: Sequence[str], places: Sequence[str]) -> None:
        hours = [f"{hour:02}" for hour in range(HOURS)]
        self.texts: dict[str, list[str]] = {
            "day": [""],
            "camera": list(cameras),
            "hour": hours,
            "place": [*places, ELSEWHERE],
            "camera_hour": [f"{camera}@{hour}" for camera in cameras for hour in hours],
            "light": list(LIGHTS),
        }

    def numbers(self, rows: _Rows, by: str) -> Ints:
        """Give each row (N,) the number of what it is divided by."""
        if by == "camera":
            return rows.camera
        if by == "hour":
            return rows.hour.astype(np.intp)
        if by == "place":
            place = rows.place.astype(np.intp)
            return np.where(place < 0, len(self.texts["place"]) - 1, place)
        if by == "camera_hour":
            return rows.camera * HOURS + rows.hour.astype(np.intp)
        if by == "light":
            return rows.dark.astype(np.intp)
        return np.zeros(len(rows.person), dtype=np.intp)

    def column(self, by: str, numbers: Ints) -> Any:
        """Write the texts of numbers (N,)."""
        texts = pa.array(self.texts[by], type=pa.string())
        return pa.DictionaryArray.from_arrays(numbers.astype(np.int32), texts).cast(pa.string())


def _blocks(tables: Sequence[pa.Table], block: int) -> Iterator[_Rows]:
    """Cut encounters of all cameras into blocks of whole people, lowest person number first."""
    people = [np.asarray(table.column("person").to_numpy()) for table in tables]
    everybody = np.concatenate([np.zeros(0, dtype=np.int32), *people])
    if not len(everybody):
        return
    counts = np.bincount(everybody)
    done = np.cumsum(counts)
    edges = [0]
    while edges[-1] < len(counts):
        before = done[edges[-1] - 1] if edges[-1] else 0
        end = int(np.searchsorted(done, before + block, side="right"))
        edges.append(max(end, edges[-1] + 1))
    for low, high in itertools.pairwise(edges):
        cuts = [np.searchsorted(person, (low, high)) for person in people]
        yield _rows([t.slice(a, b - a) for t, (a, b) in zip(tables, cuts, strict=True)])


def _rows(parts: Sequence[pa.Table]) -> _Rows:
    """Join parts of the cameras' encounters into columns."""
    whole = pa.concat_tables(parts)
    camera = np.repeat(np.arange(len(parts)), [part.num_rows for part in parts])
    read = {name: column_of(whole, name) for name in ENCOUNTERS.schema.names}
    return _Rows(
        person=read["person"],
        camera=camera,
        passes=read["pass"],
        hour=read["hour"],
        place=read["place"],
        samples=read["samples"],
        face_samples=read["face_samples"],
        density=read["density_px_per_m"],
        face_density=read["face_density_px_per_m"],
        ied=read["ied_px"],
        templated=read["templated"],
        requirements=read["requirements"],
        dark=read["dark"],
        evidence=np.stack([read[f"evidence_{name}"] for name in PROFILES]),
    )


def _grouped(rows: _Rows, by: str, *, faces: Sequence[Faces], names: _Names) -> pa.Table:
    """Join the rows of each person and division: first each pass, then all passes."""
    of = names.numbers(rows, by)
    order = np.lexsort((rows.passes, rows.camera, of, rows.person))
    person, of = rows.person[order], of[order]
    one_pass = runs(person, of, rows.camera[order], rows.passes[order])
    group = runs(person[one_pass], of[one_pass])
    whole = one_pass[group]
    shares = shares_of(rows.evidence[:, order], one_pass)
    columns = {
        "person": person[whole],
        "by": pa.repeat(pa.scalar(by), len(whole)),
        "of": names.column(by, of[whole]),
        "passes": np.diff(np.append(group, len(one_pass))),
        "seconds": np.add.reduceat(rows.samples[order], whole) / TICKS_PER_SECOND,
        "face_seconds": np.add.reduceat(rows.face_samples[order], whole) / TICKS_PER_SECOND,
        "density_px_per_m": np.fmax.reduceat(rows.density[order], whole),
        "face_density_px_per_m": np.fmax.reduceat(rows.face_density[order], whole),
        "ied_px": np.fmax.reduceat(rows.ied[order], whole),
        "templated": np.logical_or.reduceat(rows.templated[order], whole),
        "requirements": np.bitwise_or.reduceat(rows.requirements[order], whole),
    }
    chances = (chance(share, group, kinds) for share, kinds in zip(shares, faces, strict=True))
    columns |= {f"p_{name}": told for name, told in zip(PROFILES, chances, strict=True)}
    return pa.table([_arrow(columns[f.name], f) for f in EXPOSURE.schema], schema=EXPOSURE.schema)


def _arrow(values: Any, field: Any) -> Any:
    """Write a column; what is not a number becomes a null where the schema allows one."""
    if isinstance(values, pa.Array):
        return values
    return pa.array(
        values.astype(field.type.to_pandas_dtype()),
        mask=np.isnan(values) if field.nullable else None,
    )
