"""Simulate the people of a day: tracks slab by slab, then the people table."""

import datetime
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from twin import jit
from twin.arrays import as_a, as_date, as_whole
from twin.errors import RunError
from twin.people.agenda import Agenda
from twin.people.crowd import A_CROWD, Crowd
from twin.people.estate import Estate
from twin.people.event import GUEST, venue_of
from twin.people.goals import find_goals
from twin.people.guide import Guide
from twin.people.mobility import MOBILITY, needs_no_steps
from twin.people.ordered import Unordered
from twin.people.personas import AGE_BANDS, personas
from twin.people.plan import Planner
from twin.people.population import Population, draw_population
from twin.people.tracks import Recorder
from twin.people.traits import SEXES, Address, day_of
from twin.people.walking import Walking, law
from twin.site import Site
from twin.tables import PEOPLE, TICKS_PER_SECOND

__all__ = ["DayRun", "Slab", "simulate"]

log = logging.getLogger(__name__)


class Slab:
    """Tracks of a stretch of the day.

    Attributes
    ----------
    index : int
        Number of the stretch, from 0.
    """

    def __init__(self, index: int, recorded: Unordered) -> None:
        self.index = index
        self._held: Unordered | pa.Table = recorded

    @property
    def table(self) -> pa.Table:
        """Tracks, ``twin.tables.TRACKS``, by person, then time; made by whoever asks first."""
        if isinstance(self._held, Unordered):
            self._held = self._held.table()  # and the samples, which are large, are let go
        return self._held


def simulate(
    site: Site,
    crowd: Crowd,
    *,
    seed: int = 0,
    replication: int = 0,
    slab_minutes: int = 10,
    cache: Path | None = None,
    threads: int | None = None,
    on_progress: Callable[[float], None] | None = None,
    date: datetime.date | None = None,
) -> "DayRun":
    """Prepare the simulation of a day's people.

    Parameters
    ----------
    site : Site
        The site as of its date.
    crowd : Crowd
        Who comes.
    seed, replication : int
        The address of every draw, with the date.
    slab_minutes : int
        Length of a slab; changes no row. [min]
    cache : Path or None
        Folder where ways are kept.
    threads : int or None
        Threads of the kernels, all when None; changes no row.
    on_progress : callable or None
        Called between slabs with the share of the day that is done.
    date : date or None
        The day of the arrivals; the site's own when None.

    Returns
    -------
    DayRun
        Its ``slabs()`` do the work; ``people`` is there when they are exhausted.

    Raises
    ------
    ShapeError
        If site, crowd or date are something else, or a number is none that a scenario may have.
    """
    return DayRun(
        as_a(Site, "site", site, wanted="a Site such as twin.site.load(map, date=date) reads"),
        as_a(Crowd, "crowd", crowd, wanted=A_CROWD),
        as_whole("seed", seed, least=0, most=2**32 - 1),
        as_whole("replication", replication, least=0, most=2**16 - 1),
        as_whole("slab_minutes", slab_minutes, least=1, most=240),
        cache,
        None if threads is None else as_whole("threads", threads, least=1, most=2**16 - 1),
        on_progress,
        site.date if date is None else as_date("date", date),
    )


