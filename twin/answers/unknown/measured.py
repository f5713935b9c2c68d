"""How many people layouts reach by each measure, and how few or many they could."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from twin.answers.counts import HUMAN_STANDARD
from twin.answers.unknown.greedy import Ends, ends
from twin.answers.unknown.layouts import counted, orders
from twin.answers.unknown.learned import Learned
from twin.answers.unknown.reach import Reach
from twin.answers.unknown.spread import QUANTILES, quantiles
from twin.arrays import Floats, Ints

__all__ = ["MEASURES", "SPREAD", "WAYS", "Measured", "drawn", "measured", "spread"]

MEASURES = {
    "recognised": "people expected to be recognised, central profile, were each enrolled",
    "searched": "people whose face was good enough to be searched",
    "identify": f"people shown at level identify of {HUMAN_STANDARD} or better, any heading",
    "seen": "people seen",
}
"""What is counted, with bounds."""

WAYS = {
    "anywhere": "each candidate as likely as another",
    "aimed": "each in proportion to how many faces it could search by itself",
}
"""How the next camera of a layout is drawn. Assumption, a range: hung without any purpose, or for
faces."""

SPREAD = tuple(f"p{round(100 * share)}" for share in QUANTILES)


@dataclass(frozen=True, eq=False)
class Measured:
    """What layouts that grow camera by camera reach by one measure.

    Attributes
    ----------
    counts : mapping of str to (L, N) array
        One of :data:`WAYS` to how many people the first one, two and so on of each layout reach.
    ends : Ends
        The most and the fewest that so many candidates reach.
    """

    counts: Mapping[str, Floats]
    ends: Ends

    @property
    def best(self) -> Floats:
        """The most that 1 to N cameras (N,) are known to reach: searched for, or drawn. [1]"""
        tops = [counts.max(axis=0) for counts in self.counts.values()]
        return np.asarray(np.maximum.reduce([self.ends.best, *tops]), dtype=np.float64)

    @property
    def worst(self) -> Floats:
        """The fewest that 1 to N cameras (N,) are known to reach. [1]"""
        lows = [counts.min(axis=0) for counts in self.counts.values()]
        return np.asarray(np.minimum.reduce([self.ends.worst, *lows]), dtype=np.float64)

    def row(self, cameras: int, way: str) -> dict[str, Any]:
        """Tell of so many cameras, drawn in one way."""
        n = cameras - 1
        return {
            "cameras": cameras,
            "hung": way,
            "at_least": float(self.ends.at_least[n]),
            "worst": float(self.worst[n]),
            **spread(quantiles(self.counts[way][:, n])),
            "best": float(self.best[n]),
            "at_most": float(self.ends.at_most[n]),
        }


def spread(values: Floats) -> dict[str, float]:
    """Name quantiles."""
    return dict(zip(SPREAD, values.tolist(), strict=True))


def drawn(found: Learned, mount: Ints, setting: Ints, seed: int, *, most: int) -> dict[str, Ints]:
    """Draw layouts in each of :data:`WAYS`; see :func:`~twin.answers.unknown.layouts.orders`."""
    faces = found.searched()
    weights = (None, faces.by_camera(faces.adds(faces.nobody())))
    return {
        way: orders(mount, setting, seed, most=most, weights=each)
        for way, each in zip(WAYS, weights, strict=True)
    }


def measured(
    found: Learned, layouts: Mapping[str, Ints], on_progress: Callable[[float], None]
) -> dict[str, Measured]:
    """Count whom layouts reach by each of :data:`MEASURES`, and search for the ends.

    Parameters
    ----------
    found : Learned
        What each candidate learned.
    layouts : mapping of str to (L, N) array of int
        One of :data:`WAYS` to which camera comes when in each layout.
    on_progress : callable
        Called with the share that is done.
    """
    reaches: tuple[Callable[[], Reach], ...] = (
        lambda: found.recognised("central"),
        found.searched,
        lambda: found.shown("identify"),
        found.seen,
    )
    made: dict[str, Measured] = {}
    for done, (name, reach) in enumerate(zip(MEASURES, reaches, strict=True), start=1):
        one = reach()
        counts = {way: counted(one, order) for way, order in layouts.items()}
        most = next(iter(layouts.values())).shape[1]
        made[name] = Measured(counts, ends(one, most))
        on_progress(done / len(MEASURES))
    return made
