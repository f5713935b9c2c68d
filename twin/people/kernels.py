"""Walking, one compiled function for everyone on foot.

Model: the collision-free speed model of [tordeux2016]_ with an anticipating side-step, walls by a
signed-distance field, ways by geodesic fields. Every parallel loop writes only the walker's own
row and reads what the loop before wrote, so the result does not depend on the number of threads.

A walker is one row of four arrays: ``place`` (2, cap, 4) is position and velocity at the old and
the new moment, ``real`` (cap, R) and ``whole`` (cap, W) hold the columns named below, ``near``
(cap, LIST_LENGTH, 6) the neighbours. ``law`` (L,) holds constants, ``address`` (3,) is seed,
replication and day.

Walkers learn each other's places and velocities every *tick*, a quarter second, and within it
expect the others to go on as they did: the time people take to react, and one parallel loop a tick.
With a tick of one time step the model is the published one.

References
----------
.. [tordeux2016] key in twin/sources.bib.
"""

import math
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numba import prange

from twin.jit import kernel
from twin.rng import Stream, normal, uniform

__all__ = [
    "BUCKETS",
    "LIST_LENGTH",
    "Law",
    "Place",
    "Real",
    "Samples",
    "Whole",
    "bilinear",
    "rest_samples",
    "scatter_samples",
    "walk",
]

LIST_LENGTH = 48
"""Neighbours kept for one walker, the nearest ones when there are more."""

BUCKETS = 64
"""Cells of the wrapped grid along a side; far cells that share a bucket fail the distance test."""

GONE = 1.0e9
"""Where a walker who has reached the goal is put until Python takes the slot back. [m]"""


class Place(IntEnum):
    """Columns of ``place``, and the first of ``spot`` and ``near``: metres and metres a second."""

    X = 0
    Y = 1
    VX = 2
    VY = 3


class Near(IntEnum):
    """Further columns of ``spot`` and ``near``: what walkers know of each other at a tick."""

    GIRTH = 4
    GROUP = 5
    WIDTH = 6
    STRIDE = 6
    SPOT_WIDTH = 8


class Real(IntEnum):
    """Columns of ``real``."""

    WISH_X = 0
    WISH_Y = 1
    HEAD_X = 2
    HEAD_Y = 3
    PACE = 4
    SPEED = 5
    GIRTH = 6
    SLACK = 7
    ABREAST = 8
    TARGET_X = 9
    TARGET_Y = 10
    APPROACH = 11
    ARRIVE = 12
    BEST = 13
    BEST_S = 14
    FINISH = 15
    GAZE = 16
    WANDER = 20
    WIDTH = 22


class Whole(IntEnum):
    """Columns of ``whole``."""

    PERSON = 0
    GROUP = 1
    LEADER = 2
    GOAL = 3
    RUN = 4
    COUNT = 5
    BUCKET = 6
    FRESH = 7
    PHONE = 8
    GAZE_KNOT = 9
    WANDER_KNOT = 10
    STEPS = 11
    FINAL = 12
    WIDTH = 13


class Law(IntEnum):
    """Places of ``law``; values, units and sources stand in walk.py and gaze.py."""

    DT = 0
    TIME_GAP = 1
    STRENGTH = 2
    REACH = 3
    LOOK = 4
    DODGE = 5
    MARGIN = 6
    WANDER = 7
    WANDER_S = 8
    SQUEEZE_S = 9
    EXPLORE_S = 10
    STUCK_S = 11
    GAZE_YAW = 12
    GAZE_PITCH = 13
    GAZE_DOWN = 14
    GAZE_S = 15
    PHONE_PITCH = 16
    PHONE_HABIT = 17
    PHONE_S = 18
    TICK = 19
    WIDTH = 20


class Samples(NamedTuple):
    """Raw samples in the order of time: which run they belong to, and what they hold."""

    run: Any
    x_cm: Any
    y_cm: Any
    yaw: Any
    pitch: Any
    activity: Any


