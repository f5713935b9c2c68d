"""Margin: scale bar, north arrow, and the keys that say what colours and signs mean."""

import math
from collections.abc import Sequence
from typing import Any, Final

import shapely
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import Affine2D

from twin.report import layers, style
from twin.report.labels import Page
from twin.report.names import frame, metres_per_point
from twin.site import Site

#: Lengths a scale bar may have. [m]
LENGTHS: Final = (10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)


#: What the heading of a key takes. [inch]
HEADING: Final = 0.215

#: Height at which the list of cameras begins, sizes it is tried in [pt], distance of its lines.
CAMERAS_FROM: Final = 0.47
CAMERA_SIZES: Final = (7.5, 6.5)
CAMERA_LEADING: Final = 1.28

#: Letters of a camera's id there is room for beside its numbers.
LONGEST_ID: Final = 12


def scale_bar(axes: Axes, page: Page, *, share: float = 0.3, size: float = 6.5) -> None:
    """Draw a scale bar in the lower left corner, of a round length.

    Parameters
    ----------
    axes : Axes
        A map with equal axes in metres.
    page : Page
        What stands on the map already; the bar's ground is added.
    share : float
        Most of the map's width it may take.
    size : float
        Font size. [pt]
    """
    (west, east), (south, _) = axes.get_xlim(), axes.get_ylim()
    point = metres_per_point(axes)
    length = round_length(share * (east - west))
    x, y = west + 10 * point, south + 10 * point
    _clear(axes, page, (x - 6 * point, y - 5 * point, length + 26 * point, 22 * point))
    bar(axes, x, y, length, size)


def bar(axes: Axes, x: float, y: float, length: float, size: float) -> None:
    """Draw a scale bar from a point on or off the map, so long [m], with letters so high [pt]."""
    point = metres_per_point(axes)
    high = 3 * point
    for i in range(4):
        axes.add_patch(
            Rectangle(
                (x + i * length / 4, y),
                length / 4,
                high,
                facecolor=style.INK if i % 2 == 0 else style.PAPER,
                edgecolor=style.INK,
                linewidth=0.5,
                clip_on=False,
                zorder=9.1,
            )
        )
    for share_of, text in (
        (0.0, "0"),
        (0.5, f"{length / 2:g}"),
        (1.0, f"{length:g} m"),
    ):
        axes.text(
            x + share_of * length,
            y + high + 2 * point,
            text,
            fontsize=size,
            ha="center",
            va="bottom",
            zorder=9.1,
        )


def round_length(most: float) -> float:
    """Give the longest length a scale bar may have up to one [m]; the shortest where none is."""
    return max([step for step in LENGTHS if step <= most] or [LENGTHS[0]])


def _clear(axes: Axes, page: Page, box: tuple[float, float, float, float]) -> None:
    """Lay paper over the map at x, y, width, height and keep labels off it. [m]."""
    x, y, width, height = box
    page.take(shapely.box(x, y, x + width, y + height))
    axes.add_patch(
        Rectangle(
            (x, y),
            width,
            height,
            facecolor=style.PAPER,
            edgecolor="none",
            alpha=0.85,
            zorder=9,
        )
    )


def north_arrow(axes: Axes, page: Page, *, size: float = 6.5) -> None:
    """Draw an arrow to grid north in the upper right corner, and say which north it is."""
    (_, east), (_, north) = axes.get_xlim(), axes.get_ylim()
    point = metres_per_point(axes)
    x, top = east - 18 * point, north - 8 * point
    _clear(axes, page, (x - 14 * point, top - 46 * point, 28 * point, 50 * point))
    needle(axes, x, top, 24 * point)
    axes.text(
        x,
        top - 27 * point,
        "grid\nnorth",
        fontsize=size - 0.5,
        ha="center",
        va="top",
        linespacing=1.0,
        zorder=9.1,
    )


