"""When somebody could have read something that hangs on a post or a wall."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.arrays import Bools, Floats, Ints
from twin.cameras import Lens
from twin.frames import camera_rotation
from twin.sight import Scene, Views
from twin.sight.scene import SightSite, feet
from twin.site.hanging import above_datum
from twin.site.relief.kernels import Relief
from twin.tables import ACTIVITIES, TRACKS, checked

__all__ = ["HEAD_TURN", "HEAD_TURNS", "SIGN_HEIGHT", "Glances", "Posts", "listed"]

SIGN_HEIGHT = 1.8
"""Middle of a sign above its ground; maps do not tell it. [m] assumption (range 1.4-2.4)."""

HEAD_TURN = math.radians(45)
"""A sign is read at most so far from where the face points: eyes turn further than the head.
[rad] assumption (range 20-70 degrees, :data:`HEAD_TURNS`)."""

HEAD_TURNS = (math.radians(20), HEAD_TURN, math.radians(70))
"""What the answer is told for: the lowest that can be defended, the usual and the highest. [rad]"""

READS_PHONE = ACTIVITIES.index("walking_phone")
"""Whoever reads a phone while walking reads no sign."""

SIDE = 200
"""Side of the squares of the ground in which posts are looked up. [cm] assumption (range 50-1000):
changes no answer."""

_ROUND = Lens.from_datasheet(width_px=100, height_px=100, hfov_deg=90)
"""A lens that looks straight down has every direction of the plan about it."""


class Glances(NamedTuple):
    """Moments (R,) at which somebody could read a post whose sign faced them; post by post.

    Whether anything stands in the way is another question, which takes longer.

    Attributes
    ----------
    post, person, tick : array of int
        Which post, who, and when. [0.25 s]
    eyes : (R, 3) array
        Where their eyes are. [m]
    away : (R, 3) array
        From the post to the eyes, of length 1.
    turned : array
        Between where the face points and the post. [rad]
    """

    post: Ints
    person: Ints
    tick: Ints
    eyes: Floats
    away: Floats
    turned: Floats

    def chosen(self, which: Bools | Ints) -> Self:
        """Keep some of them."""
        columns: Any = (column[which] for column in self)
        return type(self)(*columns)


@dataclass(frozen=True, eq=False)
class Posts:
    """Places where signs hang or could hang.

    Attributes
    ----------
    position : (M, 3) array
        Middle of the sign, above the datum. [m]
    reading : (M,) array
        From how far it can be read. [m]
    views : Views
        What stands between a post and anybody.
    relief : Relief
        How high the ground lies.
    """

    position: Floats
    reading: Floats
    views: Views
    relief: Relief

    @classmethod
    def of(cls, site: SightSite, xy: Sequence[Floats], reading: Sequence[float]) -> Self:
        """Hang signs :data:`SIGN_HEIGHT` above the ground.

        Parameters
        ----------
        site : Site
            What stands in the way.
        xy : sequence of M (2,) arrays
            Where, clear of what is solid. [m]
        reading : sequence of M floats
            From how far each can be read. [m]
        """
        at = [above_datum(site, np.array([*one, SIGN_HEIGHT])) for one in xy]
        position = np.array(at, dtype=np.float64).reshape(-1, 3)
        far = np.array(reading, dtype=np.float64)
        down = np.tile(camera_rotation(0.0, -90.0), (len(at), 1, 1))
        # what is read lies within reach, on the line too
        views = Scene.of(site).look_from(position, down, _ROUND, far + 1.0)
        return cls(position, far, views, site.relief)

    def needs(self, west: float, south: float, east: float, north: float) -> bool:
        """Say of a rectangle whether somebody in it may be near enough to read. [m]"""
        x, y = self.position[:, 0], self.position[:, 1]
        aside = np.hypot(x - np.clip(x, west, east), y - np.clip(y, south, north))
        return bool(np.any(aside <= self.reading))

    def glances(self, tracks: pa.Table, eye_height: Floats) -> Glances:
        """Find the moments at which somebody could read, if the sign faced them and were in sight.

        They are near enough, their face is turned towards the post by the widest of
        :data:`HEAD_TURNS`, and they do not read a phone.

        Parameters
        ----------
        tracks : pyarrow.Table
            Tracks, in any order.
        eye_height : (P,) array
            Of each person number, above the ground. [m]

        Raises
        ------
        TableError
            If the table holds no tracks.
        """
        post, row = self._near(checked(tracks, TRACKS))
        now = tracks.take(row)
        person = now["person"].to_numpy().astype(np.intp)
        eyes = np.column_stack(
            [
                *(now[name].to_numpy() / 100.0 for name in ("x_cm", "y_cm")),
                feet(now, self.relief) + eye_height[person],
            ]
        )
        away = eyes - self.position[post]
        far = np.maximum(np.linalg.norm(away, axis=1), 1e-9)
        away /= far[:, None]
        yaw, pitch = (now[name].to_numpy() / 100.0 for name in ("head_yaw_crad", "head_pitch_crad"))
        flat = np.cos(pitch)
        face = np.column_stack([flat * np.cos(yaw), flat * np.sin(yaw), np.sin(pitch)])
        turned = np.arccos(np.clip(-np.sum(face * away, axis=1), -1.0, 1.0))
        able = np.flatnonzero(
            (far <= self.reading[post])
            & (turned <= max(HEAD_TURNS))
            & (now["activity"].to_numpy() != READS_PHONE)
        )
        tick = now["tick"].to_numpy().astype(np.intp)
        return Glances(post, person, tick, eyes, away, turned).chosen(able)

    def unhidden(self, seen: Glances) -> Bools:
        """Say of glances whether nothing that stands is in the way."""
        return self.views.visible(seen.post, seen.eyes)

    def _near(self, tracks: pa.Table) -> tuple[Ints, Ints]:
        """Pair posts with the rows near them in the plan, post by post."""
        x, y = (tracks[name].to_numpy() for name in ("x_cm", "y_cm"))
        squares = self._squares
        square = squares.of(x, y)
        some = np.flatnonzero(np.diff(squares.begin)[square])
        which, place = listed(squares.begin, square[some])
        row, post = some[which], squares.post[place]
        aside = [at[row] - middle[post] for at, middle in zip((x, y), squares.middle, strict=True)]
        near = np.flatnonzero(aside[0] ** 2 + aside[1] ** 2 <= squares.reach[post] ** 2)
        near = near[np.argsort(post[near], kind="stable")]
        return post[near], row[near]

    @cached_property
    def _squares(self) -> "_Squares":
        """Which posts are near each square of the ground."""
        middle = np.rint(100 * self.position[:, :2]).astype(np.int64)
        return _Squares.about(middle, np.ceil(100 * self.reading).astype(np.int64) + 1)


class _Squares(NamedTuple):
    """Posts near each square of the ground, without any near those at the rim.

    Attributes
    ----------
    corner : (2,) array of int
        Column and row of the first square.
    shape : (2,) array of int
        Columns and rows.
    begin : (S + 1,) array of int
        First post of each square, and the number of all.
    post : array of int
        Posts, square by square.
    middle : (2, M) array of int
        Where each post is. [cm]
    reach : (M,) array of int
        How far about it is near. [cm]
    """

    corner: Ints
    shape: Ints
    begin: Ints
    post: Ints
    middle: NDArray[np.int64]
    reach: NDArray[np.int64]

    @classmethod
    def about(cls, middle: NDArray[np.int64], reach: NDArray[np.int64]) -> Self:
        """Arrange posts (M, 2) that each reach so far (M,). [cm]"""
        first, last = (middle - reach[:, None]) // SIDE, (middle + reach[:, None]) // SIDE
        corner = first.min(axis=0) - 1 if len(first) else np.zeros(2, dtype=np.int64)
        shape = last.max(axis=0) - corner + 2 if len(last) else np.ones(2, dtype=np.int64)
        squares = [
            np.add.outer(np.arange(w, e + 1) * shape[1], np.arange(s, n + 1)).ravel()
            for (w, s), (e, n) in zip(first - corner, last - corner, strict=True)
        ]
        post = np.repeat(np.arange(len(squares)), [len(one) for one in squares])
        square = np.concatenate([np.zeros(0, dtype=np.intp), *squares])
        order = np.argsort(square, kind="stable")
        begin = np.searchsorted(square[order], np.arange(shape.prod() + 1))
        return cls(corner, shape, begin, post[order], middle.T.copy(), reach)

    def of(self, x: Ints, y: Ints) -> Ints:
        """Return the square of each place (N,), one at the rim for what lies beyond. [cm]"""
        corner, (columns, rows) = self.corner.tolist(), self.shape.tolist()
        column, row = (
            np.clip(at // SIDE, low, low + many - 1)
            for at, low, many in zip((x, y), corner, (columns, rows), strict=True)
        )
        square: Ints = column * rows + (row - (corner[0] * rows + corner[1]))
        return square


def listed(begin: Ints, group: Ints) -> tuple[Ints, Ints]:
    """Pair each of (N,) with all numbers of its group, which begin at those (G + 1,).

    Examples
    --------
    >>> [found.tolist() for found in listed(np.array([0, 2, 2, 5]), np.array([2, 1, 0]))]
    [[0, 0, 0, 2, 2], [2, 3, 4, 0, 1]]
    """
    many = np.diff(begin)[group]
    one = np.repeat(np.arange(len(group)), many)
    skipped = np.cumsum(many) - many
    return one, np.arange(len(one)) - (skipped - begin[group])[one]
