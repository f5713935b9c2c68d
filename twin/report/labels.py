"""Labels: find where a name fits inside the outline it belongs to, off everything else."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from twin.arrays import Floats

#: Places tried along each side of an outline; more finds a spot in odder shapes, slower.
TRIES = 15


@dataclass(frozen=True)
class Spot:
    """Where a text goes: its middle [m] and its turn from horizontal, anticlockwise [rad]."""

    x: float
    y: float
    turn: float
    box: Polygon


@dataclass
class Page:
    """What already stands on a map, so that nothing is written over anything.

    Attributes
    ----------
    taken : list of shapely geometries
        Ground that is occupied, site frame. [m]
    """

    taken: list[BaseGeometry] = field(default_factory=list)

    def take(self, *shapes: BaseGeometry) -> None:
        """Keep this ground free of labels from now on."""
        self.taken.extend(shapes)

    def besides(self, *shapes: BaseGeometry) -> "Page":
        """Return a page on which this ground, too, is occupied."""
        return Page([*self.taken, *shapes])

    def free(self, boxes: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Tell which of these (B,) outlines touch nothing that stands there; (B,) booleans."""
        if not self.taken:
            return np.ones(len(boxes), dtype=np.bool_)
        tree = shapely.STRtree(self.taken)
        hit = np.zeros(len(boxes), dtype=np.bool_)
        hit[np.unique(tree.query(boxes, predicate="intersects")[0])] = True
        return ~hit


def boxes(
    xy: NDArray[np.float64], turns: NDArray[np.float64], width: float, height: float
) -> NDArray[np.object_]:
    """Make rectangles of one size about points.

    Parameters
    ----------
    xy : (B, 2) array
        Their middles. [m]
    turns : (B,) array
        Their turn from the x axis, anticlockwise. [rad]
    width, height : float
        Their sides. [m]

    Returns
    -------
    (B,) array of shapely polygons
    """
    corners = 0.5 * np.array(
        [[-width, -height], [width, -height], [width, height], [-width, height]]
    )
    cos, sin = np.cos(turns)[:, None], np.sin(turns)[:, None]
    x = xy[:, :1] + corners[:, 0] * cos - corners[:, 1] * sin
    y = xy[:, 1:] + corners[:, 0] * sin + corners[:, 1] * cos
    return np.atleast_1d(np.asarray(shapely.polygons(np.stack([x, y], axis=-1)), dtype=object))


def upright(turn: float) -> float:
    """Turn by half a circle what would stand on its head; the result lies in (-pi/2, pi/2].

    Examples
    --------
    >>> round(upright(3.0), 4)
    -0.1416
    """
    return float(np.pi / 2 - (np.pi / 2 - turn) % np.pi)


def main_turn(outline: BaseGeometry) -> float:
    """Direction of the longer side of the smallest rectangle about an outline. [rad]."""
    box = shapely.minimum_rotated_rectangle(outline)
    if not isinstance(box, Polygon):
        return 0.0
    corners = np.asarray(box.exterior.coords)
    sides = np.diff(corners[:3], axis=0)
    longer = sides[int(np.argmax(np.hypot(*sides.T)))]
    return upright(float(np.arctan2(longer[1], longer[0])))


def fit(
    outline: BaseGeometry,
    width: float,
    height: float,
    *,
    page: Page,
    turns: Sequence[float] | None = None,
) -> Spot | None:
    """Find a free rectangle wholly inside an outline, as near its middle as can be.

    Parameters
    ----------
    outline : polygon or multipolygon
        What the text names. [m]
    width, height : float
        Size of the text. [m]
    page : Page
        What must not be covered. A spot that is found is not yet taken.
    turns : sequence of float, optional
        Directions to try, best first; by default level, then along the outline. [rad]

    Returns
    -------
    Spot or None
        None when the text fits nowhere.
    """
    if outline.is_empty or outline.area < width * height:
        return None
    directions = [0.0, main_turn(outline)] if turns is None else list(turns)
    xy, away, clear = _middles(outline)
    # most places are too near the edge for a text of any direction; a bit less than half, as
    # distances are rounded
    roomy = clear >= 0.499 * min(width, height)
    if not roomy.any():
        return None
    xy, away = xy[roomy], away[roomy]
    for direction in directions:
        turned = boxes(xy, np.full(len(xy), direction), width, height)
        inside = np.flatnonzero(shapely.contains(outline, turned))
        inside = inside[page.free(turned[inside])]
        if len(inside):
            k = inside[np.argmin(away[inside])]
            return Spot(float(xy[k, 0]), float(xy[k, 1]), direction, turned[k])
    return None


@lru_cache(maxsize=64)  # a name is tried in many sizes within one outline
def _middles(outline: BaseGeometry) -> tuple[Floats, Floats, Floats]:
    """Lay places over an outline: where (N, 2), how far from its middle and its edge (N,). [m]"""
    west, south, east, north = outline.bounds
    gx, gy = np.meshgrid(np.linspace(west, east, TRIES), np.linspace(south, north, TRIES))
    middle = outline.centroid if outline.contains(outline.centroid) else outline.point_on_surface()
    xy = np.r_[[[middle.x, middle.y]], np.c_[gx.ravel(), gy.ravel()]]
    shapely.prepare(outline)
    xy = xy[shapely.contains_xy(outline, xy)]
    away = np.hypot(xy[:, 0] - middle.x, xy[:, 1] - middle.y)
    clear = np.asarray(shapely.distance(shapely.points(xy), outline.boundary))
    return xy, away, clear


def beside(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    gap: float,
    page: Page,
    within: BaseGeometry,
    prefer: float = 0.0,
) -> Iterator[Spot]:
    """Find free level rectangles near a point, nearest first, in a preferred direction first.

    Parameters
    ----------
    x, y : float
        The point to be named. [m]
    width, height : float
        Size of the text. [m]
    gap : float
        Least distance from the point to the rectangle; up to four times that is tried. [m]
    page : Page
        What must not be covered.
    within : shapely geometry
        The map's frame. [m]
    prefer : float
        Direction from the point to try first. [rad]

    Yields
    ------
    Spot
    """
    around = prefer + np.pi / 8 * np.array([0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8])
    for reach in gap * np.array([1.0, 1.7, 2.6, 4.0, 6.0]):
        cos, sin = np.cos(around), np.sin(around)
        far = reach + 0.5 * np.abs(cos) * width + 0.5 * np.abs(sin) * height
        xy = np.c_[x + far * cos, y + far * sin]
        made = boxes(xy, np.zeros(len(around)), width, height)
        for k in np.flatnonzero(shapely.contains(within, made) & page.free(made)):
            yield Spot(float(xy[k, 0]), float(xy[k, 1]), 0.0, made[k])


def wrapped(name: str, lines: int) -> str:
    """Break a name into a number of lines, the longest as short as can be.

    Examples
    --------
    >>> wrapped("King's Cross Sports Hall", 2).split(chr(10))
    ["King's Cross", 'Sports Hall']
    """
    words = name.split()
    if lines <= 1 or len(words) < 2:
        return name
    best = name
    for cut in range(1, len(words)):
        rest = wrapped(" ".join(words[cut:]), lines - 1)
        trial = " ".join(words[:cut]) + "\n" + rest
        if _longest(trial) < _longest(best):
            best = trial
    return best


def _longest(text: str) -> int:
    return max(len(line) for line in text.split("\n"))


def variants(name: str) -> Iterable[str]:
    """Give a name in one, two and three lines, without repeating itself."""
    return dict.fromkeys(wrapped(name, lines) for lines in (1, 2, 3))
