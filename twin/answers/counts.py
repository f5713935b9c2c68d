"""Counting people in exposure: the same few numbers, for everybody or divided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from twin.arrays import Bools, Floats, Ints
from twin.exposure import standard_of

__all__ = ["HUMAN_STANDARD", "Exposed", "divided", "exposed", "human_density", "numbered"]

HUMAN_STANDARD = "iec62676-4:2015"
"""The edition whose level ``identify`` says whether a human could identify somebody."""


@dataclass(frozen=True, eq=False)
class Exposed:
    """Rows of exposure of one kind, as columns (N,).

    Attributes
    ----------
    person : array of int
        Person numbers.
    names : tuple of str
        What the rows are about, each once.
    of : array of int
        What each row is about, as a number in ``names``.
    density, face_density : array
        Largest density, any heading and with the face; 0 where no face was seen. [px/m]
    templated : array of bool
        Whether a face was good enough to be searched.
    requirements : array of int
        Bits of the makers' requirements met.
    machine : dict of str to array
        Chance of an identification, by profile. [1]
    """

    person: Ints
    names: tuple[str, ...]
    of: Ints
    density: Floats
    face_density: Floats
    templated: Bools
    requirements: Ints
    machine: dict[str, Floats]


def exposed(exposure: pa.Table, by: str) -> Exposed:
    """Take the rows of exposure of one kind.

    Parameters
    ----------
    exposure : pyarrow.Table
        Exposure.
    by : str
        One of :data:`twin.exposure.BY`.
    """
    kind = pa.scalar(by, pa.string())
    rows = exposure.filter(pc.equal(exposure.column("by").combine_chunks(), kind))
    of = rows.column("of").combine_chunks().dictionary_encode()
    return Exposed(
        person=_floats(rows, "person").astype(np.intp),
        names=tuple(str(text) for text in of.dictionary.to_pylist()),
        of=np.asarray(of.indices.to_numpy(zero_copy_only=False)).astype(np.intp),
        density=_floats(rows, "density_px_per_m"),
        face_density=np.nan_to_num(_floats(rows, "face_density_px_per_m")),
        templated=_floats(rows, "templated") > 0,
        requirements=_floats(rows, "requirements").astype(np.intp),
        machine={
            name.removeprefix("p_"): _floats(rows, name)
            for name in rows.schema.names
            if name.startswith("p_")
        },
    )


def numbered(rows: Exposed, number: Mapping[str, int]) -> Ints:
    """Give each row (N,) the number of what it is about; -1 where that has none."""
    numbers = np.array([number.get(name, -1) for name in rows.names], dtype=np.intp)
    return numbers[rows.of] if len(rows.of) else rows.of


def human_density() -> float:
    """Return the density at which a human could identify somebody. [px/m]"""
    return standard_of(HUMAN_STANDARD).human_density


def divided(rows: Exposed, groups: Ints, count: int) -> list[dict[str, Any]]:
    """Count people in each of several groups of rows.

    Parameters
    ----------
    rows : Exposed
        Rows (N,), one for each person and group.
    groups : (N,) array of int
        Group of each row; below 0 for none.
    count : int
        Number of groups.

    Returns
    -------
    list of dict
        For each group: ``seen``; ``identify`` and ``identify_with_face`` (level identify of
        IEC 62676-4:2015); ``templated``; ``machine``, expected number, central profile.
    """
    needed = human_density()
    inside = groups >= 0
    kept = groups[inside]

    def people(weight: Bools | Floats) -> Floats:
        weights = weight[inside].astype(np.float64)
        return np.bincount(kept, weights=weights, minlength=count).astype(np.float64)

    seen = people(np.ones(len(groups)))
    identify, with_face = people(rows.density >= needed), people(rows.face_density >= needed)
    templated, machine = people(rows.templated), people(rows.machine["central"])
    return [
        {
            "seen": int(seen[g]),
            "identify": int(identify[g]),
            "identify_with_face": int(with_face[g]),
            "templated": int(templated[g]),
            "machine": float(machine[g]),
        }
        for g in range(count)
    ]


def _floats(table: pa.Table, name: str) -> Floats:
    """Read a column as float64; nulls become not a number."""
    return np.asarray(table.column(name).to_numpy()).astype(np.float64)
