"""Portraits: faces drawn from a few measures, to show what a number of pixels means.

Nobody is portrayed and no picture is read: each face is a surface of a few bumps, lit from the
upper left, with eyes, brows, mouth and hair painted on. It is an illustration; how well faces are
recognised is measured elsewhere [twin_curve]_.

Places are in millimetres from the middle between the pupils, x to the right of the picture, y down.

References
----------
.. [ansur2] key in twin/sources.bib: every breadth and height of a head.
.. [twin_curve] key in twin/sources.bib.
"""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from twin.arrays import Floats
from twin.cameras.sketch import (
    ABOVE,
    DENSITY,
    FRAME,
    PX,
    Sheet,
    closed_line,
    mirrored,
    open_line,
    softened,
)
from twin.errors import ShapeError
from twin.rng import Stream, uniform

__all__ = ["DENSITY", "FRAME", "PEOPLE", "Face", "portrait"]

VERTEX = 112.0
"""From the pupils up to the top of the head: men 114, women 109 [ansur2]. [mm]"""

IRIS = 5.9
"""Radius of an iris. [mm] assumption (range 5.5-6.3)"""


@dataclass(frozen=True)
class Face:
    """What tells one face from another; breadths and heights are in millimetres [ansur2]_.

    Attributes
    ----------
    name : str
        One letter.
    head, face : float
        Breadth of the head and across the cheekbones. [mm]
    eyes : float
        From pupil to pupil. [mm]
    height : float
        From the root of the nose to the chin. [mm]
    jaw : float
        Breadth of the jaw over that of the face. [1] assumption (range 0.7-0.9)
    nose, mouth : float
        Breadths. [mm] assumption (range 30-42 and 44-58)
    skin, hair, clothes : float
        Grey levels. [0 to 255] assumption (range 0-255)
    brows : float
        Thickness of a brow. [mm] assumption (range 4-10)
    style : str
        ``short`` or ``long`` hair.
    glasses, stubble : bool
        Whether there are any.

    References
    ----------
    .. [ansur2] key in twin/sources.bib.
    """

    name: str
    head: float
    face: float
    eyes: float
    height: float
    jaw: float
    nose: float
    mouth: float
    skin: float
    hair: float
    clothes: float
    brows: float
    style: str
    glasses: bool = False
    stubble: bool = False


#: Means of men and women [ansur2], or within a standard deviation or two of them; all else is
#: assumption (ranges as above).
PEOPLE = (
    Face("A", 154, 143, 64, 122, 0.84, 37, 52, 205, 52, 70, 7.5, "short", stubble=True),
    Face("B", 148, 134, 62, 114, 0.76, 33, 50, 214, 84, 150, 5.0, "long"),
    Face("C", 150, 138, 60, 118, 0.79, 34, 48, 192, 60, 104, 6.0, "short", glasses=True),
)


@functools.cache
def portrait(face: Face) -> Floats:
    """Draw a face from the front.

    Parameters
    ----------
    face : Face
        Whose.

    Returns
    -------
    (960, 720) array
        Grey levels from 0 to 255 at :data:`DENSITY` pixels a metre; cannot be written to.

    Raises
    ------
    ShapeError
        If the measures are not those of a grown-up's face.
    """
    _check(face)
    sheet = Sheet()
    _background(sheet)
    if face.style == "long":
        _long_hair(sheet, face)
    _neck_and_clothes(sheet, face)
    _ears(sheet, face)
    _skin(sheet, face)
    _mouth(sheet, face)
    _nose(sheet, face)
    for side in (-1.0, 1.0):
        _eye(sheet, face, side)
        _brow(sheet, face, side)
    _hair(sheet, face)
    if face.glasses:
        _glasses(sheet, face)
    drawn: Floats = np.clip(sheet.tones, 0.0, 255.0).astype(np.float64)
    drawn.flags.writeable = False
    return drawn


#: What a measure of a face may be: about four standard deviations either way [ansur2]. [mm]
_LIMITS = {
    "head": (125.0, 178.0),
    "face": (110.0, 170.0),
    "eyes": (45.0, 80.0),
    "height": (88.0, 150.0),
}


