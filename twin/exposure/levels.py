"""Levels of detail of the standards: how many pixels a metre each asks for."""

import functools
import itertools
from pathlib import Path
from typing import Annotated, Self

import numpy as np
from numpy.typing import ArrayLike
from pydantic import BaseModel, ConfigDict, Field, model_validator

from twin.arrays import Ints
from twin.errors import ScenarioError
from twin.quantity import Quantity
from twin.yamlfile import read_model

__all__ = ["Level", "Standard", "standard_of", "standards"]

_FILE = Path(__file__).with_name("levels.yaml")
_FIXED = ConfigDict(extra="forbid", frozen=True)


class Level(BaseModel):
    """One level of one edition.

    Attributes
    ----------
    name : str
        As the standard calls it.
    meaning : str
        What it is meant to allow.
    density : Quantity
        Pixels for each metre at the person, at least. [px/m]
    """

    model_config = _FIXED

    name: Annotated[str, Field(pattern=r"^[a-z]+$")]
    meaning: str
    density: Quantity


class Standard(BaseModel):
    """One edition of the standard.

    Attributes
    ----------
    key : str
        What answers call it, such as ``iec62676-4:2015``.
    title, about : str
        Its name, and what is doubtful about it.
    source : str
        Key in twin/sources.bib.
    human : str
        The level at which a human can identify a person.
    levels : tuple of Level
        Least detail first.
    """

    model_config = _FIXED

    key: str
    title: str
    about: str
    source: str
    human: str
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _rises(self) -> Self:
        densities = [level.density.value for level in self.levels]
        if densities[0] <= 0 or any(b <= a for a, b in itertools.pairwise(densities)):
            message = f"standard {self.key}: densities are {densities}, but must rise from above 0."
            raise ValueError(message)
        names = [level.name for level in self.levels]
        if len(set(names)) != len(names) or self.human not in names:
            message = f"standard {self.key}: human is {self.human!r}, but must be one of {names}."
            raise ValueError(message)
        return self

    @property
    def densities(self) -> dict[str, float]:
        """Density of each level by name. [px/m]."""
        return {level.name: level.density.value for level in self.levels}

    @property
    def human_density(self) -> float:
        """Density of the level at which a human can identify a person. [px/m]."""
        return self.densities[self.human]

    def reached(self, density: ArrayLike) -> Ints:
        """Say which level each density reaches.

        Parameters
        ----------
        density : (...) array
            Of any shape. [px/m]

        Returns
        -------
        (...) array of int
            Index into ``levels`` of the most detailed level that asks for no more; -1 below the
            first, and where the density is NaN.

        Examples
        --------
        >>> standards()[0].reached([24.9, 25.0, 400.0])
        array([-1,  0,  3])
        """
        needed = list(self.densities.values())
        enough = np.asarray(density)[..., np.newaxis] >= needed
        return np.asarray(np.count_nonzero(enough, axis=-1), dtype=np.intp) - 1

    @property
    def sources(self) -> frozenset[str]:
        """Every source key these numbers rest on."""
        return frozenset({self.source, *(level.density.source for level in self.levels)})


class _Standards(BaseModel):
    """The whole file."""

    model_config = _FIXED

    standards: tuple[Standard, ...]


@functools.cache
def standards() -> tuple[Standard, ...]:
    """Return the editions that ship with the package, oldest first.

    Returns
    -------
    tuple of Standard
        The editions of 2015 and 2025 [iec62676_4_2015]_ [iec62676_4_2025]_.

    References
    ----------
    .. [iec62676_4_2015] key in twin/sources.bib.
    .. [iec62676_4_2025] key in twin/sources.bib.

    Examples
    --------
    >>> standards()[0].densities
    {'detect': 25.0, 'observe': 62.5, 'recognise': 125.0, 'identify': 250.0}
    """
    return read_model(_FILE, _Standards).standards


def standard_of(key: str) -> Standard:
    """Return the edition of a key, or of the year at the end of a key.

    Raises
    ------
    ScenarioError
        If there is no such edition.

    Examples
    --------
    >>> standard_of("2025").key
    'iec62676-4:2025'
    """
    for standard in standards():
        if key in {standard.key, standard.key.rpartition(":")[2]}:
            return standard
    known = " and ".join(standard.key for standard in standards())
    message = f"standard {key}: there is no such standard; there are {known}."
    raise ScenarioError(message)
