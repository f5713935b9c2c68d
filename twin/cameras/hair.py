"""Hair: what falls behind a drawn face, and what frames it."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from twin.cameras.face import VERTEX, Face, chance, outline
from twin.cameras.sketch import Sheet, mirrored, open_line, softened

__all__ = ["hair", "long_hair"]


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
        share = (n + chance(face, part, 3 * n)) / count
        wave = 3.0 * (chance(face, part, 3 * n + 1) - 0.5)
        line = (1 - share) * first + share * second
        line = line + wave * np.sin(np.linspace(0, math.pi, len(line)))[:, None]
        start = int(late * chance(face, part, 3 * n + 2) * len(line))
        end = len(line) - int(0.12 * chance(face, part, 3 * n + 1) * len(line))
        points = [(float(u), float(v)) for u, v in line[start:end:4]]
        (light if n % 2 else dark).append(points)
    sheet.shade(area * sheet.lines(dark, 0.4, soft=0.45), 0.34)
    sheet.paint(0.24 * area * sheet.lines(light, 0.4, soft=0.45), face.hair + 70.0)


def long_hair(sheet: Sheet, face: Face) -> None:
    """Paint what falls behind the face."""
    head = face.head / 2
    back = [(0.0, -VERTEX - 13), (0.62 * head, -VERTEX - 3), (1.08 * head, -70.0)]
    back += [(1.22 * head, 0.0), (1.27 * head, 70.0), (1.20 * head, 124.0), (0.80 * head, 140.0)]
    back += [(0.45 * head, 130.0), (0.0, 120.0)]
    area = sheet.area(mirrored(back), soft=0.4)
    sheet.paint(area, face.hair * (0.86 - 0.0012 * sheet.x))


def hair(sheet: Sheet, face: Face) -> None:
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
    return sheet.area(mirrored(outline(face)))


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