def _check(face: Face) -> None:
    for name, (low, high) in _LIMITS.items():
        value = getattr(face, name)
        if not low <= value <= high:
            message = (
                f"face {face.name}: {name} is {value:g} mm, but must lie between {low:g} and "
                f"{high:g}."
            )
            raise ShapeError(message)
    if face.style not in {"short", "long"}:
        message = f"face {face.name}: style is {face.style!r}, but must be short or long."
        raise ShapeError(message)


def _background(sheet: Sheet) -> None:
    sheet.paint(1.0, 226.0 - 0.07 * (sheet.y + ABOVE) + 0.05 * sheet.x)


def _outline(face: Face) -> list[tuple[float, float]]:
    """Return the right half of the outline of the head, from the top to the chin."""
    head, cheek = face.head / 2, face.face / 2
    jaw, chin = face.jaw * cheek, face.height - 4.0
    return [
        (0.0, -VERTEX),
        (0.45 * head, -VERTEX + 7),
        (0.83 * head, -VERTEX + 30),
        (0.98 * head, -VERTEX + 62),
        (0.97 * head, -15.0),
        (cheek, 16.0),
        (0.965 * cheek, 0.40 * chin),
        (jaw, 0.68 * chin),
        (0.79 * jaw, 0.84 * chin),
        (0.46 * jaw, 0.965 * chin),
        (0.0, chin),
    ]


def _neck_and_clothes(sheet: Sheet, face: Face) -> None:
    neck = 0.36 * face.face
    chin = face.height - 4.0
    column = [(-neck, 20.0), (neck, 20.0), (neck, 90.0), (neck + 2, 130.0), (neck + 22, 168.0)]
    column += [(-neck - 22, 168.0), (-neck - 2, 130.0), (-neck, 90.0)]
    inside = sheet.area(column, soft=0.3)
    across = np.clip(np.abs(sheet.x + 6.0) / (1.25 * neck), 0.0, 1.0)
    sheet.paint(inside, face.skin * (0.88 - 0.34 * across**2))
    cast = [(-1.1 * neck, 60.0), (1.2 * neck, 60.0), (1.1 * neck, chin + 6), (8.0, chin + 22)]
    sheet.shade(inside * sheet.area([*cast, (-0.8 * neck, chin + 4)], soft=6.0), 0.40)
    for side in (-1.0, 1.0):
        cord = [
            (side * 0.86 * neck, chin),
            (side * 0.55 * neck, chin + 26),
            (side * 9.0, chin + 44),
        ]
        sheet.shade(inside * sheet.line(cord, 3.0, soft=3.0), 0.16)
    top = chin + 26.0
    throat = [(-neck - 5, top - 10), (-0.6 * neck, top + 8), (0.0, top + 16), (0.6 * neck, top + 8)]
    throat += [(neck + 5, top - 10)]
    shirt = [(-200.0, 220.0), (-150.0, top + 26), (-96.0, top + 8), (-neck - 20, top - 5), *throat]
    shirt += [(neck + 20, top - 5), (96.0, top + 8), (150.0, top + 26), (200.0, 220.0)]
    cloth = sheet.area(shirt, soft=0.3)
    sheet.shade(inside * sheet.line(throat, 5.0, soft=3.0), 0.30)
    sheet.paint(cloth, face.clothes * (1.04 - 0.0016 * sheet.x))
    sheet.shade(cloth * sheet.line([(1.02 * x, y + 7) for x, y in throat], 0.8, soft=0.4), 0.35)


