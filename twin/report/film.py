"""Film: people on the map as they walk, four images a second, as an animated GIF.

The map is drawn once; on each image only the people and the clock are new, so that a minute is
drawn in seconds and the file holds little else than the dots that move.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from twin.arrays import Floats, Ints
from twin.errors import ScenarioError
from twin.report import framing, names, style
from twin.report.caption import wrapped
from twin.report.crowd_map import map_of, marked
from twin.report.crowd_scene import CrowdScene
from twin.report.labels import Page
from twin.report.moment import clock_of
from twin.report.over_map import ABOVE as OVER
from twin.report.over_map import over_map
from twin.run import Run
from twin.run.moments import tick_of
from twin.store import write_file
from twin.tables import ACTIVITIES, TICKS_PER_SECOND, TRACKS
from twin.wording import clock, few_digits, number

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["film", "refuse_seconds", "save_film"]

#: The sheet, and what is above and below the map on it. [inch]
SHEET: Final = (8.0, 9.0)
MARGIN, ABOVE, BELOW = 0.15, 0.42 + OVER, 0.58
DPI: Final = 100

#: Sizes of letters that say where and when, and whose the data are. [pt]
HEAD, SMALL = 11.0, 6.2

#: Points to an inch, fewer than 72, as letters of few pixels are wider than measured.
DENSE: Final = 69.0

#: So many people there is room for in the heading. [1]
MOST_SHOWN: Final = 9999

#: A dot is as wide as shoulders, where that can be seen. [m], [pt]
SHOULDERS: Final = 0.5
LEAST_DOT: Final = 3.4

#: Colours of an image, which are those of the first. [1]
COLOURS: Final = 256

#: The longest film; ten minutes have 2,400 images. [s]
MOST_SECONDS: Final = 600.0

#: How each of ``twin.tables.ACTIVITIES`` is drawn, and called in the key; the colours stay apart in
#: any kind of colour blindness.
DOTS: Final = {
    "walking": ("#1b5fa8", "walking"),
    "walking_phone": ("#12998f", "walking, with a phone"),
    "queueing": ("#d1410c", "queueing"),
    "resting": ("#3b0d3a", "sitting, standing or waiting"),
}


def refuse_seconds(done: Run, at: str, seconds: float) -> tuple[int, int]:
    """Return the first moment of a film and the one after its last. [0.25 s]

    Raises
    ------
    ScenarioError
        If its length is not above 0 and at most ten minutes, or it lies outside the run.
    """
    if not 0 < seconds <= MOST_SECONDS:
        message = f"--seconds {few_digits(seconds)}: must be above 0 and at most {MOST_SECONDS:g}."
        raise ScenarioError(message)
    start, end = done.span
    first = tick_of(at, start, end, option="--at")
    last = first + max(round(seconds * TICKS_PER_SECOND), 1)
    if last > round(end * TICKS_PER_SECOND):
        message = (
            f"--seconds {few_digits(seconds)}: a film from {at} on ends after the run, which ends "
            f"at {clock(end)}."
        )
        raise ScenarioError(message)
    return first, last


def film(done: Run, scene: CrowdScene, at: str, seconds: float) -> bytes:
    """Draw people as they walk from a time of day on, as quickly as they do.

    Parameters
    ----------
    done : Run
        A finished run.
    scene : CrowdScene
        The map, and which part of it; the busiest 200 m when it says none.
    at : str
        When it begins, as 08:30.
    seconds : float
        Its length. [s]

    Returns
    -------
    bytes
        An animated GIF.

    Raises
    ------
    ScenarioError
        As :func:`refuse_seconds`.
    RunError
        If a table of the run is gone.
    """
    first, last = refuse_seconds(done, at, seconds)
    with style.sheet():
        images = _coloured(_images(done, scene, first, last))
        start = next(images)
        with BytesIO() as drawn:
            start.save(
                drawn,
                format="GIF",
                save_all=True,
                append_images=images,
                duration=1000 // TICKS_PER_SECOND,
                loop=0,
            )
            return drawn.getvalue()


def save_film(drawn: bytes, out: Path) -> None:
    """Write a film."""
    write_file(out, lambda beside: beside.write_bytes(drawn))


def _coloured(images: Iterator[NDArray[np.uint8]]) -> Iterator["Image"]:
    """Give images the colours of the first, so that what stands still is the same on each."""
    from PIL.Image import Dither, fromarray

    palette = None
    for image in images:
        drawn = fromarray(image)
        if palette is None:
            palette = drawn.quantize(COLOURS - len(DOTS), dither=Dither.NONE)
            # few dots are of some colours, which would be taken for those of others
            own = [part for colour, _ in DOTS.values() for part in to_rgb(colour)]
            taken = (palette.getpalette() or [])[: 3 * (COLOURS - len(DOTS))]
            palette.putpalette([*taken, *(round(255 * part) for part in own)])
        yield drawn.quantize(palette=palette, dither=Dither.NONE)


def _images(done: Run, scene: CrowdScene, first: int, last: int) -> Iterator[NDArray[np.uint8]]:
    """Draw every moment, (height, width, 3)."""
    figure = Figure(figsize=SHEET, facecolor=style.PAPER, dpi=DPI)
    canvas: Any = FigureCanvasAgg(figure)
    across, up = SHEET
    called, box = scene.close_up
    size = (across - 2 * MARGIN, up - ABOVE - BELOW)
    axes = framing.map_axes(
        figure, (MARGIN, BELOW, *size), framing.framed(box, size[0] / size[1], pad=0.0)
    )
    page = Page()
    map_of(axes, scene.site)
    over_map(axes, called)
    marked(axes, page, scene)
    names.gates(axes, page, scene.site, 7.0, named=True)
    names.everything(axes, page, scene.site, (8.0, 7.0, 6.0))
    _around(figure, scene)
    moving = _dots(axes)
    says = figure.text(
        1 - MARGIN / across,
        1 - 0.15 / up,
        "",
        fontsize=HEAD,
        fontweight="bold",
        ha="right",
        va="top",
    )
    for artist in (*moving.values(), says):
        artist.set_animated(True)
    canvas.draw()
    still = canvas.copy_from_bbox(figure.bbox)
    edge = names.frame(axes).bounds
    for tick, x, y, activity in _moments(done, first, last):
        canvas.restore_region(still)
        for name, dots in moving.items():
            of_it = activity == ACTIVITIES.index(name)
            dots.set_data(x[of_it], y[of_it])
            axes.draw_artist(dots)
        here = (x >= edge[0]) & (x <= edge[2]) & (y >= edge[1]) & (y <= edge[3])
        says.set_text(_says(tick, int(here.sum())))
        figure.draw_artist(says)
        yield np.asarray(canvas.buffer_rgba())[..., :3].copy()


def _says(tick: int, shown: int) -> str:
    """Say what time it is, in whole seconds, and how many people are shown."""
    return f"{clock_of(tick - tick % TICKS_PER_SECOND)}   {number(shown)} people shown"


def _dots(axes: Axes) -> dict[str, Line2D]:
    """Make the dots of each activity, over the map and its names, so that none is hidden."""
    wide = max(SHOULDERS / names.metres_per_point(axes), LEAST_DOT)
    return {
        name: axes.plot([], [], "o", ms=wide, mfc=colour, mec=style.PAPER, mew=0.3, zorder=7.8)[0]
        for name, (colour, _) in DOTS.items()
    }


def _around(figure: Figure, scene: CrowdScene) -> None:
    """Write the title, the key and whose the data are."""
    across, up = SHEET
    room = across - 2 * MARGIN - names.size_of(_says(0, MOST_SHOWN), HEAD, weight="bold")[0] / DENSE
    figure.text(
        MARGIN / across,
        1 - 0.15 / up,
        scene.title,
        fontsize=framing.fitting(scene.title, HEAD, room * DENSE / 72),
        fontweight="bold",
        va="top",
    )
    key = [
        Line2D([], [], marker="o", color="none", mfc=colour, mec=style.PAPER, ms=6)
        for colour, _ in DOTS.values()
    ]
    figure.legend(
        key,
        [called for _, called in DOTS.values()],
        loc="upper left",
        bbox_to_anchor=((MARGIN - 0.05) / across, (BELOW - 0.02) / up),
        ncols=len(DOTS),
        fontsize=8,
        frameon=False,
        borderpad=0,
        borderaxespad=0.3,
        handletextpad=0.1,
        columnspacing=1.0,
    )
    figure.text(
        MARGIN / across,
        0.07 / up,
        "\n".join(
            wrapped(" · ".join(scene.credits).split(" "), SMALL, DENSE * (across - 2 * MARGIN))
        ),
        fontsize=SMALL,
        color=style.QUIET,
        va="bottom",
    )


def _moments(done: Run, first: int, last: int) -> Iterator[tuple[int, Floats, Floats, Ints]]:
    """Give each moment [0.25 s] with x, y [m] and activity of everybody outdoors."""
    rows = pa.concat_tables([TRACKS.schema.empty_table(), *done.between(first, last)])
    tick, x, y, activity = (rows[name].to_numpy() for name in ("tick", "x_cm", "y_cm", "activity"))
    cuts = np.searchsorted(tick, np.arange(first, last + 1))
    for moment, (start, end) in enumerate(pairwise(cuts), start=first):
        yield moment, x[start:end] / 100, y[start:end] / 100, activity[start:end]
