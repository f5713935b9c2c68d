"""Ground key: what colours and lines of a ground map mean, and how much ground each level has."""

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes

from twin.report import layers, style
from twin.report.ground_scene import GroundScene
from twin.report.key_rows import HEAD, ROW, head, swatch, write
from twin.report.sentences import share
from twin.wording import number

__all__ = ["draw", "height"]


def height(scene: GroundScene) -> float:
    """Say how high the key is. [inch]"""
    return HEAD + ROW * (len(scene.standard.levels) + len(_signs(scene)))


def draw(axes: Axes, scene: GroundScene, facts: Mapping[str, Any]) -> None:
    """Draw the key into axes as high as :func:`height` says.

    Parameters
    ----------
    axes : Axes
        Where.
    scene : GroundScene
        What the map shows.
    facts : mapping
        From :func:`twin.report.ground_text.ground_facts`.
    """
    standard = scene.standard
    columns = ("at least", "ground", "of all walkable", "so that one can")
    title = f"Pixels on a metre of the face, {standard.title}"
    head(axes, title, height(scene), columns, color=style.QUIET)
    shares, whole = facts["share_by_level"][standard.key], facts["walkable_m2"]
    y = HEAD + ROW / 2
    for level, colour in zip(standard.levels, style.zones(len(standard.levels)), strict=True):
        part = shares[level.name]
        numbers = (f"{level.density.value:,g} px/m", f"{number(part * whole)} m²", share(part, 1))
        swatch(axes, y, facecolor=colour, edgecolor=style.ZONES[-1], linewidth=0.5)
        write(axes, y, level.name, (*numbers, level.meaning))
        y += ROW
    for look, says in _signs(scene):
        swatch(axes, y, **look)
        write(axes, y, says)
        y += ROW


def _signs(scene: GroundScene) -> list[tuple[Mapping[str, Any], str]]:
    """List how else ground is marked, and what that means."""
    least = f"{scene.standard.levels[0].density.value:g} px/m"
    signs: list[tuple[Mapping[str, Any], str]] = []
    if scene.heading != "best":
        says = f"below {least}, but at least that for a face that looks straight at the camera"
        signs.append((layers.AWAY, says))
    if scene.walked is not None:
        signs.append((layers.DESERTED, "the same, where nobody was in the time simulated"))
    return signs
