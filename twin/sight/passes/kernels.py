"""Fold what was seen, sample by sample, into passes and the best sample of each second."""

import math
from enum import IntEnum
from typing import Any

from twin.jit import kernel
from twin.sight.kernels import FACE, Sample
from twin.sight.rows.kernels import Near

__all__ = ["Best", "Open", "fold", "rated"]

BLUR = 3.0
"""Motion over so many pixels takes the square root of two off a face. [px]

assumption (range 2-4), the same as the recognisers' ``sqrt(1 + (blur / 3)^2)``."""

NODDED = math.radians(45.0)
"""A face up or down by more ranks after all others of its second. [rad]

assumption (range 15-60 degrees), the same as the recognisers': it would not be searched. One turned
sideways too far to be searched has one eye only in sight, and is no face here."""

_NODDED = math.sin(NODDED)


class Open(IntEnum):
    """Whole numbers of an open pass: who, when, how many samples, and its current second."""

    PERSON = 0
    START = 1
    LAST = 2
    SAMPLES = 3
    FACES = 4
    SECOND_SAMPLES = 5
    SECOND_FACES = 6
    TICK = 7
    X = 8
    Y = 9
    LENGTH = 10


class Best(IntEnum):
    """Real numbers of an open pass: best sample and maxima of its second, and where it was last."""

    U = 0
    V = 1
    DISTANCE = 2
    DENSITY = 3
    FACE_DENSITY = 4
    EYE = 5
    TAN_YAW = 6
    SIN_PITCH = 7
    BLUR = 8
    SCORE = 9
    LAST_U = 10
    LAST_V = 11
    LENGTH = 12


@kernel
def rated(eye: float, tan_yaw: float, sin_pitch: float, blur: float) -> float:
    """Score a face: its eye pixels as if face on x sqrt(cos yaw cos pitch), reduced by blur. [px]

    The fourth root of size^4 x cos^2 yaw x cos^2 pitch: a recogniser's chance rises steeply with
    size and as the cosines' squares with pose. The fourth power is an assumption (range 2-4): with
    it the people named from the best sample of each second are those named from every sample,
    within 1 %; tests/laws holds it to that. A face too far up or down to be searched has a
    negative score, so that it never takes the place of one that is searched.
    """
    share = blur / BLUR
    cos_yaw = 1.0 / math.sqrt(1.0 + tan_yaw * tan_yaw)
    cos_pitch = math.sqrt(1.0 - sin_pitch * sin_pitch)
    score = eye / max(cos_yaw, 0.5) * math.sqrt(cos_yaw * cos_pitch / (1.0 + share * share))
    return score if abs(sin_pitch) <= _NODDED else -1.0 / max(score, 1e-9)


@kernel
def _add(
    whole: Any, real: Any, tick: int, x: int, y: int, flags: int, seen: Any, px_to_blur: float
) -> None:
    """Add one sample to the open pass."""
    blur = 0.0
    if whole[Open.SAMPLES] > 0:
        right, down = seen[Sample.U] - real[Best.LAST_U], seen[Sample.V] - real[Best.LAST_V]
        blur = px_to_blur * math.sqrt(right * right + down * down) * seen[Sample.SHARPNESS]
    if whole[Open.SAMPLES] == 1:
        # the first sample has none before it: it takes the motion to the second
        real[Best.BLUR] = blur
        if whole[Open.SECOND_FACES] > 0:
            real[Best.SCORE] = rated(real[Best.EYE], real[Best.TAN_YAW], real[Best.SIN_PITCH], blur)
    face = (flags & FACE) != 0
    fresh = whole[Open.SECOND_SAMPLES] == 0
    better = False
    score = seen[Sample.DENSITY]
    if face:
        score = rated(seen[Sample.EYE], seen[Sample.TAN_YAW], seen[Sample.SIN_PITCH], blur)
        better = whole[Open.SECOND_FACES] == 0 or score > real[Best.SCORE]
    elif whole[Open.SECOND_FACES] == 0:
        better = fresh or score > real[Best.SCORE]
    if better:
        whole[Open.TICK], whole[Open.X], whole[Open.Y] = tick, x, y
        real[Best.U], real[Best.V] = seen[Sample.U], seen[Sample.V]
        real[Best.DISTANCE] = seen[Sample.DISTANCE]
        real[Best.EYE] = seen[Sample.EYE]
        real[Best.TAN_YAW] = seen[Sample.TAN_YAW]
        real[Best.SIN_PITCH] = seen[Sample.SIN_PITCH]
        real[Best.BLUR], real[Best.SCORE] = blur, score
    if fresh or seen[Sample.DENSITY] > real[Best.DENSITY]:
        real[Best.DENSITY] = seen[Sample.DENSITY]
    facing = seen[Sample.FACE_DENSITY]
    if fresh or math.isnan(real[Best.FACE_DENSITY]) or facing > real[Best.FACE_DENSITY]:
        real[Best.FACE_DENSITY] = facing
    real[Best.LAST_U], real[Best.LAST_V] = seen[Sample.U], seen[Sample.V]
    whole[Open.LAST] = tick
    whole[Open.SAMPLES] += 1
    whole[Open.SECOND_SAMPLES] += 1
    if face:
        whole[Open.FACES] += 1
        whole[Open.SECOND_FACES] += 1


