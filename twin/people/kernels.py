"""Walking, one compiled function for everyone on foot.

Model: the collision-free speed model with an anticipating side-step (:mod:`twin.people.steps`),
walls by a signed-distance field, ways by geodesic fields. On steps everybody is slower; below
bridges walls and ways are those drawn there (:mod:`twin.site.storeys`). Walkers learn each other's
places and velocities every *tick*, a quarter second, and within it expect the others to go on as
they did: the time people take to react, and one parallel loop a tick. In each tick they also choose
their side-step; step by step they then mind only who may be touched. Those who are close to
somebody then walk the tick step by step, all of them at once, and see where the others are before
each step, or they would push into each other. With a tick of one time step the model is the
published one. A parallel loop writes only the walker's own row and reads what was written before
it, so the result does not depend on the number of threads.
"""

import math

import numpy as np
from numba import prange

from twin.jit import kernel
from twin.people.cells.kernels import bucket, run_of_cells, sort_into_cells
from twin.people.columns.kernels import (
    GONE,
    LIST_LENGTH,
    SIDE_BITS,
    Law,
    Near,
    Place,
    Real,
    Whole,
)
from twin.people.heads.kernels import between, nobody, sample
from twin.people.laws.kernels import RADIUS, bilinear, in_sight, lift
from twin.people.steps.kernels import move, room_about, settle, side_step, step_among
from twin.people.ways.kernels import remaining, way
from twin.rng import Stream, normal
from twin.site.surface.kernels import Storey, Surface

__all__ = ["FEW", "walk"]

_WALK = int(Stream.WALK)
_WANDER_0 = int(Real.WANDER)
_MATES, _MATES_END = int(Whole.MATES), int(Whole.WIDTH)
_PLAIN = np.uint8(Surface.PLAIN)
_ZONE, _COVERED, _STAIRS = int(Surface.ZONE), int(Surface.COVERED), int(Surface.STAIRS)
_OVER, _UNDER = float(Storey.OVER), float(Storey.UNDER)
_FASTEST = 2.2  # greatest pace [m/s]: weidmann1993, the cut of the free speed
_PASSED = 10.0  # how near to a place on the way counts as passed [m]; assumption (range 5-20)
_PROGRESS = 0.25  # on the way, before it counts as getting on [m]; assumption (range 0.1-0.5)
_AT_HAND = 1.0  # so near, a target need not be seen, as doors in walls [m]; assumption (0.8-1.5)
_STOCK = 8  # ticks from one look at how far it still is to the next, or twice as many
_AWAY = 1.0e6  # m: whoever still has to pass a place is farther from the end than anybody else
_TURNED = 0.65  # half a body's depth over half its width [1]; assumption (range 0.5-0.8): ansur2
FEW = 256  # fewer are walked by one thread; changes no result
_KEPT = 2  # ticks that a list of neighbours and a chosen way are kept
_NEARLY = 1.0  # from the target, the way is chosen at every tick [m]; assumption (range 0.7-2)
_APART = 20.0  # companions farther from each other go on alone [m]; assumption (range 10-30)
_LAG = 1.0  # so far behind, a companion is not waited for yet [m]; assumption (range 0.5-2)
_SLOWEST = 0.3  # least of the pace of who waits for a companion; assumption (range 0-0.6)
_HASTE = 1.3  # most of the pace somebody walks at who catches up; assumption (range 1.1-1.5)


@kernel
def _tell(law, here, real, whole, active, n, spot):
    """Write down, by row, what walkers know of each other at this moment."""
    for k in range(n):
        i = active[k]
        for c in range(4):
            spot[i, c] = here[i, c]
        spot[i, Near.GIRTH] = real[i, Real.GIRTH]
        spot[i, Near.GROUP] = whole[i, Whole.GROUP]
        spot[i, Near.ROW] = i
        spot[i, Near.STRIDE] = _HASTE * law[Law.TICK] * real[i, Real.PACE]
        spot[i, Near.STOREY] = real[i, Real.STOREY]


