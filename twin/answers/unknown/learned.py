"""What each candidate learned about each person in some minutes: computed once, for all layouts.

Cameras do not influence each other, so a layout learns what its cameras do.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import pyarrow as pa

from twin.answers.counts import HUMAN_STANDARD, exposed, numbered
from twin.answers.unknown.reach import Reach
from twin.arrays import Bools, Floats, Ints
from twin.cameras import Camera, Layout
from twin.exposure import Misses, expose, standard_of
from twin.run import Excerpt

__all__ = ["AT_ONCE", "BATCH", "LEVELS", "Learned", "learned"]

BATCH = 12
"""Candidates that are looked through together: more take fewer readings of the tracks, and more
memory. [1] assumption (range 4-64); changes no answer."""

AT_ONCE = 2
"""Batches at a time, so that one is looked through while another is added up; changes no answer.
[1] assumption (range 1-4)"""

LEVELS = tuple(standard_of(HUMAN_STANDARD).densities)
"""Levels of the edition by which people are counted, least detail first."""

Views = Sequence[Camera]


@dataclass(frozen=True, eq=False)
class Learned:
    """Who was seen and searched, and how likely each camera misses them.

    Attributes
    ----------
    cameras : int
        How many there are.
    people : int
        How many people the run has, numbered from 0.
    camera, person : (R,) array of int
        Who was seen by which, by camera.
    density : (R,) array
        Largest, any heading. [px/m]
    templated : (R,) array of bool
        Whether the face was good enough to be searched.
    misses : list of (int, Misses)
        Batches: number of the first camera, and whom its cameras may recognise.
    """

    cameras: int
    people: int
    camera: Ints
    person: Ints
    density: Floats
    templated: Bools
    misses: Sequence[tuple[int, Misses]] = field(repr=False)

    def seen(self) -> Reach:
        """Whom each camera saw."""
        return self._certain(np.ones(len(self.camera), dtype=np.bool_))

    def shown(self, level: str) -> Reach:
        """Whom each camera showed at a level or better, any heading."""
        return self._certain(self.density >= standard_of(HUMAN_STANDARD).densities[level])

    def searched(self) -> Reach:
        """Whose face each camera showed well enough to be searched."""
        return self._certain(self.templated)

    def recognised(self, profile: str) -> Reach:
        """Whom each camera may recognise, were they on its list."""
        kinds = [list(one.by_kind(profile)) for _, one in self.misses]
        return Reach.of(
            np.concatenate([first + one.camera for first, one in self.misses]),
            np.concatenate([one.person for _, one in self.misses]),
            cameras=self.cameras,
            people=self.people,
            missed=np.concatenate([np.stack([each for _, each in of]) for of in kinds], axis=1),
            weights=[weight for weight, _ in kinds[0]],
        )

    def _certain(self, who: Bools) -> Reach:
        """Take pairs of whom the camera reaches the person for certain."""
        return Reach.of(
            self.camera[who], self.person[who], cameras=self.cameras, people=self.people
        )


def learned(
    excerpt: Excerpt,
    housings: Sequence[Views],
    *,
    on_progress: Callable[[float], None] = lambda _: None,
) -> Learned:
    """Look through cameras, each once.

    Parameters
    ----------
    excerpt : Excerpt
        The minutes; keeps nothing of it.
    housings : sequence of sequence of Camera
        Those of each housing, whose id is its own; one at least.
    on_progress : callable, optional
        Called with the share that is done.
    """
    firsts = range(0, len(housings), BATCH)
    batches = [housings[first : first + BATCH] for first in firsts]
    rows, misses = [], []
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        found = pool.map(partial(_batch, excerpt), batches)
        for first, batch, (exposure, missed) in zip(firsts, batches, found, strict=True):
            number = {views[0].housing: first + n for n, views in enumerate(batch)}
            one = exposed(exposure, "camera")
            rows.append((numbered(one, number), one.person, one.density, one.templated))
            misses.append((first, missed))
            on_progress((first + len(batch)) / len(housings))
    people = int(excerpt.people["person"].to_numpy().max()) + 1
    camera, person, density, templated = (
        np.concatenate(column) for column in zip(*rows, strict=True)
    )
    return Learned(len(housings), people, camera, person, density, templated, misses)


def _batch(excerpt: Excerpt, housings: Sequence[Views]) -> tuple[pa.Table, Misses]:
    """Look through some cameras: exposure by camera, and whom they miss."""
    views = tuple(camera for one in housings for camera in one)
    inputs = excerpt.inputs
    # of an excerpt of its own, which forgets them when done
    met = replace(excerpt).encounters(Layout("candidates", "", views))
    table = expose(met, places=[], recognisers=inputs.recognisers, kinds=["camera"])
    return table, Misses.of(met, inputs.recognisers)
