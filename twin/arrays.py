"""Names for array shapes, and the checks at the door.

N points, C cameras, W walls, T moments; the last axis is the coordinate.
"""

import datetime
import math
import reprlib
from collections.abc import Iterable
from numbers import Real
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twin.errors import ShapeError

__all__ = [
    "Bools",
    "Floats",
    "Ints",
    "around",
    "as_a",
    "as_all",
    "as_date",
    "as_number",
    "as_shape",
    "as_whole",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

Kind = TypeVar("Kind")


def around(squares: Floats, pick: np.ufunc) -> Floats:
    """Pick from each square of a grid (ny, nx) and the eight about it, as ``np.fmax`` does."""
    for _ in range(2):  # rows, then columns as rows
        padded = np.pad(squares, [(1, 1), (0, 0)], mode="edge")
        squares = pick(pick(padded[:-2], padded[1:-1]), padded[2:]).T
    return squares


def as_shape(name: str, value: ArrayLike, shape: tuple[int | None, ...]) -> Floats:
    """Turn a value into a finite, C-contiguous float64 array of a given shape.

    Parameters
    ----------
    name : str
        What the caller calls the value; used in the message.
    value : array_like
        The value.
    shape : tuple of int or None
        Wanted length of each axis; None allows any.

    Returns
    -------
    array
        The checked array; not a copy when it already fits.

    Raises
    ------
    ShapeError
        If it holds anything but numbers, the number of axes or a length differs, or a value is not
        finite.

    Examples
    --------
    >>> as_shape("points", [[1, 2], [3, 4]], (None, 2)).shape
    (2, 2)
    """
    try:
        array: NDArray[Any] = np.ascontiguousarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        shown = " ".join(reprlib.repr(value).split())
        message = f"{name} is {shown}, but must hold numbers in shape {_named(shape)}."
        raise ShapeError(message) from error
    fits = array.ndim == len(shape) and all(
        want is None or have == want for have, want in zip(array.shape, shape, strict=True)
    )
    if not fits:
        message = f"{name} has shape {array.shape}, but must have shape {_named(shape)}."
        raise ShapeError(message)
    if not np.isfinite(array).all():
        i = int(np.argwhere(~np.isfinite(array))[0, 0])
        shown = reprlib.repr(array[i].tolist())
        message = f"{name}[{i}] is {shown}, but every value must be a finite number."
        raise ShapeError(message)
    return array


def as_whole(name: str, value: Any, *, least: int, most: int) -> int:
    """Take a whole number between two others.

    Parameters
    ----------
    name : str
        What the caller calls the value; used in the message.
    value : int
        The value.
    least, most : int
        Both allowed.

    Returns
    -------
    int

    Raises
    ------
    ShapeError
        If it is none, or outside.

    Examples
    --------
    >>> as_whole("days", np.int64(7), least=1, most=9)
    7
    """
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not (whole and least <= int(value) <= most):
        shown = reprlib.repr(value)
        message = f"{name} is {shown}, but must be a whole number from {least:,} to {most:,}."
        raise ShapeError(message)
    return int(value)


def as_number(name: str, value: object) -> float:
    """Take a finite number.

    Parameters
    ----------
    name : str
        What the caller calls the value; used in the message.
    value : float
        The value.

    Returns
    -------
    float

    Raises
    ------
    ShapeError
        If it is none, such as text or yes or no, or not finite.

    Examples
    --------
    >>> as_number("minutes", np.float32(7.5))
    7.5
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        message = f"{name} is {reprlib.repr(value)}, but must be a number."
        raise ShapeError(message)
    if not math.isfinite(value):
        message = f"{name} is {value}, but must be a finite number."
        raise ShapeError(message)
    return float(value)


def as_date(name: str, value: object) -> datetime.date:
    """Take a date; a moment, which is one to Python, can be compared with none.

    Parameters
    ----------
    name : str
        What the caller calls the value; used in the message.
    value : date
        The value.

    Returns
    -------
    date

    Raises
    ------
    ShapeError
        If it is none, such as text or a moment.

    Examples
    --------
    >>> as_date("date", datetime.date(2025, 6, 11)).isoformat()
    '2025-06-11'
    """
    date = as_a(datetime.date, name, value, wanted="a date such as datetime.date(2025, 6, 11)")
    if isinstance(date, datetime.datetime):
        message = f"{name} is {date!r}, but must be a date, such as its date()."
        raise ShapeError(message)
    return date


def as_a(kind: type[Kind], name: str, value: object, *, wanted: str) -> Kind:
    """Take something of a kind.

    Parameters
    ----------
    kind : type
        The kind.
    name : str
        What the caller calls the value; used in the message.
    value : object
        The value.
    wanted : str
        What must be given, in words that say how it is made.

    Returns
    -------
    kind

    Raises
    ------
    ShapeError
        If it is none of that kind.

    Examples
    --------
    >>> as_a(str, "name", "Granary Square", wanted="text")
    'Granary Square'
    """
    if not isinstance(value, kind):
        message = f"{name} is {reprlib.repr(value)}, but must be {wanted}."
        raise ShapeError(message)
    return value


def as_all(kind: type[Kind], name: str, values: object, *, wanted: str) -> tuple[Kind, ...]:
    """Take several things of a kind.

    Parameters
    ----------
    kind : type
        The kind of each.
    name : str
        What the caller calls all of them; used in the message.
    values : iterable
        The things.
    wanted : str
        What must be given, in words that say how it is made.

    Returns
    -------
    tuple of kind

    Raises
    ------
    ShapeError
        If they are no such things, or one that does not stand in a list.

    Examples
    --------
    >>> as_all(str, "names", ["Granary Square"], wanted="a list of texts")
    ('Granary Square',)
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        message = f"{name} is of type {type(values).__name__}, but must be {wanted}."
        raise ShapeError(message)
    found = tuple(values)
    for n, value in enumerate(found):
        if not isinstance(value, kind):
            message = f"{name}[{n}] is of type {type(value).__name__}, but {name} must be {wanted}."
            raise ShapeError(message)
    return found


def _named(shape: tuple[int | None, ...]) -> str:
    return "(" + ", ".join("any" if n is None else str(n) for n in shape) + ")"
