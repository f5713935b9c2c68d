"""Rays scene: what a picture of a camera's sightlines shows in 3D, and from where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from twin.arrays import Bools, Floats
from twin.cameras import Camera
from twin.report import style
from twin.report.layers import polygons
from twin.report.rendering import Dots, Eye, Lines, Part, Surface
from twin.report.shapes import Shape, ball, capsule, edges_of, flat, prism, sides, sloped
from twin.report.sightlines import Sightlines
from twin.sight.bodies import Bodies
from twin.sight.picture.rays.kernels import BODY, CROWN, LEVEL, WALL
from twin.site.relief import grounds
from twin.site.things import Barrier, Building, Level, Stretch

__all__ = [
    "HIDDEN",
    "HIDING",
    "HIDING_SMALL",
    "OTHERS",
    "SEEN",
    "Region",
    "around",
    "from_above",
    "from_behind",
    "parts_of",
]

#: Blue and orange stay apart in any kind of colour blindness.
SEEN: Final = "#1b5fa8"
HIDDEN: Final = style.FOOTFALL[4]

#: What hides somebody: large things, and small ones.
HIDING, HIDING_SMALL = style.FOOTFALL[1], style.FOOTFALL[3]

#: What stands elsewhere: buildings, furniture and trunks, crowns, people.
GREY, STREET, CROWNS, OTHERS = "#c9c7c2", "#b3b0aa", "#b9cba8", "#7b7f86"

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
        """Frame a camera and all heads it sees or would see, at an aspect of width to height."""
        heading = np.radians(90.0 - lines.camera.heading_deg)
        ahead, left = _axes(heading)
        start = lines.camera.position[:2]
        ends = lines.heads[lines.judged, :2] - start
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
    """Look the camera's way from behind and above, as near as all those heads are shown. [px]"""
    ahead, left = _axes(np.radians(90.0 - lines.camera.heading_deg))
    down = np.radians(DOWN)
    forward = np.array([*(np.cos(down) * ahead), -np.sin(down)])
    up = np.array([*(np.sin(down) * ahead), np.cos(down)])
    right = np.array([*-left, 0.0])
    start = lines.camera.position
    far = start + np.array([*(LEAST_AHEAD * ahead), 0.0])
    points = np.vstack([start, far, lines.heads[lines.judged]])
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


def around(region: Region) -> shapely.Polygon:
    """Return the ground about a region on which things are drawn, as they show farther away."""
    return region.area.buffer(0.5 * min(region.wide, region.high), join_style="mitre")


def parts_of(lines: Sightlines, region: Region, behind: Eye) -> list[Part]:
    """List all that is drawn about a region, which is seen from behind too, from the ground up."""
    area = around(region)
    ground = shapely.union(region.area, shapely.intersection(area, _below(lines, behind)))
    return [
        *_ground(lines, ground),
        *_solids(lines, area),
        *_crowns(lines, area),
        *_people(lines, area),
        *_pyramid(lines.camera, float(np.clip(PYRAMID * region.high, SHORTEST, LONGEST))),
    ]


def _below(lines: Sightlines, eye: Eye) -> BaseGeometry:
    """Return the ground that one sees who looks down, or more."""
    corners = eye.corners()
    down = (float(lines.site.relief.z.min()) - eye.position[2]) / corners[:, 2]
    feet = eye.position + down[:, None] * corners
    return shapely.MultiPoint(np.vstack([eye.position, feet])[:, :2]).convex_hull


def _ground(lines: Sightlines, area: BaseGeometry) -> list[Part]:
    site = lines.site

    def near(shapes: Iterable[Stretch]) -> BaseGeometry:
        inside = [shapely.intersection(shape.polygon, area) for shape in shapes]
        return shapely.union_all([part for shape in inside for part in polygons(shape)])

    wet, steps = near(site.water), near(site.stairs)
    walkable = shapely.intersection(site.walkable, area)
    dry = shapely.union(walkable, steps)
    # side by side, as slopes of one would pierce another
    layers = (
        (steps, STEPS),
        (shapely.difference(walkable, steps), FLOOR),
        (shapely.difference(area, shapely.union(wet, dry)), OFF),
    )

    def heights(xy: Floats) -> Floats:
        return grounds(site.relief, xy, below=1)

    ponds = [
        flat(pond, float(heights(shapely.get_coordinates(pond)).min()))
        for pond in polygons(shapely.difference(wet, dry))
    ]
    return [
        # under all, so that nothing shows through where pieces meet
        Surface(flat(area, float(site.relief.z.min()) - 0.1), OFF, lit=False),
        Surface(Shape.joined(ponds), style.WATER, lit=False),
        *(Surface(sloped(shape, heights, PIECE), colour, lit=False) for shape, colour in layers),
    ]


def _solids(lines: Sightlines, area: shapely.Polygon) -> list[Part]:
    """Draw buildings, furniture, trunks, decks and walls of ground, those that hide in orange."""
    standing = lines.site.standing
    prisms, cut = standing.prisms, float(lines.camera.position[2]) + ABOVE_CAMERA
    hides = set(lines.item[np.isin(lines.kind, (WALL, LEVEL))].tolist())
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
            large = building or isinstance(thing, Level | Stretch)
            look = (HIDING, 0.7) if large else (HIDING_SMALL, 1.0)
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
        parts.append(Lines(np.concatenate(rims), style.BUILDING_EDGE if plain else HIDDEN, 1.0))
    return parts


def _crowns(lines: Sightlines, area: shapely.Polygon) -> list[Part]:
    """Draw the crowns of trees, those that hide in orange."""
    crowns = lines.site.standing.crowns
    near = shapely.contains_xy(area, crowns[:, 0], crowns[:, 1])
    hides = np.isin(np.arange(len(crowns)), lines.item[lines.kind == CROWN])
    return [
        Surface(Shape.joined(ball(c[:3], c[3], c[4]) for c in crowns[near & which]), *look)
        for which, look in ((~hides, (CROWNS, 0.35)), (hides, (HIDING_SMALL, 0.5)))
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
        Surface(capsules(hides), HIDING_SMALL),
        Surface(capsules(~hides), OTHERS),
        Surface(balls(lines.seen), SEEN),
        Surface(balls(hidden), HIDDEN),
        Surface(balls(~lines.seen & ~hidden), OTHERS),
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
