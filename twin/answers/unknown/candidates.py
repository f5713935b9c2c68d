"""Cameras that could hang on a site: a type of the catalogue on each place of the map.

Nobody told where the cameras are, so where and how one hangs is drawn; what is drawn is a pure
function of the seed, the mount and the number of the setting.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twin.cameras import Camera, Layout, check_layout
from twin.cameras.catalogue import CameraType, catalogue, hanging
from twin.cameras.entry import CameraEntry
from twin.frames import yaw_to_heading
from twin.quantity import Quantity
from twin.rng import Stream, uniform
from twin.site import Site
from twin.site.things import Mount

__all__ = ["MOST_SETTINGS", "POOL", "Candidate", "candidates"]

POOL = 500
"""About so many cameras are tried. [1] assumption (range 200-2000): each costs a look at the hour,
and a layout of 50 should have few in common with the next. From eight to nine of the shipped day,
three draws of 405 had the middle of ten cameras hung anywhere at 366, 334 and 422 people, of ten
aimed at 969, 1,023 and 1,505, and the best two found at 1,376, 817 and 1,800."""

MOST_SETTINGS = 8
"""Cameras tried at a mount at most, where the map has few. [1] assumption (range 1-32)"""

ASIDE = 60.0
"""So far aside of straight out a camera on a wall looks. [degree] assumption (range 30-80)"""

ARM = 0.2
"""A camera on a wall hangs so far out of the mount's place. [m] assumption (range 0.1-0.5)"""

FITS = {
    "facade": ("street", "door"),
    "pole": ("street", "mast"),
    "canopy": ("door", "ceiling"),
}
"""How types of the catalogue hang that could hang at each kind of mount; assumption. One at body
height needs a stele, of which the map has none."""

_DRAWS = 4
"""Of each camera: type, zoom, heading and tilt."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A camera that could hang on the site.

    Attributes
    ----------
    mount : int
        Number of its mount on the map.
    setting : int
        Which of the cameras that were tried there.
    type : CameraType
        What it is.
    heading_deg, tilt_deg : float
        Where it looks, clockwise from north, and how far up. [degree]
    views : tuple of Camera
        Its lenses; one, but for housings of several.
    """

    mount: int
    setting: int
    type: CameraType
    heading_deg: float
    tilt_deg: float
    views: tuple[Camera, ...]


def candidates(site: Site, seed: int) -> list[Candidate]:
    """Draw cameras for all mounts of a site.

    Parameters
    ----------
    site : Site
        The map.
    seed : int
        Of the scenario.

    Returns
    -------
    list of Candidate
        By mount, then setting; without those that would hang in something that stands.

    Notes
    -----
    Each type that fits is as likely as another; a lens that zooms is set anywhere between its ends,
    each ratio as likely; a camera on a wall looks at most :data:`ASIDE` aside, others all round;
    its tilt is anywhere in the range of the catalogue, and it hangs as high as the map's mount, or
    at the end of the catalogue's range that is next to it.
    """
    if not site.mounts:
        return []
    settings = min(MOST_SETTINGS, max(1, round(POOL / len(site.mounts))))
    drawn = [
        _candidate(site, mount, number, setting, seed)
        for number, mount in enumerate(site.mounts)
        for setting in range(settings)
    ]
    return [one for one in drawn if not check_layout(Layout("drawn", "", one.views), site)]


def _candidate(site: Site, mount: Mount, number: int, setting: int, seed: int) -> Candidate:
    """Draw one camera at a mount."""
    counter = setting * _DRAWS + np.arange(_DRAWS)
    kind, zoom, heading, tilt = uniform(seed, Stream.CANDIDATE, 0, 0, number, counter).tolist()
    fits = _types(mount.mount)
    type_ = fits[int(kind * len(fits))]
    hangs = hanging(type_)
    out, spread = yaw_to_heading(mount.yaw), ASIDE if mount.mount == "facade" else 180.0
    heading_deg = (out + spread * (2.0 * heading - 1.0)) % 360.0
    lowest, highest = _range(hangs.tilt_deg)
    tilt_deg = lowest + (highest - lowest) * tilt
    arm = ARM if mount.mount == "facade" else 0.0
    easting, northing = (
        mount.xy + site.origin + arm * np.array([np.cos(mount.yaw), np.sin(mount.yaw)])
    ).tolist()
    entry = CameraEntry(
        id=f"drawn-{number}-{setting}",
        type=type_.key,
        easting_m=easting,
        northing_m=northing,
        height_m=float(np.clip(mount.height, *_range(hangs.height_m))),
        heading_deg=heading_deg,
        tilt_deg=tilt_deg,
        hfov_deg=_zoomed(type_, zoom),
        invented=True,
        reason="drawn, since nobody told where the cameras are",
    )
    views = entry.cameras((float(site.origin[0]), float(site.origin[1])))
    return Candidate(number, setting, type_, heading_deg, tilt_deg, views)


def _types(mount: str) -> Sequence[CameraType]:
    """List the types that could hang at a kind of mount."""
    return [one for one in catalogue().values() if one.mount in FITS[mount]]


def _zoomed(type_: CameraType, share: float) -> float | None:
    """Set a lens that zooms between its ends, by a share of their ratio. [degree]"""
    if type_.wide is None or type_.tele is None:
        return None
    wide, tele = type_.wide.lens().hfov_deg, type_.tele.lens().hfov_deg
    return float(wide * (tele / wide) ** share)


def _range(number: Quantity) -> tuple[float, float]:
    """Return the range of a number; the number itself where it has none."""
    return number.range or (number.value, number.value)
