"""A lens, as far as a data sheet tells: how it maps directions to pixels."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from twin.arrays import Floats, as_shape
from twin.cameras import kernels
from twin.cameras.datasheet import estimate, is_round
from twin.cameras.kernels import Record
from twin.cameras.printed import straight_focal
from twin.errors import ShapeError

__all__ = ["Lens"]

TOLD_FROM = 1.0
"""How far a printed field of view may be off that of the lens before it is told. [deg] assumption
(range 0.5-2): sheets print whole degrees."""

_MODELS = {"rectilinear": kernels.RECTILINEAR, "fisheye": kernels.FISHEYE}


@dataclass(frozen=True)
class Lens:
    """A lens with its sensor; see :mod:`twin.cameras.kernels` for the two models.

    Attributes
    ----------
    width_px, height_px : int
        Size of the image. [px]
    focal_px : float
        Focal length divided by pixel pitch. [px]
    k1 : float
        Third-order coefficient of the fisheye model; 0 for a rectilinear lens.
    model : str
        ``rectilinear`` or ``fisheye``.
    inferred : tuple of str
        One sentence for each number that no data sheet gave.
    circle : float, optional
        Angle off the axis at the edge of a round image, outside which its corners are black. [rad]
    focal_miss : float
        Share by which the focal length may be off, root mean square: that by which sheets like its
        own differ where it was inferred, or that of a zoom between its ends; 0 where it is printed
        or was measured.

    Raises
    ------
    ShapeError
        If the numbers describe no lens, or the radius folds back inside the image's corner.
    """

    width_px: int
    height_px: int
    focal_px: float
    k1: float = 0.0
    model: str = "fisheye"
    inferred: tuple[str, ...] = ()
    circle: float | None = None
    focal_miss: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is no lens."""
        if self.model not in _MODELS:
            message = f"lens model is {self.model!r}, but must be rectilinear or fisheye."
            raise ShapeError(message)
        if not (1 <= self.width_px <= 100_000 and 1 <= self.height_px <= 100_000):
            message = (
                f"image is {self.width_px} x {self.height_px} px, "
                "but each side must have 1 to 100000."
            )
            raise ShapeError(message)
        if not (math.isfinite(self.focal_px) and self.focal_px > 0 and math.isfinite(self.k1)):
            message = (
                f"focal length is {self.focal_px:g} px and k1 {self.k1:g}, "
                "but F must be above 0 and both finite."
            )
            raise ShapeError(message)
        if self.model == "rectilinear" and self.k1 != 0:
            message = f"k1 is {self.k1:g}, but a rectilinear lens has k1 0."
            raise ShapeError(message)
        if math.isnan(self.largest_angle):
            message = (
                f"a lens with F {self.focal_px:.0f} px and k1 {self.k1:.3f} does not reach the "
                f"corners of a {self.width_px} x {self.height_px} image, but its radius must grow "
                "with the angle up to there; check focal length, distance and field of view."
            )
            raise ShapeError(message)

    @classmethod
    def from_datasheet(
        cls,
        *,
        width_px: int,
        height_px: int,
        hfov_deg: float | None = None,
        vfov_deg: float | None = None,
        detect_m: float | None = None,
        focal_mm: float | None = None,
        pixel_pitch_um: float | None = None,
    ) -> "Lens":
        """Estimate a lens from what its data sheet prints.

        F is 25 times the distance at which the sheet promises 25 px/m, else focal length over
        pixel pitch, else follows from the field of view over the long side, moved by up to 15 %
        towards what both fields of view say where both are printed; k1 puts the edge of the long
        side at the printed field of view, and ``inferred`` says where the other is not met. See
        :mod:`twin.cameras.datasheet` for the rules and how well they fit.

        A lens that shows 170 degrees both ways, or so much on a square, makes a round image.

        Parameters
        ----------
        width_px, height_px : int
            Size of the image. [px]
        hfov_deg, vfov_deg : float, optional
            Full horizontal and vertical field of view. [deg]
        detect_m : float, optional
            Distance at which the sheet promises 25 px/m ("detect" of IEC 62676-4:2015). [m]
        focal_mm, pixel_pitch_um : float, optional
            Focal length [mm] and size of a pixel [um]; only together.

        Raises
        ------
        ShapeError
            If a number is impossible, too few are given, or two contradict each other.

        Examples
        --------
        >>> lens = Lens.from_datasheet(width_px=1920, height_px=1080, detect_m=54, hfov_deg=86)
        >>> lens.focal_px, round(lens.hfov_deg, 6), round(lens.distance_m(250), 1)
        (1350.0, 86.0, 5.4)
        """
        found = estimate(
            width_px, height_px, hfov_deg, vfov_deg, detect_m, focal_mm, pixel_pitch_um
        )
        lens = cls(
            width_px,
            height_px,
            found.focal_px,
            found.k1,
            found.model,
            found.inferred,
            found.circle,
            found.focal_miss,
        ).made_round()
        return _telling(lens, hfov_deg, vfov_deg)

    @classmethod
    def straight(
        cls,
        *,
        width_px: int,
        height_px: int,
        hfov_deg: float | None = None,
        vfov_deg: float | None = None,
        detect_m: float | None = None,
        focal_mm: float | None = None,
        pixel_pitch_um: float | None = None,
    ) -> "Lens":
        """Return the lens of a data sheet that keeps straight lines straight.

        F is that of the distance, of the focal length, or (N/2) / tan(h/2) of a field of view h
        over N pixels: the horizontal one where both are printed. ``inferred`` says which printed
        field of view is not met.

        Parameters
        ----------
        width_px, height_px, hfov_deg, vfov_deg, detect_m, focal_mm, pixel_pitch_um
            As for :meth:`from_datasheet`.

        Raises
        ------
        ShapeError
            If a number is impossible, too few are given, or two contradict each other.

        Examples
        --------
        >>> round(Lens.straight(width_px=1920, height_px=1080, hfov_deg=70).focal_px)
        1371
        """
        focal = straight_focal(
            width_px, height_px, hfov_deg, vfov_deg, detect_m, focal_mm, pixel_pitch_um
        )
        lens = cls(width_px, height_px, focal, model="rectilinear")
        return _telling(lens, hfov_deg, vfov_deg)

    def made_round(self) -> "Lens":
        """Return the lens with a round image, if it shows so much on a square."""
        if self.circle is not None or not is_round(self.width_px, self.height_px, [self.hfov_deg]):
            return self
        return replace(self, circle=math.radians(self.hfov_deg) / 2)

    def on_its_side(self) -> "Lens":
        """Return the lens with the image stood on its narrow side, the corridor format.

        Raises
        ------
        ShapeError
            If the image is higher than wide already.
        """
        if self.width_px < self.height_px:
            message = (
                f"corridor turns an image of {self.width_px} x {self.height_px} px by 90 degrees, "
                "but it is higher than wide already; give the sensor's own width and height, and "
                "the fields of view as printed for them, or leave corridor out."
            )
            raise ShapeError(message)
        return replace(self, width_px=self.height_px, height_px=self.width_px)

    @property
    def hfov_deg(self) -> float:
        """Horizontal field of view, edge to edge through the centre. [deg]"""
        return self._fov_deg(self.width_px)

    @property
    def vfov_deg(self) -> float:
        """Vertical field of view, edge to edge through the centre. [deg]"""
        return self._fov_deg(self.height_px)

    @property
    def dfov_deg(self) -> float:
        """Field of view from corner to corner through the centre. [deg]"""
        return self._fov_deg(math.hypot(self.width_px, self.height_px))

    def _fov_deg(self, pixels: float) -> float:
        angle = self.angle(pixels / 2)
        if self.circle is not None and not angle <= self.circle:  # beyond it, or folded
            angle = self.circle
        return 2 * math.degrees(angle)

    @cached_property
    def largest_angle(self) -> float:
        """Angle off the axis beyond which nothing is imaged: at the corner, or a circle's. [rad]"""
        if self.circle is not None:
            return self.circle
        return self.angle(math.hypot(self.width_px, self.height_px) / 2)

    @cached_property
    def record(self) -> Floats:
        """The numbers the kernels read, for a camera at the origin with the site's axes."""
        record = np.zeros(int(Record.LENGTH))
        record[Record.ROTATION : Record.ROTATION + 9] = np.eye(3).ravel()
        record[Record.FOCAL], record[Record.K1] = self.focal_px, self.k1
        record[Record.MODEL] = _MODELS[self.model]
        record[Record.WIDTH], record[Record.HEIGHT] = self.width_px, self.height_px
        record[Record.LARGEST_ANGLE] = self.largest_angle
        return record

    def angle(self, radius_px: float) -> float:
        """Return the angle off the axis imaged at a radius; NaN where none is. [rad]"""
        return float(
            kernels.angle_of_radius(_MODELS[self.model], self.focal_px, self.k1, radius_px)
        )

    def project(self, points: ArrayLike) -> Floats:
        """Image points of the camera frame.

        Parameters
        ----------
        points : (N, 3) array
            x right, y down, z forward. [m]

        Returns
        -------
        (N, 2) array
            u to the right, v down, from the outer corner of the first pixel; NaN for a point
            farther off the axis than the image's corner. [px]
        """
        checked = as_shape("points", points, (None, 3))
        return self._views(checked)[:, :2].copy()

    def unproject(self, pixels: ArrayLike) -> Floats:
        """Return the unit rays (N, 3) of the camera frame that pixels (N, 2) look along.

        Not a number where the lens images nothing.
        """
        checked = as_shape("pixels", pixels, (None, 2))
        out = np.empty((len(checked), 3))
        kernels.rays(self.record, checked, out)
        return out

    def density(self, points: ArrayLike) -> tuple[Floats, Floats]:
        """Count the pixels on a metre that faces the camera.

        Parameters
        ----------
        points : (N, 3) array
            Camera frame. [m]

        Returns
        -------
        tangential, radial : (N,) array
            F g / (R sin theta) and F g' / R; NaN beyond the image's corner. [px/m]
        """
        checked = as_shape("points", points, (None, 3))
        found = self._views(checked)
        return found[:, 2].copy(), found[:, 3].copy()

    def _views(self, points: Floats) -> Floats:
        """Return u, v, tangential and radial density, (N, 4)."""
        out = np.empty((len(points), 4))
        kernels.views(self.record, points, out)
        return out

    def distance_m(self, px_per_m: float) -> float:
        """Return the distance on the optical axis at which a metre has that many pixels. [m]"""
        if not px_per_m > 0:
            message = f"density is {px_per_m:g} px/m, but must be above 0."
            raise ShapeError(message)
        return self.focal_px / px_per_m

    def farthest_m(self, px_per_m: float) -> float:
        """Return a distance beyond which no part of the image has that many pixels a metre. [m]"""
        angle = self.largest_angle
        if self.model == "rectilinear":
            gain = 1 / math.cos(angle)
        else:
            gain = max(1.0, 1 + 3 * self.k1 * angle**2)
        return self.distance_m(px_per_m) * gain


def _telling(lens: Lens, hfov_deg: float | None, vfov_deg: float | None) -> Lens:
    """Return a lens with a sentence for each printed field of view that it does not have."""
    missed = [
        f"{word} field of view {has:.1f} degrees, where {printed:g} is printed."
        for word, has, printed in (
            ("Horizontal", lens.hfov_deg, hfov_deg),
            ("Vertical", lens.vfov_deg, vfov_deg),
        )
        if printed is not None and abs(has - printed) >= TOLD_FROM
    ]
    return replace(lens, inferred=(*lens.inferred, *missed))
