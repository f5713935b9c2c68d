"""Where faces point: the gaze of people who walk, stand and sit, and the samples of tracks.

The gaze is a moving average of independent normal numbers at knots: a function of the person and
the time alone, of variance 1 everywhere, that forgets after two knots. From one knot to the next a
person may instead *glance* at something: at a companion, at a front beside the way, at a board. One
draw for each knot says whether and at what; the head is there but for half a second at either end.
"""

import math

import numpy as np

from twin.jit import kernel
from twin.people.columns.kernels import GONE, Gaze, Law, Near, Place, Real, Whole
from twin.people.laws.kernels import lift
from twin.rng import Stream, normal, uniform
from twin.site.between.kernels import bilinear
from twin.site.surface.kernels import Storey

__all__ = ["between", "knot_at", "nobody", "rest_samples", "sample", "scatter_samples", "stay_put"]

_GAZE, _PHONE, _GLANCE = int(Stream.GAZE), int(Stream.PHONE), int(Stream.GLANCE)
_PLANE = float(Storey.PLANE)
_WIDEST = 1.4  # how far a head turns on the shoulders [rad]; assumption (range 1.2-1.6)
_TURN = 0.5  # from the way to what is glanced at [s]; assumption (range 0.3-1)
_BEHIND = -0.5  # cosine beyond which a front lies behind [1]; assumption (range -0.7 to 0)
_TO_FRONT = 0.5  # how far from the way to across, at a front [1]; assumption (range 0.3-1)
_READING = 0.2  # turn to the sides while reading, over that without [1]; assumption (range 0-0.5)
_NO_GLANCE = 9.0  # stands for no glance where a turn of the head is kept [rad]


@kernel
def _block(law, time):
    """Tell in which block of time a moment lies, from 1; a phone is read all through one or not."""
    return 1 + int(math.floor(time / law[Law.PHONE_S]))


@kernel
def _reads(law, address, person, block):
    """Tell whether a person with a phone habit reads in a block of time."""
    u = uniform(address[0], _PHONE, address[1], address[2], person, block)
    return u < law[Law.PHONE_HABIT]


@kernel
def _crad(angle):
    """Round an angle to hundredths of a radian in (-pi, pi]."""
    angle = angle - 2.0 * math.pi * math.floor((angle + math.pi) / (2.0 * math.pi))
    return np.int16(math.floor(100.0 * angle + 0.5))


@kernel
def between(first, second, share):
    """Go from one independent normal number to the next; the variance is 1 all the way."""
    return ((1.0 - share) * first + share * second) / math.sqrt(
        (1.0 - share) * (1.0 - share) + share * share
    )


@kernel
def _turned(share, spacing):
    """Tell how far a head has gone from the way to what it glances at, from 0 to 1 and back."""
    return min(1.0, min(share, 1.0 - share) * spacing / _TURN)


@kernel
def _turn(x, y, to_x, to_y):
    """Measure the turn from one direction to another, to the left. [rad]"""
    return math.atan2(x * to_y - y * to_x, x * to_x + y * to_y)


@kernel
def _companion(real, i, spot, listed, count, u):
    """Find the turn of the head to one of the companions near by; ``u`` says to which."""
    companions = 0
    for k in range(count):
        companions += _together(spot, i, listed[k])
    at = int(u * companions)
    for k in range(count):
        j = listed[k]
        if _together(spot, i, j):
            if at == 0:
                dx, dy = spot[j, Place.X] - spot[i, Place.X], spot[j, Place.Y] - spot[i, Place.Y]
                return _turn(real[i, Real.HEAD_X], real[i, Real.HEAD_Y], dx, dy)
            at -= 1
    return _NO_GLANCE


@kernel
def _together(spot, i, j):
    """Tell whether somebody is of the group of walker i and has not arrived."""
    return spot[j, Near.GROUP] == spot[i, Near.GROUP] and spot[j, Place.X] != GONE


@kernel
def _front(clearance, grid, law, real, i, spot):
    """Find the turn of the head to the nearest front, some of it from the way to across."""
    x, y = real[i, Real.HEAD_X], real[i, Real.HEAD_Y]
    up = lift(grid, real[i, Real.STOREY])
    far, gx, gy = bilinear(clearance, grid, spot[i, Place.X], spot[i, Place.Y] + up)
    length = math.sqrt(gx * gx + gy * gy) * math.sqrt(x * x + y * y)
    if far > law[Law.FRONT_FAR] or -(x * gx + y * gy) <= _BEHIND * length:
        return _NO_GLANCE
    return _TO_FRONT * _turn(x, y, -gx, -gy)


