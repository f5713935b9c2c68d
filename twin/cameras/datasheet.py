"""From what a data sheet prints to focal length and distortion.

Rules, in the order in which they are tried:

* F = 25 D, D being the printed distance for 25 px/m; published distances are densities on the
  axis, not those of a pinhole with the printed field of view.
* F = focal length / pixel pitch.
* From the field of view h over the N pixels of the long side: a pinhole F = (N/2) / tan(h/2)
  below 40 degrees, F = 1.055 N / h above 70 degrees, and linear in h between.
* Where both fields of view are printed they move that F by a factor of up to 1.15, towards the F
  whose lens has both. Between 40 and 50 degrees, and between a square image and one of 4:3, the
  move fades in: two whole degrees say too little of F where a lens bends little, or where its two
  fields of view are nearly the same.
* k1 puts the edge of the image at the printed field of view: N/2 = F (t + k1 t^3), t = h/2. Where
  such a lens would not reach the image's corners, a smaller F is taken that does.

The long side of an image that stands on its narrow side is its height: it is the same lens, turned.
A square has for its long side that over which more is printed.

Fitted to 66 printed rows of security cameras the first rule and the last predict the vertical
field of view, not used in the fit, with 1.4 degrees root mean square; a pinhole misses by 11.9.
Over the 37 rows that are different, which the tests keep, it is 1.75 degrees, and 1.25 without the
one row whose distance contradicts its own fields of view. Their printed distances from 20 m on are
met within 6.1 % by the field of view over the long side alone, and within 4.2 % by both.

assumption: that the rule for the field of view holds for a lens whose sheet prints nothing else.
The factor 1.055 has a range of 1.00-1.10.
"""

import math
from dataclasses import dataclass

from twin.cameras.printed import AGREE_FOV, DETECT, LIMITS, check_all, printed_focal
from twin.errors import ShapeError

__all__ = [
    "BETTER",
    "Estimate",
    "estimate",
    "focal_of_fov",
    "fov_of_focal",
    "is_round",
    "largest_focal",
    "with_edge",
]

NARROW, WIDE = math.radians(40.0), math.radians(70.0)
FACTOR = 1.055
PULL = 1.15
"""By what factor two fields of view may move F off the rule for one. assumption (range 1.05-1.25):
two fields of view that contradict each other by as much are still taken for those of one lens."""

FLAT, BENT = 0.75, math.radians(50.0)
"""Ratio of the short side to the long one up to which, and field of view [rad] from which, two
fields of view say all they can of F. assumption (ranges 0.7-0.85 and 45-60 degrees)."""

ROUND_FROM = 170.0
"""A lens that shows so much both across and down makes a round image. [deg] assumption (range
150-180): sheets of such lenses print it from corner to corner, too."""

MISS_OF_ONE, MISS_OF_BOTH = (0.06, 0.18), (0.04, 0.21)
"""By what share printed distances from 20 m on differ from those of an F inferred from the field of
view over the long side, or from both: root mean square, and at most, over the 37 rows
[layouttool_sheets]. [1]"""

BETTER = "The sheet's 25 px/m distance is better."
"""Advice to whoever has a data sheet at hand."""

AGREE_RULE = 1.5
"""By what factor F may differ from the rule for the field of view, before one of the two is taken
for a slip. assumption (range 1.3-2): over the 66 rows the two differ by 6 % root mean square."""


@dataclass(frozen=True)
class Estimate:
    """F [px], k1, the model's name, and one sentence for each number that was inferred.

    ``circle`` is the angle off the axis at the edge of a round image [rad]; ``focal_miss`` the
    share by which F of sheets like this differs, root mean square, where F was inferred.
    """

    focal_px: float
    k1: float
    model: str
    inferred: tuple[str, ...]
    circle: float | None
    focal_miss: float


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
    check_all(width_px, height_px, hfov_deg, vfov_deg, detect_m, focal_mm, pixel_pitch_um)
    fields = [fov for fov in (hfov_deg, vfov_deg) if fov is not None]
    sides, corner, circle = (width_px, height_px), math.hypot(width_px, height_px) / 2, None
    if is_round(*sides, fields):
        # the round image fits between the long sides of the sensor
        sides, corner, circle = (min(sides),) * 2, min(sides) / 2, math.radians(max(fields)) / 2
    long = Side(sides[0], hfov_deg, "hfov_deg", "Horizontal")
    short = Side(sides[1], vfov_deg, "vfov_deg", "Vertical")
    if (short.pixels, short.fov_deg or 0.0) > (long.pixels, long.fov_deg or 0.0):
        long, short = short, long
    notes: list[str] = []
    focal, miss = printed_focal(detect_m, focal_mm, pixel_pitch_um), 0.0
    printed = next((side for side in (long, short) if side.fov_deg is not None), None)
    if focal is None:
        found, miss = _from_fov(long, short, corner, notes)
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
        _refuse_folded(focal, printed.pixels, printed.name, printed.fov_deg, corner)
        found = with_edge(focal, printed.pixels, math.radians(printed.fov_deg), narrow=False)
        if long.fov_deg is not None and short.fov_deg is not None:
            _agree(found, long, short)
    return Estimate(*found, tuple(notes), circle, miss)


