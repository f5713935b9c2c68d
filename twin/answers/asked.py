"""A finished run as the questions read it: each table once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

import pyarrow as pa

from twin.arrays import as_a

if TYPE_CHECKING:
    from twin.run import Run
    from twin.run.inputs import Inputs

__all__ = ["Asked"]


@dataclass(frozen=True, eq=False)
class Asked:
    """A run, and its tables, which several questions read.

    Attributes
    ----------
    run : Run
        A finished run.
    """

    run: "Run"

    @classmethod
    def of(cls, run: "Run") -> Self:
        """Ask a run.

        Raises
        ------
        ShapeError
            If it is no run, such as the name of its folder.
        """
        from twin.run import Run

        return cls(as_a(Run, "run", run, wanted="a Run such as twin.open_run(folder) opens"))

    @property
    def inputs(self) -> "Inputs":
        """What the run read."""
        return self.run.inputs

    @cached_property
    def days(self) -> tuple[Self, ...]:
        """The day itself, and the finished days of the same people that stand beside it."""
        from twin.run import further_days

        return (self, *(type(self)(one) for one in further_days(self.run)))

    @cached_property
    def people(self) -> pa.Table:
        """Everybody who was there."""
        return self.run.people()

    @cached_property
    def exposure(self) -> pa.Table:
        """What cameras learned about each person."""
        return self.run.exposure()

    @cached_property
    def encounters(self) -> Mapping[str, pa.Table]:
        """What each housing learned about each person, pass by pass."""
        return self.run.encounters()
