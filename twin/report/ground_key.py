"""Ground key: what colours and lines of a ground map mean, and how much ground each level has."""

from collections.abc import Mapping
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from twin.report import layers, margin, style
from twin.report.ground_scene import GroundScene
from twin.report.sentences import share
from twin.wording import number

__all__ = ["draw", "height"]

#: Height of the heading with the names of columns, and of a row. [inch]
HEAD, ROW = 0.36, 0.175

#: Size of letters. [pt]
SIZE: Final = 7.5

#: Across the key: where a colour ends and a name starts. [1]
COLOUR, NAME = 0.045, 0.06

#: Across the key: where numbers end; the meaning starts at the last. [1]
COLUMNS: Final = (0.26, 0.36, 0.495, 0.53)


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
    margin.heading(axes, f"Pixels on a metre of the face, {standard.title}")
    axes.set_ylim(height(scene), 0)
    axes.texts[0].set_y(0)
    columns = ("at least", "ground", "of all walkable", "so that one can")
    _write(axes, HEAD - 0.07, "", columns, color=style.QUIET)
    shares, whole = facts["share_by_level"][standard.key], facts["walkable_m2"]
    y = HEAD + ROW / 2
    for level, colour in zip(standard.levels, style.zones(len(standard.levels)), strict=True):
        part = shares[level.name]
        numbers = (f"{level.density.value:,g} px/m", f"{number(part * whole)} m²", share(part, 1))
        _swatch(axes, y, facecolor=colour, edgecolor=style.ZONES[-1], linewidth=0.5)
        _write(axes, y, level.name, (*numbers, level.meaning))
        y += ROW
    for look, says in _signs(scene):
        _swatch(axes, y, **look)
        _write(axes, y, says)
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


def _swatch(axes: Axes, y: float, **look: Any) -> None:
    axes.add_patch(Rectangle((0, y - 0.36 * ROW), COLOUR, 0.72 * ROW, **look))


def _write(axes: Axes, y: float, name: str, columns: tuple[str, ...] = (), **look: Any) -> None:
    """Write a row: a name, numbers that end at their column, and a meaning."""
    axes.text(NAME, y, name, fontsize=SIZE, va="center", **look)
    for x, text in zip(COLUMNS, columns, strict=False):
        side = "left" if x == COLUMNS[-1] else "right"
        axes.text(x, y, text, fontsize=SIZE, va="center", ha=side, **look)