@kernel
def _copy(to: Any, row: int, of: Any) -> None:
    """Copy a row of numbers; a loop compiles seconds faster than a slice."""
    for column in range(len(of)):
        to[row, column] = of[column]


@kernel
def _end_second(whole: Any, real: Any, looks: Any, looks_real: Any, count: int) -> int:
    """Write the look of the current second and begin another."""
    _copy(looks, count, whole)
    _copy(looks_real, count, real)
    whole[Open.SECOND_SAMPLES] = 0
    whole[Open.SECOND_FACES] = 0
    return count + 1


@kernel
def fold(
    near: Any, flags: Any, seen: Any, px_to_blur: float, last_tick: int, slot: Any, count: int,
    whole: Any, real: Any, passes: Any, looks: Any, looks_real: Any,
) -> tuple[int, int, int]:  # fmt: skip
    """Fold rows, by time, into passes.

    A pass goes on while each moment follows the one before; its looks are one for each second of
    the clock. Whatever ended before ``last_tick``, the moment of the last row, is over.

    Parameters
    ----------
    near : (n, 8) array of int32
        The rows, :class:`~twin.sight.rows.kernels.Near`.
    flags : (n,) array of uint8
        Rows that are not visible are passed over.
    seen : (n, 9) array
        :class:`~twin.sight.kernels.Sample`.
    px_to_blur : float
        Share of a sample's time for which the shutter is open.
    last_tick : int
        Moment of the last row, visible or not. [0.25 s]
    slot : (people,) array of int32
        Row of a person's pass, or -1; changed.
    count : int
        How many passes were open at the start.
    whole, real : array
        The open passes, :class:`Open` and :class:`Best`, with room for one more for each person
        seen; at the end those that may go on, at the beginning.
    passes, looks, looks_real : array
        Outputs, as long as needed.

    Returns
    -------
    tuple of int
        How many passes may go on, and how many rows were written to ``passes`` and ``looks``.
    """
    ended, written = 0, 0
    for i in range(len(near)):
        if flags[i] == 0:
            continue
        person, tick = near[i, Near.PERSON], near[i, Near.TICK]
        k = slot[person]
        fresh = k < 0
        if fresh:
            k = count
            slot[person] = k
            count += 1
        elif whole[k, Open.LAST] + 1 != tick:
            written = _end_second(whole[k], real[k], looks, looks_real, written)
            _copy(passes, ended, whole[k])
            ended += 1
            fresh = True
        if fresh:
            for column in range(Open.LENGTH):
                whole[k, column] = 0
            whole[k, Open.PERSON], whole[k, Open.START] = person, tick
        # a first sample alone in its second stays with the next one, whose motion it takes
        elif whole[k, Open.SAMPLES] > 1 and tick % 4 == 0:
            written = _end_second(whole[k], real[k], looks, looks_real, written)
        _add(
            whole[k], real[k], tick, near[i, Near.X], near[i, Near.Y], flags[i], seen[i],
            px_to_blur,
        )  # fmt: skip
    still = 0
    for k in range(count):
        if whole[k, Open.LAST] >= last_tick:
            _copy(whole, still, whole[k])
            _copy(real, still, real[k])
            still += 1
        else:
            written = _end_second(whole[k], real[k], looks, looks_real, written)
            _copy(passes, ended, whole[k])
            ended += 1
    return still, ended, written
