"""From what a data sheet prints to focal length and distortion.

Rules, in the order in which they are tried:

* F = 25 D, D being the printed distance for 25 px/m; published distances are densities on the
  axis, not those of a pinhole with the printed field of view.
* F = focal length / pixel pitch.
* From both fields of view: F and k1 that put both edges where they are printed. Not for a narrow
  lens, nor when the two are nearly the same: whole degrees then say too little of F.
* From the field of view h over the N pixels of the long side: a pinhole F = (N/2) / tan(h/2)
  below 40 degrees, F = 1.055 N / h above 70 degrees, and linear in h between.
* k1 puts the edge of the image at the printed field of view: N/2 = F (t + k1 t^3), t = h/2.

The long side of an image that stands on its narrow side is its height: it is the same lens, turned.

Fitted to 66 printed rows of security cameras the first rule and the last predict the vertical
field of view, not used in the fit, with 1.4 degrees root mean square; a pinhole misses by 11.9.

assumption: that the rule for the field of view holds for a lens whose sheet prints nothing else.
The factor 1.055 has a range of 1.00-1.10.
"""

import math
from dataclasses import dataclass

from twin.errors import ShapeError

__all__ = ["BETTER", "Estimate", "estimate", "focal_of_fov", "fov_of_focal", "with_edge"]

NARROW, WIDE = math.radians(40.0), math.radians(70.0)
FACTOR = 1.055
DETECT = 25.0
"""Density that a sheet's "detect" distance promises [iec62676_4_2015]. [px/m]"""

UNLIKE = 0.8
"""Largest ratio of two fields of view that together fix F. assumption (range 0.7-0.9): at 0.8,
half a degree in each of two near 50 shifts F by 5 %, about what the rule for one of them misses."""

BETTER = "The sheet's 25 px/m distance is better."
"""Advice to whoever has a data sheet at hand."""

AGREE_FOCAL, AGREE_FOV = 0.10, 0.15
"""How far two printed numbers may differ. assumption (range 0.05-0.2): sheets print two digits."""

AGREE_RULE = 1.5
"""By what factor F may differ from the rule for the field of view, before one of the two is taken
for a slip. assumption (range 1.3-2): over the 66 rows the two differ by 6 % root mean square."""

LIMITS: dict[str, tuple[float, float, str]] = {
    "hfov_deg": (0.5, 220.0, "degrees"),
    "vfov_deg": (0.5, 220.0, "degrees"),
    "detect_m": (0.5, 5000.0, "m"),
    "focal_mm": (0.3, 2000.0, "mm"),
    "pixel_pitch_um": (0.3, 30.0, "um"),
}
"""assumption: outside these no security camera exists; they catch a wrong unit."""


@dataclass(frozen=True)
class Estimate:
    """F [px], k1, the model's name, and one sentence for each number that was inferred."""

    focal_px: float
    k1: float
    model: str
    inferred: tuple[str, ...]


def focal_of_fov(fov: float) -> float:
    """Return F / N for a field of view over N pixels [rad], when nothing else is printed."""
    if fov < NARROW:
        return 0.5 / math.tan(fov / 2)
    if fov > WIDE:
        return FACTOR / fov
    ends = 0.5 / math.tan(NARROW / 2), FACTOR / WIDE
    return ends[0] + (ends[1] - ends[0]) * (fov - NARROW) / (WIDE - NARROW)


def fov_of_focal(share: float) -> float:
    """Return the field of view [rad] for which :func:`focal_of_fov` is ``share``."""
    ends = 0.5 / math.tan(NARROW / 2), FACTOR / WIDE
    if share > ends[0]:
        return 2 * math.atan(0.5 / share)
    if share < ends[1]:
        return FACTOR / share
    return NARROW + (WIDE - NARROW) * (share - ends[0]) / (ends[1] - ends[0])


@dataclass(frozen=True)
class Side:
    """One side of the image: its length [px], the field of view over it [deg], and their names."""

    pixels: int
    fov_deg: float | None
    name: str
    word: str