def _ears(sheet: Sheet, face: Face) -> None:
    if face.style == "long":
        return
    edge = 0.955 * face.head / 2
    for side in (-1.0, 1.0):
        shape = [(edge - 5, -6.0), (edge + 3, -12.0), (edge + 9, -5.0), (edge + 7, 14.0)]
        shape += [(edge + 2, 31.0), (edge - 3, 43.0), (edge - 9, 38.0)]
        at = [(side * x, y) for x, y in shape]
        lit = 0.88 if side < 0 else 0.66
        sheet.paint(sheet.area(at, soft=0.3), face.skin * lit)
        inner = [
            (edge - 2, -2.0),
            (edge + 4, -5.0),
            (edge + 4, 6.0),
            (edge + 1, 20.0),
            (edge - 3, 26.0),
        ]
        sheet.shade(sheet.area([(side * x, y) for x, y in inner], soft=1.6), 0.30)


def _surface(sheet: Sheet, face: Face) -> Any:
    """Return how far the face stands out, without the edge of the head. [mm]"""
    spot, eye = sheet.spot, face.eyes / 2
    y, x = sheet.y, np.abs(sheet.x)
    ramp = np.clip((y + 8.0) / 50.0, 0.0, 1.0)
    ridge = np.where(y < 41.0, 12.0 * ramp**1.1, 12.0 * np.exp(-0.5 * ((y - 41.0) / 7.5) ** 2))
    z = ridge * np.exp(-0.5 * (x / (5.6 + 3.6 * ramp)) ** 2)
    z = z + 3.6 * spot(0.0, 40.0, 7.0, 6.5)
    lips, chin = 0.60 * face.height, face.height - 4.0
    for side in (-1.0, 1.0):
        z = z + 3.4 * spot(side * 0.36 * face.nose, 43.5, 4.6, 5.2)
        z = z - 6.5 * spot(side * eye, -1.0, 14.0, 9.0)
        z = z - 3.5 * spot(side * (eye - 15), -3.0, 6.0, 8.0)
        z = z + 3.6 * spot(side * eye, 1.0, 10.5, 6.5)
        z = z + 2.4 * spot(side * eye, -19.0, 17.0, 6.0)
        z = z + 5.0 * spot(side * 0.66 * face.face / 2, 27.0, 16.0, 16.0)
        z = z - 2.6 * spot(side * 0.60 * face.face / 2, 66.0, 12.0, 18.0)
        z = z - 1.4 * spot(side * (0.5 * face.mouth + 5), lips, 4.0, 6.0)
    z = z + 4.5 * spot(0.0, lips, 20.0, 12.0)
    z = z - 1.2 * spot(0.0, lips - 13.0, 2.6, 5.0)
    z = z - 2.6 * spot(0.0, lips + 14.0, 15.0, 4.0)
    return z + 5.0 * spot(0.0, chin - 13.0, 14.0, 9.0)


def _skin(sheet: Sheet, face: Face) -> None:
    """Paint the face as a surface lit from the upper left, with some light from all round."""
    import cv2

    half = mirrored(_outline(face))
    inside = sheet.area(half, soft=0.25)
    line = closed_line(half)
    right = line[line[:, 0] >= 0]
    order = np.argsort(right[:, 1], kind="stable")
    width = np.interp(sheet.y[:, 0], right[order, 1], right[order, 0])[:, None]
    across = np.clip(np.abs(sheet.x) / np.maximum(width, 1.0), 0.0, 1.0)
    down = (sheet.y - 5.0) / 145.0
    round_head = 74.0 * (1.0 - across**2.6) ** 0.62 * np.sqrt(np.clip(1.0 - down**2, 0.02, 1.0))
    z = cv2.GaussianBlur(round_head + _surface(sheet, face), (0, 0), 1.3 * PX)
    slope_y, slope_x = np.gradient(z, 1.0 / PX)
    upright = 1.0 / np.sqrt(1.0 + slope_x**2 + slope_y**2)
    key = (0.42 * slope_x + 0.50 * slope_y + 0.76) * upright
    fill = (-0.60 * slope_x + 0.10 * slope_y + 0.79) * upright
    light = 0.43 + 0.54 * np.clip(key, 0.0, None) + 0.16 * np.clip(fill, 0.0, None)
    sheet.paint(inside, face.skin * np.clip(light, 0.35, 1.12))
    if face.stubble:
        lips, chin = 0.60 * face.height, face.height - 4.0
        beard = [(-0.92 * face.face / 2, 30.0), (-36.0, 62.0), (-24.0, lips - 14), (0.0, lips - 15)]
        beard += [(24.0, lips - 14), (36.0, 62.0), (0.92 * face.face / 2, 30.0)]
        beard += [(0.75 * face.face / 2, 96.0), (0.0, chin + 12), (-0.75 * face.face / 2, 96.0)]
        sheet.shade(inside * sheet.area(beard, soft=4.5), 0.20)


