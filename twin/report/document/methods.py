"""Methods: how the figures come about, in plain words."""

from twin.report import sentences
from twin.report.digest import Digest
from twin.report.document.blocks import Section, Terms, Text
from twin.report.words import WORDS
from twin.sight import LEAST_DENSITY

__all__ = ["methods"]


def methods(told: Digest) -> Section:
    """Say how people, sight and identification are worked out."""
    people = (
        "The people are those of a recording; what it does not hold was filled in. "
        if told.recorded
        else (
            "Each person has a day of their own: they arrive at a gate or from home, walk, queue, "
            "sit, work or shop, and leave. How many come, when and by which gate follows published "
            "counts. Walking is simulated several times a second with everybody keeping clear of "
            "walls and of each other. "
        )
    )
    return Section(
        "methods",
        "Methods",
        [
            Text(
                people
                + "Four times a second it is known where each person is and which way the face "
                "points. The map is drawn after OpenStreetMap, with the buildings and hoardings "
                "that stood on the date of the report."
            ),
            Text(
                "For every camera and every such moment it is worked out whether the head is in "
                f"the picture with at least {LEAST_DENSITY:g} pixels per metre, and whether the "
                "line to it is clear of buildings, furniture, trees in leaf, stairs and bridges, "
                "and of everybody else. This is exact geometry through a model of the lens, and "
                "draws nothing at random."
            ),
            Text(
                "How well somebody watching can identify a person is judged by the pixels per "
                f"metre that {told.edition.title} asks for. How likely a recogniser is to name an "
                "enrolled person depends on the pixels between the eyes, how far the face is "
                "turned away, motion blur and the quality of the picture, by a curve fitted to "
                f"published trials. {told.validity}"
            ),
            Text(sentences.darkness(told)),
            Terms(WORDS),
        ],
    )
