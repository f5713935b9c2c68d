"""How likely each camera misses each person: what several cameras do together is its product."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from twin.arrays import Floats, Ints
from twin.exposure.encounters import ENCOUNTERS, column_of
from twin.exposure.evidence import runs, shares_of
from twin.exposure.profiles import PROFILES, Recognisers
from twin.exposure.recogniser import Faces, faces_of, missed
from twin.tables import checked

__all__ = ["Misses"]


@dataclass(frozen=True, eq=False)
class Misses:
    """Pairs of a person and a camera that could recognise them, by person, then camera.

    For one kind of face, cameras miss somebody independently of each other. So the chance from
    any set of cameras is the mean over kinds of face of 1 - prod(missed), as in
    :func:`twin.exposure.expose`.

    Attributes
    ----------
    person : (R,) array
        Person numbers.
    camera : (R,) array
        Camera of each pair, as its number in the encounters.
    starts : (R,) array
        First pass of each pair.
    shares : (3, N) array
        Share of the ceiling that each pass reaches, for each profile. [1]
    faces : tuple of Faces
        Hard and easy faces, for each profile.
    """

    person: Ints
    camera: Ints
    starts: Ints
    shares: Floats
    faces: tuple[Faces, ...]

    @classmethod
    def of(cls, encounters: Mapping[str, pa.Table], recognisers: Recognisers) -> "Misses":
        """Gather the passes of all cameras that tell anything.

        Parameters
        ----------
        encounters : mapping of str to pyarrow.Table
            Camera id to its encounters.
        recognisers : Recognisers
            Those the encounters were folded with.

        Raises
        ------
        TableError
            If encounters do not follow their schema.
        """
        telling = [_telling(checked(table, ENCOUNTERS)) for table in encounters.values()]
        person, passes, *units = np.concatenate(
            [np.zeros((2 + len(PROFILES), 0), dtype=np.int64), *telling], axis=1
        )
        camera = np.repeat(np.arange(len(telling)), [part.shape[1] for part in telling])
        order = np.lexsort((passes, camera, person))
        person, camera, passes = person[order], camera[order], passes[order]
        one_pass = runs(person, camera, passes)
        starts = runs(person[one_pass], camera[one_pass])
        first = one_pass[starts]
        return cls(
            person=person[first],
            camera=camera[first],
            starts=starts,
            shares=shares_of(np.stack(units)[:, order], one_pass),
            faces=tuple(faces_of(recognisers)),
        )

    def by_kind(self, profile: str) -> Iterator[tuple[float, Floats]]:
        """Yield each kind of face: its share of people, and each pair's chance to miss (R,). [1].

        Parameters
        ----------
        profile : str
            One of :data:`twin.exposure.PROFILES`.
        """
        number = PROFILES.index(profile)
        faces = self.faces[number]
        for ceiling, weight in zip(faces.ceilings, faces.weights, strict=True):
            yield float(weight), missed(self.shares[number], self.starts, float(ceiling))


def _telling(encounters: pa.Table) -> np.ndarray:
    """Read person, pass and evidence (2 + 3, N) where there is some."""
    names = ("person", "pass", *(f"evidence_{name}" for name in PROFILES))
    rows = np.stack([column_of(encounters, name).astype(np.int64) for name in names])
    return rows[:, rows[2:].any(axis=0)]