def _mouth(sheet: Sheet, face: Face) -> None:
    lips, wide = 0.60 * face.height, face.mouth / 2
    upper = [(-wide, lips - 0.4), (-0.45 * wide, lips - 4.6), (-0.14 * wide, lips - 6.6)]
    upper += [(0.0, lips - 5.2), (0.14 * wide, lips - 6.6), (0.45 * wide, lips - 4.8)]
    upper += [
        (wide, lips - 0.4),
        (0.5 * wide, lips + 0.6),
        (0.0, lips + 1.3),
        (-0.5 * wide, lips + 0.6),
    ]
    lower = [(-0.9 * wide, lips + 0.8), (-0.45 * wide, lips + 0.7), (0.0, lips + 1.2)]
    lower += [(0.45 * wide, lips + 0.7), (0.9 * wide, lips + 0.8), (0.5 * wide, lips + 7.4)]
    lower += [(0.0, lips + 9.4), (-0.5 * wide, lips + 7.4)]
    sheet.shade(sheet.area(upper, soft=0.6), 0.30)
    sheet.shade(sheet.area(lower, soft=0.8), 0.18)
    sheet.shade(sheet.spot(-2.0, lips + 4.5, 0.3 * wide, 1.8), -0.10)
    parting = [
        (-wide - 1, lips - 0.5),
        (-0.5 * wide, lips + 0.7),
        (-4.0, lips + 0.9),
        (0.0, lips + 1.5),
    ]
    parting += [(4.0, lips + 0.9), (0.5 * wide, lips + 0.7), (wide + 1, lips - 0.5)]
    sheet.shade(sheet.line(parting, 0.8, soft=0.5), 0.70)
    for side in (-1.0, 1.0):
        sheet.shade(sheet.spot(side * (wide + 1), lips - 0.3, 2.0, 1.8), 0.22)
    sheet.shade(sheet.spot(0.0, lips + 13.0, 13.0, 2.6), 0.16)


def _nose(sheet: Sheet, face: Face) -> None:
    wide = face.nose / 2
    sheet.shade(sheet.spot(1.5, 51.0, 0.62 * wide, 2.2), 0.16)
    for side in (-1.0, 1.0):
        sheet.shade(sheet.spot(side * 0.42 * wide, 48.6, 2.8, 1.2), 0.60)
        wing = [(side * 0.84 * wide, 38.0), (side * wide, 43.5), (side * 0.92 * wide, 48.5)]
        wing += [(side * 0.72 * wide, 50.2)]
        sheet.shade(sheet.line(wing, 1.1, soft=0.9), 0.24)
        fold = [(side * 1.08 * wide, 43.0), (side * 1.38 * wide, 53.0), (side * 1.55 * wide, 63.0)]
        sheet.shade(sheet.line(fold, 1.6, soft=2.2), 0.16)


