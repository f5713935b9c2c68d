"""The first moment at which somebody could read each sign."""

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.answers.notice.reading import HEAD_TURNS, Glances, Posts
from twin.arrays import Bools, Floats
from twin.sight.scene import SightSite
from twin.site.things import Sign

__all__ = ["NEVER", "faces", "first_read", "hung"]

NEVER = np.iinfo(np.int64).max
"""The moment that does not come. [0.25 s]"""


def hung(site: SightSite, signs: Sequence[Sign]) -> Posts:
    """Hang the signs of a map."""
    return Posts.of(site, [sign.xy for sign in signs], [sign.reading for sign in signs])


def first_read(
    signs: Sequence[Sign],
    posts: Posts,
    tracks: Iterable[pa.Table],
    eye_height: Floats,
) -> NDArray[np.int64]:
    """Find when each person could first read each sign.

    Parameters
    ----------
    signs : sequence of S Sign
        The signs.
    posts : Posts
        The same, as :func:`hung` hangs them.
    tracks : iterable of pyarrow.Table
        Tracks, in any order; those far from every sign may be missing.
    eye_height : (P,) array
        Of each person number. [m]

    Returns
    -------
    (3, S, P) array of int
        Moment [0.25 s], for each of :data:`~twin.answers.notice.reading.HEAD_TURNS`;
        :data:`NEVER` where it does not come.

    Raises
    ------
    TableError
        If a table holds no tracks.
    """
    first = np.full((len(HEAD_TURNS), len(signs), len(eye_height)), NEVER, dtype=np.int64)
    if not signs:
        return first
    yaw = np.array([sign.yaw for sign in signs])
    angle = np.array([sign.reading_angle for sign in signs])
    for part in tracks:
        seen = posts.glances(part, eye_height)
        # who read it before turned by the least needs not be looked for again
        early = seen.tick < first[0, seen.post, seen.person]
        seen = seen.chosen(early & faces(seen, yaw[seen.post], angle[seen.post]))
        seen = seen.chosen(posts.unhidden(seen))
        for of_turn, turn in zip(first, HEAD_TURNS, strict=True):
            good = seen.turned <= turn
            np.minimum.at(of_turn, (seen.post[good], seen.person[good]), seen.tick[good])
    return first


def faces(seen: Glances, yaw: Floats, angle: Floats | float) -> Bools:
    """Say of each glance whether a sign that faces some way, with a half-angle, can be read. [rad]

    The angle is measured in space, so a sign is not read from right below it.
    """
    ahead = seen.away[:, 0] * np.cos(yaw) + seen.away[:, 1] * np.sin(yaw)
    towards: Bools = ahead >= np.cos(angle) - 1e-12
    return towards
