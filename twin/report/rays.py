"""Rays: a sheet that shows, in 3D, which heads a camera sees and what hides the others."""

from typing import Final

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from twin.report import style
from twin.report.caption import looking, titled, wrapped
from twin.report.framing import fitting
from twin.report.over_map import over_map
from twin.report.rays_scene import (
    ABOVE_CAMERA,
    HIDDEN,
    HIDERS,
    OTHERS,
    SEEN,
    Region,
    from_above,
    from_behind,
    parts_of,
)
from twin.report.rendering import Eye, Image, Part, render
from twin.report.sightlines import BUILDING, EDGE, FURNITURE, GROUND, PERSON, TREE, Sightlines
from twin.sight import LEAST_DENSITY
from twin.wording import compass, number

__all__ = ["DPI", "counted", "key_rows", "rays", "views_of"]

DPI: Final = 100

#: The sheet, its margin, and the two pictures: left, top, width, height. [px]
SHEET: Final = (1600, 1000)
MARGIN: Final = 28
ABOVE: Final = (28, 112, 440, 690)
BEHIND: Final = (492, 112, 1080, 690)

#: Where the key begins, how high it is, distance of its lines at most, and its columns. [px]
KEY_TOP, KEY_HIGH, KEY_STEP = 832, 125, 25
KEY_COLUMNS: Final = (28, 492, 1000)

#: Sizes of letters: title, text, small print. [pt]
TITLE, TEXT, SMALL = 15.0, 10.0, 7.2

#: How each thing that hides is called; those of :data:`RARE` only where there is one.
NAMES: Final = {
    BUILDING: "a building, wall or hedge",
    FURNITURE: "street furniture",
    TREE: "a tree",
    PERSON: "another person",
    GROUND: "ground, a deck or steps",
    EDGE: "the very edge of something",
}
RARE: Final = (GROUND, EDGE)


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
    return _sheet(lines, region, render(parts, eyes, paper=style.PAPER))


def views_of(lines: Sightlines) -> tuple[Region, list[Part], list[Eye]]:
    """Collect what is drawn, and from where: from above, and from behind the camera."""
    region = Region.of(lines, ABOVE[2] / ABOVE[3])
    eyes = [from_above(region, ABOVE[2:]), from_behind(lines, BEHIND[2:])]
    return region, parts_of(lines, region), eyes


def counted(lines: Sightlines) -> str:
    """Say how many heads are seen, and what hides the others."""
    told = ", ".join(f"{count} by {name}" for name, _, count in key_rows(lines) if count)
    hidden = f"{number(len(lines.hidden))} hidden ({told})" if told else "none hidden"
    return (
        f"{number(int(lines.seen.sum()))} heads seen and {hidden} of those in the image with "
        f"{LEAST_DENSITY:g} px/m at least."
    )


def key_rows(lines: Sightlines) -> list[tuple[str, str, int]]:
    """List what can hide a head: its name, its colour, and how many it hides first."""
    counts = np.bincount(lines.by, minlength=len(NAMES))
    return [
        (name, HIDERS[what], int(counts[what]))
        for what, name in NAMES.items()
        if counts[what] or what not in RARE
    ]


def _sheet(lines: Sightlines, region: Region, images: list[Image]) -> Figure:
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
        for picture, image, (left, top, wide, high) in zip(
            ("From above", behind), images, (ABOVE, BEHIND), strict=True
        ):
            axes = figure.add_axes(
                (left / SHEET[0], 1 - (top + high) / SHEET[1], wide / SHEET[0], high / SHEET[1])
            )
            axes.imshow(image, extent=(0, wide * scale, 0, high * scale), aspect="auto")
            axes.set(xticks=[], yticks=[])
            axes.set_autoscale_on(False)
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
    first, second, third = KEY_COLUMNS
    hidden = len(lines.hidden)
    rows = [
        (first, 0, "ray", SEEN, f"{number(int(lines.seen.sum()))} heads seen"),
        (first, 1, "line", HIDDEN, f"{number(hidden)} heads hidden: the ray ends at what"),
        (first, 2, "", "", "hides them first, which has a strong colour"),
        *(
            (second, n, "hider", colour, f"{number(count)} hidden by {name}")
            for n, (name, colour, count) in enumerate(key_rows(lines))
        ),
        (third, 0, "dot", style.CAMERA, "the camera, and the first metres of its image"),
        (third, 1, "head", SEEN, "head of somebody seen"),
        (third, 2, "head", HIDDEN, "head of somebody hidden"),
        (third, 3, "head", OTHERS, "outside the image, or too far away"),
    ]
    step = min(KEY_STEP, KEY_HIGH / len(key_rows(lines)))
    for x, row, sign, colour, text in rows:
        y = KEY_TOP + row * step
        _sign(figure, sign, colour, x, y - 5)
        _write(figure, x + 44, y, text, TEXT)
    small = (
        "The middle of a head counts. "
        f"Buildings are cut off {lines.height + ABOVE_CAMERA:.1f} m above the ground, theirs or "
        "the camera's. A picture of the simulation: nobody in it is real. "
        + " · ".join(lines.credits)
    )
    room = 72 / DPI * (SHEET[0] - 2 * MARGIN)
    for n, line in enumerate(wrapped(small.split(" "), SMALL, room)):
        _write(figure, MARGIN, 954 + 14 * n, line, SMALL, colour=style.QUIET)


def _sign(figure: Figure, sign: str, colour: str, x: float, y: float) -> None:
    """Draw a sign of the key, its left end at x and its middle at y from the top. [px]"""
    if not sign:
        return
    from_, to = (x + 4, x + 26) if sign in ("ray", "line", "hider") else (x + 15, x + 15)
    line, mark, size = {
        "ray": (colour, "o", 5.0),
        "line": (colour, "", 0.0),
        "hider": (HIDDEN, "s", 9.0),
        "dot": (colour, "o", 9.0),
        "head": (colour, "o", 7.0),
    }[sign]
    figure.add_artist(
        Line2D(
            [from_ / SHEET[0], to / SHEET[0]], [1 - y / SHEET[1]] * 2, color=line, linewidth=1.4,
            marker=mark, markersize=size, markerfacecolor=colour, markeredgecolor=colour,
            markevery=[1],
        )
    )  # fmt: skip


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
