"""What a camera keeps of what it could see: when it looked, took an image, and had no mask."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from twin.arrays import Bools, Floats, Ints
from twin.cameras.watch import Watch
from twin.errors import ShapeError
from twin.tables import LOOKS, TICKS_PER_SECOND, checked

__all__ = ["imaged"]


def imaged(
    looks: pa.Table,
    *,
    frame_rate: float,
    watch: Watch | None = None,
    masked: Callable[[Floats], Bools] | None = None,
) -> pa.Table:
    """Leave out the looks of which a camera has no image.

    Images are taken at 0, 1/f, 2/f, ... seconds after midnight, and only while the camera looks
    this way. A head whose centre lies in a mask is not in the image.

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
        :meth:`twin.cameras.Camera.masked_pixels` does; none when missing.

    Returns
    -------
    pyarrow.Table
        All of them from one image a second on, without watch and masks.

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
    >>> np.flatnonzero(_has_image(seconds, 0.1)).tolist()
    [0, 10]
    """
    if not frame_rate > 0:
        message = f"frame rate is {frame_rate:g} images a second, but must be above 0."
        raise ShapeError(message)
    checked(looks, LOOKS)
    if not looks.num_rows or (frame_rate >= 1 and watch is None and masked is None):
        return looks
    second = np.asarray(looks["tick"].to_numpy()) // TICKS_PER_SECOND
    kept = np.ones(len(second), dtype=np.bool_)
    if frame_rate < 1:
        kept &= _has_image(second, frame_rate)
    if watch is not None:
        kept &= watch.at(second)
    if masked is not None:
        pixels = [np.asarray(looks[name].to_numpy(), dtype=np.float64) for name in ("u_px", "v_px")]
        kept &= ~masked(np.column_stack(pixels))
    return looks.filter(pa.array(kept))


def _has_image(second: Ints, frame_rate: float) -> Bools:
    """Say whether an image was taken from the start of each second to the next."""
    return np.asarray(np.ceil((second + 1) * frame_rate) > np.ceil(second * frame_rate))
