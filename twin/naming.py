"""Naming: what the numbers behind a run are called in words."""

from typing import Final

__all__ = ["in_words"]

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
