"""The headline figures, were some of the numbers behind them otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from twin.answers.asked import Asked
from twin.answers.counts import Exposed, exposed, human_density
from twin.answers.how_sure.moved import TOTAL, Moved
from twin.arrays import Floats, Ints
from twin.exposure import expose
from twin.run.looks import encounters_of

__all__ = ["HEADLINES", "MOST_PEOPLE", "Figured"]

HEADLINES = ("seen", "identify_with_face", "templated", "machine")
"""The figures: people seen, identifiable by a human, searched, expected to be recognised."""


SHOWN = HEADLINES[:2]
"""Those of them on which the recogniser has no bearing."""

MOST_PEOPLE = 4000
"""Of how many people who were seen looks are weighed anew, at most: more take longer. [1]
assumption (range 1000-20,000)."""


@dataclass(frozen=True, eq=False)
class Figured:
    """Figures of a run as functions of the numbers behind them.

    Looks are weighed anew by another recogniser, those at every n-th person where there are very
    many, and all figures change by the same factor. More people, or more of one persona, count as
    if each who came stood for more: what crowding changes is left out.

    Attributes
    ----------
    asked : Asked
        The run.
    numbers : mapping of str to Moved
        Those that may be moved.
    """

    asked: Asked
    numbers: Mapping[str, Moved]

    def at(self, values: Mapping[str, float]) -> Floats:
        """Return the figures (4,), in the order of :data:`HEADLINES`, with these values."""
        weight = self._weight(values)
        usual = self._figures(self.usual, weight)
        own = {name: v for name, v in values.items() if self.numbers[name].of == "recogniser"}
        if not own:
            return usual
        moved, of_some = (
            self._figures(day, weight) for day in (self._weighed(own), self._weighed_usual)
        )
        # where nobody of them counts as it is, each stands for so many as are not asked about
        stands_for = np.where(of_some > 0, usual / np.maximum(of_some, 1e-9), self._step)
        # whom a camera shows does not hang on the recogniser
        return np.where([name in SHOWN for name in HEADLINES], usual, moved * stands_for)

    def _figures(self, day: Exposed, weight: Floats) -> Floats:
        adds = (
            np.ones(len(day.person)),
            day.face_density >= human_density(),
            day.templated,
            day.machine["central"],
        )
        each = weight[self._persona[day.person]]
        return np.array([float(each @ one) for one in adds])

    def _weighed(self, values: Mapping[str, float]) -> Exposed:
        """Weigh the looks at some people by a recogniser with these numbers."""
        inputs = self.asked.inputs
        model = inputs.recognisers
        for name, value in values.items():
            model = model.with_value(name, value)
        housings = inputs.layout.housings
        encounters = {
            housing: encounters_of(
                housings[housing], looks, site=inputs.site, recognisers=model, dark=inputs.dark
            )
            for housing, looks in self._looks.items()
        }
        places = [place.id for place in inputs.site.places]
        return exposed(expose(encounters, places=places, recognisers=model, kinds=["day"]), "day")

    @cached_property
    def _weighed_usual(self) -> Exposed:
        return self._weighed({})

    @property
    def _step(self) -> float:
        """One of so many people who were seen is asked about."""
        return float(max(1, -(-len(self.usual.person) // MOST_PEOPLE)))

    @cached_property
    def _looks(self) -> dict[str, list[pa.Table]]:
        """The looks at some people through each camera of each housing, read once."""
        some = np.zeros(len(self._persona), dtype=np.bool_)
        some[np.sort(self.usual.person)[:: int(self._step)]] = True
        found: dict[str, list[pa.Table]] = {}
        for housing, cameras in self.asked.inputs.layout.housings.items():
            tables = [self.asked.run.looks(camera.id) for camera in cameras]
            found[housing] = [
                one.filter(pa.array(some[one["person"].to_numpy()])) for one in tables
            ]
        return found

    @cached_property
    def usual(self) -> Exposed:
        """Everybody who was seen, as the run has it."""
        return exposed(self.asked.exposure, "day")

    @cached_property
    def _personas(self) -> list[str]:
        return sorted({str(one) for one in self.asked.people.column("persona").to_pylist()})

    @cached_property
    def _persona(self) -> Ints:
        """Which persona each person number is, as a number in ``_personas``."""
        people = self.asked.people
        person = people.column("person").to_numpy()
        index = {name: i for i, name in enumerate(self._personas)}
        found = np.zeros(int(person.max(initial=-1)) + 1, dtype=np.intp)
        found[person] = [index[str(name)] for name in people.column("persona").to_pylist()]
        return found

    def _weight(self, values: Mapping[str, float]) -> Floats:
        """Return for how many somebody of each persona stands, 1 where nothing is moved."""
        shares = {name: one for name, one in self.numbers.items() if one.of == "share"}
        weight = np.ones(len(self._personas))
        # all shares together are 1 again: one that is moved takes from, or leaves to, all others
        whole = sum(values.get(name, one.value) for name, one in shares.items())
        usual = sum(one.value for one in shares.values())
        for name, one in shares.items():
            persona = name.rpartition(".")[2]
            if persona in self._personas and one.value > 0:
                now = values.get(name, one.value) / whole * usual
                weight[self._personas.index(persona)] = now / one.value
        total = self.numbers.get(TOTAL)
        return weight * (values.get(TOTAL, total.value) / total.value if total else 1.0)
