"""What a camera keeps of what it could see: when it looked, took an image, and had no mask."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from twin.arrays import Bools, Floats, Ints
from twin.cameras.protection import UNPROTECTED, Protection
from twin.cameras.watch import Watch
from twin.errors import ShapeError
from twin.exposure.coarser import coarser
from twin.tables import LOOKS, TICKS_PER_SECOND, checked

__all__ = ["imaged"]

_ROUNDING = 1e-6
"""Of a number of images, far below one and far above what a day's seconds lose in float64. [1]"""


def imaged(
    looks: pa.Table,
    *,
    frame_rate: float,
    watch: Watch | None = None,
    masked: Callable[[Floats], Bools] | None = None,
    protection: Protection = UNPROTECTED,
) -> pa.Table:
    """Leave out the looks of which a camera has no image, and tell the others by its pixels.

    Images are taken at 0, 1/f, 2/f, ... seconds after midnight, and only while the camera looks
    this way, in its hours. Where fewer are to be taken, some of these are left out, as evenly as
    can be. A head whose centre lies in a mask is not in the image, nor is one that the remaining
    pixels show worse than whoever is seen.

    Parameters
    ----------
    looks : pyarrow.Table
        Looks of one camera.
    frame_rate : float
        Images a second. [1/s]
    watch : Watch, optional
        When the camera looks this way; always when missing.
    masked : callable, optional
        Says which pixels (N, 2) of its image are blacked out, as
        :meth:`twin.cameras.Camera.masked_pixels` does; none when missing. Of the image before it
        is made smaller.
    protection : Protection
        Hours, a lower frame rate and resolution; none when missing.

    Returns
    -------
    pyarrow.Table
        All of them from one image a second on, without watch, masks and protection.

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
    cameras are told a little too keen. In the same way a look is in a mask or not as a whole; where
    its best sample is in one, another sample of that second might not be.

    Examples
    --------
    One image every ten seconds leaves one second of ten.

    >>> seconds = np.arange(20)
    >>> np.flatnonzero(_has_image(seconds, 25, 0.1)).tolist()
    [0, 10]
    """
    if not frame_rate > 0:
        message = f"frame rate is {frame_rate:g} images a second, but must be above 0."
        raise ShapeError(message)
    checked(looks, LOOKS)
    if not looks.num_rows:
        return looks
    second = np.asarray(looks["tick"].to_numpy()) // TICKS_PER_SECOND
    kept = np.ones(len(second), dtype=np.bool_)
    if frame_rate < 1 or protection.frame_rate is not None:
        kept &= _has_image(second, frame_rate, protection.frame_rate or frame_rate)
    if watch is not None:
        kept &= watch.at(second)
    if protection.hours is not None:
        kept &= protection.open(second)
    if masked is not None:
        pixels = [np.asarray(looks[name].to_numpy(), dtype=np.float64) for name in ("u_px", "v_px")]
        kept &= ~masked(np.column_stack(pixels))
    left = looks if kept.all() else looks.filter(pa.array(kept))
    return left if protection.resolution == 1 else coarser(left, protection.resolution)


def _has_image(second: Ints, frame_rate: float, most: float) -> Bools:
    """Say whether an image was taken from the start of each second to the next.

    Of images number 0, 1, 2, ... at a rate f, those are taken at which the whole part of k m / f,
    rounded up, grows; so a lower rate m never takes one that there is not.
    """
    share = min(1.0, most / frame_rate)

    def before(time: Ints) -> Floats:
        # a little less, or rounding would make an image of what ends on the second
        return np.asarray(np.ceil(np.ceil(time * frame_rate - _ROUNDING) * share - _ROUNDING))

    return np.asarray(before(second + 1) > before(second))
