"""Look at whole tracks at once, and hand out what each camera saw of them."""

from collections.abc import Iterable, Sequence
from itertools import chain

import pyarrow as pa

from twin.cameras import Camera
from twin.sight.look import Slab, look
from twin.sight.passes import join_slabs
from twin.sight.scene import SightSite
from twin.tables import TICKS_PER_SECOND, TRACKS

__all__ = ["seen"]


def seen(
    tracks: pa.Table | Iterable[Slab],
    people: pa.Table,
    cameras: Sequence[Camera],
    site: SightSite,
    *,
    threads: int | None = None,
    rate: int = TICKS_PER_SECOND,
) -> list[tuple[pa.Table, pa.Table]]:
    """Say what each camera saw, from the first moment to the last.

    Parameters
    ----------
    tracks : pyarrow.Table or iterable of Slab
        Tracks: a table, or slab after slab, such as ``run.tracks()``.
    people : pyarrow.Table
        Everybody in the tracks.
    cameras : sequence of Camera
        Through what to look.
    site : Site
        What stands still.
    threads : int, optional
        See :func:`~twin.sight.look`, which hands out slab after slab where a whole day would take
        too much memory.
    rate : int
        How many of the 4 moments of a second are looked at: 4, 2 or 1. [Hz]

    Returns
    -------
    list of (pyarrow.Table, pyarrow.Table)
        Sightings and looks of each camera; see :mod:`twin.tables`.

    Raises
    ------
    ShapeError
        If the rate is another.
    TableError
        As of :func:`~twin.sight.look`.
    """
    none = TRACKS.schema.empty_table()  # of no slabs cameras see nobody
    slabs = [none, tracks] if isinstance(tracks, pa.Table) else chain([none], tracks)
    parts = list(look(slabs, people, cameras, site, threads=threads, rate=rate))
    return [
        join_slabs(
            pa.concat_tables([part.sightings[n] for part in parts]).column,
            pa.concat_tables([part.looks[n] for part in parts]).column,
            parts[-1].states[n],
        )
        for n in range(len(cameras))
    ]
