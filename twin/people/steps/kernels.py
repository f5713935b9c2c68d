"""One walker's steps: the collision-free speed model of [tordeux2016]_, a side-step, and walls.

References
----------
.. [tordeux2016] key in twin/sources.bib.
"""

import math

from twin.jit import kernel
from twin.people.columns.kernels import GONE, Law, Near, Place, Real, Whole
from twin.people.laws.kernels import RADIUS, entered, headway, keep_off, lift, push
from twin.site.between.kernels import bilinear

__all__ = ["move", "room_about", "settle", "side_step", "step_among", "turn_back"]

_BEND = 0.35  # from a wall, beyond its margin, steps may bend [m]; assumption (range 0.3-0.5)
_CLOSING = 0.2  # of the pace: who is come up with slower is not passed; assumption (range 0.1-0.4)
_SPARE = 0.1  # more than bodies touching is left in passing [m]; assumption (range 0.05-0.3)
_SLIDE = 0.3  # from a wall's margin one begins to slide along it [m]; assumption (range 0.1-0.35)
_FEW_STEPS = 2  # steps in a tick of who is close to nobody and to no wall; assumption (range 2-5)


@kernel
def room_about(law, real, i):
    """Say how far about walker i there is no wall, at least. [m]"""
    return max(real[i, Real.SLACK] + law[Law.MARGIN] + _BEND, 0.0)


@kernel
def side_step(law, real, i, spot, listed, count):
    """Bend the direction walker i wishes for past the neighbour met first who does not give way.

    Looks ahead along the wished direction and turns just enough to pass; two people head on both
    turn left, so they pass each other.
    """
    x, y, group = spot[i, Place.X], spot[i, Place.Y], spot[i, Near.GROUP]
    dx, dy, v0 = real[i, Real.WISH_X], real[i, Real.WISH_Y], real[i, Real.SPEED]
    look = law[Law.LOOK]
    soonest, side, need = math.inf, 0.0, 0.0
    for k in range(count):
        j = listed[k]
        rx, ry = spot[j, Place.X] - x, spot[j, Place.Y] - y
        ahead = rx * dx + ry * dy
        if ahead > 0.0 and rx * rx + ry * ry <= look * look and group != spot[j, Near.GROUP]:
            vx, vy = spot[j, Place.VX], spot[j, Place.VY]
            closing = v0 - (vx * dx + vy * dy)
            if closing > _CLOSING * v0 and ahead < soonest * closing:
                left = ahead / closing
                aside = ry * dx - rx * dy + left * (vy * dx - vx * dy)
                room = RADIUS * (spot[i, Near.GIRTH] + spot[j, Near.GIRTH]) + _SPARE
                if abs(aside) < room:
                    soonest = left
                    side = -1.0 if aside > 1e-6 else 1.0
                    need = (room - abs(aside)) / max(left * v0, 0.1)
    need = side * law[Law.DODGE] * min(need, 1.0)
    real[i, Real.WISH_X], real[i, Real.WISH_Y] = dx - need * dy, dy + need * dx


@kernel
def turn_back(law, here, real, i, mine, count, time):
    """Turn the shoulders of walker i back once there is room for a whole body and 0.1 m more.

    Others learn of it at the next tick; those with turned shoulders may turn back at the same one.
    """
    waiting = time - real[i, Real.MARK_S]
    if real[i, Real.GIRTH] >= real[i, Real.BREADTH] or waiting >= law[Law.SQUEEZE_S]:
        return
    x, y = here[i, Place.X], here[i, Place.Y]
    for k in range(count):
        rx, ry = mine[k, Place.X] - x, mine[k, Place.Y] - y
        room = RADIUS * (real[i, Real.BREADTH] + max(mine[k, Near.GIRTH], 1.0)) + law[Law.REACH]
        if rx * rx + ry * ry < room * room:
            return
    real[i, Real.GIRTH] = real[i, Real.BREADTH]


