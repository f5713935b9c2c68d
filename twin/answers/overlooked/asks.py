"""What ground each camera covers, and whose windows it overlooks."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from twin.answers.asked import Asked
from twin.answers.counts import HUMAN_STANDARD
from twin.answers.overlooked.ground_each import GroundEach
from twin.answers.overlooked.homes import HomesSeen
from twin.answers.overlooked.says import sentences
from twin.answers.question import Question
from twin.arrays import Bools
from twin.exposure import standard_of
from twin.told import Chart, Column, Told, table

__all__ = ["OVERLOOKED"]

ALL = "all cameras"
"""How the cameras together are named in tables, which no id can be."""

_CAMERA = Column("id", "", "camera; all of them together")

_HOMES = (
    Column("name", "", "building in which people live"),
    Column("windows", "1", "windows it is taken to have"),
    Column("overlooked", "1", "of these, in view at the lowest level or better"),
    Column("identify", "1", "of these, at which somebody could be identified"),
    Column("best_px_per_m", "px/m", "density of somebody at the window that is shown best"),
    Column("camera", "", "camera that shows it"),
    Column("distance_m", "m", "from that camera to that window"),
)


def _overlooked(asked: Asked) -> Told:
    """Measure ground and count windows, camera by camera and level by level."""
    levels = standard_of(HUMAN_STANDARD).densities
    least = min(levels.values())
    ground = GroundEach.of(asked.run, least)
    homes = HomesSeen.of(asked.inputs.site, asked.inputs.layout.housings, least)
    buildings = homes.by_building()
    found = {
        "levels": dict(levels),
        "ground_m2": {name: ground.covered(ground.best, need) for name, need in levels.items()},
        "beyond_m2": {
            name: ground.covered(ground.best, need, ~ground.within) for name, need in levels.items()
        },
        "windows": {name: homes.count(homes.best, need) for name, need in levels.items()},
        "homes": len(homes.windows.homes),
        "windows_of_homes": len(homes.windows.at),
        "homes_overlooked": buildings,
    }
    return Told(
        tuple(sentences(found)),
        found,
        {
            "ground": _ground(ground, levels),
            "beyond_the_boundary": _ground(ground, levels, ~ground.within),
            "kinds_of_ground": _kinds(ground, levels),
            "windows": _windows(homes, levels),
            "homes": table(_HOMES, [[row[one.name] for one in _HOMES] for row in buildings]),
        },
        (
            Chart(
                "Ground that each camera covers",
                table="ground",
                along="id",
                series={f"{level}_m2": f"level {level}" for level in levels},
                axis="square metres shown at a level or better",
            ),
            Chart(
                "Homes whose windows are in view",
                table="homes",
                along="name",
                series={"overlooked": "in view", "identify": "somebody could be identified"},
                axis="windows",
            ),
        ),
    )


def _columns(levels: Mapping[str, float], what: str, unit: str, ending: str = "") -> list[Column]:
    """Head a column for each level."""
    return [
        Column(f"{level}{ending}", unit, f"{what} shown at {needed:g} px/m or better")
        for level, needed in levels.items()
    ]


def _ground(
    ground: GroundEach, levels: Mapping[str, float], where: Bools | None = None
) -> pa.Table:
    """Measure the ground, or that of it which is somewhere, of each camera and of all."""
    beyond = "" if where is None else " beyond the boundary of the site"
    columns = [_CAMERA, *_columns(levels, f"ground{beyond}", "m2", "_m2")]
    rows = [
        (housing, *(ground.covered(density, needed, where) for needed in levels.values()))
        for housing, density in {**ground.density, ALL: ground.best}.items()
    ]
    return table(columns, rows)


def _windows(homes: HomesSeen, levels: Mapping[str, float]) -> pa.Table:
    """Count the windows of homes in view of each camera and of all."""
    lowest = min(levels.values())
    columns = [
        _CAMERA,
        *_columns(levels, "windows of homes at which somebody would be", "1"),
        Column("lowest_storey", "1", "of all these, on the lowest storey, which may be a shop's"),
        Column("buildings", "1", "buildings that have them"),
        Column("best_px_per_m", "px/m", "density of somebody at the window shown best"),
        Column("nearest_m", "m", "to the nearest of these windows"),
    ]
    rows = []
    for housing, density in {**homes.density, ALL: homes.best}.items():
        there = density >= lowest
        rows.append(
            (
                housing,
                *(homes.count(density, needed) for needed in levels.values()),
                int(np.count_nonzero(there & (homes.windows.storey == 0))),
                len(np.unique(homes.windows.home[there])),
                float(density[there].max()) if there.any() else None,
                homes.nearest(*(homes.density if housing == ALL else [housing])),
            )
        )
    return table(columns, rows)


def _kinds(ground: GroundEach, levels: Mapping[str, float]) -> pa.Table:
    """Measure ground by kind, whichever camera shows it."""
    columns = (
        Column("kind", "", "kind of ground of the map; a doorway is of another kind too"),
        *_columns(levels, "ground", "m2", "_m2"),
    )
    rows = [
        (kind, *(ground.covered(ground.best, needed, there) for needed in levels.values()))
        for kind, there in ground.kinds.items()
        if there.any()
    ]
    return table(columns, rows)


OVERLOOKED = Question(
    name="overlooked",
    asks="What ground does each camera cover, and the windows of which homes are in its view?",
    definition=(
        "Ground is where people can walk, and is covered at a level where the head of somebody who "
        "stands there would be shown with so many pixels a metre; masks hide, and so does all that "
        "stands. Beyond the boundary is outside the planner's site of the map. Homes are buildings "
        "that OpenStreetMap tags as apartments, a house, a dormitory or the like, or that the map "
        "gives residents to. A window is taken to be on each 3 m of their walls (an assumption, "
        "1.5 to 6) on each storey of 3.1 m (an assumption, 2.8 to 3.6). It is in view at a level "
        "if nothing stands between the camera and the face of somebody at that window, if it is "
        "seen from within 80 degrees of straight on (an assumption, 70 to 88), and if that face "
        "is shown with so many pixels a metre, turned to the camera. A camera's windows and "
        "ground count once, however many of its lenses show them."
    ),
    limits=(
        (
            "Where windows and balconies really are is on no map: numbers of windows tell how much "
            "of the walls is in view, and the lowest storey is often a shop's or a lobby's."
        ),
        (
            "That a window is in view does not tell that the room behind can be seen into: by day "
            "panes mirror the sky, after dark lit rooms show."
        ),
        "Private gardens, courtyards and homes off the map are not measured.",
        "The map does not say whose land is whose; the boundary is the only line it has.",
        (
            "A camera on a tour is told as if it looked each way all the time; one that somebody "
            "can turn or zoom by hand may overlook more."
        ),
    ),
    ask=_overlooked,
)
"""The question of what is overlooked."""
