"""Sketch: a sheet to paint on in grey, with smooth lines, areas and soft edges, in millimetres.

Masks say how much of each pixel is covered, 0 to 1; painting and shading blend with them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from twin.arrays import Floats

__all__ = [
    "ABOVE",
    "DENSITY",
    "FRAME",
    "PX",
    "Sheet",
    "closed_line",
    "mirrored",
    "open_line",
    "softened",
]

Points = Sequence[tuple[float, float]]

FRAME = (0.24, 0.32)
"""Width and height of what a portrait shows. [m] assumption (range 0.2-0.4)"""

DENSITY = 3000
"""Pixels a metre of a drawing: a whole multiple of every step of the ladder. [px/m]"""

ABOVE = 152.0
"""From the upper edge to the pupils. [mm] assumption (range 130-170)"""

PX = DENSITY / 1000
"""Pixels to a millimetre of a sheet. [px/mm]"""

_SHAPE = (round(FRAME[1] * DENSITY), round(FRAME[0] * DENSITY))

_BITS = 6
"""Binary places of the fixed-point pixels of OpenCV."""


class Sheet:
    """A sheet to paint on: grey levels, and where each pixel's middle lies. [mm]"""

    def __init__(self) -> None:
        rows, columns = _SHAPE
        self.x = ((np.arange(columns) + 0.5) / PX - 500 * FRAME[0])[None, :]
        self.y = ((np.arange(rows) + 0.5) / PX - ABOVE)[:, None]
        self.tones: Any = np.zeros(_SHAPE)

    def area(self, points: Points, *, soft: float = 0.0) -> Any:
        """Return how much of each pixel lies within a smooth closed line; soft is in mm."""
        import cv2

        mask = np.zeros(_SHAPE, np.uint8)
        cv2.fillPoly(mask, [_pixels(closed_line(points))], 255, cv2.LINE_AA, _BITS)
        return softened(mask / 255.0, soft)

    def lines(self, lines: Sequence[Points], width: float, *, soft: float = 0.0) -> Any:
        """Return how much of each pixel lies on smooth open lines of a width; soft is in mm."""
        import cv2

        mask = np.zeros(_SHAPE, np.uint8)
        thick = max(1, round(width * PX))
        drawn = [_pixels(open_line(line)) for line in lines]
        cv2.polylines(mask, drawn, False, 255, thick, cv2.LINE_AA, _BITS)
        return softened(mask / 255.0, soft)

    def line(self, points: Points, width: float, *, soft: float = 0.0) -> Any:
        """Return how much of each pixel lies on one smooth open line of a width. [mm]"""
        return self.lines([points], width, soft=soft)

    def spot(self, x: float, y: float, wide: float, high: float) -> Any:
        """Return a bump of height 1 that falls off as a normal density. [mm]"""
        return np.exp(-0.5 * (((self.x - x) / wide) ** 2 + ((self.y - y) / high) ** 2))

    def disc(self, x: float, y: float, radius: float) -> Any:
        """Return how much of each pixel lies within a circle. [mm]"""
        away = np.hypot(self.x - x, self.y - y)
        return np.clip((radius - away) * PX + 0.5, 0.0, 1.0)

    def paint(self, mask: Any, tone: Any) -> None:
        """Cover with a tone where the mask is 1."""
        self.tones = self.tones + mask * (tone - self.tones)

    def shade(self, mask: Any, share: float) -> None:
        """Darken by a share where the mask is 1; lighten when the share is below 0."""
        self.tones = self.tones * (1.0 - share * mask)


def _pixels(points: Floats) -> Any:
    """Turn places into the fixed-point pixels of OpenCV."""
    moved = (points + np.array([500 * FRAME[0], ABOVE])) * PX - 0.5
    return np.round(moved * 2**_BITS).astype(np.int32)[:, None, :]


def softened(mask: Any, soft: float) -> Any:
    """Soften the edges of a mask by so many millimetres."""
    import cv2

    return cv2.GaussianBlur(mask, (0, 0), soft * PX) if soft > 0 else mask


def closed_line(points: Points) -> Floats:
    """Run a smooth closed line through points (Catmull and Rom's spline)."""
    at = np.array(points, dtype=np.float64)
    return _spline(np.roll(at, 1, 0), at, np.roll(at, -1, 0), np.roll(at, -2, 0))


def open_line(points: Points) -> Floats:
    """Run a smooth line through points, from the first to the last."""
    at = np.array([points[0], *points, points[-1]], dtype=np.float64)
    return _spline(at[:-3], at[1:-2], at[2:-1], at[3:])


def _spline(before: Floats, start: Floats, end: Floats, after: Floats) -> Floats:
    t = np.linspace(0.0, 1.0, 17)[None, :, None]
    a, b, c, d = (one[:, None, :] for one in (before, start, end, after))
    curve = 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
    return np.asarray(curve.reshape(-1, 2))


def mirrored(points: Points) -> list[tuple[float, float]]:
    """Close the right half of an outline, listed from top to bottom, with its mirror image."""
    left = [(-x, y) for x, y in reversed(points) if x > 0]
    return [*points, *left]
