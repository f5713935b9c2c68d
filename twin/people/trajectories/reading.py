"""Read recorded people: any format in, the two tables that a simulated crowd leaves, out."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from twin.arrays import Ints, as_a, as_date
from twin.people.recorded import Recorded
from twin.people.traits import Address, day_of
from twin.people.trajectories.bodies import people_of
from twin.people.trajectories.fitting import (
    another_date,
    misfits,
    on_the_map,
    refuse_other_days,
    unread,
)
from twin.people.trajectories.gpx import read_gpx
from twin.people.trajectories.juelich import read_juelich
from twin.people.trajectories.jupedsim import read_jupedsim
from twin.people.trajectories.placing import on_the_clock, placed
from twin.people.trajectories.samples import Samples, in_order
from twin.people.trajectories.table import read_csv, read_parquet
from twin.people.trajectories.ticks import Ticked, at_ticks, walking_way
from twin.people.trajectories.vadere import read_vadere
from twin.site import Site
from twin.site.ground import Ground
from twin.site.sun import ZONE
from twin.tables import PEOPLE, TICKS_PER_SECOND, TRACKS, VISITS, checked

__all__ = ["Recording", "read_trajectories"]

log = logging.getLogger(__name__)

_READERS: dict[str, Callable[[Path], Samples]] = {
    ".sqlite": read_jupedsim,
    ".traj": read_vadere,
    ".csv": read_csv,
    ".parquet": read_parquet,
}


@dataclass(frozen=True, eq=False)
class Recording:
    """People who were recorded.

    Attributes
    ----------
    people : pyarrow.Table
        ``twin.tables.PEOPLE``.
    tracks : pyarrow.Table
        ``twin.tables.TRACKS``, by person, then time.
    warnings : tuple of str
        What of the file does not fit the site, a sentence each.
    """

    people: pa.Table
    tracks: pa.Table
    warnings: tuple[str, ...]

    @property
    def span(self) -> tuple[float, float]:
        """Give the whole minutes that hold every sample, since midnight. [s]"""
        ticks = np.asarray(self.tracks["tick"].to_numpy())
        minute = 60 * TICKS_PER_SECOND
        return 60.0 * (int(ticks.min()) // minute), 60.0 * (int(ticks.max()) // minute + 1)

    @property
    def visits(self) -> pa.Table:
        """Who was in which venue, ``twin.tables.VISITS``: of nobody is it known."""
        return VISITS.schema.empty_table()

    def facts(self) -> dict[str, Any]:
        """Return what a run keeps of it beside the tables."""
        start, end = self.span
        told = {"start_s": start, "end_s": end, "warnings": list(self.warnings)}
        return {"recorded": told}

    def slabs(self, minutes: int) -> Iterator[pa.Table]:
        """Cut the tracks into stretches of time, each by person, then time. [min]"""
        ticks = np.asarray(self.tracks["tick"].to_numpy())
        length = minutes * 60 * TICKS_PER_SECOND
        start = int(self.span[0]) * TICKS_PER_SECOND
        which = (ticks - start) // length
        for n in range(int(which.max()) + 1):
            yield self.tracks.filter(pa.array(which == n))


def read_trajectories(
    recorded: Recorded,
    *,
    site: Site,
    date: dt.date | None = None,
    seed: int = 0,
    replication: int = 0,
) -> Recording:
    """Read files of tracks as people of a site.

    Places between samples lie on straight lines; the face points the way of walking unless the file
    says otherwise, and is level unless it says so.

    Parameters
    ----------
    recorded : Recorded
        The files, and how to take them.
    site : Site
        The site as of its date.
    date : date, optional
        The day; the site's own when missing.
    seed, replication : int
        With the date, the address of what is drawn: bodies.

    Returns
    -------
    Recording

    Raises
    ------
    TableError
        If a file cannot be read, or nobody in it is on the map.
    ScenarioError
        If it is not said where its places are measured from or when its time is 0, or the file says
        itself, and otherwise, what ``recorded`` says.
    ShapeError
        If recorded or date are something else.

    Examples
    --------
    ``read_trajectories(Recorded(tracks="a.csv", frame="site", start="08:00"), site=site).tracks``
    """
    began = time.perf_counter()
    made = 'a Recorded such as twin.people.Recorded(tracks="a.csv", frame="site", start="08:00")'
    recorded = as_a(Recorded, "recorded", recorded, wanted=made)
    day = site.date if date is None else as_date("date", date)
    midnight = dt.datetime.combine(day, dt.time(), tzinfo=ZONE)
    if recorded.kind == ".gpx":
        # a clock that is put forward at night would not count the hour that never was
        raw = read_gpx(recorded.tracks, midnight=midnight.astimezone(dt.UTC))
    else:
        with np.errstate(over="ignore"):  # what is too large is told of in order, with its place
            raw = _read(recorded)
    samples = on_the_clock(placed(in_order(raw), recorded, site), recorded)
    dated = recorded.kind == ".gpx" and recorded.start is None
    refuse_other_days(samples, day, dated=dated)
    ticked, gaps = at_ticks(samples, gap=recorded.gap_s)
    names = ", ".join(str(file) for file in recorded.tracks[:3])
    everybody = np.unique(samples.person)
    there, outside = on_the_map(ticked, site, names)
    number, first, count = np.unique(there.person, return_index=True, return_counts=True)
    people = people_of(
        number.astype(np.intp),
        there.tick[first].astype(np.intp),
        there.tick[first + count - 1].astype(np.intp),
        count,
        end=int(there.tick.max()),
        address=Address(seed, replication, day_of(day)),
    )
    tracks = _tracks(there, np.repeat(np.arange(number.size), count))
    warnings = (
        *unread(samples),
        *another_date(samples, day),
        *misfits(ticked, outside, there, Ground.of(site), everybody.size, gaps, recorded.gap_s),
    )
    log.info(
        "recorded: %d people, %d samples, %.1f s",
        people.num_rows,
        tracks.num_rows,
        time.perf_counter() - began,
    )
    return Recording(checked(people, PEOPLE), checked(tracks, TRACKS), warnings)


def _read(recorded: Recorded) -> Samples:
    """Read the one file there is, with what it may lack."""
    (file,) = recorded.tracks
    if recorded.kind == ".txt":
        return read_juelich(file, unit=recorded.unit, fps=recorded.fps)
    return _READERS[recorded.kind](file)


def _tracks(ticked: Ticked, person: Ints) -> pa.Table:
    """Put the tracks together, rounded as a simulated crowd's are."""
    way, walks = walking_way(ticked)
    yaw = way if ticked.yaw is None else ticked.yaw
    pitch = np.zeros(person.size) if ticked.pitch is None else ticked.pitch
    standing = np.where(walks, 0, 2)  # walking, resting
    activity = standing if ticked.activity is None else ticked.activity
    below = np.zeros(person.size) if ticked.below is None else ticked.below
    hundredths = [np.floor(100.0 * values + 0.5) for values in (*ticked.xy.T, yaw, pitch)]
    columns = [person, ticked.tick, *hundredths, activity, below]
    arrays = [
        pa.array(column.astype(field.type.to_pandas_dtype()))
        for column, field in zip(columns, TRACKS.schema, strict=True)
    ]
    return pa.table(arrays, schema=TRACKS.schema)
