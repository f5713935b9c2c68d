"""How often people come in a time: of each kind, how many come on no day, on one, on two and so on.

Somebody's chances of the days multiply, so the number of visits has the generating function
prod over d of (1 - c_d + c_d z); at the roots of unity it is the Fourier transform of the
distribution, equation (6) of [hong2013]_, which is exact.

References
----------
.. [hong2013] key in twin/sources.bib.
"""

import datetime
from dataclasses import dataclass

import numpy as np

from twin.answers.months.kinds import KINDS, Pool
from twin.arrays import Floats, Ints

__all__ = ["Time", "visits"]


@dataclass(frozen=True)
class Time:
    """Some days after one another.

    Attributes
    ----------
    start : date
        The first.
    days : int
        How many.
    """

    start: datetime.date
    days: int

    @property
    def end(self) -> datetime.date:
        """The last day."""
        return self.start + datetime.timedelta(days=self.days - 1)

    @property
    def weekdays(self) -> Ints:
        """How many there are of each day of the week, Monday first (7,)."""
        of = (self.start.weekday() + np.arange(self.days)) % 7
        return np.bincount(of, minlength=7).astype(np.intp)


def visits(pool: Pool, time: Time) -> Floats:
    """Expect how many people of each kind come on 0, 1, 2, ... of the days.

    Parameters
    ----------
    pool : Pool
        Who could come.
    time : Time
        The days.

    Returns
    -------
    (K, D + 1) array
        People of each kind of :data:`~twin.answers.months.kinds.KINDS`, by days on which they
        come. [1]
    """
    # the other half of the transform of real numbers mirrors this one
    size = time.days + 1
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    transform = np.zeros((len(KINDS), z.size), dtype=np.complex128)
    for kind in np.unique(pool.kind):
        mine = pool.kind == kind
        told = pool.people[mine, None].astype(np.complex128)
        # most days of the week are alike, and powers take long
        by_day, alike = np.unique(pool.by_day[mine], axis=1, return_inverse=True)
        days = np.bincount(alike.ravel(), weights=time.weekdays, minlength=by_day.shape[1])
        for chance, times in zip(by_day.T, days, strict=True):
            told = told * (1.0 + chance[:, None] * (z - 1.0)) ** int(times)
        transform[kind] = told.sum(axis=0)
    found: Floats = np.maximum(np.fft.irfft(transform, n=size, axis=1), 0.0)
    return found