@kernel
def _list(clearance, grid, law, real, i, size, starts, order, spot, listed):
    """List who may matter to walker i in the next ticks, by row; the nearest if there are too many.

    Who is behind a wall does not, nor who is under the deck of a bridge one is on. Returns how many
    they are.
    """
    x, y, storey = spot[i, Place.X], spot[i, Place.Y], spot[i, Near.STOREY]
    clear = room_about(law, real, i)
    up = lift(grid, storey)
    cx = int(math.floor(x / size))
    cy = int(math.floor(y / size))
    count = 0
    cells, runs = run_of_cells(cx)
    for dy in range(-1, 2):
        for run in range(runs):
            b = bucket(cx - 1 + run, cy + dy)
            for k in range(starts[b], starts[b + cells]):
                j = order[k]
                rx, ry = spot[j, Place.X] - x, spot[j, Place.Y] - y
                d2 = rx * rx + ry * ry
                limit = law[Law.LOOK] + _KEPT * (spot[i, Near.STRIDE] + spot[j, Near.STRIDE])
                if d2 > limit * limit or j == i or abs(spot[j, Near.STOREY] - storey) > 1.0:
                    continue
                # half-way to somebody nearer than twice the nearest wall there is none
                if law[Law.THIN_WALLS] > 0.0 or 4.0 * clear * clear < d2:
                    middle, _, _ = bilinear(clearance, grid, x + 0.5 * rx, y + 0.5 * ry + up)
                    if middle < 0.0:
                        continue
                    # a thin wall may stand beside the middle
                    if law[Law.THIN_WALLS] > 0.0 and 4.0 * middle * middle < d2:
                        if not in_sight(clearance, grid, 0.0, x, y + up, x + rx, y + ry + up):
                            continue
                at = count
                if count == LIST_LENGTH:
                    at, worst = -1, d2
                    for m in range(LIST_LENGTH):
                        ox, oy = spot[listed[m], Place.X] - x, spot[listed[m], Place.Y] - y
                        if ox * ox + oy * oy > worst:
                            at, worst = m, ox * ox + oy * oy
                    if at < 0:
                        continue
                else:
                    count += 1
                listed[at] = j
    return count


@kernel
def _regard(law, i, spot, listed, count, mine):
    """Take those of a list whom walker i may come to touch in this tick.

    Returns how many they are, and whether somebody is close, now or, if both go on as they did, at
    the end of it.
    """
    x, y = spot[i, Place.X], spot[i, Place.Y]
    vx, vy, tick = spot[i, Place.VX], spot[i, Place.VY], law[Law.TICK]
    close2 = law[Law.CLOSE] * law[Law.CLOSE]
    touch = 2.0 * RADIUS + law[Law.TOUCH] * law[Law.REACH] + spot[i, Near.STRIDE]
    kept, is_close = 0, False
    for k in range(count):
        j = listed[k]
        rx, ry = spot[j, Place.X] - x, spot[j, Place.Y] - y
        d2 = rx * rx + ry * ry
        # both go on by their strides at most
        felt = touch + spot[j, Near.STRIDE]
        if d2 > felt * felt:
            continue
        lx, ly = rx + tick * (spot[j, Place.VX] - vx), ry + tick * (spot[j, Place.VY] - vy)
        is_close = is_close or d2 < close2 or lx * lx + ly * ly < close2
        for c in range(Near.WIDTH):
            mine[kept, c] = spot[j, c]
        kept += 1
    return kept, is_close


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
    return law[Law.WANDER] * between(first, second, place - knot)


@kernel
def _behind(here, whole, i, dx, dy):
    """Measure how far the last of those who keep to walker i lags behind along the way. [m]"""
    last = 0.0
    for mate in range(_MATES, _MATES_END):
        j = whole[i, mate]
        # rows are used again
        if (
            j >= 0
            and whole[j, Whole.GROUP] == whole[i, Whole.PERSON]
            and whole[j, Whole.FINAL] == whole[i, Whole.FINAL]
        ):
            rx, ry = here[i, Place.X] - here[j, Place.X], here[i, Place.Y] - here[j, Place.Y]
            if rx * rx + ry * ry < _APART * _APART:
                last = max(last, rx * dx + ry * dy)
    return last


@kernel
def _turned(dx, dy, turn):
    """Turn a direction to the left by twice the arc whose tangent is half of ``turn``. [rad]

    For the turns of people on their way it is the angle itself, to 0.01; no wide one is beyond
    half a turn.
    """
    half = 0.5 * turn
    c, s = 1.0 - half * half, 2.0 * half
    length = 1.0 + half * half
    return (c * dx - s * dy) / length, (s * dx + c * dy) / length


