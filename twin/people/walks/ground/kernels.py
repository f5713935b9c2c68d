"""What a person has to do with the ground: the way, walls, the exit.

References
----------
.. [tordeux2016] key in twin/sources.bib.
.. [helbing2000] key in twin/sources.bib.
"""

import math

from twin.jit import kernel
from twin.people.columns.kernels import Place
from twin.people.laws.kernels import RADIUS, entered, in_sight, push
from twin.people.walks.columns.kernels import Body, Rule
from twin.people.ways.kernels import way
from twin.site.between.kernels import bilinear

__all__ = ["at_exit", "contact", "look", "set_free", "walls"]

_STRIDE = 0.25  # walked before the way is looked up anew [m]; assumption (range 0.1-0.5)
_SEEK = 1.0  # and before a target out of sight is looked for [m]; assumption (range 0.25-2)
_SEEN = 5.0  # and before it is looked whether one is still in sight [m]; assumption (range 1-10)


@kernel
def look(field, body, goal, i, x, y):
    """See whether the target is in sight, and look the way up when it is not."""
    walked = body[i, Body.GIVEN] - body[i, Body.FREE]
    body[i, Body.WAY] -= walked
    body[i, Body.SIGHT] -= walked
    if body[i, Body.SIGHT] <= 0.0:
        body[i, Body.SIGHT] = _SEEK
        body[i, Body.WAY] = 0.0
        tx, ty = body[i, Body.TARGET_X], body[i, Body.TARGET_Y]
        if in_sight(field.clearance, field.grid, RADIUS, x, y, tx, ty):
            body[i, Body.SIGHT] = _SEEN
            body[i, Body.WAY] = _SEEN
            body[i, Body.WISH_X], body[i, Body.WISH_Y] = 0.0, 0.0
    if body[i, Body.WAY] <= 0.0:
        body[i, Body.WAY] = _STRIDE
        body[i, Body.WISH_X], body[i, Body.WISH_Y] = way(field, goal[i], x, y)


@kernel
def contact(rule, overlap, nx, ny, vx, vy):
    """Press and rub where bodies overlap: second and third term of equations (2) and (3).

    ``nx, ny`` points away from what is touched, ``vx, vy`` is its velocity less one's own. [N]
    """
    along = rule[Rule.FRICTION] * overlap * (vy * nx - vx * ny)
    against = rule[Rule.BODY] * overlap
    return against * nx - along * ny, against * ny + along * nx


@kernel
def walls(field, rule, here, i, x, y):
    """Feel the nearest wall: a push beside the wished direction, or a force; and its distance."""
    c, gx, gy = bilinear(field.clearance, field.grid, x, y)
    g = math.sqrt(gx * gx + gy * gy)
    if c >= rule[Rule.WALL_LOOK] or g < 1e-6:
        return 0.0, 0.0, c
    nx, ny = gx / g, gy / g
    away = push(rule[Rule.WALL_STRENGTH], rule[Rule.WALL_REACH], RADIUS, c)
    wx, wy = away * nx, away * ny
    if rule[Rule.SOCIAL] > 0.0 and c < RADIUS:
        cx, cy = contact(rule, RADIUS - c, nx, ny, -here[i, Place.VX], -here[i, Place.VY])
        wx, wy = wx + cx, wy + cy
    return wx, wy, c


@kernel
def set_free(rule, body, i, c, x, y):
    """Note how far can be walked until the ground matters."""
    tx, ty = body[i, Body.TARGET_X] - x, body[i, Body.TARGET_Y] - y
    if c < rule[Rule.WALL_LOOK]:  # it may come between
        body[i, Body.SIGHT] = min(body[i, Body.SIGHT], _SEEK)
    free = min(c - rule[Rule.WALL_LOOK], math.sqrt(tx * tx + ty * ty) - body[i, Body.REACH])
    free = max(min(free, body[i, Body.WAY], body[i, Body.SIGHT]), 0.0)
    body[i, Body.FREE] = free
    body[i, Body.GIVEN] = free


@kernel
def at_exit(field, body, goal, i, x, y):
    """Tell whether somebody is in their exit."""
    tx, ty = body[i, Body.TARGET_X] - x, body[i, Body.TARGET_Y] - y
    if tx * tx + ty * ty > body[i, Body.REACH] * body[i, Body.REACH]:
        return False
    first, last = field.first_edge[goal[i]], field.first_edge[goal[i] + 1]
    return entered(field.door_edges, first, last, x, y)
