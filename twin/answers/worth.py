"""What each camera is worth: what would be lost without it, and its fair part of the whole."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from twin.answers.asked import Asked
from twin.answers.question import Question
from twin.answers.shapley import Worth
from twin.answers.worth_ground import SECURED, GroundWorth, worth_of_ground
from twin.answers.worth_people import worth_of_recognising, worth_of_showing
from twin.answers.worth_sentences import sentences
from twin.arrays import Floats
from twin.exposure import PROFILES, Misses
from twin.told import Chart, Column, Told, table

__all__ = ["WORTH"]

_CAMERA = (Column("id", "", "camera"), Column("name", "", "its name"))

_MEASURES = {
    "recognised": Column("recognised", "1", "people expected to be recognised, were each enrolled"),
    "searched": Column("searched", "1", "people whose face was good enough to be searched"),
    "identify": Column("identify", "1", "people shown at level identify of IEC 62676-4:2015"),
    "ground_m2": Column("ground_m2", "m2", f"ground shown at level {SECURED} or better"),
    "person_h": Column("person_h", "h", "time that all people together spent on that ground"),
}

_LEFT_OUT = "how much less without this camera"
_WORTH = "this camera's part of the whole"


def _worth(asked: Asked) -> Told:
    """Divide people and ground between the cameras of a run."""
    housings = asked.inputs.layout.housings
    names = {housing: cameras[0].name for housing, cameras in housings.items()}
    misses = Misses.of({one: asked.encounters[one] for one in names}, asked.inputs.recognisers)
    profiles = {name: worth_of_recognising(misses, len(names), name) for name in PROFILES}
    ground = worth_of_ground(asked.run)
    worth = {
        "recognised": profiles["central"],
        **worth_of_showing(asked.exposure, {housing: i for i, housing in enumerate(names)}),
        "ground_m2": ground[SECURED].area,
        "person_h": ground[SECURED].hours,
    }
    # parts of whole people sum to whole people but for the last digits
    whole = {name: round(float(one.share.sum()), 9) for name, one in worth.items()}
    recognisers = asked.inputs.recognisers
    gallery, own = round(recognisers.gallery.value), list(recognisers.staying)
    return Told(
        tuple(sentences(list(names), worth, listed=None if "central" in own else gallery)),
        {
            "whole": whole,
            "level": SECURED,
            "gallery": gallery,
            "fpir": recognisers.fpir,
            "own_trial": own,
        },
        {
            "left_out": _listed(names, {name: one.added for name, one in worth.items()}, _LEFT_OUT),
            "worth": _listed(names, {name: one.share for name, one in worth.items()}, _WORTH),
            "profiles": _by_profile(list(names), profiles),
            "ground": _by_level(list(names), ground),
        },
        (
            Chart(
                "Each camera's part of all who would be recognised, and what would be lost "
                "without it",
                "profiles",
                along="id",
                axis="people expected to be recognised, if enrolled",
                series={"worth": "its part", "left_out": "lost without it"},
                only={"profile": "central"},
            ),
        ),
    )


def _listed(names: Mapping[str, str], worth: Mapping[str, Floats], of_each: str) -> pa.Table:
    """Write what each camera is worth to each measure as a table."""
    measures = [
        Column(one.name, one.unit, f"{one.meaning}; {of_each}") for one in _MEASURES.values()
    ]
    rows = [
        (id_, name, *(float(worth[one][i]) for one in _MEASURES))
        for i, (id_, name) in enumerate(names.items())
    ]
    return table((*_CAMERA, *measures), rows)


def _by_profile(ids: Sequence[str], profiles: Mapping[str, Worth]) -> pa.Table:
    """Write what each camera is worth to each profile of the recogniser as a table."""
    columns = (
        _CAMERA[0],
        Column("profile", "", "profile of the recogniser"),
        Column("left_out", "1", f"people expected to be recognised; {_LEFT_OUT}"),
        Column("worth", "1", f"people expected to be recognised; {_WORTH}"),
    )
    rows = [
        (id_, profile, float(one.added[i]), float(one.share[i]))
        for i, id_ in enumerate(ids)
        for profile, one in profiles.items()
    ]
    return table(columns, rows)


def _by_level(ids: Sequence[str], ground: Mapping[str, GroundWorth]) -> pa.Table:
    """Write what each camera is worth to ground shown at each level as a table."""
    columns = (
        _CAMERA[0],
        Column("level", "", "level of IEC 62676-4:2015"),
        Column("px_per_m", "px/m", "density it asks for"),
        Column("left_out_m2", "m2", f"ground shown so well; {_LEFT_OUT}"),
        Column("worth_m2", "m2", f"ground shown so well; {_WORTH}"),
        Column("left_out_h", "h", f"time that all people together spent there; {_LEFT_OUT}"),
        Column("worth_h", "h", f"time that all people together spent there; {_WORTH}"),
    )
    rows = [
        (
            *(id_, level, one.density),
            *(float(part[i]) for whole in (one.area, one.hours) for part in whole),
        )
        for i, id_ in enumerate(ids)
        for level, one in ground.items()
    ]
    return table(columns, rows)


WORTH = Question(
    name="worth",
    asks="What is each camera worth: how many people it adds, and what ground would be lost?",
    definition=(
        "Left out: what would be missing were this camera alone not there. Cameras that can do the "
        "same hide each other then, so what they add does not sum to the whole. Worth does: it is "
        "the mean of what a camera adds over all orders in which the cameras could be hung "
        "(Shapley value), computed exactly for any number of them. Recognised is the number of "
        "people expected to be recognised by a machine, central profile, were each on its list; "
        "searched, whose face was good enough for that; identify, who was shown in such detail "
        "that a person could identify them. Ground is where people can walk and a camera shows "
        f"them at level {SECURED} of IEC 62676-4:2015 or better, so that one sees what they wear. "
        "Views of one housing count as one camera."
    ),
    limits=(
        "Ground shown is no measure of what it is good for: each square metre counts the same.",
        "A camera on a tour is told as if it looked each way all the time, where ground is meant.",
        "People are those who came that day, and would walk the same ways without the camera.",
    ),
    ask=_worth,
)
"""The question of what each camera is worth."""
