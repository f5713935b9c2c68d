"""A zoom lens between its ends."""

import math

import numpy as np

from twin.cameras.datasheet import BETTER, focal_of_fov, with_edge
from twin.cameras.lens import Lens
from twin.errors import ShapeError

__all__ = ["SAME", "zoomed"]

SAME = 0.06
"""A field of view that differs by less is the same: sheets and lists print a tenth. [degree]"""

BETWEEN = 0.03
"""Share by which F between two ends that are known may be off, root mean square. [1] assumption
(range 0.01-0.06): less than that of a field of view alone, which tells of no lens in particular."""


def zoomed(wide: Lens, tele: Lens, *, hfov_deg: float) -> Lens:
    """Set a zoom lens to a field of view.

    At both ends F stands over what the rule for the field of view would give it by some factor (see
    :mod:`twin.cameras.datasheet`); between them that factor is interpolated linearly in the field
    of view, and k1 puts the edge of the image where it is asked for. assumption: no data sheet says
    more; a lens whose ends follow the rule follows it all the way.

    Parameters
    ----------
    wide, tele : Lens
        The ends.
    hfov_deg : float
        Full horizontal field of view wanted; up to :data:`SAME` beyond an end it is that. [deg]

    Returns
    -------
    Lens
        That of an end, where its field of view is asked for; else its ``focal_miss`` is that of
        the ends, and :data:`BETWEEN` at least.

    Raises
    ------
    ShapeError
        If the ends have other images, or the field of view does not lie between theirs.

    Examples
    --------
    >>> sheet = {"width_px": 2688, "height_px": 1520}
    >>> wide = Lens.from_datasheet(**sheet, hfov_deg=108, detect_m=64)
    >>> tele = Lens.from_datasheet(**sheet, hfov_deg=30, detect_m=190)
    >>> round(zoomed(wide, tele, hfov_deg=60).distance_m(25))
    110
    """
    if (wide.width_px, wide.height_px) != (tele.width_px, tele.height_px):
        message = (
            f"the wide end of the lens has an image of {wide.width_px} x {wide.height_px} px and "
            f"the tele end one of {tele.width_px} x {tele.height_px}, but both must be the same."
        )
        raise ShapeError(message)
    if not tele.hfov_deg < wide.hfov_deg:
        message = (
            f"the wide end of the lens shows {wide.hfov_deg:.4g} degrees and the tele end "
            f"{tele.hfov_deg:.4g}, but the tele end must show less."
        )
        raise ShapeError(message)
    for end, beyond in ((wide, hfov_deg - wide.hfov_deg), (tele, tele.hfov_deg - hfov_deg)):
        if -1e-9 <= beyond <= SAME:
            return end
    if not tele.hfov_deg < hfov_deg < wide.hfov_deg:
        message = (
            f"hfov_deg is {hfov_deg:g}, but this lens zooms from {tele.hfov_deg:.4g} to "
            f"{wide.hfov_deg:.4g} degrees."
        )
        raise ShapeError(message)
    fov, ends = math.radians(hfov_deg), (tele, wide)
    miss = max(BETWEEN, wide.focal_miss, tele.focal_miss)
    if all(end.model == "rectilinear" for end in ends):
        return Lens(
            wide.width_px,
            wide.height_px,
            wide.width_px / 2 / math.tan(fov / 2),
            model="rectilinear",
            inferred=_inferred(wide, tele, miss),
            focal_miss=miss,
        )
    usual = [end.focal_px / end.width_px / focal_of_fov(math.radians(end.hfov_deg)) for end in ends]
    factor = float(np.interp(hfov_deg, [end.hfov_deg for end in ends], usual))
    focal, k1, model = with_edge(
        wide.width_px * factor * focal_of_fov(fov), wide.width_px, fov, narrow=False
    )
    size = (wide.width_px, wide.height_px)
    return Lens(*size, focal, k1, model, _inferred(wide, tele, miss), focal_miss=miss)


def _inferred(wide: Lens, tele: Lens, miss: float) -> tuple[str, ...]:
    """List what was inferred between the ends, then of which end what; advice once."""
    told = [f"F interpolated between the ends of the zoom, \N{PLUS-MINUS SIGN} {100 * miss:.0f} %."]
    for name, end in (("Wide", wide), ("Tele", tele)):
        told += [f"{name} end: {one}" for one in end.inferred if one != BETTER]
    if BETTER in (*wide.inferred, *tele.inferred):
        told.append(BETTER)
    return tuple(told)
