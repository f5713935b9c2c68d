"""A walk by the model of the day: the same kernel, without agendas and heads."""

import time

import numpy as np

from twin.people.walking import Leg, Walking, law
from twin.people.walks.asked import TICK, Asked
from twin.people.walks.lay import Laid
from twin.people.walks.result import Walk, exits_taken

__all__ = ["walk_as_in_the_day"]

_TICKS = 40  # walked by one call of the kernel: 10 s, after which who has left is left out


def walk_as_in_the_day(asked: Asked, laid: Laid) -> Walk:
    """Walk everybody as :func:`twin.people.simulate` does; nobody is ever given up as stuck."""
    people = len(asked.start)
    walking = _on_foot(asked, laid)
    ticks = round(asked.seconds / TICK)
    bodies = np.full((ticks + 1, people, 3), np.nan)
    left, last_at = np.full(people, np.nan), np.full((people, 2), np.nan)
    walking.compile()
    cpu, wall = time.process_time(), time.perf_counter()
    for first in range(0, ticks, _TICKS):
        last = min(first + _TICKS, ticks)
        done = walking.trace(first, bodies[first:last])
        for person, moment, x, y in done:
            left[person], last_at[person] = moment, (x, y)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    bodies[-1] = walking.bodies()
    return Walk(
        time=TICK * np.arange(ticks + 1, dtype=np.float64),
        xy=bodies[..., :2],
        radius=bodies[..., 2],
        left=left,
        exit=exits_taken(asked, left, last_at),
        agent_steps=walking.agent_steps,
        wall_s=wall,
        cpu_s=cpu,
    )


def _on_foot(asked: Asked, laid: Laid) -> Walking:
    """Put everybody on foot; row i is person i."""
    constants = law(dt=asked.dt, stuck_s=np.inf, thin_walls=1.0)
    people = len(asked.start)
    walking = Walking(
        laid.field, constants, (asked.seed, 0, 0), threads=asked.threads, capacity=people
    )
    for i, (x, y) in enumerate(asked.start.tolist()):
        goal = int(laid.goal[i])
        leg = Leg(
            person=i, group=i, x=x, y=y, goal=goal, via=goal,
            target_x=laid.target[goal, 0], target_y=laid.target[goal, 1],
            approach=0.0, arrive=laid.reach[goal] + 1e-9, pace=asked.speed[i],
            abreast=0.0, phone=False, breadth=1.0,
        )  # fmt: skip
        walking.add(leg, 0, asked.begin[i])
    return walking
