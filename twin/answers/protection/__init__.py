"""What the protection of privacy does: a run answered with and without each part of it."""

from typing import Any

from twin.answers.asked import Asked
from twin.answers.protection import numbers
from twin.answers.protection.deployment import Deployment
from twin.answers.protection.limits import DEFINITION, LIMITS
from twin.answers.protection.sentences import gentler, sentences
from twin.answers.protection.tables import tables
from twin.answers.protection.weighed import LEAST, weighed
from twin.answers.question import Question
from twin.exposure import PROFILES
from twin.told import Chart, Told

__all__ = ["PROTECTION"]


def _protection(asked: Asked) -> Told:
    """Answer a run with and without each protection."""
    housings = asked.inputs.layout.housings
    whole, changes = weighed(asked)
    made = [(change, whole.changed(change.hung)) for change in changes]
    each = [
        (id_, change.short, whole.changed({id_: hung}).beside(whole, id_))
        for id_ in housings
        for change in changes
        if change.name != LEAST and (hung := change.hung.get(id_))
    ]
    told = [(change, one.measured) for change, one in made]
    return Told(
        tuple(sentences(housings, whole.measured, told)),
        {
            "as_it_is": _figures(whole),
            "without": {change.name: _figures(one) for change, one in made if change.stands},
            "with": {change.name: _figures(one) for change, one in made if not change.stands},
            "standard": {
                "hours_s": [numbers.OPENS.value, numbers.CLOSES.value],
                "frame_rate_hz": numbers.FEWER_IMAGES.value,
                "resolution": numbers.LESS_RESOLUTION.value,
                "delete_after_s": numbers.DELETED.value,
            },
            "gallery": round(asked.inputs.recognisers.gallery.value),
            "fpir": asked.inputs.recognisers.fpir,
        },
        tables(whole, [(change.short, one) for change, one in made], each),
        (
            Chart(
                "Whose picture is taken, and whose face is searched, with and without protection",
                "processed",
                along="change",
                axis="people",
                series={
                    "filmed": "in pictures",
                    "searched": "searched",
                    "recognised": "recognised, were each on the list",
                },
            ),
            Chart(
                "Who is still in pictures a day later, with and without protection",
                "kept",
                along="change",
                axis="people",
                series={"kept": "in those pictures", "watchable": "to be known by the face"},
            ),
        ),
        tuple(gentler(housings, whole.measured, told)),
    )


def _figures(one: Deployment) -> dict[str, Any]:
    """List what is measured, and people recognised by every profile."""
    profiles = {name: float(one.day.machine[name].sum()) for name in PROFILES}
    return {**one.measured, "recognised_by_profile": profiles}


PROTECTION = Question(
    name="protection",
    asks="What does the protection of privacy do: who is spared by it, and what does it leave?",
    definition=DEFINITION,
    limits=LIMITS,
    ask=_protection,
)
"""The question of what protects people."""
