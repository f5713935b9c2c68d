"""Read CSV tables that people write, so that every problem comes back with its file and line."""

import csv
import math
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path

from twin.errors import TableError
from twin.textfile import read_bytes

__all__ = ["Limits", "number_in", "read_rows"]

LARGEST = 10_000_000
"""A larger file is no table that people wrote. [byte] assumption (range 1-100 million)."""

Limits = Mapping[str, tuple[float, float, str]]
"""Column to the least and the greatest value it may hold, and their unit."""


def read_rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and the named cells of each row.

    Raises
    ------
    TableError
        If the file cannot be read as a CSV table in UTF-8.
    """
    raw = read_bytes(file, largest=LARGEST, error=TableError, missing=lambda: ".")
    try:
        reader = csv.DictReader(StringIO(raw.decode("utf-8-sig"), newline=""), restval="")
        for row in reader:
            yield reader.line_num, row
    except (UnicodeDecodeError, csv.Error) as error:
        message = f"{file}: cannot be read as a CSV table in UTF-8 ({error})."
        raise TableError(message) from error


def number_in(
    place: str, row: Mapping[str, str], name: str, limits: Limits, problems: list[str]
) -> float:
    """Read one cell, or note what is wrong with it and return NaN.

    Parameters
    ----------
    place : str
        ``file:line``, for the sentence.
    row : mapping of str to str
        Column to cell.
    name : str
        The column.
    limits : mapping
        What it may hold.
    problems : list of str
        Gets one sentence more when the cell holds no such number.
    """
    low, high, unit = limits[name]
    try:
        value = float(row[name])
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        problems.append(
            f"{place}: {name} is {row[name]!r}, but must be a number from {low:g} to "
            f"{high:g} {unit}."
        )
        return math.nan
    return value