def _eye(sheet: Sheet, face: Face, side: float) -> None:
    """Paint an eye whose pupil is at half the distance of the eyes. [mm]"""
    middle = side * face.eyes / 2

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        # listed from the inner corner outwards
        return [(middle + side * x, y) for x, y in points]

    lid = [(-15.0, 2.6), (-9.0, -2.4), (-1.0, -4.9), (7.5, -3.7), (14.5, 0.6)]
    low = [(9.0, 3.6), (1.0, 5.2), (-8.0, 4.3)]
    opening = sheet.area(at(*lid, *low), soft=0.25)
    ball = 0.99 - 0.20 * np.clip(np.abs(sheet.x - middle) / 15.0, 0.0, 1.0) ** 2
    sheet.paint(opening, 0.5 * (face.skin + 240.0) * ball)
    sheet.paint(opening * sheet.disc(middle, 0.0, IRIS), 92.0)
    sheet.shade(
        opening * (sheet.disc(middle, 0.0, IRIS) - sheet.disc(middle, 0.0, IRIS - 1.0)), 0.35
    )
    sheet.shade(opening * sheet.spot(middle + 1.2, 2.4, 2.4, 1.8), -0.40)
    sheet.paint(opening * sheet.disc(middle, 0.0, 2.3), 14.0)
    shadow = sheet.line(at(*lid), 4.0, soft=1.0)
    sheet.shade(opening * shadow, 0.45)
    sheet.paint(sheet.disc(middle - 1.9, -1.9, 0.95), 250.0)
    sheet.paint(0.85 * sheet.line(at(*lid), 1.35, soft=0.35), 38.0)
    sheet.shade(sheet.line(at((-12.0, 4.0), *reversed(low), (13.5, 1.2)), 0.8, soft=0.4), 0.34)
    crease = at((-12.5, -3.2), (-7.0, -7.4), (0.0, -9.2), (8.5, -7.6), (16.0, -2.4))
    sheet.shade(sheet.line(crease, 1.0, soft=0.7), 0.36)
    sheet.shade(sheet.line(at((-13.0, 7.5), (-3.0, 11.6), (8.0, 10.6)), 1.4, soft=1.8), 0.15)


def _brow(sheet: Sheet, face: Face, side: float) -> None:
    """Paint a brow of many short hairs."""
    middle, thick = side * face.eyes / 2, face.brows
    inner, top = -17.0, -21.0
    tone = 0.75 * face.hair + 12.0
    under = [(inner, top + 2), (-4.0, top - 1.5), (9.0, top - 2.2), (21.0, top + 4.5)]
    under += [(10.0, top + 0.6 * thick - 2), (-4.0, top + 0.8 * thick - 1), (inner, top + thick)]
    area = [(middle + side * x, y) for x, y in under]
    sheet.paint(0.66 * sheet.area(area, soft=1.0), tone)
    hairs = []
    for n in range(64):
        along, lift, bend = (_chance(face, 2, 3 * n + k) for k in range(3))
        x = inner + 1.0 + 36.0 * along
        base = top + 0.8 * thick * (1 - along) + 5.0 * along**4 + (lift - 0.7) * 0.5 * thick
        length = 6.5 - 1.5 * along
        tilt = math.radians(72.0 - 84.0 * min(1.0, along * 1.15) + 14.0 * (bend - 0.5))
        tip = (x + length * math.cos(tilt), base - length * math.sin(tilt) * 0.55)
        hair = [(x, base), tip]
        stroke = [(middle + side * u, v) for u, v in hair]
        hairs.append(stroke)
    sheet.paint(0.7 * sheet.lines(hairs, 0.45, soft=0.2), tone)


def _chance(face: Face, part: int, number: int) -> float:
    """Draw a number in [0, 1) that belongs to one hair of one face."""
    return float(uniform(part, Stream.PICTURE, 0, 0, ord(face.name[0]), number))


def _strands(
    sheet: Sheet,
    face: Face,
    area: Any,
    roots: Sequence[Any],
    *,
    count: int,
    part: int,
    late: float = 0.22,
) -> None:
    """Lay strands over hair, each between two guiding lines, lighter or darker than the rest."""
    first, second = (open_line(line) for line in roots)
    light: list[Any] = []
    dark: list[Any] = []
    for n in range(count):
        share = (n + _chance(face, part, 3 * n)) / count
        wave = 3.0 * (_chance(face, part, 3 * n + 1) - 0.5)
        line = (1 - share) * first + share * second
        line = line + wave * np.sin(np.linspace(0, math.pi, len(line)))[:, None]
        start = int(late * _chance(face, part, 3 * n + 2) * len(line))
        end = len(line) - int(0.12 * _chance(face, part, 3 * n + 1) * len(line))
        points = [(float(u), float(v)) for u, v in line[start:end:4]]
        (light if n % 2 else dark).append(points)
    sheet.shade(area * sheet.lines(dark, 0.4, soft=0.45), 0.34)
    sheet.paint(0.24 * area * sheet.lines(light, 0.4, soft=0.45), face.hair + 70.0)


