"""One camera of a layout file, checked as a whole."""

import itertools
from collections.abc import Iterator

import shapely
from pydantic import ConfigDict, model_validator

from twin.cameras.camera import Camera
from twin.cameras.fields import CameraFields
from twin.cameras.hang import hung, kind
from twin.errors import ShapeError

__all__ = ["DEGREES", "GRID", "CameraEntry", "in_degrees"]

GRID = (700_000.0, 1_300_000.0)
"""Largest easting and northing of EPSG:27700 [ordnance_survey2020]. [m]"""


DEGREES = (
    "which looks like longitude and latitude, but must be easting_m and northing_m of EPSG:27700 "
    "in metres."
)
"""What is said of such a place."""


def in_degrees(easting: float, northing: float) -> bool:
    """Say whether a place looks like longitude and latitude, in either order.

    Examples
    --------
    >>> in_degrees(-0.125, 51.53), in_degrees(51.53, -0.125), in_degrees(530_100, 183_500)
    (True, True, False)
    """
    return abs(easting) <= 180 and abs(northing) <= 90


class CameraEntry(CameraFields):
    """One camera of a layout file."""

    model_config = ConfigDict(title="Camera")

    @model_validator(mode="after")
    def _fits_together(self) -> "CameraEntry":
        wrong = [*self._places(), *self._parts()]
        if not wrong:
            try:
                self.cameras((0.0, 0.0))
            except ShapeError as error:
                wrong += [f": {problem}" for problem in error.problems]
        wrong += self._times()
        if wrong:
            raise ValueError("\n".join(f'camera "{self.id}"{one}' for one in wrong))
        return self

    def _places(self) -> Iterator[str]:
        """Say what is wrong with where it stands."""
        at = f" stands at ({self.easting_m:g}, {self.northing_m:g}), "
        if in_degrees(self.easting_m, self.northing_m):
            yield f"{at}{DEGREES}"
        elif not (0 <= self.easting_m <= GRID[0] and 0 <= self.northing_m <= GRID[1]):
            yield (
                f"{at}but EPSG:27700 has eastings 0 to {GRID[0]:.0f} and northings 0 to "
                f"{GRID[1]:.0f} m."
            )

    def _parts(self) -> Iterator[str]:
        """Say what is given twice or not at all."""
        lenses = [name for name in ("lens", "zoom", "type") if getattr(self, name) is not None]
        if len(lenses) != 1:
            yield f" has {' and '.join(lenses) or 'no lens'}, but must have lens, zoom or type."
        beside = ("heading_deg", "tilt_deg", "hfov_deg")
        if self.tour is not None and any(getattr(self, name) is not None for name in beside):
            yield (
                " has a tour, so heading_deg, tilt_deg and hfov_deg must stand with its presets "
                "and not beside it."
            )
        for name in beside[:2] if self.tour is None else ():
            if getattr(self, name) is None:
                yield f": {name} is missing, but must be given where there is no tour."
        several = [name for name in ("lenses", "tour", "dewarp") if getattr(self, name)]
        try:
            found = kind(self)
        except ShapeError as error:
            yield f": {error}"
            found = None
        if self.lenses is None and found and found.sensors:
            several.insert(0, f"type {self.type} with several lenses")
        if len(several) > 1:
            yield f" has {' and '.join(several)}, but must have one of them at most."
        if self.lens is not None and self.hfov_deg is not None:
            yield ": hfov_deg stands beside lens, but must stand in it, as its data sheet says."

    def _times(self) -> Iterator[str]:
        """Say what is wrong with its seconds, masks and reasons."""
        for name in ("shutter_s", "shutter_dark_s"):
            shutter = getattr(self, name)
            if shutter is not None and shutter > 1 / self.frame_rate_hz:
                yield (
                    f": {name} is {shutter:g} at {self.frame_rate_hz:g} images a second, but "
                    f"must be at most {1 / self.frame_rate_hz:.4g}, the time between two images."
                )
        capped = self.protection and self.protection.frame_rate_hz
        if capped and capped > self.frame_rate_hz:
            yield (
                f": frame_rate_hz of its protection is {capped:g}, but must be at most that of the "
                f"camera, {self.frame_rate_hz:g}, which it lowers."
            )
        names = [preset.name for preset in self.tour or []]
        if len(set(names)) != len(names):
            yield f": presets are named {', '.join(names)}, but each name must stand once."
        own = [*(one.masks for one in self.lenses or []), *(one.masks for one in self.tour or [])]
        for mask in itertools.chain(self.masks, *own):
            if not shapely.Polygon(mask).is_valid:
                yield f": the outline of the mask {mask} crosses itself, but must not."
        if self.invented and not self.reason.strip():
            yield " is invented, so reason must say why it was invented like this."

    def cameras(self, origin: tuple[float, float]) -> tuple[Camera, ...]:
        """Return what it stands for, in a site frame with its origin at a point of EPSG:27700."""
        return hung(self, origin)
