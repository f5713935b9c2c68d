"""A number of a data file together with its range and its source."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from twin.model import Model
from twin.patterns import KEY

__all__ = ["ASSUMPTION", "OWN", "OWN_TRIAL", "Quantity"]

ASSUMPTION = "assumption"
"""Stands where a source key would, for a value that was chosen and not found."""

OWN_TRIAL = "own_trial"
"""Stands where a source key would, for a value fitted to a trial of whoever wrote the file."""

OWN = "own"
"""Stands where a source key would, for a value whose source stands in its note."""

Finite = Annotated[float, Field(allow_inf_nan=False)]


class Quantity(Model):
    """A value, the range it may lie in, and where it comes from.

    Attributes
    ----------
    value : float
        What is used.
    range : tuple of float, optional
        Lowest and highest value that can be defended; obligatory for an assumption.
    source : str
        Key in twin/sources.bib, or ``assumption``, ``own_trial``, or ``own``.
    note : str
        What the source says, where that needs a word; of an ``own`` one what it is, obligatory.
    """

    value: Finite
    range: tuple[Finite, Finite] | None = None
    source: Annotated[str, Field(pattern=KEY)]
    note: str = ""

    @model_validator(mode="after")
    def _has_a_source_and_a_range_that_holds_it(self) -> Self:
        if self.source == OWN and not self.note.strip():
            message = f"value {self.value:g} has a source of your own, so a note must say which."
            raise ValueError(message)
        if self.range is None:
            if self.source == ASSUMPTION:
                message = f"value {self.value:g} is an assumption, so a range must be given."
                raise ValueError(message)
            return self
        low, high = self.range
        if not low <= self.value <= high:
            message = f"value is {self.value:g}, but must lie in its range {low:g} to {high:g}."
            raise ValueError(message)
        return self
