"""Where the next sign would let most people know before they are captured."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.answers.notice.first import NEVER, faces
from twin.answers.notice.reading import HEAD_TURN, Posts, listed
from twin.arrays import Bools, Floats, Ints
from twin.site.things import Mount

__all__ = ["MOST", "NEAR", "Helped", "Spot", "chosen", "near_captures", "spots_of"]

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
    """Where a sign could hang: a mount, its number among some, and the way it faces [rad]."""

    mount: str
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
        Spot(mount.id, number, mount.yaw + math.radians(turn))
        for number, mount in enumerate(mounts)
        for turn in TURNS[mount.mount]
    ]


@dataclass(frozen=True, eq=False)
class Helped:
    """Whom a sign at each spot would let know before they are captured, in the tracks so far.

    Attributes
    ----------
    spots : sequence of K Spot
        Where it could hang, post by post.
    posts : Posts
        The posts they are at.
    eye_height : (P,) array
        Of each person number. [m]
    captured : (P,) array of int
        When each is first captured; of others :data:`~twin.answers.notice.first.NEVER`. [0.25 s]
    angle : float
        Half-angle within which it can be read. [rad]
    people : (K, P) array of bool
        Whether it lets each know before they are captured, or as they are.
    """

    spots: Sequence[Spot]
    posts: Posts
    eye_height: Floats
    captured: NDArray[np.int64]
    angle: float
    people: Bools

    @classmethod
    def of(
        cls,
        spots: Sequence[Spot],
        posts: Posts,
        eye_height: Floats,
        captured: NDArray[np.int64],
        *,
        angle: float,
    ) -> Self:
        """Hang signs, of which nobody knows yet."""
        people = np.zeros((len(spots), len(captured)), dtype=np.bool_)
        return cls(spots, posts, eye_height, captured, angle, people)

    def add(self, tracks: pa.Table, asked: Bools) -> None:
        """Look for those people (P,) who are asked about in tracks, in any order."""
        until = np.where(asked & (self.captured < NEVER), self.captured, -1)
        early = tracks["tick"].to_numpy() <= until[tracks["person"].to_numpy()]
        if not early.any():
            return
        seen = self.posts.glances(tracks.filter(pa.array(early)), self.eye_height)
        seen = seen.chosen(seen.turned <= HEAD_TURN)
        glance, spot = listed(self._begin, seen.post)
        towards = faces(seen.away[glance], self._yaw[spot], self.angle)
        new = towards & ~self.people[spot, seen.person[glance]]
        glance, spot = glance[new], spot[new]
        wanted = np.unique(glance)
        unhidden = np.zeros(len(seen.post), dtype=np.bool_)
        unhidden[wanted] = self.posts.unhidden(seen.chosen(wanted))
        found = unhidden[glance]
        self.people[spot[found], seen.person[glance[found]]] = True

    @cached_property
    def _yaw(self) -> Floats:
        return np.array([spot.yaw for spot in self.spots])

    @cached_property
    def _begin(self) -> Ints:
        """The first spot of each post, and the number of all."""
        post = np.array([spot.post for spot in self.spots], dtype=np.intp)
        return np.searchsorted(post, np.arange(len(self.posts.reading) + 1))


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
