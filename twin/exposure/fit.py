"""Fit the curve of a recogniser to a trial: ceiling, midpoint and width, with intervals.

Maximum likelihood: of ``trials`` the ``hits`` are binomial with the chance of one look,
A cos^2 yaw logistic((IED_eff - x0) / w); see :mod:`twin.exposure.recogniser`. An interval holds
what lowers twice the log likelihood by less than the 95 % point of chi-squared [venzon1988]_,
stretched by the dispersion of the residuals where they scatter more than binomial ones
[mccullagh1989]_, as they do when the same people are tried many times.

References
----------
.. [venzon1988] key in twin/sources.bib.
.. [mccullagh1989] key in twin/sources.bib.
.. [peduzzi1996] key in twin/sources.bib.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from twin.arrays import Floats
from twin.errors import ShapeError, TableError
from twin.exposure.bounds import fault
from twin.exposure.parts import LONGEST, Profile
from twin.exposure.profiles import Recognisers
from twin.exposure.profiles import recognisers as shipped
from twin.exposure.trial import Trial
from twin.quantity import OWN_TRIAL, Quantity

__all__ = ["CurveFit", "Fitted", "fit_curve"]

Loss = Callable[[Floats], tuple[float, Floats]]
"""Returns minus the log likelihood of some numbers, and its slope."""

CHI_SQUARED = 3.841458820694124
"""95 % point of chi-squared with one degree of freedom. [1]"""

LEAST = 4
"""Sizes of face below which three numbers cannot be told apart."""

FEWEST = 30
"""Hits that a trial must hold, and misses. [1] assumption (range 15-60): ten of the rarer outcome
for each number fitted, the rule for logistic regression [peduzzi1996]_."""

BEYOND = 3.0
"""How far beyond the largest face, by its size, the interval of the midpoint is looked for. [1]
assumption (range 2-10): the farther, the wider the interval of a ceiling that was not reached."""

SURE = 1 - 1e-4
"""A ceiling from here on is 1, as far as it can be fitted. [1]"""


@dataclass(frozen=True)
class Fitted:
    """A number with its 95 % interval.

    Attributes
    ----------
    value, low, high : float
        The likeliest value and the ends of the interval. An end on a limit of what can be fitted
        says that the trial does not bound the number.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class CurveFit:
    """The curve of a trial.

    Attributes
    ----------
    ceiling : Fitted
        A, the chance at the best of looks. [1]
    midpoint_px, width_px : Fitted
        x0 and w, in pixels between the eyes as the trial had them, codec and noise included. [px]
    dispersion : float
        Pearson's chi-squared over its degrees of freedom, at least 1. [1]
    rows : int
        Conditions fitted.
    trials : float
        Trials in all.
    gallery, searches_per_false_alert : float, optional
        People enrolled in the trial and its 1 / FPIR, where they are known. [1]
    """

    ceiling: Fitted
    midpoint_px: Fitted
    width_px: Fitted
    dispersion: float
    rows: int
    trials: float
    gallery: float | None = None
    searches_per_false_alert: float | None = None

    def profile(self, about: str) -> Profile:
        """Return the curve as a profile, for :meth:`Recognisers.with_profile`.

        Its quality factor is 1, because the pictures of the trial were as good as they were. With
        the trial's gallery and rate of false alerts its midpoint moves to others as the shipped
        one does; without them it stays.

        Parameters
        ----------
        about : str
            What the trial was, in at most LONGEST letters.

        Raises
        ------
        TableError
            If that is not said, or the ceiling is 1, which no day can be computed with.
        """
        if not 0 < len(about) <= LONGEST:
            message = f"about has {len(about)} letters, but must have 1 to {LONGEST}."
            raise TableError(message)
        if not self.ceiling.value < SURE:
            message = (
                "the likeliest ceiling is 1, but must be below 1 to be a profile; a trial needs "
                "somebody who is not named however large the face."
            )
            raise TableError(message)
        # a ceiling of 1, where its interval may end, cannot be computed with
        ends = {"ceiling": SURE, "midpoint_px": math.inf, "width_px": math.inf}
        curve = {
            name: Quantity(
                value=_rounded(one.value),
                range=(_rounded(one.low), min(_rounded(one.high), most)),
                source=OWN_TRIAL,
            )
            for name, most in ends.items()
            for one in [getattr(self, name)]
        }
        for name, number in (
            ("midpoint_gallery", self.gallery),
            ("midpoint_searches", self.searches_per_false_alert),
        ):
            if number is not None:
                curve[name] = Quantity(value=number, source=OWN_TRIAL)
        return Profile(about=about, quality=Quantity(value=1, source=OWN_TRIAL), **curve)


