"""The places proposed for the next signs of a site."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.answers.asked import Asked
from twin.answers.notice.first import NEVER
from twin.answers.notice.next_sign import Helped, chosen, near_captures, spots_of
from twin.answers.notice.reading import Posts
from twin.arrays import Bools, Floats
from twin.frames import yaw_to_heading
from twin.site.things import Sign

__all__ = ["propose", "tried"]

READING = 8.0
"""From how far the next sign is read where there is none yet. [m] assumption (range 4-15)."""

READING_ANGLE = math.radians(60)
"""Half-angle within which it is read then. [rad] assumption (range 45-75 degrees)."""

ON = {"facade": "wall", "pole": "pole"}
"""What a sign hangs on at each kind of mount."""


def tried(
    asked: Asked,
    eye_height: Floats,
    looks: Mapping[str, pa.Table],
    captured: NDArray[np.int64],
) -> Helped:
    """Hang a sign at every spot near where anybody is captured, for tracks to be added.

    Parameters
    ----------
    asked : Asked
        The run.
    eye_height : (P,) array
        Of each person number. [m]
    looks : mapping of str to pyarrow.Table
        Housing to looks at captured faces.
    captured : (P,) array of int
        When each person first is; :data:`~twin.answers.notice.first.NEVER` of others. [0.25 s]
    """
    site = asked.inputs.site
    mounts = near_captures(site.mounts, _places(looks, captured))
    reading, angle = _readable(site.signs)
    posts = Posts.of(site, [mount.xy for mount in mounts], [reading] * len(mounts))
    return Helped.of(spots_of(mounts), posts, eye_height, captured, angle=angle)


def propose(
    asked: Asked, helped: Helped, looks: Mapping[str, pa.Table], late: Bools
) -> dict[str, Any]:
    """Propose signs, one after the other, that let most people know.

    Parameters
    ----------
    asked : Asked
        The run.
    helped : Helped
        Whom signs help, of :func:`tried`, once all tracks were added.
    looks : mapping of str to pyarrow.Table
        Housing to looks at captured faces.
    late : (P,) array of bool
        Who is captured before notice.

    Returns
    -------
    dict
        ``next_signs``, each with its ``mount``, where it stands, ``gain`` and ``left``;
        ``next_spots``, how many places and directions were tried; ``next_none``, whom none of them
        lets know.
    """
    site = asked.inputs.site
    captured = np.where(late, helped.captured, NEVER)
    mounts = {one.id: one for one in near_captures(site.mounts, _places(looks, captured))}
    spots = [number for number, spot in enumerate(helped.spots) if spot.mount in mounts]
    gains = helped.people[spots] & late
    left, rows = int(np.count_nonzero(late)), []
    none = left - int(np.count_nonzero(gains.any(axis=0)))
    for number, gain in chosen(gains):
        left -= gain
        spot = helped.spots[spots[number]]
        mount = mounts[spot.mount]
        place = int(site.place_index(mount.xy[:1], mount.xy[1:])[0])
        easting, northing = mount.xy + site.origin
        rows.append(
            {
                "mount": mount.id,
                "on": ON[mount.mount],
                "place": site.places[place].name if place >= 0 else "",
                "easting_m": round(float(easting), 1),
                "northing_m": round(float(northing), 1),
                "heading_deg": round(yaw_to_heading(spot.yaw)) % 360,
                "gain": gain,
                "left": left,
            }
        )
    return {"next_signs": rows, "next_spots": len(spots), "next_none": none}


def _places(looks: Mapping[str, pa.Table], captured: NDArray[np.int64]) -> Floats:
    """Find where (n, 2) people are first captured. [m]"""
    found = [np.zeros((0, 2))]
    for table in looks.values():
        first = table["tick"].to_numpy() == captured[table["person"].to_numpy()]
        found.append(
            np.column_stack([table[c].to_numpy()[first] / 100.0 for c in ("x_cm", "y_cm")])
        )
    return np.concatenate(found)


def _readable(signs: Sequence[Sign]) -> tuple[float, float]:
    """Say from how far [m] and within what half-angle [rad] half of the signs are read."""
    if not signs:
        return READING, READING_ANGLE
    return (
        float(np.median([sign.reading for sign in signs])),
        float(np.median([sign.reading_angle for sign in signs])),
    )
