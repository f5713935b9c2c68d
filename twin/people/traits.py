"""Bodies: sex, age, stature, eyes, shoulders and free speed of each person, by address.

Adults: stature of England [hse2021], its spread, the eyes and the shoulders of [ansur2]; eyes lie
below the crown by the difference of sitting height and sitting eye height. Free speed is normal
and cut to 0.5 to 2.2 m/s, about a mean for each age band that gives 1.34 m/s over a crowd of adults
[weidmann1993]; a child's mean grows with its age.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from twin.arrays import Bools, Floats, Ints
from twin.people.laws.kernels import FASTEST_FREE
from twin.people.personas import AGE_BANDS
from twin.rng import Stream, normal, uniform

__all__ = [
    "SPEED_CUT",
    "SPEED_MEAN",
    "SPEED_SPREAD",
    "Address",
    "Traits",
    "child_age",
    "child_speed",
    "choose",
    "day_of",
    "draw_traits",
]

SHOES = 0.025
"""Height of soles and heels. [m] assumption (range 0.01-0.05)."""

STATURE = {"man": (1.759, 0.069), "woman": (1.624, 0.064)}
"""Mean of adults [hse2021], standard deviation [ansur2]. [m]"""

CROWN_TO_EYE = {"man": (0.1138, 0.0090), "woman": (0.1089, 0.0082)}
"""Crown above the eyes, mean and standard deviation [ansur2]. [m]"""

IPD = {"man": (0.06402, 0.00342, 0.18), "woman": (0.06171, 0.00362, 0.20)}
"""Distance of the pupils: mean, standard deviation [m], correlation with stature [ansur2]."""

SHOULDER = {"man": (0.510, 0.033), "woman": (0.450, 0.029)}
"""Bideltoid breadth, mean and standard deviation [ansur2]. [m]"""

IPD_RANGE = (0.040, 0.080)
"""Least of children, most of adults [dodgson2004]. [m]"""

CHILD_AGE = (3.0, 16.0)
"""Ages of children who walk, drawn evenly. [year] assumption."""

CHILD_SPEED = ((5.0, 0.6), (20.0, 1.6))
"""Mean free speed at two ages, straight between and about them. [year, m/s] weidmann1993: the ends
of the age curve; straight: assumption (+-0.15 m/s)."""

CHILD_SPREAD = 0.18
"""Standard deviation of a child's free speed over its mean, about as of adults. [1] assumption
(range 0.1-0.25)."""


def child_speed(age: Floats | float) -> Floats:
    """Return the mean free speed of children of some ages [year]. [m/s]"""
    (young, slow), (old, fast) = CHILD_SPEED
    speed: Floats = np.asarray(slow + (fast - slow) * (np.asarray(age) - young) / (old - young))
    return speed


SPEED_MEAN = {"child": 0.9, "16-29": 1.42, "30-44": 1.37, "45-64": 1.27, "65+": 1.02}
"""Mean free speed by age. [m/s] assumption (each +-0.15); of children over all their ages. The age
curve of weidmann1993, as rimea2016 prints it, would have a crowd of these adults walk at 1.45 m/s;
adults are 0.92 times as fast as the curve has it, so that a crowd walks at the 1.34 m/s of
weidmann1993."""

SPEED_SPREAD = 0.24
"""Standard deviation within an age band of adults, so that it is 0.26 over a crowd [weidmann1993].
[m/s]"""

SPEED_CUT = (0.5, FASTEST_FREE)
"""Least and most free speed [weidmann1993]. [m/s]"""


def day_of(date: datetime.date) -> int:
    """Turn a date into the day of its draws; 0 is for lifelong traits."""
    return date.toordinal()


@dataclass(frozen=True)
class Address:
    """Where a day's draws are: everything but stream, person and counter."""

    seed: int
    replication: int
    day: int

    @property
    def life(self) -> "Address":
        """Where the draws for life are: day 0."""
        return Address(self.seed, self.replication, 0)

    @property
    def array(self) -> NDArray[np.int64]:
        """The same as kernels read it (3,)."""
        return np.array([self.seed, self.replication, self.day], dtype=np.int64)

    def uniform(self, stream: Stream, person: Ints, counter: int | Ints = 0) -> Floats:
        """Draw from [0, 1) for each person."""
        u: Floats = uniform(
            self.seed, int(stream), self.replication, self.day, np.asarray(person), counter
        )
        return u

    def normal(self, stream: Stream, person: Ints, counter: int | Ints = 0) -> Floats:
        """Draw a standard normal number for each person."""
        z: Floats = normal(
            self.seed, int(stream), self.replication, self.day, np.asarray(person), counter
        )
        return z


