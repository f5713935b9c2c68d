"""Walking, one compiled function for everyone on foot.

Model: the collision-free speed model with an anticipating side-step (:mod:`twin.people.steps`),
walls by a signed-distance field, ways by geodesic fields. On steps everybody is slower; below
bridges walls and ways are those drawn there (:mod:`twin.site.storeys`). Walkers learn each other's
places and velocities every *tick*, a quarter second, and within it expect the others to go on as
they did: the time people take to react. At every second tick they choose their way
(:mod:`twin.people.choose`), in each their side-step; step by step they then mind only who may be
touched. Those who are close to somebody, or come close as either turns, walk the tick step by step,
all of them at once, and see where the others are before each step, or they would push into each
other. A parallel loop writes only the walker's own row and reads what was written before it, so the
result does not depend on the number of threads.
"""

import math

from numba import prange

from twin.jit import kernel
from twin.people.cells.kernels import bucket, run_of_cells, sort_into_cells
from twin.people.choose.kernels import HASTE, choose_way, nearly_there, set_out, tread
from twin.people.columns.kernels import GONE, LIST_LENGTH, Law, Near, Place, Real, Whole
from twin.people.heads.kernels import knot_at, nobody, sample
from twin.people.laws.kernels import FASTEST_FREE, RADIUS, in_sight, lift
from twin.people.steps.kernels import move, room_about, settle, side_step, step_among, turn_back
from twin.site.between.kernels import bilinear

__all__ = ["FEW", "walk"]

FEW = 300  # fewer are walked sooner by one thread; assumption (range 200-2,000), changes no result
_SAME_WAY = 0.5  # cosine below which a way is another one [1]; assumption (range 0-0.9)
_KEPT = 2  # ticks that a list of neighbours and a chosen way are kept


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
        spot[i, Near.STRIDE] = HASTE * law[Law.TICK] * real[i, Real.PACE]
        spot[i, Near.STOREY] = real[i, Real.STOREY]


@kernel
def _behind_wall(clearance, grid, law, x, y, rx, ry):
    """Tell whether a wall is half-way to ``x + rx, y + ry``; where walls are thin, anywhere."""
    middle, _, _ = bilinear(clearance, grid, x + 0.5 * rx, y + 0.5 * ry)
    if middle < 0.0:
        return True
    if law[Law.THIN_WALLS] <= 0.0 or 4.0 * middle * middle >= rx * rx + ry * ry:
        return False
    return not in_sight(clearance, grid, 0.0, x, y, x + rx, y + ry)


@kernel
def _list(clearance, grid, law, real, i, size, starts, order, spot, listed):
    """List who may matter to walker i in the next ticks, by row; the nearest if there are too many.

    Who is behind a wall, and still is a tick on, does not, nor who is under the deck of a bridge
    one is on. Returns how many they are.
    """
    x, y, storey = spot[i, Place.X], spot[i, Place.Y], spot[i, Near.STOREY]
    clear, tick = room_about(law, real, i), law[Law.TICK]
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
                    if _behind_wall(clearance, grid, law, x, y + up, rx, ry):
                        # round a wall's end they may see each other in a moment
                        ax, ay = tick * spot[i, Place.VX], tick * spot[i, Place.VY]
                        bx, by = tick * spot[j, Place.VX] - ax, tick * spot[j, Place.VY] - ay
                        if _behind_wall(
                            clearance, grid, law, x + ax, y + up + ay, rx + bx, ry + by
                        ):
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
def _goes_on(real, i, vx, vy):
    """Tell the velocity of walker i in this tick: as before or, if that is another way, as wished.

    Also returns whether it is another way.
    """
    wx, wy = real[i, Real.WISH_X], real[i, Real.WISH_Y]
    v2, w2, along = vx * vx + vy * vy, wx * wx + wy * wy, wx * vx + wy * vy
    if along > 0.0 and along * along >= _SAME_WAY * _SAME_WAY * v2 * w2:
        return vx, vy, False
    v = real[i, Real.SPEED] / max(math.sqrt(w2), 1e-9)
    return v * wx, v * wy, True


