"""What stands on a site; plain, frozen records in the site frame (metres, radians)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from shapely import LineString, MultiPolygon, Polygon

from twin.arrays import Floats
from twin.site.features import EYE_LEVEL
from twin.site.opening import Opening

__all__ = [
    "Area", "Barrier", "Building", "Furniture", "Gate", "Level", "Mount", "Place", "Prisms", "Sign",
    "Stretch", "Thing", "Tree", "Venue",
]  # fmt: skip

Area = Polygon | MultiPolygon


@dataclass(frozen=True, eq=False)
class Building:
    """A building, canopy or hoarding as of the site's date; base and top [m] above ground."""

    id: str
    name: str
    building: str
    polygon: Polygon
    base: float
    top: float
    hoarding: bool
    confidence: str
    height_basis: str
    plot: str | None

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way at eye level; a canopy does not."""
        return self.base < EYE_LEVEL


@dataclass(frozen=True, eq=False)
class Gate:
    """Where people come and go: xy (2,), width [m], share of arrivals; of which station, if any."""

    id: str
    name: str
    gate: str
    xy: Floats
    width: float
    share: float
    station: str | None


@dataclass(frozen=True, eq=False)
class Venue:
    """Where people go: door xy (2,) [m]; dwell is lognormal with a median [s] and a sigma."""

    id: str
    name: str
    venue: str
    xy: Floats
    capacity: int
    weight: float
    opening: Opening
    dwell_median_s: float
    dwell_sigma: float
    indoor: bool
    sensitive: bool
    sensitive_reason: str | None
    building: str | None
    invented: bool


@dataclass(frozen=True, eq=False)
class Place:
    """Named public ground."""

    id: str
    name: str
    place: str
    polygon: Area


@dataclass(frozen=True, eq=False)
class Level:
    """A zone of ground level: z above the map's datum [m]."""

    id: str
    name: str
    polygon: Area
    z: float


@dataclass(frozen=True, eq=False)
class Stretch:
    """Water, a bridge or a flight of steps: an outline with a name."""

    id: str
    name: str
    polygon: Area


@dataclass(frozen=True, eq=False)
class Barrier:
    """A line nobody walks across, with its height [m]."""

    id: str
    name: str
    barrier: str
    line: LineString
    height: float

    @property
    def hides(self) -> bool:
        """Whether it hides what is behind it; a fence or railing does not."""
        return self.barrier in {"wall", "hedge"}


@dataclass(frozen=True, eq=False)
class Furniture:
    """Something solid in the street: outline, base and top, in metres."""

    id: str
    name: str
    furniture: str
    polygon: Polygon
    base: float
    top: float

    @property
    def blocks(self) -> bool:
        """Whether people walk round it; what begins above their heads they walk under."""
        return self.base < EYE_LEVEL


@dataclass(frozen=True, eq=False)
class Tree:
    """A tree: xy (2,), trunk and crown, in metres; an evergreen is in leaf all the year."""

    id: str
    xy: Floats
    trunk_radius: float
    crown_radius: float
    crown_base: float
    top: float
    evergreen: bool


@dataclass(frozen=True, eq=False)
class Mount:
    """Where a camera could hang: xy (2,), height [m], yaw outward [rad]."""

    id: str
    mount: str
    xy: Floats
    height: float
    yaw: float


@dataclass(frozen=True, eq=False)
class Sign:
    """A sign about cameras: xy (2,), yaw it faces [rad], reading distance and half-angle [rad]."""

    id: str
    name: str
    xy: Floats
    yaw: float
    reading: float
    reading_angle: float
    invented: bool


Thing = Building | Barrier | Furniture | Tree | Level | Stretch
"""What can hide a face: what stands on the ground, or a zone of the ground or a deck itself."""


@dataclass(frozen=True, eq=False)
class Prisms:
    """Upright solids that can hide a face.

    Attributes
    ----------
    footprints : list of P polygons
        Outline of each. [m]
    base, top : (P,) array
        Heights between which each is solid. [m]
    things : list of P things
        What each is, or is a piece of.
    """

    footprints: list[Polygon]
    base: Floats
    top: Floats
    things: list[Thing]

    @classmethod
    def of(cls, solids: Sequence[tuple[Polygon, float, float, Thing]]) -> Self:
        """Arrange solids: footprint, base and top of each [m], and what it is."""
        return cls(
            [footprint for footprint, _, _, _ in solids],
            np.array([base for _, base, _, _ in solids], dtype=np.float64),
            np.array([top for _, _, top, _ in solids], dtype=np.float64),
            [thing for _, _, _, thing in solids],
        )
