"""What is measured in a walk: a number, for each measure that a check can name."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import shapely
from scipy.spatial import cKDTree

from twin.arrays import Bools, Floats
from twin.people.laws.kernels import RADIUS
from twin.suites.staging import Walked

__all__ = ["MEASURES", "weidmann"]

Scenes = Mapping[str, Walked]


def weidmann(density: Any) -> Any:
    """Return the speed of people on level ground at a density.

    Parameters
    ----------
    density : float or array
        People on a square metre. [1/m2]

    Returns
    -------
    float or array
        Equation of [weidmann1993]_ in the form of Kladek: 1.34 (1 - exp(-1.913 (1/d - 1/5.4))),
        0 from 5.4 on. [m/s]

    References
    ----------
    .. [weidmann1993] key in twin/sources.bib.

    Examples
    --------
    >>> [round(float(weidmann(d)), 3) for d in (0.5, 1, 2, 3, 4)]
    [1.298, 1.058, 0.606, 0.331, 0.156]
    """
    return np.maximum(1.34 * (1.0 - np.exp(-1.913 * (1.0 / np.asarray(density) - 1.0 / 5.4))), 0.0)


def longest_time(scenes: Scenes, scene: str) -> float:
    """Return how long the last person took from when they began until they left. [s]"""
    one = scenes[scene]
    return float((one.walk.left - one.begin).max())  # not a number while somebody is there


def everybody_out(scenes: Scenes, scene: str) -> float:
    """Return when the last person left. [s]"""
    return float(scenes[scene].walk.left.max())


def still_there(scenes: Scenes, scene: str) -> float:
    """Count people who did not get out."""
    return float(np.count_nonzero(np.isnan(scenes[scene].walk.left)))


def ratio_of_times(scenes: Scenes, scene: str, to: str) -> float:
    """Return by how much longer it takes until everybody is out than in another scene."""
    return everybody_out(scenes, scene) / everybody_out(scenes, to)


def late_start(scenes: Scenes, scene: str) -> float:
    """Return the largest difference between when somebody had to begin and did. [s]"""
    one = scenes[scene]
    moved = np.hypot(*np.moveaxis(one.walk.xy - one.walk.xy[0], -1, 0)) > 1e-9
    first = one.walk.time[np.argmax(moved, axis=0)]
    # they were seen to have moved at the first moment that is kept after they began
    step = one.walk.time[1] - one.walk.time[0]
    early = np.maximum(one.begin - first, 0.0)
    late = np.maximum(first - one.begin - step, 0.0)
    return float(np.maximum(early, late).max())


def through_walls(scenes: Scenes, scene: str) -> float:
    """Count people who were off the ground, or got from one place to the next through a wall."""
    one = scenes[scene]
    shapely.prepare(one.ground)
    bad = np.zeros(len(one.begin), dtype=np.bool_)
    nearly = one.ground.buffer(0.05)  # a chord cuts a corner by less
    shapely.prepare(nearly)
    for before, after in zip(one.walk.xy[:-1], one.walk.xy[1:], strict=True):
        here = np.isfinite(after[:, 0])
        bad[here] |= ~shapely.intersects_xy(one.ground, *after[here].T)
        lines = shapely.linestrings(np.stack([before[here], after[here]], axis=1))
        bad[here] |= ~shapely.covers(nearly, lines)
    return float(np.count_nonzero(bad))


def wrong_exit(scenes: Scenes, scene: str) -> float:
    """Count people who left elsewhere than by the exit they were to take."""
    one = scenes[scene]
    step = one.walk.time[1] - one.walk.time[0]
    out = np.isfinite(one.walk.left)
    ends = np.array([_last(one.walk.xy[:, i]) for i in range(len(out))])
    exits = np.array(list(one.exits.values()))
    each = shapely.distance(exits, np.asarray(shapely.points(ends))[:, None])
    # who chooses takes none that is wrong
    away = np.where(one.exit_of < 0, each.min(axis=1), each[np.arange(len(out)), one.exit_of])
    # the last place that is kept lies at most one step before the exit
    return float(np.count_nonzero(out & (away > step * one.speed * 1.01)))


def share_of_exit(scenes: Scenes, scene: str, exit: str) -> float:
    """Return the share of the people who left by an exit: whose last place is nearest to it.

    Not a number when nobody left.
    """
    one = scenes[scene]
    out = np.flatnonzero(np.isfinite(one.walk.left))
    if not out.size:
        return math.nan
    ends = shapely.points([_last(one.walk.xy[:, i]) for i in out])
    away = np.array([shapely.distance(door, ends) for door in one.exits.values()])
    return float(np.mean(np.argmin(away, axis=0) == list(one.exits).index(exit)))


def share_through(scenes: Scenes, scene: str, box: list[float]) -> float:
    """Return the share of the people who are seen in a box at some moment."""
    return float(_inside(scenes[scene].walk.xy, box).any(axis=0).mean())


def _inside(xy: Floats, box: list[float]) -> Bools:
    """Tell which places (..., 2) lie in a box; (...)."""
    west, south, east, north = box
    x, y = np.moveaxis(xy, -1, 0)
    inside: Bools = (x >= west) & (x < east) & (y >= south) & (y < north)
    return inside


def _last(xy: Floats) -> Floats:
    there: Floats = xy[np.flatnonzero(np.isfinite(xy[:, 0]))[-1]]
    return there


def speed_error(scenes: Scenes, scene: str, metres: float) -> float:
    """Return the largest relative difference of somebody's mean speed from their free speed."""
    one = scenes[scene]
    took = one.walk.left - one.begin
    return float(np.abs(metres / took / one.speed - 1.0).max())