@kernel
def _regard(law, real, i, spot, listed, count, mine):
    """Take those of a list whom walker i may come to touch in this tick.

    Returns how many they are, and whether somebody is close: now or at the end of it, if both go on
    as they did. Whoever turns goes as they wish, and is close to those there now, too, since they
    may turn as well.
    """
    x, y, tick = spot[i, Place.X], spot[i, Place.Y], law[Law.TICK]
    vx, vy, turns = _goes_on(real, i, spot[i, Place.VX], spot[i, Place.VY])
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
        ax, ay = rx - tick * vx, ry - tick * vy
        lx, ly = ax + tick * spot[j, Place.VX], ay + tick * spot[j, Place.VY]
        is_close = is_close or d2 < close2 or lx * lx + ly * ly < close2
        is_close = is_close or (turns and ax * ax + ay * ay < close2)
        for c in range(Near.WIDTH):
            mine[kept, c] = spot[j, c]
        kept += 1
    return kept, is_close


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
    rows,
    spot,
    inner,
):
    """Walk everyone for a number of ticks.

    Parameters
    ----------
    field : Field
        The ground and the ways over it, see :class:`twin.people.field.Field`.
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
    trace : (ticks or 0, cap, 3) array
        When it has ticks, places and radii of bodies are written here instead of samples; rows of
        others are left alone. [m]
    starts, order, spot : arrays
        Room for the cell list: (BUCKETS**2 + 2,) and (>= n,) int32, (cap, SPOT_WIDTH) float64;
        ``order`` in the end has the rows of those who walk on, in the order of ``active``.
    rows, inner : (>= n,) int32 and (2, >= n, 2) arrays
        Room for the rows and the places of those who are close to each other; ``rows`` in the end
        has those of whoever has reached the goal or is stuck.

    Returns
    -------
    taken : int
        Agent-steps: time on foot of all walkers, in steps of ``dt``, some of which are taken
        several at once.
    done : int
        How many have reached the goal or are stuck.
    """
    clearance, grid = field.clearance, field.grid
    traced = trace.shape[0]
    fastest = FASTEST_FREE
    for k in range(n):
        fastest = max(fastest, real[active[k], Real.PACE])
    size = law[Law.LOOK] + 2.0 * _KEPT * HASTE * law[Law.TICK] * fastest
    now = 0
    steps = int(round(law[Law.TICK] / law[Law.DT]))
    for k in range(n):
        whole[active[k], Whole.STEPS] = 0
    for t in range(ticks):
        time = law[Law.TICK] * (first_tick + t)
        knot = knot_at(law, first_tick + t)
        begins = knot != knot_at(law, first_tick + t - 1)
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
                code = tread(field.surface, field.uneven, grid, real, i, x, y)
                late = 0.0
                if anew or nearly_there(here, real, i):
                    late = choose_way(
                        field, law, address, here, real, whole, i, time, first_tick + t
                    )
                set_out(law, here, real, whole, i, code)
                # at a wall somebody may come round its end at any moment
                if anew or real[i, Real.SLACK] <= 0.0:
                    whole[i, Whole.LISTED] = _list(
                        clearance, grid, law, real, i, size, starts, order, spot, listed[i]
                    )
                side_step(law, real, i, spot, listed[i], whole[i, Whole.LISTED])
                whole[i, Whole.COUNT], is_close = _regard(
                    law, real, i, spot, listed[i], whole[i, Whole.LISTED], mine
                )
                turn_back(law, here, real, i, mine, whole[i, Whole.COUNT], time)
                whole[i, Whole.SLOT] = 0 if is_close else -1
                if traced == 0:
                    sample(
                        *(clearance, grid, law, address, real, whole, i, spot, listed[i]),
                        *(knot, begins, samples, base + k),
                    )
                else:
                    trace[t, i, 0], trace[t, i, 1] = x, y
                    trace[t, i, 2] = RADIUS * real[i, Real.GIRTH]
                if not is_close:
                    move(field, law, here, there, real, whole, mine, i, time)
                if late > law[Law.STUCK_S]:
                    real[i, Real.FINISH] = -1.0
        m = _gather_close(here, whole, active, n, rows, inner[0])
        for s in range(steps if m else 0):
            old, new = inner[s % 2], inner[1 - s % 2]
            if m < FEW:
                for k in range(m):
                    i = rows[k]
                    step_among(field, law, here, there, real, whole, near[i], old, new, i, time, s)
            else:
                for k in prange(m):
                    i = rows[k]
                    step_among(field, law, here, there, real, whole, near[i], old, new, i, time, s)
        last = inner[steps % 2]
        for k in range(m):
            i = rows[k]
            there[i, Place.X], there[i, Place.Y] = last[k, 0], last[k, 1]
            settle(law, here, there, i)
        now = 1 - now
    taken, done = 0, 0
    for k in range(n):
        i = active[k]
        taken += whole[i, Whole.STEPS]
        if real[i, Real.FINISH] != 0.0:
            rows[done] = i
            done += 1
        else:
            order[k - done] = i
        if now == 1:
            for c in range(4):
                place[0, active[k], c] = place[1, active[k], c]
    return taken, done