class DayRun:
    """A day in the making; see :func:`simulate`."""

    def __init__(
        self,
        site: Site,
        crowd: Crowd,
        seed: int,
        replication: int,
        slab_minutes: int,
        cache: Path | None,
        threads: int | None,
        on_progress: Callable[[float], None] | None,
        date: datetime.date,
    ) -> None:
        self._site = site
        self._crowd = crowd
        self._slab = 60 * slab_minutes
        self._tell = on_progress
        self._people: pa.Table | None = None
        self._visits: pa.Table | None = None
        self._facts: dict[str, Any] = {}
        address = Address(seed, replication, day_of(date))
        began = time.perf_counter()
        goals = find_goals(site, cache=cache, threads=threads)
        self._routes_s = time.perf_counter() - began
        with jit.threads(threads):
            self._population = draw_population(crowd, site.gates, address, date.weekday())
        constants = law(dt=crowd.dt)
        where = (seed, replication, address.day)
        start = int(crowd.start_s)
        self._recorder = Recorder(
            start * TICKS_PER_SECOND, self._population.home_id, constants, where
        )
        self._walking = Walking(goals.ways, constants, where, threads=threads)
        goals = replace(goals, routes=goals.routes.ends_only())
        guide = Guide(site, goals, crowd, date.weekday())
        event = None
        if crowd.event is not None:
            event = (crowd.event, goals.gates + venue_of(crowd.event, site))
        planner = Planner(guide, self._population, address, event)
        self._estate = Estate(site, goals, self._walking, self._recorder, start=start)
        self._agenda = Agenda(self._estate, goals, self._population, planner, address)

    def slabs(self) -> Iterator[Slab]:
        """Simulate; yield each slab when it is finished.

        Raises
        ------
        RunError
            If called a second time.
        """
        if self._facts:
            message = "the day has been simulated already; call simulate again for another."
            raise RunError(message)
        began = time.perf_counter()
        start, end = int(self._crowd.start_s), int(self._crowd.end_s)
        self._facts = {"arrived": int(self._population.home_id.size)}
        for index, first in enumerate(range(start, end, self._slab)):
            last = min(first + self._slab, end)
            # half a second on, everything that concerns the slab's last sample has happened
            self._estate.run(last + 0.5)
            if self._tell is not None:
                self._tell((last - start) / (end - start))
            yield Slab(index, self._recorded(last))  # held no longer than whoever takes it holds it
        self._finish(time.perf_counter() - began)

    def _recorded(self, last: int) -> Unordered:
        """Take what was recorded in the slab that ends at a moment [s]."""
        recorded, runs = self._recorder.flush(last * TICKS_PER_SECOND, self._walking.persons())
        self._walking.set_runs(runs)
        return recorded

    @property
    def people(self) -> pa.Table:
        """Everybody who was simulated, ``twin.tables.PEOPLE``.

        Raises
        ------
        RunError
            If not every slab has been taken.
        """
        return _finished(self._people)

    @property
    def visits(self) -> pa.Table:
        """Who was in which venue, ``twin.tables.VISITS``.

        Raises
        ------
        RunError
            If not every slab has been taken.
        """
        return _finished(self._visits)

    def facts(self) -> dict[str, Any]:
        """Return counts of the day: who arrived, left, is inside, got stuck; steps and seconds.

        Of the guests of an event, ``turned_away`` found it full and left.
        """
        return dict(self._facts)

    def _finish(self, seconds: float) -> None:
        site, ticks = self._site, self._recorder.outdoor_ticks
        names = [gate.id for gate in site.gates] + [venue.id for venue in site.venues]
        self._people = _people_table(names, len(site.gates), self._population, self._agenda, ticks)
        self._visits = self._agenda.visited.table(names)
        outcome = self._people.column("outcome").to_pylist()
        self._facts |= {name: outcome.count(name) for name in ("left", "inside", "stuck")}
        guests = self._population.persona == list(personas()).index(GUEST)
        person_seconds = float(self._recorder.outdoor_ticks.sum()) / TICKS_PER_SECOND
        self._facts |= {
            "agent_steps": self._walking.agent_steps,
            "person_seconds": person_seconds,
            "queued": self._agenda.queued,
            "turned_away": int(np.count_nonzero(self._agenda.refused & guests)),
            "longest_wait_s": self._estate.longest_wait,
            "routes_s": self._routes_s,
            "walk_s": self._walking.seconds,
            "simulate_s": seconds,
        }
        log.info("people: %s", self._facts)


def _finished(table: pa.Table | None) -> pa.Table:
    """Give a table of a day that is simulated."""
    if table is None:
        message = "the day is not simulated yet; take every slab first."
        raise RunError(message)
    return table


def _people_table(
    names: list[str], gates: int, population: Population, agenda: Agenda, outdoor_ticks: Any
) -> pa.Table:
    """Put the people table together; ``names`` are the goals', gates first."""
    traits = population.traits
    n = population.home_id.size
    outcome = np.where(agenda.stuck, "stuck", np.where(np.isnan(agenda.leave), "inside", "left"))
    columns = {
        "person": np.arange(n, dtype=np.int32),
        "home_id": population.home_id.astype(np.int64),
        "persona": [list(personas())[k] for k in population.persona.tolist()],
        "age_band": [AGE_BANDS[k] for k in traits.band.tolist()],
        "sex": [SEXES[k] for k in traits.woman.astype(int).tolist()],
        "stature_m": traits.stature.astype(np.float32),
        "eye_height_m": traits.eye_height.astype(np.float32),
        "ipd_m": traits.ipd.astype(np.float32),
        "shoulder_m": traits.shoulder.astype(np.float32),
        "mobility": [MOBILITY[k] for k in population.mobility.tolist()],
        "step_free": needs_no_steps(population.mobility),
        "free_speed_m_per_s": population.speed.astype(np.float32),
        "group": population.leader.astype(np.int32),
        "gate_in": [names[goals[0]] for goals in agenda.went],
        "gate_out": [names[goals[-1]] for goals in agenda.went],
        "arrive_s": population.arrive,
        "leave_s": pa.array(agenda.leave, from_pandas=True),
        "itinerary": [_itinerary(goals, names, gates) for goals in agenda.went],
        "phone": population.phone,
        "face_covering": population.face_covering,
        "hat": population.hat,
        "outdoor_s": outdoor_ticks / TICKS_PER_SECOND,
        "outcome": outcome.tolist(),
    }
    return pa.table(
        [pa.array(columns[f.name], type=f.type) for f in PEOPLE.schema], schema=PEOPLE.schema
    )


def _itinerary(goals: tuple[int, ...], names: list[str], gates: int) -> list[str]:
    """List the venues of a plan, with the one where it ends when that is no gate."""
    venues = goals[1:] if goals[-1] >= gates else goals[1:-1]
    return [names[goal] for goal in venues]