def needle(axes: Axes, x: float, tip: float, long: float, *, turn: float = 0.0) -> None:
    """Draw an arrow so long that points to grid north, from its tip on or off the map [m].

    It is turned anticlockwise about its middle where north is not up. [rad]
    """
    turned = Affine2D().rotate_around(x, tip - long / 2, turn)
    foot = tip - long
    for side, colour in ((-1, style.INK), (1, style.PAPER)):
        half = [(x, tip), (x + side * long / 4, foot), (x, foot + long / 4)]
        axes.fill(
            *turned.transform(half).T,
            facecolor=colour,
            edgecolor=style.INK,
            linewidth=0.6,
            clip_on=False,
            zorder=9.1,
        )


def close_up_frame(axes: Axes, page: Page, close: tuple[float, float, float, float]) -> None:
    """Show on a map which ground a close-up shows, where that is all on it. [m]"""
    if not frame(axes).contains(shapely.box(*close)):
        return
    west, south, east, north = close
    axes.plot(
        [west, east, east, west, west],
        [south, south, north, north, south],
        color=style.INK,
        linewidth=0.7,
        linestyle=(0, (2, 2)),
        zorder=6,
    )
    page.take(shapely.LineString([(west, south), (east, south), (east, north), (west, north)]))


def heading(axes: Axes, text: str, *, size: float = 8.0) -> None:
    """Clear axes for a key and write what it is about at their top."""
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.text(0, 1, text, fontsize=size, fontweight="bold", va="top", ha="left")


def zone_key(
    axes: Axes, title: str, rows: Sequence[tuple[str, float, str, str]], *, note: str = ""
) -> None:
    """Draw the key of the coverage: colour, level, density, people, and people with their face.

    Parameters
    ----------
    axes : Axes
        Where.
    title : str
        Which standard.
    rows : sequence of (name, density, people, people with their face)
        Least detail first; density in px/m.
    note : str
        Small print below.
    """
    heading(axes, title)
    for x, text in ((0.78, "people"), (1.0, "with face")):
        axes.text(x, 0.88, text, fontsize=7.5, color=style.QUIET, va="top", ha="right")
    step = 0.66 / max(len(rows), 1)
    for i, (name, density, people, with_face) in enumerate(rows):
        y = 0.76 - i * step
        axes.add_patch(
            Rectangle(
                (0, y - 0.10),
                0.10,
                0.11,
                facecolor=style.ZONES[i],
                edgecolor=style.ZONES[-1],
                linewidth=0.5,
            )
        )
        axes.text(0.13, y - 0.045, name, fontsize=7.5, va="center")
        axes.text(
            0.56,
            y - 0.045,
            f"≥ {density:g} px/m",
            fontsize=7.5,
            va="center",
            ha="right",
        )
        for x, text in ((0.78, people), (1.0, with_face)):
            axes.text(x, y - 0.045, text, fontsize=7.5, va="center", ha="right")
    if note:
        axes.text(0, 0.0, note, fontsize=6.0, color=style.QUIET, va="bottom")


def footfall_key(
    axes: Axes, image: AxesImage, *, title: str, unit: str, ends: tuple[float, float]
) -> None:
    """Draw the colour bar of the footfall, a logarithmic scale between its ends."""
    heading(axes, title)
    bar = axes.inset_axes((0.0, 0.72, 0.96, 0.12))
    made = axes.figure.colorbar(image, cax=bar, orientation="horizontal", extend="max")
    low, high = (math.log10(end) for end in ends)
    decades = [10.0**k for k in range(math.ceil(low), math.floor(high) + 1)]
    made.set_ticks(decades, labels=[f"{tick:,.10g}" for tick in decades])
    made.minorticks_off()
    made.outline.set_linewidth(0.5)
    bar.tick_params(labelsize=6.5, length=2, width=0.5)
    bar.set_xlabel(unit, fontsize=6.5, labelpad=2)


