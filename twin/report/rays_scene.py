"""Rays scene: what a picture of a camera's sightlines shows in 3D, and from where."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from twin.arrays import Bools, Floats
from twin.cameras import Camera
from twin.report import style
from twin.report.layers import polygons
from twin.report.rendering import Dots, Eye, Lines, Part, Surface
from twin.report.shapes import Shape, ball, capsule, edges_of, flat, prism, sides, sloped
from twin.report.sightlines import BUILDING, EDGE, FURNITURE, GROUND, PERSON, TREE, Sightlines
from twin.sight.bodies import Bodies
from twin.sight.picture.rays.kernels import BODY, CROWN, LEVEL, WALL
from twin.site.relief import grounds
from twin.site.things import Barrier, Building, Level, Stretch

__all__ = ["HIDDEN", "HIDERS", "OTHERS", "SEEN", "Region", "from_above", "from_behind", "parts_of"]

SEEN: Final = "#0a9a5b"
HIDDEN: Final = "#d3222a"

#: Colour of each thing that hides.
HIDERS: Final = {
    BUILDING: "#2f63b8",
    FURNITURE: "#8e3fb0",
    TREE: "#8a6a12",
    PERSON: "#f0890c",
    GROUND: "#c2185b",
    EDGE: style.INK,
}

#: What stands elsewhere: buildings, furniture and trunks, crowns, people.
GREY, STREET, CROWNS, OTHERS = "#c9c7c2", "#b3b0aa", "#b9cba8", "#9a9da3"

#: Ground that is walked on, other ground, and steps.
FLOOR, OFF, STEPS = "#f6f3ec", "#e4e1da", "#d3cec3"

#: Sloping ground is drawn in pieces of such a side. [m]
PIECE: Final = 1.0

#: Buildings are cut off so far above the camera, that one looks in from above. [m]
ABOVE_CAMERA: Final = 1.5

#: Free ground about the rays, and the least that is shown beyond the camera. [m]
ROUND_ABOUT, LEAST_AHEAD = 6.0, 25.0

#: From how high one looks straight down, above everything. [m]
HIGH: Final = 1000.0

#: How far down one looks from behind, the angle from bottom to top, and how much of it rays fill.
#: [degree], [1]
DOWN, ANGLE, FILLED = 24.0, 33.0, 0.9

#: Length of the pyramid that is the camera over how far is shown, and at least and most. [m]
PYRAMID, SHORTEST, LONGEST = 1 / 24, 2.0, 8.0


@dataclass(frozen=True)
class Region:
    """The ground that is shown from above: a rectangle turned so that the camera looks up.

    Attributes
    ----------
    yaw : float
        Which way is up, anticlockwise from east. [rad]
    middle : (2,) array
        Site frame. [m]
    wide, high : float
        Across and up. [m]
    """

    yaw: float
    middle: Floats
    wide: float
    high: float

    @classmethod
    def of(cls, lines: Sightlines, aspect: float) -> "Region":
        """Frame a camera and all its rays, in a rectangle of an aspect of width to height."""
        heading = np.radians(90.0 - lines.camera.heading_deg)
        ahead, left = _axes(heading)
        start = lines.camera.position[:2]
        ends = np.vstack([lines.heads[lines.seen, :2], lines.ends[:, :2]]) - start
        along, aside = np.append(ends @ ahead, [0.0, LEAST_AHEAD]), np.append(ends @ left, 0.0)
        low, high = along.min() - ROUND_ABOUT, along.max() + ROUND_ABOUT
        right, side = aside.min() - ROUND_ABOUT, aside.max() + ROUND_ABOUT
        tall = max(high - low, (side - right) / aspect)
        middle = start + (low + high) / 2 * ahead + (right + side) / 2 * left
        return cls(float(heading), middle, aspect * tall, tall)

    @property
    def area(self) -> shapely.Polygon:
        """The rectangle on the map."""
        ahead, left = _axes(self.yaw)
        u, v = self.high / 2 * ahead, self.wide / 2 * left
        return shapely.Polygon([self.middle + a * u + b * v for a, b in _CORNERS])


_CORNERS = ((-1, -1), (-1, 1), (1, 1), (1, -1))


def _axes(yaw: float) -> tuple[Floats, Floats]:
    """Return the directions ahead and to the left, (2,) each."""
    return np.array([np.cos(yaw), np.sin(yaw)]), np.array([-np.sin(yaw), np.cos(yaw)])


def from_above(region: Region, size: tuple[int, int]) -> Eye:
    """Look straight down on a region that has the aspect of a picture so large. [px]"""
    ahead, _ = _axes(region.yaw)
    target = np.array([*region.middle, 0.0])
    return Eye(
        position=np.array([*region.middle, HIGH]),
        target=target,
        up=np.array([*ahead, 0.0]),
        size=size,
        high=region.high,
        flat=True,
    )


def from_behind(lines: Sightlines, size: tuple[int, int]) -> Eye:
    """Look along the camera's way from behind and above, as near as all its rays are shown. [px]"""
    ahead, left = _axes(np.radians(90.0 - lines.camera.heading_deg))
    down = np.radians(DOWN)
    forward = np.array([*(np.cos(down) * ahead), -np.sin(down)])
    up = np.array([*(np.sin(down) * ahead), np.cos(down)])
    right = np.array([*-left, 0.0])
    start = lines.camera.position
    far = start + np.array([*(LEAST_AHEAD * ahead), 0.0])
    points = np.vstack([start, far, lines.heads[lines.seen], lines.ends])
    steep = np.tan(np.radians(ANGLE / 2)) * FILLED
    depth = points @ forward
    # a point is in the picture up to a slope of its offset to its depth, on either side
    across, back = _between(points @ right, depth, steep * size[0] / size[1])
    high, behind = _between(points @ up, depth, steep)
    position = across * right + high * up + min(back, behind) * forward
    return Eye(
        position=position,
        target=position + forward,
        up=np.array([0.0, 0.0, 1.0]),
        size=size,
        high=ANGLE,
    )


