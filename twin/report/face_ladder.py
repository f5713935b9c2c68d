"""Face ladder: drawn faces at rising numbers of pixels a metre, so that one sees what they mean."""

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from twin.arrays import Floats
from twin.cameras import Lens
from twin.cameras.imaging import WHITE, Chain, resample
from twin.cameras.portrait import DENSITY, FRAME, PEOPLE, Face, portrait
from twin.errors import ShapeError
from twin.exposure import Standard
from twin.exposure.trial import IPD_M
from twin.report import style

__all__ = ["BOULEVARD", "DENSITIES", "DPI", "SHEET", "cells", "face_ladder", "order"]

#: A4, landscape. [inch]
SHEET: Final = (11.69, 8.27)

#: At which every cell is a whole number of dots for each of its pixels. [px/inch]
DPI: Final = 400

#: Steps: the levels of 2015, then those which the later edition put above them. [px/m]
DENSITIES: Final = (25.0, 62.5, 125.0, 250.0, 500.0, 1500.0)

#: F of the lens that was invented for King's Boulevard, as in its layout. [px]
BOULEVARD: Final = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=35).focal_px

#: Least and largest F that a camera has. [px] assumption (ranges 50-300, 200000-2000000): 320 px
#: over 180 degrees have 107, 7680 px over half a degree 880000
FOCALS: Final = (100.0, 1_000_000.0)

#: Who stands where at each step: numbers of PEOPLE, first the one who is taken apart.
_ORDERS: Final = ((1, 2, 0), (0, 1, 2), (2, 0, 1), (0, 2, 1), (2, 1, 0), (1, 0, 2))

# places and sizes, from the upper left corner of the sheet [inch]
_MARGIN: Final = 0.42
_CELL: Final = (0.9, 1.2)
_LEFT, _APART = 3.46, 1.36
_ROWS: Final = (1.7, 2.94, 4.18, 5.5, 6.74)
_SHOWN: Final = (1.4025, 1.87)
_LINE, _HEAD_LINE = 0.125, 0.115


def order(step: int) -> tuple[Face, ...]:
    """Return who stands where at a step: one in the upper three rows, then the two others."""
    return tuple(PEOPLE[n] for n in _ORDERS[step])


def cells(density: float, step: int, chain: Chain) -> list[Floats]:
    """Make the pictures of one step, from the top row to the bottom row.

    Parameters
    ----------
    density : float
        Must divide :data:`twin.cameras.portrait.DENSITY`. [px/m]
    step : int
        Which step this is, from 0; it says who stands where.
    chain : Chain
        The camera.

    Returns
    -------
    list of five arrays
        The first person's pixels, the same blurred, the same stored; the two others stored.
    """
    times = round(DENSITY / density)
    first, *others = (resample(portrait(face), times) for face in order(step))
    stored = [
        chain.stored(pixels, density, frame=3 * step + n)
        for n, pixels in enumerate((first, *others))
    ]
    return [first, chain.moved(first, density), *stored]


