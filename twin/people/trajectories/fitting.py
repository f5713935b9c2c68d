"""Whether recorded people fit the day and the site, and what is told where they do not."""

import datetime as dt
from collections.abc import Iterator

import numpy as np

from twin.arrays import Bools
from twin.errors import TableError
from twin.people.trajectories.samples import Samples
from twin.people.trajectories.ticks import Ticked
from twin.site import Site
from twin.site.ground import Ground
from twin.tables import HOURS

__all__ = ["misfits", "on_the_map", "refuse_other_days"]


def refuse_other_days(samples: Samples, day: dt.date) -> None:
    """Refuse times that no clock of the day shows."""
    odd = (samples.time < 0) | (samples.time >= HOURS * 3600)
    if odd.any():
        hours = samples.time[int(np.argmax(odd))] / 3600
        message = (
            f"{samples.file}: somebody is there {hours:,.1f} hours after midnight of {day}, but "
            f"times must lie within {HOURS} hours; start says when the file's time is 0."
        )
        raise TableError(message)


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
