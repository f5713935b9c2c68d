"""How many different people cameras saw, could be known by, and were searched for."""

from twin.answers.asked import Asked
from twin.answers.by_camera import by_camera
from twin.answers.by_group import by_group
from twin.answers.by_hour import by_hour
from twin.answers.by_place import by_place
from twin.answers.counts import exposed
from twin.answers.figures import figures
from twin.answers.question import Question
from twin.answers.tabled import counted, levels_table
from twin.told import Chart, Column, Told
from twin.wording import number

__all__ = ["HOW_MANY"]

_CHARTS = (
    Chart(
        "How many reached each level of IEC 62676-4:2015 at least once",
        "levels", along="level", axis="different people",
        series={"people": "any heading", "with_face": "face towards the camera"},
        only={"standard": "iec62676-4:2015"},
    ),
    Chart(
        "How many were searched and recognisable in each hour",
        "hours", along="hour", axis="different people",
        series={"templated": "searched", "machine": "expected to be recognised, if enrolled"},
    ),
)  # fmt: skip

_PRESENT = Column("present", "1", "people who were there")


def _how_many(asked: Asked) -> Told:
    """Count different people in a day, and hour by hour, camera by camera and so on."""
    run, exposure, people = asked.run, asked.exposure, asked.people
    start, end = run.span
    housings = asked.inputs.layout.housings
    names = {housing: {"name": cameras[0].name} for housing, cameras in housings.items()}
    places = {place.id: place.name for place in asked.inputs.site.places}
    found = figures(exposed(exposure, "day"), asked.inputs.recognisers)
    children = [row for row in by_group(exposure, people, "age_band") if row["age_band"] == "child"]
    profiles = found["machine"]["profiles"]
    seen, searched = number(found["seen"]), number(found["templated"])
    named = {name: number(people) for name, people in profiles.items()}
    sentences = [
        (
            f"{seen} of {number(people.num_rows)} people were seen by a camera; the faces of "
            f"{searched} were good enough to be searched."
        ),
        (
            f"A machine would recognise {named['central']} of them, were each on its list: "
            f"{named['strict']} to {named['optimistic']}, by its profile."
        ),
    ]
    sentences += [
        f"{number(row['seen'])} of those seen were children, of whom "
        f"{number(row['templated'])} could be searched."
        for row in children
        if row["seen"]
    ]
    return Told(
        tuple(sentences),
        {**found, "present": people.num_rows},
        {
            "levels": levels_table(found),
            "hours": counted(
                by_hour(exposure, people, start_s=start, end_s=end),
                Column("hour", "", "hour that begins then"),
                _PRESENT,
            ),
            "cameras": counted(
                by_camera(exposure, names),
                Column("id", "", "camera"),
                Column("name", "", "its name"),
            ),
            "places": counted(
                by_place(exposure, places),
                Column("id", "", "place of the map; empty outside all"),
                Column("name", "", "its name"),
            ),
            **{
                f"{column}s": counted(
                    by_group(exposure, people, column), Column(column, unit, meaning), _PRESENT
                )
                for column, unit, meaning in (
                    ("age_band", "year", "age"),
                    ("persona", "", "why they came"),
                )
            },
        },
        _CHARTS,
    )


HOW_MANY = Question(
    name="people",
    asks="How many different people are seen, shown at each level, and recognisable by a machine?",
    definition=(
        "Nobody is counted twice: somebody whom two cameras see, or who comes back, is one person. "
        "A level of a standard is reached by whoever was shown in that detail at least once. Whose "
        "face was large and frontal enough to be searched is counted whether or not anybody is on "
        "a list; how many a machine would recognise is an expected number, were each on its list."
    ),
    limits=(
        "In the tables by hour, camera and place, somebody in two of them counts in both.",
        "One day, and the people of that day alone.",
    ),
    ask=_how_many,
)
"""The question of different people."""