def _long_hair(sheet: Sheet, face: Face) -> None:
    """Paint what falls behind the face."""
    head = face.head / 2
    back = [(0.0, -VERTEX - 13), (0.62 * head, -VERTEX - 3), (1.08 * head, -70.0)]
    back += [(1.22 * head, 0.0), (1.27 * head, 70.0), (1.20 * head, 124.0), (0.80 * head, 140.0)]
    back += [(0.45 * head, 130.0), (0.0, 120.0)]
    area = sheet.area(mirrored(back), soft=0.4)
    sheet.paint(area, face.hair * (0.86 - 0.0012 * sheet.x))


def _hair(sheet: Sheet, face: Face) -> None:
    """Paint the hair that frames the face, with strands that follow its fall."""
    if face.style == "long":
        _long_front(sheet, face)
    else:
        _short(sheet, face)


def _glow(sheet: Sheet, area: Any, x: float, y: float, wide: float, high: float) -> None:
    """Let hair shine where it faces the light."""
    sheet.shade(area * sheet.spot(x, y, wide, high), -0.55)


def _under(sheet: Sheet, face: Face) -> Any:
    """Return where there is skin for hair to cast its shadow on."""
    return sheet.area(mirrored(_outline(face)))


def _short(sheet: Sheet, face: Face) -> None:
    head, temple = face.head / 2, -62.0
    out = [(-1.01 * head, -4.0), (-1.07 * head, -40.0), (-0.98 * head, -84.0)]
    out += [(-0.56 * head, -VERTEX - 7), (0.02 * head, -VERTEX - 19), (0.60 * head, -VERTEX - 8)]
    out += [(0.98 * head, -84.0), (1.07 * head, -40.0), (1.01 * head, -4.0)]
    line = [
        (0.93 * head, 6.0),
        (0.90 * head, -18.0),
        (0.84 * head, -42.0),
        (0.66 * head, temple + 2),
    ]
    line += [(0.30 * head, temple - 10), (-0.18 * head, temple - 6), (-0.52 * head, temple - 14)]
    line += [
        (-0.72 * head, temple + 4),
        (-0.85 * head, -42.0),
        (-0.90 * head, -18.0),
        (-0.93 * head, 6.0),
    ]
    area = sheet.area([*out, *line], soft=0.8)
    edge = sheet.area([*out, *line], soft=3.5)
    sheet.shade(_under(sheet, face) * np.clip(edge - area, 0.0, 1.0), 0.45)
    sheet.paint(area, face.hair * (1.0 - 0.0016 * sheet.x))
    _glow(sheet, area, -26.0, -VERTEX + 14, 30.0, 10.0)
    part = (-0.54 * head, -VERTEX + 2)
    over = [part, (0.0, -VERTEX - 17), (0.62 * head, -VERTEX - 4), (1.05 * head, -56.0)]
    under = [
        part,
        (-0.24 * head, temple - 12),
        (0.26 * head, temple - 12),
        (0.78 * head, temple + 16),
    ]
    _strands(sheet, face, area, (over, under), count=90, part=3)
    left = [part, (-0.90 * head, -88.0), (-1.06 * head, -48.0), (-1.02 * head, -8.0)]
    inner = [part, (-0.66 * head, temple - 8), (-0.82 * head, -46.0), (-0.92 * head, -2.0)]
    _strands(sheet, face, area, (left, inner), count=34, part=4)
    right = [
        (0.72 * head, -VERTEX + 14),
        (1.0 * head, -70.0),
        (1.06 * head, -38.0),
        (1.0 * head, -6.0),
    ]
    near = [
        (0.60 * head, temple - 6),
        (0.78 * head, temple + 6),
        (0.88 * head, -30.0),
        (0.94 * head, 0.0),
    ]
    _strands(sheet, face, area, (right, near), count=34, part=5)


