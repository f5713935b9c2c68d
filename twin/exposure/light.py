"""What darkness does to looks."""

import numpy as np
import pyarrow as pa

from twin.arrays import Bools
from twin.errors import ShapeError
from twin.tables import LOOKS, TICKS_PER_SECOND, checked

__all__ = ["in_the_light_of"]


def in_the_light_of(looks: pa.Table, dark: Bools, *, blur: float) -> pa.Table:
    """Blur the looks after dark, when the shutter stays open longer.

    Parameters
    ----------
    looks : pyarrow.Table
        Looks of one camera, whose blur is that of its shutter by day.
    dark : (S,) array
        Whether it is dark in each second since midnight.
    blur : float
        Shutter after dark over that by day. [1]

    Returns
    -------
    pyarrow.Table
        The same looks.

    Raises
    ------
    ShapeError
        If the factor is not above 0, or a look is later than the last second.
    TableError
        If the looks do not follow their schema.
    """
    checked(looks, LOOKS)
    if not 0 < blur < np.inf:
        message = f"the shutter after dark is {blur:g} times that by day, but must be above 0."
        raise ShapeError(message)
    night = at_night(looks, dark)
    if blur == 1 or not night.any():
        return looks
    smear = looks["blur_px"].to_numpy() * np.where(night, np.float32(blur), np.float32(1))
    place = LOOKS.schema.get_field_index("blur_px")
    return looks.set_column(place, LOOKS.schema.field(place), pa.array(smear.astype(np.float32)))


def at_night(looks: pa.Table, dark: Bools) -> Bools:
    """Say which looks (N,) are in the dark."""
    second = np.asarray(looks["tick"].to_numpy()) // TICKS_PER_SECOND
    if len(second) and not 0 <= second.min() <= second.max() < len(dark):
        message = (
            f"looks reach from second {second.min()} to {second.max()}, but light is known for "
            f"0 to {len(dark) - 1}."
        )
        raise ShapeError(message)
    return np.asarray(dark[second])
