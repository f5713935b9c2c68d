"""What joined passes tell of each person: how long, how far, past which cameras, door to door."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.answers.tracking.passes import Passes
from twin.answers.tracking.way import Way
from twin.arrays import Bools, Floats, Ints
from twin.tables import TICKS_PER_SECOND

__all__ = ["Longest", "Stays"]


@dataclass(frozen=True, eq=False)
class Stays:
    """When people were on the site, as arrays over person numbers (P,).

    Attributes
    ----------
    come, go : array
        When they came, and left or, if they had not, the simulated time ended. [s]
    left : array of bool
        Whether they left, so that the whole journey is known.
    """

    come: Floats
    go: Floats
    left: Bools

    @classmethod
    def of(cls, people: pa.Table, end: float) -> Self:
        """Read the people table; ``end`` is when the simulated time ends. [s]"""
        order = np.argsort(people["person"].to_numpy())
        go = people["leave_s"].to_numpy(zero_copy_only=False).astype(np.float64)[order]
        left = np.array([outcome == "left" for outcome in people["outcome"].to_pylist()])
        come = people["arrive_s"].to_numpy()[order]
        return cls(come, np.where(np.isnan(go), end, go), left[order].astype(np.bool_))


@dataclass(frozen=True, eq=False)
class Longest:
    """The longest joined stretch of each person who was seen, as arrays (G,).

    Attributes
    ----------
    seconds : array
        From the first moment of a track to its last, the longest of all tracks. [s]
    metres : array
        What was walked between those moments, the farthest of all tracks. [m]
    followed : array of bool
        Whether a track holds passes before two housings.
    doors : (M, G) array of bool
        Whether a track tells the journey door to door, for each margin.
    """

    seconds: Floats
    metres: Floats
    followed: Bools
    doors: Bools

    @classmethod
    def of(
        cls, passes: Passes, joined: Ints, way: Way, stays: Stays, margins: Sequence[float]
    ) -> Self:
        """Gather what joined passes tell.

        Parameters
        ----------
        passes : Passes
            Passes.
        joined : (N,) array of int
            The earliest pass that each is joined with, as :meth:`Links.joined` leaves it.
        way : Way
            How far people walked.
        stays : Stays
            When they were on the site.
        margins : sequence of float
            How close to coming and leaving a track must begin and end. [s]
        """
        person = passes.person[passes.whose]
        start = passes.start[joined]
        end = _latest(passes.end, joined)
        camera, first = passes.camera, passes.first[:-1]
        several = _latest(camera, joined) != -_latest(-camera, joined)
        early = (start / TICKS_PER_SECOND - stays.come[person])[:, None]
        late = (stays.go[person] - end / TICKS_PER_SECOND)[:, None]
        near = np.array(margins, dtype=np.float64)
        doors = (early <= near) & (late <= near) & stays.left[person][:, None]
        return cls(
            seconds=np.maximum.reduceat((end - start) / TICKS_PER_SECOND, first),
            metres=np.maximum.reduceat(_latest(way.end, joined) - way.start[joined], first),
            followed=np.logical_or.reduceat(several, first),
            doors=np.logical_or.reduceat(doors, first).T,
        )


def _latest(values: NDArray[Any], joined: Ints) -> NDArray[Any]:
    """Give each pass (N,) the largest of its track's values."""
    most = values.copy()
    np.maximum.at(most, joined, values)
    return most[joined]