@kernel
def _tread(surface, uneven, grid, real, i, x, y):
    """Tell on which storey walker i now is, by the nearest node; return its code."""
    ny, nx = surface.shape
    u = min(max(int((x - grid[0]) / grid[2] + 0.5), 0), nx - 1)
    v = min(max(int((y - grid[1]) / grid[2] + 0.5), 0), ny - 1)
    # most ground is plain, and a look at the small table is sooner done than one at the large one
    code = surface[v, u] if uneven[v >> SIDE_BITS, u >> SIDE_BITS] else _PLAIN
    zone = code & _ZONE
    if zone == _COVERED:
        real[i, Real.STOREY] = _UNDER if real[i, Real.STOREY] > 0.0 else _OVER
    else:
        real[i, Real.STOREY] = zone
    return code


@kernel
def _is_time_for_stock(field, real, whole, i, x, y, straight, tick):
    """Tell whether to see how far walker i still has to go: oftener when something may be near.

    The way is never shorter than the straight line.
    """
    if whole[i, Whole.FRESH] or straight < _NEARLY or tick % (2 * _STOCK) == 0:
        return True
    if tick % _STOCK != 0:
        return False
    goal = whole[i, Whole.GOAL]
    if goal == whole[i, Whole.FINAL]:
        return straight < 2.0 * real[i, Real.APPROACH]
    sx, sy = field.spots[goal, 0] - x, field.spots[goal, 1] - y
    return sx * sx + sy * sy < _PASSED * _PASSED


@kernel
def _take_stock(field, law, real, whole, i, x, drawn, tx, ty, straight, time):
    """See how far walker i still has to go, whether a place to pass is passed, the target in sight.

    Going to and fro is no progress. Whoever is close to the target, which is then walked to
    straight, counts as nearer than who is not.
    """
    goal, final = whole[i, Whole.GOAL], whole[i, Whole.FINAL]
    left = remaining(field, goal, x, drawn)
    if goal != final and left < _PASSED:
        goal = final
        whole[i, Whole.GOAL] = goal
        left = remaining(field, goal, x, drawn)
    close = False
    if goal == final and left < real[i, Real.APPROACH]:
        margin = 0.5 * law[Law.MARGIN]
        close = straight < max(_AT_HAND, room_about(law, real, i) - margin) or in_sight(
            field.clearance, field.grid, margin, x, drawn, x + tx, drawn + ty
        )
    whole[i, Whole.CLOSE] = close
    if close:
        left = straight
    else:
        left += 2.0 * real[i, Real.APPROACH] + (_AWAY if goal != final else 0.0)
    if left < real[i, Real.LEAST] - _PROGRESS:
        real[i, Real.LEAST] = left
        real[i, Real.LEAST_S] = time


