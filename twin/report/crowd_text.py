"""Crowd text: how many people are on the ground about a moment, by level of service and place."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from twin.report.crowd_map import doing
from twin.report.crowd_scene import CrowdScene
from twin.report.terminal import listing
from twin.wording import density, few_digits, number

__all__ = ["render_crowd"]

#: Places that are listed, those with most people.
PLACES: Final = 8


def render_crowd(
    scene: CrowdScene,
    facts: Mapping[str, Any],
    *,
    drawn: Sequence[Path],
    console: Console | None = None,
) -> None:
    """Print what was counted.

    Parameters
    ----------
    scene : CrowdScene
        What was counted.
    facts : mapping
        From :func:`twin.report.crowd_facts.crowd_facts`.
    drawn : sequence of Path
        Where it was drawn.
    console : Console, optional
        Where to print; standard output when missing.
    """
    parts: list[RenderableType] = [
        Text(f"{scene.title}, {scene.span}", style="bold"),
        Text(f"{doing(facts)}.\n{_density(facts)}"),
        _levels(facts),
        _places(facts),
        Text(f"Drawn: {', '.join(map(str, drawn))}", style="cyan"),
        Text("\n".join(scene.credits), style="dim"),
    ]
    if facts["stuck"]:
        parts.insert(2, Text(_stuck(facts), style="yellow"))
    (console or Console()).print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def _density(facts: Mapping[str, Any]) -> str:
    """Say the mean density and the highest."""
    mean = (
        f"On average {density(facts['mean_density_per_m2'])} persons/m² over "
        f"{number(facts['walkable_m2'])} m² of walkable ground, "
        f"{density(facts['met_density_per_m2'])} where people are"
    )
    if not facts["densest"]:
        return f"{mean}."
    densest = facts["densest"]
    return f"{mean}; at most {few_digits(densest['density_per_m2'])} {_where(densest)}."


def _where(spot: Mapping[str, Any]) -> str:
    """Say where a spot is."""
    place = f"on {spot['place']} " if spot["place"] else ""
    return f"{place}(easting {spot['easting_m']:.1f}, northing {spot['northing_m']:.1f})"


def _stuck(facts: Mapping[str, Any]) -> str:
    """Say where people never found their way out."""
    where = "; ".join(_where(spot) for spot in facts["stuck"][:PLACES])
    more = len(facts["stuck"]) - PLACES
    return (
        f"{len(facts['stuck'])} of the whole day never found their way out, and were last seen "
        f"{where}{f' and {more} elsewhere' if more > 0 else ''}."
    )


def _levels(facts: Mapping[str, Any]) -> Table:
    table = listing("Fruin's levels of service of walkways", "", "persons/m² from", "m²", "people")
    for told in facts["levels"]:
        table.add_row(
            told["level"],
            f"{told['from_per_m2']:.2g}",
            number(told["ground_m2"]),
            number(told["people"]),
        )
    return table


def _places(facts: Mapping[str, Any]) -> Table:
    table = listing("Where they are", "", "people", "walkable m²", "persons/m²")
    for told in facts["places"][:PLACES]:
        mean = told["density_per_m2"]
        table.add_row(
            told["place"] or "no named place",
            number(told["people"]),
            number(told["walkable_m2"]),
            "" if mean is None else density(mean),
        )
    return table
