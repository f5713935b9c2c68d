"""How likely a face is recognised: from one look, over a pass, over a day.

One look gives A s, where A is the ceiling and s, the *share* of it the look reaches, is::

    s = cos^2 yaw x cos^2 pitch x logistic((IED_eff - x0) / w)
    IED_eff = ied_px / (q sqrt(1 + (blur_px / b)^2))

The cosines are those of [ofiq]_, and the logistic, q and b are fits to [twin_curve]_. A pass is
many looks of one person: 1 - prod(1 - s) over looks far enough apart in time. Some faces are hard
[doddington1998]_: A is logistic(logit A + h - c) with h normal, one value per person for life, and
c such that its mean over people is A. So one pass never exceeds A on average, several passes help
less than if they were independent, and h is integrated over and never drawn. A look too poor to be
searched at all is left out before; see :mod:`~twin.exposure.encounters`.

References
----------
.. [ofiq] key in twin/sources.bib; head pose.
.. [twin_curve] key in twin/sources.bib.
.. [doddington1998] key in twin/sources.bib.
.. [golub1969] key in twin/sources.bib.
"""

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from twin.arrays import Floats, Ints
from twin.errors import ShapeError
from twin.exposure.profiles import Curve, Recognisers

__all__ = ["NODES", "Faces", "chance", "faces_of", "look_share", "missed"]

NODES = 20
"""Kinds of face; assumption (10-64): 20 and 64 agree to 2e-5 up to a spread of 2."""