def mean_speed(scenes: Scenes, scene: str, metres: float) -> float:
    """Return the mean of people's speeds from beginning to leaving, over so many metres. [m/s]"""
    one = scenes[scene]
    return float((metres / (one.walk.left - one.begin)).mean())


def flow_past(scenes: Scenes, scene: str, at: float) -> float:
    """Return how many people a second pass a line x = at, between the first and the last. [1/s]

    Not a number when fewer than two do.
    """
    times = _crossings(scenes[scene], at)
    return _flow(times, 1, max(len(times), 2))


def flow_difference(scenes: Scenes, scene: str, first: float, then: float) -> float:
    """Return how much more people a second pass one line x = first than another behind it. [1/s]"""
    return flow_past(scenes, scene, first) - flow_past(scenes, scene, then)


def _crossings(one: Walked, at: float) -> Floats:
    """List when people first pass a line x = at, in order; whoever leaves there passes it then."""
    xy, time = one.walk.xy, one.walk.time
    beyond = xy[..., 0] >= at
    first = np.where(beyond.any(axis=0), time[np.argmax(beyond, axis=0)], one.walk.left)
    return np.sort(first[np.isfinite(first)])


def _flow(times: Floats, first: int, last: int) -> float:
    """Return the flow from the first to the last of the people named, by when they pass. [1/s]

    Not a number when fewer pass, or all at once.
    """
    if len(times) < last or times[last - 1] == times[first - 1]:
        return math.nan
    return float((last - first) / (times[last - 1] - times[first - 1]))


def most_crowded(scenes: Scenes, scene: str, box: list[float]) -> float:
    """Return the largest number of people on a square metre of a box at any moment. [1/m2]"""
    one = scenes[scene]
    west, south, east, north = box
    inside = _inside(one.walk.xy, box)
    return float(inside.sum(axis=1).max() / ((east - west) * (north - south)))


def overlap(scenes: Scenes) -> float:
    """Return by how much the bodies of any two people overlap at most, after the first second. [m]

    Bodies are discs; where people are put closer than that at first, they get the second to part.
    """
    worst = 0.0
    for one in scenes.values():
        for k in np.flatnonzero(one.walk.time >= 1.0):
            there = np.isfinite(one.walk.xy[k, :, 0])
            here, radius = one.walk.xy[k, there], one.walk.radius[k, there]
            if len(here):
                pairs = cKDTree(here).query_pairs(2 * RADIUS, output_type="ndarray")
                apart = np.hypot(*(here[pairs[:, 0]] - here[pairs[:, 1]]).T)
                worst = max(worst, *(radius[pairs].sum(axis=1) - apart), 0.0)
    return worst