@kernel
def _steer(law, mine, count, girth, dx, dy, x, y, time):
    """Bend the wished direction away from neighbours: equation (4) of tordeux2016.

    ``time`` is how long ago the neighbours were where ``mine`` has them.
    """
    ex, ey = dx, dy
    reach = law[Law.REACH]
    for k in range(count):
        rx = mine[k, Place.X] + time * mine[k, Place.VX] - x
        ry = mine[k, Place.Y] + time * mine[k, Place.VY] - y
        d2 = rx * rx + ry * ry
        size = RADIUS * (girth + mine[k, Near.GIRTH])
        felt = size + law[Law.TOUCH] * reach
        if 1e-18 < d2 < felt * felt:
            d = math.sqrt(d2)
            away = push(law[Law.STRENGTH], reach, size, d) / d
            ex -= away * rx
            ey -= away * ry
    return ex, ey


@kernel
def _speed(law, mine, count, girth, v0, ex, ey, x, y, time):
    """Limit the speed by the room ahead: equations (2) and (3) of tordeux2016.

    Behind somebody who will be out of the way by when one would be where they are, the time gap is
    only as long as a tick, within which people do not see each other change their ways.
    """
    fastest = v0
    for k in range(count):
        vx, vy = mine[k, Place.VX], mine[k, Place.VY]
        rx, ry = mine[k, Place.X] + time * vx - x, mine[k, Place.Y] + time * vy - y
        size = RADIUS * (girth + mine[k, Near.GIRTH])
        room = headway(rx, ry, ex, ey, size)
        if room < fastest * law[Law.TIME_GAP]:
            aside = ry * ex - rx * ey + room / v0 * (vy * ex - vx * ey)
            gap = law[Law.TIME_GAP] if room <= 0.0 or abs(aside) <= size else law[Law.TICK]
            fastest = min(fastest, room / gap)
    return max(0.0, fastest)


@kernel
def _there(field, goal, x, y):
    """Tell whether somebody near enough to a goal is at it: inside its door, if it has one."""
    first, last = field.first_edge[goal], field.first_edge[goal + 1]
    return first == last or entered(field.door_edges, first, last, x, y)


@kernel
def _runs_into(mine, count, girth, x, y, nx, ny, time):
    """Tell whether a step to ``nx, ny`` leads into somebody, or deeper into them."""
    for k in range(count):
        ox, oy = (
            mine[k, Place.X] + time * mine[k, Place.VX],
            mine[k, Place.Y] + time * mine[k, Place.VY],
        )
        size = RADIUS * (girth + mine[k, Near.GIRTH])
        after = (ox - nx) * (ox - nx) + (oy - ny) * (oy - ny)
        if after < size * size and after < (ox - x) * (ox - x) + (oy - y) * (oy - y):
            return True
    return False


@kernel
def _step(field, law, real, whole, mine, i, x, y, moment, time, dt):
    """Take one step, ``time`` after the neighbours were seen; return where to.

    Whoever reaches the goal is gone.
    """
    clearance, grid, margin = field.clearance, field.grid, law[Law.MARGIN]
    dx, dy = real[i, Real.WISH_X], real[i, Real.WISH_Y]
    v0, girth = real[i, Real.SPEED], real[i, Real.GIRTH]
    count = whole[i, Whole.COUNT]
    ex, ey = _steer(law, mine, count, girth, dx, dy, x, y, time)
    by_wall, up = real[i, Real.SLACK] <= 0.0, 0.0
    if by_wall:
        up = lift(grid, real[i, Real.STOREY])
        c, gx, gy = bilinear(clearance, grid, x, y + up)
        real[i, Real.SLACK] = c - margin - _BEND
        g2 = gx * gx + gy * gy
        into = ex * gx + ey * gy
        if g2 > 1e-12 and into < 0.0 and c < margin + _SLIDE:
            # slide along the wall, the more the nearer it is
            slide = into * min((margin + _SLIDE - c) / _SLIDE, 1.0) / g2
            ex -= slide * gx
            ey -= slide * gy
    length = math.sqrt(ex * ex + ey * ey)
    if length < 1e-9:
        ex, ey, length = dx, dy, max(math.sqrt(dx * dx + dy * dy), 1e-9)
    ex, ey = ex / length, ey / length
    v = _speed(law, mine, count, girth, v0, ex, ey, x, y, time)
    nx, ny = x + v * ex * dt, y + v * ey * dt
    real[i, Real.SLACK] -= v * dt
    if by_wall:
        nx, ny = keep_off(clearance, grid, margin, x, y + up, nx, ny + up)
        ny -= up
        # put right at a wall, a step leads where nobody looked for others
        if _runs_into(mine, count, girth, x, y, nx, ny, time):
            nx, ny = x, y
    tx, ty = real[i, Real.TARGET_X] - nx, real[i, Real.TARGET_Y] - ny
    near = real[i, Real.ARRIVE] * real[i, Real.ARRIVE]
    if tx * tx + ty * ty < near and _there(field, whole[i, Whole.FINAL], nx, ny):
        real[i, Real.FINISH] = moment + dt
        real[i, Real.TARGET_X], real[i, Real.TARGET_Y] = nx, ny
        return GONE, GONE
    return nx, ny


