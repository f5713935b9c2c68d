"""Caption: what stands below a view, line by line, at the letter size it needs."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from twin.cameras import Camera
from twin.cameras.mount import STEEP_TILT
from twin.report import style
from twin.report.digest import CENTRAL
from twin.report.faces import LABELS, MARKS, Mark, casing
from twin.report.moment import clock_of
from twin.report.names import size_of
from twin.report.sentences import conditions_of
from twin.report.shot import Shot
from twin.wording import OWN_RATE, compass, date, degrees, number, tilted

__all__ = ["Caption", "counted", "looking", "titled", "wrapped"]

#: Distance of lines, in letter sizes.
LEADING: Final = 1.5

#: Space around, in letter sizes.
MARGIN: Final = 0.9

MADE_UP: Final = (
    "A picture of the simulation: nobody in it is real. Bodies, heads and solids are those that "
    "decide who is seen; light, windows, clothes, necks and the look of faces are made up."
)


@dataclass(frozen=True)
class Line:
    """A line of text, or of kinds of box with what they mean."""

    text: str = ""
    size: float = 0.0
    bold: bool = False
    colour: str = style.INK
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Caption:
    """The lines below a view so many pixels wide."""

    lines: tuple[Line, ...]
    wide: float
    letter: float

    @classmethod
    def of(cls, shot: Shot, *, wide: float, letter: float) -> Self:
        """Write the caption of a shot."""
        room = wide - 2 * MARGIN * letter
        lines: list[Line] = []
        for text, share, bold, colour in (
            (_title(shot), 1.25, True, style.INK),
            (_lens(shot), 1.0, False, style.INK),
            (shot.before, 1.0, True, style.CAMERA),
            (counted(shot), 1.0, False, style.INK),
        ):
            if not text:
                continue
            for part in wrapped(text.split(" "), share * letter, room, bold=bold):
                lines.append(Line(part, share * letter, bold, colour))  # noqa: PERF401
        lines += _key(letter, room)
        validity = shot.recognisers.validity if shot.templated.any() else ""
        for text in (f"{_labels(shot)} {MADE_UP}", validity, " · ".join(shot.credits)):
            if not text:
                continue
            lines += [
                Line(part, 0.85 * letter, colour=style.QUIET)
                for part in wrapped(text.split(" "), 0.85 * letter, room)
            ]
        return cls(tuple(lines), wide, letter)

    @property
    def height(self) -> int:
        """Pixels that the caption needs below the picture."""
        return round(sum(LEADING * line.size for line in self.lines) + 2 * MARGIN * self.letter)

    def draw(self, figure: Figure) -> None:
        """Draw the caption at the foot of a figure."""
        total = figure.get_figheight() * figure.dpi
        y = self.height - MARGIN * self.letter
        for line in self.lines:
            y -= LEADING * line.size
            x = MARGIN * self.letter
            if line.text:
                figure.text(
                    x / self.wide, (y + 0.4 * line.size) / total, line.text,
                    fontsize=line.size, color=line.colour, va="baseline",
                    fontweight="bold" if line.bold else "normal",
                )  # fmt: skip
            for mark in line.marks:
                x = _draw_mark(figure, mark, x, y, line.size, wide=self.wide, total=total)


def wrapped(words: Sequence[str], size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break words into lines of a size [px] that fit into a room [px]; a long word stays whole."""
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if size_of(longer, size, weight="bold" if bold else "normal")[0] <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def titled(camera: Camera, day: dt.date, tick: int) -> str:
    """Say which camera, on what day and when."""
    invented = ", in an invented position" if camera.invented else ""
    name = camera.name if camera.name == camera.id else f"{camera.name} ({camera.id})"
    return f"{name}{invented}: {date(day)}, {clock_of(tick)}"


def _title(shot: Shot) -> str:
    light = ", after dark" if shot.dark else ""
    return titled(shot.camera, shot.date, shot.tick) + light


