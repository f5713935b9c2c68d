"""GPX 1.1: tracks of phones and watches, one person each [topografix2004]_.

Longitude and latitude are WGS 84, times are UTC. Only track points count; routes and waypoints are
plans, not where anybody was. Entities, document types and outside addresses are refused unread.

References
----------
.. [topografix2004] key in twin/sources.bib.
"""

import datetime as dt
import math
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.sax import parse

from twin.csvfile import number_of
from twin.errors import TableError
from twin.people.trajectories.samples import LARGEST, Samples
from twin.textfile import read_bytes

__all__ = ["read_gpx"]


def read_gpx(files: Sequence[Path], *, midnight: dt.datetime) -> Samples:
    """Read every track of some files as a person each, numbered from 0.

    Parameters
    ----------
    files : sequence of Path
        In this order people are numbered.
    midnight : datetime
        Time 0, with its time zone.

    Returns
    -------
    Samples
        Places are longitude and latitude. [degree]

    Raises
    ------
    TableError
        If a file is no GPX, or a point lacks its time or place, or is not later than the one
        before.
    """
    points: list[tuple[int, float, float, float]] = []
    places: list[tuple[int, int]] = []  # file and line, of each point
    people, left = 0, LARGEST
    for n, file in enumerate(files):
        raw = read_bytes(file, largest=LARGEST, error=TableError, missing=lambda: ".")
        left -= len(raw)
        if left < 0:
            message = (
                f"{file}: with the files before it there are more than the {LARGEST:,} bytes that "
                "are allowed."
            )
            raise TableError(message)
        track = _Tracks(file, midnight, people)
        try:
            parse(BytesIO(raw), track, forbid_dtd=True)
        except TableError:  # a ValueError, too, but about what the file holds
            raise
        except DefusedXmlException as error:
            message = (
                f"{file}: holds a document type, an entity or an outside address, but only plain "
                "GPX is allowed."
            )
            raise TableError(message) from error
        except SAXParseException as error:
            message = f"{file}:{error.getLineNumber()}: is no XML ({error.getMessage()})."
            raise TableError(message) from error
        except (LookupError, ValueError) as error:  # what the parser says of encodings
            message = (
                f"{file}: is written in an encoding that cannot be read ({error}), but must be one "
                "such as UTF-8."
            )
            raise TableError(message) from error
        points += track.points
        places += [(n, line) for line in track.lines]
        people = track.people
    table = np.array(points, dtype=np.float64).reshape(-1, 4)

    def where(row: int) -> str:
        n, line = places[row]
        return f"{files[n]}:{line}"

    return Samples(files[0], where, table[:, 0], table[:, 1], np.ascontiguousarray(table[:, 2:]))


class _Tracks(ContentHandler):
    """Collect track points while a file is parsed."""

    def __init__(self, file: Path, midnight: dt.datetime, people: int) -> None:
        super().__init__()
        self.points: list[tuple[int, float, float, float]] = []
        self.lines: list[int] = []
        self.people = people
        self._file = file
        self._midnight = midnight
        self._root = True
        self._track = False
        self._at: tuple[float, float] | None = None
        self._time: str | None = None
        self._text: list[str] | None = None
        self._before = -math.inf

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802  the name SAX calls
        """Begin a track, a point or its time."""
        local = name.rpartition(":")[2]
        if self._root and local != "gpx":
            self._refuse(f"the file begins with {local[:40]!r}, but must begin with 'gpx'")
        self._root = False
        if local == "trk":
            self.people += 1
            self._track = True
            self._before = -math.inf
        elif local == "trkpt":
            if not self._track:
                self._refuse("a track point stands outside every track, but must stand in one")
            degrees = (attrs.get(key, "missing") for key in ("lon", "lat"))
            lon, lat = degrees
            self._at = self._degree("lon", lon, 180.0), self._degree("lat", lat, 90.0)
            self._time = None
        elif local == "time" and self._at is not None:
            self._text = []

    def characters(self, content: str) -> None:
        """Collect the text of a time."""
        if self._text is not None:
            self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802  the name SAX calls
        """End a point or its time."""
        local = name.rpartition(":")[2]
        if local == "time" and self._text is not None:
            self._time, self._text = "".join(self._text).strip(), None
        elif local == "trk":
            self._track = False
        elif local == "trkpt" and self._at is not None:
            moment = self._moment()
            if moment <= self._before:
                self._refuse(f"the time {self._time} is not later than that of the point before")
            self._before = moment
            self.points.append((self.people - 1, moment, *self._at))
            self.lines.append(self._line())
            self._at = None

    def _degree(self, name: str, text: str, most: float) -> float:
        value = number_of(text)
        if not abs(value) <= most:
            self._refuse(f"{name} is {text[:40]}, but must be a number from {-most:g} to {most:g}")
        return value

    def _moment(self) -> float:
        """Turn the time of a point into seconds since midnight."""
        if self._time is None:
            self._refuse("a track point has no time, but every one must")
        moment = _moment_in(str(self._time))
        if moment is None:
            self._refuse(
                f"the time is {str(self._time)[:40]!r}, but must read like 2025-06-11T08:00:00Z"
            )
        return (moment - self._midnight).total_seconds()

    def _line(self) -> int:
        locator: Any = self._locator  # type: ignore[attr-defined]
        return int(locator.getLineNumber())

    def _refuse(self, what: str) -> NoReturn:
        message = f"{self._file}:{self._line()}: {what}."
        raise TableError(message)


def _moment_in(text: str) -> dt.datetime | None:
    """Read a moment, in UTC where it has no zone; None where there is none that has a date."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if not dt.MINYEAR < moment.year < dt.MAXYEAR:  # in another zone it may lie before all dates
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
