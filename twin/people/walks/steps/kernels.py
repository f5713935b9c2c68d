"""One step of a published model, for some of the people; all see where everybody was before it.

References
----------
.. [tordeux2016] key in twin/sources.bib.
.. [helbing2000] key in twin/sources.bib.
"""

import math

from twin.jit import kernel
from twin.people.columns.kernels import GONE, Place
from twin.people.laws.kernels import RADIUS, headway, keep_off, push
from twin.people.walks.columns.kernels import Body, Rule
from twin.people.walks.ground.kernels import at_exit, contact, look, set_free, walls

__all__ = ["step"]

_TOUCHING = 2.0 * RADIUS
_BLIND = 0.15  # most of a step beyond what is known to be free [m]: 3 m/s * 0.05 s


@kernel
def _begin(field, rule, here, body, goal, rows, moment, state, wish_x, wish_y, ex, ey):
    """Find where the people of some ranks wish to go, and what they feel of walls (``ex, ey``).

    ``state`` is 0 for who stands or has left, 1 for who walks and 2 for who does by the ground's
    leave: near a wall, an exit, or where the way is looked up. Returns how many walk.
    """
    walking = 0
    for k in range(rows.size):
        i = rows[k]
        x, y = here[i, Place.X], here[i, Place.Y]
        ex[k], ey[k] = 0.0, 0.0
        wish_x[k], wish_y[k] = 0.0, 0.0
        state[k] = 0.0
        if x == GONE or body[i, Body.BEGIN] > moment + 1e-9:
            continue
        state[k] = 1.0
        walking += 1
        if body[i, Body.FREE] <= 0.0:
            state[k] = 2.0
            look(field, body, goal, i, x, y)
            ex[k], ey[k], c = walls(field, rule, here, i, x, y)
            set_free(rule, body, i, c, x, y)
        dx, dy = body[i, Body.WISH_X], body[i, Body.WISH_Y]
        if dx == 0.0 and dy == 0.0:
            dx, dy = body[i, Body.TARGET_X] - x, body[i, Body.TARGET_Y] - y
        wish_x[k], wish_y[k] = dx, dy
    return walking


@kernel
def _to_length_one(x, y, n):
    """Bring vectors to length 1; one without a direction becomes none."""
    for k in range(n):
        length = math.sqrt(x[k] * x[k] + y[k] * y[k])
        one = 1.0 / length if length > 1e-9 else 0.0
        x[k] *= one
        y[k] *= one


@kernel
def _apart(here, rows, near, n, px, py):
    """Measure where the other one of each pair is from the one."""
    for q in range(n):
        i, j = rows[near[0, q]], near[1, q]
        px[q] = here[j, Place.X] - here[i, Place.X]
        py[q] = here[j, Place.Y] - here[i, Place.Y]


@kernel
def _pushes(rule, n, px, py, away):
    """Work out pushes of neighbours: the number the way to each is multiplied by."""
    look2 = rule[Rule.LOOK] * rule[Rule.LOOK]
    strength, reach = rule[Rule.STRENGTH], rule[Rule.REACH]
    for q in range(n):
        d2 = px[q] * px[q] + py[q] * py[q]
        d = max(math.sqrt(d2), 1e-9)
        felt = push(strength, reach, _TOUCHING, d) / d
        away[q] = felt if d2 < look2 else 0.0


@kernel
def _pushed(near, n, px, py, away, ex, ey):
    """Add up the pushes each person feels."""
    for q in range(n):
        k = near[0, q]
        ex[k] -= away[q] * px[q]
        ey[k] -= away[q] * py[q]


@kernel
def _collision_free(rule, body, rows, near, n, px, py, speed, wish_x, wish_y, ex, ey):
    """Turn pushes into velocities: equations (1) to (4) of tordeux2016."""
    people = rows.size
    for k in range(people):
        ex[k] += wish_x[k]
        ey[k] += wish_y[k]
    _to_length_one(ex, ey, people)
    gap = rule[Rule.TIME_GAP]
    room = speed  # first the room ahead, then the speed it leaves
    for k in range(people):
        room[k] = gap * body[rows[k], Body.PACE]
    # who is farther than a free step cannot slow anybody down
    close = 0
    for q in range(n):
        far = room[near[0, q]] + _TOUCHING
        near[2, close] = q
        close += px[q] * px[q] + py[q] * py[q] < far * far
    for c in range(close):
        q = near[2, c]
        k = near[0, q]
        room[k] = min(room[k], headway(px[q], py[q], ex[k], ey[k], _TOUCHING))
    for k in range(people):
        speed[k] = max(0.0, room[k] / gap)
        ex[k] *= speed[k]
        ey[k] *= speed[k]


