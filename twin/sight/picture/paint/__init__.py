"""Paint: the colours of what stands on a site, and of its ground by kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Floats
from twin.sight.picture.paint.kernels import STONE, Solid
from twin.sight.picture.paint.light import DARK, DAY
from twin.site import Site
from twin.site.polygons import edges
from twin.site.things import Area, Level, Stretch, Thing

__all__ = ["CLOTHES", "Paint", "clothes"]

Colour = tuple[float, float, float]

#: Kinds of place with grass.
GREEN: Final = ("lawn", "park", "garden")

BAND: Final = 1.0
"""Breadth of the strips of ground whose edges are listed together; changes no answer. [m]"""

WALLS: Final[tuple[Colour, ...]] = (
    (0.70, 0.52, 0.42),
    (0.80, 0.72, 0.60),
    (0.66, 0.66, 0.66),
    (0.74, 0.60, 0.46),
    (0.84, 0.82, 0.78),
    (0.58, 0.54, 0.53),
    (0.76, 0.70, 0.66),
)
HOARDING: Final[Colour] = (0.90, 0.82, 0.58)
BARRIER: Final[Colour] = (0.62, 0.56, 0.50)
FURNITURE: Final[Colour] = (0.47, 0.49, 0.51)
TRUNK: Final[Colour] = (0.40, 0.31, 0.23)

SHIRTS: Final[tuple[Colour, ...]] = (
    (0.17, 0.22, 0.34),
    (0.20, 0.20, 0.21),
    (0.55, 0.16, 0.17),
    (0.86, 0.86, 0.84),
    (0.36, 0.45, 0.30),
    (0.45, 0.58, 0.74),
    (0.78, 0.64, 0.30),
    (0.45, 0.30, 0.48),
    (0.52, 0.52, 0.54),
    (0.16, 0.42, 0.44),
)
TROUSERS: Final[tuple[Colour, ...]] = (
    (0.13, 0.15, 0.22),
    (0.11, 0.11, 0.12),
    (0.27, 0.35, 0.48),
    (0.48, 0.43, 0.35),
    (0.31, 0.31, 0.33),
)
HAIR: Final[tuple[Colour, ...]] = (
    (0.10, 0.08, 0.07),
    (0.24, 0.16, 0.10),
    (0.38, 0.26, 0.15),
    (0.58, 0.46, 0.28),
    (0.52, 0.51, 0.50),
)
CLOTHES: Final = (SHIRTS, TROUSERS, HAIR)

#: Layer of bridges in :data:`GROUND`.
BRIDGE: Final = 5

#: Colour and joints (1 or 0) of the ground: outside, then each layer over the one before.
GROUND: Final = np.array(
    [
        (0.64, 0.63, 0.61, 0.0),  # outside: where nobody walks
        (0.82, 0.79, 0.74, 1.0),  # walkable
        (0.79, 0.77, 0.73, 1.0),  # street
        (0.55, 0.67, 0.42, 0.0),  # grass
        (0.39, 0.52, 0.60, 0.0),  # water
        (0.82, 0.79, 0.74, 1.0),  # bridge
        (0.68, 0.66, 0.62, 1.0),  # steps
    ]
)


@dataclass(frozen=True, eq=False)
class Paint:
    """Colours, as the kernels read them.

    Attributes
    ----------
    solids : (P, Solid) array
        Of each prism that stands on the site; colours are 0 to 1.
    ground : tuple
        South end of the strips [m]; first entry of each strip (B + 1,); edges (E, 4) [m], polygon
        (E,) and layer (E,) of each entry, polygon by polygon; colour and joints of each layer
        (L + 1, 4).
    light : (Light.LENGTH,) array
        What it is lit by: :data:`~twin.sight.picture.paint.light.DAY` or ``DARK``.
    """

    solids: Floats
    ground: tuple[Any, ...]
    light: Floats = field(default_factory=lambda: DAY)

    @classmethod
    def plain(cls, count: int, *, dark: bool = False) -> Self:
        """Paint so many prisms alike, on bare ground."""
        alike = np.tile([*WALLS[1], 1.0, 0.0, -1.0], (count, 1))
        return cls(alike, _strips([]), DARK if dark else DAY)

    @classmethod
    def of(cls, site: Site, *, dark: bool = False) -> Self:
        """Choose colours by what things are, in the order of ``site.standing``.

        ``dark``: under street lamps.
        """
        layers: list[list[Area]] = [
            [site.walkable],
            [p.polygon for p in site.places if p.place == "street"],
            [p.polygon for p in site.places if p.place in GREEN],
            [one.polygon for one in site.water],
            # where heights are known they are decks, over other ground
            [one.polygon for one in site.bridges if not site.levels],
            [one.polygon for one in site.stairs],
        ]
        return cls(_solids(site), _strips(layers), DARK if dark else DAY)


def _solids(site: Site) -> Floats:
    """Give what stands on a site its paint (P, Solid)."""
    paint: dict[Thing, tuple[float, ...]] = {
        **{b: (*WALLS[n % len(WALLS)], 1.0) for n, b in enumerate(site.buildings)},
        **{b: (*HOARDING, 0.0) for b in site.buildings if b.hoarding},
        **dict.fromkeys(site.barriers, (*BARRIER, 0.0)),
        **dict.fromkeys(site.furniture, (*FURNITURE, 0.0)),
        **dict.fromkeys(site.trees, (*TRUNK, 0.0)),
        **dict.fromkeys([*site.levels, *site.bridges], (*STONE, 0.0)),
    }
    top = {Level: 0, Stretch: BRIDGE}
    things = site.standing.prisms.things
    solids = np.empty((len(things), int(Solid.LENGTH)))
    solids[:, : Solid.FOOT] = np.array([paint[thing] for thing in things]).reshape(-1, Solid.FOOT)
    solids[:, Solid.FOOT] = site.standing.foot
    solids[:, Solid.TOP] = [top.get(type(thing), -1) for thing in things]
    return solids


def clothes(person: NDArray[np.int32]) -> Floats:
    """Choose shirt, trousers and hair (n, 9) by the number of a person, and nothing else."""
    columns = []
    left = person.astype(np.int64) * 2654435761 % 2**32  # neighbours in number differ
    for palette in CLOTHES:
        columns.append(np.array(palette)[left % len(palette)])
        left //= len(palette)
    return np.hstack(columns)


def _strips(layers: Sequence[Sequence[Area]]) -> tuple[Any, ...]:
    """List the edges of layers by the strips of ground they reach into.

    Polygons of one layer may overlap, so each has its own number, and the layer is what it shows.
    """
    shapes = [(shape, n + 1) for n, layer in enumerate(layers) for shape in layer]
    walls, owner = edges([shape for shape, _ in shapes]) if shapes else (np.zeros((0, 2, 2)), [])
    layer_of = np.array([n for _, n in shapes], dtype=np.intp)
    level = np.sort(walls[:, :, 1], axis=1)
    south = float(np.floor(level.min())) if len(walls) else 0.0
    low, high = (np.floor((level - south) / BAND).astype(np.intp)).T
    entry = np.repeat(np.arange(len(walls)), high - low + 1)
    strip = np.concatenate([np.arange(a, b + 1) for a, b in zip(low, high, strict=True)] or [low])
    order = np.lexsort((entry, np.asarray(owner, dtype=np.intp)[entry], strip))
    strips = int(strip.max()) + 1 if len(strip) else 0
    first = np.searchsorted(strip[order], np.arange(strips + 1)).astype(np.intp)
    chosen = entry[order]
    shape_of = np.asarray(owner, dtype=np.intp)[chosen]
    return (
        south, first, np.ascontiguousarray(walls.reshape(-1, 4)[chosen]), shape_of,
        layer_of[shape_of] if len(layer_of) else np.zeros(0, np.intp), GROUND,
    )  # fmt: skip
