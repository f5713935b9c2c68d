"""Everyone on foot: rows, constants, and the call of the walking kernel."""

import time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin import jit
from twin.arrays import Floats
from twin.people import gaze
from twin.people.columns.kernels import BUCKETS, LIST_LENGTH, Law, Near, Real, Samples, Whole
from twin.people.doorway.kernels import find_room
from twin.people.field import Field
from twin.people.kernels import FEW, walk
from twin.people.laws.kernels import RADIUS
from twin.site.routes import STAIRS_PACE
from twin.site.surface.kernels import Storey

__all__ = ["LAW", "MARGIN", "Leg", "Walking", "law", "raw_samples"]

MARGIN = 0.25
"""Nearest a body's centre comes to a wall. [m] assumption: half a body (range 0.2-0.3)."""

LAW: dict[str, float] = {
    "time_gap": 0.58,  # T [s]; assumption (0.5-1; 1 in tordeux2016): speed and flow as measured
    "strength": 8.0,  # a [1]: jupedsim, default of its collision-free speed model
    "touch": 8.0,  # reaches beyond which exp(-8) of a push is unfelt; assumption (6-12)
    "reach": 0.1,  # D [m]: tordeux2016, section 3; jupedsim
    "close": 0.8,  # nearer than this others are watched all the time [m]; assumption (0.5-1)
    "look": 3.0,  # how far people are regarded [m]; assumption (range 2.6-6): above 2 r + v0 T
    "dodge": 1.0,  # tangent of the widest side-step [1]; assumption (range 0.5-1.5)
    "tick": 0.25,  # how often people take notice of each other [s]; assumption (range 0.05-0.5)
    "margin": MARGIN,
    "stairs": STAIRS_PACE,  # speed on steps, as a share [1]: weidmann1993
    "thin_walls": 0.0,  # 1 on ground whose walls may be thinner than those of a site
    "wander": 0.18,  # deviation from the shortest way [rad]; assumption (range 0.05-0.3)
    "wander_s": 8.0,  # and how long one lasts [s]; assumption (range 4-15)
    "restless_s": 4.0,  # without progress: try other directions [s]; assumption (range 2-10)
    "round_s": 20.0,  # without progress: leave one's friends, go round [s]; assumption (10-40)
    "squeeze_s": 60.0,  # without progress: turn the shoulders [s]; assumption (range 45-180)
    "stuck_s": 240.0,  # no nearer to the end than ever: stuck [s]; assumption (range 120-600)
}
"""Constants of walking; the body's radius, 0.2 m (tordeux2016), stands in the kernel."""


def raw_samples(rows: int) -> Samples:
    """Make room for raw samples."""
    return Samples(
        run=np.empty(rows, dtype=np.int32),
        x_cm=np.empty(rows, dtype=np.int32),
        y_cm=np.empty(rows, dtype=np.int32),
        head_x=np.empty(rows, dtype=np.float32),
        head_y=np.empty(rows, dtype=np.float32),
        glance=np.empty(rows, dtype=np.float32),
        below=np.empty(rows, dtype=np.int8),
    )


_PIECE = 32  # walkers a thread takes at a time; assumption (range 16-128), changes no result
_NO_SAMPLES = raw_samples(0)
_NO_TRACE = np.empty((0, 0, 3))


def law(*, dt: float, phone_habit: float = gaze.PHONE_HABIT, **changes: float) -> Floats:
    """Put the constants of walking and of the gaze into the order the kernel reads them in.

    Parameters
    ----------
    dt : float
        Time step; a quarter of a second must be a whole number of them. [s]
    phone_habit : float
        Share of the time somebody with a phone habit reads while walking.
    **changes : float
        Other values for constants of :data:`LAW` or :data:`twin.people.gaze.GAZE`.

    Returns
    -------
    (L,) array
        One value for each name of :class:`twin.people.kernels.Law`.
    """
    values = {**LAW, **gaze.GAZE, "dt": dt, "phone_habit": phone_habit}
    unknown = sorted(set(changes) - set(values))
    if unknown:
        message = (
            f"{unknown[0]} is not a constant of walking; there are {', '.join(sorted(values))}."
        )
        raise TypeError(message)
    values |= changes
    names = [name.lower() for name in Law.__members__ if name != "WIDTH"]
    return np.array([values[name] for name in names])


