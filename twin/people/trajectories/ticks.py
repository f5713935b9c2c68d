"""Samples at quarter seconds from samples at any time, and which way people walk."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Bools, Floats
from twin.errors import TableError
from twin.frames import wrap_angle
from twin.people.trajectories.samples import Samples, taken
from twin.tables import TICKS_PER_SECOND

__all__ = ["Ticked", "at_ticks", "walking_way"]

SWAY = 2
"""The way of walking leads from so long before to so long after. [0.25 s] assumption (range 1-4):
together a second, in which the body sways once to either side, so that the sway cancels."""

STANDS = 0.2
"""Slower than this nobody walks, and the face stays as it was. [m/s] assumption (range 0.1-0.4)."""

MOST = 100_000_000
"""More quarter seconds of people are refused: their memory is about 10 GB. [1] assumption
(10-500 million)."""

_NEAR = 1e-6  # ticks: a sample this near to a quarter second is taken for it


@dataclass(frozen=True, eq=False)
class Ticked:
    """Where people were at quarter seconds, by person, then time.

    Attributes
    ----------
    person : (N,) array
        Numbers of the people in the file.
    tick : (N,) array
        The moment. [0.25 s]
    xy : (N, 2) array
        The place. [m]
    yaw, pitch : (N,) array, optional
        Where the face points. [rad]
    activity : (N,) array, optional
        Number in ``twin.tables.ACTIVITIES``.
    below : (N,) array, optional
        1 under a deck or close before it, else 0; that of the sample before.
    """

    person: Floats
    tick: NDArray[np.int64]
    xy: Floats
    yaw: Floats | None
    pitch: Floats | None
    activity: Floats | None
    below: Floats | None

    def rows(self, kept: Bools) -> "Ticked":
        """Keep some rows."""
        return Ticked(
            self.person[kept],
            self.tick[kept],
            self.xy[kept],
            taken(self.yaw, kept),
            taken(self.pitch, kept),
            taken(self.activity, kept),
            taken(self.below, kept),
        )


def at_ticks(samples: Samples, *, gap: float) -> tuple[Ticked, int]:
    """Interpolate samples at quarter seconds, on straight lines.

    Parameters
    ----------
    samples : Samples
        By person, then time; time since midnight.
    gap : float
        Longer gaps stay gaps. [s]

    Returns
    -------
    ticked : Ticked
        Never before the first nor after the last sample of a person.
    gaps : int
        How many gaps were left.

    Raises
    ------
    TableError
        If there are more than :data:`MOST` quarter seconds.
    """
    person, time = samples.person, samples.time * TICKS_PER_SECOND
    same = np.append(person[1:] == person[:-1], False)
    apart = np.append(np.diff(time), 0.0)
    joined = same & (apart <= gap * TICKS_PER_SECOND + _NEAR)
    if samples.stays is not None:
        joined |= same & samples.stays
    first = np.ceil(time - _NEAR).astype(np.int64)
    alone = (first - time <= _NEAR).astype(np.int64)
    count = np.where(joined, np.append(first[1:], 0) - first, alone)
    if count.sum() > MOST:
        message = (
            f"{samples.file}: there are {count.sum():,} quarter seconds of people, but at most "
            f"{MOST:,} are allowed."
        )
        raise TableError(message)
    row = np.repeat(np.arange(person.size), count)
    tick = first[row] + np.arange(row.size) - np.repeat(np.cumsum(count) - count, count)
    after = row + joined[row]
    way = np.where(joined, apart, 1.0)[row]
    share = np.clip((tick - time[row]) / way, 0.0, 1.0) * joined[row]

    def between(values: Floats | None, *, turn: bool = False) -> Floats | None:
        if values is None:
            return None
        step = values[after] - values[row]
        found: Floats = values[row] + share * (np.asarray(wrap_angle(step)) if turn else step)
        return np.asarray(wrap_angle(found)) if turn else found

    xy = samples.xy[row] + share[:, None] * (samples.xy[after] - samples.xy[row])
    ticked = Ticked(
        person[row],
        tick,
        xy,
        between(samples.yaw, turn=True),
        between(samples.pitch),
        taken(samples.activity, row),
        taken(samples.below, row),
    )
    return ticked, int(np.count_nonzero(same & ~joined))


def walking_way(ticked: Ticked) -> tuple[Floats, Bools]:
    """Find which way people walk.

    The way leads from :data:`SWAY` before a moment to as long after it, within an uninterrupted
    stretch. Who stands keeps the way walked last, or the first there will be; who never walks looks
    east.

    Parameters
    ----------
    ticked : Ticked
        By person, then time.

    Returns
    -------
    yaw : (N,) array
        Direction of walking, anticlockwise from east. [rad]
    walks : (N,) array
        Whether they walk at all.
    """
    n = ticked.tick.size
    index = np.arange(n)
    new = np.ones(n, dtype=np.bool_)
    other = np.ones(n, dtype=np.bool_)  # another person than the row before
    other[1:] = ticked.person[1:] != ticked.person[:-1]
    new[1:] = other[1:] | (ticked.tick[1:] != ticked.tick[:-1] + 1)
    start = np.maximum.accumulate(np.where(new, index, 0))
    last = np.append(new[1:], True)
    end = np.minimum.accumulate(np.where(last, index, n)[::-1])[::-1]
    before, after = np.maximum(index - SWAY, start), np.minimum(index + SWAY, end)
    step = ticked.xy[after] - ticked.xy[before]
    walks = np.hypot(*step.T) >= STANDS / TICKS_PER_SECOND * np.maximum(after - before, 1)
    begin = np.maximum.accumulate(np.where(other, index, 0))
    finish = np.minimum.accumulate(np.where(np.append(other[1:], True), index, n)[::-1])[::-1]
    earlier = np.maximum.accumulate(np.where(walks, index, -1))
    later = np.minimum.accumulate(np.where(walks, index, n)[::-1])[::-1]
    source = np.where(earlier >= begin, earlier, np.where(later <= finish, later, -1))
    way = np.arctan2(step[:, 1], step[:, 0])
    yaw: Floats = np.where(source >= 0, way[source], 0.0)
    return yaw, walks
