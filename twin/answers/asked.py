"""A finished run as the questions read it: each table once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

import pyarrow as pa

from twin.arrays import Bools, as_a

if TYPE_CHECKING:
    from twin.run import Run
    from twin.run.inputs import Inputs

__all__ = ["Asked"]


def _quietly(_: str, __: float) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, eq=False)
class Asked:
    """A run, and its tables, which several questions read.

    Attributes
    ----------
    run : Run
        A finished run.
    on_progress : callable
        Called by questions that take long with what is done and the share of it.
    """

    run: "Run"
    on_progress: Callable[[str, float], None] = _quietly

    @classmethod
    def of(cls, run: "Run", on_progress: Callable[[str, float], None] | None = None) -> Self:
        """Ask a run.

        Parameters
        ----------
        run : Run
            A finished run.
        on_progress : callable, optional
            Called with what is done and the share of it.

        Raises
        ------
        ShapeError
            If it is no run, such as the name of its folder.
        """
        from twin.run import Run

        run = as_a(Run, "run", run, wanted="a Run such as twin.open_run(folder) opens")
        return cls(run, on_progress or _quietly)

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
    def visits(self) -> pa.Table:
        """Who was in which venue, and when."""
        return self.run.visits()

    @cached_property
    def exposure(self) -> pa.Table:
        """What cameras learned about each person."""
        return self.run.exposure()

    @cached_property
    def encounters(self) -> Mapping[str, pa.Table]:
        """What each housing learned about each person, pass by pass."""
        return self.run.encounters()

    def looks(self, whose: Bools | None = None) -> Iterator[tuple[str, pa.Table]]:
        """Read the looks of which housings have an image, some people at a time.

        Parameters
        ----------
        whose : (P,) array of bool, optional
            The people wanted; everybody when missing.

        Yields
        ------
        tuple of str and pyarrow.Table
            A housing, and its looks at people of whom all are there.
        """
        from twin.run.looks import of_housing, read_looks, stretches

        for housing, cameras in self.inputs.layout.housings.items():
            stages = [self.run.sight_stage(camera.id) for camera in cameras]
            for people in stretches(stages):
                tables = [read_looks(one, people) for one in stages]
                if whose is not None:
                    tables = [
                        one.filter(pa.array(whose[one["person"].to_numpy()])) for one in tables
                    ]
                yield housing, of_housing(cameras, tables, self.inputs.dark)
