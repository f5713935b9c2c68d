"""Whether recorded people fit the day and the site, and what is told where they do not."""

import datetime as dt
from collections.abc import Iterator

import numpy as np

from twin.arrays import Bools
from twin.errors import TableError
from twin.people.trajectories.samples import Samples
from twin.people.trajectories.table import COLUMNS
from twin.people.trajectories.ticks import Ticked
from twin.site import Site
from twin.site.ground import Ground
from twin.site.sun import ZONE
from twin.tables import HOURS, TICKS_PER_SECOND

__all__ = ["another_date", "misfits", "on_the_map", "refuse_other_days", "unread"]

FASTEST = 12.5
"""Nobody runs faster. [m/s] assumption (range 7-12.5): the fastest sprinters reach 12 m/s for a few
steps, and who rides a bicycle stays below."""

MANY = 0.01
"""Share of the steps that may be faster, such as those between two people whom a tracker took for
one, before it is told. [1] assumption (range 0.001-0.1)"""


def refuse_other_days(samples: Samples, day: dt.date, *, dated: bool) -> None:
    """Refuse times that no clock of the day shows.

    Parameters
    ----------
    samples : Samples
        With time since midnight of the day.
    day : date
        The scenario's.
    dated : bool
        Whether the times of the file have dates of their own.

    Raises
    ------
    TableError
        About the first.
    """
    odd = (samples.time < 0) | (samples.time >= HOURS * 3600)
    if not odd.any():
        return
    row = int(np.argmax(odd))
    seconds = float(samples.time[row])
    if dated:
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=ZONE).astimezone(dt.UTC)
        own = (midnight + dt.timedelta(seconds=seconds)).astimezone(ZONE).date()
        message = (
            f"{samples.where(row)}: the point is of {own}, but the scenario of {day}: set its date "
            "to that of the track, or start to the clock time of the first point."
        )
    else:
        message = (
            f"{samples.where(row)}: somebody is there {seconds / 3600:,.1f} hours after midnight "
            f"of {day}, but times must lie within {HOURS} hours; start says when the file's time "
            "is 0."
        )
    raise TableError(message)


def another_date(samples: Samples, day: dt.date) -> Iterator[str]:
    """Tell that the file is of another day, which may be meant: its people on a later map."""
    said = samples.header.date
    if said is not None and said != day:
        yield f"The file says itself that it is of {said}: taken as of {day}, the scenario's date."


def unread(samples: Samples) -> Iterator[str]:
    """Tell of columns that are passed over: one may be a known one, misspelt."""
    if samples.unread:
        names = [repr(name[:40]) for name in samples.unread[:10]]
        if len(samples.unread) > len(names):
            names.append("...")
        known = ", ".join(COLUMNS.names)
        yield f"Columns that are not read: {', '.join(names)}; those that are: {known}."


def on_the_map(ticked: Ticked, site: Site, names: str) -> tuple[Ticked, Bools]:
    """Leave out samples beyond the edge of the map; return the others and which were left out."""
    west, south, east, north = site.extent.bounds
    x, y = np.floor(100.0 * ticked.xy.T + 0.5) / 100.0  # as they stand in the tracks
    outside = ~((x >= west) & (x <= east) & (y >= south) & (y <= north))
    if outside.all():
        if not outside.size:
            message = f"{names}: nobody is there at any quarter of a second, but somebody must be."
            raise TableError(message)
        message = (
            f"{names}: nobody is ever on the map; x is {x.min():,.0f} to {x.max():,.0f} m and y is "
            f"{y.min():,.0f} to {y.max():,.0f} m from its origin, but the map reaches from "
            f"{west:,.0f} to {east:,.0f} and from {south:,.0f} to {north:,.0f} m: is the frame "
            "right?"
        )
        raise TableError(message)
    return ticked.rows(~outside), outside


def misfits(
    ticked: Ticked,
    outside: Bools,
    there: Ticked,
    ground: Ground,
    people: int,
    gaps: int,
    gap: float,
) -> Iterator[str]:
    """Write what does not fit, a sentence each."""
    total = ticked.tick.size

    def told(wrong: Ticked) -> str:
        who = np.unique(wrong.person).size
        return f"{who:,} of {people:,} people, {wrong.tick.size:,} of {total:,} samples"

    if missing := people - np.unique(ticked.person).size:
        yield f"{missing:,} of {people:,} people are there at no quarter of a second: left out."
    if outside.any():
        yield f"{told(ticked.rows(outside))}: outside the map, left out there."
    in_walls = ground.clearance_at(there.xy) < 0
    if in_walls.any():
        yield (
            f"{told(there.rows(in_walls))}: in walls or on ground nobody walks on, kept where they "
            "are."
        )
    if gaps:
        yield f"{gaps:,} gaps of more than {gap:g} s were left open."
    fast, steps = _too_fast(ticked)
    if fast.sum() > MANY * steps:
        yield (
            f"{told(ticked.rows(fast))}: faster than {FASTEST:g} m/s, which nobody can run; are "
            "places in the right unit, and times and the frame rate right?"
        )


def _too_fast(ticked: Ticked) -> tuple[Bools, int]:
    """Mark who is farther on a quarter second later than anybody can run, and count such steps."""
    step = (np.diff(ticked.person) == 0) & (np.diff(ticked.tick) == 1)
    far = np.hypot(*np.diff(ticked.xy, axis=0).T) > FASTEST / TICKS_PER_SECOND
    return np.append(step & far, False), int(step.sum())
