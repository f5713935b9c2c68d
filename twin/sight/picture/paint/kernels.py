"""The colour of what a ray meets: shading by the light of the hour, patterns that fade, and haze.

Colours are red, green and blue from 0 to 1. ``fine`` is the breadth of a pixel where the ray ends
[m]: a pattern fades before it is finer than that.
"""

import math
from enum import IntEnum
from typing import Any

from twin.cameras.kernels import Record
from twin.jit import kernel
from twin.sight.picture.necks.kernels import NECK, NECK_RADIUS
from twin.sight.picture.rays.kernels import BANK, BODY, CROWN, GROUND, HEAD, LEVEL, WALL, Figure
from twin.sight.picture.slopes.kernels import gradient_at, height_at
from twin.sight.shown.kernels import head_frame

__all__ = ["Light", "Solid", "layer_at", "seen_colour"]


class Light(IntEnum):
    """Entries of the light of an hour: see :mod:`twin.sight.picture.paint.light`."""

    TOWARDS = 0
    """Unit vector towards the light, (3,)."""
    EVEN = 3
    """Brightness of any surface; then what is added facing up, and facing the light. [1]"""
    GROUND = 6
    """Brightness of the ground. [1]"""
    COLOUR = 7
    """Of the light: red, green, blue."""
    THINGS = 10
    """Share of the light that walls, ground and trees get, which people get in full. [1]"""
    LAMPS = 11
    """Height above the ground from which on things get less, and what takes 63 % of it. [m]"""
    LOW_SKY = 13
    HIGH_SKY = 16
    CLEAR = 19
    """Where haze has taken 63 % of a colour. [m]"""
    LENGTH = 20


class Solid(IntEnum):
    """Columns of the paint of a solid."""

    COLOUR = 0
    """Red, green, blue."""
    FLOORS = 3
    """1 where there are floors."""
    FOOT = 4
    """Where the lowest begins. [m]"""
    TOP = 5
    """Layer of ground that its top is; 0 for that of the map there, -1 for none."""
    LENGTH = 6


STOREY = 3.5
"""Height of the floors hinted at on walls. [m]"""

JOINT = 2.0
"""Side of the slabs hinted at on paved ground. [m]"""

FEET_NEAR = 1.0
"""Ground this much higher or lower than somebody's feet has no shade of them. [m] assumption (range
0.5-2); only drawn"""

STONE = (0.62, 0.56, 0.50)
"""Of walls that hold the ground."""

SKIN = (0.83, 0.66, 0.55)

EYE_DOT = 0.013
"""Radius of an eye. [m]"""


@kernel
def layer_at(ground: Any, x: float, y: float) -> int:
    """Return the topmost layer of ground at a point; 0 is outside all."""
    south, first, edges, shape, layer, _ = ground
    band = int(math.floor(y - south))
    found = 0
    if band < 0 or band >= len(first) - 1:
        return found
    inside, current = False, -1
    for e in range(first[band], first[band + 1]):
        if shape[e] != current:
            inside, current = False, shape[e]
        ay, by = edges[e, 1], edges[e, 3]
        if (ay > y) != (by > y):
            at = edges[e, 0] + (y - ay) / (by - ay) * (edges[e, 2] - edges[e, 0])
            if x < at:
                inside = not inside
        last = e + 1 == first[band + 1] or shape[e + 1] != current
        if last and inside:
            found = max(found, layer[e])
    return found


@kernel
def _line(value: float, period: float, half: float, fine: float) -> float:
    """Return how much of a pixel lies on lines so far apart and so wide; fades when too fine."""
    away = abs(value - period * math.floor(value / period + 0.5))
    share = min(1.0, max(0.0, 0.5 + (half - away) / max(fine, 1e-6)))
    return share * min(1.0, max(0.0, 1.5 - 4.0 * fine / period)) * min(1.0, 2 * half / fine)


@kernel
def _lit(light: Any, nx: float, ny: float, nz: float) -> float:
    """Return how bright a surface is that faces a direction."""
    to, e = Light.TOWARDS, Light.EVEN
    aimed = max(0.0, nx * light[to] + ny * light[to + 1] + nz * light[to + 2])
    lit: float = light[e] + light[e + 1] * nz + light[e + 2] * aimed
    return lit


@kernel
def _ground_colour(
    ground: Any,
    light: Any,
    people: Any,
    bin_of_ray: int,
    layer: int,
    x: float,
    y: float,
    z: float,
    fine: float,
    low: float,
) -> tuple[float, float, float]:
    """Colour a layer of ground at a point; ``low``: how much longer a pixel is along the ray."""
    colours = ground[5]
    lit = light[Light.GROUND]
    if colours[layer, 3] > 0.0:
        lines = max(_line(x, JOINT, 0.012, fine * low), _line(y, JOINT, 0.012, fine * low))
        lit -= 0.16 * lines
    # darker at somebody's feet, so that people stand on the ground
    first, item, _, figures = people
    for e in range(first[bin_of_ray], first[bin_of_ray + 1]):
        k = item[e]
        if abs(z - figures[k, Figure.FOOT]) > FEET_NEAR:
            continue
        radius = figures[k, Figure.RADIUS]
        ax = (x - figures[k, Figure.X]) / radius
        ay = (y - figures[k, Figure.Y]) / radius
        lit *= 1.0 - 0.5 * max(0.0, 1.0 - (ax * ax + ay * ay) / 3.0)
    return colours[layer, 0] * lit, colours[layer, 1] * lit, colours[layer, 2] * lit


