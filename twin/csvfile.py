"""Read CSV tables that people write, so that every problem comes back with its file and line."""

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from twin.errors import TableError
from twin.textfile import read_bytes

__all__ = ["Limits", "number_in", "number_of", "read_rows", "refuse_separator", "too_many"]

LARGEST = 10_000_000
"""A larger file is no table that people wrote. [byte] assumption (range 1-100 million)."""

SEPARATORS = {";": "a semicolon", "\t": "a tab", "|": "a bar"}
"""What programs write between cells where it is no comma."""

Limits = Mapping[str, tuple[float, float, str]]
"""Column to the least and the greatest value it may hold, and their unit."""


def read_rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and the named cells of each row.

    Raises
    ------
    TableError
        If the file cannot be read as a CSV table in UTF-8 whose separator is a comma.
    """
    raw = read_bytes(file, largest=LARGEST, error=TableError, missing=lambda: ".")
    try:
        reader = csv.DictReader(StringIO(raw.decode("utf-8-sig"), newline=""), restval="")
        refuse_separator(f"{file}:1", reader.fieldnames or ())
        names = reader.fieldnames or ()
        for row in reader:
            more = row.pop(None, None)  # where the csv module puts cells without a name
            if more is not None:
                place = f"{file}:{reader.line_num}"
                raise TableError(too_many(place, len(names) + len(more), len(names)))
            yield reader.line_num, row
    except (UnicodeDecodeError, csv.Error) as error:
        message = f"{file}: cannot be read as a CSV table in UTF-8 ({error})."
        raise TableError(message) from error


def refuse_separator(place: str, names: Sequence[str]) -> None:
    """Refuse a table that a spreadsheet of another country or a copy and paste made.

    Parameters
    ----------
    place : str
        ``file:line``, for the sentence.
    names : sequence of str
        The columns, as split at commas.

    Raises
    ------
    TableError
        If they are one, and another mark separates its parts.
    """
    found = [mark for mark in SEPARATORS if len(names) == 1 and mark in names[0]]
    if found:
        message = (
            f"{place}: the separator is {SEPARATORS[found[0]]}, but must be a comma, and the mark "
            "in decimal numbers a point."
        )
        raise TableError(message)


def too_many(place: str, cells: int, names: int) -> str:
    """Say that a row has more cells than its table has columns."""
    return (
        f"{place}: there are {cells} cells, but the table has {names} columns; the mark in decimal "
        "numbers must be a point, and text with a comma in quotes."
    )


def number_of(cell: str) -> float:
    """Read a number; NaN where there is none.

    Python would take other digits, too, and an underscore between them; other programs do not.

    Examples
    --------
    >>> number_of("4e3"), number_of("4_000"), number_of("4,5")
    (4000.0, nan, nan)
    """
    try:
        return float(cell) if cell.isascii() and "_" not in cell else math.nan
    except ValueError:
        return math.nan


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
    value = number_of(row[name])
    if not low <= value <= high:
        problems.append(
            f"{place}: {name} is {row[name]!r}, but must be a number from {low:g} to "
            f"{high:g} {unit}."
        )
        return math.nan
    return value
