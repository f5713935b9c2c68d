"""Before: the one thing that stands before a camera and fills its image, such as a wall."""

from typing import Final

import numpy as np

from twin.sight.picture import Picture
from twin.sight.picture.rays.kernels import BANK, CROWN, LEVEL, WALL
from twin.site import Site
from twin.site.things import Barrier, Building, Furniture, Thing

__all__ = ["FILLS", "before"]

FILLS: Final = 0.8
"""Share of an image from which on one thing fills it. [1] assumption (range 0.6-0.95)"""


def before(picture: Picture, site: Site) -> str:
    """Say in a sentence what fills an image, and how near it is; nothing when nothing does."""
    kind, item = picture.kind, picture.item
    things, is_ground = site.standing.prisms.things, site.standing.is_ground
    names = [*map(_named, things), "A wall that holds the ground"]
    ground = len(names) - 1
    # the pieces of a thing have the number of one of them
    of_thing = {thing: n for n, thing in enumerate(things)}
    numbers = np.where(is_ground, ground, np.array([of_thing[thing] for thing in things], np.intp))
    solid, crown = np.isin(kind, (WALL, LEVEL)), kind == CROWN
    number = np.full(kind.shape, -1, dtype=np.intp)
    number[solid] = numbers[item[solid]]
    # ground seen from above stands before nothing
    number[(kind == LEVEL) & (number == ground)] = -1
    number[kind == BANK] = ground
    number[crown] = len(names) + item[crown]
    if not (number >= 0).any():
        return ""
    most = int(np.bincount(number[number >= 0]).argmax())
    filled = number == most
    shown = np.isfinite(picture.distance) | (kind >= 0)
    share = float(np.count_nonzero(filled) / np.count_nonzero(shown))
    if share < FILLS:
        return ""
    name = names[most] if most < len(names) else "The crown of a tree"
    near = float(picture.distance[filled].min())
    return f"{name}, {near:.1f} m in front, fills {100 * share:.0f} % of the image."


def _named(thing: Thing) -> str:
    """Name what stands on a site."""
    match thing:
        case Building():
            return thing.name or ("A hoarding" if thing.hoarding else "A building")
        case Barrier():
            return thing.name or f"A {thing.barrier}"
        case Furniture():
            return thing.name or f"A {thing.furniture}"
        case _:
            return "The trunk of a tree"
