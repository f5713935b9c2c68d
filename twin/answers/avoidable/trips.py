"""From where to where people of a run walked: the stops of their days, in order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pyarrow as pa

from twin.people.personas import personas
from twin.site.things import Gate, Venue

__all__ = ["Trip", "trips_of"]

Trip = tuple[str, str, bool]
"""Gate or venue where it begins, where it ends, and whether it must be without steps."""

_READ = ("persona", "gate_in", "itinerary", "gate_out", "step_free")


def trips_of(people: pa.Table, gates: Iterable[Gate], venues: Iterable[Venue]) -> dict[Trip, int]:
    """Count the walks from one stop to the next, those made most often first.

    Parameters
    ----------
    people : pyarrow.Table
        Everybody who was there.
    gates, venues : iterable
        Those of the map; stops that are none of them are left out.

    Returns
    -------
    dict
        How many walks each is.
    """
    kinds = {venue.id: venue.venue for venue in venues}
    known = {gate.id for gate in gates} | kinds.keys()
    own = _own_kinds()
    found: Counter[Trip] = Counter()
    for persona, gate_in, itinerary, gate_out, step_free in zip(
        *(people[name].to_pylist() for name in _READ), strict=True
    ):
        # who ends the day at home began it there
        at_home = itinerary and kinds.get(itinerary[-1]) in own.get(persona, ())
        ends = ([itinerary[-1]], []) if at_home else ([gate_in], [gate_out])
        found.update(
            (start, end, step_free)
            for start, end in pairwise([*ends[0], *itinerary, *ends[1]])
            if start != end and {start, end} <= known
        )
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _own_kinds() -> dict[str, set[str]]:
    """List for each persona the kinds of venue at which its days may begin."""

    def kinds(name: str) -> Iterator[str]:
        persona = personas()[name]
        for place in persona.start:
            yield from persona.places.get(place, {})

    return {name: set(kinds(name)) for name in personas()}