@kernel
def _wall_colour(
    edges: Any, edge: int, paint: Any, light: Any, n: int,
    cx: float, cy: float, x: float, y: float, z: float, fine: float,
) -> tuple[float, float, float]:  # fmt: skip
    """Colour a wall by the way it faces, with floors and bays hinted at."""
    ex, ey = edges[edge, 2] - edges[edge, 0], edges[edge, 3] - edges[edge, 1]
    size = math.hypot(ex, ey)
    nx, ny = ey / size, -ex / size
    if nx * (cx - edges[edge, 0]) + ny * (cy - edges[edge, 1]) < 0.0:
        nx, ny = -nx, -ny
    lit = _lit(light, nx, ny, 0.0)
    red, green, blue = paint[n, 0] * lit, paint[n, 1] * lit, paint[n, 2] * lit
    if paint[n, Solid.FLOORS] > 0.0:
        up = z - paint[n, Solid.FOOT]
        along = ((x - edges[edge, 0]) * ex + (y - edges[edge, 1]) * ey) / size
        # a band of windows in each floor, cut by piers; wide patterns, so they fade late
        glass = _line(up - 1.9, STOREY, 0.95, fine) * (1.0 - _line(along, 3.0, 0.35, fine))
        glass *= min(1.0, max(0.0, size - 2.0))
        red += glass * (0.36 - 0.5 * red) * 0.55
        green += glass * (0.41 - 0.5 * green) * 0.55
        blue += glass * (0.47 - 0.5 * blue) * 0.55
        floor = 1.0 - 0.22 * _line(up, STOREY, 0.09, fine)
        red, green, blue = red * floor, green * floor, blue * floor
    return red, green, blue


@kernel
def _head_colour(
    figures: Any, light: Any, k: int, nx: float, ny: float, nz: float, head: float, fine: float
) -> tuple[float, float, float]:
    """Colour a head: face ahead with two eyes and a mouth, hair behind and above."""
    ahead, left, up = head_frame(
        figures[k, Figure.SIN_YAW], figures[k, Figure.COS_YAW],
        figures[k, Figure.SIN_PITCH], figures[k, Figure.COS_PITCH], nx, ny, nz,
    )  # fmt: skip
    lit = _lit(light, nx, ny, nz)
    h = Figure.HAIR
    if ahead < 0.12 + 0.4 * max(0.0, up) or up > 0.66:
        return figures[k, h] * lit, figures[k, h + 1] * lit, figures[k, h + 2] * lit
    red, green, blue = SKIN[0] * lit, SKIN[1] * lit, SKIN[2] * lit
    apart = figures[k, Figure.APART]
    dot = 0.0
    deep = math.sqrt(max(0.0, head * head - apart * apart))
    for side in range(2):
        aside = head * left - (apart if side else -apart)
        off = math.sqrt(aside * aside + head * up * head * up + (head * ahead - deep) ** 2)
        dot = max(dot, min(1.0, max(0.0, 0.5 + (EYE_DOT - off) / max(fine, 1e-6))))
    across, below = abs(left) / 0.30, abs(up + 0.52) / 0.07
    if across < 1.0 and below < 1.0:
        dot = max(dot, 0.5)
    dot *= 0.85
    return (
        red * (1 - dot) + 0.1 * dot,
        green * (1 - dot) + 0.08 * dot,
        blue * (1 - dot) + 0.08 * dot,
    )


@kernel
def _body_colour(
    figures: Any, light: Any, k: int, nx: float, ny: float, nz: float, z: float, fine: float
) -> tuple[float, float, float]:
    """Colour a body: shirt over trousers."""
    lit = _lit(light, nx, ny, nz)
    foot = figures[k, Figure.FOOT]
    waist = foot + 0.58 * (figures[k, Figure.SHOULDER] - foot)
    upper = min(1.0, max(0.0, 0.5 + (z - waist) / max(fine, 1e-6)))
    s, t = Figure.SHIRT, Figure.TROUSERS
    return (
        lit * (upper * figures[k, s] + (1 - upper) * figures[k, t]),
        lit * (upper * figures[k, s + 1] + (1 - upper) * figures[k, t + 1]),
        lit * (upper * figures[k, s + 2] + (1 - upper) * figures[k, t + 2]),
    )