def _between(offset: Floats, depth: Floats, slope: float) -> tuple[float, float]:
    """Return the nearest offset and depth from which points lie within a slope on both sides."""
    one, other = (offset - slope * depth).max(), (-offset - slope * depth).max()
    return float(one - other) / 2, -float(one + other) / (2 * slope)


def parts_of(lines: Sightlines, region: Region) -> list[Part]:
    """List all that is drawn about a region, from the ground up."""
    area = region.area.buffer(0.5 * min(region.wide, region.high), join_style="mitre")
    return [
        *_ground(lines, area),
        *_solids(lines, area),
        *_crowns(lines, area),
        *_people(lines, area),
        *_rays(lines),
        *_pyramid(lines.camera, float(np.clip(PYRAMID * region.high, SHORTEST, LONGEST))),
    ]


def _ground(lines: Sightlines, area: shapely.Polygon) -> list[Part]:
    site = lines.site
    wet = shapely.union_all([water.polygon for water in site.water])
    steps = shapely.union_all([flight.polygon for flight in site.stairs])
    dry = shapely.union(site.walkable, steps)
    # side by side, as slopes of one would pierce another
    layers = (
        (steps, STEPS),
        (shapely.difference(site.walkable, steps), FLOOR),
        (shapely.difference(area, shapely.union(wet, dry)), OFF),
    )

    def heights(xy: Floats) -> Floats:
        return grounds(site.relief, xy, below=1)

    ponds = [
        flat(pond, float(heights(shapely.get_coordinates(pond)).min()))
        for pond in polygons(shapely.intersection(shapely.difference(wet, dry), area))
    ]
    return [
        # under all, so that nothing shows through where pieces meet
        Surface(flat(area, float(site.relief.z.min()) - 0.1), OFF, lit=False),
        Surface(Shape.joined(ponds), style.WATER, lit=False),
        *(
            Surface(sloped(shapely.intersection(shape, area), heights, PIECE), colour, lit=False)
            for shape, colour in layers
        ),
    ]


def _solids(lines: Sightlines, area: shapely.Polygon) -> list[Part]:
    """Draw buildings, furniture, trunks, decks and walls of ground, those that hide in theirs."""
    standing = lines.site.standing
    prisms, cut = standing.prisms, float(lines.camera.position[2]) + ABOVE_CAMERA
    hides = dict(zip(*(each[np.isin(lines.kind, (WALL, LEVEL))] for each in (lines.item, lines.by)),
                     strict=True))  # fmt: skip
    groups: dict[tuple[str, float, bool], list[tuple[Any, float, float]]] = {}
    for n, (outline, thing) in enumerate(zip(prisms.footprints, prisms.things, strict=True)):
        base, top = float(prisms.base[n]), float(prisms.top[n])
        if not isinstance(thing, Level | Stretch):
            ground = float(standing.ground[n])
            top = min(top, max(cut, ground + lines.height + ABOVE_CAMERA))
        shown = shapely.intersection(outline, area)
        if base >= top or not polygons(shown):
            continue
        building = isinstance(thing, Building | Barrier)
        look = (GREY, 0.8) if building else (STREET, 1.0)
        if n in hides:
            look = (HIDERS[int(hides[n])], 0.8 if building else 1.0)
        # ground itself is drawn by its slopes
        zone = isinstance(thing, Level)
        groups.setdefault((*look, zone), []).append((shown, base, top))
    parts: list[Part] = []
    for (colour, opacity, zone), solids in groups.items():
        shape = Shape.joined((sides if zone else prism)(*solid) for solid in solids)
        parts.append(Surface(shape, colour, opacity))
        plain = colour in (GREY, STREET)
        if zone and plain:
            continue
        rims = [np.insert(edges_of(outline), 2, z, axis=2) for outline, _, z in solids]
        parts.append(Lines(np.concatenate(rims), style.BUILDING_EDGE if plain else colour, 1.0))
    return parts


