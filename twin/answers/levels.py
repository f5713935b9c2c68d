"""How many people were shown at each level of detail of the standards."""

from typing import Any

import numpy as np

from twin.answers.counts import Exposed
from twin.exposure import standards

__all__ = ["about_levels", "levels"]


def levels(day: Exposed, *, with_face: bool = False) -> dict[str, dict[str, int]]:
    """Count people who reached each level at least once, or more detail than it asks for.

    Parameters
    ----------
    day : Exposed
        Rows by day, one for each person seen.
    with_face : bool
        Count only moments with the face within 90 degrees of the camera.

    Returns
    -------
    dict of dict of int
        Standard, then level, to people.
    """
    density = day.face_density if with_face else day.density
    return {
        standard.key: {
            name: int(np.count_nonzero(density >= needed))
            for name, needed in standard.densities.items()
        }
        for standard in standards()
    }


def about_levels() -> dict[str, dict[str, Any]]:
    """Describe the standards: title, what is doubtful, and density and meaning of each level."""
    return {
        standard.key: {
            "title": standard.title,
            "about": standard.about,
            "human": standard.human,
            "levels": {
                level.name: {"px_per_m": level.density.value, "meaning": level.meaning}
                for level in standard.levels
            },
        }
        for standard in standards()
    }
