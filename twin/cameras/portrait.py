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
from typing import Any

import numpy as np

from twin.arrays import Floats
from twin.cameras.face import PEOPLE, Face, chance, outline, refuse_none
from twin.cameras.hair import hair, long_hair
from twin.cameras.sketch import (
    ABOVE,
    DENSITY,
    FRAME,
    PX,
    Sheet,
    closed_line,
    mirrored,
)

__all__ = ["DENSITY", "FRAME", "PEOPLE", "Face", "portrait"]

IRIS = 5.9
"""Radius of an iris. [mm] assumption (range 5.5-6.3)"""


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
    refuse_none(face)
    sheet = Sheet()
    _background(sheet)
    if face.style == "long":
        long_hair(sheet, face)
    _neck_and_clothes(sheet, face)
    _ears(sheet, face)
    _skin(sheet, face)
    _mouth(sheet, face)
    _nose(sheet, face)
    for side in (-1.0, 1.0):
        _eye(sheet, face, side)
        _brow(sheet, face, side)
    hair(sheet, face)
    if face.glasses:
        _glasses(sheet, face)
    drawn: Floats = np.clip(sheet.tones, 0.0, 255.0).astype(np.float64)
    drawn.flags.writeable = False
    return drawn


def _background(sheet: Sheet) -> None:
    sheet.paint(1.0, 226.0 - 0.07 * (sheet.y + ABOVE) + 0.05 * sheet.x)


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

    half = mirrored(outline(face))
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
        along, lift, bend = (chance(face, 2, 3 * n + k) for k in range(3))
        x = inner + 1.0 + 36.0 * along
        base = top + 0.8 * thick * (1 - along) + 5.0 * along**4 + (lift - 0.7) * 0.5 * thick
        length = 6.5 - 1.5 * along
        tilt = math.radians(72.0 - 84.0 * min(1.0, along * 1.15) + 14.0 * (bend - 0.5))
        tip = (x + length * math.cos(tilt), base - length * math.sin(tilt) * 0.55)
        hair = [(x, base), tip]
        stroke = [(middle + side * u, v) for u, v in hair]
        hairs.append(stroke)
    sheet.paint(0.7 * sheet.lines(hairs, 0.45, soft=0.2), tone)


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