def _crowns(lines: Sightlines, area: shapely.Polygon) -> list[Part]:
    """Draw the crowns of trees, those that hide in their colour."""
    crowns = lines.site.standing.crowns
    near = shapely.contains_xy(area, crowns[:, 0], crowns[:, 1])
    hides = np.isin(np.arange(len(crowns)), lines.item[lines.kind == CROWN])
    return [
        Surface(Shape.joined(ball(c[:3], c[3], c[4]) for c in crowns[near & which]), *look)
        for which, look in ((~hides, (CROWNS, 0.35)), (hides, (HIDERS[TREE], 0.5)))
    ]


def _people(lines: Sightlines, area: shapely.Polygon) -> list[Part]:
    """Draw everybody: heads by whether they are seen, bodies by whether they hide somebody."""
    heads = lines.heads
    near = shapely.contains_xy(area, heads[:, 0], heads[:, 1])
    numbers = np.arange(len(heads))
    hides = np.isin(numbers, lines.item[lines.kind >= BODY])
    hidden = np.isin(numbers, lines.hidden)

    def balls(who: Bools) -> Shape:
        return Shape.joined(ball(head, Bodies.HEAD) for head in heads[near & who])

    def capsules(who: Bools) -> Shape:
        bodies = zip(heads[near & who, :2], lines.bodies[near & who], strict=True)
        return Shape.joined(capsule(at, *body) for at, body in bodies)

    return [
        Surface(capsules(hides), HIDERS[PERSON]),
        Surface(capsules(~hides), OTHERS),
        Surface(balls(lines.seen), SEEN),
        Surface(balls(hidden), HIDDEN),
        Surface(balls(~lines.seen & ~hidden), OTHERS),
    ]


def _rays(lines: Sightlines) -> list[Part]:
    start, seen = lines.camera.position, lines.heads[lines.seen]

    def to(ends: Floats) -> Floats:
        return np.stack([np.broadcast_to(start, ends.shape), ends], axis=1)

    return [
        Lines(to(lines.ends), HIDDEN, 1.1, 0.8),
        Lines(to(seen), SEEN, 1.1, 0.8),
        *(Dots(lines.ends[lines.by == what], colour, 6.0) for what, colour in HIDERS.items()),
        Dots(seen, SEEN, 6.0),
    ]


def _pyramid(camera: Camera, long: float) -> list[Part]:
    """Draw the camera as the first metres of what it images."""
    rim = camera.position + long * _rim(camera)
    after = np.roll(rim, -1, axis=0)
    apex = np.broadcast_to(camera.position, rim.shape)
    sides = np.stack([apex, rim, after], axis=1).reshape(-1, 3)
    shape = Shape(sides, np.arange(len(sides), dtype=np.intp).reshape(-1, 3))
    return [
        Surface(shape, style.CAMERA, 0.3, lit=False),
        Lines(np.stack([rim, after], axis=1), style.CAMERA, 1.6),
        Lines(np.stack([apex, rim], axis=1)[::_SIDE], style.CAMERA, 1.6),
        Dots(camera.position[None], style.CAMERA, 13.0),
    ]


_SIDE: Final = 8
"""Points along each side of an image."""


def _rim(camera: Camera) -> Floats:
    """Return the directions (n, 3) along the rim of an image, or of what it shows of a circle."""
    lens = camera.lens
    t = np.arange(_SIDE) / _SIDE * 2 - 1
    one = np.ones(_SIDE)
    sides = ([t, -one], [one, t], [-t, one], [-one, -t])
    square = np.concatenate([np.column_stack(side) for side in sides])
    size = np.array([lens.width_px, lens.height_px]) / 2
    # the outermost place towards each point of the rim that a ray looks along
    shares = np.linspace(1.0, 0.05, 96)
    rays = lens.unproject((size + shares[:, None, None] * square * size).reshape(-1, 2))
    rays = rays.reshape(len(shares), len(square), 3)
    first = np.isfinite(rays).all(axis=2).argmax(axis=0)
    return np.asarray(rays[first, np.arange(len(square))] @ camera.rotation)
