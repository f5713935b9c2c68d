"""Whether clicked points determine a camera, and a sentence that says why not."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from twin.arrays import Floats
from twin.cameras.clicks import LEAST, Clicks
from twin.cameras.lens import Lens
from twin.cameras.optima import Optimum
from twin.cameras.sighting import Pose, Scene
from twin.errors import TableError
from twin.wording import few_digits

__all__ = [
    "CLICK",
    "refuse_few",
    "refuse_misfit",
    "refuse_vague",
    "rivals",
    "suspects_of",
    "tell_misfit",
]

CLICK = 1.0
"""How far a click misses along each axis, at the least, when it is judged whether the points fix a
number. [px] assumption (range 0.5-3)"""

VAGUE = 0.25
"""A focal length less sure than this share of itself, or a position less sure than this share of
the distance to the points, is not found. One standard error [1]; assumption (range 0.1-0.5)."""

VAGUE_K1 = 0.05
"""A k1 less sure than this is not found. One standard error [1]; assumption (range 0.02-0.1): the
rule for wide lenses gives -0.05 at F / N = 0.5, and a k1 less sure tells nothing beyond it."""

LARGEST_RMS = 0.01
"""Largest reprojection error, as a share of the image's diagonal. [1] assumption (range
0.003-0.03): 22 px in full HD, 0.2 m at 15 m with F 1,500 px, what maps are good for."""

LARGE_RMS = 0.0025
"""Reprojection error, as a share of the image's diagonal, from which on it is told. [1] assumption
(range 0.001-0.005): 5.5 px in full HD, more than clicks miss by, which are good to a pixel or
two."""

SPOT = 0.2
"""Points that all lie within this are one spot. [m] assumption (range 0.05-1)"""

LINE = 0.01
"""Points that leave a straight line by less than this share of its length are on it. [1]
assumption (range 0.005-0.05)"""

LIKELY = 3.84
"""A second optimum is told of when its squared misses, over those of a click, are larger by less
than the 95 % point of chi-square with one degree of freedom. [1]"""


def refuse_few(clicks: Clicks) -> None:
    """Refuse points that are too few, all on one spot or on one line, before any is fitted.

    Raises
    ------
    TableError
        In one sentence.
    """
    file = clicks.lines[0].rpartition(":")[0]
    different = len(np.unique(clicks.places, axis=0))
    if different < LEAST:
        message = (
            f"{file}: {different} different point{'' if different == 1 else 's'} cannot fix a "
            f"camera, but at least {LEAST} must be given, and six or more are better."
        )
        raise TableError(message)
    away = clicks.places - clicks.places.mean(axis=0)
    along = away @ np.linalg.svd(away, full_matrices=False)[2].T
    length, breadth = np.ptp(along[:, 0]), np.abs(along[:, 1:]).max()
    if length < SPOT:
        message = (
            f"{file}: all points lie within {length:.2g} m, which is one spot, but they must be "
            "spread over what the camera sees."
        )
        raise TableError(message)
    if breadth < LINE * length:
        message = (
            f"{file}: all points lie on one straight line ({length:.3g} m long, {breadth:.2g} m to "
            "its sides), which leaves the turn about it open; add points beside it."
        )
        raise TableError(message)


def refuse_misfit(
    found: Sequence[Optimum], clicks: Clicks, size: tuple[int, int], *, suspects: str
) -> Optimum:
    """Return the best optimum above the ground, if it fits.

    ``suspects`` is from :func:`suspects_of`.

    Raises
    ------
    TableError
        If none does, in one sentence.
    """
    file = clicks.lines[0].rpartition(":")[0]
    allowed = LARGEST_RMS * math.hypot(*size)
    above = [one for one in found if one.pose.position[2] > 0]
    fits = [one for one in above if one.rms_px <= allowed]
    if fits:
        return fits[0]
    below = [one for one in found if one.pose.position[2] <= 0]
    if below and (below[0].rms_px <= allowed or not above):
        message = (
            f"{file}: the camera comes out {few_digits(-below[0].pose.position[2])} m under the "
            "ground, but must be above it; easting_m and northing_m may be swapped, v_px may count "
            "upwards and not downwards from the upper left corner, or height_m may be wrong."
        )
        raise TableError(message)
    if not above:
        message = (
            f"{file}: no camera has all points in front of it where they were clicked; check that "
            "u_px and v_px count from the upper left corner, and that each point has the right "
            "place."
        )
        raise TableError(message)
    worst, first = _to_check(above[0], clicks, suspects)
    message = (
        f"{clicks.lines[worst]}: the RMS reprojection error is {above[0].rms_px:.3g} px, but may "
        f"be {allowed:.3g} px (1 % of the diagonal); {first}."
    )
    raise TableError(message)


def tell_misfit(
    best: Optimum, clicks: Clicks, size: tuple[int, int], *, suspects: str
) -> Iterator[str]:
    """Tell that a camera fits the points worse than clicks miss, in one sentence."""
    if best.rms_px > LARGE_RMS * math.hypot(*size):
        _, first = _to_check(best, clicks, suspects)
        yield (
            f"The RMS reprojection error, {best.rms_px:.3g} px, is more than clicks miss by, so "
            f"that something else is wrong and the camera may be elsewhere; {first}."
        )


def suspects_of(lens: Lens | None, *, straight: bool) -> str:
    """Say what beside the points may be wrong: the lens of a data sheet, or that it is straight."""
    if lens is None:
        return (
            ", then whether the lens keeps lines straight at all (--straight)" if straight else ""
        )
    sheet = ", then whether the lens is that of the data sheet"
    if straight:
        return f"{sheet} and keeps lines straight at all (--straight)"
    if lens.model == "fisheye":  # as the rule for a field of view makes most
        sheet += ", or keeps lines straight (--straight)"
    if lens.focal_miss:
        sheet += "; its F is inferred only, so try without --hfov and --vfov, or with --fisheye"
    return sheet


def _to_check(found: Optimum, clicks: Clicks, suspects: str) -> tuple[int, str]:
    """Return which point fits worst, and what to check."""
    lengths = np.hypot(*found.misses.T)
    worst = int(lengths.argmax())
    return worst, (
        f"{clicks.names[worst]!r} has the largest residual, {lengths[worst]:.3g} px: check it "
        f"first, then the others{suspects}"
    )


def refuse_vague(scene: Scene, pose: Pose, spread: Floats, clicks: Clicks) -> None:
    """Refuse a camera of which the points leave a number open.

    Parameters
    ----------
    scene, pose
        What was fitted, and what was found.
    spread : (unknowns, unknowns) array
        Covariance of the unknowns.
    clicks : Clicks
        For the sentence.

    Raises
    ------
    TableError
        In one sentence.
    """
    file = clicks.lines[0].rpartition(":")[0]
    sure = np.sqrt(np.diag(spread))
    if scene.unknown == "focal and k1" and not sure[7] < VAGUE_K1:
        message = f"{file}: the points do not fix k1; spread them from the middle to the edges."
        raise TableError(message)
    if scene.unknown != "nothing" and not sure[6] < VAGUE:
        message = (
            f"{file}: the points do not fix the focal length (standard error {_share(sure[6])}), "
            "as when a camera looks straight down on flat ground or they fill little of the image; "
            "give what the data sheet says, such as --hfov, or add points of other heights or "
            "distances."
        )
        raise TableError(message)
    away = float(np.linalg.norm(scene.points - pose.position, axis=1).mean())
    if not sure[:3].max() < VAGUE * away:
        message = (
            f"{file}: the points do not fix the position (standard error "
            f"{_share(sure[:3].max() / away)} of their distance); add points that are farther "
            "apart and not on one line."
        )
        raise TableError(message)


def _share(error: float) -> str:
    return f"{error:.0%}" if error < 10 else "beyond measure"


def rivals(found: Sequence[Optimum], best: Optimum, click: float, origin: Floats) -> Iterator[str]:
    """Tell of other optima above the ground that fit nearly as well, one sentence each."""
    for one in found:
        more = (one.squares - best.squares) / max(click, CLICK) ** 2
        if one is not best and one.pose.position[2] > 0 and more < LIKELY:
            east, north, up = one.pose.position + origin
            yield (
                f"Another camera fits nearly as well (RMS {one.rms_px:.2g} px): easting "
                f"{east:.1f}, northing {north:.1f}, {up:.1f} m up, F {one.pose.focal:.0f} px; "
                "more points, of other heights, tell them apart."
            )
