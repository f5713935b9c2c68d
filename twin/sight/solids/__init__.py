"""Solids as the kernels read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.site.polygons import edges

__all__ = ["Solids"]


@dataclass(frozen=True, eq=False)
class Solids:
    """Upright prisms, edge by edge, and crowns of trees.

    Attributes
    ----------
    walls : (W, 6) array
        Edges x, y, x, y, base and top, prism by prism; what is solid lies to their left. [m]
    owner : (W,) array of uint32
        Prism of each edge.
    prism : (P + 1,) array of uint32
        First edge of each prism, and the end.
    box : (P, 6) array
        West, south, east, north, base and top of each prism. [m]
    crowns : (K, 5) array
        Centre x, y, z, radius and half height of each crown. [m]
    """

    walls: Floats
    owner: NDArray[np.uint32]
    prism: NDArray[np.uint32]
    box: Floats
    crowns: Floats

    @classmethod
    def of(cls, footprints: Sequence[Any], base: Floats, top: Floats, crowns: Floats) -> Self:
        """Arrange footprints (P,) between base and top (P,), and crowns (K, 5). [m]"""
        outlines = list(shapely.orient_polygons(np.array(footprints, dtype=object)))
        heights = np.column_stack([base, top])
        lines, owner = np.zeros((0, 2, 2)), np.zeros(0, np.intp)
        if outlines:
            lines, owner = edges(outlines)
        return cls(
            np.hstack([lines.reshape(-1, 4), heights[owner]]),
            owner.astype(np.uint32),
            np.searchsorted(owner, np.arange(len(outlines) + 1)).astype(np.uint32),
            np.hstack([shapely.bounds(outlines).reshape(-1, 4), heights]),
            crowns,
        )
