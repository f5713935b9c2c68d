"""One walker's steps: the collision-free speed model of [tordeux2016]_, a side-step, and walls.

References
----------
.. [tordeux2016] key in twin/sources.bib.
"""

import math

from twin.jit import kernel
from twin.people.columns.kernels import GONE, Law, Near, Place, Real, Whole
from twin.site.surface.kernels import Storey

__all__ = ["RADIUS", "TOUCH", "bilinear", "lift", "move"]

_FARTHEST = 0.2  # no step, put right at a wall, is longer [m]: 2.2 m/s * 1.3 * 0.05 s, and as much
RADIUS = 0.2  # of a body [m]: tordeux2016, section 3; jupedsim
_PLANE = float(Storey.PLANE)
TOUCH = 8.0  # reaches beyond which exp(-8) of a push is left, and nobody pushed; assumption (6-12)


@kernel
def lift(grid, storey):
    """Say how far north of their place on the map the ground of a storey is drawn. [m]"""
    return grid[3] if storey > _PLANE else 0.0


@kernel
def bilinear(clearance, grid, x, y):
    """Interpolate the signed distance to the nearest wall and its gradient at a point.

    ``clearance`` (ny, nx) holds the distance at nodes [m], ``grid`` the place of node (0, 0) and
    the spacing [m].
    """
    ny, nx = clearance.shape
    u = min(max((x - grid[0]) / grid[2], 0.0), nx - 1.000001)
    v = min(max((y - grid[1]) / grid[2], 0.0), ny - 1.000001)
    i, j = int(u), int(v)
    a, b = u - i, v - j
    c00, c01 = clearance[j, i], clearance[j, i + 1]
    c10, c11 = clearance[j + 1, i], clearance[j + 1, i + 1]
    low = c00 + a * (c01 - c00)
    high = c10 + a * (c11 - c10)
    gx = ((1.0 - b) * (c01 - c00) + b * (c11 - c10)) / grid[2]
    return low + b * (high - low), gx, (high - low) / grid[2]


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
        if d < size + TOUCH * reach and d > 1e-9:
            push = law[Law.STRENGTH] * math.exp((size - d) / reach) / d
            ex -= push * rx
            ey -= push * ry
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
    v = v0
    for k in range(count):
        rx = mine[k, Place.X] + time * mine[k, Place.VX] - x
        ry = mine[k, Place.Y] + time * mine[k, Place.VY] - y
        size = RADIUS * (girth + mine[k, Near.GIRTH])
        if rx * ex + ry * ey > 0.0 and abs(rx * ey - ry * ex) <= size:
            room = math.sqrt(rx * rx + ry * ry) - size
            v = min(v, max(0.0, room / law[Law.TIME_GAP]))
    return v


@kernel
def _keep_off(clearance, grid, margin, x, y, nx, ny, up):
    """Bring a step that ends too near a wall back onto walkable ground, drawn ``up`` north."""
    c, gx, gy = bilinear(clearance, grid, nx, ny + up)
    for _ in range(3):
        if c >= margin:
            break
        g = math.sqrt(gx * gx + gy * gy)
        if g < 1e-6:
            break
        nx += (margin - c + 1e-4) * gx / g
        ny += (margin - c + 1e-4) * gy / g
        c, gx, gy = bilinear(clearance, grid, nx, ny + up)
    if c < margin:
        before, _, _ = bilinear(clearance, grid, x, y + up)
        if c < before:
            return x, y
    if (nx - x) * (nx - x) + (ny - y) * (ny - y) > _FARTHEST * _FARTHEST:
        return x, y
    return nx, ny


@kernel
def move(clearance, grid, law, here, there, real, whole, mine, i, moment):
    """Move walker i through one tick, step by step, or until the goal is reached."""
    dt, margin, tick = law[Law.DT], law[Law.MARGIN], law[Law.TICK]
    x, y = here[i, Place.X], here[i, Place.Y]
    dx, dy = real[i, Real.WISH_X], real[i, Real.WISH_Y]
    v0, girth = real[i, Real.SPEED], real[i, Real.GIRTH]
    count, group = whole[i, Whole.COUNT], whole[i, Whole.GROUP]
    slack = real[i, Real.SLACK]
    near = real[i, Real.ARRIVE] * real[i, Real.ARRIVE]
    steps = int(round(tick / dt))
    up = lift(grid, real[i, Real.STOREY])
    if count == 0 and slack > v0 * tick:
        tx, ty = real[i, Real.TARGET_X] - x, real[i, Real.TARGET_Y] - y
        far = real[i, Real.ARRIVE] + v0 * tick
        if tx * tx + ty * ty > far * far:
            # nobody and nothing is in the way: the steps are one straight line
            real[i, Real.SLACK] = slack - v0 * tick
            there[i, Place.X], there[i, Place.Y] = x + v0 * dx * tick, y + v0 * dy * tick
            there[i, Place.VX], there[i, Place.VY] = v0 * dx, v0 * dy
            whole[i, Whole.STEPS] += steps
            return
    for s in range(steps):
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
            nx, ny = _keep_off(clearance, grid, margin, x, y, nx, ny, up)
        x, y = nx, ny
        whole[i, Whole.STEPS] += 1
        tx, ty = real[i, Real.TARGET_X] - x, real[i, Real.TARGET_Y] - y
        if tx * tx + ty * ty < near:
            real[i, Real.FINISH] = moment + time + dt
            real[i, Real.TARGET_X], real[i, Real.TARGET_Y] = x, y
            x, y = GONE, GONE
            break
    real[i, Real.SLACK] = slack
    there[i, Place.X], there[i, Place.Y] = x, y
    there[i, Place.VX] = (x - here[i, Place.X]) / tick
    there[i, Place.VY] = (y - here[i, Place.Y]) / tick
