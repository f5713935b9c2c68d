"""What fewer pixels do to looks."""

import numpy as np
import pyarrow as pa

from twin.errors import ShapeError
from twin.tables import LOOKS, checked
from twin.usual import LEAST_DENSITY

__all__ = ["coarser"]

_IN_PIXELS = (
    *("u_px", "v_px", "density_px_per_m", "face_density_px_per_m"),
    *("eye_px", "ied_px", "blur_px"),
)


def coarser(looks: pa.Table, share: float) -> pa.Table:
    """Tell looks of a picture that is made smaller.

    All that is counted in pixels shrinks alike, blur too; whoever is shown at less than
    :data:`~twin.usual.LEAST_DENSITY` then is not seen.

    Parameters
    ----------
    looks : pyarrow.Table
        Looks of one camera.
    share : float
        Pixels across that are left of each. [1]

    Returns
    -------
    pyarrow.Table
        Looks that a lens with so many pixels and the same field of view would give, but for the
        choice of each second's best sample, which blur may change.

    Raises
    ------
    ShapeError
        If the share is not above 0 and at most 1.
    TableError
        If the looks do not follow their schema.
    """
    checked(looks, LOOKS)
    if not 0 < share <= 1:
        message = f"share of pixels is {share:g}, but must be above 0 and at most 1."
        raise ShapeError(message)
    scaled = looks
    for name in _IN_PIXELS:
        place = LOOKS.schema.get_field_index(name)
        field = LOOKS.schema.field(place)
        values = looks[name].to_numpy() * np.float32(share)
        column = pa.array(values, type=field.type, mask=np.isnan(values))
        scaled = scaled.set_column(place, field, column)
    return scaled.filter(pa.array(scaled["density_px_per_m"].to_numpy() >= LEAST_DENSITY))
