"""What a walk is asked with, checked at the door."""

import numbers
import reprlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely import Polygon

from twin.arrays import Floats, Ints, as_shape, as_whole
from twin.errors import ShapeError
from twin.site.ground import CELL, RIM

__all__ = ["FASTEST", "LONGEST", "TICK", "Asked", "check"]

_MOST = 2**32 - 1  # greatest whole number a draw's address holds

TICK = 0.25
"""How often places are kept, and, in the model of the day, people take notice of others. [s]"""

FASTEST = 3.0
"""Greatest free speed. [m/s] assumption (range 2.5-3.1): a step of 0.05 s is then shorter than a
body is wide."""

LARGEST = 3000.0
"""Side of the largest square of ground. [m] A choice of memory: 36 million nodes of 0.5 m, which
take 5 GB while ways are found; assumption (range 1000-5000)."""

FARTHEST = 1e8
"""Greatest coordinate of the ground. [m] assumption (1e7-1e9): grids of the Earth reach to 2e7;
there numbers are 1e-8 apart, and from 1e9 on rounding is seen in who leaves when."""

MOST_BYTES = 4e9
"""What places over time may take. [byte] A choice of memory; assumption (range 2-64 billion)."""

MOST_SECONDS = 10_000_000
"""Longest walk: so many steps are counted without a slip. [s] assumption (1e6-1e8)"""

LONGEST: dict[str, float] = {
    "collision-free-speed": 0.05,  # [s] assumption (0.01-0.05): mean speeds within 1 % of 0.01
    "collision-free-speed-plain": 0.05,  # [s] as above
    "social-force": 0.02,  # [s] assumption (0.005-0.02): contact forces overshoot in longer steps
}
"""The models, and the longest time step of each. [s]"""

_GOOD_STEP = 0.01  # s: jupedsim; every model takes it


@dataclass(frozen=True, eq=False)
class Asked:
    """A walk that can be walked; see :func:`twin.people.walk` for the names."""

    ground: Polygon
    start: Floats
    exits: tuple[Polygon, ...]
    exit_of: Ints | None
    speed: Floats
    begin: Floats
    stairs: tuple[Polygon, ...]
    seconds: float
    dt: float
    model: str
    seed: int
    threads: int


def check(
    ground: Any,
    start: ArrayLike,
    exits: Sequence[Any],
    exit_of: ArrayLike | None,
    speed: ArrayLike,
    begin: ArrayLike | None,
    stairs: Sequence[Any],
    *,
    seconds: float,
    dt: float,
    model: str,
    seed: int,
    threads: int,
) -> Asked:
    """Check everything that can be told without laying out the ground.

    Raises
    ------
    ShapeError
        If something is not as :func:`twin.people.walk` says.
    """
    seconds, dt = _number("seconds", seconds), _number("dt", dt)
    _steps(seconds, dt, model)
    places = _values("start", start, (None, 2))
    people = len(places)
    _not_too_long(seconds, people)
    paces = _values("speed", speed, (people,))
    _range("speed", paces, (paces > 0.0) & (paces <= FASTEST), f"above 0 and up to {FASTEST:g} m/s")
    moments = _values("begin", np.zeros(people) if begin is None else begin, (people,))
    _range("begin", moments, moments >= 0.0, "at 0 s or later")
    plan = _polygon("ground", ground)
    _not_too_large(plan)
    polygons = _polygons("exits", exits)
    _on_the_ground(plan, places, polygons)
    _no_smaller_than(float(dt * paces.max()), plan, polygons)
    flights = _polygons("stairs", stairs)
    for k, flight in enumerate(flights):
        if shapely.intersection(flight, plan).area <= 0.0:
            message = f"stairs[{k}] lies off the ground, but some of it must be on it."
            raise ShapeError(message)
    if flights and model != "collision-free-speed":
        message = f"stairs are given, but {model!r} knows none; 'collision-free-speed' does."
        raise ShapeError(message)
    chosen = None if exit_of is None else _numbers(exit_of, people, len(polygons))
    return Asked(
        plan, places, polygons, chosen, paces, moments, flights,
        seconds, dt, model, as_whole("seed", seed, least=0, most=_MOST),
        as_whole("threads", threads, least=1, most=_MOST),
    )  # fmt: skip