_WALK, _GAZE, _PHONE = int(Stream.WALK), int(Stream.GAZE), int(Stream.PHONE)
_GAZE_0, _WANDER_0 = int(Real.GAZE), int(Real.WANDER)
_COSINE = np.cos(2.0 * np.pi * np.arange(256) / 256.0)
_SINE = np.sin(2.0 * np.pi * np.arange(256) / 256.0)
_FASTEST = 2.2  # greatest pace [m/s]: weidmann1993, the cut of the free speed
_RADIUS = 0.2  # of a body [m]: tordeux2016, section 3; jupedsim
_PASSED = 10.0  # how near to a place on the way counts as passed [m]; assumption (range 5-20)
_HASTE = 1.3  # most of the pace somebody walks at who catches up


@kernel
def bilinear(clearance, grid, x, y):
    """Interpolate the signed distance to the nearest wall and its gradient at a point.

    ``clearance`` (ny, nx) holds the distance at nodes [m], ``grid`` (3,) the place of node (0, 0)
    and the spacing [m].
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
def _way(index, angle, cost, metres, grid, goal, x, y):
    """Look up the way to a goal: direction blended over the four nearest nodes, and cost."""
    ny, nx = index.shape
    u = min(max((x - grid[0]) / grid[2], 0.0), nx - 1.000001)
    v = min(max((y - grid[1]) / grid[2], 0.0), ny - 1.000001)
    i, j = int(u), int(v)
    a, b = u - i, v - j
    sx, sy, sd, sw = 0.0, 0.0, 0.0, 0.0
    for dj in range(2):
        for di in range(2):
            k = index[j + dj, i + di]
            if k >= 0:
                w = (a if di else 1.0 - a) * (b if dj else 1.0 - b) + 1e-9
                turn = angle[goal, k]
                sx += w * _COSINE[turn]
                sy += w * _SINE[turn]
                sd += w * metres[cost[goal, k]]
                sw += w
    if sw == 0.0:
        return 0.0, 0.0, math.inf
    length = math.sqrt(sx * sx + sy * sy)
    if length < 1e-6:
        # opposite ways meet (a ridge of the field): any of them will do
        return 1.0, 0.0, sd / sw
    return sx / length, sy / length, sd / sw


@kernel
def _reads(law, address, person, time):
    """Tell whether a person with a phone habit reads at this moment."""
    block = 1 + int(math.floor(time / law[Law.PHONE_S]))
    u = uniform(address[0], _PHONE, address[1], address[2], person, block)
    return u < law[Law.PHONE_HABIT]


@kernel
def _crad(angle):
    """Round an angle to hundredths of a radian in (-pi, pi]."""
    angle = angle - 2.0 * math.pi * math.floor((angle + math.pi) / (2.0 * math.pi))
    return np.int16(math.floor(100.0 * angle + 0.5))


@kernel
def _fill_buckets(law, here, real, whole, active, n, size, starts, order, spot):
    """Sort walkers into the cells of a wrapped grid by counting; serial, so always the same.

    ``spot`` (n, 8) then holds what walkers know of each other, in the order of the cells.
    """
    for k in range(starts.size):
        starts[k] = 0
    for k in range(n):
        i = active[k]
        cx = int(math.floor(here[i, Place.X] / size)) & (BUCKETS - 1)
        cy = int(math.floor(here[i, Place.Y] / size)) & (BUCKETS - 1)
        whole[i, Whole.BUCKET] = cy * BUCKETS + cx
        starts[cy * BUCKETS + cx + 2] += 1
    for k in range(2, starts.size):
        starts[k] += starts[k - 1]
    for k in range(n):
        i = active[k]
        b = whole[i, Whole.BUCKET] + 1
        at = starts[b]
        starts[b] = at + 1
        order[at] = i
        for c in range(4):
            spot[at, c] = here[i, c]
        spot[at, Near.GIRTH] = real[i, Real.GIRTH]
        spot[at, Near.GROUP] = whole[i, Whole.GROUP]
        spot[at, Near.STRIDE] = _HASTE * law[Law.TICK] * real[i, Real.PACE]
    # bucket b now holds order[starts[b]] to order[starts[b + 1] - 1]


@kernel
def _list_neighbours(clearance, grid, here, mine, i, size, reach, starts, order, spot, open_ground):
    """List who is near walker i and not behind a wall; the nearest when there are too many."""
    x, y = here[i, Place.X], here[i, Place.Y]
    cx = int(math.floor(x / size))
    cy = int(math.floor(y / size))
    count = 0
    for dy in range(-1, 2):
        row = ((cy + dy) & (BUCKETS - 1)) * BUCKETS
        for dx in range(-1, 2):
            b = row + ((cx + dx) & (BUCKETS - 1))
            for k in range(starts[b], starts[b + 1]):
                rx, ry = spot[k, Place.X] - x, spot[k, Place.Y] - y
                d2 = rx * rx + ry * ry
                limit = reach + spot[k, Near.STRIDE]
                if d2 > limit * limit or order[k] == i:
                    continue
                if not open_ground:
                    middle, _, _ = bilinear(clearance, grid, x + 0.5 * rx, y + 0.5 * ry)
                    if middle < 0.0:
                        continue
                at = count
                if count == LIST_LENGTH:
                    at, worst = -1, d2
                    for m in range(LIST_LENGTH):
                        ox, oy = mine[m, Place.X] - x, mine[m, Place.Y] - y
                        if ox * ox + oy * oy > worst:
                            at, worst = m, ox * ox + oy * oy
                    if at < 0:
                        continue
                else:
                    count += 1
                for c in range(Near.WIDTH):
                    mine[at, c] = spot[k, c]
    return count


@kernel
def _between(first, second, share):
    """Go from one independent normal number to the next; the variance is 1 all the way."""
    return ((1.0 - share) * first + share * second) / math.sqrt(
        (1.0 - share) * (1.0 - share) + share * share
    )


@kernel
def _wander(law, address, real, whole, i, time):
    """Draw the slow deviation from the shortest way; a function of person and time. [rad]"""
    place = time / law[Law.WANDER_S]
    knot = int(math.floor(place))
    if knot != whole[i, Whole.WANDER_KNOT]:
        p = whole[i, Whole.PERSON]
        real[i, _WANDER_0] = normal(address[0], _WALK, address[1], address[2], p, knot)
        real[i, _WANDER_0 + 1] = normal(address[0], _WALK, address[1], address[2], p, knot + 1)
        whole[i, Whole.WANDER_KNOT] = knot
    first, second = real[i, _WANDER_0], real[i, _WANDER_0 + 1]
    return law[Law.WANDER] * _between(first, second, place - knot)


@kernel
def _choose_way(index, angle, cost, metres, grid, law, address, here, real, whole, i, time):
    """Set the direction and the speed walker i wishes for; return the time without progress."""
    x, y = here[i, Place.X], here[i, Place.Y]
    goal = whole[i, Whole.GOAL]
    dx, dy, remaining = _way(index, angle, cost, metres, grid, goal, x, y)
    final = whole[i, Whole.FINAL]
    if goal != final and remaining < _PASSED:
        goal = final
        whole[i, Whole.GOAL] = goal
        real[i, Real.BEST], real[i, Real.BEST_S] = math.inf, time
        dx, dy, remaining = _way(index, angle, cost, metres, grid, goal, x, y)
    tx, ty = real[i, Real.TARGET_X] - x, real[i, Real.TARGET_Y] - y
    straight = math.sqrt(tx * tx + ty * ty)
    close = goal == final and (remaining < real[i, Real.APPROACH] or remaining == math.inf)
    waiting = time - real[i, Real.BEST_S]
    if close and straight > 1e-9 and waiting < law[Law.SQUEEZE_S]:
        dx, dy = tx / straight, ty / straight
    if close:
        remaining = straight
    if remaining < real[i, Real.BEST] - 0.25:
        real[i, Real.BEST] = remaining
        real[i, Real.BEST_S] = time
        waiting = 0.0
    real[i, Real.GIRTH] = 1.0 if waiting < law[Law.SQUEEZE_S] else 0.5
    turn = 0.0
    if waiting > law[Law.EXPLORE_S]:
        turn = 8.0 * _wander(law, address, real, whole, i, 6.0 * time)
    elif not close:
        turn = _wander(law, address, real, whole, i, time)
    c, s = math.cos(turn), math.sin(turn)
    dx, dy = c * dx - s * dy, s * dx + c * dy
    speed = real[i, Real.PACE]
    lead = whole[i, Whole.LEADER]
    if lead >= 0 and waiting < law[Law.SQUEEZE_S] and not close:
        lx, ly = here[lead, Place.X] - x, here[lead, Place.Y] - y
        together = whole[lead, Whole.PERSON] == whole[i, Whole.GROUP]
        if together and whole[lead, Whole.FINAL] == final and lx * lx + ly * ly < 400.0:
            # keep abreast of the first member, on one's own side
            lx -= dy * real[i, Real.ABREAST]
            ly += dx * real[i, Real.ABREAST]
            aside = min(max(ly * dx - lx * dy, -1.5), 1.5)
            speed *= min(max(1.0 + 0.25 * (lx * dx + ly * dy), 0.6), 1.3)
            dx, dy = dx - 0.35 * aside * dy, dy + 0.35 * aside * dx
            length = math.sqrt(dx * dx + dy * dy)
            dx, dy = dx / length, dy / length
    real[i, Real.WISH_X], real[i, Real.WISH_Y] = dx, dy
    real[i, Real.SPEED] = speed
    if whole[i, Whole.FRESH]:
        real[i, Real.HEAD_X], real[i, Real.HEAD_Y] = dx, dy
        whole[i, Whole.FRESH] = 0
    else:
        vx, vy = here[i, Place.VX], here[i, Place.VY]
        v = math.sqrt(vx * vx + vy * vy)
        if v > 0.05:
            real[i, Real.HEAD_X] += 0.35 * (vx / v - real[i, Real.HEAD_X])
            real[i, Real.HEAD_Y] += 0.35 * (vy / v - real[i, Real.HEAD_Y])
    return waiting


@kernel
def _sample(law, address, here, real, whole, i, time, samples, row):
    """Write where walker i is and where the face points.

    The gaze is a moving average of independent normal numbers at knots: a function of the person
    and the time alone, of variance 1 everywhere, that forgets after two knots.
    """
    p = whole[i, Whole.PERSON]
    place = time / law[Law.GAZE_S]
    knot = int(math.floor(place))
    if knot != whole[i, Whole.GAZE_KNOT]:
        for c in range(4):
            at = 4 * (knot + c // 2) + c % 2
            real[i, _GAZE_0 + c] = normal(address[0], _GAZE, address[1], address[2], p, at)
        whole[i, Whole.GAZE_KNOT] = knot
    share = place - knot
    yaw = law[Law.GAZE_YAW] * _between(real[i, _GAZE_0], real[i, _GAZE_0 + 2], share)
    yaw = min(max(yaw, -1.4), 1.4)
    up = _between(real[i, _GAZE_0 + 1], real[i, _GAZE_0 + 3], share)
    pitch = law[Law.GAZE_DOWN] + law[Law.GAZE_PITCH] * up
    activity = 0
    if whole[i, Whole.PHONE] and _reads(law, address, p, time):
        yaw, pitch, activity = 0.2 * yaw, law[Law.PHONE_PITCH], 3
    yaw += math.atan2(real[i, Real.HEAD_Y], real[i, Real.HEAD_X])
    samples.run[row] = whole[i, Whole.RUN]
    samples.x_cm[row] = int(math.floor(100.0 * here[i, Place.X] + 0.5))
    samples.y_cm[row] = int(math.floor(100.0 * here[i, Place.Y] + 0.5))
    samples.yaw[row] = _crad(yaw)
    samples.pitch[row] = np.int16(math.floor(100.0 * pitch + 0.5))
    samples.activity[row] = activity


@kernel
def _nobody(there, i, samples, row):
    """Mark a row of the samples as empty, for a walker who has arrived.

    A function of its own: numba drops a store to a named tuple that stands in a parallel loop.
    """
    samples.run[row] = -1
    there[i, Place.X], there[i, Place.Y] = GONE, GONE
    there[i, Place.VX], there[i, Place.VY] = 0.0, 0.0


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
        size = _RADIUS * (girth + mine[k, Near.GIRTH])
        d = math.sqrt(d2)
        if d < size + 8.0 * reach and d > 1e-9:
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
        size = _RADIUS * (girth + mine[k, Near.GIRTH])
        if rx * ex + ry * ey > 0.0 and abs(rx * ey - ry * ex) <= size:
            room = math.sqrt(rx * rx + ry * ry) - size
            v = min(v, max(0.0, room / law[Law.TIME_GAP]))
    return v


@kernel
def _keep_off(clearance, grid, margin, x, y, nx, ny):
    """Bring a step that ends too near a wall back onto walkable ground."""
    for _ in range(3):
        c, gx, gy = bilinear(clearance, grid, nx, ny)
        if c >= margin:
            return nx, ny
        g = math.sqrt(gx * gx + gy * gy)
        if g < 1e-6:
            break
        nx += (margin - c + 1e-4) * gx / g
        ny += (margin - c + 1e-4) * gy / g
    c, _, _ = bilinear(clearance, grid, nx, ny)
    before, _, _ = bilinear(clearance, grid, x, y)
    moved = (nx - x) * (nx - x) + (ny - y) * (ny - y)
    if c < min(before, margin) or moved > 0.04:
        return x, y
    return nx, ny


@kernel
def _move(clearance, grid, law, here, there, real, whole, mine, i, moment):
    """Move walker i through one tick, step by step, or until the goal is reached."""
    dt, margin, tick = law[Law.DT], law[Law.MARGIN], law[Law.TICK]
    x, y = here[i, Place.X], here[i, Place.Y]
    dx, dy = real[i, Real.WISH_X], real[i, Real.WISH_Y]
    v0, girth = real[i, Real.SPEED], real[i, Real.GIRTH]
    count, group = whole[i, Whole.COUNT], whole[i, Whole.GROUP]
    slack = real[i, Real.SLACK]
    near = real[i, Real.ARRIVE] * real[i, Real.ARRIVE]
    steps = int(round(tick / dt))
    for s in range(steps):
        time = s * dt
        ex, ey = _steer(law, mine, count, group, girth, v0, dx, dy, x, y, time)
        by_wall = slack <= 0.0
        if by_wall:
            c, gx, gy = bilinear(clearance, grid, x, y)
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
            nx, ny = _keep_off(clearance, grid, margin, x, y, nx, ny)
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


@kernel(parallel=True)
def walk(
    clearance,
    index,
    angle,
    cost,
    metres,
    grid,
    law,
    address,
    place,
    real,
    whole,
    near,
    active,
    n,
    first_tick,
    ticks,
    samples,
    row,
    starts,
    order,
    spot,
):
    """Walk everyone for a number of ticks; return how many steps were taken.

    Parameters
    ----------
    clearance : (ny, nx) float array
        Signed distance to the nearest wall at nodes. [m]
    index : (ny, nx) int32 array
        Column of a node in ``angle`` and ``cost``, or -1.
    angle : (G, K) uint8 array
        Way to goal g from node k, in 256ths of a turn anticlockwise from east.
    cost : (G, K) uint16 array
        Length of that way as the bits of a float16, of which ``metres`` (65536,) is the value. [m]
    grid : (3,) array
        Place of node (0, 0) and spacing. [m]
    law, address, place, real, whole, near : arrays
        As at the top of this file; moment 0 of ``place`` is the present before and after.
    active : (>= n,) int32 array
        Rows on foot.
    n : int
        How many of them.
    first_tick, ticks : int
        The present, and how long to walk, in ticks.
    samples : Samples
        Filled from ``row`` on, ``ticks`` times ``n`` rows; run -1 where nobody is.
    row : int
        First free row of the samples.
    starts, order, spot : arrays
        Room for the cell list: (BUCKETS**2 + 2,) and (>= n,) int32, (>= n, 8) float64.

    Returns
    -------
    int
        Agent-steps: sum over steps of the walkers on foot.
    """
    size = law[Law.LOOK] + 2.0 * _HASTE * law[Law.TICK] * _FASTEST
    now = 0
    for k in range(n):
        whole[active[k], Whole.STEPS] = 0
    for t in range(ticks):
        time = law[Law.TICK] * (first_tick + t)
        here = place[now]
        there = place[1 - now]
        _fill_buckets(law, here, real, whole, active, n, size, starts, order, spot)
        base = row + t * n
        for k in prange(n):
            i = active[k]
            if real[i, Real.FINISH] != 0.0:
                _nobody(there, i, samples, base + k)
            else:
                open_ground = real[i, Real.SLACK] > 0.5 * size
                reach = law[Law.LOOK] + _HASTE * law[Law.TICK] * real[i, Real.PACE]
                mine = near[i]
                whole[i, Whole.COUNT] = _list_neighbours(
                    clearance, grid, here, mine, i, size, reach, starts, order, spot, open_ground
                )
                waiting = _choose_way(
                    index, angle, cost, metres, grid, law, address, here, real, whole, i, time
                )
                _sample(law, address, here, real, whole, i, time, samples, base + k)
                _move(clearance, grid, law, here, there, real, whole, mine, i, time)
                if waiting > law[Law.STUCK_S]:
                    real[i, Real.FINISH] = -1.0
        now = 1 - now
    steps = 0
    for k in range(n):
        steps += whole[active[k], Whole.STEPS]
        if now == 1:
            for c in range(4):
                place[0, active[k], c] = place[1, active[k], c]
    return steps


@kernel
def scatter_samples(samples, rows, offset, first, seen, out):
    """Bring raw samples from the order of time into the order of runs.

    ``offset`` (R,) is where each run begins in ``out``, ``first`` (R,) its first tick, ``seen``
    (R,) zeros; ``out`` is a tuple of the columns tick, x, y, yaw, pitch, activity.
    """
    tick, x_cm, y_cm, yaw, pitch, activity = out
    for k in range(rows):
        r = samples.run[k]
        if r >= 0:
            at = offset[r] + seen[r]
            tick[at] = first[r] + seen[r]
            x_cm[at] = samples.x_cm[k]
            y_cm[at] = samples.y_cm[k]
            yaw[at] = samples.yaw[k]
            pitch[at] = samples.pitch[k]
            activity[at] = samples.activity[k]
            seen[r] += 1


@kernel(parallel=True)
def rest_samples(
    law, address, spread, spacing, offset, first, count, person, phone, facing, yaw_out, pitch_out
):
    """Fill where people who stand or sit look: slowly about ``facing``, wide, at times down.

    Arrays are (R,): where the run begins in the outputs, its first tick, its length, who, whether
    they read a phone at times, and where they face [rad].
    """
    for r in prange(offset.size):
        knot = -1
        y0, y1, p0, p1 = 0.0, 0.0, 0.0, 0.0
        p = person[r]
        for k in range(count[r]):
            time = 0.25 * (first[r] + k)
            place = time / spacing
            now = int(math.floor(place))
            if now != knot:
                knot = now
                y0 = normal(address[0], _GAZE, address[1], address[2], p, 4 * knot + 2)
                y1 = normal(address[0], _GAZE, address[1], address[2], p, 4 * knot + 6)
                p0 = normal(address[0], _GAZE, address[1], address[2], p, 4 * knot + 3)
                p1 = normal(address[0], _GAZE, address[1], address[2], p, 4 * knot + 7)
            yaw = min(max(spread * _between(y0, y1, place - knot), -1.4), 1.4)
            pitch = law[Law.GAZE_DOWN] + law[Law.GAZE_PITCH] * _between(p0, p1, place - knot)
            if phone[r] and _reads(law, address, p, time):
                yaw, pitch = 0.2 * yaw, law[Law.PHONE_PITCH]
            yaw_out[offset[r] + k] = _crad(facing[r] + yaw)
            pitch_out[offset[r] + k] = np.int16(math.floor(100.0 * pitch + 0.5))
