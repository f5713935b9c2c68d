"""How telling a second is in which somebody walks across a place in a direction.

Everybody who could walk anywhere is made up, one in each second so that nobody hides anybody, and
looked at and judged as the people of a run are: by the same lenses, scene, poses and recogniser.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from twin.answers.avoidable.net import DIRECTIONS, Net
from twin.arrays import Bools, Floats
from twin.cameras import Camera
from twin.exposure import PROFILES, Recognisers
from twin.exposure.evidence import UNITS
from twin.run.looks import encounters_of
from twin.sight import seen
from twin.sight.scene import SightSite
from twin.site import Site
from twin.tables import LOOKS, TICKS_PER_SECOND, TRACKS
from twin.usual import SPEED

__all__ = ["Exposed"]

BODY = ("eye_height_m", "ipd_m", "shoulder_m", "stature_m")
"""What of a body matters to sight; see :class:`twin.sight.bodies.Bodies`."""

_TOLD = f"evidence_{PROFILES[1]}"


@dataclass(frozen=True, eq=False)
class Exposed:
    """What cameras learn of whoever walks across the nodes of a net.

    Attributes
    ----------
    evidence : (N, 16) array
        Evidence of a second of walking in each direction, all housings together: minus the
        logarithm of the share of the recogniser's ceiling that is missed. [1]
    searched : (N, 16) array of bool
        Whether a face is good enough to be searched in that second.
    shown : (N,) array of bool
        Whether a camera sees a head there, whichever way it faces.
    """

    evidence: Floats
    searched: Bools
    shown: Bools

    @classmethod
    def of(
        cls,
        net: Net,
        housings: Mapping[str, Sequence[Camera]],
        *,
        body: Mapping[str, float],
        site: Site,
        recognisers: Recognisers,
        dark: bool,
    ) -> Self:
        """Look at somebody with a body [m] who walks across every node in every direction.

        Parameters
        ----------
        net : Net
            Where.
        housings : mapping of str to sequence of Camera
            Cameras of each housing. One that tours its presets is taken to look every way at once.
        body : mapping of str to float
            A length for each of :data:`BODY`. [m]
        site : Site
            What stands still.
        recognisers : Recognisers
            The recogniser.
        dark : bool
            Whether it is dark.
        """
        count = len(net.xy)
        evidence = np.zeros((count, DIRECTIONS))
        searched = np.zeros((count, DIRECTIONS), dtype=np.bool_)
        shown = np.zeros(count, dtype=np.bool_)
        found = cls(evidence, searched, shown)
        cameras = [replace(one, watch=None) for several in housings.values() for one in several]
        if not cameras or not count:
            return found
        everywhere = np.arange(count)
        standing = _walking(net, everywhere, np.zeros(count, dtype=np.intp), moments=1)
        for camera, looks in zip(cameras, _looks(standing, cameras, body, site), strict=True):
            numbers = looks["person"].to_numpy()
            pixels = np.column_stack([looks["u_px"].to_numpy(), looks["v_px"].to_numpy()])
            shown[numbers[~camera.masked_pixels(pixels.astype(np.float64))]] = True
        where = np.repeat(np.flatnonzero(shown), DIRECTIONS)
        if not where.size:
            return found
        way = np.tile(np.arange(DIRECTIONS), len(where) // DIRECTIONS)
        walking = _walking(net, where, way, moments=TICKS_PER_SECOND)
        looks_of = dict(
            zip(
                [camera.id for camera in cameras],
                _looks(walking, cameras, body, site),
                strict=True,
            )
        )
        # looks that are far apart in time tell more than those close together
        often = 1.0 / max(1.0, recognisers.correlation_s.value)
        for housing in housings.values():
            encounters = encounters_of(
                [replace(one, watch=None) for one in housing],
                [looks_of[one.id] for one in housing],
                site=site,
                recognisers=recognisers,
                dark=np.array([dark]),
            )
            number = encounters["person"].to_numpy()
            told = encounters[_TOLD].to_numpy() / UNITS
            at = where[number], way[number]
            np.add.at(evidence, at, told * often)
            np.logical_or.at(searched, at, encounters["templated"].to_numpy())
        return found


def _walking(net: Net, where: NDArray[np.intp], way: NDArray[np.intp], *, moments: int) -> pa.Table:
    """Make tracks of people 0, 1, ... who walk across nodes (P,) in directions, one each second.

    So many moments of each second are there, about the one at which they are at the node.
    """
    person = np.repeat(np.arange(len(where)), moments)
    moment = np.tile(np.arange(moments), len(where))
    yaw = way[person] * (2.0 * math.pi / DIRECTIONS)
    along = (moment - (moments - 1) / 2) * SPEED / TICKS_PER_SECOND
    x, y = net.xy[where[person]].T + along * np.stack([np.cos(yaw), np.sin(yaw)])
    columns = {
        "person": person,
        "tick": person * TICKS_PER_SECOND + moment,
        "x_cm": np.rint(100.0 * x),
        "y_cm": np.rint(100.0 * y),
        "head_yaw_crad": np.rint(100.0 * np.arctan2(np.sin(yaw), np.cos(yaw))),
        "head_pitch_crad": np.zeros(len(person)),
        "activity": np.zeros(len(person)),
        "below": net.below[where[person]],
    }
    return pa.table(
        [
            pa.array(columns[field.name].astype(field.type.to_pandas_dtype()), type=field.type)
            for field in TRACKS.schema
        ],
        schema=TRACKS.schema,
    )


def _looks(
    tracks: pa.Table, cameras: Sequence[Camera], body: Mapping[str, float], site: SightSite
) -> list[pa.Table]:
    """Look at tracks of people with one body, and put all looks into the first second of the day.

    People are told apart by their numbers, so that nothing is lost.
    """
    count = 1 + int(tracks["person"][-1].as_py())
    people = pa.table(
        {
            "person": np.arange(count, dtype=np.int32),
            **{name: np.full(count, body[name]) for name in BODY},
        }
    )
    out = []
    place = LOOKS.schema.get_field_index("tick")
    for _, looks in seen(tracks, people, cameras, site):
        tick = looks["tick"].to_numpy() % TICKS_PER_SECOND
        out.append(looks.set_column(place, LOOKS.schema.field(place), pa.array(tick)))
    return out