def _number(name: str, value: Any) -> float:
    """Take a real number."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        message = f"{name} is {value!r}, but must be a number."
        raise ShapeError(message)
    # of a number with fewer digits, such as 0.05 of 32 bits, those it is written with are meant
    try:
        return float(str(value)) if isinstance(value, np.floating) else float(value)
    except OverflowError:
        message = f"{name} is {reprlib.repr(value)}, but so large a number cannot be meant."
        raise ShapeError(message) from None


def _values(
    name: str,
    value: Any,
    shape: tuple[int | None, ...],
    allowed: str = "every value must be a finite number",
) -> Floats:
    """Take an array with an entry for each person, and say whose is not finite."""
    try:
        given = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return as_shape(name, value, shape)  # which says what is wrong
    if given.ndim == 0:
        message = f"{name} is {value}, but must hold one entry for each person."
        raise ShapeError(message)
    bad = np.argwhere(~np.isfinite(given))
    if bad.size:
        i = int(bad[0, 0])
        one = np.asarray(value, dtype=object)[i]  # None is told as it was given
        told = f"({', '.join(map(str, one))})" if np.ndim(one) else str(one)
        message = f"{name}[{i}] is {told}, but {allowed}."
        raise ShapeError(message)
    if given.size == 0 and shape[0] is None:
        message = f"{name} holds nobody, but somebody must walk."
        raise ShapeError(message)
    return as_shape(name, given, shape)


def _polygons(name: str, values: Any) -> tuple[Polygon, ...]:
    """Take a sequence of polygons."""
    try:
        listed = list(values)
    except TypeError:
        message = f"{name} is {type(values).__name__}, but must be a sequence of shapely Polygons."
        raise ShapeError(message) from None
    return tuple(_polygon(f"{name}[{k}]", one) for k, one in enumerate(listed))


def _no_smaller_than(step: float, ground: Polygon, exits: Sequence[Polygon]) -> None:
    """Refuse exits that somebody could step over."""
    for k, one in enumerate(exits):
        there = shapely.oriented_envelope(shapely.intersection(one, ground))
        sides = np.hypot(*np.diff(shapely.get_coordinates(there)[:3], axis=0).T)
        if sides.min(initial=np.inf) < step:
            message = (
                f"exits[{k}] is only {sides.min():.3g} m deep, but the fastest step is {step:.3g} "
                "m long and could pass over it."
            )
            raise ShapeError(message)


def _not_too_large(ground: Polygon) -> None:
    """Refuse ground so far away that centimetres are lost, or whose grid fits into no memory."""
    bounds = ground.bounds
    far = max(bounds, key=abs)
    if abs(far) > FARTHEST:
        message = (
            f"ground reaches to {far:g} m, but must lie between {-FARTHEST:g} and {FARTHEST:g} m: "
            "farther out rounding changes how people walk."
        )
        raise ShapeError(message)
    west, south, east, north = bounds
    rim = 2 * RIM * CELL  # ground that is long and narrow is mostly the rim of its grid
    if (east - west + rim) * (north - south + rim) > (LARGEST + rim) ** 2:
        message = (
            f"ground is {east - west:g} by {north - south:g} m, but with {rim / 2:g} m round it "
            f"must be no larger than {LARGEST + rim:g} m square: the grid over it would not fit "
            "into memory."
        )
        raise ShapeError(message)


def _not_too_long(seconds: float, people: int) -> None:
    """Refuse to keep more places and radii, three numbers each, than fit into memory."""
    each = 24.0 * people / TICK
    if seconds * each > MOST_BYTES:
        message = (
            f"seconds is {seconds:g}, but must be at most {MOST_BYTES / each:.0f} for {people:,} "
            f"people: to keep their places takes {seconds * each / 1e9:,.0f} GB of memory, and "
            f"{MOST_BYTES / 1e9:g} GB are allowed."
        )
        raise ShapeError(message)


def _steps(seconds: float, dt: float, model: str) -> None:
    """Refuse models that are not known, and times that are not whole numbers of steps."""
    if not isinstance(model, str) or model not in LONGEST:
        message = (
            f"model is {reprlib.repr(model)}, but must be one of {', '.join(map(repr, LONGEST))}."
        )
        raise ShapeError(message)
    longest = LONGEST[model]
    if not 0.001 <= dt <= longest:
        message = (
            f"dt is {dt} s, but must lie between 0.001 and {longest:g} s for {model!r}, such as "
            f"{_GOOD_STEP:g} s."
        )
        raise ShapeError(message)
    by_tick = model == "collision-free-speed"
    if by_tick and not _divides(dt, TICK):
        message = f"dt is {dt:g} s, but {TICK} s must be a whole number of steps for {model!r}."
        raise ShapeError(message)
    step = TICK if by_tick else dt
    if not (0.0 < seconds <= MOST_SECONDS and _divides(step, seconds)):
        message = (
            f"seconds is {seconds:g}, but must be a whole number of {step:g} s, above 0 and up to "
            f"{MOST_SECONDS:,}."
        )
        raise ShapeError(message)


def _divides(step: float, length: float) -> bool:
    """Tell whether a length is a whole number of steps, but for rounding."""
    return bool(abs(length / step - round(length / step)) < 1e-6)


def _range(name: str, values: Floats, good: Any, allowed: str) -> None:
    """Refuse the first value outside what is allowed."""
    bad = np.flatnonzero(~good)
    if bad.size:
        message = f"{name}[{bad[0]}] is {values[bad[0]]:g}, but must lie {allowed}."
        raise ShapeError(message)


def _numbers(exit_of: ArrayLike, people: int, exits: int) -> Ints:
    """Take the number of everybody's exit."""
    allowed = f"must be the number of an exit, 0 to {exits - 1}"
    given = _values("exit_of", exit_of, (people,), allowed)
    bad = np.flatnonzero((given != np.floor(given)) | (given < 0) | (given >= exits))
    if bad.size:
        message = f"exit_of[{bad[0]}] is {given[bad[0]]:g}, but {allowed}."
        raise ShapeError(message)
    return given.astype(np.intp)