def fit_curve(
    path: Path | str,
    *,
    focal_px: float | None = None,
    gallery: float | None = None,
    searches_per_false_alert: float | None = None,
    recognisers: Recognisers | None = None,
) -> CurveFit:
    """Fit A, x0 and w to a trial.

    Parameters
    ----------
    path : Path or str
        A CSV file; see :meth:`twin.exposure.trial.Trial.read`.
    focal_px : float, optional
        Focal length of the trial's camera, where sizes are given as distances. [px]
    gallery, searches_per_false_alert : float, optional
        People enrolled in the trial, and its searches of people who were not for one false alert,
        1 / FPIR; both or neither. They change no number of the fit but say for which gallery and
        rate its midpoint holds. [1]
    recognisers : Recognisers, optional
        Whose blur scale b is used, which is not fitted; the shipped ones when missing.

    Returns
    -------
    CurveFit

    Raises
    ------
    TableError
        If the file is not usable, or does not decide three numbers.
    ShapeError
        If of gallery and searches_per_false_alert one is missing, below 1 or above all reason.
    """
    _refuse_half(gallery, searches_per_false_alert)
    model = recognisers or shipped()
    found = _fit(Trial.read(path, focal_px=focal_px), str(path), model.blur_scale_px.value)
    return replace(found, gallery=gallery, searches_per_false_alert=searches_per_false_alert)


def _rounded(value: float) -> float:
    """Keep four digits, more than any trial fixes."""
    return float(f"{value:.4g}")


def _refuse_half(gallery: float | None, searches: float | None) -> None:
    """Refuse one of the two alone: only together they say how rare false matches must be."""
    given = {"gallery": gallery, "searches_per_false_alert": searches}
    for name, number in given.items():
        if number is None and any(other is not None for other in given.values()):
            message = (
                f"{name} is missing, but gallery and searches_per_false_alert of the trial must be "
                "given together or not at all."
            )
            raise ShapeError(message)
        allowed = "" if number is None else fault(name, number)
        if allowed:
            message = f"{name} is {number:g}, but must {allowed}."
            raise ShapeError(message)


def _fit(trial: Trial, name: str, blur_scale_px: float) -> CurveFit:
    """Fit a trial; ``name`` begins the sentence if it cannot be."""
    size = trial.ied / np.sqrt(1.0 + (trial.blur / blur_scale_px) ** 2)
    turn = np.cos(trial.yaw) ** 2
    if len(np.unique(size)) < LEAST:
        message = (
            f"{name}: faces have {len(np.unique(size))} sizes, but at least {LEAST} are needed to "
            "tell ceiling, midpoint and width apart."
        )
        raise TableError(message)
    rate = trial.hits / trial.trials
    if not rate.any() or np.ptp(rate / turn) == 0:
        message = (
            f"{name}: the share of hits is the same at every size, but must rise with it to be "
            "fitted."
        )
        raise TableError(message)
    if np.polyfit(size, rate / turn, 1, w=np.sqrt(trial.trials))[0] <= 0:
        message = (
            f"{name}: the share of hits falls with size, but must rise with it to be fitted; check "
            "that sizes and hits stand in the right rows."
        )
        raise TableError(message)
    _refuse_few(trial, name)
    span = float(np.ptp(size))
    # the width by its logarithm, because it is a scale
    low = np.array([1e-3, 0.0, np.log(span / 1000)])
    high = np.array([1.0, BEYOND * float(size.max()), np.log(10 * span)])

    def loss(numbers: Floats) -> tuple[float, Floats]:
        rise = _rise(numbers, size)
        chance = np.clip(numbers[0] * turn * rise, 1e-12, 1 - 1e-12)
        missed = trial.trials - trial.hits
        told = trial.hits * np.log(chance) + missed * np.log1p(-chance)
        steeper = (missed / (1 - chance) - trial.hits / chance) * chance
        later = steeper * (1 - rise) / np.exp(numbers[2])
        slopes = [steeper / numbers[0], -later, -later * (size - numbers[1])]
        return -float(told.sum()), np.array([slope.sum() for slope in slopes])

    best = _minimum(loss, _starts(size, rate / turn), low, high)
    if best[1] > size.max():
        message = (
            f"{name}: half of the ceiling is reached at {best[1]:.3g} px only, beyond the largest "
            f"face of {size.max():.3g} px, so that the ceiling is not known; try larger faces."
        )
        raise TableError(message)
    chance = best[0] * turn * _rise(best, size)
    variance = np.maximum(trial.trials * chance * (1 - chance), 1e-9)
    residual = (trial.hits - trial.trials * chance) ** 2 / variance
    dispersion = max(1.0, float(residual.sum()) / max(1, len(size) - len(best)))
    allowed = loss(best)[0] + dispersion * CHI_SQUARED / 2
    ends = [_interval(loss, best, k, low, high, allowed) for k in range(len(best))]
    ends[2] = (float(np.exp(ends[2][0])), float(np.exp(ends[2][1])))
    values = (float(best[0]), float(best[1]), float(np.exp(best[2])))
    ceiling, midpoint, width = (
        Fitted(value, *end) for value, end in zip(values, ends, strict=True)
    )
    return CurveFit(
        ceiling=ceiling,
        midpoint_px=midpoint,
        width_px=width,
        dispersion=dispersion,
        rows=len(size),
        trials=float(trial.trials.sum()),
    )


