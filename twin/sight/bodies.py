"""Bodies of people as far as they hide and are seen."""

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.cameras.mount import HIGHEST
from twin.errors import TableError
from twin.sight.kernels import Body

__all__ = ["OWN_HEAD", "Bodies"]

OWN_HEAD = math.radians(60.0)
"""Beyond this to one side of the face the far eye is behind the nose. [rad]

assumption (range 50-75 degrees)."""

WIDTH = 0.8
"""Radius of a body over half its shoulder breadth. [1]

assumption (range 0.6-1.0): the mean half width of an ellipse of shoulder breadth 0.48 m and depth
0.25 m, seen from all sides, is 0.78 of its half breadth."""

SHOULDER = 0.82
"""Height of the shoulders over stature. [1]

assumption (range 0.80-0.84)."""


@dataclass(frozen=True, eq=False)
class Bodies:
    """Sizes of everybody.

    Attributes
    ----------
    sizes : (n, 4) array
        Row of each person number: :class:`twin.sight.kernels.Body`; zero for numbers of nobody.
    there : (n,) array of bool
        Numbers that somebody has.
    heights : (2,) array
        Lowest and highest eyes. [m]
    """

    sizes: Floats
    there: NDArray[np.bool_]
    heights: Floats

    HEAD: ClassVar[float] = 0.11
    """Radius of a head, about its eyes. [m] assumption (range 0.09-0.12)."""

    @classmethod
    def of(cls, people: pa.Table) -> Self:
        """Read the people table.

        Raises
        ------
        TableError
            If a size is impossible, or somebody has two rows.
        """
        person = people["person"].to_numpy()
        once, rows = np.unique(person, return_counts=True)
        if len(once) < len(person):
            message = f"table people: person {once[rows > 1][0]} has two rows, but must have one."
            raise TableError(message)
        size = int(person.max()) + 1 if len(person) else 0
        sizes, there = np.zeros((size, len(Body))), np.zeros(size, dtype=np.bool_)
        there[person] = True
        eye = _between(people, "eye_height_m", 0.3, HIGHEST - cls.HEAD)
        sizes[person, Body.EYE] = eye
        sizes[person, Body.IPD] = _between(people, "ipd_m", 0.02, 0.12)
        sizes[person, Body.RADIUS] = WIDTH / 2 * _between(people, "shoulder_m", 0.1, 1.2)
        sizes[person, Body.SHOULDER] = SHOULDER * _between(people, "stature_m", 0.4, HIGHEST)
        heights = np.array([eye.min(), eye.max()]) if len(eye) else np.array([1.0, 2.0])
        return cls(sizes, there, heights)

    @property
    def tallest(self) -> float:
        """Nobody reaches higher. [m]."""
        return max(float(self.heights[1]) + self.HEAD, self._largest(Body.SHOULDER))

    def _largest(self, column: Body) -> float:
        return float(self.sizes[:, column].max(initial=0.0))

    def check(self, person: NDArray[Any]) -> None:
        """Refuse tracks of somebody who is not among the people."""
        if len(person) and not (person.min() >= 0 and person.max() < len(self.sizes)):
            message = (
                f"table tracks: there are persons {person.min()} to {person.max()}, but the people "
                f"table has 0 to {len(self.sizes) - 1}."
            )
            raise TableError(message)
        if not self.there.all() and not self.there[person].all():
            stranger = person[~self.there[person]][0]
            message = f"table tracks: person {stranger} is not in the people table, but must be."
            raise TableError(message)


def _between(people: pa.Table, name: str, low: float, high: float) -> Floats:
    """Return a column, refusing impossible values."""
    values: Floats = people[name].to_numpy().astype(np.float64)
    # a limit is allowed as well, rounded as tables round
    wrong = ~((values >= float(np.float32(low))) & (values <= float(np.float32(high))))
    if wrong.any():
        message = (
            f"table people: {name} is {values[wrong][0]:g} in a row, but must lie between {low:g} "
            f"and {high:g} m."
        )
        raise TableError(message)
    return values
