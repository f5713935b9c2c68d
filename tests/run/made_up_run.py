"""A run whose tracks are made up sample by sample, on the small site."""

from types import SimpleNamespace

import numpy as np
import pyarrow as pa

from tests.report.scenes import site
from twin.tables import TICKS_PER_SECOND, TRACKS

NINE = 9 * 3600
"""Nine o'clock. [s]"""

OPEN = (21.0, 67.0, 41.0, 77.0)
"""Open ground whose edges are those of squares of 2 m: west, south, east and north. [m]"""


def samples(person, second, x, y, activity=0):
    """Make tracks from arrays that are broadcast against each other; time since midnight. [s], [m]

    The result is by time, then person.
    """
    columns = np.broadcast_arrays(person, second, x, y, activity)
    person, second, x, y, activity = (np.ravel(column) for column in columns)
    tick = np.rint(np.asarray(second) * TICKS_PER_SECOND)
    order = np.lexsort((person, tick))
    zero = np.zeros(len(order))
    values = (person, tick, np.rint(100 * x), np.rint(100 * y), zero, zero, activity, zero)
    return pa.table(
        [
            pa.array(np.asarray(value)[order].astype(field.type.to_pandas_dtype()))
            for value, field in zip(values, TRACKS.schema, strict=True)
        ],
        schema=TRACKS.schema,
    )


class MadeUpRun:
    """What maps and films read of a run from nine to ten o'clock."""

    span = (NINE, NINE + 3600)

    def __init__(self, *slabs, outcomes=()):
        self.slabs, self.outcomes = slabs, outcomes
        self.manifest = {"sources": []}
        scenario = SimpleNamespace(date=site().date)
        self.inputs = SimpleNamespace(site=site(), scenario=scenario)

    def between(self, first, last):
        """Yield slabs by time, then person."""
        for slab in self.slabs:
            tick = slab["tick"].to_numpy()
            yield slab.filter(pa.array((tick >= first) & (tick < last)))

    def tracks(self):
        """Yield slabs by person, then time."""
        for slab in self.slabs:
            yield slab.sort_by([("person", "ascending"), ("tick", "ascending")])

    def people(self):
        """Say who got stuck."""
        numbers = pa.array(np.arange(len(self.outcomes), dtype=np.int32))
        return pa.table({"person": numbers, "outcome": pa.array(list(self.outcomes), pa.string())})