@kernel
def _choose_way(field, law, address, here, real, whole, i, time, tick):
    """Choose the way and the speed of walker i; return for how long they get no nearer. [s]

    There are two clocks: one begins anew with all headway, whichever way it leads, the other only
    when the end comes nearer.
    """
    x, y = here[i, Place.X], here[i, Place.Y]
    drawn = y + lift(field.grid, real[i, Real.STOREY])
    tx, ty = real[i, Real.TARGET_X] - x, real[i, Real.TARGET_Y] - y
    straight = math.sqrt(tx * tx + ty * ty)
    if _is_time_for_stock(field, real, whole, i, x, y, straight, tick):
        _take_stock(field, law, real, whole, i, x, drawn, tx, ty, straight, time)
    goal, final, close = whole[i, Whole.GOAL], whole[i, Whole.FINAL], whole[i, Whole.CLOSE] > 0
    waiting = time - real[i, Real.MARK_S]
    late = time - real[i, Real.LEAST_S]
    alone = whole[i, Whole.SLOT] < 0
    # a target is seen from its goal: whoever gets no nearer walks there first, and then on; twice
    around = law[Law.ROUND_S]
    round_about = alone and (around <= late < 2.0 * around or 4.0 * around <= late < 8.0 * around)
    dx, dy = 0.0, 0.0
    if not close or round_about:
        dx, dy = way(field, goal, x, drawn)
    if dx == 0.0 and dy == 0.0 and straight > 1e-9:
        dx, dy = tx / straight, ty / straight
    since = time - real[i, Real.CHOSEN_S]
    real[i, Real.CHOSEN_S] = time
    real[i, Real.GAIN] += since * (here[i, Place.VX] * dx + here[i, Place.VY] * dy)
    if real[i, Real.GAIN] > _PROGRESS:
        real[i, Real.GAIN] = 0.0
        real[i, Real.MARK_S] = time
        waiting = 0.0
    real[i, Real.GIRTH] = real[i, Real.BREADTH]
    if waiting >= law[Law.SQUEEZE_S] and real[i, Real.BREADTH] <= 1.0:
        real[i, Real.GIRTH] = _TURNED
    turn = 0.0
    if waiting > law[Law.RESTLESS_S] and not alone:
        # the longer, the wider: it breaks the arches that form at narrow doors
        wide = min(2.0 * (waiting / law[Law.RESTLESS_S] - 1.0), 8.0)
        turn = wide * _wander(law, address, real, whole, i, 6.0 * time)
    elif not close:
        turn = _wander(law, address, real, whole, i, time)
    dx, dy = _turned(dx, dy, turn)
    speed = real[i, Real.PACE]
    lead = whole[i, Whole.LEADER]
    if lead < 0:
        behind = _behind(here, whole, i, dx, dy)
        speed *= min(max(1.0 - 0.25 * (behind - _LAG), _SLOWEST), 1.0)
    elif waiting < around and late < 4.0 * around and not close:
        lx, ly = here[lead, Place.X] - x, here[lead, Place.Y] - y
        together = whole[lead, Whole.PERSON] == whole[i, Whole.GROUP]
        if together and whole[lead, Whole.FINAL] == final and lx * lx + ly * ly < _APART * _APART:
            # keep abreast of the first member, on one's own side
            lx -= dy * real[i, Real.ABREAST]
            ly += dx * real[i, Real.ABREAST]
            aside = min(max(ly * dx - lx * dy, -1.5), 1.5)
            speed *= min(max(1.0 + 0.25 * (lx * dx + ly * dy), 0.6), _HASTE)
            dx, dy = dx - 0.35 * aside * dy, dy + 0.35 * aside * dx
            length = math.sqrt(dx * dx + dy * dy)
            dx, dy = dx / length, dy / length
    real[i, Real.WAY_X], real[i, Real.WAY_Y] = dx, dy
    real[i, Real.WAY_SPEED] = speed
    return late


@kernel
def _set_out(law, here, real, whole, i, code):
    """Wish for the way that was chosen, at its speed, slower on steps; turn the head that way."""
    dx, dy = real[i, Real.WAY_X], real[i, Real.WAY_Y]
    real[i, Real.WISH_X], real[i, Real.WISH_Y] = dx, dy
    on_steps = code & _STAIRS and real[i, Real.STOREY] != _UNDER
    real[i, Real.SPEED] = real[i, Real.WAY_SPEED] * (law[Law.STAIRS] if on_steps else 1.0)
    if whole[i, Whole.FRESH]:
        real[i, Real.HEAD_X], real[i, Real.HEAD_Y] = dx, dy
        whole[i, Whole.FRESH] = 0
    else:
        vx, vy = here[i, Place.VX], here[i, Place.VY]
        v = math.sqrt(vx * vx + vy * vy)
        if v > 0.05:
            real[i, Real.HEAD_X] += 0.35 * (vx / v - real[i, Real.HEAD_X])
            real[i, Real.HEAD_Y] += 0.35 * (vy / v - real[i, Real.HEAD_Y])


@kernel
def _nearly_there(here, real, i):
    """Tell whether the target of walker i is so near that the way is chosen at every tick."""
    tx, ty = (
        real[i, Real.TARGET_X] - here[i, Place.X],
        real[i, Real.TARGET_Y] - here[i, Place.Y],
    )
    return tx * tx + ty * ty < _NEARLY * _NEARLY


@kernel
def _away(there, i):
    """Put a walker who has arrived where nobody is near."""
    there[i, Place.X], there[i, Place.Y] = GONE, GONE
    there[i, Place.VX], there[i, Place.VY] = 0.0, 0.0


@kernel
def _gather_close(here, whole, active, n, rows, at):
    """List who is close to somebody, in ``rows``, and where they are; return how many."""
    m = 0
    for k in range(n):
        i = active[k]
        if whole[i, Whole.SLOT] >= 0:
            whole[i, Whole.SLOT] = m
            rows[m] = i
            at[m, 0], at[m, 1] = here[i, Place.X], here[i, Place.Y]
            m += 1
    return m


