"""Imaging: what a camera makes of a picture, as small steps on arrays of grey levels.

The steps and their order are those of the ``cctv`` condition under which faces were measured
[twin_curve]_: pixels that average what falls on them, blur of the lens, noise, JPEG; with the
motion of a walker before the noise. All work on levels as stored in a file (0 black, 255 white),
as that measurement did, and not on amounts of light.

References
----------
.. [twin_curve] key in twin/sources.bib.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from twin.arrays import Floats, as_shape
from twin.errors import ShapeError
from twin.rng import Stream, normal
from twin.usual import NOISE, SHUTTER, SPEED

__all__ = [
    "LENS_BLUR",
    "PHOTONS",
    "QUALITY",
    "WHITE",
    "Chain",
    "add_noise",
    "blur",
    "h264_like",
    "jpeg",
    "quantisation_step",
    "resample",
    "smear",
    "smear_kernel",
]

WHITE = 255.0
"""Grey level of white. [1]"""

LENS_BLUR = 1.0
"""Blur of lens and sensor, as in condition ``cctv`` [twin_curve]. [px]"""

PHOTONS = 0.5
"""Share of the noise's variance at middle grey that grows with the light.
[1] assumption (range 0-1); 0 in the measurement"""

QUALITY = 40
"""JPEG quality, as in condition ``cctv`` [twin_curve]. [1 to 100]"""

LONGEST_SMEAR = 200.0
"""A longer smear is refused. [px] assumption (range 100-1000)"""

_STILL = 1e-6
"""A shorter smear is none: its weights would be lost in rounding. [px]"""

_FINEST, _COARSEST = 0, 51


def resample(picture: ArrayLike, times: int) -> Floats:
    """Average blocks of a picture: each pixel counts the light that falls on its area.

    Parameters
    ----------
    picture : (H, W) array
        Grey levels.
    times : int
        Pixels of the picture to one of the answer, each way; must divide H and W.

    Returns
    -------
    (H / times, W / times) array

    Raises
    ------
    ShapeError
        If times does not divide both sides.

    Examples
    --------
    >>> resample([[0, 10], [20, 30]], 2)
    array([[15.]])
    """
    import cv2

    levels = as_shape("picture", picture, (None, None))
    rows, columns = levels.shape
    if times < 1 or rows % times or columns % times:
        message = f"times is {times}, but must divide the picture's sides, {rows} and {columns}."
        raise ShapeError(message)
    smaller = (columns // times, rows // times)
    return np.asarray(cv2.resize(levels, smaller, interpolation=cv2.INTER_AREA), np.float64)


def blur(picture: ArrayLike, sigma: float) -> Floats:
    """Blur as a lens does, with a normal density; the edge goes on beyond the edge.

    Parameters
    ----------
    picture : (H, W) array
        Grey levels.
    sigma : float
        Standard deviation; 0 changes nothing. [px]

    Raises
    ------
    ShapeError
        If sigma is below 0 or above 100.
    """
    import cv2

    levels = as_shape("picture", picture, (None, None))
    _between("blur of the lens", sigma, 0.0, 100.0, "px")
    if sigma == 0:
        return levels.copy()
    side = 2 * math.ceil(5 * sigma) + 1
    return np.asarray(
        cv2.GaussianBlur(levels, (side, side), sigma, borderType=cv2.BORDER_REPLICATE), np.float64
    )


def smear_kernel(length: float) -> Floats:
    """Return how much each neighbour gives to a pixel while a picture moves by a length.

    The mean of the picture over all shifts from -b/2 to b/2, the picture being taken as straight
    between the middles of pixels; so lengths need not be whole, and the answer grows smoothly.

    Parameters
    ----------
    length : float
        b, at least 0. [px]

    Returns
    -------
    (K,) array
        Weights that add up to 1, the pixel itself in the middle; K is odd.

    Examples
    --------
    >>> smear_kernel(2).round(3).tolist()
    [0.25, 0.5, 0.25]
    """
    _between("motion blur", length, 0.0, LONGEST_SMEAR, "px")
    if length < _STILL:
        return np.ones(1)
    reach = math.ceil(length / 2 + 1) - 1
    ends: Floats = np.abs(np.arange(-reach, reach + 1, dtype=np.float64))
    weights = _under_tent(length / 2 - ends) - _under_tent(-length / 2 - ends)
    return np.asarray(weights / weights.sum())


def _under_tent(t: Floats) -> Floats:
    """Return the area left of t under the tent that is 1 at 0 and 0 at -1 and 1."""
    near = np.clip(t, -1.0, 1.0)
    return np.asarray(0.5 + near - 0.5 * near * np.abs(near))


def smear(picture: ArrayLike, length: float) -> Floats:
    """Blur along the rows, as the motion of a head does while the shutter is open.

    Parameters
    ----------
    picture : (H, W) array
        Grey levels.
    length : float
        Speed across the picture x exposure time x density. [px]
    """
    import cv2

    levels = as_shape("picture", picture, (None, None))
    weights = smear_kernel(length)[None, :]
    border = cv2.BORDER_REPLICATE
    return np.asarray(cv2.filter2D(levels, cv2.CV_64F, weights, borderType=border), np.float64)


def add_noise(
    picture: ArrayLike, sd: float, *, photons: float = PHOTONS, seed: int = 1, frame: int = 0
) -> Floats:
    """Add noise of light (which grows with it) and of reading (which does not).

    The variance at level L is sd^2 (1 - s + s L / 127.5), s being the share of light. Levels are
    not cut off at black and white; :func:`jpeg` and :func:`h264_like` do that.

    Parameters
    ----------
    picture : (H, W) array
        Grey levels.
    sd : float
        Standard deviation at middle grey, 127.5. [levels]
    photons : float
        s; assumption (range 0-1).
    seed, frame : int
        Address of the noise: another frame has other noise.
    """
    levels = as_shape("picture", picture, (None, None))
    _between("noise", sd, 0.0, 100.0, "levels")
    _between("share of light in the noise", photons, 0.0, 1.0, "")
    pixel = np.arange(levels.size, dtype=np.uint64).reshape(levels.shape)
    drawn = normal(seed, Stream.PICTURE, 0, 0, frame, pixel)
    bright = np.clip(levels, 0.0, WHITE) / (WHITE / 2)
    return np.asarray(levels + sd * np.sqrt(1.0 - photons + photons * bright) * drawn)


def jpeg(picture: ArrayLike, quality: int) -> Floats:
    """Write a picture as JPEG and read it again.

    Parameters
    ----------
    picture : (H, W) array
        Grey levels; cut off at black and white, and rounded.
    quality : int
        From 1, worst, to 100, best, as libjpeg counts. [1]
    """
    import cv2

    levels = as_shape("picture", picture, (None, None))
    _between("JPEG quality", quality, 1, 100, "")
    _, packed = cv2.imencode(".jpg", _stored(levels), [cv2.IMWRITE_JPEG_QUALITY, int(quality)])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.float64)


def quantisation_step(qp: float) -> float:
    """Return the step of H.264 at a quantisation parameter: it doubles every 6 [malvar2003]_.

    Within 4 per cent of the table of the standard. [levels]

    References
    ----------
    .. [malvar2003] key in twin/sources.bib.

    Examples
    --------
    >>> quantisation_step(0), quantisation_step(36)
    (0.625, 40.0)
    """
    _between("quantisation parameter", qp, _FINEST, _COARSEST, "")
    return float(0.625 * 2.0 ** (qp / 6.0))


def h264_like(picture: ArrayLike, qp: float) -> Floats:
    """Quantise blocks of 4 x 4 pixels with the step of H.264.

    Not H.264: there is no prediction from neighbours or from other frames, no smoothing of block
    edges and no limit of rate, so it shows how coarse the steps are and not what a stream costs.
    A coefficient below 2/3 of a step becomes 0, as in encoders that round down by a third
    [malvar2003]_.

    Parameters
    ----------
    picture : (H, W) array
        Grey levels; cut off at black and white, and rounded.
    qp : float
        Quantisation parameter, 0 to 51. [1]

    References
    ----------
    .. [malvar2003] key in twin/sources.bib.
    """
    levels = as_shape("picture", picture, (None, None))
    step = quantisation_step(qp)
    rows, columns = levels.shape
    padded = np.pad(_stored(levels) - WHITE / 2, ((0, -rows % 4), (0, -columns % 4)), mode="edge")
    high, wide = padded.shape[0] // 4, padded.shape[1] // 4
    blocks = padded.reshape(high, 4, wide, 4).transpose(0, 2, 1, 3)
    turned = _COSINES @ blocks @ _COSINES.T
    kept = np.sign(turned) * np.floor(np.abs(turned) / step + 1.0 / 3.0) * step
    back = (_COSINES.T @ kept @ _COSINES).transpose(0, 2, 1, 3).reshape(padded.shape)
    return np.asarray(_stored(back[:rows, :columns] + WHITE / 2), np.float64)


def _cosines() -> Floats:
    """Return the cosine transform of four numbers, whose rows have length 1."""
    k, n = np.arange(4)[:, None], np.arange(4)[None, :]
    rows = np.cos(math.pi * (2 * n + 1) * k / 8) * math.sqrt(0.5)
    rows[0] *= math.sqrt(0.5)
    return np.asarray(rows)


_COSINES = _cosines()


def _stored(levels: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Cut levels off at black and white and round them."""
    return np.rint(np.clip(levels, 0.0, WHITE)).astype(np.uint8)


