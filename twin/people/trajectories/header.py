"""What a file of tracks says of its time and frame, as keys and values beside the rows.

The same keys stand in the metadata of JuPedSim's SQLite and of Parquet, and before the rows of CSV.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from twin.csvfile import number_of
from twin.errors import TableError

__all__ = ["CRS", "KEYS", "NOTHING", "Header", "header_of"]

LARGEST = 1e7
"""Greatest easting, northing [m] and time [s] of a header. assumption (1e7-1e9): the grid ends at
1.3e6 m, and a day is 9e4 s long."""

CRS = "EPSG:27700"
"""The only system of coordinates a header may name."""


@dataclass(frozen=True)
class Header:
    """What a file says of its time and frame; None for what it does not say.

    Attributes
    ----------
    origin : tuple of float or None
        Easting and northing of the file's origin, EPSG:27700; x is east and y is north. [m]
    start_s : float or None
        The file's time 0, since midnight. [s]
    date : date or None
        The day the file is of.
    """

    origin: tuple[float, float] | None = None
    start_s: float | None = None
    date: dt.date | None = None

    def pairs(self) -> dict[str, str]:
        """Write it as keys and values."""
        said: dict[str, str] = {}
        if self.origin is not None:
            said |= {
                "crs": CRS,
                "frame": "x east, y north, in metres from the origin",
                "origin_easting_m": repr(self.origin[0]),
                "origin_northing_m": repr(self.origin[1]),
            }
        if self.start_s is not None:
            said["start_s"] = repr(self.start_s)
        if self.date is not None:
            said["date"] = self.date.isoformat()
        return said


_ORIGIN = ("origin_easting_m", "origin_northing_m")

KEYS = ("crs", *_ORIGIN, "start_s", "date")
"""What is read of a header."""

NOTHING = Header()
"""Of a file that says nothing of it."""


def header_of(pairs: Mapping[str, str], place: Callable[[str], str]) -> Header:
    """Read a header from keys and values; others are passed over.

    Parameters
    ----------
    pairs : mapping of str to str
        What stands in the file.
    place : callable
        Says of a key where it stands, for the sentence.

    Raises
    ------
    TableError
        If a value cannot be meant, or half an origin is missing.
    """
    crs = pairs.get("crs", CRS)
    if crs != CRS:
        message = f"{place('crs')}: crs is {crs!r}, but must be {CRS}."
        raise TableError(message)
    easting, northing, start = (_number(pairs, name, place) for name in (*_ORIGIN, "start_s"))
    if (easting is None) != (northing is None):
        here, lacks = _ORIGIN if northing is None else _ORIGIN[::-1]
        message = (
            f"{place(here)}: {here} is given, but {lacks} is missing: both must be, or neither."
        )
        raise TableError(message)
    origin = None if easting is None or northing is None else (easting, northing)
    return Header(origin=origin, start_s=start, date=_date(pairs.get("date", "")))


def _date(text: str) -> dt.date | None:
    """Read a date; other programs may write the key, too, in words of their own: passed over."""
    try:
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _number(pairs: Mapping[str, str], name: str, place: Callable[[str], str]) -> float | None:
    """Read a number of a header, or None when it is not there."""
    if name not in pairs:
        return None
    value = number_of(pairs[name])
    if not abs(value) <= LARGEST:
        message = (
            f"{place(name)}: {name} is {pairs[name][:40]!r}, but must be a number from "
            f"{-LARGEST:g} to {LARGEST:g}."
        )
        raise TableError(message)
    return value
