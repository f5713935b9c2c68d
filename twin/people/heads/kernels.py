"""Where faces point: the gaze of people who walk, stand and sit, and the samples of tracks.

The gaze is a moving average of independent normal numbers at knots: a function of the person and
the time alone, of variance 1 everywhere, that forgets after two knots. From one knot to the next a
person may instead *glance* at something: at a companion, at a front beside the way, at a board. One
draw for each knot says whether and at what; the head is there but for half a second at either end.
"""

import math

import numpy as np
from numba import prange

from twin.jit import kernel
from twin.people.columns.kernels import GONE, Law, Place, Real, Whole
from twin.people.laws.kernels import bilinear, lift
from twin.rng import Stream, normal, uniform

__all__ = ["between", "nobody", "rest_samples", "sample", "scatter_samples", "stay_put"]

_GAZE, _PHONE, _GLANCE = int(Stream.GAZE), int(Stream.PHONE), int(Stream.GLANCE)
_GAZE_0 = int(Real.GAZE)
_WIDEST = 1.4  # how far a head turns on the shoulders [rad]; assumption (range 1.2-1.6)
_TURN = 0.5  # from the way to what is glanced at [s]; assumption (range 0.3-1)
_BEHIND = -0.5  # cosine beyond which a front lies behind [1]; assumption (range -0.7 to 0)
_NO_GLANCE = 9.0  # stands for no glance where a turn of the head is kept [rad]


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
def _companion(here, real, whole, listed, i, u):
    """Find the turn of the head to one of the companions near by; ``u`` says to which."""
    count, group = 0, whole[i, Whole.GROUP]
    for k in range(whole[i, Whole.LISTED]):
        count += _together(here, whole, group, listed[k])
    at = int(u * count)
    for k in range(whole[i, Whole.LISTED]):
        j = listed[k]
        if _together(here, whole, group, j):
            if at == 0:
                dx, dy = here[j, Place.X] - here[i, Place.X], here[j, Place.Y] - here[i, Place.Y]
                return _turn(real[i, Real.HEAD_X], real[i, Real.HEAD_Y], dx, dy)
            at -= 1
    return _NO_GLANCE


@kernel
def _together(here, whole, group, j):
    """Tell whether somebody is of a group and has not arrived."""
    return whole[j, Whole.GROUP] == group and here[j, Place.X] != GONE


@kernel
def _front(clearance, grid, law, here, real, i):
    """Find the turn of the head to the nearest front, half-way from the way to across."""
    x, y = real[i, Real.HEAD_X], real[i, Real.HEAD_Y]
    up = lift(grid, real[i, Real.STOREY])
    far, gx, gy = bilinear(clearance, grid, here[i, Place.X], here[i, Place.Y] + up)
    length = math.sqrt(gx * gx + gy * gy) * math.sqrt(x * x + y * y)
    if far > law[Law.FRONT_FAR] or -(x * gx + y * gy) <= _BEHIND * length:
        return _NO_GLANCE
    return 0.5 * _turn(x, y, -gx, -gy)


@kernel
def _glance(clearance, grid, law, address, here, real, whole, listed, i, knot):
    """Draw what walker i glances at from this knot to the next: a turn of the head, or none."""
    p = whole[i, Whole.PERSON]
    u = uniform(address[0], _GLANCE, address[1], address[2], p, 2 * knot)
    companion = law[Law.GLANCE_COMPANION]
    if u < companion:
        return _companion(here, real, whole, listed, i, u / companion)
    if u < companion + law[Law.GLANCE_FRONT]:
        return _front(clearance, grid, law, here, real, i)
    return _NO_GLANCE


