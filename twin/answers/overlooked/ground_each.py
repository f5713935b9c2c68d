"""How much ground each camera shows at each level, and whose ground it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Self

import numpy as np
import shapely

from twin.arrays import Bools, Floats
from twin.site.ground import Ground
from twin.site.kinds import kinds_of_ground

if TYPE_CHECKING:
    from twin.run import Run

__all__ = ["GroundEach"]


@dataclass(frozen=True, eq=False)
class GroundEach:
    """Ground that somebody can walk on and some camera shows, piece by piece (G,).

    Attributes
    ----------
    area : float
        Of each piece. [m2]
    density : mapping of str to array
        Housing to what it shows of each; 0 where nothing. [px/m]
    within : array of bool
        Whether it is within the boundary of the site.
    kinds : mapping of str to array of bool
        Kind of place of the map, ``elsewhere`` and ``doorway``.
    """

    area: float
    density: Mapping[str, Floats]
    within: Bools
    kinds: Mapping[str, Bools]

    @classmethod
    def of(cls, run: "Run", least: float) -> Self:
        """Read what each camera of a run shows with at least a density. [px/m]"""
        site, floor = run.inputs.site, Ground.of(run.inputs.site)
        shown = {
            housing: reduce(np.fmax, (run.coverage(camera.id) for camera in cameras))
            for housing, cameras in run.inputs.layout.housings.items()
        }
        rows, columns = np.nonzero(reduce(np.fmax, shown.values()) >= least)
        at = floor.at(rows, columns, 0.0)[:, :2]
        return cls(
            floor.cell**2,
            {housing: grid[rows, columns] for housing, grid in shown.items()},
            np.asarray(shapely.contains_xy(site.boundary, at[:, 0], at[:, 1]), dtype=np.bool_),
            kinds_of_ground(site, at),
        )

    @property
    def best(self) -> Floats:
        """What the best camera shows of each piece (G,). [px/m]"""
        return reduce(np.fmax, self.density.values())

    def covered(self, density: Floats, needed: float, where: Bools | None = None) -> float:
        """Measure the pieces, or those of them that are somewhere, shown so finely. [m2]"""
        there = density >= needed
        return float(np.count_nonzero(there if where is None else there & where)) * self.area
