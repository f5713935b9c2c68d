"""What a camera keeps of what it could see: the looks in whose second it took an image."""

import numpy as np
import pyarrow as pa

from twin.arrays import Bools, Ints
from twin.errors import ShapeError
from twin.tables import LOOKS, TICKS_PER_SECOND, checked

__all__ = ["imaged"]


def imaged(looks: pa.Table, *, frame_rate: float) -> pa.Table:
    """Leave out the looks of seconds in which a slow camera took no image.

    Images are taken at 0, 1/f, 2/f, ... seconds after midnight.

    Parameters
    ----------
    looks : pyarrow.Table
        Looks of one camera.
    frame_rate : float
        Images a second. [1/s]

    Returns
    -------
    pyarrow.Table
        All of them from one image a second on.

    Raises
    ------
    ShapeError
        If the rate is not above 0.
    TableError
        If the looks do not follow their schema.

    Notes
    -----
    A look is the best of four samples of its second. Below four images a second it would be the
    best of fewer, or of one at another moment of the same second; that is not followed, so slow
    cameras are told a little too keen.

    Examples
    --------
    One image every ten seconds leaves one second of ten.

    >>> seconds = np.arange(20)
    >>> np.flatnonzero(_has_image(seconds, 0.1)).tolist()
    [0, 10]
    """
    if not frame_rate > 0:
        message = f"frame rate is {frame_rate:g} images a second, but must be above 0."
        raise ShapeError(message)
    checked(looks, LOOKS)
    if frame_rate >= 1 or not looks.num_rows:
        return looks
    second = np.asarray(looks["tick"].to_numpy()) // TICKS_PER_SECOND
    return looks.filter(pa.array(_has_image(second, frame_rate)))


def _has_image(second: Ints, frame_rate: float) -> Bools:
    """Say whether an image was taken from the start of each second to the next."""
    return np.asarray(np.ceil((second + 1) * frame_rate) > np.ceil(second * frame_rate))