class Leg(NamedTuple):
    """One walk of one person from where they are to a goal.

    Attributes
    ----------
    person, group : int
        Who, and the number of the group's first member (their own when alone).
    x, y : float
        Start. [m]
    goal : int
        Row of the field that leads there.
    via : int
        Row of the field to a place to pass on the way; the goal itself when there is none.
    target_x, target_y : float
        Where exactly to end. [m]
    approach : float
        How far from the goal, along the way, the target is walked to straight. [m]
    arrive : float
        How near the target counts as there. [m]
    pace : float
        Speed when nobody is near. [m/s]
    abreast : float
        Place beside the group's first member, to the left; 0 when alone. [m]
    phone : bool
        Reads a phone at times.
    breadth : float
        Over that of a body on foot; whoever is broader cannot turn the shoulders. [1]
    """

    person: int
    group: int
    x: float
    y: float
    goal: int
    via: int
    target_x: float
    target_y: float
    approach: float
    arrive: float
    pace: float
    abreast: float
    phone: bool
    breadth: float


class Walking:
    """The rows of everyone on foot, and the steps they take.

    Parameters
    ----------
    field : Field
        The ground and the ways to every goal.
    constants : (L,) array
        Made by :func:`law`.
    address : tuple of int
        Seed, replication and day of every draw.
    threads : int or None
        Threads of the kernel; changes no result.
    capacity : int
        Rows to begin with; doubled when full.
    """

    def __init__(
        self,
        field: Field,
        constants: Floats,
        address: tuple[int, int, int],
        *,
        threads: int | None = None,
        capacity: int = 1024,
    ) -> None:
        self.agent_steps = 0
        self.seconds = 0.0
        self._field = field
        self._law = constants
        self._address = np.array(address, dtype=np.int64)
        self._threads = threads
        self._place = np.zeros((2, capacity, 4))
        self._real = np.zeros((capacity, Real.WIDTH))
        self._whole = np.full((capacity, Whole.WIDTH), -1, dtype=np.int32)
        self._near = np.zeros((capacity, LIST_LENGTH, Near.WIDTH))
        self._listed = np.zeros((capacity, LIST_LENGTH), dtype=np.int32)
        self._spot = np.empty((capacity, Near.SPOT_WIDTH))
        self._free = list(range(capacity - 1, -1, -1))
        self._active: NDArray[np.int32] = np.empty(0, dtype=np.int32)
        self._added: list[int] = []
        self._row_of: dict[int, int] = {}
        self._starts = np.zeros(BUCKETS * BUCKETS + 2, dtype=np.int32)

    @property
    def count(self) -> int:
        """How many people are on foot."""
        return len(self._row_of)

    def add(self, leg: Leg, run: int, moment: float) -> None:
        """Put somebody on foot at a moment; their samples belong to ``run``.

        Companions keep to the first member of their group, who therefore must be added first, and
        who waits for the next three by their numbers.
        """
        if not self._free:
            self._grow()
        i = self._free.pop()
        leader = self._row_of.get(leg.group, -1) if leg.group != leg.person else -1
        self._place[:, i] = (leg.x, leg.y, 0.0, 0.0)
        self._real[i, : Real.WANDER] = (
            *(0.0, 0.0, 0.0, 0.0),  # wished direction, direction of the head: set by the kernel
            *(leg.pace, leg.pace, leg.breadth, -np.inf, leg.abreast),
            *(leg.target_x, leg.target_y, leg.approach, leg.arrive),
            *(0.0, moment, 0.0),
        )
        self._real[i, Real.STOREY] = Storey.PLANE
        self._real[i, Real.GLANCE] = np.nan  # not looked for yet
        self._real[i, Real.BREADTH] = leg.breadth
        self._real[i, Real.LEAST], self._real[i, Real.LEAST_S] = np.inf, moment
        self._real[i, Real.CHOSEN_S] = moment
        self._whole[i] = (
            *(leg.person, leg.group, leader, leg.via, run, 0, 0),
            *(1, -1, 0, leg.goal, -1, 0, 0, -1, -1, -1),
        )
        mate = Whole.MATES + leg.person - leg.group - 1
        if leader >= 0 and Whole.MATES <= mate < Whole.WIDTH:
            self._whole[leader, mate] = i
        self._row_of[leg.person] = i
        self._added.append(i)

    def room_for(self, legs: list[Leg]) -> list[bool]:
        """Tell who of some people, in the order in which they would, may set out now.

        They must not overlap with who is on foot, and follow those of their party before them.
        """
        self._take_in()
        may = np.empty(len(legs), dtype=np.bool_)
        begins = np.array([(leg.x, leg.y, leg.breadth) for leg in legs]).reshape(-1, 3)
        groups = np.array([leg.group for leg in legs], dtype=np.int64)
        find_room(self._place, self._real, self._active, self._active.size, begins, groups, may)
        found: list[bool] = may.tolist()
        return found

    def persons(self) -> list[int]:
        """Return everyone on foot, in the order of their rows in :meth:`set_runs`."""
        self._take_in()
        persons: list[int] = self._whole[self._active, Whole.PERSON].tolist()
        return persons

    def set_runs(self, runs: list[int]) -> None:
        """Let the next samples of everyone on foot belong to other runs."""
        self._whole[self._active, Whole.RUN] = runs

    def advance(
        self, first_tick: int, ticks: int, samples: Samples, row: int
    ) -> list[tuple[int, float, float, float]]:
        """Walk for some quarter seconds.

        Parameters
        ----------
        first_tick : int
            The present. [0.25 s]
        ticks : int
            How long. [0.25 s]
        samples : Samples
            Filled from ``row`` on with ``ticks * count`` rows.
        row : int
            First free row.

        Returns
        -------
        list of (person, moment, x, y)
            Who reached the goal, when [s], and where they then are [m]; the moment is -1 for
            whoever is stuck, and the place then has no meaning.
        """
        return self._walk(first_tick, ticks, samples, row, _NO_TRACE)

    def trace(self, first_tick: int, bodies: Floats) -> list[tuple[int, float, float, float]]:
        """Walk as :meth:`advance` does and keep bodies instead of samples.

        Parameters
        ----------
        first_tick : int
            The present. [0.25 s]
        bodies : (T, capacity, 3) array
            Filled with place and radius [m] of every row on foot at the beginning of each of T
            ticks.
        """
        return self._walk(first_tick, len(bodies), _NO_SAMPLES, 0, bodies)

    def bodies(self) -> Floats:
        """Return place and radius of all rows (capacity, 3) [m]; NaN in rows nobody uses."""
        self._take_in()
        bodies = np.full((self._real.shape[0], 3), np.nan)
        bodies[self._active, :2] = self._place[0, self._active, :2]
        bodies[self._active, 2] = RADIUS * self._real[self._active, Real.GIRTH]
        return bodies

    def compile(self) -> None:
        """Have the kernels compiled, or read from their cache, by walking for no time."""
        self.room_for([])
        self._call(np.empty(0, dtype=np.int32), 0, 0, _NO_SAMPLES, 0, _NO_TRACE)

    def _call(
        self, active: NDArray[np.int32], first_tick: int, ticks: int, samples: Samples, row: int,
        trace: Floats,
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:  # fmt: skip
        """Call the kernel for some rows; return those who walk on, and those who are done."""
        n = active.size
        order, rows = np.empty(n, dtype=np.int32), np.empty(n, dtype=np.int32)
        # so few are walked sooner than a second thread wakes up
        with jit.threads(self._threads if n >= FEW else 1, piece=_PIECE):
            taken, done = walk(
                *(self._field, self._law, self._address),
                *(self._place, self._real, self._whole, self._near, self._listed),
                *(active, n, first_tick, ticks, samples, row, trace),
                *(self._starts, order, rows, self._spot, np.empty((2, n, 2))),
            )
        self.agent_steps += taken
        return order[: n - done], rows[:done]

    def _walk(
        self, first_tick: int, ticks: int, samples: Samples, row: int, trace: Floats
    ) -> list[tuple[int, float, float, float]]:
        """Walk, and take those who are done from their rows."""
        self._take_in()
        if self._active.size == 0:
            return []
        began = time.perf_counter()
        on, done = self._call(self._active, first_tick, ticks, samples, row, trace)
        self.seconds += time.perf_counter() - began
        if done.size == 0:
            return []
        self._active = on
        persons = self._whole[done, Whole.PERSON].tolist()
        ends = self._real[done][:, [Real.FINISH, Real.TARGET_X, Real.TARGET_Y]].tolist()
        self._whole[done, Whole.PERSON] = -1
        self._free += done.tolist()
        for person in persons:
            del self._row_of[person]
        return [(person, *end) for person, end in zip(persons, ends, strict=True)]

    def _take_in(self) -> None:
        """Put the newly added into the list of the active, which is in the order of rows.

        Memory is read quickest from its beginning to its end.
        """
        if self._added:
            added = np.array(self._added, dtype=np.int32)
            self._active = np.sort(np.concatenate([self._active, added]))
            self._added.clear()

    def _grow(self) -> None:
        """Double the rows."""
        old = self._real.shape[0]
        self._place = np.concatenate([self._place, np.zeros_like(self._place)], axis=1)
        self._real = np.concatenate([self._real, np.zeros_like(self._real)])
        self._whole = np.concatenate([self._whole, np.full_like(self._whole, -1)])
        self._near = np.concatenate([self._near, np.zeros_like(self._near)])
        self._listed = np.concatenate([self._listed, np.zeros_like(self._listed)])
        self._spot = np.empty((2 * old, Near.SPOT_WIDTH))
        self._free = list(range(2 * old - 1, old - 1, -1))
