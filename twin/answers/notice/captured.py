"""When cameras had a face that was good enough to be searched, and what that told them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.answers.asked import Asked
from twin.answers.counts import exposed
from twin.answers.notice.first import NEVER
from twin.arrays import Floats, Ints
from twin.exposure import PROFILES, expose, fold, searched
from twin.tables import LOOKS, TICKS_PER_SECOND

__all__ = ["Captured", "spent"]


@dataclass(frozen=True, eq=False)
class Captured:
    """Looks at faces good enough to be searched.

    Attributes
    ----------
    looks : mapping of str to pyarrow.Table
        Housing to its looks.
    asked : Asked
        The run they are of.
    """

    looks: Mapping[str, pa.Table]
    asked: Asked

    @classmethod
    def of(cls, asked: Asked) -> Self:
        """Read the looks of every housing, some people at a time."""
        found = {one: [LOOKS.schema.empty_table()] for one in asked.inputs.layout.housings}
        for housing, looks in asked.looks():
            good = searched(looks, asked.inputs.recognisers)
            found[housing].append(looks.filter(pa.array(good)))
        return cls({one: pa.concat_tables(parts) for one, parts in found.items()}, asked)

    def first(self) -> tuple[NDArray[np.int64], Ints]:
        """Find when each person (P,) was first captured, and by which housing.

        Returns
        -------
        moment : (P,) array of int
            :data:`~twin.answers.notice.first.NEVER` of who never was. [0.25 s]
        housing : (P,) array of int
            Its number in the layout, the first of several; -1 for nobody's.
        """
        moment = np.full(self.asked.people.num_rows, NEVER, dtype=np.int64)
        by = np.full(len(moment), -1, dtype=np.intp)
        for number, looks in enumerate(self.looks.values()):
            own = np.full(len(moment), NEVER, dtype=np.int64)
            np.minimum.at(own, looks["person"].to_numpy(), looks["tick"].to_numpy())
            by[own < moment] = number
            moment = np.minimum(moment, own)
        return moment, by

    def before(self, notice: NDArray[np.int64]) -> Self:
        """Keep the looks before a moment of each person (P,). [0.25 s]"""
        kept = {}
        for housing, looks in self.looks.items():
            early = looks["tick"].to_numpy() < notice[looks["person"].to_numpy()]
            kept[housing] = looks.filter(pa.array(early))
        return type(self)(kept, self.asked)

    def recognised(self) -> dict[str, float]:
        """Expect so many people to be recognised by these looks, were each enrolled, by profile."""
        inputs = self.asked.inputs
        encounters = {
            housing: fold(
                self.looks[housing],
                site=inputs.site,
                recognisers=inputs.recognisers,
                dark=self.asked.inputs.dark,
                several=len(cameras) > 1,
            )
            for housing, cameras in inputs.layout.housings.items()
        }
        places = [place.id for place in inputs.site.places]
        table = expose(encounters, places=places, recognisers=inputs.recognisers, kinds=("day",))
        chances = exposed(table, "day").machine
        return {name: float(np.sum(chances[name])) for name in PROFILES}


def spent(looks: Mapping[str, pa.Table]) -> tuple[Ints, Floats, Floats]:
    """Say for how long and how far each person was captured.

    A second before two cameras is one second. The way is the straight line from one captured
    second to the next one; what was walked before, after and between stretches is left out.

    Parameters
    ----------
    looks : mapping of str to pyarrow.Table
        Housing to looks.

    Returns
    -------
    person, seconds, metres : (n,) array
        Who was captured, rising, for how long [s] and how far [m].
    """
    columns = [
        np.concatenate([np.zeros(0, np.int64), *(t[name].to_numpy() for t in looks.values())])
        for name in ("person", "tick", "x_cm", "y_cm")
    ]
    whose, second = columns[0], columns[1] // TICKS_PER_SECOND
    order = np.lexsort((columns[1], whose))
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (np.diff(whose[order]) != 0) | (np.diff(second[order]) != 0)
    kept = order[fresh]
    whose, second, x, y = (column[kept] for column in (whose, second, *columns[2:]))
    person, begin = np.unique(whose, return_index=True)
    step = np.zeros(len(kept))
    on = (np.diff(whose) == 0) & (np.diff(second) == 1)
    step[1:] = np.where(on, np.hypot(np.diff(x), np.diff(y)) / 100.0, 0.0)
    seconds = np.diff(begin, append=len(kept)).astype(np.float64)
    metres = np.add.reduceat(step, begin) if len(begin) else np.zeros(0)
    return person.astype(np.intp), seconds, metres