def is_round(width_px: int, height_px: int, fields: list[float]) -> bool:
    """Say whether a lens with such fields of view [deg] makes a round image.

    Both must be as wide as that, or on a square, where one makes the other, one.
    """
    wide = [fov >= ROUND_FROM for fov in fields]
    return any(wide) if width_px == height_px else len(wide) == 2 and all(wide)


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


def _refuse_folded(focal: float, pixels: int, name: str, fov_deg: float, corner: float) -> None:
    """Refuse a focal length too long for the field of view: the corner lies beyond the fold."""
    most = largest_focal(pixels, math.radians(fov_deg), corner)
    if focal > most:
        message = (
            f"{name} {fov_deg:g} over {pixels} px with F {focal:.0f} px (25 px/m at "
            f"{focal / DETECT:.1f} m) is a lens whose radius folds back before the image's "
            f"corners, but F must be at most {most:.0f} px ({most / DETECT:.1f} m); give the "
            "distance or focal length without the field of view, or the field of view alone."
        )
        raise ShapeError(message)


def largest_focal(pixels: int, fov: float, corner: float) -> float:
    """Return the largest F whose fisheye has a field of view and reaches a corner. [px]

    The radius F (t + k1 t^3) folds back where it is 2/3 F t, and k1 follows from F by the field of
    view, so that 4 h^2 F^3 = 27 c^2 (F - b) with h half of it, c the corner's radius and b the F of
    a lens with k1 0. Of the three roots, found by thirds of an angle, the middle one is meant. A
    lens that folds back behind itself only must reach the corner at 180 degrees off the axis.

    Parameters
    ----------
    pixels : int
        Length of a side. [px]
    fov : float
        The field of view over it. [rad]
    corner : float
        Radius on the image that must be reached; at least half the side. [px]
    """
    half = fov / 2
    straight, behind = pixels / 2 / half, (math.pi / half) ** 2
    third = (math.pi + math.acos(pixels / 2 / corner)) / 3
    focal = 3 * corner / half * math.cos(third)
    if focal > 3 * behind * (focal - straight):  # the fold lies beyond 180 degrees
        focal = (straight * behind - corner / math.pi) / (behind - 1)
    return focal


def _from_fov(
    long: Side, short: Side, corner: float, notes: list[str]
) -> tuple[tuple[float, float, str], float]:
    """Infer F from the field of view alone; and say by what share such an F misses."""
    if long.fov_deg is not None:
        fov = math.radians(long.fov_deg)
    else:
        fov = _fov_of_short(long, short)
        side = " from that over the narrow side" if long.name == "vfov_deg" else ""
        notes.append(f"{long.word} field of view {math.degrees(fov):.1f} degrees inferred{side}.")
    focal, narrow = long.pixels * focal_of_fov(fov), fov < NARROW
    words, missed = "the field of view", MISS_OF_ONE
    if long.fov_deg is not None and short.fov_deg is not None:
        # a contradiction is refused before the two are solved, which would follow it
        _agree(with_edge(focal, long.pixels, fov, narrow=narrow), long, short)
        weight = _weight(long, short)
        if weight > 0:
            pull = min(PULL, max(1 / PULL, _focal_of_both(long, short) / focal))
            # a hair below the largest, which reaches the corner but for rounding
            most = (1 - 1e-9) * largest_focal(long.pixels, fov, corner)
            focal, words = min(focal * pull**weight, most), "both fields of view"
            missed = MISS_OF_BOTH
    usual, most_of_all = (round(100 * share) for share in missed)
    miss = (
        f"distances that sheets print differ by {usual} % from it (root mean square), by "
        f"{most_of_all} % at most"
    )
    notes += [f"F {focal:.0f} px inferred from {words}: {miss}.", BETTER]
    return with_edge(focal, long.pixels, fov, narrow=narrow), missed[0]


def _weight(long: Side, short: Side) -> float:
    """Return how much two fields of view say of F: 0 for a narrow lens or a square, up to 1."""
    bent = (math.radians(long.fov_deg or 0.0) - NARROW) / (BENT - NARROW)
    flat = (1 - short.pixels / long.pixels) / (1 - FLAT)
    return min(1.0, max(0.0, bent)) * min(1.0, flat)


def _focal_of_both(long: Side, short: Side) -> float:
    """Find the F whose lens has both fields of view. [px]

    r/t = F (1 + k1 t^2) at both edges is linear in F and F k1.
    """
    edges = [(math.radians(side.fov_deg or 0.0) / 2, side.pixels / 2) for side in (long, short)]
    (wide, far), (slight, near) = edges
    if slight >= wide:
        return 0.0  # as short as can be, as for two that are nearly the same
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
        swapped = (short.fov_deg or 0.0) > (long.fov_deg or 0.0)
        advice = (
            "they look swapped: give width and height as the sensor has them, and corridor if it "
            "hangs on its side"
            if swapped
            else f"give only {long.name}"
        )
        message = (
            f"{long.name} {long.fov_deg:g} over {long.pixels} px and {short.name} "
            f"{short.fov_deg:g} over {short.pixels} px do not fit one lens, but must agree within "
            f"{AGREE_FOV:.0%}; {advice}."
        )
        raise ShapeError(message)