def _density_and_speed(one: Walked, box: list[float], start: float, end: float) -> Floats:
    """Return mean density and mean speed of whoever is in a box, between two moments.

    Neither is a number when nobody is there.
    """
    west, south, east, north = box
    time, xy = one.walk.time, one.walk.xy
    use = np.flatnonzero((time[:-1] >= start) & (time[1:] <= end))
    before, after = xy[use], xy[use + 1]
    middle = 0.5 * (before + after)
    inside = _inside(middle, box)
    if not inside.any():
        return np.full(2, np.nan)
    steps = np.hypot(*np.moveaxis(after - before, -1, 0)) / (time[1] - time[0])
    area = (east - west) * (north - south)
    return np.array([inside.sum() / len(use) / area, steps[inside].mean()])


def speeds(scenes: Scenes, box: list[float], start: float, end: float) -> Floats:
    """Return density and mean speed in a box between two moments, scene by scene, (S, 2)."""
    return np.array([_density_and_speed(one, box, start, end) for one in scenes.values()])


def least_over_bins(
    scenes: Scenes, box: list[float], start: float, end: float, bins: list[list[float]]
) -> float:
    """Return the least ratio of the mean speed to that of an experiment at the same density."""
    density, speed = speeds(scenes, box, start, end).T
    at, printed = np.array(bins).T
    return float((speed / np.interp(density, at, printed)).min())


def most_over_weidmann(scenes: Scenes, box: list[float], start: float, end: float) -> float:
    """Return the largest ratio of the mean speed to Weidmann's at the same density."""
    density, speed = speeds(scenes, box, start, end).T
    return float((speed / weidmann(density)).max())


def flow_over_width(scenes: Scenes, widths: list[float], at: float, first: int, last: int) -> float:
    """Return the slope of flow over width, a scene for each width. [1/(m s)]

    The flow is that of the first to the last of the people named, in the order in which they pass;
    not a number when fewer pass.
    """
    flows = np.array([_flow(_crossings(one, at), first, last) for one in scenes.values()])
    return float(np.polyfit(widths, flows, 1)[0]) if np.isfinite(flows).all() else math.nan


def flow_per_width(
    scenes: Scenes, scene: str, width: float, at: float, first: int, last: int
) -> float:
    """Return the flow through one width, of the same people, over that width. [1/(m s)]"""
    return _flow(_crossings(scenes[scene], at), first, last) / width


def rise_of_speed(scenes: Scenes, box: list[float], start: float, end: float) -> float:
    """Return the largest rise of the mean speed from one scene to the next, denser one. [m/s]"""
    return float(np.diff(speeds(scenes, box, start, end)[:, 1]).max())


def speed_in(scenes: Scenes, scene: str, box: list[float], start: float, end: float) -> float:
    """Return the mean speed of whoever is in a box of a scene, between two moments. [m/s]"""
    return float(_density_and_speed(scenes[scene], box, start, end)[1])


def weidmann_in(scenes: Scenes, scene: str, box: list[float], start: float, end: float) -> float:
    """Return Weidmann's speed at the density in a box of a scene, between two moments. [m/s]"""
    return float(weidmann(_density_and_speed(scenes[scene], box, start, end)[0]))


def flow_in(scenes: Scenes, scene: str, box: list[float], start: float, end: float) -> float:
    """Return the flow in a box between two moments: its density times its mean speed. [1/(m s)]"""
    density, speed = _density_and_speed(scenes[scene], box, start, end)
    return float(density * speed)


MEASURES: dict[str, Callable[..., float]] = {
    one.__name__: one
    for one in (
        longest_time, everybody_out, still_there, ratio_of_times, late_start, through_walls,
        wrong_exit, share_of_exit, share_through, speed_error, mean_speed, flow_difference,
        most_crowded, overlap, least_over_bins, most_over_weidmann, rise_of_speed, speed_in,
        flow_over_width, flow_per_width, flow_in, weidmann_in,
    )
}  # fmt: skip
"""What a check may name."""
