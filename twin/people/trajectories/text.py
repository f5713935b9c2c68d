"""Numbers from a file of text, so that every problem comes back with its line."""

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from twin.arrays import Floats
from twin.csvfile import number_of, too_many
from twin.errors import TableError
from twin.people.trajectories.samples import LARGEST
from twin.textfile import read_bytes

__all__ = ["Text", "read_text"]


@dataclass(frozen=True)
class Text:
    """The lines of a file that are not empty.

    Attributes
    ----------
    file : Path
        Whence.
    comments : mapping of int to str
        Lines that begin with ``#``, without it, by the number of the line.
    rows : tuple of str
        The other lines.
    numbers : tuple of int
        Of each row the number of its line, from 1.
    """

    file: Path
    comments: Mapping[int, str]
    rows: tuple[str, ...]
    numbers: tuple[int, ...]

    def where(self, row: int) -> str:
        """Name the place of a row."""
        return f"{self.file}:{self.numbers[row]}"

    def without_first(self) -> "Text":
        """Leave out the first row, which names the columns."""
        return Text(self.file, self.comments, self.rows[1:], self.numbers[1:])

    def comma_separated(self, row: int) -> list[str]:
        """Split a row at its commas.

        Raises
        ------
        TableError
            If it is no row of a CSV table.
        """
        try:
            return next(csv.reader([self.rows[row]]))
        except csv.Error as error:
            message = f"{self.where(row)}: is no row of a CSV table ({error})."
            raise TableError(message) from error

    def cells(self, row: int, separator: str | None) -> list[str]:
        """Split a row at a separator, or wherever there is a blank when it is None."""
        if separator == ",":
            return self.comma_separated(row)
        return self.rows[row].split(separator)

    def columns(self, wanted: Mapping[str, int], separator: str | None) -> list[Floats]:
        """Read columns of numbers.

        Parameters
        ----------
        wanted : mapping of str to int
            Name of each column, for the sentence, and which it is, from 0.
        separator : str or None
            Between cells; any blank when None.

        Returns
        -------
        list of (N,) array
            In the order wanted.

        Raises
        ------
        TableError
            If a row has too few cells, or one holds no finite number.
        """
        if not self.rows:
            return [np.zeros(0) for _ in wanted]
        try:
            table = np.loadtxt(
                self.rows,
                usecols=tuple(wanted.values()),
                delimiter=separator,
                comments=None,
                quotechar='"',
                ndmin=2,
            )
        except ValueError as error:
            said = str(error).rstrip(".")
            raise TableError(self._first_wrong(wanted, separator, said)) from error
        if len(table) != len(self.rows):
            raise TableError(self._first_wrong(wanted, separator, "a cell in quotes has two lines"))
        if not np.isfinite(table).all():
            raise TableError(self._first_wrong(wanted, separator, "not all are finite"))
        return [np.ascontiguousarray(column) for column in table.T]

    def refuse_more_than(self, names: int) -> None:
        """Refuse rows of more cells than there are names of columns, separated by commas.

        Raises
        ------
        TableError
            About the first.
        """
        for row, line in enumerate(self.rows):
            if line.count(",") < names:  # nearly every row, and most are not worth a closer look
                continue
            cells = len(self.comma_separated(row))
            if cells > names:
                raise TableError(too_many(self.where(row), cells, names))

    def _first_wrong(self, wanted: Mapping[str, int], separator: str | None, said: str) -> str:
        """Write a sentence about the first row that is no row of numbers, or else what was said."""
        least = max(wanted.values()) + 1
        for row in range(len(self.rows)):
            cells = self.cells(row, separator)
            if len(cells) < least:
                names = ", ".join(wanted)
                return (
                    f"{self.where(row)}: there are {len(cells)} columns, but at least {least} are "
                    f"needed for {names}."
                )
            for name, column in wanted.items():
                if not math.isfinite(number_of(cells[column])):
                    return (
                        f"{self.where(row)}: {name} is {cells[column][:40]!r}, but must be a "
                        "number."
                    )
        return f"{self.file}: is no table of numbers ({said})."


def read_text(file: Path) -> Text:
    """Read a file of text.

    Raises
    ------
    TableError
        If it is not there, too large, not UTF-8, or holds no row.
    """
    raw = read_bytes(file, largest=LARGEST, error=TableError, missing=lambda: ".")
    try:
        lines = raw.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        message = f"{file}: byte {error.start} is not UTF-8 text, but the file must be."
        raise TableError(message) from error
    comments = {
        number: line[1:].strip()
        for number, line in enumerate(lines, start=1)
        if line.startswith("#")
    }
    kept = [
        (number, line)
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("#")
    ]
    if not kept:
        what = "holds only comments" if comments else "is empty"
        message = f"{file}: the file {what}, but must hold rows."
        raise TableError(message)
    rows: Sequence[str] = [line for _, line in kept]
    return Text(file, comments, tuple(rows), tuple(number for number, _ in kept))