SEXES = ("male", "female")
"""What stands in the people table for a man and for a woman."""


@dataclass(frozen=True, eq=False)
class Traits:
    """Bodies, one row a person; lengths in metres, speed in metres a second."""

    woman: Bools
    band: NDArray[np.int8]
    stature: Floats
    eye_height: Floats
    ipd: Floats
    shoulder: Floats
    speed: Floats


def choose(u: Floats, weights: Floats) -> Ints:
    """Invert a discrete distribution: the index whose share of the cumulated weights holds u."""
    cumulated = np.cumsum(weights)
    at = np.searchsorted(cumulated, u * cumulated[-1], side="right")
    last = int(np.flatnonzero(weights)[-1])
    chosen: Ints = np.minimum(at, last).astype(np.intp)
    return chosen


def child_age(address: Address, person: Ints) -> Floats:
    """Draw the age of each person, were it a child. [year]"""
    u = address.uniform(Stream.TRAITS, person, 7)
    age: Floats = CHILD_AGE[0] + (CHILD_AGE[1] - CHILD_AGE[0]) * u
    return age


def draw_traits(address: Address, person: Ints, woman: Bools, band: NDArray[np.int8]) -> Traits:
    """Draw the body of each person from sex and age band.

    Parameters
    ----------
    address : Address
        Of day 0 for somebody who comes back.
    person : (N,) array
        Home ids, or other numbers of people.
    woman : (N,) array
        Whether female.
    band : (N,) array
        Index into ``AGE_BANDS``; 0 is a child.

    Returns
    -------
    Traits
        Of the same order.
    """
    sex = np.where(woman, 1, 0)
    z_stature = address.normal(Stream.TRAITS, person, 2)
    stature = _by_sex(STATURE, 0)[sex] + _by_sex(STATURE, 1)[sex] * z_stature
    # children: half of adult stature at 2 1/2 years, all of it at 16, straight between
    age = child_age(address, person)
    child = band == 0
    grown = np.where(child, np.clip(0.5 + 0.5 * (age - 2.5) / 13.5, 0.5, 1.0), 1.0)
    stature = stature * grown
    crown = _by_sex(CROWN_TO_EYE, 0)[sex] + _by_sex(CROWN_TO_EYE, 1)[sex] * address.normal(
        Stream.TRAITS, person, 8
    )
    # a child's head is nearly an adult's: four fifths of it when the body is half as tall;
    # assumption (0.75-0.85)
    head = 0.6 + 0.4 * grown
    share = _by_sex(IPD, 2)[sex]
    z_ipd = share * z_stature + np.sqrt(1 - share**2) * address.normal(Stream.TRAITS, person, 3)
    ipd = (_by_sex(IPD, 0)[sex] + _by_sex(IPD, 1)[sex] * z_ipd) * head
    shoulder = _by_sex(SHOULDER, 0)[sex] + _by_sex(SHOULDER, 1)[sex] * address.normal(
        Stream.TRAITS, person, 4
    )
    by_band = np.array([SPEED_MEAN[name] for name in AGE_BANDS])[band]
    mean = np.where(child, child_speed(age), by_band)
    spread = np.where(child, CHILD_SPREAD * mean, SPEED_SPREAD)
    return Traits(
        woman=woman,
        band=band,
        stature=stature + SHOES,
        eye_height=stature - crown * head + SHOES,
        ipd=np.clip(ipd, *IPD_RANGE),
        shoulder=shoulder * grown,
        speed=_cut_normal(address.uniform(Stream.TRAITS, person, 5), mean, spread, SPEED_CUT),
    )


def _by_sex(table: Mapping[str, tuple[float, ...]], column: int) -> Floats:
    return np.array([table["man"][column], table["woman"][column]])


def _cut_normal(u: Floats, mean: Floats, spread: Floats, cut: tuple[float, float]) -> Floats:
    """Invert the normal distribution cut to a range."""
    low, high = ndtr((cut[0] - mean) / spread), ndtr((cut[1] - mean) / spread)
    speed: Floats = mean + spread * ndtri(low + u * (high - low))
    return np.clip(speed, *cut)