@kernel
def _glance(clearance, grid, law, address, real, whole, i, spot, listed, knot):
    """Draw what walker i glances at from this knot to the next: a turn of the head, or none."""
    p = whole[i, Whole.PERSON]
    u = uniform(address[0], _GLANCE, address[1], address[2], p, 2 * knot)
    companion = law[Law.GLANCE_COMPANION]
    if u < companion:
        return _companion(real, i, spot, listed, whole[i, Whole.LISTED], u / companion)
    if u < companion + law[Law.GLANCE_FRONT]:
        return _front(clearance, grid, law, real, i, spot)
    return _NO_GLANCE


@kernel
def _place(law, tick):
    """Tell where a tick lies among the knots of the gaze of walkers."""
    return law[Law.TICK] * tick / law[Law.GAZE_S]


@kernel
def knot_at(law, tick):
    """Tell which knot of the gaze of walkers a tick is at or follows."""
    return int(math.floor(_place(law, tick)))


@kernel
def sample(clearance, grid, law, address, real, whole, i, spot, listed, knot, begins, samples, row):
    """Write where walker i is, where the head points, and the turn to what is glanced at.

    That is looked for when the stretch from ``knot`` to the next ``begins``, or the walk does.
    """
    if begins or math.isnan(real[i, Real.GLANCE]):
        real[i, Real.GLANCE] = _glance(
            clearance, grid, law, address, real, whole, i, spot, listed, knot
        )
    samples.run[row] = whole[i, Whole.RUN]
    samples.x_cm[row] = int(math.floor(100.0 * spot[i, Place.X] + 0.5))
    samples.y_cm[row] = int(math.floor(100.0 * spot[i, Place.Y] + 0.5))
    samples.head_x[row], samples.head_y[row] = real[i, Real.HEAD_X], real[i, Real.HEAD_Y]
    samples.glance[row] = real[i, Real.GLANCE]
    # on the approach, too: at a deck's side the nearest node may be one beside it
    samples.below[row] = real[i, Real.STOREY] > _PLANE


@kernel
def nobody(samples, row):
    """Mark a row of the samples as empty, for a walker who has arrived.

    A function of its own: numba drops a store to a named tuple that stands in a parallel loop.
    """
    samples.run[row] = -1


