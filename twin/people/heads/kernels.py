"""Where faces point: the gaze of people who walk, stand and sit, and the samples of tracks.

The gaze is a moving average of independent normal numbers at knots: a function of the person and
the time alone, of variance 1 everywhere, that forgets after two knots.
"""

import math

import numpy as np
from numba import prange

from twin.jit import kernel
from twin.people.columns.kernels import Law, Place, Real, Whole
from twin.rng import Stream, normal, uniform

__all__ = ["between", "nobody", "rest_samples", "sample", "scatter_samples"]

_GAZE, _PHONE = int(Stream.GAZE), int(Stream.PHONE)
_GAZE_0 = int(Real.GAZE)
_WIDEST = 1.4  # how far a head turns on the shoulders [rad]; assumption (range 1.2-1.6)


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
def sample(law, address, here, real, whole, i, time, samples, row):
    """Write where walker i is and where the face points."""
    p = whole[i, Whole.PERSON]
    place = time / law[Law.GAZE_S]
    knot = int(math.floor(place))
    if knot != whole[i, Whole.GAZE_KNOT]:
        for c in range(4):
            at = 4 * (knot + c // 2) + c % 2
            real[i, _GAZE_0 + c] = normal(address[0], _GAZE, address[1], address[2], p, at)
        whole[i, Whole.GAZE_KNOT] = knot
    share = place - knot
    yaw = law[Law.GAZE_YAW] * between(real[i, _GAZE_0], real[i, _GAZE_0 + 2], share)
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
            yaw = min(max(spread * between(y0, y1, place - knot), -_WIDEST), _WIDEST)
            pitch = law[Law.GAZE_DOWN] + law[Law.GAZE_PITCH] * between(p0, p1, place - knot)
            if phone[r] and _reads(law, address, p, time):
                yaw, pitch = 0.2 * yaw, law[Law.PHONE_PITCH]
            yaw_out[offset[r] + k] = _crad(facing[r] + yaw)
            pitch_out[offset[r] + k] = np.int16(math.floor(100.0 * pitch + 0.5))
