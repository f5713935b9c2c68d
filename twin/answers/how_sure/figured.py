"""The headline figures, were some of the numbers behind them otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from twin.answers.asked import Asked
from twin.answers.counts import Exposed, exposed, human_density
from twin.answers.how_sure.moved import TOTAL, Moved
from twin.arrays import Floats, Ints
from twin.exposure import expose
from twin.run.weighed import weighed

__all__ = ["HEADLINES", "Figured"]

HEADLINES = ("seen", "identify_with_face", "templated", "machine")
"""The figures: people seen, identifiable by a human, searched, expected to be recognised."""


@dataclass(frozen=True, eq=False)
class Figured:
    """Figures of a run as functions of the numbers behind them.

    Looks are weighed anew by another recogniser. More people, or more of one persona, count as if
    each who came stood for more: what crowding changes is left out.

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
        own = {name: v for name, v in values.items() if self.numbers[name].of == "recogniser"}
        day = self._weighed(own) if own else self.usual
        weight = self._weight(values)[self._persona[day.person]]
        adds = (
            np.ones(len(day.person)),
            day.face_density >= human_density(),
            day.templated,
            day.machine["central"],
        )
        return np.array([float(weight @ one) for one in adds])

    def _weighed(self, values: Mapping[str, float]) -> Exposed:
        """Weigh all looks by a recogniser with these numbers."""
        model = self.asked.inputs.recognisers
        for name, value in values.items():
            model = model.with_value(name, value)
        encounters = weighed(self.asked.run, model)
        places = [place.id for place in self.asked.inputs.site.places]
        return exposed(expose(encounters, places=places, recognisers=model, kinds=["day"]), "day")

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
