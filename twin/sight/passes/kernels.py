"""Fold what was seen, sample by sample, into passes and the best sample of each second.

The passes of a stretch of time are rows of a pool, chained person by person. Stretches are folded
apart, so that no thread waits for another: each begins two samples early, which is all that the
first second needs of what was before, and pieces of a pass that follow each other are joined
afterwards.

A sample stands for the ``step`` moments from its own on, of which the others are not looked at.
Passes count moments, so that nothing that is computed from them asks how many were looked at.
"""

import math
from enum import IntEnum
from typing import Any

from twin.jit import kernel

__all__ = [
    "BEFORE", "Best", "Open", "Piece", "Seen", "Shown", "add", "begin_stretch", "end_seconds",
    "end_stretch", "passing", "rated",
]  # fmt: skip

TICKS_PER_SECOND = 4
"""Samples of a track each second; :mod:`twin.tables` says the same. [1/s]"""

BEFORE = -(2**31)
"""A moment before every other. [0.25 s]"""

BLUR = 3.0
"""Motion over so many pixels takes the square root of two off a face. [px]

assumption (range 2-4), the same as the recognisers' ``sqrt(1 + (blur / 3)^2)``."""

NODDED = math.radians(45.0)
"""A face up or down by more ranks after all others of its second. [rad]

assumption (range 15-60 degrees), the same as the recognisers': it would not be searched. One turned
sideways too far to be searched has one eye only in sight, and is no face here."""

_NODDED = math.sin(NODDED)


class Open(IntEnum):
    """Whole numbers of an open pass: who, when, for how many moments, and its current second."""

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
    CAMERA = 10
    BEFORE = 11
    """One more than the row of the same person's pass that was opened before; 0 at none."""
    LENGTH = 12


class Piece(IntEnum):
    """Columns of a pass, or of a part of it between two moments."""

    CAMERA = 0
    PERSON = 1
    START = 2
    LAST = 3
    SAMPLES = 4
    FACES = 5
    OPEN = 6
    """One more than its row among the passes that are open at the end; 0 when it is over."""
    LENGTH = 7


class Seen(IntEnum):
    """Whole numbers of a look."""

    CAMERA = 0
    PERSON = 1
    TICK = 2
    X = 3
    Y = 4
    SAMPLES = 5
    LENGTH = 6


class Shown(IntEnum):
    """Real numbers of a look, NaN where there are none."""

    U = 0
    V = 1
    DISTANCE = 2
    DENSITY = 3
    FACE_DENSITY = 4
    EYE = 5
    IED = 6
    OFF_YAW = 7
    OFF_PITCH = 8
    BLUR = 9
    VISIBLE_SHARE = 10
    LENGTH = 11


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
def passing(
    person: int, camera: int, tick: int, step: int, begin: int, chain: Any, whole: Any, real: Any,
    count: int, seen: Any, shown: Any, written: int, pieces: Any, ended: int,
) -> tuple[int, int, int, int]:  # fmt: skip
    """Find the pass to which a sample belongs, or open one.

    Parameters
    ----------
    person, camera, tick : int
        Who is seen by which camera, when. [0.25 s]
    step : int
        For how many moments a sample stands. [0.25 s]
    begin : int
        First moment of the stretch. [0.25 s]
    chain : (people,) array of int32
        One more than the row of each person's last opened pass; 0 at none.
    whole, real : array
        The pool, :class:`Open` and :class:`Best`, with room for one more.
    count : int
        Rows of the pool in use.
    seen, shown, pieces : array
        Looks, :class:`Seen` and :class:`Shown`, and :class:`Piece`, with room for one more each.
    written, ended : int
        How many looks and pieces there are.

    Returns
    -------
    tuple of int
        Row of the pass, and the three counts.
    """
    k = chain[person] - 1
    while k >= 0 and whole[k, Open.CAMERA] != camera:
        k = whole[k, Open.BEFORE] - 1
    if k < 0:
        k = count
        count += 1
        whole[k, Open.CAMERA], whole[k, Open.BEFORE] = camera, chain[person]
        chain[person] = k + 1
    elif whole[k, Open.LAST] + 1 == tick:
        # a first sample alone in its second stays with the next one, whose motion it takes
        if whole[k, Open.SAMPLES] > step and tick % TICKS_PER_SECOND == 0:
            written = end_second(whole[k], real[k], seen, shown, written)
        return k, count, written, ended
    else:
        written = end_second(whole[k], real[k], seen, shown, written)
        ended = end_piece(whole[k], begin, pieces, ended, 0)
    for column in range(Open.CAMERA):
        whole[k, column] = 0
    whole[k, Open.PERSON], whole[k, Open.START] = person, tick
    return k, count, written, ended