def _polygon(name: str, value: Any) -> Polygon:
    """Take a polygon in one piece that encloses something and does not cross itself."""
    if not isinstance(value, Polygon) or value.is_empty:
        what = "empty" if isinstance(value, Polygon) else type(value).__name__
        message = f"{name} is {what}, but must be a shapely Polygon."
        raise ShapeError(message)
    if not value.is_valid or not np.isfinite(shapely.get_coordinates(value)).all():
        message = f"{name} is not valid ({shapely.is_valid_reason(value)}), but must be."
        raise ShapeError(message)
    return shapely.force_2d(value)


def _on_the_ground(ground: Polygon, start: Floats, exits: Sequence[Polygon]) -> None:
    """Refuse people and exits off the ground, and two people on one spot."""
    if not exits:
        message = "exits is empty, but there must be one at least."
        raise ShapeError(message)
    for k, one in enumerate(exits):
        if shapely.intersection(one, ground).area <= 0.0:
            message = f"exits[{k}] lies off the ground, but some of it must be on it."
            raise ShapeError(message)
    shapely.prepare(ground)
    off = np.flatnonzero(~shapely.contains_xy(ground, start[:, 0], start[:, 1]))
    if off.size:
        x, y = start[off[0]]
        message = f"start[{off[0]}] is ({x:g}, {y:g}), but must lie on the ground."
        raise ShapeError(message)
    _, first, count = np.unique(start, axis=0, return_index=True, return_counts=True)
    if (count > 1).any():
        i = int(first[count > 1].min())
        j = int(np.flatnonzero((start == start[i]).all(axis=1))[1])
        x, y = start[i]
        message = (
            f"start[{i}] and start[{j}] are both ({x:g}, {y:g}), but two people cannot stand "
            "on one spot."
        )
        raise ShapeError(message)
