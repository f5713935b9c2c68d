"""What a data sheet prints: what it cannot print, the F that it states, and that of a pinhole."""

import math
from collections.abc import Mapping

from twin.arrays import as_number
from twin.errors import ShapeError

__all__ = ["AGREE_FOV", "DETECT", "LIMITS", "check_all", "printed_focal", "straight_focal"]

DETECT = 25.0
"""Density that a sheet's "detect" distance promises [iec62676_4_2015]. [px/m]"""

AGREE_FOCAL, AGREE_FOV = 0.10, 0.15
"""How far two printed numbers may differ. assumption (range 0.05-0.2): sheets print two digits."""

STRAIGHT_TO = 150.0
"""Widest field of view of a lens that keeps lines straight. [degree] assumption (range 120-160)"""

LIMITS: dict[str, tuple[float, float, str]] = {
    "hfov_deg": (0.5, 220.0, "degrees"),
    "vfov_deg": (0.5, 220.0, "degrees"),
    "detect_m": (0.5, 5000.0, "m"),
    "focal_mm": (0.3, 2000.0, "mm"),
    "pixel_pitch_um": (0.3, 30.0, "um"),
}
"""assumption: outside these no security camera exists; they catch a wrong unit."""


def check_all(width_px: int, height_px: int, *printed: float | None) -> None:
    """Refuse what is no image, or prints no lens; numbers in the order of :data:`LIMITS`."""
    _check(dict(zip(LIMITS, printed, strict=True)))
    _check_size(width_px, height_px)


def _check_size(width_px: int, height_px: int) -> None:
    """Refuse what is no size of an image."""
    _refuse_no_number({"width_px": width_px, "height_px": height_px})
    if not (width_px > 0 and height_px > 0):
        message = f"image is {width_px} x {height_px} px, but both sides must be above 0."
        raise ShapeError(message)


def _refuse_no_number(given: Mapping[str, float | None]) -> None:
    """Refuse text, and yes or no, where a number belongs."""
    for name, value in given.items():
        if value is not None:
            as_number(name, value)


def _check(given: Mapping[str, float | None]) -> None:
    """Refuse numbers that no camera has, and too few of them."""
    _refuse_no_number(given)
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


def printed_focal(
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


def straight_focal(
    width_px: int,
    height_px: int,
    hfov_deg: float | None,
    vfov_deg: float | None,
    detect_m: float | None,
    focal_mm: float | None,
    pixel_pitch_um: float | None,
) -> float:
    """Return F of a pinhole [px]; see :meth:`twin.cameras.Lens.straight`."""
    check_all(width_px, height_px, hfov_deg, vfov_deg, detect_m, focal_mm, pixel_pitch_um)
    known = printed_focal(detect_m, focal_mm, pixel_pitch_um)
    focals = [] if known is None else [known]
    for name, fov_deg, pixels in (
        ("hfov_deg", hfov_deg, width_px),
        ("vfov_deg", vfov_deg, height_px),
    ):
        if fov_deg is None:
            continue
        if fov_deg > STRAIGHT_TO:
            message = (
                f"{name} is {fov_deg:g}, but a straight lens shows {STRAIGHT_TO:g} degrees at most."
            )
            raise ShapeError(message)
        found = pixels / 2 / math.tan(math.radians(fov_deg) / 2)
        if focals and abs(found / focals[0] - 1) > AGREE_FOV:
            message = (
                f"{name} {fov_deg:g} over {pixels} px means F {found:.0f} px of a straight lens, "
                f"but what else is given {focals[0]:.0f} px, and they must agree within "
                f"{AGREE_FOV:.0%}."
            )
            raise ShapeError(message)
        focals.append(found)
    return focals[0]
