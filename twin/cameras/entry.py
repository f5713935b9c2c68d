"""One camera of a layout file, checked as a whole."""

import itertools

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
        try:
            kind(self)
            parts = self._parts()
        except ShapeError as error:  # without its type there is no telling what fits together
            parts = f": {error}"
        wrong = list(filter(None, (self._place(), parts, self._times())))
        if wrong:
            raise ValueError("\n".join(f'camera "{self.id}"{one}' for one in wrong))
        self.cameras((0.0, 0.0))
        return self

    def _place(self) -> str | None:
        """Say what is wrong with where it stands."""
        at = f" stands at ({self.easting_m:g}, {self.northing_m:g}), "
        if in_degrees(self.easting_m, self.northing_m):
            return f"{at}{DEGREES}"
        if not (0 <= self.easting_m <= GRID[0] and 0 <= self.northing_m <= GRID[1]):
            return (
                f"{at}but EPSG:27700 has eastings 0 to {GRID[0]:.0f} and northings 0 to "
                f"{GRID[1]:.0f} m."
            )
        return None

    def _parts(self) -> str | None:
        """Say what is given twice or not at all."""
        lenses = [name for name in ("lens", "zoom", "type") if getattr(self, name) is not None]
        if len(lenses) != 1:
            return f" has {' and '.join(lenses) or 'no lens'}, but must have lens, zoom or type."
        if self.tour is None and (self.heading_deg is None or self.tilt_deg is None):
            lacking = "heading_deg" if self.heading_deg is None else "tilt_deg"
            return f": {lacking} is missing, but must be given where there is no tour."
        if (
            self.tour is not None
            and (self.heading_deg, self.tilt_deg, self.hfov_deg) != (None,) * 3
        ):
            return (
                " has a tour, so heading_deg, tilt_deg and hfov_deg must stand with its presets "
                "and not beside it."
            )
        several = [name for name in ("lenses", "tour", "dewarp") if getattr(self, name)]
        found = kind(self)
        if self.lenses is None and found and found.sensors:
            several.insert(0, f"type {self.type} with several lenses")
        if len(several) > 1:
            return f" has {' and '.join(several)}, but must have one of them at most."
        if self.lens is not None and self.hfov_deg is not None:
            return ": hfov_deg stands beside lens, but must stand in it, as its data sheet says."
        return None

    def _times(self) -> str | None:
        """Say what is wrong with its seconds and reasons."""
        longest = max(self.shutter_s, self.shutter_dark_s or 0.0)
        if longest > 1 / self.frame_rate_hz:
            name = "shutter_s" if longest == self.shutter_s else "shutter_dark_s"
            return (
                f": {name} is {longest:g} at {self.frame_rate_hz:g} images a second, but "
                "must be at most the time between two images."
            )
        names = [preset.name for preset in self.tour or []]
        if len(set(names)) != len(names):
            return f": presets are named {', '.join(names)}, but each name must stand once."
        own = [*(one.masks for one in self.lenses or []), *(one.masks for one in self.tour or [])]
        for mask in itertools.chain(self.masks, *own):
            if not shapely.Polygon(mask).is_valid:
                return f": the outline of the mask {mask} crosses itself, but must not."
        if self.invented and not self.reason.strip():
            return " is invented, so reason must say why it was invented like this."
        return None

    def cameras(self, origin: tuple[float, float]) -> tuple[Camera, ...]:
        """Return what it stands for, in a site frame with its origin at a point of EPSG:27700."""
        return hung(self, origin)
