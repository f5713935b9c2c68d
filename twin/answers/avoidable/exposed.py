"""How telling a second is in which somebody walks across a place in a direction.

Everybody who could walk anywhere is made up, one in each second so that nobody hides anybody, and
looked at and judged as the people of a run are: by the same lenses, scene, poses and recogniser.

References
----------
.. [golub1969] key in twin/sources.bib.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
import pyarrow as pa

from twin.answers.avoidable.net import DIRECTIONS, Net
from twin.arrays import Bools, Floats, Ints
from twin.cameras import Camera
from twin.exposure import PROFILES, Recognisers
from twin.exposure.evidence import UNITS
from twin.people.gaze import GAZE
from twin.run.looks import encounters_of
from twin.sight import seen
from twin.sight.scene import SightSite
from twin.site import Site
from twin.tables import LOOKS, TICKS_PER_SECOND, TRACKS
from twin.usual import SPEED

__all__ = ["Exposed"]

BODY = ("eye_height_m", "ipd_m", "shoulder_m", "stature_m")
"""What of a body matters to sight; see :class:`twin.sight.bodies.Bodies`."""

GAZES: Final = ((0.0, 2 / 3), (math.sqrt(3.0), 1 / 6), (-math.sqrt(3.0), 1 / 6))
"""How far faces are turned from the way of walking, in standard deviations of the gaze, and how
often: Gauss-Hermite quadrature of three nodes [golub1969]. [1]"""

_TOLD = f"evidence_{PROFILES[1]}"


@dataclass(frozen=True, eq=False)
class Exposed:
    """What cameras learn of whoever walks across the places of a net.

    Attributes
    ----------
    evidence : (M, 16) array
        Evidence of a second of walking in each direction, all housings together: minus the
        logarithm of the share of the recogniser's ceiling that is missed; the mean over
        :data:`GAZES`. [1]
    searched : (M, 16) array of bool
        Whether a face is good enough to be searched in that second, at any of them.
    shown : (M,) array of bool
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
        """Look at somebody with a body [m] who walks across every place in every direction.

        Parameters
        ----------
        net : Net
            Where.
        housings : mapping of str to sequence of Camera
            Cameras of each housing. One that tours its presets is taken to look every way at
            once, and one that has hours to take pictures.
        body : mapping of str to float
            A length for each of :data:`BODY`. [m]
        site : Site
            What stands still.
        recognisers : Recognisers
            The recogniser.
        dark : bool
            Whether it is dark.
        """
        always = {
            name: [
                replace(camera, watch=None, protection=replace(camera.protection, hours=None))
                for camera in cameras
            ]
            for name, cameras in housings.items()
        }
        cameras = [camera for several in always.values() for camera in several]
        shown = _shown(net, cameras, body, site)
        evidence = np.zeros((len(net.places), DIRECTIONS))
        searched = np.zeros(evidence.shape, dtype=np.bool_)
        where = np.repeat(np.flatnonzero(shown), DIRECTIONS)
        way = np.tile(np.arange(DIRECTIONS), np.count_nonzero(shown))
        # a look counts once in the time in which looks are alike
        often = 1.0 / max(1.0, recognisers.correlation_s.value)
        for turn, share in GAZES if where.size else ():
            walking = _walking(net, where, way, turn=turn * GAZE["gaze_yaw"])
            looks = dict(
                zip((one.id for one in cameras), _looks(walking, cameras, body, site), strict=True)
            )
            for several in always.values():
                encounters = encounters_of(
                    several,
                    [looks[one.id] for one in several],
                    site=site,
                    recognisers=recognisers,
                    dark=np.array([dark]),
                )
                number = encounters["person"].to_numpy()
                at = where[number], way[number]
                np.add.at(evidence, at, share * often * encounters[_TOLD].to_numpy() / UNITS)
                np.logical_or.at(searched, at, encounters["templated"].to_numpy())
        return cls(evidence, searched, shown)


def _shown(net: Net, cameras: Sequence[Camera], body: Mapping[str, float], site: Site) -> Bools:
    """Say at which places (M,) a camera sees a head, whichever way it faces."""
    out = np.zeros(len(net.places), dtype=np.bool_)
    everywhere = np.arange(len(out))
    standing = _walking(net, everywhere, np.zeros_like(everywhere), moments=1)
    for camera, looks in zip(cameras, _looks(standing, cameras, body, site), strict=True):
        pixels = [looks[name].to_numpy().astype(np.float64) for name in ("u_px", "v_px")]
        clear = ~camera.masked_pixels(np.column_stack(pixels))
        out[looks["person"].to_numpy()[clear]] = True
    return out


def _walking(
    net: Net, where: Ints, way: Ints, *, moments: int = TICKS_PER_SECOND, turn: float = 0.0
) -> pa.Table:
    """Make tracks of people 0, 1, ... who walk across places (P,) in directions, one each second.

    So many moments of each second are there, about the one at which they are there; faces are
    turned to the left of the way [rad], and as far down as those of people on the way are.
    """
    person = np.repeat(np.arange(len(where)), moments)
    moment = np.tile(np.arange(moments), len(where))
    yaw = way[person] * (2.0 * math.pi / DIRECTIONS)
    along = (moment - (moments - 1) / 2) * SPEED / TICKS_PER_SECOND
    x, y = net.places[where[person]].T + along * np.stack([np.cos(yaw), np.sin(yaw)])
    columns = {
        "person": person,
        "tick": person * TICKS_PER_SECOND + moment,
        "x_cm": np.rint(100.0 * x),
        "y_cm": np.rint(100.0 * y),
        "head_yaw_crad": np.rint(100.0 * np.arctan2(np.sin(yaw + turn), np.cos(yaw + turn))),
        "head_pitch_crad": np.full(len(person), round(100.0 * GAZE["gaze_down"])),
        "activity": np.zeros(len(person)),
        "below": net.places_below[where[person]],
    }
    arrays = [
        pa.array(columns[field.name].astype(field.type.to_pandas_dtype()), type=field.type)
        for field in TRACKS.schema
    ]
    return pa.table(arrays, schema=TRACKS.schema)


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