@kernel
def add(
    whole: Any, real: Any, tick: int, step: int, x: int, y: int, face: bool, early: bool,
    sample: Any, px_to_blur: float,
) -> None:  # fmt: skip
    """Add a sample, which stands for ``step`` moments, to the pass to which it belongs.

    ``sample`` is that of :func:`twin.sight.shown.kernels.sampled`; ``early`` ones are before the
    stretch that is folded, whose faces are counted there.
    """
    u, v, distance, density, facing, eye, tan_yaw, sin_pitch, sharpness = sample
    blur = 0.0
    if whole[Open.SAMPLES] > 0:
        right, down = u - real[Best.LAST_U], v - real[Best.LAST_V]
        blur = px_to_blur * math.sqrt(right * right + down * down) * sharpness
    if whole[Open.SAMPLES] == step:
        # the first sample has none before it: it takes the motion to the second
        real[Best.BLUR] = blur
        if whole[Open.SECOND_FACES] > 0:
            real[Best.SCORE] = rated(real[Best.EYE], real[Best.TAN_YAW], real[Best.SIN_PITCH], blur)
    fresh = whole[Open.SECOND_SAMPLES] == 0
    better = False
    score = density
    if face:
        score = rated(eye, tan_yaw, sin_pitch, blur)
        better = whole[Open.SECOND_FACES] == 0 or score > real[Best.SCORE]
    elif whole[Open.SECOND_FACES] == 0:
        better = fresh or score > real[Best.SCORE]
    if better:
        whole[Open.TICK], whole[Open.X], whole[Open.Y] = tick, x, y
        real[Best.U], real[Best.V], real[Best.DISTANCE] = u, v, distance
        real[Best.EYE], real[Best.TAN_YAW], real[Best.SIN_PITCH] = eye, tan_yaw, sin_pitch
        real[Best.BLUR], real[Best.SCORE] = blur, score
    if fresh or density > real[Best.DENSITY]:
        real[Best.DENSITY] = density
    if fresh or math.isnan(real[Best.FACE_DENSITY]) or facing > real[Best.FACE_DENSITY]:
        real[Best.FACE_DENSITY] = facing
    real[Best.LAST_U], real[Best.LAST_V] = u, v
    whole[Open.LAST] = tick + step - 1
    whole[Open.SAMPLES] += step
    whole[Open.SECOND_SAMPLES] += step
    if face:
        whole[Open.FACES] += 0 if early else step
        whole[Open.SECOND_FACES] += step


@kernel
def end_second(whole: Any, real: Any, seen: Any, shown: Any, written: int) -> int:
    """Write the look of a pass's current second, if it has any sample, and begin another."""
    if whole[Open.SECOND_SAMPLES] == 0:
        return written
    seen[written, Seen.CAMERA], seen[written, Seen.PERSON] = whole[Open.CAMERA], whole[Open.PERSON]
    seen[written, Seen.TICK] = whole[Open.TICK]
    seen[written, Seen.X], seen[written, Seen.Y] = whole[Open.X], whole[Open.Y]
    seen[written, Seen.SAMPLES] = whole[Open.SECOND_SAMPLES]
    face = whole[Open.SECOND_FACES] > 0
    yaw = math.atan(real[Best.TAN_YAW])
    shown[written, Shown.U], shown[written, Shown.V] = real[Best.U], real[Best.V]
    shown[written, Shown.DISTANCE], shown[written, Shown.BLUR] = (
        real[Best.DISTANCE],
        real[Best.BLUR],
    )
    shown[written, Shown.DENSITY] = real[Best.DENSITY]
    shown[written, Shown.FACE_DENSITY] = real[Best.FACE_DENSITY]
    shown[written, Shown.EYE] = real[Best.EYE] if face else math.nan
    shown[written, Shown.IED] = real[Best.EYE] / max(math.cos(yaw), 0.5) if face else math.nan
    shown[written, Shown.OFF_YAW] = yaw if face else math.nan
    shown[written, Shown.OFF_PITCH] = math.asin(real[Best.SIN_PITCH]) if face else math.nan
    shown[written, Shown.VISIBLE_SHARE] = whole[Open.SECOND_FACES] / whole[Open.SECOND_SAMPLES]
    whole[Open.SECOND_SAMPLES], whole[Open.SECOND_FACES] = 0, 0
    return written + 1