@kernel
def _leaves(x: float, y: float, z: float, fine: float) -> float:
    """Return how bright leaves are at a place: a soft pattern of three waves."""
    fade = min(1.0, max(0.0, 1.2 - 6.0 * fine))
    return 1.0 + 0.06 * fade * (
        math.sin(17.1 * x + 5.3 * z + 2.0 * math.sin(5.0 * y))
        + math.sin(16.3 * y - 7.1 * z + 2.0 * math.sin(6.1 * x))
        + math.sin(18.7 * z + 6.7 * x + 2.0 * math.sin(4.3 * y))
    )


@kernel
def _sky(light: Any, up: float) -> tuple[float, float, float]:
    """Colour the sky by how far up a ray goes."""
    share = math.sqrt(max(0.0, up))
    low, high = Light.LOW_SKY, Light.HIGH_SKY
    return (
        light[low] + share * (light[high] - light[low]),
        light[low + 1] + share * (light[high + 1] - light[low + 1]),
        light[low + 2] + share * (light[high + 2] - light[low + 2]),
    )


@kernel
def _person_colour(
    figures: Any, light: Any, kind: int, k: int, x: float, y: float, z: float, head: float,
    fine: float,
) -> tuple[float, float, float]:  # fmt: skip
    """Colour somebody's head, neck or body."""
    middle, radius = figures[k, Figure.EYE], head
    if kind == BODY:
        radius = figures[k, Figure.RADIUS]
        middle = min(z, figures[k, Figure.SHOULDER] - radius)
    elif kind == NECK:
        middle, radius = z, NECK_RADIUS
    nx, ny = (x - figures[k, Figure.X]) / radius, (y - figures[k, Figure.Y]) / radius
    nz = (z - middle) / radius
    if kind == HEAD:
        return _head_colour(figures, light, k, nx, ny, nz, head, fine)
    if kind == NECK:
        # in the shade of the chin
        lit = 0.8 * _lit(light, nx, ny, 0.0)
        return SKIN[0] * lit, SKIN[1] * lit, SKIN[2] * lit
    return _body_colour(figures, light, k, nx, ny, nz, z, fine)


@kernel
def seen_colour(
    record: Any, slopes: Any, solids: Any, people: Any, paint: Any, ground: Any, light: Any,
    head: float, dx: float, dy: float, dz: float, bin_of_ray: int,
    kind: int, item: int, distance: float, edge: int, fine: float,
) -> tuple[float, float, float]:  # fmt: skip
    """Return the colour of what :func:`twin.sight.picture.kernels.first_shown` met."""
    _, _, _, edges, _, _, crowns = solids
    if kind == 0:
        return _sky(light, dz)
    red, green, blue = _sky(light, 0.0)
    cx, cy, cz = record[Record.X], record[Record.Y], record[Record.Z]
    x, y, z = cx + distance * dx, cy + distance * dy, cz + distance * dz
    share = light[Light.THINGS]
    layer = int(paint[item, Solid.TOP]) if kind == LEVEL and dz < 0.0 else -1
    if kind == GROUND or layer >= 0:
        if layer <= 0:
            layer = layer_at(ground, x, y)
        low = min(20.0, 1.0 / max(1e-6, -dz))
        r, g, b = _ground_colour(ground, light, people, bin_of_ray, layer, x, y, z, fine, low)
    elif kind == BANK:
        east, north = gradient_at(slopes, x, y)
        size = math.sqrt(1.0 + east * east + north * north)
        lit = _lit(light, -east / size, -north / size, 1.0 / size)
        r, g, b = STONE[0] * lit, STONE[1] * lit, STONE[2] * lit
    elif kind == WALL:
        r, g, b = _wall_colour(edges, edge, paint, light, item, cx, cy, x, y, z, fine)
    elif kind == LEVEL:
        lit = _lit(light, 0.0, 0.0, 1.0 if dz < 0.0 else -1.0) - (0.0 if dz < 0.0 else 0.12)
        r, g, b = paint[item, 0] * lit, paint[item, 1] * lit, paint[item, 2] * lit
    elif kind == CROWN:
        wide, high = crowns[item, 3] * crowns[item, 3], crowns[item, 4] * crowns[item, 4]
        nx, ny = (x - crowns[item, 0]) / wide, (y - crowns[item, 1]) / wide
        nz = (z - crowns[item, 2]) / high
        size = max(1e-9, math.sqrt(nx * nx + ny * ny + nz * nz))
        lit = _lit(light, nx / size, ny / size, nz / size) * _leaves(x, y, z, fine)
        r, g, b = 0.36 * lit, 0.51 * lit, 0.27 * lit
    else:
        share = 1.0
        r, g, b = _person_colour(people[3], light, kind, item, x, y, z, head, fine)
    if kind > BANK:
        up = z - height_at(slopes, x, y)
        share *= math.exp(-max(0.0, up - light[Light.LAMPS]) / light[Light.LAMPS + 1])
    c = Light.COLOUR
    r, g, b = share * light[c] * r, share * light[c + 1] * g, share * light[c + 2] * b
    clear = math.exp(-distance / light[Light.CLEAR])
    return red + clear * (r - red), green + clear * (g - green), blue + clear * (b - blue)
