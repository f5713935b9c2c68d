"""What cameras learned about visitors on the way in or out."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from twin.answers.sensitive.visits import Span
from twin.arrays import Ints
from twin.exposure import expose, fold, unsearched
from twin.run.looks import searches
from twin.tables import LOOKS, TICKS_PER_SECOND

if TYPE_CHECKING:
    from twin.run.inputs import Inputs

__all__ = ["learned", "within"]

_END = 2**31 - 1
"""A moment after all others. [0.25 s]"""


def learned(
    looks: Mapping[str, pa.Table],
    person: Ints,
    span: Span,
    whose: Ints,
    inputs: "Inputs",
    kinds: Sequence[str] = ("day",),
) -> pa.Table:
    """Compute exposure from the looks in the spans of visits alone.

    Parameters
    ----------
    looks : mapping of str to pyarrow.Table
        Housing to its looks at visitors, of several cameras by person, then time.
    person : (N,) array of int
        Who makes each visit.
    span : Span
        When.
    whose : (N,) array of int
        Number of whom it is told of: visits of one person with one number are one there.
    inputs : Inputs
        What the run read.
    kinds : sequence of str
        By what exposure is divided.

    Returns
    -------
    pyarrow.Table
        Exposure, whose ``person`` is that number.
    """
    encounters = {}
    for housing, cameras in inputs.layout.housings.items():
        folded = fold(
            within(looks[housing], person, span, whose),
            site=inputs.site,
            recognisers=inputs.recognisers,
            dark=inputs.dark,
            several=len(cameras) > 1,
        )
        encounters[housing] = folded if searches(cameras) else unsearched(folded)
    places = [place.id for place in inputs.site.places]
    return expose(encounters, places=places, recognisers=inputs.recognisers, kinds=kinds)


def within(looks: pa.Table, person: Ints, span: Span, whose: Ints) -> pa.Table:
    """Keep the looks at each visitor in the spans of their visits.

    Parameters
    ----------
    looks : pyarrow.Table
        Looks at visitors; those of one person in the order of time.
    person, span, whose
        As for :func:`learned`.

    Returns
    -------
    pyarrow.Table
        Looks by number of ``whose``, which stands for the person, then time; a look in the spans
        of several visits with one number stands once.
    """
    moment = _key(looks["person"].to_numpy(), looks["tick"].to_numpy())
    order = np.argsort(moment, kind="stable")
    sought = moment[order]
    first = np.clip(np.ceil(span.first * TICKS_PER_SECOND), -1, _END)
    last = np.clip(np.floor(span.last * TICKS_PER_SECOND), -1, _END)
    begin = np.searchsorted(sought, _key(person, np.maximum(first, 0)), side="left")
    end = np.searchsorted(sought, _key(person, last), side="right")
    count = np.maximum(end - begin, 0)
    at = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count - begin, count)
    told = np.unique(_key(np.repeat(whose, count), at))
    number, at = told >> 32, told & _END
    column = LOOKS.schema.get_field_index("person")
    kept = looks.take(pa.array(order[at]))
    return kept.set_column(
        column, LOOKS.schema.field(column), pa.array(number.astype(np.int32))
    ).combine_chunks()


def _key(person: Ints, tick: Ints) -> Ints:
    """Give moments numbers that rise by person, then time; -1 comes before all of a person's."""
    return (np.asarray(person, np.int64) << 32) + np.asarray(tick).astype(np.int64)