def _refuse_few(trial: Trial, name: str) -> None:
    """Refuse a trial that holds too little to fit three numbers."""
    hits, trials = float(trial.hits.sum()), float(trial.trials.sum())
    if min(hits, trials - hits) < FEWEST:
        message = (
            f"{name}: {hits:,.4g} hits and {trials - hits:,.4g} misses are too few to be fitted, "
            f"but at least {FEWEST} of each are needed; hits and trials are counts, not shares."
        )
        raise TableError(message)


def _rise(numbers: Floats, size: Floats) -> Floats:
    """Return logistic((size - x0) / w) for (A, x0, log w)."""
    steps = np.clip((size - numbers[1]) / np.exp(numbers[2]), -700.0, 700.0)
    return np.asarray(1.0 / (1.0 + np.exp(-steps)))


def _starts(size: Floats, rate: Floats) -> list[Floats]:
    """Guess where the rise is: at each size in turn, steep and flat."""
    top = float(np.clip(rate.max(), 0.01, 0.99))
    widths = np.log(np.ptp(size) / np.array([30.0, 5.0]))
    return [np.array([top, middle, width]) for middle in np.unique(size) for width in widths]


def _minimum(loss: Loss, starts: list[Floats], low: Floats, high: Floats) -> Floats:
    """Find the least loss between bounds from the best of several starts."""
    from scipy.optimize import minimize  # here, because it takes long and few fit a trial

    bounds = list(zip(low, high, strict=True))
    ends = [
        minimize(loss, np.clip(start, low, high), jac=True, method="SLSQP", bounds=bounds, tol=1e-9)
        for start in starts
    ]
    return np.asarray(min(ends, key=lambda end: float(end.fun)).x)


def _interval(
    loss: Loss,
    best: Floats,
    k: int,
    low: Floats,
    high: Floats,
    allowed: float,
) -> tuple[float, float]:
    """Find where the least loss with one number held reaches what is allowed."""
    from scipy.optimize import brentq

    others = np.arange(len(best)) != k
    warm = best[others]

    def excess(value: float) -> float:
        nonlocal warm

        def held(rest: Floats) -> tuple[float, Floats]:
            numbers = best.copy()
            numbers[k], numbers[others] = value, rest
            lost, slope = loss(numbers)
            return lost, slope[others]

        warm = _minimum(held, [warm, best[others]], low[others], high[others])
        return held(warm)[0] - allowed

    ends = []
    for bound in (float(low[k]), float(high[k])):
        warm = best[others]
        if abs(bound - best[k]) < 1e-12 or excess(bound) <= 0:
            ends.append(bound)
        else:
            ends.append(float(brentq(excess, best[k], bound, xtol=1e-5 * (high[k] - low[k]))))
    return ends[0], ends[1]