@kernel
def _next_knot(address, real, whole, i, knot):
    """Draw the normal numbers at a knot and the next; those drawn before are kept."""
    p, begin = whole[i, Whole.PERSON], 0
    if knot > 0 and knot == whole[i, Whole.GAZE_KNOT] + 1:
        real[i, _GAZE_0], real[i, _GAZE_0 + 1] = real[i, _GAZE_0 + 2], real[i, _GAZE_0 + 3]
        begin = 2
    for c in range(begin, 4):
        at = 4 * (knot + c // 2) + c % 2
        real[i, _GAZE_0 + c] = normal(address[0], _GAZE, address[1], address[2], p, at)
    whole[i, Whole.GAZE_KNOT] = knot


@kernel
def sample(clearance, grid, law, address, here, real, whole, listed, i, time, samples, row):
    """Write where walker i is and where the face points."""
    p = whole[i, Whole.PERSON]
    place = time / law[Law.GAZE_S]
    knot = int(math.floor(place))
    if knot != whole[i, Whole.GAZE_KNOT]:
        _next_knot(address, real, whole, i, knot)
        real[i, Real.GLANCE] = _glance(
            clearance, grid, law, address, here, real, whole, listed, i, knot
        )
    share = place - knot
    yaw = law[Law.GAZE_YAW] * between(real[i, _GAZE_0], real[i, _GAZE_0 + 2], share)
    if real[i, Real.GLANCE] != _NO_GLANCE:
        yaw += _turned(share, law[Law.GAZE_S]) * (real[i, Real.GLANCE] - yaw)
    yaw = min(max(yaw, -_WIDEST), _WIDEST)
    up = between(real[i, _GAZE_0 + 1], real[i, _GAZE_0 + 3], share)
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
def nobody(samples, row):
    """Mark a row of the samples as empty, for a walker who has arrived.

    A function of its own: numba drops a store to a named tuple that stands in a parallel loop.
    """
    samples.run[row] = -1


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


@kernel
def stay_put(offset, first, count, x, y, doing, out):
    """Write when and where people stand or sit, run by run; ``out`` as in scatter_samples.

    Arrays are (R,): where the run begins in the outputs, its first tick, its length, the spot [m],
    and the number of the activity.
    """
    tick, x_cm, y_cm, _, _, activity = out
    for r in range(offset.size):
        at = offset[r]
        at_x = int(math.floor(100.0 * x[r] + 0.5))
        at_y = int(math.floor(100.0 * y[r] + 0.5))
        for k in range(count[r]):
            tick[at + k] = first[r] + k
            x_cm[at + k] = at_x
            y_cm[at + k] = at_y
            activity[at + k] = doing[r]


@kernel
def _glance_at_rest(law, address, p, knot, companion, board):
    """Draw what somebody at rest glances at: 1 a companion, 2 the board, 0 nothing."""
    u = uniform(address[0], _GLANCE, address[1], address[2], p, 2 * knot + 1)
    if u < law[Law.GLANCE_COMPANION]:
        return 0 if math.isnan(companion) else 1
    if board and u < law[Law.GLANCE_COMPANION] + law[Law.GLANCE_BOARD]:
        return 2
    return 0


@kernel(parallel=True)
def rest_samples(
    law, address, spread, spacing, offset, first, count, person, phone, facing, companion, board,
    yaw_out, pitch_out
):  # fmt: skip
    """Fill where people who stand or sit look: slowly about ``facing``, wide, at times elsewhere.

    Arrays are (R,): where the run begins in the outputs, its first tick, its length, who, whether
    they read a phone at times, where they face, the turn from there to a companion, NaN without one
    [rad], and whether they face a board above their heads.
    """
    for r in prange(offset.size):
        knot, glance = -1, 0
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
                glance = _glance_at_rest(law, address, p, knot, companion[r], board[r])
            yaw = spread * between(y0, y1, place - knot)
            pitch = law[Law.GAZE_DOWN] + law[Law.GAZE_PITCH] * between(p0, p1, place - knot)
            if glance != 0:
                share = _turned(place - knot, spacing)
                yaw += share * ((companion[r] if glance == 1 else 0.0) - yaw)
                if glance == 2:
                    pitch += share * (law[Law.BOARD_PITCH] - pitch)
            yaw = min(max(yaw, -_WIDEST), _WIDEST)
            if phone[r] and _reads(law, address, p, time):
                yaw, pitch = 0.2 * yaw, law[Law.PHONE_PITCH]
            yaw_out[offset[r] + k] = _crad(facing[r] + yaw)
            pitch_out[offset[r] + k] = np.int16(math.floor(100.0 * pitch + 0.5))