def camera_key(axes: Axes, rows: Sequence[tuple[str, str, str]]) -> None:
    """List the cameras in the lower part of axes, as many as there is room for.

    Parameters
    ----------
    axes : Axes
        Where.
    rows : sequence of (id, seen, with face)
        Of each camera.
    """
    high = 72 * axes.get_position().height * axes.figure.get_figheight()  # type: ignore[union-attr]
    for size in CAMERA_SIZES:
        step = CAMERA_LEADING * size / high
        most = int(CAMERAS_FROM / step)
        if len(rows) <= most:
            break
    lines = [("Cameras", "seen", "identify, face"), *rows[:most]]
    if len(rows) > most:
        lines[-1] = (f"and {len(rows) - most + 1} more", "", "")
    # few lines stand farther apart
    step = max(step, min(0.1, CAMERAS_FROM / len(lines)))
    for i, line in enumerate(lines):
        y = CAMERAS_FROM - step * i
        look: dict[str, Any] = {"va": "top", "fontsize": size if i else 8.0}
        name = line[0] if len(line[0]) <= LONGEST_ID else line[0][: LONGEST_ID - 1] + "…"
        axes.text(0, y, name, fontweight="normal" if i else "bold", **look)
        for x, text in ((0.52, line[1]), (0.96, line[2])):
            axes.text(x, y, text, ha="right", color=style.INK if i else style.QUIET, **look)


def sign_key(axes: Axes, site: Site, *, columns: int = 2, cameras: bool = True) -> None:
    """Draw the key of everything else that is on the map, with cameras or not, in columns."""
    heading(axes, "Map")
    around: dict[str, Any] = {"edgecolor": style.BUILDING_EDGE, "linewidth": 0.5}
    lawns = [p for p in site.places if p.place in layers.GREEN]
    every = [
        (True, Patch(facecolor=style.BUILDING, **around), "building on the site"),
        (True, Patch(facecolor=style.BUILDING_AROUND, **around), "building around it"),
        (
            any(b.hoarding for b in site.buildings),
            Patch(facecolor=style.HOARDING, edgecolor=style.HOARDING_EDGE, hatch="//////"),
            "plot under construction, hoarding",
        ),
        (
            any(not b.blocks for b in site.buildings),
            Patch(facecolor="none", linestyle="--", **around),
            "canopy, open at eye level",
        ),
        (site.furniture, Patch(facecolor=style.BUILDING_EDGE), "kiosk, planter, column"),
        (
            site.stairs,
            Patch(facecolor="none", edgecolor=style.STAIRS, linewidth=0.3, hatch="||||||"),
            "steps",
        ),
        (
            True,
            Patch(facecolor=style.GROUND, edgecolor=style.QUIET, linewidth=0.5),
            "walkable ground",
        ),
        (lawns, Patch(facecolor=style.LAWN), "lawn or garden"),
        (
            site.water,
            Patch(facecolor=style.WATER, edgecolor=style.WATER_INK, linewidth=0.4),
            "water",
        ),
        (
            site.trees,
            Line2D([], [], marker="o", color="none", mfc=style.TREE, mec="none", ms=5),
            "tree",
        ),
        (
            site.gates,
            Line2D(
                [],
                [],
                marker="D",
                color="none",
                mfc=style.PAPER,
                mec=style.GATE,
                ms=4.5,
            ),
            "gate: people come and go",
        ),
        (
            cameras,
            Line2D(
                [],
                [],
                marker="o",
                color="none",
                mfc=style.CAMERA,
                mec=style.PAPER,
                ms=5.5,
            ),
            "camera and field of view",
        ),
        (
            True,
            Line2D([], [], color=style.INK, lw=0.9, ls=(0, (8, 2, 1.5, 2))),
            "edge of the site",
        ),
    ]
    signs = [(sign, text) for there, sign, text in every if there]
    figure = axes.figure
    high = axes.get_position().height * figure.get_figheight()  # type: ignore[union-attr]
    axes.legend(
        [sign for sign, _ in signs],
        [text for _, text in signs],
        loc="upper left",
        bbox_to_anchor=(-0.01, 1 - HEADING / high),
        ncols=columns,
        fontsize=6.8,
        frameon=False,
        borderpad=0,
        handlelength=1.7,
        handleheight=1.0,
        labelspacing=0.45,
        columnspacing=1.2,
    )
