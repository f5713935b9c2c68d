"""The first moment at which somebody could read each sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.answers.notice.reading import HEAD_TURNS, Posts
from twin.arrays import Bools, Floats
from twin.sight.scene import SightSite
from twin.site.things import Sign

__all__ = ["NEVER", "FirstRead", "faces", "hung"]

NEVER = np.iinfo(np.int64).max
"""The moment that does not come. [0.25 s]"""


def hung(site: SightSite, signs: Sequence[Sign]) -> Posts:
    """Hang the signs of a map."""
    return Posts.of(site, [sign.xy for sign in signs], [sign.reading for sign in signs])


@dataclass(frozen=True, eq=False)
class FirstRead:
    """When each person could first read each sign, in the tracks so far.

    Attributes
    ----------
    signs : sequence of S Sign
        The signs.
    posts : Posts
        The same, as :func:`hung` hangs them.
    eye_height : (P,) array
        Of each person number. [m]
    moment : (3, S, P) array of int
        Moment [0.25 s], for each of :data:`~twin.answers.notice.reading.HEAD_TURNS`;
        :data:`NEVER` where it does not come.
    """

    signs: Sequence[Sign]
    posts: Posts
    eye_height: Floats
    moment: NDArray[np.int64]

    @classmethod
    def of(cls, site: SightSite, signs: Sequence[Sign], eye_height: Floats) -> Self:
        """Hang the signs of a map, which nobody has read yet."""
        shape = len(HEAD_TURNS), len(signs), len(eye_height)
        return cls(signs, hung(site, signs), eye_height, np.full(shape, NEVER, dtype=np.int64))

    def add(self, tracks: pa.Table) -> None:
        """Look for earlier moments in tracks, in any order.

        Raises
        ------
        TableError
            If the table holds no tracks.
        """
        yaw = np.array([sign.yaw for sign in self.signs])
        angle = np.array([sign.reading_angle for sign in self.signs])
        seen = self.posts.glances(tracks, self.eye_height)
        # who read it before turned by the least needs not be looked for again
        early = seen.tick < self.moment[0, seen.post, seen.person]
        seen = seen.chosen(early & faces(seen.away, yaw[seen.post], angle[seen.post]))
        seen = seen.chosen(self.posts.unhidden(seen))
        for of_turn, turn in zip(self.moment, HEAD_TURNS, strict=True):
            good = seen.turned <= turn
            np.minimum.at(of_turn, (seen.post[good], seen.person[good]), seen.tick[good])

    @property
    def notice(self) -> NDArray[np.int64]:
        """The first moment at which each person could read any sign (3, P). [0.25 s]"""
        first: NDArray[np.int64] = self.moment.min(axis=1, initial=NEVER)
        return first


def faces(away: Floats, yaw: Floats, angle: Floats | float) -> Bools:
    """Say of glances (R, 3) whether a sign of some direction and half-angle can be read. [rad]

    The angle is measured in space, so a sign is not read from right below it.
    """
    ahead = away[:, 0] * np.cos(yaw) + away[:, 1] * np.sin(yaw)
    towards: Bools = ahead >= np.cos(angle) - 1e-12
    return towards
