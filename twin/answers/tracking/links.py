"""Which passes are joined, drawn as often as asked: each draw is a function of its address."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.special import expit, logit

from twin.answers.asked import Asked
from twin.answers.tracking.kernels import link
from twin.answers.tracking.passes import Passes
from twin.arrays import Bools, Floats, Ints
from twin.exposure import PROFILES, Recognisers
from twin.exposure.recogniser import Faces, faces_of
from twin.people.traits import Address, day_of
from twin.rng import Stream
from twin.tables import TICKS_PER_SECOND

__all__ = ["MOST_REPETITIONS", "NO_FACES", "Links", "ceiling_of"]

NO_FACES = "none"
"""Stands for a profile where no face is recognised."""

MOST_REPETITIONS = 10_000
"""Repetitions have numbers of their own in each replication of a run. [1]"""

LOW = 2**32 - 1
"""Largest number that an address can hold."""


@dataclass(frozen=True, eq=False)
class Links:
    """What decides which passes are joined.

    Attributes
    ----------
    passes : Passes
        Passes.
    home : (G,) array of int64
        The name of each person who was seen, the same on any day, below 2**32.
    seed, replication, day : int
        Where a run's draws are.
    recognisers : Recognisers
        Those the passes' shares are of.
    window : float
        Time over which the chance to join by appearance falls to none. [s]
    """

    passes: Passes
    home: NDArray[np.int64]
    seed: int
    replication: int
    day: int
    recognisers: Recognisers
    window: float

    @classmethod
    def of(cls, asked: Asked, passes: Passes, *, window: float) -> Self:
        """Ask a run for what decides."""
        scenario = asked.inputs.scenario
        return cls(
            passes=passes,
            home=_names(asked.people)[passes.person],
            seed=scenario.seed,
            replication=scenario.replication,
            day=day_of(scenario.date),
            recognisers=asked.inputs.recognisers,
            window=window,
        )

    def shown(self, repetition: int, profile: str) -> Bools:
        """Draw whether the face was identified in each pass (N,).

        With the chance A_h m of one pass: m is the share that its looks reach, and the ceiling A_h
        that of the person's face, whose hardness h is one value for life.
        """
        if (repetition, profile) in self._kept:
            return self._kept[repetition, profile]
        passes, number = self.passes, PROFILES.index(profile)
        address = self._address(repetition)
        hardness = address.life.normal(Stream.FACE, self.home)
        ceiling = ceiling_of(self._faces[number], hardness, self.recognisers.face_spread.value)
        whose = passes.whose
        drawn = address.uniform(Stream.SHOWN, self.home[whose], passes.name)
        found: Bools = drawn < ceiling[whose] * passes.shares[number]
        self._kept[repetition, profile] = found
        return found

    def joined(self, repetition: int, *, profile: str, alike: float, once: bool = False) -> Ints:
        """Draw which passes are joined.

        Parameters
        ----------
        repetition : int
            Number of the repetition, below :data:`MOST_REPETITIONS`.
        profile : str
            One of :data:`twin.exposure.PROFILES`, or :data:`NO_FACES`.
        alike : float
            Chance to join two passes, one right after the other, by appearance. [1]
        once : bool
            Whether one draw decides for all pairs of a person's passes.

        Returns
        -------
        (N,) array of int
            The number of the earliest pass that each is joined with; its own of one that begins a
            track.
        """
        passes = self.passes
        found = np.zeros(len(passes.start), dtype=np.intp)
        shown = (
            np.zeros(len(found), dtype=np.bool_)
            if profile == NO_FACES
            else self.shown(repetition, profile)
        )
        link(
            passes.first,
            passes.start,
            passes.end,
            shown,
            passes.name * (not once),  # pairs without names of their own share an address
            self.home,
            self._address(repetition).array,
            float(alike),
            self.window * TICKS_PER_SECOND,
            found,
        )
        return found

    @cached_property
    def _kept(self) -> dict[tuple[int, str], Bools]:
        """What was drawn before: each draw serves several questions."""
        return {}

    @cached_property
    def _faces(self) -> list[Faces]:
        """Hard and easy faces, for each profile."""
        return faces_of(self.recognisers)

    def _address(self, repetition: int) -> Address:
        """Say where the draws of a repetition are."""
        number = self.replication * MOST_REPETITIONS + repetition
        return Address(self.seed, number & LOW, self.day)


def ceiling_of(faces: Faces, hardness: Floats, spread: float) -> Floats:
    """Return the chance of faces of some hardness (N,) under the best of looks, A_h. [1].

    Parameters
    ----------
    faces : Faces
        Kinds of face, which lie evenly about hardness 0: log odds are those of hardness 0, and
        ``spread`` times the hardness.
    hardness : (N,) array
        Standard normal; large is easy. [1]
    spread : float
        Standard deviation in log odds. [1]

    Examples
    --------
    Among two kinds alike there is no other.

    >>> ceiling_of(Faces.of(0.8, 0.0), np.array([-1.0, 2.0]), 0.0).round(6).tolist()
    [0.8, 0.8]
    """
    kinds = faces.ceilings
    middle = logit(kinds[[(kinds.size - 1) // 2, kinds.size // 2]]).mean()
    return np.asarray(expit(middle + spread * hardness), dtype=np.float64)


def _names(people: pa.Table) -> NDArray[np.int64]:
    """Name each person number (P,) by the home id, of which an address holds so many bits."""
    names = np.empty(people.num_rows, dtype=np.int64)
    names[people["person"].to_numpy()] = people["home_id"].to_numpy() & LOW
    return names