@kernel
def end_seconds(whole: Any, real: Any, seen: Any, shown: Any) -> int:
    """Write the looks of the current seconds of passes (n,), and return how many."""
    written = 0
    for k in range(len(whole)):
        written = end_second(whole[k], real[k], seen, shown, written)
    return written


@kernel
def end_piece(whole: Any, begin: int, pieces: Any, ended: int, still: int) -> int:
    """Write what a pass has from moment ``begin`` on, if anything, as a piece.

    ``still`` is one more than its row among those that go on, or 0.
    """
    early = max(0, begin - int(whole[Open.START]))
    if whole[Open.SAMPLES] <= early:
        return ended
    pieces[ended, Piece.CAMERA], pieces[ended, Piece.PERSON] = (
        whole[Open.CAMERA],
        whole[Open.PERSON],
    )
    pieces[ended, Piece.START] = whole[Open.START] + early
    pieces[ended, Piece.LAST] = whole[Open.LAST]
    pieces[ended, Piece.SAMPLES] = whole[Open.SAMPLES] - early
    pieces[ended, Piece.FACES], pieces[ended, Piece.OPEN] = whole[Open.FACES], still
    return ended + 1


@kernel
def begin_stretch(begin: int, step: int, chain: Any, whole: Any, real: Any, count: int) -> int:
    """Keep of the passes of two early samples what the stretch from tick ``begin`` needs.

    Returns how many rows of the pool are kept: the passes that are open then, of which nothing is
    counted yet. What two samples in a row say of the second before belongs to the stretch before;
    a first sample, alone in its second, is still to be told.
    """
    still = 0
    for k in range(count):
        chain[whole[k, Open.PERSON]] = 0
    for k in range(count):
        if whole[k, Open.LAST] + 1 == begin:
            for column in range(Open.LENGTH):
                whole[still, column] = whole[k, column]
            for column in range(Best.LENGTH):
                real[still, column] = real[k, column]
            if whole[still, Open.SAMPLES] > step:
                whole[still, Open.SECOND_SAMPLES], whole[still, Open.SECOND_FACES] = 0, 0
            person = whole[still, Open.PERSON]
            whole[still, Open.BEFORE] = chain[person]
            chain[person] = still + 1
            still += 1
    return still


@kernel
def end_stretch(
    begin: int, stop: int, step: int, last: bool, chain: Any, whole: Any, real: Any, count: int,
    seen: Any, shown: Any, written: int, pieces: Any, ended: int,
) -> tuple[int, int, int]:  # fmt: skip
    """Write what a stretch of time leaves, and empty ``chain``.

    Parameters
    ----------
    begin, stop : int
        First moment of the stretch, and the one after its last. [0.25 s]
    step : int
        For how many moments a sample stands. [0.25 s]
    last : bool
        Whether nothing is known yet of what follows, so that passes seen in the last moment stay
        open in the pool, at its beginning.
    chain, whole, real, count, seen, shown, written, pieces, ended
        See :func:`passing`.

    Returns
    -------
    tuple of int
        How many passes stay open, and how many looks and pieces there are.
    """
    still = 0
    for k in range(count):
        chain[whole[k, Open.PERSON]] = 0
        here = whole[k]
        goes_on = here[Open.LAST] + 1 == stop
        # a first sample alone in its second is told with the next one, in the next stretch
        if not goes_on or (not last and here[Open.SAMPLES] > step):
            written = end_second(here, real[k], seen, shown, written)
        if goes_on and last:
            for column in range(Open.LENGTH):
                whole[still, column] = here[column]
            for column in range(Best.LENGTH):
                real[still, column] = real[k, column]
            here = whole[still]
            still += 1
        ended = end_piece(here, begin, pieces, ended, still if goes_on and last else 0)
    return still, written, ended