def estimate(
    width_px: int,
    height_px: int,
    hfov_deg: float | None,
    vfov_deg: float | None,
    detect_m: float | None,
    focal_mm: float | None,
    pixel_pitch_um: float | None,
) -> Estimate:
    """Estimate a lens; see :meth:`twin.cameras.Lens.from_datasheet`."""
    given = {
        "hfov_deg": hfov_deg,
        "vfov_deg": vfov_deg,
        "detect_m": detect_m,
        "focal_mm": focal_mm,
        "pixel_pitch_um": pixel_pitch_um,
    }
    _check(given)
    if not (width_px > 0 and height_px > 0):
        message = f"image is {width_px} x {height_px} px, but both sides must be above 0."
        raise ShapeError(message)
    long = Side(width_px, hfov_deg, "hfov_deg", "Horizontal")
    short = Side(height_px, vfov_deg, "vfov_deg", "Vertical")
    if height_px > width_px:
        long, short = short, long
    notes: list[str] = []
    focal = _focal(detect_m, focal_mm, pixel_pitch_um)
    printed = next((side for side in (long, short) if side.fov_deg is not None), None)
    if focal is None:
        found = _from_fov(long, short, notes)
    elif printed is None or printed.fov_deg is None:
        fov = fov_of_focal(focal / long.pixels)
        widest = LIMITS[long.name][1]
        if math.degrees(fov) > widest:
            message = (
                f"F {focal:.0f} px over {long.pixels} px means a field of view of "
                f"{math.degrees(fov):.0f} degrees, but no lens shows more than {widest:g}; check "
                f"the distance or focal length, or give {long.name}."
            )
            raise ShapeError(message)
        notes.append(
            f"{long.word} field of view {math.degrees(fov):.1f} degrees inferred from F "
            f"{focal:.0f} px."
        )
        found = with_edge(focal, long.pixels, fov, narrow=fov < NARROW)
    else:
        _plausible(focal, printed.pixels, printed.name, printed.fov_deg)
        found = with_edge(focal, printed.pixels, math.radians(printed.fov_deg), narrow=False)
        if long.fov_deg is not None and short.fov_deg is not None:
            _agree(found, long, short)
    return Estimate(*found, tuple(notes))


def _check(given: dict[str, float | None]) -> None:
    """Refuse numbers that no camera has, and too few of them."""
    for name, value in given.items():
        low, high, unit = LIMITS[name]
        if value is not None and not low <= value <= high:
            message = f"{name} is {value:g}, but must lie between {low:g} and {high:g} {unit}."
            raise ShapeError(message)
    if (given["focal_mm"] is None) != (given["pixel_pitch_um"] is None):
        alone = "focal_mm" if given["pixel_pitch_um"] is None else "pixel_pitch_um"
        message = f"{alone} stands alone, but focal_mm and pixel_pitch_um must be given together."
        raise ShapeError(message)
    if all(value is None for value in given.values()):
        message = (
            "nothing is known of the lens, but hfov_deg, vfov_deg, detect_m or focal_mm with "
            "pixel_pitch_um must be given."
        )
        raise ShapeError(message)


def _focal(
    detect_m: float | None, focal_mm: float | None, pixel_pitch_um: float | None
) -> float | None:
    """Return F when the sheet prints it one way or the other. [px]"""
    by_pitch = (
        1000 * focal_mm / pixel_pitch_um
        if focal_mm is not None and pixel_pitch_um is not None
        else None
    )
    if detect_m is None:
        return by_pitch
    by_distance = DETECT * detect_m
    if by_pitch is not None and abs(by_pitch / by_distance - 1) > AGREE_FOCAL:
        message = (
            f"detect_m {detect_m:g} means F {by_distance:.0f} px but focal_mm {focal_mm:g} over "
            f"pixel_pitch_um {pixel_pitch_um:g} means {by_pitch:.0f} px, and they must agree "
            f"within {AGREE_FOCAL:.0%}."
        )
        raise ShapeError(message)
    return by_distance


def _plausible(focal: float, pixels: int, name: str, fov_deg: float) -> None:
    """Refuse a focal length that no lens with such a field of view has."""
    usual = pixels * focal_of_fov(math.radians(fov_deg))
    if not 1 / AGREE_RULE <= focal / usual <= AGREE_RULE:
        message = (
            f"{name} is {fov_deg:g} over {pixels} px, for which F is about {usual:.0f} px (25 px/m "
            f"at {usual / DETECT:.1f} m), but the distance or focal length given means {focal:.0f} "
            f"px ({focal / DETECT:.1f} m); they may differ by a factor of {AGREE_RULE:g} at most."
        )
        raise ShapeError(message)


