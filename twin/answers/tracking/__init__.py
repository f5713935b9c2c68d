"""Tracking: how much of a visit cameras can join into one track."""

import math
from collections.abc import Sequence

import numpy as np

from twin.answers.asked import Asked
from twin.answers.told import Question, Told
from twin.answers.tracking.limits import DEFINITION, LIMITS
from twin.answers.tracking.links import MOST_REPETITIONS, NO_FACES, Links
from twin.answers.tracking.measured import Case, Found, measured
from twin.answers.tracking.numbers import (
    ALIKE,
    GAP_S,
    MARGIN_S,
    MARGINS_S,
    REPETITIONS,
    WINDOW_S,
)
from twin.answers.tracking.pairs import camera_pairs
from twin.answers.tracking.passes import Passes, seen_by
from twin.answers.tracking.sentences import sentences
from twin.answers.tracking.tables import tables
from twin.answers.tracking.tracks import Stays
from twin.answers.tracking.way import Way
from twin.arrays import as_whole
from twin.errors import ShapeError
from twin.quantity import Quantity

__all__ = ["TRACKING", "tracking"]

FACES = "central"
"""Profile of the recogniser that is meant where nothing else is said."""


def tracking(
    asked: Asked,
    *,
    alike: Quantity = ALIKE,
    window_s: float = WINDOW_S.value,
    gap_s: float = GAP_S.value,
    margin_s: float = MARGIN_S.value,
    repetitions: int = REPETITIONS,
) -> Told:
    """Tell how much of a visit can be joined into one track.

    Parameters
    ----------
    asked : Asked
        A run.
    alike : Quantity
        Chance to join two passes, one right after the other, by appearance; told for both ends of
        its range as well. [1]
    window_s : float
        Time between two passes over which that chance falls to none, above 0. [s]
    gap_s : float
        Passes before one camera no further apart than this are one. [s]
    margin_s : float
        How close to coming and leaving a track must begin and end to be told door to door. [s]
    repetitions : int
        How often to draw. [1]

    Raises
    ------
    ShapeError
        If one of these cannot be.
    RunError
        If a stage of the run is missing or damaged.
    """
    chances = _chances(alike)
    for name, seconds in (("window_s", window_s), ("gap_s", gap_s), ("margin_s", margin_s)):
        _refuse_time(name, seconds, above=name == "window_s")
    times = as_whole("repetitions", repetitions, least=1, most=MOST_REPETITIONS)
    margins = sorted({*MARGINS_S, margin_s})
    found = _found(asked, window=window_s, gap=gap_s)
    low, middle, high = (Case(FACES, chance) for chance in chances)
    cases = _cases(low, middle, high)
    told = {case: measured(found, case, margins=margins, repetitions=times) for case in cases}
    names = {name: views[0].name for name, views in asked.inputs.layout.housings.items()}
    pairs = camera_pairs(found, middle, list(names), repetitions=times)
    counts = {
        "present": asked.people.num_rows,
        "seen": len(found.links.passes.person),
        "journeys": int(np.count_nonzero(found.stays.left)),
    }
    door = margins.index(margin_s)
    return Told(
        tuple(
            sentences(
                told,
                (low, middle, high),
                pairs,
                counts=counts,
                repetitions=times,
                margin=margin_s,
                door=door,
            )
        ),
        {
            **counts,
            "passes": len(found.links.passes.start),
            "joined": [
                {**case._asdict(), **one, "doors": one["doors"][door]} for case, one in told.items()
            ],
            "pairs": pairs,
            "repetitions": times,
            "window_s": window_s,
            "gap_s": gap_s,
            "margin_s": margin_s,
            "own_trial": list(asked.inputs.recognisers.staying),
            "numbers": {
                "alike": alike.model_dump(mode="json"),
                "window_s": WINDOW_S.model_dump(mode="json"),
                "gap_s": GAP_S.model_dump(mode="json"),
                "margin_s": MARGIN_S.model_dump(mode="json"),
            },
        },
        tables(told, (low, middle, high), pairs, names=names, margins=margins),
    )


def _found(asked: Asked, *, window: float, gap: float) -> Found:
    """Read who passed where and when, and how far they walked."""
    passes = Passes.of(seen_by(asked), gap=gap)
    return Found(
        links=Links.of(asked, passes, window=window),
        way=Way.of(passes, asked.run.positions(), asked.people.num_rows),
        stays=Stays.of(asked.people, asked.run.span[1]),
    )


def _cases(low: Case, middle: Case, high: Case) -> Sequence[Case]:
    """List ways to join passes, each once: what was asked, and what it is to be held against."""
    asked = (low, middle, high)
    by_profile = (Case(faces, middle.alike) for faces in ("strict", "optimistic"))
    alone = (Case(FACES, 0.0), Case(NO_FACES, middle.alike), Case(NO_FACES, 0.0))
    return list(dict.fromkeys((*asked, *by_profile, *alone)))


def _chances(alike: Quantity) -> tuple[float, float, float]:
    """Take the lowest, the middle and the highest chance to join by appearance.

    Raises
    ------
    ShapeError
        If one is no chance.
    """
    low, high = alike.range or (alike.value, alike.value)
    for chance in (low, alike.value, high):
        if not 0 <= chance <= 1:
            message = f"alike is {chance:g}, but must be a chance, from 0 to 1."
            raise ShapeError(message)
    return low, alike.value, high


def _refuse_time(name: str, seconds: float, *, above: bool) -> None:
    """Refuse a time that cannot be. [s]"""
    if not 0 <= seconds < math.inf or (above and not seconds):
        least = "above 0" if above else "at least 0"
        message = f"{name} is {seconds:g} s, but must be a finite time, {least}."
        raise ShapeError(message)


TRACKING = Question(
    name="tracking",
    asks="How much of a visit could be joined into one track, from one camera to the next?",
    definition=DEFINITION,
    limits=LIMITS,
    ask=tracking,
)
"""The question of tracking."""
