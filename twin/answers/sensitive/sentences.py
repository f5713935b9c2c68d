"""The answer about sensitive places in plain words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from twin.answers.counts import HUMAN_STANDARD
from twin.answers.machine import if_enrolled
from twin.answers.sensitive.window import lasting
from twin.exposure import standard_of
from twin.wording import number

__all__ = ["sentences"]

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def sentences(figures: Mapping[str, Any], rows: Rows, when: str) -> Iterator[str]:
    """Say the answer, the most important first.

    Parameters
    ----------
    figures : mapping
        The figures of the answer.
    rows : mapping of str to sequence of mapping
        Name of a table to its rows.
    when : str
        Date and hours.
    """
    if not figures["venues"]:
        yield "The map flags no place as sensitive, so nobody is counted."
    elif figures["recorded"]:
        yield (
            "The people were recorded, not simulated, and which places they visited is not known, "
            "so nobody is counted."
        )
    elif not figures["visitors"]:
        yield f"On {when}, nobody visited {_flagged(figures)}."
    else:
        yield from _of_visitors(figures, rows, when)
    yield from _about_invented(figures)


def _of_visitors(figures: Mapping[str, Any], rows: Rows, when: str) -> Iterator[str]:
    """Say how many were identified, where, and by which camera."""
    window = lasting(figures["window_s"])
    visited, seen = _people(figures["visitors"]), figures["seen"]
    yield (
        f"On {when}, {visited} of {number(figures['present'])}, staff among them, visited "
        f"{_flagged(figures)}. In the {window} before they went in or after they came out, cameras "
        f"saw {number(seen) if seen else 'none'} of them."
    )
    if seen:
        yield from _identified(figures, visited)
    if figures["templated"]:
        yield from _where(figures, rows)
    yield from _about_children(rows)
    yield from _about_windows(figures)


def _identified(figures: Mapping[str, Any], visited: str) -> Iterator[str]:
    """Say how many a human and a machine could identify."""
    standard = standard_of(HUMAN_STANDARD)
    shown = figures["levels_with_face"][standard.key][standard.human]
    yield (
        f"Of the {visited}, {number(shown)} showed their face in enough detail for a human to "
        f"identify them ({standard.title}, {standard.human}, {standard.human_density:g} px/m), and "
        f"the faces of {number(figures['templated'])} were good enough to be searched."
    )
    machine = figures["machine"]
    profiles = machine["profiles"]
    yield (
        f"A face recogniser would identify about {number(profiles['central'])} of them on that way "
        f"({number(min(profiles.values()))} to {number(max(profiles.values()))} by profile) "
        f"{if_enrolled(machine)}."
    )


def _where(figures: Mapping[str, Any], rows: Rows) -> Iterator[str]:
    """Say at which place, by which camera, and on which way most could be searched."""
    venue, camera = rows["venues"][0], rows["venues_and_cameras"][0]
    yield (
        f"At no place were they more than at {venue['name']} (flagged for: {venue['reason']}), "
        f"where the faces of {number(venue['templated'])} of {number(venue['visitors'])} visitors "
        f"could be searched. No camera could search more visitors of one place than "
        f"{camera['camera']} ({camera['camera_name']}), with {number(camera['templated'])} of "
        f"{camera['venue_name']}."
    )
    way_in, way_out = (row["templated"] for row in rows["ways"])
    yield (
        f"The faces of {number(way_in)} could be searched on the way in and of {number(way_out)} "
        f"on the way out; {number(figures['both_ways'])} of them both ways, which also tells how "
        "long somebody stayed."
    )


def _about_children(rows: Rows) -> Iterator[str]:
    """Say how many of the visitors were children."""
    for row in rows["age_bands"]:
        if row["age_band"] == "child":
            were = "was a child" if row["present"] == 1 else "were children"
            yield (
                f"{number(row['present'])} of the visitors {were}; of those, cameras saw "
                f"{number(row['seen'])} in that time, and the faces of {number(row['templated'])} "
                "could be searched."
            )


def _about_windows(figures: Mapping[str, Any]) -> Iterator[str]:
    """Say what other windows would tell."""
    others = [
        f"{lasting(row['window_s'])} the faces of {number(row['templated'])}"
        for row in figures["windows"]
        if row["window_s"] != figures["window_s"]
    ]
    if others:
        yield (
            f"How long somebody is on the way is an assumption: with {' and with '.join(others)} "
            f"could be searched, in place of {number(figures['templated'])}."
        )


def _about_invented(figures: Mapping[str, Any]) -> Iterator[str]:
    """Say how many of the places are our invention."""
    invented, places = figures["venues_invented"], figures["venues"]
    if invented:
        which = (
            f"All {number(places)} flagged places of this map are invented"
            if invented == places
            else f"{number(invented)} of the {number(places)} flagged places are invented"
        )
        yield (
            f"{which}, so that the question can be asked at all: the figures say what such places "
            "would mean for their visitors, nothing about real ones."
        )


def _flagged(figures: Mapping[str, Any]) -> str:
    """Name the flagged places."""
    many = figures["venues"]
    if many == 1:
        return "the one place that the map flags as sensitive"
    return f"any of the {number(many)} places that the map flags as sensitive"


def _people(many: int) -> str:
    return "1 person" if many == 1 else f"{number(many)} people"
