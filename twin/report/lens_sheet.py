"""Lens sheet: one lens hung up by itself, from the side and from above, on one page."""

from collections.abc import Sequence

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from twin.cameras import Camera
from twin.cameras.mount import FACE_HEIGHT, STEEP_TILT
from twin.exposure import Standard
from twin.report import style
from twin.report.lens_axes import SHEET
from twin.report.lens_ground import cut_short, face_zone, stretch
from twin.report.lens_plan import draw_plan
from twin.report.lens_side import draw_side
from twin.report.lens_text import one_of
from twin.wording import degrees, tilted

__all__ = ["SHEET", "lens_sheet"]


def lens_sheet(
    camera: Camera,
    standard: Standard,
    *,
    turned: Sequence[float] = (0.0,),
    name: str | None = None,
) -> Figure:
    """Draw a lens from the side and from above, with the ground each level reaches.

    Parameters
    ----------
    camera : Camera
        Made by :func:`twin.cameras.mount.hung` or :func:`twin.cameras.mount.aimed`.
    standard : Standard
        Whose levels to show.
    turned : sequence of float
        Headings of the lenses of its housing, clockwise from straight ahead; all are drawn from
        above. [degree]
    name : str, optional
        That of its type in the catalogue.

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot.
    """
    with style.sheet():
        figure = Figure(figsize=SHEET, facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        _title(figure, camera, standard, turned, name)
        draw_side(figure, camera, standard)
        draw_plan(figure, camera, standard, turned=turned)
        _key(figure, camera, standard)
    return figure


def _title(
    figure: Figure,
    camera: Camera,
    standard: Standard,
    turned: Sequence[float],
    name: str | None,
) -> None:
    lens = camera.lens
    figure.text(
        0.08,
        0.985,
        f"Lens of {lens.width_px} x {lens.height_px} px, {degrees(lens.hfov_deg)} x "
        f"{degrees(lens.vfov_deg)}, hung at {camera.position[2]:g} m, {tilted(camera.tilt_deg)}",
        fontsize=13,
        fontweight="bold",
        va="top",
    )
    kind = [name] if name else []
    # a name may say so itself
    if lens.height_px > lens.width_px and not (name and "corridor" in name):
        kind.append("corridor format")
    first = "; ".join(kind)
    about = f"{first[0].upper()}{first[1:]}.\n" if first else ""
    about += f"{standard.title}: faces at {FACE_HEIGHT:g} m; nothing in the way"
    if camera.tilt_deg < -STEEP_TILT:
        about += "; ahead is up in the picture"
    if lens.focal_miss:
        about += f"; \N{PLUS-MINUS SIGN} {100 * lens.focal_miss:.0f} %, as F is inferred"
    about += "."
    if len(turned) > 1:
        about += f"\n{one_of(turned)}"
    cut = cut_short(camera, standard)
    if cut is not None:
        about += f"\n{cut}"
    figure.text(0.08, 0.957, about, fontsize=8.5, color=style.QUIET, va="top", linespacing=1.25)


def _key(figure: Figure, camera: Camera, standard: Standard) -> None:
    """Name the colours, with the ground on which a face has so many pixels."""
    rows = []
    for level, colour in zip(standard.levels, style.zones(len(standard.levels)), strict=True):
        density = level.density.value
        found = face_zone(camera, density)
        ends = None if found is None else (found.near, found.far)
        where = stretch(ends, camera.lens.focal_miss, cut=found is not None and found.cut)
        rows.append(
            Patch(
                facecolor=colour,
                edgecolor=style.QUIET,
                linewidth=0.4,
                label=f"{level.name}, {density:g} px/m: {where}",
            )
        )
    figure.legend(
        handles=rows,
        loc="lower left",
        bbox_to_anchor=(0.07, 0.0),
        ncols=2 if len(rows) <= 4 else 3,
        fontsize=8.5 if len(rows) <= 4 else 7.5,
        columnspacing=1.2,
        frameon=False,
        title="Faces on the ground ahead have at least",
        title_fontsize=8.5,
        alignment="left",
    )
