"""Ground text: the share of each kind of ground on which faces reach each level."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from twin.cameras.mount import FACE_HEIGHT
from twin.report.ground_scene import MEANS, GroundScene
from twin.report.sentences import share, when
from twin.report.terminal import listing
from twin.site.kinds import DOORWAY
from twin.wording import number

__all__ = ["ground_facts", "render_ground"]


def ground_facts(
    scene: GroundScene, covered: Mapping[str, Any], facing: Mapping[str, Any]
) -> dict[str, Any]:
    """Collect what is told of a scene.

    Parameters
    ----------
    scene : GroundScene
        What was measured.
    covered, facing : mapping
        What its density covers, and what it would if faces looked at the camera, as
        :func:`twin.answers.ground_of.ground_of` tells it.

    Returns
    -------
    dict
        Plain values, with units in their names; ``share_by_level_facing`` is of faces that look at
        the camera, which is what the standards mean.
    """
    return {
        "heading": scene.heading,
        "means": "How finely faces are shown {}. {}".format(*MEANS[scene.heading]),
        "standard": scene.standard.key,
        "height_m": scene.height,
        "cameras": [camera.id for camera in scene.cameras],
        "present": int(scene.told.present),
        "share_by_level_facing": facing["share_by_level"],
        **covered,
    }


def render_ground(
    scene: GroundScene,
    facts: Mapping[str, Any],
    *,
    drawn: Path | None = None,
    console: Console | None = None,
) -> None:
    """Print the table of a scene.

    Parameters
    ----------
    scene : GroundScene
        What was measured.
    facts : mapping
        From :func:`ground_facts`.
    drawn : Path, optional
        Where it was drawn.
    console : Console, optional
        Where to print; standard output when missing.
    """
    told = scene.told
    parts: list[RenderableType] = [
        Text(f"{told.site}: {when(told)}, {number(told.present)} people", style="bold"),
        Text(facts["means"]),
        _levels(scene, facts),
        _kinds(scene, facts),
        Text(_notes(scene), style="dim"),
        Text("\n".join(scene.credits), style="dim"),
    ]
    if drawn is not None:
        parts.insert(-1, Text(f"Drawn: {drawn}", style="cyan"))
    (console or Console()).print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))


def _levels(scene: GroundScene, facts: Mapping[str, Any]) -> Table:
    standard, whole = scene.standard, facts["walkable_m2"]
    shares, facing, spent = (
        facts[what][standard.key]
        for what in ("share_by_level", "share_by_level_facing", "person_seconds_by_level")
    )
    turned = scene.heading != "best"
    columns = (*("px/m", "m²", "of walkable", "seconds there"), *(["if looking"] if turned else []))
    table = listing(f"Ground at each level or more, {standard.title}", "", *columns)
    for name, density in standard.densities.items():
        table.add_row(
            name,
            f"{density:g}",
            number(shares[name] * whole),
            share(shares[name], 1),
            f"{spent[name] / max(facts['present'], 1):.1f}",
            *([share(facing[name], 1)] if turned else []),
            style="bold" if name == standard.human else None,
        )
    return table


def _kinds(scene: GroundScene, facts: Mapping[str, Any]) -> Table:
    standard = scene.standard
    columns = (f"{density:g}" for density in standard.densities.values())
    title = "Share of each kind of ground at so many px/m or more"
    table = listing(title, "", "walkable m²", *columns)
    for kind, about in (*facts["by_kind"].items(), ("all", facts)):
        shares = about["share_by_level"][standard.key]
        table.add_row(
            kind,
            f"{about['walkable_m2']:,.0f}",
            *(share(shares[name], 1) for name in standard.densities),
            style="bold" if kind == "all" else None,
        )
    return table


def _notes(scene: GroundScene) -> str:
    """Say what the numbers of the table are."""
    bare = "; where nobody was, no level is reached" if scene.heading == "footfall" else ""
    looking = (
        ""
        if scene.heading == "best"
        else " If looking: share of the walkable ground for faces that look at the camera, as the "
        "standard means its levels"
        + (" and a run reports them" if scene.whole and scene.height == FACE_HEIGHT else "")
        + "."
    )
    return (
        f"Walkable ground and its best camera; faces {scene.height:g} m above it, nobody in the "
        f"way{bare}. A doorway is within {DOORWAY:g} m of a door and overlaps with the others. "
        f"Seconds there: time people spent on that ground, for each of those present.{looking}"
    )
