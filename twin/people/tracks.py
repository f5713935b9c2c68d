"""Record where everybody outdoors is, four times a second, slab by slab.

A *run* is an uninterrupted stretch of samples of one person: a walk, or a stay at one spot. The
walking kernel writes raw samples in the order of time; :mod:`twin.people.ordered` brings those of a
slab into the order of person and time.
"""

import math
from dataclasses import dataclass

import numpy as np

from twin.arrays import Floats, Ints
from twin.people.columns.kernels import Samples
from twin.people.ordered import Runs, Stays, Unordered, Walks
from twin.people.walking import raw_samples

__all__ = ["QUEUEING", "RESTING", "Recorder", "Stay"]

QUEUEING, RESTING = 1, 2
"""Numbers of the two standing activities in ``twin.tables.ACTIVITIES``."""


@dataclass(slots=True)
class Stay:
    """A stretch at one spot outdoors.

    Attributes
    ----------
    person : int
        Who.
    first : int
        First sample. [0.25 s]
    x, y : float
        The spot. [m]
    facing : float
        Mean direction of the face, anticlockwise from east. [rad]
    activity : int
        :data:`QUEUEING` or :data:`RESTING`.
    phone : bool
        Reads a phone at times.
    companion : float
        Turn from there to somebody's companion, to the left; NaN without one. [rad]
    board : bool
        Whether there is a board above where the face points.
    """

    person: int
    first: int
    x: float
    y: float
    facing: float
    activity: int
    phone: bool
    companion: float = math.nan
    board: bool = False


class Recorder:
    """Collect the samples of one slab after another.

    Parameters
    ----------
    first_tick : int
        First moment of the first slab. [0.25 s]
    number : (N,) array
        Home ids of the people, rising; their rows are their numbers in the tracks.
    constants : (L,) array
        Made by :func:`twin.people.walking.law`.
    address : tuple of int
        Seed, replication and day of every draw.
    """

    def __init__(
        self,
        first_tick: int,
        number: Ints,
        constants: Floats,
        address: tuple[int, int, int],
    ) -> None:
        self.outdoor_ticks = np.zeros(number.size, dtype=np.int64)
        self._number = number
        self._law = constants
        self._address = np.array(address, dtype=np.int64)
        self._begin = first_tick
        self._used = 0
        self.samples = raw_samples(1 << 16)
        self._walk_person: list[int] = []
        self._walk_first: list[int] = []
        self._walk_phone: list[bool] = []
        self._open: dict[int, Stay] = {}
        self._closed: list[tuple[Stay, int]] = []

    def room(self, rows: int) -> int:
        """Make room for more raw samples and return the first free row."""
        need = self._used + rows
        if need > self.samples.run.size:
            bigger = raw_samples(max(need, 5 * self.samples.run.size // 4))
            for old, new in zip(self.samples, bigger, strict=True):
                new[: self._used] = old[: self._used]
            self.samples = bigger
        first, self._used = self._used, need
        return first

    def walk(self, person: int, tick: int, *, phone: bool) -> int:
        """Begin a walk at a moment and return the number of its run; ends a stay.

        ``phone`` says whether the person reads a phone at times.
        """
        self.end_stay(person, tick)
        self._walk_person.append(person)
        self._walk_first.append(tick)
        self._walk_phone.append(phone)
        return len(self._walk_person) - 1

    def stay(self, stay: Stay) -> None:
        """Begin a stay; it ends an earlier one and lasts until the person walks or stays again."""
        self.end_stay(stay.person, stay.first)
        self._open[stay.person] = stay

    def end_stay(self, person: int, tick: int) -> None:
        """End the stay of a person before a moment, if there is one."""
        stay = self._open.pop(person, None)
        if stay is not None and tick > stay.first:
            self._closed.append((stay, tick))

    def flush(self, end: int, walking: list[int]) -> tuple[Unordered, list[int]]:
        """Close the slab before a moment.

        Parameters
        ----------
        end : int
            First moment of the next slab. [0.25 s]
        walking : list of int
            Persons who walk on.

        Returns
        -------
        slab : Unordered
            What was recorded in the slab; its ``table()`` is the tracks.
        runs : list of int
            For each of ``walking`` the number of the run their next samples belong to.
        """
        rests = [(s, max(s.first, self._begin), min(e, end)) for s, e in self._closed]
        rests += [(s, max(s.first, self._begin), end) for s in self._open.values()]
        rests = [rest for rest in rests if rest[2] > rest[1]]
        slab = Unordered(
            samples=Samples(*(column[: self._used] for column in self.samples)),
            walks=self._walks(),
            stays=_stays(rests),
            number=self._number,
            constants=self._law,
            address=self._address,
        )
        for runs in (slab.walks.runs, slab.stays.runs):
            np.add.at(self.outdoor_ticks, np.searchsorted(self._number, runs.person), runs.count)
        self._closed = [(s, e) for s, e in self._closed if e > end]
        # the slab keeps its samples until it is done with, while the next ones are taken
        self.samples = raw_samples(max(self._used, 1 << 16))
        self._begin, self._used = end, 0
        phone = dict(zip(self._walk_person, self._walk_phone, strict=True))
        self._walk_person, self._walk_first = list(walking), [end] * len(walking)
        self._walk_phone = [phone[person] for person in walking]
        return slab, list(range(len(walking)))

    def _walks(self) -> Walks:
        """Count the samples of every walk of the slab."""
        run = self.samples.run[: self._used]
        counts = np.bincount(run[run >= 0], minlength=len(self._walk_person))
        runs = Runs(
            np.array(self._walk_person, dtype=np.int64),
            np.array(self._walk_first, dtype=np.int64),
            counts.astype(np.int64),
        )
        return Walks(runs, np.array(self._walk_phone, dtype=np.bool_))


def _stays(rests: list[tuple[Stay, int, int]]) -> Stays:
    """Put stays, each with its first moment and the one after its last, into columns."""
    stays = [stay for stay, _, _ in rests]
    first = np.array([a for _, a, _ in rests], dtype=np.int64)
    end = np.array([b for *_, b in rests], dtype=np.int64)
    return Stays(
        runs=Runs(np.array([s.person for s in stays], dtype=np.int64), first, end - first),
        x=np.array([s.x for s in stays], dtype=np.float64),
        y=np.array([s.y for s in stays], dtype=np.float64),
        facing=np.array([s.facing for s in stays], dtype=np.float64),
        activity=np.array([s.activity for s in stays], dtype=np.int8),
        phone=np.array([s.phone for s in stays], dtype=np.bool_),
        companion=np.array([s.companion for s in stays], dtype=np.float64),
        board=np.array([s.board for s in stays], dtype=np.bool_),
    )
