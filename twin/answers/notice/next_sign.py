"""Where the next sign would let most people know before they are captured."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.answers.notice.first import NEVER, faces
from twin.answers.notice.reading import HEAD_TURN, Posts, listed
from twin.arrays import Bools, Floats
from twin.site.things import Mount

__all__ = ["MOST", "NEAR", "Spot", "chosen", "gains", "near_captures", "spots_of"]

NEAR = 100.0
"""The next sign hangs at most so far from where somebody is first captured. [m] assumption
(range 50-300): tracks farther off are not read."""

MOST = 3
"""Signs that are proposed, one after the other. [1]"""

TURNS = {"facade": (-45.0, 0.0, 45.0), "pole": tuple(45.0 * k for k in range(8))}
"""How a sign may be turned from the way its mount looks; none hangs from a canopy. [degree]
assumption: flat on a wall or on a bracket, any way round a pole."""


@dataclass(frozen=True, eq=False)
class Spot:
    """Where a sign could hang: a mount's number among some, and the way it faces [rad]."""

    post: int
    yaw: float


def near_captures(mounts: Sequence[Mount], captures: Floats) -> list[Mount]:
    """Keep the walls and poles near where (n, 2) somebody is first captured. [m]"""
    # first captures crowd together: squares of a metre tell as well where they are
    where = np.unique(np.rint(captures), axis=0)
    return [
        mount
        for mount in mounts
        if mount.mount in TURNS and len(where) and np.hypot(*(where - mount.xy).T).min() <= NEAR
    ]


def spots_of(mounts: Sequence[Mount]) -> list[Spot]:
    """List every way a sign could face at each mount."""
    return [
        Spot(number, mount.yaw + math.radians(turn))
        for number, mount in enumerate(mounts)
        for turn in TURNS[mount.mount]
    ]


def gains(
    spots: Sequence[Spot],
    posts: Posts,
    tracks: Iterable[pa.Table],
    eye_height: Floats,
    captured: NDArray[np.int64],
    *,
    angle: float,
) -> Bools:
    """Say whom a sign at each spot would let know before they are captured, or as they are.

    Parameters
    ----------
    spots : sequence of K Spot
        Where it could hang, post by post.
    posts : Posts
        The posts they are at.
    tracks : iterable of pyarrow.Table
        Tracks, in any order; those far from every post may be missing.
    eye_height : (P,) array
        Of each person number. [m]
    captured : (P,) array of int
        When each of those who are captured before notice first is; of others
        :data:`~twin.answers.notice.first.NEVER`. [0.25 s]
    angle : float
        Half-angle within which it can be read. [rad]

    Returns
    -------
    (K, P) array of bool
    """
    helped = np.zeros((len(spots), len(captured)), dtype=np.bool_)
    until = np.where(captured == NEVER, -1, captured)
    yaw = np.array([spot.yaw for spot in spots])
    begin = np.searchsorted([spot.post for spot in spots], np.arange(len(posts.reading) + 1))
    for part in tracks:
        early = part["tick"].to_numpy() <= until[part["person"].to_numpy()]
        if not early.any():
            continue
        seen = posts.glances(part.filter(pa.array(early)), eye_height)
        seen = seen.chosen(seen.turned <= HEAD_TURN)
        glance, spot = listed(begin, seen.post)
        new = faces(seen.chosen(glance), yaw[spot], angle) & ~helped[spot, seen.person[glance]]
        glance, spot = glance[new], spot[new]
        asked = np.unique(glance)
        unhidden = np.zeros(len(seen.post), dtype=np.bool_)
        unhidden[asked] = posts.unhidden(seen.chosen(asked))
        found = unhidden[glance]
        helped[spot[found], seen.person[glance[found]]] = True
    return helped


def chosen(helped: Bools, most: int = MOST) -> list[tuple[int, int]]:
    """Choose spots one after the other, each for whom it helps beside those before it.

    Returns
    -------
    list of (int, int)
        Number of the spot, the first of equally good ones, and how many more people it lets know;
        it ends where no spot lets anybody more.
    """
    left = np.ones(helped.shape[1], dtype=np.bool_)
    found: list[tuple[int, int]] = []
    while len(found) < most and len(helped):
        gain = np.count_nonzero(helped & left, axis=1)
        best = int(gain.argmax())
        if not gain[best]:
            break
        found.append((best, int(gain[best])))
        left &= ~helped[best]
    return found