def _from_fov(long: Side, short: Side, notes: list[str]) -> tuple[float, float, str]:
    """Infer F from the field of view alone."""
    if long.fov_deg is not None:
        fov = math.radians(long.fov_deg)
    else:
        fov = _fov_of_short(long, short)
        notes.append(f"{long.word} field of view {math.degrees(fov):.1f} degrees inferred.")
    focal, narrow = long.pixels * focal_of_fov(fov), fov < NARROW
    words = "the field of view"
    if long.fov_deg is not None and short.fov_deg is not None:
        # a contradiction is refused before the two are solved, which would follow it
        _agree(with_edge(focal, long.pixels, fov, narrow=narrow), long, short)
        if not narrow and short.fov_deg <= UNLIKE * long.fov_deg:
            focal, words = _focal_of_both(long, short), "both fields of view"
    notes += [f"F {focal:.0f} px inferred from {words}.", BETTER]
    return with_edge(focal, long.pixels, fov, narrow=narrow)


def _focal_of_both(long: Side, short: Side) -> float:
    """Find the F whose lens has both fields of view. [px]

    r/t = F (1 + k1 t^2) at both edges is linear in F and F k1.
    """
    edges = [(math.radians(side.fov_deg or 0.0) / 2, side.pixels / 2) for side in (long, short)]
    (wide, far), (slight, near) = edges
    return (near / slight * wide**2 - far / wide * slight**2) / (wide**2 - slight**2)


def _fov_of_short(long: Side, short: Side) -> float:
    """Find the field of view over the long side of the lens that has a given one over the other.

    In radians.
    """
    from scipy.optimize import brentq  # here, because it takes long and few sheets need it

    half = math.radians(short.fov_deg or 0.0) / 2

    def miss(fov: float) -> float:
        focal = long.pixels * focal_of_fov(fov)
        found = with_edge(focal, long.pixels, fov, narrow=fov < NARROW)
        return _radius(found, half) - short.pixels / 2

    low, high = (math.radians(limit) for limit in LIMITS[long.name][:2])
    if miss(low) < 0 or miss(high) > 0:
        message = (
            f"{short.name} is {short.fov_deg:g} over {short.pixels} px, but no lens with a field "
            f"of view of {LIMITS[long.name][0]:g} to {LIMITS[long.name][1]:g} degrees over the "
            f"other {long.pixels} px has that; give {long.name}."
        )
        raise ShapeError(message)
    return float(brentq(miss, low, high, xtol=1e-12))


def with_edge(focal: float, pixels: int, fov: float, *, narrow: bool) -> tuple[float, float, str]:
    """Choose k1 so that the edge of the image lies at half the field of view."""
    if narrow:
        return focal, 0.0, "rectilinear"
    half = fov / 2
    k1 = (pixels / (2 * focal * half) - 1) / (half * half)
    if 1 + 3 * k1 * half * half <= 0:
        message = (
            f"a field of view of {math.degrees(fov):g} degrees over {pixels} px needs a radius "
            f"that folds back for F {focal:.0f} px, but it must grow up to the image's corner; "
            "check the distance or focal length against the field of view."
        )
        raise ShapeError(message)
    return focal, k1, "fisheye"


def _radius(lens: tuple[float, float, str], theta: float) -> float:
    """Return the radius on the image of an angle off the axis. [px]"""
    focal, k1, model = lens
    if model == "rectilinear":
        return focal * math.tan(theta) if theta < math.pi / 2 else math.inf
    return focal * theta * (1 + k1 * theta * theta)


def _agree(lens: tuple[float, float, str], long: Side, short: Side) -> None:
    """Refuse a field of view over the short side that the lens cannot have."""
    expected = _radius(lens, math.radians(short.fov_deg or 0.0) / 2)
    if not abs(expected / (short.pixels / 2) - 1) <= AGREE_FOV:
        message = (
            f"{long.name} {long.fov_deg:g} over {long.pixels} px and {short.name} "
            f"{short.fov_deg:g} over {short.pixels} px do not fit one lens, but must agree within "
            f"{AGREE_FOV:.0%}; give only {long.name}."
        )
        raise ShapeError(message)
