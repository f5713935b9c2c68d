"""A walk by a published model."""

import time

import numpy as np

from twin import jit
from twin.arrays import Floats
from twin.people.columns.kernels import BUCKETS
from twin.people.laws.kernels import RADIUS
from twin.people.walks.asked import TICK, Asked
from twin.people.walks.columns.kernels import Body, Rule
from twin.people.walks.kernels import PIECE, stroll
from twin.people.walks.lay import Laid
from twin.people.walks.result import Walk, exits_taken

__all__ = ["MARGIN", "RULES", "walk_as_published"]

MARGIN = 0.1
"""Nearest a body's centre is let come to a wall. [m]

assumption (range 0.05-0.2): pushes keep people 0.2 m off, and this only stops a long step."""

RULES: dict[str, dict[str, float]] = {
    "collision-free-speed-plain": {
        "social": 0.0,
        "look": 3.0,  # how far people are regarded [m]: jupedsim
        "strength": 8.0,  # a [1]: jupedsim
        "reach": 0.1,  # D [m]: tordeux2016, section 3; jupedsim
        "time_gap": 1.0,  # T [s]: tordeux2016, section 3; jupedsim
        "wall_strength": 5.0,  # [1]: jupedsim
        "wall_reach": 0.02,  # [m]: jupedsim
        "wall_look": 0.72,  # [m]: 26 reaches beyond the body, of which exp(-26) is left
    },
    "social-force": {
        "social": 1.0,
        "look": 2.5,  # how far people are regarded [m]: jupedsim
        "strength": 2000.0,  # A [N]: helbing2000; jupedsim
        "reach": 0.08,  # B [m]: helbing2000; jupedsim
        "wall_strength": 2000.0,  # A [N]: helbing2000; jupedsim
        "wall_reach": 0.08,  # B [m]: helbing2000; jupedsim
        "wall_look": 1.2,  # [m]: 12 reaches beyond the body, where 0.01 N is left
        "relax": 0.5,  # tau [s]: helbing2000; jupedsim
        "mass": 80.0,  # m [kg]: helbing2000; jupedsim
        "body": 1.2e5,  # k [kg/s2]: helbing2000; jupedsim
        "friction": 2.4e5,  # kappa [kg/(m s)]: helbing2000; jupedsim
    },
}
"""Constants of the published models; the body's radius, 0.2 m (tordeux2016), stands in the kernel.

That of helbing2000 is 0.25 to 0.35 m and JuPedSim's 0.3 m, at which the crowds that guidelines
start with overlap."""

FEW = 4096
"""Fewer people than this are walked by one thread; assumption (range 1,000-10,000), changes no
result. Their step takes a third of a millisecond or less, and a second thread has to wake up for
each; the tick of the day's model does more for each person, so that it has a number of its own."""

_ROOM = 8  # neighbours of each person to begin with


def rule(model: str, dt: float) -> Floats:
    """Put the constants of a model into the order the kernel reads them in; 0 where it has none."""
    values = {**RULES[model], "margin": MARGIN, "dt": dt}
    names = [name.lower() for name in Rule.__members__ if name != "WIDTH"]
    return np.array([values.get(name, 0.0) for name in names])


def walk_as_published(asked: Asked, laid: Laid) -> Walk:
    """Walk everybody, all at once, a step at a time."""
    people = len(asked.start)
    steps = round(asked.seconds / asked.dt)
    every = max(round(TICK / asked.dt), 1)
    kept = np.append(np.arange(0, steps, every), steps)
    xy = np.full((len(kept), people, 2), np.nan)
    left = np.full(people, np.nan)
    place = np.zeros((2, people, 4))
    place[0, :, :2] = asked.start
    state = np.array([0, people, 0, 0])
    alone = asked.threads == 1 or people < FEW
    pieces = -(-people // PIECE)
    room = PIECE * _ROOM
    desks = 1 if alone else jit.threads_available()
    body = _bodies(asked, laid)
    fixed = (laid.field, rule(asked.model, asked.dt), place, body, laid.goal)
    rest = (
        *(np.empty(pieces), np.arange(people, dtype=np.int32), state),
        *(every, xy, left, np.empty(people, dtype=np.int32)),
        *(np.empty(BUCKETS * BUCKETS + 2, dtype=np.int32), np.empty(people, dtype=np.uint32)),
        np.empty((desks, 6, PIECE)),
    )
    told = np.zeros((pieces, 2))

    def go_on(steps: int, room: int) -> int:
        near, pairs = np.empty((pieces, 3, room), dtype=np.uint32), np.empty((desks, 3, room))
        return int(stroll(*fixed, near, *rest[:3], steps, *rest[3:], pairs, told, alone))

    with jit.threads(asked.threads):
        go_on(0, room)  # compiled before the clock starts
        cpu, wall = time.process_time(), time.perf_counter()
        while need := go_on(steps, room):
            room = need + need // 2
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    there = np.isnan(left)
    xy[-1, there] = place[state[2], there, :2]
    return Walk(
        time=kept * asked.dt,
        xy=xy,
        radius=np.where(np.isnan(xy[..., 0]), np.nan, RADIUS),
        left=left,
        exit=exits_taken(asked, left, body[:, [Body.TARGET_X, Body.TARGET_Y]]),
        agent_steps=int(told[:, 1].sum()),
        wall_s=wall,
        cpu_s=cpu,
    )


def _bodies(asked: Asked, laid: Laid) -> Floats:
    """Put people where the kernel reads them."""
    body = np.zeros((len(asked.start), Body.WIDTH))
    body[:, Body.PACE] = asked.speed
    body[:, [Body.TARGET_X, Body.TARGET_Y]] = laid.target[laid.goal]
    body[:, Body.REACH] = laid.reach[laid.goal] + 1e-9
    body[:, Body.BEGIN] = asked.begin
    return body