@kernel(parallel=True)
def walk(
    field,
    law,
    address,
    place,
    real,
    whole,
    near,
    listed,
    active,
    n,
    first_tick,
    ticks,
    samples,
    row,
    trace,
    starts,
    order,
    spot,
    inner,
):
    """Walk everyone for a number of ticks; return how many steps were taken.

    Parameters
    ----------
    field : Field
        The ground and the ways over it, see :class:`twin.people.walking.Field`.
    law, address, place, real, whole, near, listed : arrays
        As in :mod:`twin.people.columns`; moment 0 of ``place`` is the present before and after.
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
    trace : (ticks or 0, cap, 2) array
        When it has ticks, places are written here instead of samples; others are left alone. [m]
    starts, order, spot : arrays
        Room for the cell list: (BUCKETS**2 + 2,) and (>= n,) int32, (cap, SPOT_WIDTH) float64.
    inner : (2, >= n, 2) array
        Room for the places of those who are close to each other.

    Returns
    -------
    int
        Agent-steps: sum over steps of the walkers on foot.
    """
    clearance, grid = field.clearance, field.grid
    traced = trace.shape[0]
    fastest = _FASTEST
    for k in range(n):
        fastest = max(fastest, real[active[k], Real.PACE])
    size = law[Law.LOOK] + 2.0 * _KEPT * _HASTE * law[Law.TICK] * fastest
    now = 0
    steps = int(round(law[Law.TICK] / law[Law.DT]))
    for k in range(n):
        whole[active[k], Whole.STEPS] = 0
    for t in range(ticks):
        time = law[Law.TICK] * (first_tick + t)
        here = place[now]
        there = place[1 - now]
        _tell(law, here, real, whole, active, n, spot)
        # people are only added between calls, so that everybody is listed
        anew = t == 0 or (first_tick + t) % _KEPT == 0
        if anew:
            sort_into_cells(here, active, n, size, whole[:, Whole.BUCKET], starts, order)
        base = row + t * n
        for k in prange(n):
            i = active[k]
            if real[i, Real.FINISH] != 0.0:
                _away(there, i)
                whole[i, Whole.SLOT] = -1
                if traced == 0:
                    nobody(samples, base + k)
            else:
                mine = near[i]
                x, y = here[i, Place.X], here[i, Place.Y]
                code = _tread(field.surface, field.uneven, grid, real, i, x, y)
                late = 0.0
                if anew or _nearly_there(here, real, i):
                    late = _choose_way(
                        field, law, address, here, real, whole, i, time, first_tick + t
                    )
                _set_out(law, here, real, whole, i, code)
                if anew:
                    whole[i, Whole.LISTED] = _list(
                        clearance, grid, law, real, i, size, starts, order, spot, listed[i]
                    )
                side_step(law, real, i, spot, listed[i], whole[i, Whole.LISTED])
                whole[i, Whole.COUNT], is_close = _regard(
                    law, i, spot, listed[i], whole[i, Whole.LISTED], mine
                )
                whole[i, Whole.SLOT] = 0 if is_close else -1
                if traced == 0:
                    sample(
                        *(clearance, grid, law, address, here, real, whole, listed[i], i, time),
                        *(samples, base + k),
                    )
                else:
                    trace[t, i, 0], trace[t, i, 1] = here[i, Place.X], here[i, Place.Y]
                if not is_close:
                    move(field, law, here, there, real, whole, mine, i, time)
                if late > law[Law.STUCK_S]:
                    real[i, Real.FINISH] = -1.0
        m = _gather_close(here, whole, active, n, order, inner[0])
        for s in range(steps if m else 0):
            old, new = inner[s % 2], inner[1 - s % 2]
            if m < FEW:
                for k in range(m):
                    i = order[k]
                    step_among(field, law, here, there, real, whole, near[i], old, new, i, time, s)
            else:
                for k in prange(m):
                    i = order[k]
                    step_among(field, law, here, there, real, whole, near[i], old, new, i, time, s)
        last = inner[steps % 2]
        for k in range(m):
            i = order[k]
            there[i, Place.X], there[i, Place.Y] = last[k, 0], last[k, 1]
            settle(law, here, there, i)
        now = 1 - now
    taken = 0
    for k in range(n):
        taken += whole[active[k], Whole.STEPS]
        if now == 1:
            for c in range(4):
                place[0, active[k], c] = place[1, active[k], c]
    return taken