def _lens(shot: Shot) -> str:
    camera, lens = shot.camera, shot.camera.lens
    when = "after dark" if shot.dark else "by day"
    return (
        f"{looking(camera)}. Image of {lens.width_px} x {lens.height_px} px, "
        f"{degrees(lens.hfov_deg)} across; hung {shot.height:g} m high; shutter open "
        f"{1000 * shot.shutter:.3g} ms {when}, whose blur is not drawn."
    )


def looking(camera: Camera) -> str:
    """Say which way a camera looks, and how far down."""
    towards = f"{compass(camera.heading_deg)} ({camera.heading_deg:.0f}° from grid north)"
    if abs(camera.tilt_deg) > STEEP_TILT:
        return f"Looks {tilted(camera.tilt_deg)}, the top of the image to the {towards}"
    return f"Looks {towards}, {tilted(camera.tilt_deg)}"


def counted(shot: Shot) -> str:
    """Say how many people are seen, and how well."""
    seen, faces = shot.looks.num_rows, int(np.count_nonzero(shot.measurable))
    human, machine = (int(np.count_nonzero(which)) for which in (shot.human, shot.templated))
    standard = shot.standard
    return (
        f"{number(seen)} {'person' if seen == 1 else 'people'} seen, {number(faces)} with a "
        f"measurable face: {number(human)} at least at the level {standard.human} "
        f"({standard.human_density:g} px/m, {standard.title}), {number(machine)} large and frontal "
        f"enough for a machine to search{_recognised(shot)}."
    )


def _recognised(shot: Shot) -> str:
    """Say how many a machine would recognise in this image, blurred and noisy as it is."""
    if not shot.templated.any():
        return ""
    rules = shot.recognisers
    own = CENTRAL in rules.staying
    holds = f"at {OWN_RATE}" if own else conditions_of(rules.gallery.value, rules.fpir)
    return (
        f", which is expected to recognise {number(shot.machine)} of them in this image alone, if "
        f"each were enrolled ({CENTRAL}; {holds})"
    )


def _labels(shot: Shot) -> str:
    """Explain the labels, with the limits of what is searched."""
    limits = shot.recognisers.templated
    return (
        f"Labels, at most {LABELS}, the largest faces first, where there is room: pixels between "
        "the eyes, as if the face were not turned aside (those in the image over the cosine of ↔, "
        "at most doubled) · pixels on a metre, in the direction in which the image is coarser "
        "(near the edge of a fisheye eyes may lie in the finer one) · how far the face is turned "
        "from the camera, ↔ aside and ↕ up or down; rounded away from the limit. A machine "
        f"searches from {limits.ied_px.value:g} px on, turned by at most ↔ "
        f"{limits.yaw_deg.value:g}° and ↕ {limits.pitch_deg.value:g}°."
    )


def _key(letter: float, room: float) -> list[Line]:
    """Lay out the kinds of box in as many lines as they need."""
    lines: list[tuple[Mark, ...]] = [()]
    used = 0.0
    for mark in MARKS:
        width = _mark_width(mark, letter)
        if used and used + width > room:
            lines.append(())
            used = 0.0
        lines[-1] += (mark,)
        used += width
    return [Line(size=letter, marks=marks) for marks in lines]


def _mark_width(mark: Mark, size: float) -> float:
    return size_of(mark.says, size)[0] + 3.0 * size


def _draw_mark(
    figure: Figure, mark: Mark, x: float, y: float, size: float, *, wide: float, total: float
) -> float:
    """Draw a kind of box and what it means; return where the next goes. [px]"""
    figure.add_artist(
        Rectangle(
            (x / wide, (y + 0.25 * size) / total),
            size / wide,
            size / total,
            facecolor="#b9b6b0",
            edgecolor=mark.colour,
            linewidth=mark.width * size / 15,
            path_effects=casing(mark, size / 15),
        )
    )
    figure.text(
        (x + 1.5 * size) / wide, (y + 0.4 * size) / total, mark.says, fontsize=size, va="baseline"
    )
    return x + _mark_width(mark, size)
