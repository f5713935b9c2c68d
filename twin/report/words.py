"""Words: what a report's terms mean, and which of its numbers could be chosen otherwise."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from twin.naming import in_words
from twin.sight import LEAST_DENSITY

WORDS: Final = (
    (
        "present",
        (
            "Everybody who came onto the site in the hours simulated, indoors or out, by any gate; "
            "of a recording, everybody whom it shows on the map."
        ),
    ),
    (
        "seen",
        (
            f"The middle of the head was in a camera's picture at least once, with "
            f"{LEAST_DENSITY:g} pixels per metre or more and nothing and nobody in the way; "
            "whichever way the person faced."
        ),
    ),
    (
        "identifiable by a human",
        (
            "Seen at least once, the face turned less than 90° from the camera, with as many "
            "pixels per metre as the standard asks for before somebody who never met the person "
            "can identify them from the picture. It says nothing of light or compression."
        ),
    ),
    (
        "identifiable by a machine",
        (
            "The expected number of different people whom a face recogniser would name correctly "
            "in that day if each of them were enrolled: a sum of chances, so it need not be "
            "whole. The chance of a look depends on the pixels between the eyes, the turn of the "
            "face, motion blur and the quality of the picture."
        ),
    ),
    (
        "searched",
        (
            "The face was large and frontal enough, at least once, for a recogniser to take a "
            "template of it and look it up. This happens to everybody alike, enrolled or not; a "
            "look that is not searched names nobody."
        ),
    ),
    (
        "gallery and false alarms",
        (
            "How many people are enrolled, and how often a search for somebody who is not "
            "enrolled names one of them all the same (FPIR). A figure for a machine means nothing "
            "without both."
        ),
    ),
    (
        "pixels per metre",
        (
            "How many pixels of the picture one metre at the person takes up; where a lens "
            "spreads them unevenly, the smaller count."
        ),
    ),
    (
        "footfall",
        (
            "The time all people together spent on a square metre of ground, walking, waiting or "
            "sitting."
        ),
    ),
)


def assumptions(numbers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """List numbers with the range each may lie in.

    Parameters
    ----------
    numbers : sequence of mapping
        The `recognisers` or the `crowd` part of `answers.json`.

    Returns
    -------
    list of dict
        what, value, range, source and note, as text, and `assumption`; those we chose come first.
    """
    rows = [
        {
            "what": in_words(number["name"]),
            "value": f"{number['value']:,g}",
            "range": " to ".join(f"{end:,g}" for end in number["range"] or ()),
            "source": number["source"],
            "note": number["note"],
            "assumption": number["assumption"],
        }
        for number in numbers
    ]
    return sorted(rows, key=lambda row: not row["assumption"])