def look_share(
    ied: ArrayLike,
    yaw: ArrayLike,
    pitch: ArrayLike,
    blur: ArrayLike,
    *,
    curve: Curve,
) -> Floats:
    """Compute the share of the ceiling that one look reaches.

    Parameters
    ----------
    ied : (N,) array
        Pixels between the eyes as if seen face on, ``ied_px`` of the looks. [px]
    yaw, pitch : (N,) array
        Direction of the camera as seen from the face; 0 is face on. [rad]
    blur : (N,) array
        Motion of the head in the image while the shutter is open. [px]
    curve : Curve
        Midpoint x0, width w, quality q and blur scale b.

    Returns
    -------
    (N,) array
        Between 0 and 1; 0 from behind. [1]

    Examples
    --------
    Half, at the midpoint and face on; and half of that turned by 45 degrees.

    >>> from twin.exposure.profiles import recognisers
    >>> clean = recognisers().curves[0]
    >>> shares = look_share([10, 10], [0, math.pi / 4], 0, 0, curve=clean)
    >>> shares.round(6).tolist()
    [0.5, 0.25]
    """
    size, turn, nod, smear = np.broadcast_arrays(
        *(np.asarray(value, dtype=np.float64) for value in (ied, yaw, pitch, blur))
    )
    effective = size / (curve.quality * np.sqrt(1.0 + (smear / curve.blur_scale_px) ** 2))
    steps = (effective - curve.midpoint_px) / curve.width_px
    pose = np.maximum(np.cos(turn), 0.0) ** 2 * np.maximum(np.cos(nod), 0.0) ** 2
    return np.asarray(pose * _logistic(steps), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Faces:
    """How hard faces are, as a few kinds of face that stand for all.

    Attributes
    ----------
    ceilings : (J,) array
        Chance of each kind under the best of looks, hardest first. [1]
    weights : (J,) array
        Share of people of each kind; sums to 1. [1]
    """

    ceilings: Floats
    weights: Floats

    @classmethod
    def of(cls, ceiling: float, spread: float, *, nodes: int = NODES) -> "Faces":
        """Place the kinds by Gauss-Hermite quadrature [golub1969]_.

        Parameters
        ----------
        ceiling : float
            Mean of the chances, between 0 and 1. [1]
        spread : float
            Standard deviation of the hardness, in log odds; 0 makes all faces alike. [1]
        nodes : int
            Number of kinds.

        Returns
        -------
        Faces

        Raises
        ------
        ShapeError
            If a value is outside its range.
        """
        if not 0.0 < ceiling < 1.0 or not 0.0 <= spread < math.inf or nodes < 1:
            message = (
                f"faces: ceiling {ceiling:g}, spread {spread:g} and nodes {nodes} were found, but "
                "ceiling must lie between 0 and 1, spread be at least 0 and nodes at least 1."
            )
            raise ShapeError(message)
        points, weights = np.polynomial.hermite_e.hermegauss(nodes)
        weights = weights / weights.sum()
        odds = math.log(ceiling / (1.0 - ceiling)) + spread * points
        low, high = -abs(spread) * 40.0 - 1.0, abs(spread) * 40.0 + 1.0
        # The mean falls as the shift grows; bisection ends when the floats run out.
        for _ in range(200):
            middle = 0.5 * (low + high)
            if float(weights @ _logistic(odds - middle)) > ceiling:
                low = middle
            else:
                high = middle
        return cls(ceilings=_logistic(odds - high), weights=weights)


def faces_of(recognisers: Recognisers) -> list[Faces]:
    """Place the kinds of face of each profile."""
    spread = recognisers.face_spread.value
    return [_placed(curve.ceiling, spread) for curve in recognisers.curves]


@functools.lru_cache(maxsize=64)
def _placed(ceiling: float, spread: float) -> Faces:
    """Place the kinds once of those that many layouts are asked about."""
    return Faces.of(ceiling, spread)


def missed(shares: Floats, starts: Ints, ceiling: float) -> Floats:
    """Compute the chance that a face of one kind is recognised in none of several passes.

    Parameters
    ----------
    shares, starts
        As in :func:`chance`.
    ceiling : float
        Chance of this kind of face under the best of looks. [1]

    Returns
    -------
    (G,) array
        prod(1 - A m), m being the share a pass reaches. [1]

    Examples
    --------
    >>> missed(np.array([0.5, 1.0]), np.array([0]), 0.8).round(6).tolist()
    [0.12]
    """
    return np.asarray(np.multiply.reduceat(1.0 - ceiling * shares, starts), dtype=np.float64)


def chance(shares: Floats, starts: Ints, faces: Faces) -> Floats:
    """Compute the chance that a person is identified at least once in several passes.

    The mean over kinds of face of 1 - prod(1 - A_h m), m being the share a pass reaches.

    Parameters
    ----------
    shares : (N,) array
        Share of the ceiling that each pass reaches, passes of one person side by side. [1]
    starts : (G,) array
        First pass of each person; rises from 0.
    faces : Faces
        Hard and easy faces.

    Returns
    -------
    (G,) array
        Chance of at least one correct identification. [1]

    Examples
    --------
    One perfect pass gives the ceiling; two give more, but less than 1 - 0.11^2 = 0.9879.

    >>> faces = Faces.of(0.89, 1.0)
    >>> chance(np.array([1.0, 1.0, 1.0]), np.array([0, 1]), faces).round(4).tolist()
    [0.89, 0.9783]
    """
    if not len(starts):
        return np.zeros(0)
    counts = np.diff(np.append(starts, len(shares)))
    several = counts > 1
    # One pass needs no quadrature: the mean of the ceilings is the ceiling.
    found = float(faces.weights @ faces.ceilings) * shares[starts]
    if several.any():
        rest = shares[np.repeat(several, counts)]
        first = np.cumsum(counts[several]) - counts[several]
        chances = np.zeros(len(first))
        for ceiling, weight in zip(faces.ceilings, faces.weights, strict=True):
            chances += weight * (1.0 - missed(rest, first, ceiling))
        found[several] = np.clip(chances, 0.0, 1.0)
    return found


def _logistic(x: Floats) -> Floats:
    """Compute 1 / (1 + exp(-x)) without overflow."""
    small = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1.0, small) / (1.0 + small), dtype=np.float64)
