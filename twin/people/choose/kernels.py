"""Which way walkers wish to go, and how fast: by the ways to their goals, friends and patience."""

import math

import numpy as np

from twin.jit import kernel
from twin.people.columns.kernels import SIDE_BITS, Law, Place, Real, Whole
from twin.people.heads.kernels import between
from twin.people.laws.kernels import in_sight, lift
from twin.people.steps.kernels import room_about
from twin.people.ways.kernels import remaining, spared, way
from twin.rng import Stream, normal
from twin.site.surface.kernels import Storey, Surface

__all__ = ["HASTE", "choose_way", "nearly_there", "set_out", "tread"]

_WALK = int(Stream.WALK)
_WANDER_0 = int(Real.WANDER)
_MATES, _MATES_END = int(Whole.MATES), int(Whole.WIDTH)
_PLAIN = np.uint8(Surface.PLAIN)
_ZONE, _COVERED, _STAIRS = int(Surface.ZONE), int(Surface.COVERED), int(Surface.STAIRS)
_OVER, _UNDER = float(Storey.OVER), float(Storey.UNDER)
_PASSED = 10.0  # how near to a place on the way counts as passed [m]; assumption (range 5-20)
_PROGRESS = 0.25  # on the way, before it counts as getting on [m]; assumption (range 0.1-0.5)
_AT_HAND = 1.0  # so near, a target need not be seen, as doors in walls [m]; assumption (0.8-1.5)
_STOCK = 8  # ticks from one look at how far it still is to the next, or twice as many
_AWAY = 1.0e6  # m: whoever still has to pass a place is farther from the end than anybody else
_SIDEWAYS = 0.65  # half a body's depth over half its width [1]; assumption (range 0.5-0.8): ansur2
_NEARLY = 1.0  # from the target, the way is chosen at every tick [m]; assumption (range 0.7-2)
_TOGETHER = 20.0  # companions farther from each other go on alone [m]; assumption (range 10-30)
_LAG = 1.0  # so far behind, a companion is not waited for yet [m]; assumption (range 0.5-2)
_SLOWEST = 0.3  # least of the pace of who waits for companions; assumption (range 0-0.6)
_CATCH_UP = 0.25  # of the pace, for each metre off a companion [1/m]; assumption (range 0.1-0.5)
_CLOSE_UP = 0.35  # turn to one's place abreast, for each metre off [rad/m]; assumption (0.2-0.6)
_OFF_MOST = 1.5  # and farther off one walks there straight [m]; assumption (range 1-2)
_HEAD = 0.35  # of its turn to the way walked that a head makes in a tick; assumption (range 0.2-1)
_STANDS = 0.05  # slower, a body tells no way [m/s]; assumption (range 0.01-0.1)
HASTE = 1.3  # most of the pace somebody walks at who catches up; assumption (range 1.1-1.5)


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
    """Measure how far the last of those who keep to walker i lags behind, or strays aside. [m]"""
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
            if rx * rx + ry * ry < _TOGETHER * _TOGETHER:
                last = max(last, rx * dx + ry * dy, abs(ry * dx - rx * dy) - _OFF_MOST)
    return last


@kernel
def _veered(dx, dy, turn):
    """Turn a direction to the left by twice the arc whose tangent is half of ``turn``. [rad]

    For the turns of people on their way it is the angle itself, to 0.01; no wide one is beyond
    half a turn.
    """
    half = 0.5 * turn
    c, s = 1.0 - half * half, 2.0 * half
    length = 1.0 + half * half
    return (c * dx - s * dy) / length, (s * dx + c * dy) / length


@kernel
def _code(surface, uneven, grid, x, y):
    """Return the code of the nearest node."""
    ny, nx = surface.shape
    u = min(max(int((x - grid[0]) / grid[2] + 0.5), 0), nx - 1)
    v = min(max(int((y - grid[1]) / grid[2] + 0.5), 0), ny - 1)
    # most ground is plain, and a look at the small table is sooner done than one at the large one
    return surface[v, u] if uneven[v >> SIDE_BITS, u >> SIDE_BITS] else _PLAIN


