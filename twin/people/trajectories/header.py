"""What a file of tracks says of its time and frame, as keys and values beside the rows.

The same keys stand in the metadata of JuPedSim's SQLite and of Parquet, and before the rows of CSV.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from twin.csvfile import number_of
from twin.errors import TableError

__all__ = ["CRS", "NOTHING", "Header", "header_of"]

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
    """

    origin: tuple[float, float] | None = None
    start_s: float | None = None

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
        return said


NOTHING = Header()
"""Of a file that says nothing of it."""


def header_of(pairs: Mapping[str, str], place: str) -> Header:
    """Read a header from keys and values; others are passed over.

    Parameters
    ----------
    pairs : mapping of str to str
        What stands in the file.
    place : str
        Where, for the sentence.

    Raises
    ------
    TableError
        If a value cannot be meant.
    """
    crs = pairs.get("crs", CRS)
    if crs != CRS:
        message = f"{place}: crs is {crs!r}, but must be {CRS}."
        raise TableError(message)
    easting, northing, start = (
        _number(pairs, name, place) for name in ("origin_easting_m", "origin_northing_m", "start_s")
    )
    origin = None if easting is None or northing is None else (easting, northing)
    return Header(origin=origin, start_s=start)


def _number(pairs: Mapping[str, str], name: str, place: str) -> float | None:
    """Read a number of a header, or None when it is not there."""
    if name not in pairs:
        return None
    value = number_of(pairs[name])
    if not math.isfinite(value):
        message = f"{place}: {name} is {pairs[name]!r}, but must be a number."
        raise TableError(message)
    return value
