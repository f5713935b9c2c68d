"""What one day's cameras got of each person: yes or no, or a chance for each kind of face."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from twin.answers.asked import Asked
from twin.answers.counts import exposed, human_density
from twin.arrays import Floats, Ints
from twin.exposure import PROFILES
from twin.exposure.evidence import runs, shares_of
from twin.exposure.recogniser import Faces, faces_of, missed

__all__ = ["MEASURES", "WIDER", "Captured", "captured", "weights_of"]

MEASURES: Mapping[str, str] = {
    "there": "there in the hours of the run",
    "seen": "seen by a camera",
    "shown": "shown at level identify of IEC 62676-4:2015 with the face within 90 degrees",
    "searched": "whose face was good enough to be searched",
    **{
        f"machine_{profile}": f"recognised by a machine, were each on its list; {profile} profile"
        for profile in PROFILES
    },
}
"""What can happen to somebody on a day, and what it means."""

MACHINE = "machine_"

WIDER: Mapping[str, str] = {
    "seen": "there",
    "shown": "seen",
    "searched": "seen",
    **{f"{MACHINE}{profile}": "searched" for profile in PROFILES},
}
"""What has happened to everybody to whom something happens."""


@dataclass(frozen=True, eq=False)
class Captured:
    """To whom something happened on one day.

    Attributes
    ----------
    home : (N,) array of int
        Home ids, each once; to nobody else it happened.
    chance : (N, J) array
        With which chance, for each kind of face; J is 1 where the face does not matter. [1]
    """

    home: Ints
    chance: Floats


def captured(asked: Asked) -> dict[str, Captured]:
    """Read for every measure to whom it happened.

    Parameters
    ----------
    asked : Asked
        One day.

    Returns
    -------
    dict of str to Captured
        By name, as in :data:`MEASURES`.
    """
    homes = np.asarray(asked.people.column("home_id").to_numpy()).astype(np.intp)
    home_of = np.zeros(int(np.max(_person(asked), initial=-1)) + 1, dtype=np.intp)
    home_of[_person(asked)] = homes
    day = exposed(asked.exposure, "day")
    yes = {
        "there": homes,
        "seen": home_of[day.person],
        "shown": home_of[day.person[day.face_density >= human_density()]],
        "searched": home_of[day.person[day.templated]],
    }
    found = {name: Captured(home, np.ones((home.size, 1))) for name, home in yes.items()}
    person, shares, starts = _passes(asked)
    for profile, share, faces in zip(
        PROFILES, shares, faces_of(asked.inputs.recognisers), strict=True
    ):
        miss = map(partial(missed, share, starts), faces.ceilings.tolist())
        chance = 1.0 - np.stack(list(miss), axis=1) if starts.size else np.zeros((0, _kinds(faces)))
        found[MACHINE + profile] = Captured(home_of[person], chance)
    return found


def weights_of(asked: Asked) -> dict[str, Floats]:
    """Return for every measure the share of people of each kind of face, (J,). [1]"""
    one = np.ones(1)
    kinds = zip(PROFILES, faces_of(asked.inputs.recognisers), strict=True)
    machine = {MACHINE + profile: faces.weights for profile, faces in kinds}
    return {name: machine.get(name, one) for name in MEASURES}


def _person(asked: Asked) -> Ints:
    """Return the number of each row of the people table."""
    return np.asarray(asked.people.column("person").to_numpy()).astype(np.intp)


def _kinds(faces: Faces) -> int:
    """Count the kinds of face."""
    return int(faces.ceilings.size)


def _passes(asked: Asked) -> tuple[Ints, Floats, Ints]:
    """List persons (G,), what share of the ceiling passes reach (3, N), and first passes (G,)."""
    tables = list(asked.encounters.values())
    columns = [
        np.stack(
            [
                np.concatenate([[], *(table.column(name).to_numpy() for table in tables)])
                for name in ("person", "pass")
            ]
        ).astype(np.intp),
        np.repeat(np.arange(len(tables)), [table.num_rows for table in tables])[None],
    ]
    (person, number), (camera,) = columns
    evidence = np.stack(
        [
            np.concatenate(
                [
                    np.zeros(0, dtype=np.int64),
                    *(table.column(f"evidence_{profile}").to_numpy() for table in tables),
                ]
            )
            for profile in PROFILES
        ]
    )
    tells = np.flatnonzero(evidence.any(axis=0))
    order = tells[np.lexsort((number[tells], camera[tells], person[tells]))]
    person, camera, number = person[order], camera[order], number[order]
    first = runs(person, camera, number)
    if not first.size:
        return person[:0], np.zeros((len(PROFILES), 0)), first
    starts = runs(person[first])
    return person[first][starts], shares_of(evidence[:, order], first), starts
