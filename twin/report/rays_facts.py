"""Rays facts: who is seen and who is hidden by what, in words and in numbers."""

from typing import Any, Final

import numpy as np

from twin.report.moment import clock_of
from twin.report.sightlines import BUILDING, EDGE, FURNITURE, GROUND, PERSON, TREE, Sightlines
from twin.sight import LEAST_DENSITY
from twin.sight.picture.rays.kernels import BODY, LEVEL, WALL
from twin.wording import number

__all__ = ["NAMES", "counted", "hiders", "people", "rays_facts"]

#: How each thing that hides is called.
NAMES: Final = {
    BUILDING: "a building, wall or hedge",
    FURNITURE: "street furniture",
    TREE: "a tree",
    PERSON: "another person",
    GROUND: "ground, a deck or steps",
    EDGE: "the very edge of something",
}


def hiders(lines: Sightlines) -> dict[int, int]:
    """Count how many heads each sort of thing hides first, of those that hide any."""
    counts = np.bincount(lines.by, minlength=len(NAMES))
    return {what: int(counts[what]) for what in NAMES if counts[what]}


def people(count: int) -> str:
    """Count heads.

    Examples
    --------
    >>> people(1), people(2)
    ('1 head', '2 heads')
    """
    return f"{number(count)} head{'' if count == 1 else 's'}"


def counted(lines: Sightlines) -> str:
    """Say how many heads are seen, and what hides the others."""
    told = ", ".join(f"{number(count)} by {NAMES[what]}" for what, count in hiders(lines).items())
    hidden = f"{number(len(lines.hidden))} hidden ({told})" if told else "none hidden"
    return (
        f"{people(int(lines.seen.sum()))} seen and {hidden} of those in the image with "
        f"{LEAST_DENSITY:g} px/m at least."
    )


def rays_facts(lines: Sightlines) -> dict[str, Any]:
    """Collect who is seen, and who is hidden by what.

    Returns
    -------
    dict
        Plain values, with units in their names; people by their number in the tables of the run.
        The ``thing`` that hides is as the map names it, null where that is somebody or a crown.
    """
    return {
        "camera": lines.camera.id,
        "date": lines.date.isoformat(),
        "time": clock_of(lines.tick),
        "least_density_px_per_m": LEAST_DENSITY,
        "seen": [_place(lines, int(k)) for k in np.flatnonzero(lines.seen)],
        "hidden": [
            {**_place(lines, int(k)), **_hider(lines, n)} for n, k in enumerate(lines.hidden)
        ],
    }


def _place(lines: Sightlines, k: int) -> dict[str, Any]:
    """Say who somebody is, where the head is, and how far from the camera."""
    x, y, _ = lines.heads[k].tolist()
    return {
        "person": int(lines.persons[k]),
        "x_m": round(x, 2),
        "y_m": round(y, 2),
        "distance_m": _away(lines, lines.heads[k]),
    }


def _hider(lines: Sightlines, n: int) -> dict[str, Any]:
    """Say what hides somebody, and how far from the camera that is."""
    kind, item = int(lines.kind[n]), int(lines.item[n])
    solid = kind in (WALL, LEVEL)
    return {
        "by": NAMES[int(lines.by[n])],
        "thing": lines.site.standing.prisms.things[item].id if solid else None,
        "by_person": int(lines.persons[item]) if kind >= BODY else None,
        "stopped_at_m": _away(lines, lines.ends[n]),
    }


def _away(lines: Sightlines, point: Any) -> float:
    return round(float(np.linalg.norm(point - lines.camera.position)), 2)