def _long_front(sheet: Sheet, face: Face) -> None:
    head = face.head / 2
    middle = -0.22 * head
    whole = np.zeros_like(sheet.tones)
    for side in (-1.0, 1.0):
        # the halves overlap, so that no gap shows between them
        start = middle - 7.0 * side
        top = [(start, -VERTEX - 13.5), (side * 0.62 * head, -VERTEX - 3)]
        top += [(side * 1.08 * head, -70.0), (side * 1.22 * head, 0.0)]
        top += [(side * 1.27 * head, 70.0), (side * 1.18 * head, 126.0)]
        inner = [(side * 0.78 * head, 128.0), (side * 0.86 * head, 70.0)]
        inner += [(side * 0.90 * head, 15.0), (side * 0.84 * head, -35.0)]
        inner += [(side * 0.52 * head, -74.0), (start, -VERTEX + 26)]
        whole = np.maximum(whole, sheet.area([*top, *inner], soft=0.7))
    edge = softened(whole, 4.0)
    sheet.shade(_under(sheet, face) * np.clip(edge - whole, 0.0, 1.0), 0.55)
    sheet.paint(whole, face.hair * (1.0 - 0.0012 * sheet.x))
    for side, part in ((-1.0, 6), (1.0, 7)):
        _glow(sheet, whole, side * 0.66 * head - 6, -VERTEX + 24, 24.0, 12.0)
        outer = [(middle, -VERTEX - 12), (side * 0.66 * head, -VERTEX + 1)]
        outer += [(side * 1.10 * head, -55.0), (side * 1.24 * head, 30.0)]
        near = [(middle, -VERTEX + 26), (side * 0.56 * head, -74.0)]
        near += [(side * 0.86 * head, -32.0), (side * 0.90 * head, 40.0)]
        guides = [*outer, (side * 1.18 * head, 122.0)], [*near, (side * 0.80 * head, 124.0)]
        _strands(sheet, face, whole, guides, count=96, part=part, late=0.04)
    parting = [(middle - 1, -VERTEX - 12), (middle, -VERTEX + 6), (middle, -VERTEX + 24)]
    sheet.shade(sheet.line(parting, 0.6, soft=0.9), 0.35)


def _glasses(sheet: Sheet, face: Face) -> None:
    """Paint a frame of about 50 mm a lens; assumption (range 44-56)."""
    for side in (-1.0, 1.0):
        middle = side * (face.eyes / 2 + 1.5)
        rim = [(-23.0, -13.0), (0.0, -16.0), (23.0, -14.0), (25.5, 0.0), (20.0, 17.0)]
        rim += [(0.0, 20.5), (-18.0, 17.0), (-24.0, 2.0)]
        shape = [(middle + side * x, y) for x, y in rim]
        sheet.shade(sheet.area([(x + 1.5, y + 3.0) for x, y in shape], soft=2.0), 0.05)
        closed = [*shape, shape[0], shape[1]]
        sheet.shade(sheet.line([(x + 0.8, y + 2.4) for x, y in closed], 2.0, soft=1.2), 0.22)
        sheet.paint(0.94 * sheet.line(closed, 2.4, soft=0.2), 36.0)
        hinge = side * (face.eyes / 2 + 26.0)
        sheet.paint(
            0.94 * sheet.line([(hinge, -8.0), (side * 0.97 * face.head / 2, -9.0)], 2.2), 36.0
        )
        glint = [
            (middle - 14.0, -9.0),
            (middle - 5.0, -12.5),
            (middle - 15.0, 9.0),
            (middle - 18.0, 3.0),
        ]
        sheet.shade(sheet.area(glint, soft=1.5), -0.10)
    bridge = face.eyes / 2 - 23.0
    sheet.paint(
        0.94 * sheet.line([(-bridge, -4.0), (0.0, -7.0), (bridge, -4.0)], 2.2, soft=0.2), 36.0
    )
