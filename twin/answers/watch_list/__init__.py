"""What a watch-list would do: who is searched, and which alerts are false."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from twin.answers.asked import Asked
from twin.answers.told import Question, Told
from twin.answers.watch_list.false_alerts import published_rate
from twin.answers.watch_list.found import Found, Supposed
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
    definition=(
        "A search is one pass before a camera of which at least one picture showed a face large "
        "and frontal enough to be searched; it ends in an alert or in none. At one threshold a "
        "comparison of two people's faces fails at one rate, taken from what the recogniser's file "
        "says of one list, so that a search of a list of N images gives a false alert with a "
        "chance of 1 - (1 - rate)^N. False alerts are searches times that chance. A listed person "
        "who comes is taken to come as the others do: the chance is the mean over everybody who "
        "was there, were each on the list."
    ),
    limits=(
        "How many listed people come is not known, and nobody published it; 0, 1 and 5 are "
        "suppositions.",
        "How many false alerts are acted on is an assumption; 41 of 100 in London's trials of "
        "2016-19 [essex_trials2019], 6 of 10 in 2024-25 [bbc_lfr_2025].",
        "A longer list at the same threshold errs more often; whoever raises the threshold to make "
        "up for it recognises fewer of those on it, which is another run.",
        "Errors are taken to be independent: relatives, twins and poor images on the list are not "
        "among them. A system that searches every picture by itself may err more often.",
        "Groups: false matches of two groups can differ 10 to over 100 times [nistir8280], and "
        "the trial behind the rate found no significant difference [npl2023]; the model does not "
        "know who belongs to which. Eight of London's ten false alerts were of black people "
        "[bbc_lfr_2025], but how many of those who passed were was not published.",
        "Which software and threshold ran at King's Boulevard, how many others were on the list, "
        "and what alerts there were, is not known.",
        "No deployment published how large faces were, how cameras hung or whom they missed, so "
        "only faces and false alerts can be held against it. Faces there are detections; two of "
        "one person count twice.",
    ),
    ask=watch_list,
)
"""The question of a watch-list."""
