"""Rays: a sheet that shows, in 3D, which heads a camera sees and what hides the others."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from twin.report import style
from twin.report.caption import looking, titled, wrapped
from twin.report.framing import fitting
from twin.report.over_map import over_map
from twin.report.rays_facts import NAMES, hiders, people
from twin.report.rays_marks import ENDS, HEADS, RAYS, mark, over
from twin.report.rays_scene import (
    ABOVE_CAMERA,
    HIDDEN,
    HIDING,
    HIDING_SMALL,
    Region,
    around,
    from_above,
    from_behind,
    parts_of,
)
from twin.report.rendering import Eye, Image, Part, render
from twin.report.sightlines import Sightlines
from twin.sight import LEAST_DENSITY
from twin.wording import compass, number

__all__ = ["DPI", "rays", "views_of"]

DPI: Final = 100

#: The sheet, its margin, and the two pictures: left, top, width, height. [px]
SHEET: Final = (1600, 1000)
MARGIN: Final = 28
ABOVE: Final = (28, 112, 440, 690)
BEHIND: Final = (492, 112, 1080, 690)

#: Where the key begins, how high it is, distance of its lines at most, and its columns. [px]
KEY_TOP, KEY_HIGH, KEY_STEP = 832, 125, 25
KEY_COLUMNS: Final = (28, 492, 1000)

Sign = tuple[Mapping[str, Any], tuple[float, ...]]
"""How a line or mark of the key looks, and where across it is. [1]"""

#: Sizes of letters: title, text, small print. [pt]
TITLE, TEXT, SMALL = 15.0, 10.0, 7.2


def rays(lines: Sightlines) -> Figure:
    """Draw the rays of a camera to the heads of a moment, from above and from behind the camera.

    Parameters
    ----------
    lines : Sightlines
        Who is seen, and what hides the others.

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot; save it with :data:`DPI`.

    Raises
    ------
    RunError
        If it cannot be drawn here.
    """
    region, parts, eyes = views_of(lines)
    return _sheet(lines, region, eyes, render(parts, eyes, paper=style.PAPER))


def views_of(lines: Sightlines) -> tuple[Region, list[Part], list[Eye]]:
    """Collect what is drawn, and from where: from above, and from behind the camera."""
    region = Region.of(lines, ABOVE[2] / ABOVE[3])
    eyes = [from_above(region, ABOVE[2:]), from_behind(lines, BEHIND[2:])]
    return region, parts_of(lines, region, eyes[1]), eyes


def _sheet(lines: Sightlines, region: Region, eyes: list[Eye], images: list[Image]) -> Figure:
    """Put pictures and words together."""
    with style.sheet():
        figure = Figure(figsize=(SHEET[0] / DPI, SHEET[1] / DPI), dpi=DPI, facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        title = titled(lines.camera, lines.date, lines.tick)
        size = fitting(title, TITLE, (SHEET[0] - 2 * MARGIN) / DPI)
        _write(figure, MARGIN, 40, title, size, bold=True)
        _write(figure, MARGIN, 68, _hung(lines), TEXT)
        scale = region.high / ABOVE[3]
        behind = f"From behind and above the camera, looking {compass(lines.camera.heading_deg)}"
        for picture, eye, image, (left, top, wide, high) in zip(
            ("From above", behind), eyes, images, (ABOVE, BEHIND), strict=True
        ):
            axes = figure.add_axes(
                (left / SHEET[0], 1 - (top + high) / SHEET[1], wide / SHEET[0], high / SHEET[1])
            )
            axes.imshow(image, extent=(0, wide * scale, 0, high * scale), aspect="auto")
            axes.set(xticks=[], yticks=[])
            axes.set_autoscale_on(False)
            over(axes, eye, lines, around(region))
            if image is images[0]:
                over_map(axes, picture, turn=np.pi / 2 - region.yaw)
            else:
                _write(figure, left, top - 7, picture, 8.0, bold=True)
        _key(figure, lines)
    return figure


def _hung(lines: Sightlines) -> str:
    """Say how a camera hangs, and which heads are meant."""
    return (
        f"{looking(lines.camera)}; hung {lines.height:g} m high. Rays go to the heads in its image "
        f"where that has {LEAST_DENSITY:g} px/m at least."
    )


def _key(figure: Figure, lines: Sightlines) -> None:
    """Say what the colours mean, and how many there are of each; below it whose the data are."""
    seen, hidden = people(int(lines.seen.sum())), people(len(lines.hidden))
    by = hiders(lines)
    columns: tuple[list[tuple[str, list[Sign]]], ...] = (
        [
            (f"{seen} seen", [(RAYS["seen"], (0, 1)), (mark(*HEADS["seen"]), (1,))]),
            (f"{hidden} hidden: dashed up to what hides",
             [(RAYS["hidden"], (0, 0.55)), (RAYS["beyond"], (0.55, 1)),
              (mark(*HEADS["hidden"]), (1,))]),
            ("them first, and dotted on to the head", []),
        ],
        [
            (f"{number(count)} hidden by {NAMES[what]}",
             [(RAYS["hidden"], (0, 0.5)), (RAYS["beyond"], (0.5, 1)),
              (mark(*ENDS[what], HIDDEN, style.PAPER), (0.5,))])
            for what, count in by.items()
        ],
        [
            ("the camera, and the first metres of its image",
             [(mark("o", 9.0, style.CAMERA, style.CAMERA), (0.5,))]),
            ("what hides somebody; small things are darker",
             [(mark("s", 10.0, HIDING, HIDDEN), (0.25,)),
              (mark("s", 10.0, HIDING_SMALL, HIDDEN), (0.85,))]),
            ("outside the image, or too far away", [(mark(*HEADS["other"]), (0.5,))]),
        ],
    )  # fmt: skip
    step = min(KEY_STEP, KEY_HIGH / max(len(by), 1))
    for x, rows in zip(KEY_COLUMNS, columns, strict=True):
        for row, (text, signs) in enumerate(rows):
            y = KEY_TOP + row * step
            for look, across in signs:
                _sign(figure, look, [x + 2 + 30 * share for share in across], y - 5)
            _write(figure, x + 44, y, text, TEXT)
    small = (
        "The middle of a head counts. Rays, heads and their marks are drawn over what would cover "
        "them. Numbers are those of people in the tables of the run, left out where there is no "
        "room; twin rays --json lists everybody. "
        f"Buildings are cut off {lines.height + ABOVE_CAMERA:.1f} m above the ground, theirs or "
        "the camera's. A picture of the simulation: nobody in it is real. "
        + " · ".join(lines.credits)
    )
    room = 72 / DPI * (SHEET[0] - 2 * MARGIN)
    for n, line in enumerate(wrapped(small.split(" "), SMALL, room)):
        _write(figure, MARGIN, 954 + 14 * n, line, SMALL, colour=style.QUIET)


def _sign(figure: Figure, look: Mapping[str, Any], across: list[float], y: float) -> None:
    """Draw a line or mark of the key from the left and y from the top. [px]"""
    places = [x / SHEET[0] for x in across]
    figure.add_artist(Line2D(places, [1 - y / SHEET[1]] * len(places), **look))


def _write(
    figure: Figure, x: float, y: float, text: str, size: float, *, bold: bool = False,
    colour: str = style.INK,
) -> None:  # fmt: skip
    """Write a line from x on, on a base line y from the top. [px]"""
    figure.text(
        x / SHEET[0],
        1 - y / SHEET[1],
        text,
        fontsize=size,
        fontweight="bold" if bold else "normal",
        color=colour,
    )
