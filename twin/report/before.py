"""Before: the one thing that stands before a camera and fills its image, such as a wall."""

from typing import Final

import numpy as np

from twin.sight.picture import Picture
from twin.sight.picture.rays.kernels import BANK, CROWN, LEVEL, WALL
from twin.site import Site
from twin.site.standing import GROUND

__all__ = ["FILLS", "before"]

FILLS: Final = 0.8
"""Share of an image from which on one thing fills it. [1] assumption (range 0.6-0.95)"""


def before(picture: Picture, site: Site) -> str:
    """Say in a sentence what fills an image, and how near it is; nothing when nothing does."""
    shown = np.isfinite(picture.distance) | (picture.kind >= 0)
    solid = np.isin(picture.kind, (WALL, LEVEL))
    thing = np.where(picture.kind == CROWN, picture.item, GROUND)
    thing[solid] = site.standing.thing[picture.item[solid]]
    # ground seen from above stands before nothing
    steep = (picture.kind == BANK) | (picture.kind == WALL) & (thing == GROUND)
    for what, names in (
        (solid & (thing != GROUND), _solids(site)),
        (picture.kind == CROWN, ["The crown of a tree"] * len(site.trees)),
        (steep, ["A wall that holds the ground"]),
    ):
        if not what.any():
            continue
        numbers = np.maximum(thing, 0)
        most = int(np.bincount(numbers[what]).argmax())
        filled = what & (numbers == most)
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
