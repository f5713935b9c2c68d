"""Words: what a report's terms mean, and which of its numbers could be chosen otherwise."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

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

_NAMES: Final = {
    "total": "people to be expected on a whole day from Monday to Thursday",
    "shares.commuter": "share who come to work",
    "shares.student": "share who come to study",
    "shares.resident": "share who live here",
    "shares.family": "share who bring a child to school or nursery",
    "shares.shopper": "share who come to shop, eat or drink",
    "shares.visitor": "share who come to look round",
    "shares.passer": "share who pass through",
    "shares.interchanger": "share who change between the two stations",
    "shares.dog_walker": "share who live here and walk a dog",
    "event.extra": "people to be expected who come for the event alone",
    "rarest_per_year": "visits a year of the rarest shopper, visitor or passer-by",
    "most_per_year": "visits a year of the most frequent of them",
    "group_factor": "factor on the chance to come in company",
    "dwell_factor": "factor on the length of stays",
    "outdoor_factor": "further factor on the length of stays outdoors",
    "phone_share": "share of walkers who look down at a phone",
    "face_covering_share": "share who cover nose and mouth (recorded; changes no chance)",
    "hat_share": "share who wear a brim (recorded; changes no chance)",
    "gap_s": "longest gap between recorded samples that is bridged, in seconds",
    "dt": "time step of walking, in seconds",
    "gallery": "people enrolled",
    "searches_per_false_alert": "searches for one false alarm (1 / FPIR)",
    "ceiling": "best chance of naming an enrolled person in passing",
    "midpoint_px": "pixels between the eyes at half that chance",
    "midpoint_gallery": "people enrolled for which those pixels hold",
    "midpoint_searches": "searches for one false alarm for which they hold",
    "midpoint_shift": "growth of their logarithm for each tenfold fall of false matches",
    "width_px": "width of the rise, in pixels between the eyes",
    "blur_scale_px": "blur that divides the pixels by the square root of two",
    "quality_after_dark": "further loss of quality under street lamps",
    "correlation_s": "looks closer in time than this count as one, in seconds",
    "face_spread": "how far faces differ in hardness, in log odds",
    "templated.ied_px": "pixels between the eyes for a face to be searched",
    "templated.yaw_deg": "turn of a face that is searched, either side, in degrees",
    "templated.pitch_deg": "tilt of a face that is searched, up or down, in degrees",
    "quality": "loss of quality",
}

_ASKED = {
    "ied_px": "pixels between the eyes",
    "yaw_deg": "turn either side, in degrees",
    "pitch_deg": "tilt up or down, in degrees",
}


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


def in_words(dotted: str) -> str:
    """Put the name of a number in words, with its profile if it belongs to one.

    Examples
    --------
    >>> in_words("profiles.strict.quality"), in_words("gallery")
    ('loss of quality, strict profile', 'people enrolled')
    """
    first, _, rest = dotted.partition(".")
    if first == "profiles":
        profile, _, own = rest.partition(".")
        return f"{_NAMES.get(own, own)}, {profile} profile"
    if first == "requirements":
        maker, _, asked = rest.partition(".")
        return f"{_ASKED.get(asked, asked)} that {maker.replace('_', ' ')} asks for"
    return _NAMES.get(dotted, dotted)
