"""One step of a published model, for some of the people; all see where everybody was before it.

References
----------
.. [tordeux2016] key in twin/sources.bib.
.. [helbing2000] key in twin/sources.bib.
"""

import math

from twin.jit import kernel
from twin.people.columns.kernels import GONE, Place
from twin.people.laws.kernels import (
    RADIUS,
    bilinear,
    entered,
    headway,
    in_sight,
    keep_off,
    push,
)
from twin.people.walks.columns.kernels import Body, Rule
from twin.people.ways.kernels import way

__all__ = ["step"]

_STRIDE = 0.25  # walked before the way is looked up anew [m]; assumption (range 0.1-0.5)
_SEEN = 1.0  # and before the target is looked for [m]; assumption (range 0.25-2)
_TOUCHING = 2.0 * RADIUS


@kernel
def _look(field, body, goal, i, x, y):
    """See whether the target is in sight, and look the way up when it is not."""
    walked = body[i, Body.GIVEN] - body[i, Body.FREE]
    body[i, Body.WAY] -= walked
    body[i, Body.SIGHT] -= walked
    if body[i, Body.SIGHT] <= 0.0:
        body[i, Body.SIGHT] = _SEEN
        body[i, Body.WAY] = 0.0
        tx, ty = body[i, Body.TARGET_X], body[i, Body.TARGET_Y]
        if in_sight(field.clearance, field.grid, RADIUS, x, y, tx, ty):
            body[i, Body.WAY] = _SEEN
            body[i, Body.WISH_X], body[i, Body.WISH_Y] = 0.0, 0.0
    if body[i, Body.WAY] <= 0.0:
        body[i, Body.WAY] = _STRIDE
        body[i, Body.WISH_X], body[i, Body.WISH_Y] = way(field, goal[i], x, y)


@kernel
def _collision_free(rule, here, mine, count, x, y, v0, dx, dy, wx, wy):
    """Choose the velocity: equations (1) to (4) of tordeux2016, ``wx, wy`` being walls' push."""
    look2 = rule[Rule.LOOK] * rule[Rule.LOOK]
    strength, reach = rule[Rule.STRENGTH], rule[Rule.REACH]
    if count == 0 and wx == 0.0 and wy == 0.0:
        return v0 * dx, v0 * dy, v0
    ex, ey = dx + wx, dy + wy
    for k in range(count):
        j = mine[k]
        rx, ry = here[j, Place.X] - x, here[j, Place.Y] - y
        d2 = rx * rx + ry * ry
        if d2 < look2:
            d = math.sqrt(d2)
            away = push(strength, reach, _TOUCHING, d) / max(d, 1e-9)
            ex -= away * rx
            ey -= away * ry
    length = math.sqrt(ex * ex + ey * ey)
    if length > 1e-9:
        ex, ey = ex / length, ey / length
    else:
        ex, ey = dx, dy
    room = math.inf
    for k in range(count):
        j = mine[k]
        rx, ry = here[j, Place.X] - x, here[j, Place.Y] - y
        room = min(room, headway(rx, ry, ex, ey, _TOUCHING))
    v = min(v0, max(0.0, room / rule[Rule.TIME_GAP]))
    return v * ex, v * ey, v


@kernel
def _contact(rule, overlap, nx, ny, vx, vy):
    """Press and rub where bodies overlap: second and third term of equations (2) and (3).

    ``nx, ny`` points away from what is touched, ``vx, vy`` is its velocity less one's own. [N]
    """
    along = rule[Rule.FRICTION] * overlap * (vy * nx - vx * ny)
    against = rule[Rule.BODY] * overlap
    return against * nx - along * ny, against * ny + along * nx


@kernel
def _social_force(rule, here, i, mine, count, x, y, v0, dx, dy, wx, wy):
    """Choose the velocity: equations (1) to (3) of helbing2000, ``wx, wy`` being walls' force."""
    look2 = rule[Rule.LOOK] * rule[Rule.LOOK]
    vx, vy = here[i, Place.VX], here[i, Place.VY]
    fx, fy = wx, wy
    for k in range(count):
        j = mine[k]
        rx, ry = x - here[j, Place.X], y - here[j, Place.Y]
        d2 = rx * rx + ry * ry
        if d2 < look2:
            d = max(math.sqrt(d2), 1e-9)
            nx, ny = rx / d, ry / d
            away = push(rule[Rule.STRENGTH], rule[Rule.REACH], _TOUCHING, d)
            fx += away * nx
            fy += away * ny
            if d < _TOUCHING:
                ux, uy = here[j, Place.VX] - vx, here[j, Place.VY] - vy
                cx, cy = _contact(rule, _TOUCHING - d, nx, ny, ux, uy)
                fx += cx
                fy += cy
    ax = (v0 * dx - vx) / rule[Rule.RELAX] + fx / rule[Rule.MASS]
    ay = (v0 * dy - vy) / rule[Rule.RELAX] + fy / rule[Rule.MASS]
    vx, vy = vx + ax * rule[Rule.DT], vy + ay * rule[Rule.DT]
    return vx, vy, math.sqrt(vx * vx + vy * vy)