@kernel
def _social_force(rule, here, body, rows, near, n, px, py, speed, wish_x, wish_y, ex, ey):
    """Turn forces into velocities: equations (1) to (3) of helbing2000."""
    for q in range(n):
        d2 = px[q] * px[q] + py[q] * py[q]
        if 0.0 < d2 < _TOUCHING * _TOUCHING:
            k, d = near[0, q], math.sqrt(d2)
            i, j = rows[k], near[1, q]
            ux, uy = here[j, Place.VX] - here[i, Place.VX], here[j, Place.VY] - here[i, Place.VY]
            fx, fy = contact(rule, _TOUCHING - d, -px[q] / d, -py[q] / d, ux, uy)
            ex[k] += fx
            ey[k] += fy
    dt, relax, mass = rule[Rule.DT], rule[Rule.RELAX], rule[Rule.MASS]
    for k in range(rows.size):
        i = rows[k]
        vx, vy, v0 = here[i, Place.VX], here[i, Place.VY], body[i, Body.PACE]
        ex[k] = vx + dt * ((v0 * wish_x[k] - vx) / relax + ex[k] / mass)
        ey[k] = vy + dt * ((v0 * wish_y[k] - vy) / relax + ey[k] / mass)
        speed[k] = math.sqrt(ex[k] * ex[k] + ey[k] * ey[k])


@kernel
def _move(field, rule, here, there, body, goal, rows, end, left, state, vx, vy, speed):
    """Take the step; return the greatest speed.

    Nothing bounds speed in the social force: whoever is thrown goes as far as the ground is known
    to be free, and little beyond, where the next step minds it.
    """
    dt = rule[Rule.DT]
    fastest = 0.0
    for k in range(rows.size):
        i = rows[k]
        x, y = here[i, Place.X], here[i, Place.Y]
        if state[k] == 0.0:
            there[i, Place.X], there[i, Place.Y] = x, y
            continue
        ux, uy, v = vx[k], vy[k], speed[k]
        most = (max(body[i, Body.FREE], 0.0) + _BLIND) / dt
        if v > most:
            ux, uy, v = ux * most / v, uy * most / v, most
        nx, ny = x + ux * dt, y + uy * dt
        if state[k] == 2.0:
            px, py = nx, ny
            nx, ny = keep_off(field.clearance, field.grid, rule[Rule.MARGIN], x, y, px, py)
            if nx != px or ny != py:
                ux, uy = (nx - x) / dt, (ny - y) / dt
                v = math.sqrt(ux * ux + uy * uy)
        fastest = max(fastest, v)
        body[i, Body.FREE] -= v * dt
        if body[i, Body.FREE] <= 0.0 and at_exit(field, body, goal, i, nx, ny):
            left[i] = end
            body[i, Body.TARGET_X], body[i, Body.TARGET_Y] = nx, ny
            nx, ny = GONE, GONE
        there[i, Place.X], there[i, Place.Y] = nx, ny
        there[i, Place.VX], there[i, Place.VY] = ux, uy
    return fastest


@kernel
def step(
    field, rule, here, there, body, goal, near, n, rows, s, left, told, desk,
    pairs,
):  # fmt: skip
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
    near : (3, M) uint32 array
        Pairs, see :func:`twin.people.walks.lists.kernels.list_neighbours`; its last row is room.
    n : int
        How many.
    rows : (K,) uint32 array
        Whom to walk.
    s : int
        How many steps were taken before.
    left : (N,) array, out
        When somebody enters their exit. [s]
    told : (2,) array, out
        Length of the longest step [m]; steps taken so far, which grow.
    desk, pairs : (6, >= K) and (3, M) arrays
        Room.
    """
    moment, end = s * rule[Rule.DT], (s + 1) * rule[Rule.DT]
    state, wish_x, wish_y, ex, ey, speed = desk[0], desk[1], desk[2], desk[3], desk[4], desk[5]
    px, py, away = pairs[0], pairs[1], pairs[2]
    told[1] += _begin(
        field, rule, here, body, goal, rows, moment, state, wish_x, wish_y,
        ex, ey,
    )  # fmt: skip
    _to_length_one(wish_x, wish_y, rows.size)
    _apart(here, rows, near, n, px, py)
    _pushes(rule, n, px, py, away)
    _pushed(near, n, px, py, away, ex, ey)
    if rule[Rule.SOCIAL] > 0.0:
        _social_force(rule, here, body, rows, near, n, px, py, speed, wish_x, wish_y, ex, ey)
    else:
        _collision_free(rule, body, rows, near, n, px, py, speed, wish_x, wish_y, ex, ey)
    told[0] = rule[Rule.DT] * _move(
        field, rule, here, there, body, goal, rows, end, left, state, ex, ey, speed
    )
