"""What comes of a walk."""

from dataclasses import dataclass

import numpy as np
import shapely

from twin.arrays import Floats, Ints
from twin.people.walks.asked import Asked

__all__ = ["Walk", "exits_taken"]


@dataclass(frozen=True, eq=False, repr=False)
class Walk:
    """Where everybody was, and who left when.

    Attributes
    ----------
    time : (T,) array
        Moments of the places: every quarter second, or the whole number of steps nearest to it,
        and the end. [s]
    xy : (T, N, 2) array
        Places; NaN once somebody has left. [m]
    radius : (T, N) array
        Radius of the disc that each body is; NaN once somebody has left. In the model of the day
        whoever has not got on for a minute turns their shoulders, and is narrower. [m]
    left : (N,) array
        When each person entered their exit; NaN for those still there at the end. [s]
    exit : (N,) array of int
        Number of the exit each person left by; -1 for those still there at the end.
    agent_steps : int
        Time on foot of everybody, from when each begins until they leave or time is up, in steps of
        ``dt``. The published models take every one of them; in the model of the day who is close
        to nobody and to no wall takes those of a quarter second at once, or in two.
    wall_s, cpu_s : float
        Wall-clock and processor time of the walking itself, without reading the ground, finding the
        ways and compiling. [s]
    """

    time: Floats
    xy: Floats
    radius: Floats
    left: Floats
    exit: Ints
    agent_steps: int
    wall_s: float
    cpu_s: float

    def __repr__(self) -> str:
        """Say how much there is: the arrays would fill pages."""
        gone = int(np.isfinite(self.left).sum())
        return f"<Walk of {len(self.left)} people for {self.time[-1]:g} s; {gone} have left>"


def exits_taken(asked: Asked, left: Floats, last: Floats) -> Ints:
    """Say by which exit everybody left (N,), from where they then were (N, 2) [m]; -1 by none."""
    out = np.full(len(left), -1, dtype=np.intp)
    gone = np.isfinite(left)
    if asked.exit_of is None:
        out[gone] = shapely.STRtree(asked.exits).nearest(shapely.points(last[gone]))
    else:
        out[gone] = asked.exit_of[gone]
    return out
