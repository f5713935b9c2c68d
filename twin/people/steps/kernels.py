"""One walker's steps: the collision-free speed model of [tordeux2016]_, a side-step, and walls.

References
----------
.. [tordeux2016] key in twin/sources.bib.
"""

import math

from twin.jit import kernel
from twin.people.columns.kernels import GONE, Law, Near, Place, Real, Whole
from twin.people.laws.kernels import RADIUS, bilinear, entered, headway, keep_off, lift, push

__all__ = ["move"]


@kernel
def _steer(law, mine, count, group, girth, v0, dx, dy, x, y, time):
    """Bend the wished direction away from neighbours: equation (4) of tordeux2016, and side-step.

    The side-step looks ahead for the neighbour met first who does not get out of the way and turns
    just enough to pass; two people head on both turn left, so they pass each other. ``time`` is how
    long ago the neighbours were where ``mine`` has them.
    """
    ex, ey = dx, dy
    reach, look = law[Law.REACH], law[Law.LOOK]
    soonest, side, need = math.inf, 0.0, 0.0
    for k in range(count):
        vx, vy = mine[k, Place.VX], mine[k, Place.VY]
        rx, ry = mine[k, Place.X] + time * vx - x, mine[k, Place.Y] + time * vy - y
        d2 = rx * rx + ry * ry
        if d2 > look * look:
            continue
        size = RADIUS * (girth + mine[k, Near.GIRTH])
        d = math.sqrt(d2)
        if d < size + law[Law.TOUCH] * reach and d > 1e-9:
            away = push(law[Law.STRENGTH], reach, size, d) / d
            ex -= away * rx
            ey -= away * ry
        ahead = rx * dx + ry * dy
        if ahead > 0.0 and group != mine[k, Near.GROUP]:
            closing = v0 - (vx * dx + vy * dy)
            if closing > 0.2 * v0 and ahead < soonest * closing:
                left = ahead / closing
                aside = ry * dx - rx * dy + left * (vy * dx - vx * dy)
                room = size + 0.1
                if abs(aside) < room:
                    soonest = left
                    side = -1.0 if aside > 1e-6 else 1.0
                    need = (room - abs(aside)) / max(left * v0, 0.1)
    if side != 0.0:
        need = law[Law.DODGE] * min(need, 1.0)
        ex -= side * need * dy
        ey += side * need * dx
    return ex, ey


@kernel
def _speed(law, mine, count, girth, v0, ex, ey, x, y, time):
    """Limit the speed by the room ahead: equations (2) and (3) of tordeux2016."""
    room = math.inf
    for k in range(count):
        rx = mine[k, Place.X] + time * mine[k, Place.VX] - x
        ry = mine[k, Place.Y] + time * mine[k, Place.VY] - y
        room = min(room, headway(rx, ry, ex, ey, RADIUS * (girth + mine[k, Near.GIRTH])))
    return min(v0, max(0.0, room / law[Law.TIME_GAP]))


@kernel
def _there(field, goal, x, y):
    """Tell whether somebody near enough to a goal is at it: inside its door, if it has one."""
    first, last = field.first_edge[goal], field.first_edge[goal + 1]
    return first == last or entered(field.door_edges, first, last, x, y)


@kernel
def move(field, law, here, there, real, whole, mine, i, moment):
    """Move walker i through one tick, step by step, or until the goal is reached."""
    clearance, grid = field.clearance, field.grid
    dt, margin, tick = law[Law.DT], law[Law.MARGIN], law[Law.TICK]
    x, y = here[i, Place.X], here[i, Place.Y]
    dx, dy = real[i, Real.WISH_X], real[i, Real.WISH_Y]
    v0, girth = real[i, Real.SPEED], real[i, Real.GIRTH]
    count, group = whole[i, Whole.COUNT], whole[i, Whole.GROUP]
    slack = real[i, Real.SLACK]
    near = real[i, Real.ARRIVE] * real[i, Real.ARRIVE]
    steps = int(round(tick / dt))
    first = 0
    if real[i, Real.MARK_S] > moment:  # has not begun
        first = min(int(math.ceil((real[i, Real.MARK_S] - moment) / dt - 1e-6)), steps)
    up = lift(grid, real[i, Real.STOREY])
    if first == 0 and count == 0 and slack > v0 * tick:
        tx, ty = real[i, Real.TARGET_X] - x, real[i, Real.TARGET_Y] - y
        far = real[i, Real.ARRIVE] + v0 * tick
        if tx * tx + ty * ty > far * far:
            # nobody and nothing is in the way: the steps are one straight line
            real[i, Real.SLACK] = slack - v0 * tick
            there[i, Place.X], there[i, Place.Y] = x + v0 * dx * tick, y + v0 * dy * tick
            there[i, Place.VX], there[i, Place.VY] = v0 * dx, v0 * dy
            whole[i, Whole.STEPS] += steps
            return
    for s in range(first, steps):
        time = s * dt
        ex, ey = _steer(law, mine, count, group, girth, v0, dx, dy, x, y, time)
        by_wall = slack <= 0.0
        if by_wall:
            c, gx, gy = bilinear(clearance, grid, x, y + up)
            slack = c - margin - 0.35
            g2 = gx * gx + gy * gy
            into = ex * gx + ey * gy
            if g2 > 1e-12 and into < 0.0 and c < margin + 0.3:
                # slide along the wall, the more the nearer it is
                slide = into * min((margin + 0.3 - c) / 0.3, 1.0) / g2
                ex -= slide * gx
                ey -= slide * gy
        length = math.sqrt(ex * ex + ey * ey)
        if length < 1e-9:
            ex, ey = dx, dy
        else:
            ex, ey = ex / length, ey / length
        v = _speed(law, mine, count, girth, v0, ex, ey, x, y, time)
        nx, ny = x + v * ex * dt, y + v * ey * dt
        slack -= v * dt
        if by_wall:
            nx, ny = keep_off(clearance, grid, margin, x, y + up, nx, ny + up)
            ny -= up
        x, y = nx, ny
        whole[i, Whole.STEPS] += 1
        tx, ty = real[i, Real.TARGET_X] - x, real[i, Real.TARGET_Y] - y
        if tx * tx + ty * ty < near and _there(field, whole[i, Whole.FINAL], x, y):
            real[i, Real.FINISH] = moment + time + dt
            real[i, Real.TARGET_X], real[i, Real.TARGET_Y] = x, y
            x, y = GONE, GONE
            break
    real[i, Real.SLACK] = slack
    there[i, Place.X], there[i, Place.Y] = x, y
    there[i, Place.VX] = (x - here[i, Place.X]) / tick
    there[i, Place.VY] = (y - here[i, Place.Y]) / tick
