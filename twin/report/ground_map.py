"""Ground map: the ground round cameras by the level at which they show faces, on one A4 sheet."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from twin.report import framing, ground_key, layers, margin, marks, names, style
from twin.report.a4 import (
    FOOT,
    GAP,
    MARGIN,
    SHEET,
    SIGNS,
    WIDE,
    Line,
    credits_below,
    lines_above,
    strip,
)
from twin.report.framing import Box
from twin.report.ground_scene import MEANS, GroundScene
from twin.report.labels import Page
from twin.report.raster import Raster
from twin.report.sentences import how_many_cameras, when
from twin.site.ground import Ground
from twin.wording import number, ours

__all__ = ["ground_map"]

#: Thinner edges than elsewhere, as those of squares that people crossed are ragged. [pt]
EDGES: Final = (0.2, 0.5)


def ground_map(scene: GroundScene, facts: Mapping[str, Any]) -> Figure:
    """Draw where the best camera shows faces at each level.

    Parameters
    ----------
    scene : GroundScene
        What was measured.
    facts : mapping
        From :func:`twin.report.ground_text.ground_facts`.

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot.
    """
    with style.sheet():
        figure = Figure(figsize=SHEET, facecolor=style.PAPER)
        FigureCanvasAgg(figure)
        title = lines_above(figure, _lines(scene))
        key = ground_key.height(scene)
        bottom = FOOT + SIGNS + 2 * GAP + key
        _draw(figure, scene, (MARGIN, bottom, WIDE, SHEET[1] - title - bottom))
        ground_key.draw(strip(figure, FOOT + SIGNS + GAP, key), scene, facts)
        margin.sign_key(strip(figure, FOOT, SIGNS), scene.site, columns=4)
        credits_below(figure, scene.credits)
    return figure


def _draw(figure: Figure, scene: GroundScene, inches: Box) -> None:
    """Draw the map."""
    site, page = scene.site, Page()
    density, towards, away, deserted = (
        Raster.of_nodes(Ground.of(site), np.asarray(values, dtype=np.float64))
        for values in (scene.density, scene.towards, *scene.unreached())
    )
    least = scene.standard.levels[0].density.value
    shown = framing.close_up(site, scene.cameras, towards, least, aspect=inches[2] / inches[3])
    axes = framing.map_axes(figure, inches, shown)
    layers.ground(axes, site)
    layers.zones(axes, density, scene.standard)
    layers.zone_edges(axes, density, list(scene.standard.densities.values()), widths=EDGES)
    layers.cells(axes, away, **layers.AWAY)
    layers.cells(axes, deserted, **layers.DESERTED)
    layers.details(axes, site)
    layers.buildings(axes, site)
    layers.boundary(axes, site)
    margin.scale_bar(axes, page, share=0.25)
    margin.north_arrow(axes, page)
    marks.cameras(axes, page, scene.cameras, 7.5, full=True)
    names.gates(axes, page, site, 6.2, named=True)
    names.everything(axes, page, site, (8.0, 7.0, 6.0))


def _lines(scene: GroundScene) -> list[Line]:
    """Say where, when and of how many, which way faces point, and what that means."""
    told = scene.told
    which, means = MEANS[scene.heading]
    first = f"{told.site}: {when(told)}, {number(told.present)} people"
    second = f"How finely faces are shown {which} (heading: {scene.heading})"
    return [
        Line(first, framing.fitting(first, 12.0, WIDE), True),
        Line(second, framing.fitting(second, 10.5, WIDE), True),
        *Line.small(means),
        *Line.small(_through(scene)),
    ]


def _through(scene: GroundScene) -> str:
    """Say through which cameras faces are shown, and where the faces are."""
    cameras = scene.cameras
    which = "" if scene.whole else f" ({', '.join(camera.id for camera in cameras)} alone)"
    best = ", each spot by the best of them" if len(cameras) > 1 else ""
    tours = any(camera.watch is not None for camera in cameras)
    turning = "; a preset of a tour as while it looks that way" if tours else ""
    hung = {camera.housing: camera.invented for camera in cameras}
    views = f" with {len(cameras)} views" if len(cameras) > len(hung) else ""
    return (
        f"{how_many_cameras(len(hung))}{views}{ours(list(hung.values()))}"
        f"{which}{best}; faces {scene.height:g} m above the ground, nobody in the way{turning}."
    )