def face_ladder(
    standards: Sequence[Standard],
    *,
    chain: Chain | None = None,
    focal_px: float | None = None,
) -> Figure:
    """Draw a face at each step of the ladder, and two others to tell it from.

    Parameters
    ----------
    standards : sequence of Standard
        Whose levels to name.
    chain : Chain, optional
        The camera; the ordinary one when missing.
    focal_px : float, optional
        Focal length over pixel pitch of the lens whose distances are told; that invented for
        King's Boulevard when missing. [px]

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot; to be saved at :data:`DPI`.

    Raises
    ------
    ShapeError
        If no camera has such a focal length.
    """
    low, high = FOCALS
    if focal_px is not None and not low <= focal_px <= high:
        message = (
            f"focal length is {focal_px:g} px, but cameras have {low:g} to {high:.0f} px: focal "
            "length over the size of a pixel."
        )
        raise ShapeError(message)
    camera = chain or Chain()
    with style.sheet():
        figure = Figure(figsize=SHEET, facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        _title(figure, camera)
        _who_is_who(figure)
        _name_rows(figure, camera)
        for step, density in enumerate(DENSITIES):
            left = _LEFT + step * _APART
            told = _told(density, standards, focal_px or BOULEVARD, camera.smear_px(density))
            _name_step(figure, left + _CELL[0] / 2, density, told)
            for top, pixels in zip(_ROWS, cells(density, step, camera), strict=True):
                _picture(figure, left, top, _CELL, pixels)
        _foot(figure, focal_px)
    return figure


def _say(figure: Figure, x: float, y: float, text: str, **how: Any) -> None:
    """Write a line whose foot is so far from the left and from the top. [inch]"""
    figure.text(x / SHEET[0], 1 - y / SHEET[1], text, **how)


def _title(figure: Figure, chain: Chain) -> None:
    _say(
        figure,
        _MARGIN,
        0.50,
        "A face at 25 to 1500 pixels per metre",
        fontsize=15,
        fontweight="bold",
    )
    about = (
        "Drawings, not photographs: three invented faces with breadths and heights of the ANSUR "
        "survey, each step passed through area averaging, lens blur, motion,\n"
        f"noise and {_codec(chain)}. They show what pixels hold; how often faces are recognised "
        "was measured elsewhere. Who stands where changes from step to step."
    )
    _say(figure, _MARGIN, 0.81, about, fontsize=7.5, color=style.QUIET, linespacing=1.35)


def _codec(chain: Chain) -> str:
    """Name the compression as honestly as it fits."""
    if chain.qp is None:
        return f"JPEG of quality {chain.quality}"
    return f"steps as coarse as H.264 at QP {chain.qp:g} (no prediction)"


def _who_is_who(figure: Figure) -> None:
    _say(figure, _MARGIN, 1.57, "Who is who", fontsize=9, fontweight="bold")
    apart = (_ROWS[-1] + _CELL[1] - _ROWS[0] - _SHOWN[1]) / (len(PEOPLE) - 1)
    for n, face in enumerate(PEOPLE):
        top = _ROWS[0] + n * apart
        _picture(figure, _MARGIN, top, _SHOWN, portrait(face))
        _say(
            figure,
            _MARGIN + _SHOWN[0] + 0.06,
            top + 0.16,
            face.name,
            fontsize=11,
            fontweight="bold",
        )


def _name_rows(figure: Figure, chain: Chain) -> None:
    """Say what each row is, to the left of it."""
    packed = f"JPEG {chain.quality}" if chain.qp is None else f"QP {chain.qp:g}"
    rows = (
        ("Pixels alone", ("one of the three,", "averaged over", "each pixel's area")),
        (
            "+ lens, motion",
            (
                f"blur of {chain.lens_blur:g} px,",
                f"{chain.speed:g} m/s across,",
                f"shutter {1000 * chain.shutter:g} ms",
            ),
        ),
        (
            f"+ noise, {packed}",
            (f"noise of {chain.noise:g} in 255;", "the picture", "as it is stored"),
        ),
        ("Another of them", ("as it is stored",)),
        ("The third", ("as it is stored",)),
    )
    right = _LEFT - 0.14
    for top, (name, words) in zip(_ROWS, rows, strict=True):
        start = top + 0.42
        _say(figure, right, start, name, fontsize=8, fontweight="bold", ha="right")
        for n, line in enumerate(words):
            where = start + 0.16 + n * _LINE
            _say(figure, right, where, line, fontsize=7, color=style.QUIET, ha="right")
    between = 1 - (_ROWS[3] - 0.06) / SHEET[1]
    ends = (_LEFT - 1.3) / SHEET[0], (_LEFT + 5 * _APART + _CELL[0]) / SHEET[0]
    figure.add_artist(Line2D(ends, (between, between), color=style.BUILDING_EDGE, linewidth=0.6))


def _told(
    density: float, standards: Sequence[Standard], focal_px: float, moves: float
) -> list[str]:
    """List what is to be said of a step."""
    lines = [f"{density * IPD_M:.1f} px eye to eye"]
    for standard in standards:
        reached = [level.name for level in standard.levels if level.density.value <= density]
        year = standard.key.rpartition(":")[2]
        lines.append(f"{year}: {reached[-1] if reached else 'below all'}")
    return [*lines, f"at {focal_px / density:.1f} m", f"moves {moves:.1f} px"]


def _name_step(figure: Figure, middle: float, density: float, told: Sequence[str]) -> None:
    name = f"{density:g} px/m"
    _say(figure, middle, 1.06, name, fontsize=11, fontweight="bold", ha="center")
    for n, line in enumerate(told):
        where = 1.185 + n * _HEAD_LINE
        _say(figure, middle, where, line, fontsize=7, color=style.QUIET, ha="center")


def _picture(
    figure: Figure, left: float, top: float, size: tuple[float, float], pixels: Floats
) -> None:
    """Show pixels as squares; those finer than the sheet's dots are averaged."""
    wide, high = size
    corner = (left / SHEET[0], 1 - (top + high) / SHEET[1], wide / SHEET[0], high / SHEET[1])
    axes = figure.add_axes(corner)
    fine = pixels.shape[1] > wide * DPI
    axes.imshow(
        pixels,
        cmap="gray",
        vmin=0,
        vmax=WHITE,
        aspect="auto",
        interpolation="hanning" if fine else "nearest",
    )
    axes.set_axis_off()


def _foot(figure: Figure, focal_px: float | None) -> None:
    """Say whose distances these are, and upside down who stood where."""
    lens = (
        f"a lens of F {focal_px:.0f} px"
        if focal_px
        else f"the lens invented for King's Boulevard (1920 px, 35°, F {BOULEVARD:.0f} px)"
    )
    eyes = [face.eyes for face in PEOPLE]
    words = (
        f"Each cell is {100 * FRAME[0]:.0f} x {100 * FRAME[1]:.0f} cm. Eye to eye: "
        f"{1000 * IPD_M:.0f} mm, as drawn {min(eyes):g} to {max(eyes):g}. "
        "Levels: the highest reached in IEC 62676-4 of 2015 and of 2025.\n"
        f"Distances: on the axis of {lens}."
    )
    _say(figure, _MARGIN, 8.17, words, fontsize=6, color=style.QUIET, linespacing=1.3)
    answer = "; ".join(
        f"{density:g}: {' '.join(face.name for face in order(step))}"
        for step, density in enumerate(DENSITIES)
    )
    how: dict[str, Any] = {"rotation": 180, "ha": "right", "va": "bottom"}
    right = _LEFT + 5 * _APART + _CELL[0]
    _say(figure, right, 8.17, f"{answer}.", fontsize=6, color=style.QUIET, **how)
