"""Between which cameras people are followed."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from twin.answers.tracking.measured import Case, Found
from twin.answers.tracking.passes import Passes
from twin.arrays import Floats, Ints
from twin.exposure.evidence import runs
from twin.tables import TICKS_PER_SECOND

__all__ = ["camera_pairs"]


def camera_pairs(
    found: Found, case: Case, cameras: Sequence[str], *, repetitions: int
) -> list[dict[str, Any]]:
    """Say what each pair of cameras does, over repetitions of the draws.

    Parameters
    ----------
    found : Found
        Who passed where and when.
    case : Case
        How passes are joined; with faces.
    cameras : sequence of str
        Housings, in the order of their numbers.
    repetitions : int
        How often to draw. [1]

    Returns
    -------
    list of dict
        ``one`` and ``other``, which may be the same; ``people`` of whom passes before both are in
        one track, with ``low`` and ``high``, the lowest and highest of the repetitions; ``steps``,
        how often a pass before one followed next in a track on a pass before the other;
        ``minutes``, the mean time between these; and ``by_face``, the share of steps of which both
        passes showed an identified face. The first does most steps.
    """
    links, size = found.links, len(cameras) ** 2
    passes = links.passes
    people, sums = np.zeros((repetitions, size)), np.zeros((3, size))
    for repetition in range(repetitions):
        joined = links.joined(repetition, profile=case.faces, alike=case.alike, once=case.once)
        people[repetition] = _people(passes, joined, len(cameras))
        before, after, seconds = _steps(passes, joined)
        shown = links.shown(repetition, case.faces)
        pair = _pair(passes.camera[before], passes.camera[after], len(cameras))
        for total, weight in zip(
            sums, (np.ones(len(pair)), seconds, shown[before] & shown[after]), strict=True
        ):
            total += np.bincount(pair, weights=weight, minlength=size)
    order = np.lexsort((-people.sum(axis=0), -sums[0]))
    return [
        {
            "one": cameras[pair // len(cameras)],
            "other": cameras[pair % len(cameras)],
            "people": float(people[:, pair].mean()),
            "low": float(people[:, pair].min()),
            "high": float(people[:, pair].max()),
            "steps": float(sums[0, pair] / repetitions),
            "minutes": float(sums[1, pair] / sums[0, pair] / 60.0) if sums[0, pair] else None,
            "by_face": float(sums[2, pair] / sums[0, pair]) if sums[0, pair] else None,
        }
        for pair in order
        if people[:, pair].any()
    ]


def _people(passes: Passes, joined: Ints, cameras: int) -> Ints:
    """Count the people (C * C,) of whom passes before both cameras of a pair are in one track."""
    order = np.lexsort((passes.camera, joined))
    track, camera = joined[order], passes.camera[order]
    first = runs(track, camera)
    again = np.diff(first, append=len(order)) > 1
    track, camera = track[first], camera[first]
    pairs, whose = [_pair(camera[again], camera[again], cameras)], [passes.whose[track[again]]]
    # the cameras of a track stand side by side: each is paired with the next, the one after, ...
    for apart in range(1, cameras):
        same = np.flatnonzero(track[apart:] == track[:-apart])
        if not len(same):
            break
        pairs.append(_pair(camera[same], camera[same + apart], cameras))
        whose.append(passes.whose[track[same]])
    known = np.sort(np.concatenate(pairs) * len(order) + np.concatenate(whose))
    return np.bincount(known[runs(known)] // max(len(order), 1), minlength=cameras**2)


def _steps(passes: Passes, joined: Ints) -> tuple[Ints, Ints, Floats]:
    """List passes that follow each other in a track: before, after, and the time between [s]."""
    order = np.argsort(joined, kind="stable")
    same = joined[order][1:] == joined[order][:-1]
    before, after = order[:-1][same], order[1:][same]
    between = np.maximum(passes.start[after] - passes.end[before], 0) / TICKS_PER_SECOND
    return before, after, between


def _pair(one: Ints, other: Ints, cameras: int) -> Ints:
    """Give each pair of cameras a number, the same whichever comes first."""
    return np.minimum(one, other) * cameras + np.maximum(one, other)
