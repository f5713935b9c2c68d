"""Rays marks: rays, heads and numbers drawn over a picture in 3D, so that nothing covers them."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import shapely
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from twin.arrays import Floats
from twin.report import names, style
from twin.report.labels import Page, beside, boxes
from twin.report.rays_scene import HIDDEN, OTHERS, SEEN
from twin.report.rendering import Eye
from twin.report.sightlines import BUILDING, EDGE, FURNITURE, GROUND, PERSON, TREE, Sightlines

__all__ = ["ENDS", "HEADS", "RAYS", "heads_in", "mark", "over", "rays_in"]

#: How rays are drawn: to somebody seen; to what hides somebody; and on to who is hidden.
RAYS: Final[Mapping[str, Mapping[str, Any]]] = {
    "seen": {"color": SEEN, "linewidth": 1.2, "linestyle": "solid"},
    "hidden": {"color": HIDDEN, "linewidth": 1.2, "linestyle": (0, (5, 2))},
    "beyond": {"color": HIDDEN, "linewidth": 1.0, "linestyle": (0, (1, 2))},
}

#: How heads are marked: shape, size [pt], colour inside and colour of the rim.
HEADS: Final[Mapping[str, tuple[str, float, str, str]]] = {
    "other": ("o", 3.0, OTHERS, OTHERS),
    "seen": ("o", 6.0, SEEN, style.PAPER),
    "hidden": ("o", 6.0, style.PAPER, HIDDEN),
}

#: How the end of a ray is marked, by what hides: shape, size [pt].
ENDS: Final[Mapping[int, tuple[str, float]]] = {
    BUILDING: ("s", 5.5),
    FURNITURE: ("D", 5.0),
    TREE: ("^", 7.0),
    PERSON: ("P", 7.0),
    GROUND: ("v", 7.0),
    EDGE: ("X", 6.5),
}

#: Size of the numbers of people [pt], and the darker orange of those that are hidden.
NUMBERS: Final = 6.0
HIDDEN_INK: Final = "#8f4408"

#: Of so many rays and more, all are thinner, so that one can be told from the next; at least. [pt]
MANY, THINNEST = 40, 0.5


def mark(shape: str, size: float, inside: str, rim: str) -> dict[str, Any]:
    """Give a mark in matplotlib's words."""
    return {
        "marker": shape, "markersize": size, "markerfacecolor": inside, "markeredgecolor": rim,
        "markeredgewidth": 1.4 if inside == style.PAPER else 0.6, "linestyle": "none",
    }  # fmt: skip


def rays_in(lines: Sightlines) -> dict[str, Floats]:
    """List the rays (n, 2, 3) of each sort of :data:`RAYS`. [m]"""
    start, hidden = lines.camera.position, lines.heads[lines.hidden]
    return {
        "beyond": np.stack([lines.ends, hidden], axis=1),
        "hidden": np.stack([np.broadcast_to(start, hidden.shape), lines.ends], axis=1),
        "seen": np.stack(np.broadcast_arrays(start, lines.heads[lines.seen]), axis=1),
    }


def heads_in(lines: Sightlines, area: shapely.Polygon) -> dict[str, Floats]:
    """List the heads (n, 3) of each sort of :data:`HEADS`, others only in an area. [m]"""
    other = shapely.contains_xy(area, lines.heads[:, 0], lines.heads[:, 1])
    other[lines.judged] = False
    return {
        "other": lines.heads[other],
        "seen": lines.heads[lines.seen],
        "hidden": lines.heads[lines.hidden],
    }


def over(axes: Axes, eye: Eye, lines: Sightlines, area: shapely.Polygon) -> None:
    """Draw them over the picture an eye sees, which fills the axes."""
    across = axes.get_xlim()[1] / eye.size[0]

    def at(points: Floats) -> Floats:
        return across * eye.shown_at(points.reshape(-1, 3))

    heads = {which: at(points) for which, points in heads_in(lines, area).items()}
    axes.plot(*heads["other"].T, **mark(*HEADS["other"]))
    share = min(1.0, MANY / max(len(lines.judged), 1))
    for which, ends in rays_in(lines).items():
        look = RAYS[which]
        thin = {**look, "linewidth": max(THINNEST, share * look["linewidth"])}
        axes.add_collection(LineCollection(list(at(ends).reshape(-1, 2, 2)), **thin))
    for what, shape in ENDS.items():
        axes.plot(*at(lines.ends[lines.by == what]).T, **mark(*shape, HIDDEN, style.PAPER))
    for which in ("seen", "hidden"):
        axes.plot(*heads[which].T, **mark(*HEADS[which]))
    _numbers(axes, lines, np.concatenate([heads["hidden"], heads["seen"]]))


def _numbers(axes: Axes, lines: Sightlines, at: Floats) -> None:
    """Write the numbers of people beside their heads where there is room, the hidden first."""
    point, frame = names.metres_per_point(axes), names.frame(axes)
    side, heads = HEADS["seen"][1] * point, shapely.points(at)
    page = Page(list(boxes(at, np.zeros(len(at)), side, side)))
    persons = [*lines.persons[lines.hidden], *lines.persons[lines.seen]]
    for n, ((x, y), person) in enumerate(zip(at, persons, strict=True)):
        wide, high = (point * side for side in names.size_of(str(person), NUMBERS))
        others = Page([box for k, box in enumerate(page.taken) if k != n])
        tried = beside(x, y, wide, high, gap=0.6 * side, page=others, within=frame)
        # nearer to this head than to any other, or it would be taken for that one's
        spot = next((one for one in tried if shapely.distance(one.box, heads).argmin() == n), None)
        if spot is None:
            continue
        page.take(spot.box)
        axes.text(
            spot.x, spot.y, str(person), fontsize=NUMBERS, ha="center", va="center",
            color=HIDDEN_INK if n < len(lines.hidden) else SEEN, clip_on=True,
            path_effects=[patheffects.withStroke(linewidth=1.6, foreground=style.PAPER)],
        )  # fmt: skip
