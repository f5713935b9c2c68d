"""The text of the Juelich data archive and of PedPy: frame rate and unit, then id frame x y z.

As [pedpy]_ reads it: the comments above the rows hold ``framerate`` and a number, and the unit, as
``x/cm`` or ``in m``; the rows hold person, frame, x and y, with blanks between, and what comes
after is passed over.

References
----------
.. [pedpy] key in twin/sources.bib.
"""

import math
import re
from pathlib import Path

import numpy as np

from twin.csvfile import number_of
from twin.errors import TableError
from twin.people.trajectories.samples import Samples
from twin.people.trajectories.text import Text, read_text

__all__ = ["read_juelich"]

_RATE = re.compile(r"frame ?rate[^\d.+-]*([-+]?[\d.]+(?:e[-+]?\d+)?)", re.IGNORECASE)
_UNIT = re.compile(r"(?:\bx/|\bin |\bunit:?\s*)(c?)(?:m|met(?:er|re)s?|entimet(?:er|re)s?)\b", re.I)


def read_juelich(file: Path) -> Samples:
    """Read a file of text with frame rate and unit.

    Raises
    ------
    TableError
        If frame rate or unit are missing or cannot be meant, or a row is none of numbers.
    """
    text = read_text(file)
    rate, unit = _rate(text), _unit(text)
    columns = text.columns({"id": 0, "frame": 1, "x": 2, "y": 3}, None)
    person, frame, x, y = columns
    return Samples(file, text.where, person, frame / rate, np.column_stack([x, y]) * unit)


def _rate(text: Text) -> float:
    """Find the frames of a second. [1/s]"""
    found = [match for line in text.comments if (match := _RATE.search(line))]
    if not found:
        message = (
            f"{text.file}: no line says the frame rate, but one such as '# framerate: 25' must "
            "stand above the rows."
        )
        raise TableError(message)
    rate = number_of(found[0][1])
    if not 0 < rate < math.inf:
        message = f"{text.file}: the frame rate is {found[0][1]}, but must be above 0."
        raise TableError(message)
    return rate


def _unit(text: Text) -> float:
    """Find the unit of length. [m]"""
    found = {match[1].lower() for line in text.comments for match in _UNIT.finditer(line)}
    if len(found) != 1:
        said = "both cm and m stand" if found else "neither cm nor m stands"
        message = (
            f"{text.file}: {said} above the rows, but one line such as '# id frame x/cm y/cm z/cm' "
            "must say the unit."
        )
        raise TableError(message)
    return 0.01 if found == {"c"} else 1.0
