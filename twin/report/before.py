"""Before: the one thing that stands before a camera and fills its image, such as a wall."""

from typing import Final

import numpy as np

from twin.sight.picture import Picture
from twin.sight.picture.rays.kernels import CROWN, LEVEL, WALL
from twin.site import Site

__all__ = ["FILLS", "before"]

FILLS: Final = 0.8
"""Share of an image from which on one thing fills it. [1] assumption (range 0.6-0.95)"""


def before(picture: Picture, site: Site) -> str:
    """Say in a sentence what fills an image, and how near it is; nothing when nothing does."""
    shown = np.isfinite(picture.distance) | (picture.kind >= 0)
    tree = picture.kind == CROWN
    solid = np.isin(picture.kind, (WALL, LEVEL))
    for what, names in ((solid, _solids(site)), (tree, ["The crown of a tree"] * len(site.trees))):
        items = picture.item[what]
        if not len(items):
            continue
        most = int(np.bincount(items).argmax())
        filled = what & (picture.item == most)
        share = float(np.count_nonzero(filled) / np.count_nonzero(shown))
        if share >= FILLS:
            near = float(picture.distance[filled].min())
            return f"{names[most]}, {near:.1f} m in front, fills {100 * share:.0f} % of the image."
    return ""


def _solids(site: Site) -> list[str]:
    """Name what stands on a site, in the order of ``site.prisms()``."""
    return [
        *(b.name or ("A hoarding" if b.hoarding else "A building") for b in site.buildings),
        *(b.name or f"A {b.barrier}" for b in site.barriers if b.hides),
        *(f.name or f"A {f.furniture}" for f in site.furniture),
        *("The trunk of a tree" for _ in site.trees),
    ]
