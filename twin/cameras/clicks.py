"""Points clicked in a camera's image whose places on the map are known, and the image's size."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from twin.arrays import Floats
from twin.cameras.entry import DEGREES, GRID, in_degrees
from twin.csvfile import Limits, number_in, number_of, read_rows
from twin.errors import TableError
from twin.textfile import read_bytes

__all__ = ["Clicks", "image_size"]

LARGEST_IMAGE = 50_000_000
"""A larger file is no still of a camera. [byte] assumption (range 20-200 million)."""

LEAST = 4
"""Points needed: three leave up to four poses [gao2003]; four and a known lens leave two spare
equations, four and an unknown focal length one."""

_PLACE = ("easting_m", "northing_m")


@dataclass(frozen=True, eq=False)
class Clicks:
    """Ground control points; each entry belongs to one of them.

    Attributes
    ----------
    pixels : (N, 2) array
        u to the right, v down, from the image's upper left corner. [px]
    places : (N, 3) array
        Easting and northing in EPSG:27700, height above the ground. [m]
    names : tuple of str
        What people call them.
    lines : tuple of str
        ``file:line`` of each.
    """

    pixels: Floats
    places: Floats
    names: tuple[str, ...]
    lines: tuple[str, ...]

    @classmethod
    def read(cls, path: Path | str, *, width_px: int, height_px: int) -> Self:
        """Read a CSV file with a line of column names.

        Parameters
        ----------
        path : Path or str
            Columns ``u_px``, ``v_px`` [px], ``easting_m``, ``northing_m`` [m] and, if wanted,
            ``height_m`` above the ground (0 when missing) [m] and ``name``. Others are passed
            over.
        width_px, height_px : int
            Size of the image the points were clicked in. [px]

        Raises
        ------
        TableError
            With every problem of the file at once, each with file and line.
        """
        file = Path(path)
        rows = list(read_rows(file))
        found = set(rows[0][1]) if rows else set()
        limits = _limits(width_px, height_px)
        needed = [name for name in limits if name != "height_m"]
        problems = [
            f"{file}:1: there is no column {name}, but {', '.join(needed)} must be there."
            for name in needed
            if rows and name not in found
        ]
        if not rows:
            problems.append(f"{file}:1: there is no point, but at least {LEAST} must be given.")
        if problems:
            raise TableError(problems)
        lines = tuple(f"{file}:{line}" for line, _ in rows)
        if all(in_degrees(*(number_of(row[name]) for name in _PLACE)) for _, row in rows):
            at = ", ".join(rows[0][1][name] for name in _PLACE)
            message = f"{lines[0]}: each point has a place such as ({at}), {DEGREES}"
            raise TableError(message)
        height = ("height_m",) if "height_m" in found else ()
        table = np.zeros((len(rows), 5))
        for i, (place, (_, row)) in enumerate(zip(lines, rows, strict=True)):
            values = [number_in(place, row, n, limits, problems) for n in (*needed, *height)]
            table[i, : len(values)] = values
            if in_degrees(*table[i, 2:4]):
                problems.append(f"{place}: ({row['easting_m']}, {row['northing_m']}), {DEGREES}")
        if problems:
            raise TableError(problems)
        names = tuple(
            (row.get("name") or "").strip() or f"point {i}" for i, (_, row) in enumerate(rows, 1)
        )
        return cls(table[:, :2].copy(), table[:, 2:].copy(), names, lines)


def _limits(width_px: int, height_px: int) -> Limits:
    """Say what each column may hold.

    Heights are an assumption (range 100-500).
    """
    return {
        "u_px": (0.0, float(width_px), f"px, the image being {width_px} x {height_px}"),
        "v_px": (0.0, float(height_px), f"px, the image being {width_px} x {height_px}"),
        "easting_m": (0.0, GRID[0], "m"),
        "northing_m": (0.0, GRID[1], "m"),
        "height_m": (-50.0, 350.0, "m"),
    }


def image_size(path: Path | str) -> tuple[int, int]:
    """Return width and height of an image file, turned as its EXIF says. [px]

    Raises
    ------
    TableError
        If it is no image, or a file too large.
    """
    import cv2  # here, because it takes long and few need it

    file = Path(path)
    raw = read_bytes(file, largest=LARGEST_IMAGE, error=TableError, missing=lambda: ".")
    message = f"{file}: cannot be read as an image, but must be a PNG or JPEG file."
    if not raw.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise TableError(message)
    try:
        image: Any = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error as error:
        raise TableError(message) from error
    if image is None:
        raise TableError(message)
    height, width = image.shape
    return int(width), int(height)