@kernel
def _steps_between(field, goal, storey, x, y, rx, ry):
    """Tell whether the straight way on by ``rx, ry`` leads over steps that goal's ways spare."""
    if spared(field, goal) < 0 or storey == _UNDER:
        return False
    d = math.sqrt(rx * rx + ry * ry)
    for k in range(int(d / field.grid[2]) + 1):
        gone = k * field.grid[2] / max(d, 1e-9)
        if _code(field.surface, field.uneven, field.grid, x + gone * rx, y + gone * ry) & _STAIRS:
            return True
    return False


@kernel
def tread(surface, uneven, grid, real, i, x, y):
    """Tell on which storey walker i now is, by the nearest node; return its code."""
    code = _code(surface, uneven, grid, x, y)
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
def choose_way(field, law, address, here, real, whole, i, time, tick):
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
    if waiting >= law[Law.SQUEEZE_S] and real[i, Real.BREADTH] <= 1.0:
        real[i, Real.GIRTH] = _SIDEWAYS
    turn = 0.0
    # who is alone gets nowhere only where a wall is in the way
    walled = waiting > around and real[i, Real.SLACK] <= 0.0 and whole[i, Whole.COUNT] == 0
    if waiting > law[Law.RESTLESS_S] and (walled or not alone):
        # the longer, the wider: it breaks the arches that form at narrow doors
        wide = min(2.0 * (waiting / law[Law.RESTLESS_S] - 1.0), 8.0)
        turn = wide * _wander(law, address, real, whole, i, 6.0 * time)
    elif not close:
        turn = _wander(law, address, real, whole, i, time)
    dx, dy = _veered(dx, dy, turn)
    speed = real[i, Real.PACE]
    lead = whole[i, Whole.LEADER]
    if lead < 0:
        behind = _behind(here, whole, i, dx, dy)
        speed *= min(max(1.0 - _CATCH_UP * (behind - _LAG), _SLOWEST), 1.0)
    elif waiting < around and late < 4.0 * around and not close:
        lx, ly = here[lead, Place.X] - x, here[lead, Place.Y] - y
        together = whole[lead, Whole.PERSON] == whole[i, Whole.GROUP]
        if (
            together
            and whole[lead, Whole.FINAL] == final
            and lx * lx + ly * ly < _TOGETHER * _TOGETHER
            and not _steps_between(field, goal, real[i, Real.STOREY], x, y, lx, ly)
        ):
            # keep abreast of the first member, on one's own side
            lx -= dy * real[i, Real.ABREAST]
            ly += dx * real[i, Real.ABREAST]
            ahead, aside = lx * dx + ly * dy, ly * dx - lx * dy
            turned = dx * here[lead, Place.VX] + dy * here[lead, Place.VY] < 0.0
            parted = abs(aside) > _OFF_MOST or (turned and ahead < -_OFF_MOST)
            if parted and in_sight(
                *(field.clearance, field.grid, 0.5 * law[Law.MARGIN], x, drawn),
                *(here[lead, Place.X], drawn + here[lead, Place.Y] - y),
            ):
                # two ways may be as long, as those on either side of a house
                speed *= HASTE
                dx, dy = lx, ly
            else:
                speed *= min(max(1.0 + _CATCH_UP * ahead, _SLOWEST), HASTE)
                aside = min(max(aside, -_OFF_MOST), _OFF_MOST)
                dx, dy = dx - _CLOSE_UP * aside * dy, dy + _CLOSE_UP * aside * dx
            length = math.sqrt(dx * dx + dy * dy)
            dx, dy = dx / length, dy / length
    real[i, Real.WAY_X], real[i, Real.WAY_Y] = dx, dy
    real[i, Real.WAY_SPEED] = speed
    return late


@kernel
def set_out(law, here, real, whole, i, code):
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
        if v > _STANDS:
            real[i, Real.HEAD_X] += _HEAD * (vx / v - real[i, Real.HEAD_X])
            real[i, Real.HEAD_Y] += _HEAD * (vy / v - real[i, Real.HEAD_Y])


@kernel
def nearly_there(here, real, i):
    """Tell whether the target of walker i is so near that the way is chosen at every tick."""
    tx, ty = (
        real[i, Real.TARGET_X] - here[i, Place.X],
        real[i, Real.TARGET_Y] - here[i, Place.Y],
    )
    return tx * tx + ty * ty < _NEARLY * _NEARLY