@kernel
def _first_step(law, real, i, moment):
    """Return the first step of the tick that somebody who may not have begun yet takes."""
    wait = real[i, Real.MARK_S] - moment
    steps = int(round(law[Law.TICK] / law[Law.DT]))
    return 0 if wait <= 0.0 else min(int(math.ceil(wait / law[Law.DT] - 1e-6)), steps)


@kernel
def settle(law, here, there, i):
    """Set the mean velocity of the tick."""
    tick = law[Law.TICK]
    there[i, Place.VX] = (there[i, Place.X] - here[i, Place.X]) / tick
    there[i, Place.VY] = (there[i, Place.Y] - here[i, Place.Y]) / tick


@kernel
def move(field, law, here, there, real, whole, mine, i, moment):
    """Move walker i through one tick, step by step, or until the goal is reached.

    The neighbours are taken to go on as they did. Far from walls and from the end of the walk steps
    are taken several at once.
    """
    dt, tick = law[Law.DT], law[Law.TICK]
    x, y = here[i, Place.X], here[i, Place.Y]
    steps, first = int(round(tick / dt)), _first_step(law, real, i, moment)
    v0 = real[i, Real.SPEED]
    tx, ty = real[i, Real.TARGET_X] - x, real[i, Real.TARGET_Y] - y
    far = real[i, Real.ARRIVE] + v0 * tick
    if first == 0 and real[i, Real.SLACK] > v0 * tick and tx * tx + ty * ty > far * far:
        whole[i, Whole.STEPS] += steps
        if whole[i, Whole.COUNT] == 0:
            # nobody and nothing is in the way: the steps are one straight line
            real[i, Real.SLACK] -= v0 * tick
            dx, dy = real[i, Real.WISH_X], real[i, Real.WISH_Y]
            v = v0 / max(math.sqrt(dx * dx + dy * dy), 1e-9)
            vx, vy = v * dx, v * dy
            there[i, Place.X], there[i, Place.Y] = x + vx * tick, y + vy * tick
            there[i, Place.VX], there[i, Place.VY] = vx, vy
            return
        dt *= steps / min(steps, _FEW_STEPS)
        for s in range(min(steps, _FEW_STEPS)):
            x, y = _step(field, law, real, whole, mine, i, x, y, moment + s * dt, s * dt, dt)
    else:
        for s in range(first, steps):
            whole[i, Whole.STEPS] += 1
            x, y = _step(field, law, real, whole, mine, i, x, y, moment + s * dt, s * dt, dt)
            if x == GONE:
                break
    there[i, Place.X], there[i, Place.Y] = x, y
    settle(law, here, there, i)


@kernel
def step_among(field, law, here, there, real, whole, mine, old, new, i, moment, s):
    """Take step s of a tick among neighbours who are looked at anew before each step.

    ``old`` and ``new`` (m, 2) hold where those stand who are walked like this, before and after the
    step, in the row that ``Whole.SLOT`` says; it is -1 for the others, who have moved already.
    """
    k = whole[i, Whole.SLOT]
    x, y = old[k, 0], old[k, 1]
    dt = law[Law.DT]
    if x == GONE or s < _first_step(law, real, i, moment):
        new[k, 0], new[k, 1] = x, y
        return
    share = s * dt / law[Law.TICK]
    for n in range(whole[i, Whole.COUNT]):
        j = int(mine[n, Near.ROW])
        at = whole[j, Whole.SLOT]
        if at >= 0:
            mine[n, Place.X], mine[n, Place.Y] = old[at, 0], old[at, 1]
        else:
            for c in range(2):
                mine[n, c] = here[j, c] + share * (there[j, c] - here[j, c])
    whole[i, Whole.STEPS] += 1
    new[k, 0], new[k, 1] = _step(field, law, real, whole, mine, i, x, y, moment + s * dt, 0.0, dt)
