"""Visitors of sensitive places who are identified on the way in or out."""

import numpy as np

from twin.answers.asked import Asked
from twin.answers.counts import divided, exposed
from twin.answers.figures import figures
from twin.answers.question import Question
from twin.answers.sensitive.found import Found, Row
from twin.answers.sensitive.limits import ASKS, DEFINITION, LIMITS
from twin.answers.sensitive.sentences import sentences
from twin.answers.sensitive.tables import CHARTS, tables
from twin.answers.sensitive.visits import Span
from twin.answers.sensitive.window import WINDOW, windows
from twin.arrays import Ints
from twin.people import Recorded
from twin.quantity import Quantity
from twin.told import Told
from twin.usual import MOST_OF_A_DAY
from twin.wording import clock, date

__all__ = ["SENSITIVE", "sensitive"]


def sensitive(asked: Asked, *, window: Quantity = WINDOW) -> Told:
    """Tell which visitors of sensitive places are identified on the way in or out.

    Parameters
    ----------
    asked : Asked
        A run.
    window : Quantity
        Time before going in and after coming out that is the way; the ends of its range are told
        beside. [s]

    Raises
    ------
    ShapeError
        If a window cannot be.
    RunError
        If a stage of the run is missing or damaged.
    """
    every = windows(window)
    found = Found.of(asked)
    visits, usual = found.visits, window.value
    exposure = found.people(visits.around(usual), ("day", "place"))
    venues, both = found.by_venue(usual)
    told = [{"window_s": one, **_whole(found, visits.around(one))[0]} for one in every]
    way_in, went_in = _whole(found, visits.way_in(usual))
    way_out, went_out = _whole(found, visits.way_out(usual))
    rows = {
        "venues": venues,
        "venues_and_cameras": both,
        "windows": told,
        "ways": [{"way": "in", **way_in}, {"way": "out", **way_out}],
        "places": found.by_place(exposure),
        "age_bands": found.by_group(exposure, "age_band"),
        "personas": found.by_group(exposure, "persona"),
    }
    numbers = {
        "venues": len(found.venues),
        "venues_invented": sum(venue.invented for venue in found.venues),
        "recorded": isinstance(asked.inputs.scenario.people, Recorded),
        "present": asked.people.num_rows,
        "visitors": found.visitors,
        "window_s": usual,
        **figures(exposed(exposure, "day"), asked.inputs.recognisers),
        "windows": told,
        "way_in": way_in,
        "way_out": way_out,
        "both_ways": len(np.intersect1d(went_in, went_out)),
        "numbers": {"window": window.model_dump(mode="json")},
    }
    return Told(
        tuple(sentences(numbers, rows, _when(asked))), numbers, tables(numbers, rows), CHARTS
    )


def _when(asked: Asked) -> str:
    """Write the date, with the hours when they are not the whole day."""
    day, (start, end) = date(asked.inputs.scenario.date), asked.run.span
    return day if end - start > MOST_OF_A_DAY else f"{day}, {clock(start)} to {clock(end)}"


def _whole(found: Found, span: Span) -> tuple[Row, Ints]:
    """Count all visitors in a span of their visits, and list those who were searched."""
    day = exposed(found.people(span), "day")
    (counts,) = divided(day, np.zeros(len(day.person), dtype=np.intp), 1)
    return counts, day.person[day.templated]


SENSITIVE = Question(
    name="sensitive", asks=ASKS, definition=DEFINITION, limits=LIMITS, ask=sensitive
)
"""The question of sensitive places."""
