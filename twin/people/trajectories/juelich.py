"""The text of the Juelich data archive and of PedPy: frame rate and unit, then id frame x y z.

As [pedpy]_ reads it: the comments above the rows hold ``framerate`` and a number, and the unit, as
``x/cm``, ``x [cm]`` or ``in m``; the rows hold person, frame, x and y, with blanks between, and
what comes after is passed over. What they lack the scenario may say.

References
----------
.. [pedpy] key in twin/sources.bib.
"""

import math
import re
from pathlib import Path

import numpy as np

from twin.csvfile import number_of
from twin.errors import ScenarioError, TableError
from twin.people.recorded import FASTEST, SLOWEST
from twin.people.trajectories.samples import Samples
from twin.people.trajectories.text import Text, read_text

__all__ = ["read_juelich"]

_RATE = re.compile(r"frame ?rate(.*\d.*)", re.IGNORECASE)
_NUMBER = re.compile(r"([-+]?[\d.]+(?:e[-+]?\d+)?)(?:fps|hz|/s)?[,;]?", re.IGNORECASE)
_UNIT = re.compile(
    r"(?:\bx ?[/\[(]|\bin |\bunit:?\s*)(c?)(?:m|met(?:er|re)s?|entimet(?:er|re)s?)\b", re.IGNORECASE
)
_METRES = {"m": 1.0, "cm": 0.01}


def read_juelich(file: Path, *, unit: str | None = None, fps: float | None = None) -> Samples:
    """Read a file of text with frame rate and unit.

    Parameters
    ----------
    file : Path
        The file.
    unit : str, optional
        Of places, m or cm, where the file does not say it.
    fps : float, optional
        Frames of a second, where the file does not say it. [1/s]

    Raises
    ------
    TableError
        If frame rate or unit are missing or cannot be meant, or a row is none of numbers.
    ScenarioError
        If the file says another frame rate or unit itself.
    """
    text = read_text(file)
    said_rate, said_unit = _rate(text), _unit(text)
    _refuse_another("fps", fps, said_rate, file)
    _refuse_another("unit", unit, said_unit, file)
    rate, length = said_rate or fps, said_unit or unit
    if rate is None:
        message = (
            f"{file}: no line says the frame rate, but one such as '# framerate: 25' above the "
            "rows, or fps of people, must."
        )
        raise TableError(message)
    if length is None:
        message = (
            f"{file}: neither cm nor m stands above the rows, but one line such as '# id frame "
            "x/cm y/cm z/cm', or unit of people, must say it."
        )
        raise TableError(message)
    columns = text.columns({"id": 0, "frame": 1, "x": 2, "y": 3}, None)
    person, frame, x, y = columns
    return Samples(
        file, text.where, person, frame / rate, np.column_stack([x, y]) * _METRES[length]
    )


def _refuse_another(key: str, given: object, said: object, file: Path) -> None:
    """Refuse a value of a scenario that is not what the file says."""
    if given is not None and said is not None and given != said:
        ours, theirs = (str(one).removesuffix(".0") for one in (given, said))
        message = (
            f"people: {key} is {ours}, but {file} says itself that it is {theirs}; leave {key} out."
        )
        raise ScenarioError(message)


def _rate(text: Text) -> float | None:
    """Find the frames of a second, if the file says them. [1/s]"""
    found = {
        line: _rate_in(match[1], f"{text.file}:{line}")
        for line, comment in text.comments.items()
        if (match := _RATE.search(comment))
    }
    if not found:
        return None
    (first, rate), *others = found.items()
    for line, other in others:
        if other != rate:
            message = (
                f"{text.file}:{line}: the frame rate is {other:g}, but in line {first} it is "
                f"{rate:g}: there may be one."
            )
            raise TableError(message)
    return rate


def _rate_in(words: str, place: str) -> float:
    """Read the number after a colon or, without one, the only number there is. [1/s]"""
    _, mark, value = words.replace("=", ":").partition(":")
    found = [word for word in (value if mark else words).split() if re.search(r"\d", word)]
    first, *more = found or [""]
    alone = not any(map(_NUMBER.fullmatch, more)) if mark else not more
    one = _NUMBER.fullmatch(first) if alone else None
    rate = number_of(one[1]) if one else math.nan
    if not SLOWEST <= rate <= FASTEST:
        message = (
            f"{place}: the frame rate reads {words.strip(' :=')[:40]!r}, but must be one number "
            f"from {SLOWEST:g} to {FASTEST:g}, as in '# framerate: 25'."
        )
        raise TableError(message)
    return rate


def _unit(text: Text) -> str | None:
    """Find the unit of places, m or cm, if the file says it."""
    found = {match[1].lower() for one in text.comments.values() for match in _UNIT.finditer(one)}
    if len(found) > 1:
        message = (
            f"{text.file}: both cm and m stand above the rows, but one line such as '# id frame "
            "x/cm y/cm z/cm' must say the unit."
        )
        raise TableError(message)
    return f"{found.pop()}m" if found else None