@kernel
def _next_knot(address, person, knot, kept, drawn):
    """Draw the normal numbers at a knot and the next; those drawn before are kept."""
    begin = 0
    if knot > 0 and knot == kept[Gaze.NEXT]:
        drawn[0], drawn[1] = drawn[2], drawn[3]
        begin = 2
    for c in range(begin, 4):
        at = 4 * (knot + c // 2) + c % 2
        drawn[c] = normal(address[0], _GAZE, address[1], address[2], person, at)
    kept[Gaze.NEXT] = knot + 1


@kernel
def _reads_on(law, address, person, time, kept):
    """Tell whether a person with a phone habit reads at this moment; one draw for each block."""
    block = _block(law, time)
    if block != kept[Gaze.BLOCK]:
        kept[Gaze.BLOCK], kept[Gaze.READS] = block, _reads(law, address, person, block)
    return kept[Gaze.READS] != 0


@kernel
def _look(law, address, person, phone, tick, x, y, glance, kept, drawn):
    """Tell where a walker's face points, yaw and pitch [rad], and what the walker does.

    ``x, y`` is the direction of the head, ``glance`` the turn from it to what is glanced at;
    ``kept`` and ``drawn`` are rows of those of scatter_samples.
    """
    place = _place(law, tick)
    knot = int(math.floor(place))
    if knot + 1 != kept[Gaze.NEXT]:
        _next_knot(address, person, knot, kept, drawn)
    share = place - knot
    yaw = law[Law.GAZE_YAW] * between(drawn[0], drawn[2], share)
    if glance != _NO_GLANCE:
        yaw += _turned(share, law[Law.GAZE_S]) * (glance - yaw)
    yaw = min(max(yaw, -_WIDEST), _WIDEST)
    pitch = law[Law.GAZE_DOWN] + law[Law.GAZE_PITCH] * between(drawn[1], drawn[3], share)
    activity = 0
    if phone and _reads_on(law, address, person, law[Law.TICK] * tick, kept):
        yaw, pitch, activity = _READING * yaw, law[Law.PHONE_PITCH], 3
    return yaw + math.atan2(y, x), pitch, activity


@kernel
def scatter_samples(law, address, samples, offset, first, person, phone, kept, drawn, out):
    """Bring raw samples from the order of time into that of runs, and find where faces point.

    Arrays are (R,): where the run begins in ``out``, its first tick, who, and whether they read a
    phone at times. ``kept`` (R, Gaze.WIDTH) is zeros, ``drawn`` (R, 4) room for the normal numbers
    at two knots; ``out`` is a tuple of the columns tick, x, y, yaw, pitch, activity,
    below.
    """
    tick, x_cm, y_cm, yaw_out, pitch_out, activity, below = out
    for k in range(samples.run.size):
        r = samples.run[k]
        if r >= 0:
            at, now = offset[r] + kept[r, Gaze.SEEN], first[r] + kept[r, Gaze.SEEN]
            kept[r, Gaze.SEEN] += 1
            yaw, pitch, doing = _look(
                *(law, address, person[r], phone[r], now),
                *(samples.head_x[k], samples.head_y[k], samples.glance[k], kept[r], drawn[r]),
            )
            tick[at] = now
            x_cm[at] = samples.x_cm[k]
            y_cm[at] = samples.y_cm[k]
            yaw_out[at] = _crad(yaw)
            pitch_out[at] = np.int16(math.floor(100.0 * pitch + 0.5))
            activity[at] = doing
            below[at] = samples.below[k]


@kernel
def stay_put(offset, first, count, x, y, doing, out):
    """Write when and where people stand or sit, run by run; ``out`` as in scatter_samples.

    Arrays are (R,): where the run begins in the outputs, its first tick, its length, the spot [m],
    and the number of the activity.
    """
    tick, x_cm, y_cm, _, _, activity, below = out
    for r in range(offset.size):
        at = offset[r]
        at_x = int(math.floor(100.0 * x[r] + 0.5))
        at_y = int(math.floor(100.0 * y[r] + 0.5))
        for k in range(count[r]):
            tick[at + k] = first[r] + k
            x_cm[at + k] = at_x
            y_cm[at + k] = at_y
            activity[at + k] = doing[r]
            # places on covered ground are on the deck, where walks from them begin, too
            below[at + k] = 0


@kernel
def _glance_at_rest(law, address, p, knot, companion, board):
    """Draw what somebody at rest glances at: 1 a companion, 2 the board, 0 nothing."""
    u = uniform(address[0], _GLANCE, address[1], address[2], p, 2 * knot + 1)
    if u < law[Law.GLANCE_COMPANION]:
        return 0 if math.isnan(companion) else 1
    if board and u < law[Law.GLANCE_COMPANION] + law[Law.GLANCE_BOARD]:
        return 2
    return 0


@kernel
def rest_samples(
    law, address, spread, spacing, offset, first, count, person, phone, facing, companion, board,
    yaw_out, pitch_out
):  # fmt: skip
    """Fill where people who stand or sit look: slowly about ``facing``, wide, at times elsewhere.

    Arrays are (R,): where the run begins in the outputs, its first tick, its length, who, whether
    they read a phone at times, where they face, the turn from there to a companion, NaN without one
    [rad], and whether they face a board above their heads.
    """
    for r in range(offset.size):
        knot, glance, block, reads = -1, 0, -1, False
        y0, y1, p0, p1 = 0.0, 0.0, 0.0, 0.0
        p = person[r]
        for k in range(count[r]):
            time = law[Law.TICK] * (first[r] + k)
            place = time / spacing
            now = int(math.floor(place))
            if now != knot:
                knot = now
                y0 = normal(address[0], _GAZE, address[1], address[2], p, 4 * knot + 2)
                y1 = normal(address[0], _GAZE, address[1], address[2], p, 4 * knot + 6)
                p0 = normal(address[0], _GAZE, address[1], address[2], p, 4 * knot + 3)
                p1 = normal(address[0], _GAZE, address[1], address[2], p, 4 * knot + 7)
                glance = _glance_at_rest(law, address, p, knot, companion[r], board[r])
            yaw = spread * between(y0, y1, place - knot)
            pitch = law[Law.GAZE_DOWN] + law[Law.GAZE_PITCH] * between(p0, p1, place - knot)
            if glance != 0:
                share = _turned(place - knot, spacing)
                yaw += share * ((companion[r] if glance == 1 else 0.0) - yaw)
                if glance == 2:
                    pitch += share * (law[Law.BOARD_PITCH] - pitch)
            yaw = min(max(yaw, -_WIDEST), _WIDEST)
            if phone[r] and block != _block(law, time):
                block = _block(law, time)
                reads = _reads(law, address, p, block)
            if reads:
                yaw, pitch = _READING * yaw, law[Law.PHONE_PITCH]
            yaw_out[offset[r] + k] = _crad(facing[r] + yaw)
            pitch_out[offset[r] + k] = np.int16(math.floor(100.0 * pitch + 0.5))
