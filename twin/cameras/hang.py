"""The cameras that one camera of a layout file stands for."""

import math

import numpy as np

from twin.arrays import Floats, as_shape
from twin.cameras.camera import Camera, Raw
from twin.cameras.catalogue import CameraType, camera_type
from twin.cameras.fields import CameraFields, Dewarp, OneLens, Preset
from twin.cameras.kernels import in_image
from twin.cameras.lens import Lens
from twin.cameras.watch import Watch
from twin.errors import ShapeError
from twin.frames import camera_rotation

__all__ = ["hung", "kind", "lenses_of"]

FISHEYE = 150.0
"""A lens that is dewarped shows at least so much from corner to corner. [degree] assumption (range
130-180): narrower ones bend lines little."""

Masks = list[list[list[float]]]


def hung(entry: CameraFields, origin: tuple[float, float]) -> tuple[Camera, ...]:
    """Return the cameras of one entry.

    Parameters
    ----------
    entry : CameraFields
        What stands in the file.
    origin : (float, float)
        Origin of the site frame in EPSG:27700. [m]

    Returns
    -------
    tuple of Camera
        One for each lens, preset or straightened image; all share its housing.

    Raises
    ------
    ShapeError
        If its lens does not exist or does not go where it is set.
    """
    if entry.tour is not None:
        return _presets(entry, entry.tour, origin)
    # both are there, as was checked
    heading, tilt = entry.heading_deg or 0.0, entry.tilt_deg or 0.0
    if entry.dewarp is not None:
        raw = Raw(_lens(entry, entry.hfov_deg), _turned(entry, heading, tilt))
        return _straightened(entry, entry.dewarp, raw, origin)
    lenses = lenses_of(entry)
    if not lenses:
        lens = _lens(entry, entry.hfov_deg)
        return (_camera(entry, origin, lens, _turned(entry, heading, tilt)),)
    return tuple(
        _camera(
            entry,
            origin,
            _lens(entry, entry.hfov_deg if one.hfov_deg is None else one.hfov_deg),
            _turned(
                entry, heading + one.turned_deg, tilt if one.tilt_deg is None else one.tilt_deg
            ),
            part=str(n),
            masks=one.masks,
        )
        for n, one in enumerate(lenses, start=1)
    )


def kind(entry: CameraFields) -> CameraType | None:
    """Return its type of the catalogue, if it has one."""
    return None if entry.type is None else camera_type(entry.type)


def lenses_of(entry: CameraFields) -> list[OneLens]:
    """List the lenses of a housing of several: its own, or those of its type; else none."""
    if entry.lenses is not None:
        return entry.lenses
    found = kind(entry)
    if found is None or found.sensors is None:
        return []
    return [OneLens(turned_deg=turned) for turned in found.sensors.turned_deg]


def _presets(
    entry: CameraFields, tour: list[Preset], origin: tuple[float, float]
) -> tuple[Camera, ...]:
    period = sum(preset.dwell_s + entry.move_s for preset in tour)
    made, start = [], 0
    for preset in tour:
        alone = len(tour) == 1
        made.append(
            _camera(
                entry,
                origin,
                _lens(entry, preset.hfov_deg),
                _turned(entry, preset.heading_deg, preset.tilt_deg),
                part=preset.name,
                masks=preset.masks,
                watch=None if alone else Watch(period, start, start + preset.dwell_s),
            )
        )
        start += preset.dwell_s + entry.move_s
    return tuple(made)


def _straightened(
    entry: CameraFields, dewarp: Dewarp, raw: Raw, origin: tuple[float, float]
) -> tuple[Camera, ...]:
    shown = 2 * math.degrees(raw.lens.largest_angle)
    if raw.lens.model != "fisheye" or shown < FISHEYE:
        message = (
            f"dewarp straightens the image of a fisheye, but this lens shows {shown:.0f} degrees "
            f"from corner to corner, and a fisheye at least {FISHEYE:g}."
        )
        raise ShapeError(message)
    focal = dewarp.width_px / 2 / math.tan(math.radians(dewarp.hfov_deg) / 2)
    lens = Lens(dewarp.width_px, dewarp.height_px, focal, model="rectilinear")
    made = []
    for n, turn in enumerate(dewarp.turned_deg, start=1):
        rotation = camera_rotation((entry.heading_deg or 0.0) + turn, dewarp.tilt_deg)
        ((u, v),) = raw.lens.project([raw.rotation @ rotation[2]])
        if not in_image(raw.lens.record, u, v):
            message = (
                f"dewarp makes an image turned by {turn:g} degrees at tilt_deg "
                f"{dewarp.tilt_deg:g}, but the camera's own image does not show what lies there."
            )
            raise ShapeError(message)
        made.append(_camera(entry, origin, lens, rotation, part=str(n), raw=raw))
    return tuple(made)


def _lens(entry: CameraFields, hfov_deg: float | None) -> Lens:
    """Return the lens, set to a field of view where one is given."""
    found = kind(entry)
    if found is not None:
        return found.lens(hfov_deg, corridor=entry.corridor)
    lens = _own_lens(entry, hfov_deg)
    return lens.on_its_side() if entry.corridor else lens


def _own_lens(entry: CameraFields, hfov_deg: float | None) -> Lens:
    if entry.zoom is not None:
        return entry.zoom.lens(hfov_deg)
    if entry.lens is None or hfov_deg is not None:
        message = (
            f"hfov_deg is {hfov_deg}, but this lens does not zoom; leave hfov_deg out, or give "
            "both ends of its zoom."
        )
        raise ShapeError(message)
    return entry.lens.lens()


def _turned(entry: CameraFields, heading_deg: float, tilt_deg: float) -> Floats:
    return camera_rotation(heading_deg, tilt_deg, entry.roll_deg)


def _camera(
    entry: CameraFields,
    origin: tuple[float, float],
    lens: Lens,
    rotation: Floats,
    *,
    part: str | None = None,
    masks: Masks | None = None,
    watch: Watch | None = None,
    raw: Raw | None = None,
) -> Camera:
    taken = lens if raw is None else raw.lens
    size = np.array([taken.width_px, taken.height_px])
    return Camera(
        id=entry.id if part is None else f"{entry.id}/{part}",
        name=entry.name or entry.id,
        position=as_shape(
            "position",
            [entry.easting_m - origin[0], entry.northing_m - origin[1], entry.height_m],
            (3,),
        ),
        rotation=rotation,
        lens=lens,
        frame_rate=entry.frame_rate_hz,
        shutter=entry.shutter_s,
        shutter_dark=entry.shutter_dark_s,
        invented=entry.invented,
        reason=entry.reason,
        purpose=entry.purpose,
        housing=entry.id,
        watch=watch,
        masks=tuple(np.array(mask) * size for mask in [*entry.masks, *(masks or [])]),
        raw=raw,
    )
