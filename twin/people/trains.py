"""Arrivals by train: people come to gates in pulses, as many in every quarter hour as before.

A quarter hour is cut into as many equal slots as trains come to a platform in it. A train comes at
a moment of its slot, drawn for the day, and its people pass the gate one by one from then on.
Everybody keeps their place among those of their platform and quarter hour, so that the profile of
:mod:`twin.people.profile` holds exactly. All gates of a station see the same trains at the same
time; gates of none, as those of the Underground, those of their kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Bools, Floats, Ints
from twin.people.crowd import DAY_START
from twin.people.profile import BINS, QUARTER
from twin.people.services import Services, Trains
from twin.people.traits import Address, choose
from twin.rng import Stream

__all__ = ["by_train"]

PEAKS = ((26_100.0, 36_900.0), (58_500.0, 69_300.0))
"""07:15-10:15 and 16:15-19:15, Monday to Friday. [s after midnight] keymodernrailways2018."""

_LOADS = 1 << 16
"""Where the draws of loads begin, after those of moments: more trains than a day has."""


@dataclass(frozen=True, eq=False)
class _Timetable:
    """The trains of one platform on one day.

    Attributes
    ----------
    edges : (T + 1,) array
        Which people come by each train: where their profile's time lies. [quarter hour]
    moment : (T,) array
        When each begins to arrive. [s after midnight]
    lasts : (T,) array
        How long its people take to pass. [s]
    """

    edges: Floats
    moment: Floats
    lasts: Floats

    def arrive(self, time: Floats) -> Floats:
        """Move people from their profile's time to their train's."""
        quarters = np.clip((time - DAY_START) / QUARTER, 0.0, np.nextafter(BINS, 0))
        train = np.searchsorted(self.edges, quarters, side="right") - 1
        place = (quarters - self.edges[train]) / (self.edges[train + 1] - self.edges[train])
        moved: Floats = self.moment[train] + place * self.lasts[train]
        end = DAY_START + QUARTER * (np.floor(quarters) + 1.0)
        return np.minimum(moved, np.nextafter(end, 0.0))  # rounding leaves no quarter hour


def by_train(
    address: Address,
    first: Ints,
    time: Floats,
    kind: NDArray[np.str_],
    station: NDArray[np.str_],
    *,
    weekday: int,
    services: Services,
) -> Floats:
    """Let those who come by a kind of gate with trains come by train.

    Parameters
    ----------
    address : Address
        The day; everybody's platform is drawn for life.
    first : (N,) array of int
        Home id of each party's first member.
    time : (N,) array
        Arrival as the profile has it. [s after midnight]
    kind : (N,) array of str
        Kind of gate of each; empty for those who come by none.
    station : (N,) array of str
        Station of each one's gate; empty for a gate of none.
    weekday : int
        0 is Monday.
    services : Services
        The trains.

    Returns
    -------
    (N,) array
        Arrival at the gate, in the same quarter hour. [s after midnight]
    """
    arrive = time.copy()
    u = address.life.uniform(Stream.GATE, first, 3)
    number = 0
    for name, lines in services.trains.items():
        platforms = [line for line in lines.values() for _ in range(line.platforms)]
        chosen = np.full(first.size, -1, dtype=np.intp)
        for stop in np.unique(station[kind == name]).tolist():
            mine = (kind == name) & (station == stop)
            chosen[mine] = choose(u[mine], _weights(platforms, stop))
        for k, line in enumerate(platforms):
            there = np.flatnonzero(chosen == k)
            table = _timetable(address, number, line, weekday, services.loads.load_sigma)
            arrive[there] = table.arrive(time[there])
            number += 1
    return arrive


def _weights(platforms: list[Trains], station: str) -> Floats:
    """Weigh platforms by their people, for a gate of a station: its own, if there are any."""
    shares = np.array([line.share / line.platforms for line in platforms])
    own = np.array([line.station == station for line in platforms])
    weights: Floats = shares * own if own.any() else shares
    return weights


def _timetable(
    address: Address, platform: int, line: Trains, weekday: int, sigma: float
) -> _Timetable:
    """Draw when the trains of a platform come, and which share of each quarter hour is theirs."""
    trains = np.array(list(_trains(line, weekday)), dtype=np.intp)
    quarter = np.repeat(np.arange(BINS), trains)
    train = np.arange(quarter.size)
    slot = train - np.repeat(np.cumsum(trains) - trains, trains)
    length = QUARTER / trains[quarter]
    lasts = np.minimum(line.spread_s, length)
    u = address.uniform(Stream.TRAIN, np.full(train.size, platform), train)
    moment = DAY_START + QUARTER * quarter + slot * length + u * (length - lasts)
    z = address.normal(Stream.TRAIN, np.full(train.size, platform), _LOADS + train)
    load = np.exp(sigma * z)
    share = load / np.bincount(quarter, load)[quarter]
    before = np.cumsum(share) - share
    edges = quarter + np.where(slot == 0, 0.0, before - before[train - slot])
    return _Timetable(np.append(edges, float(BINS)), moment, lasts)


def _trains(line: Trains, weekday: int) -> Iterator[int]:
    """Say how many trains come in each quarter hour: at least one, on average as many as run."""
    due = 0.0
    middle = DAY_START + QUARTER * (np.arange(BINS) + 0.5)
    peak: Bools = np.array([any(a <= t < b for a, b in PEAKS) for t in middle]) & (weekday < 5)
    for busy in peak.tolist():
        due += (line.peak if busy else line.other) * QUARTER / 3600.0
        come = max(int(due), 1)
        due -= come
        yield come