def _between(name: str, value: float, low: float, high: float, unit: str) -> None:
    if not low <= value <= high:
        behind = f" {unit}" if unit else ""
        message = f"{name} is {value:g}{behind}, but must lie between {low:g} and {high:g}{behind}."
        raise ShapeError(message)


@dataclass(frozen=True)
class Chain:
    """Everything between a face and a stored picture.

    Attributes
    ----------
    lens_blur : float
        Standard deviation. [px]
    speed : float
        Across the picture. [m/s]
    shutter : float
        Exposure time. [s]
    noise : float
        Standard deviation at middle grey. [levels]
    quality : int
        Of JPEG; of no account when there is a qp. [1 to 100]
    qp : float, optional
        Quantise as H.264 does instead of writing JPEG. [0 to 51]

    Raises
    ------
    ShapeError
        If a number is impossible.
    """

    lens_blur: float = LENS_BLUR
    speed: float = SPEED
    shutter: float = SHUTTER
    noise: float = NOISE
    quality: int = QUALITY
    qp: float | None = None

    def __post_init__(self) -> None:
        """Refuse what no camera does."""
        _between("blur of the lens", self.lens_blur, 0.0, 100.0, "px")
        _between("speed", self.speed, 0.0, 15.0, "m/s")
        _between("shutter", self.shutter, 1e-6, 1.0, "s")
        _between("noise", self.noise, 0.0, 100.0, "levels")
        _between("JPEG quality", self.quality, 1, 100, "")
        if self.qp is not None:
            quantisation_step(self.qp)

    def smear_px(self, density: float) -> float:
        """Return by how much a face moves while the shutter is open [sodavision_blur]_. [px]

        References
        ----------
        .. [sodavision_blur] key in twin/sources.bib.
        """
        return self.speed * self.shutter * density

    def moved(self, picture: ArrayLike, density: float) -> Floats:
        """Blur pixels as lens and motion do."""
        return smear(blur(picture, self.lens_blur), self.smear_px(density))

    def stored(self, picture: ArrayLike, density: float, *, frame: int = 0) -> Floats:
        """Take pixels through the whole chain."""
        noisy = add_noise(self.moved(picture, density), self.noise, frame=frame)
        return jpeg(noisy, self.quality) if self.qp is None else h264_like(noisy, self.qp)