@kernel
def _walls(field, rule, here, i, x, y):
    """Feel the nearest wall: a push beside the wished direction, or a force; and its distance."""
    c, gx, gy = bilinear(field.clearance, field.grid, x, y)
    g = math.sqrt(gx * gx + gy * gy)
    if c >= rule[Rule.WALL_LOOK] or g < 1e-6:
        return 0.0, 0.0, c
    nx, ny = gx / g, gy / g
    away = push(rule[Rule.WALL_STRENGTH], rule[Rule.WALL_REACH], RADIUS, c)
    wx, wy = away * nx, away * ny
    if rule[Rule.SOCIAL] > 0.0 and c < RADIUS:
        cx, cy = _contact(rule, RADIUS - c, nx, ny, -here[i, Place.VX], -here[i, Place.VY])
        wx, wy = wx + cx, wy + cy
    return wx, wy, c


@kernel
def _set_free(rule, body, i, c, x, y):
    """Note how far can be walked until the ground matters."""
    tx, ty = body[i, Body.TARGET_X] - x, body[i, Body.TARGET_Y] - y
    free = min(c - rule[Rule.WALL_LOOK], math.sqrt(tx * tx + ty * ty) - body[i, Body.REACH])
    free = max(min(free, body[i, Body.WAY], body[i, Body.SIGHT]), 0.0)
    body[i, Body.FREE] = free
    body[i, Body.GIVEN] = free


@kernel
def _at_exit(field, body, goal, i, x, y):
    """Tell whether somebody is in their exit."""
    tx, ty = body[i, Body.TARGET_X] - x, body[i, Body.TARGET_Y] - y
    if tx * tx + ty * ty > body[i, Body.REACH] * body[i, Body.REACH]:
        return False
    first, last = field.first_edge[goal[i]], field.first_edge[goal[i] + 1]
    return entered(field.door_edges, first, last, x, y)


@kernel
def step(
    field, rule, here, there, body, goal, near, count, order, first, last, moment, left, taken
):
    """Take one step with the people of some ranks.

    Parameters
    ----------
    field : Field
        The ground and the ways over it.
    rule : (R,) array
        Constants, see :class:`twin.people.walks.columns.kernels.Rule`.
    here, there : (N, 4) arrays
        Places and velocities before the step, and after it (out).
    body : (N, B) array
        See :class:`twin.people.walks.columns.kernels.Body`.
    goal : (N,) array
        Row of the field that leads to each person's exit.
    near, count : (N, M) and (N,) int32 arrays
        Neighbours, see :func:`twin.people.walks.lists.kernels.list_neighbours`.
    order : (>= last,) int32 array
        People by rank.
    first, last : int
        Ranks.
    moment : float
        Beginning of the step. [s]
    left : (N,) array, out
        When somebody enters their exit. [s]
    taken : (N,) int32 array, out
        Steps taken by each; one more for who walks.

    Returns
    -------
    float
        Length of the longest step. [m]
    """
    dt = rule[Rule.DT]
    social = rule[Rule.SOCIAL] > 0.0
    fastest = 0.0
    for rank in range(first, last):
        i = order[rank]
        x, y = here[i, Place.X], here[i, Place.Y]
        if x == GONE or body[i, Body.BEGIN] > moment + 1e-9:
            there[i, Place.X], there[i, Place.Y] = x, y
            continue
        taken[i] += 1
        by_ground = body[i, Body.FREE] <= 0.0
        wx, wy = 0.0, 0.0
        if by_ground:
            _look(field, body, goal, i, x, y)
            wx, wy, c = _walls(field, rule, here, i, x, y)
            _set_free(rule, body, i, c, x, y)
        dx, dy = body[i, Body.WISH_X], body[i, Body.WISH_Y]
        if dx == 0.0 and dy == 0.0:
            dx, dy = body[i, Body.TARGET_X] - x, body[i, Body.TARGET_Y] - y
            far = 1.0 / max(math.sqrt(dx * dx + dy * dy), 1e-9)
            dx, dy = dx * far, dy * far
        v0 = body[i, Body.PACE]
        if social:
            vx, vy, v = _social_force(rule, here, i, near[i], count[i], x, y, v0, dx, dy, wx, wy)
        else:
            vx, vy, v = _collision_free(rule, here, near[i], count[i], x, y, v0, dx, dy, wx, wy)
        nx, ny = x + vx * dt, y + vy * dt
        body[i, Body.FREE] -= v * dt
        if by_ground:
            px, py = nx, ny
            nx, ny = keep_off(field.clearance, field.grid, rule[Rule.MARGIN], x, y, px, py)
            if nx != px or ny != py:
                vx, vy = (nx - x) / dt, (ny - y) / dt
                v = math.sqrt(vx * vx + vy * vy)
        fastest = max(fastest, v)
        if body[i, Body.FREE] <= 0.0 and _at_exit(field, body, goal, i, nx, ny):
            left[i] = moment + dt
            nx, ny = GONE, GONE
        there[i, Place.X], there[i, Place.Y] = nx, ny
        there[i, Place.VX], there[i, Place.VY] = vx, vy
    return fastest * dt
