"""Tracking: how much of a visit cameras can join into one track."""

from collections.abc import Callable, Sequence

import numpy as np

from twin.answers.asked import Asked
from twin.answers.question import Question
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
from twin.answers.tracking.tables import charts, tables
from twin.answers.tracking.tracks import Stays
from twin.answers.tracking.way import Trail
from twin.answers.tracking.what_if import what_if
from twin.arrays import as_number, as_whole
from twin.errors import ShapeError
from twin.quantity import Quantity
from twin.told import Told

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
    window, gap = _time("window_s", window_s, above=True), _time("gap_s", gap_s)
    margin = _time("margin_s", margin_s)
    times = as_whole("repetitions", repetitions, least=1, most=MOST_REPETITIONS)
    margins = sorted({*MARGINS_S, margin})
    made = _maker(asked)
    found = made(window, gap)
    low, middle, high = (Case(FACES, chance) for chance in chances)
    cases = _cases(low, middle, high)
    told = {case: measured(found, case, margins=margins, repetitions=times) for case in cases}
    names = {name: views[0].name for name, views in asked.inputs.layout.housings.items()}
    pairs = camera_pairs(found, middle, list(names), repetitions=times)
    others = what_if(
        made,
        middle,
        window=(window, *_ends(WINDOW_S)),
        gap=(gap, *_ends(GAP_S)),
        margin=margin,
        repetitions=times,
    )
    counts = {
        "present": asked.people.num_rows,
        "seen": len(found.links.passes.person),
        "journeys": int(np.count_nonzero(found.stays.left)),
    }
    door = margins.index(margin)
    return Told(
        tuple(
            sentences(
                told,
                (low, middle, high),
                pairs,
                others,
                counts=counts,
                repetitions=times,
                margin=margin,
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
            "what_if": others,
            "repetitions": times,
            "window_s": window,
            "gap_s": gap,
            "margin_s": margin,
            "own_trial": list(asked.inputs.recognisers.staying),
            "numbers": {
                "alike": alike.model_dump(mode="json"),
                "window_s": WINDOW_S.model_dump(mode="json"),
                "gap_s": GAP_S.model_dump(mode="json"),
                "margin_s": MARGIN_S.model_dump(mode="json"),
            },
        },
        tables(told, (low, middle, high), pairs, others, names=names, margins=margins),
        charts(FACES),
    )


def _maker(asked: Asked) -> Callable[[float, float], Found]:
    """Read a run once, and return what makes of it who passed where for a window and a gap. [s]"""
    seen, stays = seen_by(asked), Stays.of(asked.people, asked.run.span[1])
    trail = Trail.of(seen, asked.run.positions(), asked.people.num_rows)

    def found(window: float, gap: float) -> Found:
        passes = Passes.of(seen, gap=gap)
        return Found(Links.of(asked, passes, window=window), trail.of_passes(passes), stays)

    return found


def _cases(low: Case, middle: Case, high: Case) -> Sequence[Case]:
    """List ways to join passes, each once: what was asked, and what it is to be held against."""
    by_profile = (Case(faces, middle.alike) for faces in ("strict", "optimistic"))
    without = (Case(NO_FACES, middle.alike), Case(NO_FACES, 0.0))
    return list(dict.fromkeys((Case(FACES, 0.0), low, middle, high, *by_profile, *without)))


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


def _ends(number: Quantity) -> tuple[float, ...]:
    """Take the ends of an assumption's range."""
    return number.range or ()


def _time(name: str, value: float, *, above: bool = False) -> float:
    """Take a time that can be. [s]

    Raises
    ------
    ShapeError
        If it is none, or below 0, or 0 where it must be above.
    """
    seconds = as_number(name, value)
    if seconds < 0 or (above and not seconds):
        least = "above 0" if above else "at least 0"
        message = f"{name} is {seconds:g} s, but must be {least}."
        raise ShapeError(message)
    return seconds


TRACKING = Question(
    name="tracking",
    asks="How much of a visit could be joined into one track, from one camera to the next?",
    definition=DEFINITION,
    limits=LIMITS,
    ask=tracking,
)
"""The question of tracking."""
