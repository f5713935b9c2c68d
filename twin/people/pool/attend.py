"""Who of the pool comes: on one day, by home id, or on each of many days, in numbers."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin import jit
from twin.arrays import Floats, Ints, as_a, as_date, as_whole
from twin.people.crowd import A_CROWD, Crowd
from twin.people.personas import personas
from twin.people.pool.ids import MEMBERS, home_id
from twin.people.pool.kernels import CHUNK, days_of, numbers
from twin.people.pool.means import chance_of_company, pool_sizes, week
from twin.people.pool.often import chances
from twin.people.pool.parties import count, sizes
from twin.people.traits import Address, day_of
from twin.rng import Stream

__all__ = ["Attendance", "attendance", "comers"]

BLOCK = 1 << 20
"""Parties held at a time; bounds the memory to some 50 MB, and changes no result."""

CENTURY = 36_525
"""Most days at a time: as long as the years a map can be read as of."""


@dataclass(frozen=True, eq=False, repr=False)
class Attendance:
    """How many people come on each of some days, and how often each party does.

    Attributes
    ----------
    date : date
        The first day.
    personas : tuple of str
        P names.
    people : (D, P) array of int
        People who come on each day.
    new : (D, P) array of int
        Those of them who had not come before, from the first day on.
    sizes : tuple of P (N,) arrays of int
        Members of every party of the pool.
    visits : tuple of P (N,) arrays of int
        Days on which each party comes.
    """

    date: datetime.date
    personas: tuple[str, ...]
    people: NDArray[np.int64]
    new: NDArray[np.int64]
    sizes: tuple[NDArray[np.int8], ...]
    visits: tuple[NDArray[np.int32], ...]

    def __repr__(self) -> str:
        """Say how much there is: the arrays would fill pages."""
        came = int(self.people.sum())
        return f"<Attendance of {len(self.people)} days from {self.date}; {came:,} came>"

    @property
    def unique(self) -> NDArray[np.int64]:
        """Different people who have come up to each day, (D,)."""
        different: NDArray[np.int64] = self.new.sum(axis=1).cumsum()
        return different


@dataclass(frozen=True, eq=False)
class _Block:
    """Parties of one persona: the home id of the first, and the chances of all."""

    persona: int
    first: int
    chance: Floats


def attendance(
    crowd: Crowd,
    *,
    date: datetime.date,
    days: int,
    seed: int = 0,
    replication: int = 0,
    threads: int | None = None,
) -> Attendance:
    """Draw who of the pool comes on each of many days; nobody walks.

    The same draws that bring people to a simulated day: whoever comes here on a date is in the
    people table of that date. School holidays and bank holidays are days like others, and an
    event, which is on one day, brings nobody here.

    Parameters
    ----------
    crowd : Crowd
        Who comes; of its hours nothing is read, for a day here is a whole one.
    date : date
        The first day.
    days : int
        How many days, from 1 to 36,525.
    seed, replication : int
        The address of every draw, with the date; from 0 and below 2**32 and 2**16, as in a
        scenario.
    threads : int or None
        Threads of the kernels, at least 1, or all when None; changes no result.

    Returns
    -------
    Attendance
        Of the whole pool.

    Raises
    ------
    ShapeError
        If crowd or date are something else, or a number no whole one or outside what is allowed.

    References
    ----------
    .. [schlapfer2021] key in twin/sources.bib; see :mod:`twin.people.pool.often`.
    .. [centreforcities2024] key in twin/sources.bib; see personas.yaml.

    Examples
    --------
    >>> some = attendance(Crowd(total=500), date=datetime.date(2025, 6, 9), days=7)
    >>> some.people.shape
    (7, 10)
    >>> bool(some.unique[-1] < some.people.sum())
    True
    """
    crowd = as_a(Crowd, "crowd", crowd, wanted=A_CROWD).model_copy(update={"event": None})
    date = as_date("date", date)
    days = as_whole("days", days, least=1, most=CENTURY)
    seed = as_whole("seed", seed, least=0, most=2**32 - 1)
    replication = as_whole("replication", replication, least=0, most=2**16 - 1)
    if threads is not None:
        threads = as_whole("threads", threads, least=1, most=2**16 - 1)
    every = list(personas().values())
    people = np.zeros((days, len(every)), dtype=np.int64)
    new = np.zeros_like(people)
    members: list[list[NDArray[np.int8]]] = [[] for _ in every]
    visits: list[list[NDArray[np.int32]]] = [[] for _ in every]
    day = Address(seed, replication, day_of(date))
    with jit.threads(threads):
        for block in _blocks(crowd, day.life):
            k = block.persona
            company = chance_of_company(every[k], crowd)
            size = sizes(
                _draw(day.life, Stream.GROUP, block, 0),
                _draw(day.life, Stream.GROUP, block, 1),
                company,
            ).astype(np.int8)
            share = np.array(week(every[k]))[(date.weekday() + np.arange(days)) % 7]
            often, by_day, fresh = _days_of(day, block, share, size)
            people[:, k] += by_day
            new[:, k] += fresh
            members[k].append(size)
            visits[k].append(often)
    return Attendance(
        date=date,
        personas=tuple(personas()),
        people=people,
        new=new,
        sizes=tuple(np.concatenate([np.zeros(0, np.int8), *parts]) for parts in members),
        visits=tuple(np.concatenate([np.zeros(0, np.int32), *parts]) for parts in visits),
    )


def comers(crowd: Crowd, address: Address, weekday: int) -> Ints:
    """Draw the parties who come on a day.

    Parameters
    ----------
    crowd : Crowd
        Settings.
    address : Address
        The day.
    weekday : int
        0 is Monday.

    Returns
    -------
    (N,) array of int
        Home ids of their first members, rising.
    """
    every = list(personas().values())
    found = [np.zeros(0, dtype=np.intp)]
    for block in _blocks(crowd, address.life):
        share = np.array([week(every[block.persona])[weekday]])
        alone = np.ones(block.chance.size, dtype=np.int8)
        often, _, _ = _days_of(address, block, share, alone)
        found.append(block.first + MEMBERS * np.flatnonzero(often))
    return np.concatenate(found)


def _blocks(crowd: Crowd, life: Address) -> Iterator[_Block]:
    """Go through the pool, some parties of one persona at a time."""
    for k, (persona, parties) in enumerate(
        zip(personas().values(), pool_sizes(crowd).values(), strict=True)
    ):
        total = count(life, k, parties)
        for start in range(0, total, BLOCK):
            first = home_id(k, start, 0)
            empty = _Block(k, first, np.empty(min(BLOCK, total - start)))
            u = _draw(life, Stream.COME, empty, 0)
            yield _Block(k, first, chances(persona, crowd, u))


def _draw(life: Address, stream: Stream, block: _Block, counter: int) -> Floats:
    """Draw a number for life for the first member of every party of a block."""
    out = np.empty(block.chance.size)
    numbers(life.array, int(stream), block.first, MEMBERS, counter, out)
    return out


def _days_of(
    day: Address, block: _Block, share: Floats, size: NDArray[np.int8]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
    """Draw on which days a block comes: visits of each party, and people and new ones by day."""
    visits = np.zeros(size.size, dtype=np.int32)
    people = np.zeros((-(-size.size // CHUNK), share.size), dtype=np.int64)
    new = np.zeros_like(people)
    days_of(day.array, block.first, MEMBERS, block.chance, share, size, visits, people, new)
    return visits, people.sum(axis=0), new.sum(axis=0)
