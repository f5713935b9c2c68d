"""Find position, direction and focal length of a camera from points clicked in its image.

Least squares over pose and lens together, on the lens this package images with; of all optima that
lie above the ground the best is taken. Clicks are taken to miss independently and equally, places
on the map to be exact, and the ground to be flat.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from twin.cameras import kernels
from twin.cameras.clicks import Clicks
from twin.cameras.judge import (
    CLICK,
    refuse_few,
    refuse_misfit,
    refuse_vague,
    rivals,
    suspects_of,
    tell_misfit,
)
from twin.cameras.lens import Lens
from twin.cameras.located import Located, covariance, numbers, standard_errors
from twin.cameras.optima import optima
from twin.cameras.sighting import Pose, Scene, Unknown
from twin.errors import ShapeError, TableError

__all__ = ["locate"]

BENT, MUCH = 3.0, 2.0
"""A rectilinear lens that misses by more than this [px] is held against a fisheye, and refused when
that misses less by this factor. [1] assumption (ranges 2-6 and 1.5-4): clicks are good to a pixel
or two."""

FOR_K1 = 6
"""Points from which on k1 is looked for: 12 equations for 8 unknowns. [1] assumption (range
5-8)"""

FEW_SPARE = 3
"""With fewer equations than that to spare a warning is given. [1] assumption (range 2-6)"""

_UNSURE = "F is inferred from the data sheet, ± {:.0f} %, which the column 95 % leaves out."


def locate(
    clicks: Clicks,
    *,
    width_px: int,
    height_px: int,
    fisheye: bool = False,
    straight: bool = False,
    corridor: bool = False,
    sheet: Mapping[str, float] | None = None,
) -> Located:
    """Find a camera from points clicked in its image.

    Parameters
    ----------
    clicks : Clicks
        Four or more points.
    width_px, height_px : int
        Size of the image. [px]
    fisheye : bool
        Look for a fisheye; a rectilinear lens is looked for otherwise. k1 is found too from
        :data:`FOR_K1` points on, if they fix it; else it follows from the focal length by
        :func:`twin.cameras.sighting.usual_k1`.
    straight : bool
        Take the lens for rectilinear, with a data sheet too; a fisheye that fits much better is
        told and not demanded.
    corridor : bool
        The sensor hung on its side: the data sheet is that of the sensor, whose wide side is the
        image's height.
    sheet : mapping of str to float, optional
        What a data sheet says of the lens, in the words of
        :meth:`twin.cameras.Lens.from_datasheet`; then only the pose is found.

    Returns
    -------
    Located
        The camera, with standard errors.

    Raises
    ------
    TableError
        If the points determine no camera, in a sentence that says why.
    ShapeError
        If the data sheet describes no lens, or an image that is wider than high is one in corridor
        format.
    """
    size = (width_px, height_px)
    refuse_few(clicks)
    if fisheye and straight:
        message = "fisheye and straight (--fisheye, --straight) are given, but a lens is only one."
        raise ShapeError(message)
    if corridor and width_px > height_px:
        message = (
            f"corridor (--corridor) is given, but an image of {width_px} x {height_px} px is wider "
            "than high, as of a sensor that hangs upright; leave it out."
        )
        raise ShapeError(message)
    if sheet:
        if fisheye:
            message = "fisheye stands beside a data sheet, but the sheet says what lens it is."
            raise ShapeError(message)
        made = Lens.straight if straight else Lens.from_datasheet
        sensor = size[::-1] if corridor else size
        lens = made(width_px=sensor[0], height_px=sensor[1], **sheet)
        lens = lens.on_its_side() if corridor else lens
        notes = lens.inferred
        if lens.focal_miss:
            notes = (*notes, _UNSURE.format(100 * lens.focal_miss))
        found = _solve(clicks, size, lens.model, "nothing", lens, sheet, notes, straight=straight)
    else:
        found = _without_sheet(clicks, size, fisheye=fisheye, straight=straight)
    return replace(found, corridor=corridor)


def _without_sheet(
    clicks: Clicks, size: tuple[int, int], *, fisheye: bool, straight: bool
) -> Located:
    """Find a camera and its focal length, and k1 if it can be."""
    if straight:
        found = _solve(clicks, size, "rectilinear", "focal", straight=True)
        bent = _fits_bent(found.rms_px, clicks, size)
        if bent is None:
            return found
        told = f"{bent[0].upper()}{bent[1:]}: is the lens straight (--straight), or --fisheye?"
        return replace(found, notes=(*found.notes, told))
    if not fisheye:
        try:
            found = _solve(clicks, size, "rectilinear", "focal")
        except TableError:
            _refuse_bent(math.inf, clicks, size)
            raise
        _refuse_bent(found.rms_px, clicks, size)
        return found
    if len(clicks.names) >= FOR_K1:
        try:
            return _solve(clicks, size, "fisheye", "focal and k1")
        except (ShapeError, TableError):  # told below, if it is not for k1
            pass
    note = "k1 is not fixed by these points; it follows from the focal length, as of wide lenses."
    return _solve(clicks, size, "fisheye", "focal", notes=(note,))


def _refuse_bent(rms_px: float, clicks: Clicks, size: tuple[int, int]) -> None:
    """Refuse a rectilinear lens where a fisheye fits much better."""
    bent = _fits_bent(rms_px, clicks, size)
    if bent is not None:
        file = clicks.lines[0].rpartition(":")[0]
        message = f"{file}: {bent}; look for that (--fisheye)."
        raise TableError(message)


def _fits_bent(rms_px: float, clicks: Clicks, size: tuple[int, int]) -> str | None:
    """Say that a fisheye fits much better than a rectilinear lens, if one does.

    Wide lenses of security cameras are no pinholes (see :mod:`twin.cameras.datasheet`), and one
    that is taken for it comes out in another place, sure of it.
    """
    if rms_px <= BENT:
        return None
    try:
        bent = _solve(clicks, size, "fisheye", "focal")
    except (ShapeError, TableError):  # no fisheye fits at all
        return None
    if bent.rms_px >= rms_px / MUCH:
        return None
    straight = (
        f"a rectilinear lens misses the points by {rms_px:.1f} px, but a fisheye"
        if rms_px < math.inf
        else "no rectilinear lens fits the points, but a fisheye misses them"
    )
    return f"{straight} by {bent.rms_px:.1f} px only"


def _solve(
    clicks: Clicks,
    size: tuple[int, int],
    model: str,
    unknown: Unknown,
    lens: Lens | None = None,
    sheet: Mapping[str, float] | None = None,
    notes: tuple[str, ...] = (),
    *,
    straight: bool = False,
) -> Located:
    """Find a camera whose lens has one or other unknown."""
    from scipy.special import stdtrit  # here, because it takes long and few need it

    # eastings have six digits before the point; an origin among the points keeps the rest
    origin = np.array([*clicks.places[:, :2].mean(axis=0), 0.0])
    code = kernels.FISHEYE if model == "fisheye" else kernels.RECTILINEAR
    scene = Scene(clicks.places - origin, clicks.pixels, *size, code, unknown)
    known = None if lens is None else Pose(np.zeros(3), np.eye(3), lens.focal_px, lens.k1)
    found = optima(scene, known)
    suspects = suspects_of(lens, straight=straight)
    best = refuse_misfit(found, clicks, size, suspects=suspects)
    spare = best.misses.size - scene.unknowns
    click = math.sqrt(best.squares / spare)
    spread = covariance(scene, best.pose)
    refuse_vague(scene, best.pose, spread * max(click, CLICK) ** 2, clicks)
    values = numbers(scene, best.pose)
    values["easting_m"] += float(origin[0])
    values["northing_m"] += float(origin[1])
    if spare < FEW_SPARE:
        rough = (
            f"With {spare} equation{'' if spare == 1 else 's'} to spare a wrong click hardly "
            "shows, and the standard errors are rough; click more points."
        )
        notes = (*notes, rough)
    notes = (*notes, *tell_misfit(best, clicks, size, suspects=suspects))
    errors = standard_errors(scene, best.pose, spread * click**2)
    return Located(
        values=values,
        errors=errors,
        factor=float(stdtrit(spare, 0.975)),
        spare=spare,
        misses=best.misses,
        rms_px=best.rms_px,
        lens=lens or Lens(*size, best.pose.focal, best.pose.k1, model).made_round(),
        clicks=clicks,
        sheet=sheet or {},
        straight=straight,
        notes=(*notes, *rivals(found, best, click, origin)),
    )
