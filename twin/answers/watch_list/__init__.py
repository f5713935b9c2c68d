"""What a watch-list would do: who is searched, and which alerts are false."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from twin.answers.asked import Asked
from twin.answers.question import Question
from twin.answers.watch_list.false_alerts import published_rate
from twin.answers.watch_list.found import Found, Supposed
from twin.answers.watch_list.limits import DEFINITION, LIMITS
from twin.answers.watch_list.numbers import (
    ACTED_ON,
    BOULEVARD,
    OLDER_LIST,
    OLDER_SEARCHES,
    SIZES,
    VISITS,
)
from twin.answers.watch_list.rates import false_alert_rate
from twin.answers.watch_list.sentences import sentences
from twin.answers.watch_list.tables import tables
from twin.exposure import Recognisers
from twin.quantity import Quantity
from twin.told import Chart, Told
from twin.usual import MOST_OF_A_DAY
from twin.wording import clock

__all__ = ["WATCH_LIST", "watch_list"]


def watch_list(
    asked: Asked,
    *,
    sizes: Sequence[int] = SIZES,
    visits: Sequence[int] = VISITS,
    acted_on: Quantity = ACTED_ON,
) -> Told:
    """Tell what a watch-list would do.

    Parameters
    ----------
    asked : Asked
        A run.
    sizes : sequence of int
        Images on the list; that for which the recogniser's numbers hold is told as well. [1]
    visits : sequence of int
        Listed people who come. [1]
    acted_on : Quantity
        Share of false alerts after which somebody is stopped. [1]

    Raises
    ------
    ShapeError
        If one of these cannot be.
    RunError
        If a stage of the run is missing or damaged.
    """
    model, housings = asked.inputs.recognisers, asked.inputs.layout.housings
    supposed = Supposed.of([*sizes, round(model.gallery.value)], visits, acted_on)
    found = Found.of(asked)
    start, end = asked.run.span
    hours = "" if end - start > MOST_OF_A_DAY else f"{clock(start)} to {clock(end)}"
    names = {housing: cameras[0].name for housing, cameras in housings.items()}
    return Told(
        tuple(sentences(found, supposed, model, hours)),
        _figures(found, supposed, model),
        tables(found, supposed, model, names),
        (
            Chart(
                "How likely a listed person who comes is recognised, by the quality of pictures",
                "listed_people",
                along="profile",
                axis="chance",
                series={"recognised": "of all who come", "if_searched": "if the face was searched"},
            ),
        ),
    )


def _figures(found: Found, supposed: Supposed, model: Recognisers) -> dict[str, Any]:
    """List the numbers of the sentences, and those they rest on."""
    images = round(model.gallery.value)
    largest, per_face = published_rate()
    alerts = found.rates.alerts(found.searches, images)
    return {
        "present": found.present,
        "searched": found.searched,
        "searches": found.searches,
        "gallery": images,
        "fpir": false_alert_rate(found.rates.usual, images),
        "false_match_rates": asdict(found.rates),
        "false_alerts": _named(alerts),
        "false_alerts_boulevard": _named(
            found.rates.alerts(found.searches, round(BOULEVARD.value))
        ),
        "false_alerts_published_rate": found.searches * per_face,
        "published_rate": {"per_face": per_face, "of": largest.name, "source": largest.source},
        "wrongly_stopped": dict(
            zip(("usual", "lowest", "highest"), supposed.stopped(*alerts[:3]), strict=True)
        ),
        "listed": {profile: asdict(one) for profile, one in found.listed.items()},
        "own_trial": list(model.staying),
        "validity": model.validity,
        "numbers": {
            name: quantity.model_dump(mode="json")
            for name, quantity in (
                ("acted_on", supposed.acted_on),
                ("boulevard", BOULEVARD),
                ("older_searches", OLDER_SEARCHES),
                ("older_list", OLDER_LIST),
            )
        },
    }


def _named(alerts: tuple[float, float, float, float]) -> dict[str, float]:
    """Name false alerts by the rate they are expected at."""
    return dict(zip(("usual", "lowest", "highest", "older"), alerts, strict=True))


WATCH_LIST = Question(
    name="watch_list",
    asks="What would a watch-list do: whose faces are searched, and which alerts are false?",
    definition=DEFINITION,
    limits=LIMITS,
    ask=watch_list,
)
"""The question of a watch-list."""
