"""The cameras of one housing, taken together."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.exposure.evidence import runs
from twin.tables import LOOKS, TICKS_PER_SECOND, checked

__all__ = ["together"]


def together(parts: Sequence[pa.Table]) -> pa.Table:
    """Join the looks of the cameras of one housing, as if it were one camera.

    A pass before a housing is a stretch of seconds of the clock, one after the other, in each of
    which one of its cameras has an image of the person; so a person who walks from one lens into
    the next, or whom a tour meets again in the second after, passes once.

    Parameters
    ----------
    parts : sequence of pyarrow.Table
        Looks of each camera, of which it has an image; see :func:`~twin.exposure.imaged`.

    Returns
    -------
    pyarrow.Table
        Looks by person, then time, with new pass numbers. In a second in which several cameras see
        somebody, all their looks stand, but its samples are told once, with the first of them.

    Raises
    ------
    TableError
        If looks do not follow their schema.

    Notes
    -----
    How many of a second's four samples two cameras have in common is not known; as many as fit are
    taken for different ones.
    """
    whole = pa.concat_tables([checked(part, LOOKS) for part in parts])
    if not whole.num_rows:
        return whole
    person, tick = (_numbers(whole, name) for name in ("person", "tick"))
    order = np.argsort((person << 32) + tick, kind="stable")
    whole, person, second = whole.take(order), person[order], tick[order] // TICKS_PER_SECOND
    first = runs(person, second)
    fresh = np.ones(len(first), dtype=np.bool_)
    fresh[1:] = (np.diff(person[first]) != 0) | (np.diff(second[first]) != 1)
    length = np.diff(np.append(first, len(person)))
    samples = _numbers(whole, "samples")
    faces = np.rint(whole["visible_share"].to_numpy() * samples).astype(np.int64)
    told = np.minimum(np.add.reduceat(samples, first), TICKS_PER_SECOND)
    with_face = np.minimum(np.add.reduceat(faces, first), told)
    once, share = np.zeros(len(person)), np.zeros(len(person))
    once[first], share[first] = told, with_face / np.maximum(told, 1)
    columns: dict[str, Any] = {name: whole[name] for name in LOOKS.schema.names} | {
        "pass": np.repeat(np.cumsum(fresh) - 1, length).astype(np.int32),
        "samples": once.astype(np.int16),
        "visible_share": share.astype(np.float32),
    }
    return pa.Table.from_pydict(columns, schema=LOOKS.schema)


def _numbers(looks: pa.Table, name: str) -> NDArray[np.int64]:
    return np.asarray(looks[name].to_numpy(), dtype=np.int64)
