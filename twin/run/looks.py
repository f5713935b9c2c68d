"""Looks in the store: in parts of whole people, so that they can be added up a part at a time."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa

from twin.arrays import Bools
from twin.cameras import Camera
from twin.exposure import (
    Recognisers,
    fold,
    imaged,
    in_the_light_of,
    of_one_image,
    together,
    unsearched,
)
from twin.packing import RangeOf
from twin.site import Site
from twin.store import Stage
from twin.tables import LOOKS, checked

__all__ = [
    "PIECE",
    "encounters_of",
    "of_housing",
    "read_looks",
    "searches",
    "stretches",
    "write_looks",
]

FILE = "looks.parquet"

PART = 500_000
"""Looks of one part, about; bounds the memory and changes no answer. [1]"""

PIECE = 4 * PART
"""Looks that are sorted together: more at once take fewer readings of what cameras saw. [1]"""

People = tuple[int, int]


def write_looks(stage: Stage, pieces: Iterable[pa.Table]) -> int:
    """Write one camera's looks, piece by piece of whole people; return how many they are."""
    rows = 0

    def parts() -> Iterator[pa.Table]:
        nonlocal rows
        for piece in pieces:
            person = checked(piece, LOOKS)["person"].to_numpy()
            rows += len(person)
            cuts = np.searchsorted(person, _firsts(person)[1:]).tolist()
            for start, end in pairwise([0, *cuts, len(person)]):
                yield piece.slice(start, end - start)

    stage.write_parts(FILE, LOOKS.schema, parts())
    return rows


def read_looks(stage: Stage, people: People | None = None) -> pa.Table:
    """Read one camera's looks: all, or those at people from one number to before another.

    Raises
    ------
    RunError
        If the file is damaged.
    """
    if people is None:
        return checked(stage.read_table(FILE), LOOKS)
    first, stop = people

    def holds(range_of: RangeOf) -> bool:
        low, high = range_of("person")
        return low < stop and high >= first

    table = checked(stage.read_table(FILE, part=holds), LOOKS)
    start, end = np.searchsorted(table["person"].to_numpy(), [first, stop])
    return table.slice(start, end - start)


def stretches(stages: Sequence[Stage]) -> list[People]:
    """Cut the people seen by the cameras of a housing into stretches of about as many looks.

    Returns
    -------
    list of (int, int)
        First person of each stretch, and the first behind it.
    """
    seen = [stage.read_table(FILE, ["person"])["person"].to_numpy() for stage in stages]
    person = np.sort(np.concatenate(seen))
    if not person.size:
        return []
    return list(pairwise([*_firsts(person), int(person[-1]) + 1]))


def _firsts(person: np.ndarray) -> list[int]:
    """Say with whom each part begins, of rising person numbers (N,)."""
    return [int(first) for first in np.unique(person[::PART])]


def encounters_of(
    cameras: Sequence[Camera],
    looks: Sequence[pa.Table],
    *,
    site: Site,
    recognisers: Recognisers,
    dark: Bools,
) -> pa.Table:
    """Fold the looks of which the cameras of a housing have an image.

    Parameters
    ----------
    cameras : sequence of Camera
        Those of one housing.
    looks : sequence of pyarrow.Table
        The looks of each at some people, of whom all are there; passes are numbered among theirs.
    site, recognisers, dark
        As for :func:`twin.exposure.fold`.

    Returns
    -------
    pyarrow.Table
        Encounters.
    """
    folded = fold(
        of_housing(cameras, looks, dark),
        site=site,
        recognisers=recognisers,
        dark=dark,
        several=len(cameras) > 1,
    )
    return folded if searches(cameras) else unsearched(folded)


def searches(cameras: Sequence[Camera]) -> bool:
    """Say whether faces that the cameras of a housing show are searched."""
    return all(camera.protection.recogniser for camera in cameras)


def of_housing(cameras: Sequence[Camera], tables: Sequence[pa.Table], dark: Bools) -> pa.Table:
    """Join the looks of which the cameras of a housing have an image.

    Parameters
    ----------
    cameras, tables, dark
        As for :func:`encounters_of`; ``tables`` are its looks.

    Returns
    -------
    pyarrow.Table
        Looks, blurred after dark and told by the pixels that are left; of several cameras by
        person, then time.
    """
    # straight images of one fisheye show what one image shows; tours and masks come after
    one = len(cameras) > 1 and all(camera.raw is not None for camera in cameras)
    if one:
        tables = of_one_image(tables)
    parts = [
        in_the_light_of(
            imaged(
                table,
                frame_rate=camera.frame_rate,
                watch=camera.watch,
                masked=camera.masked_pixels if camera.masks else None,
                protection=camera.protection,
            ),
            dark,
            blur=camera.dark_shutter / camera.shutter,
        )
        for camera, table in zip(cameras, tables, strict=True)
    ]
    return parts[0] if len(parts) == 1 else together(parts, numbered=one)
