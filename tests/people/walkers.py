"""Walk people over a plain piece of ground, without agendas: for tests of walking."""

from dataclasses import dataclass

import numpy as np
import shapely

from twin.people.field import Field
from twin.people.tracks import Recorder
from twin.people.walking import Leg, Walking, law
from twin.site.ground import Ground
from twin.site.routes import fields

ADDRESS = (7, 0, 1)


@dataclass
class Walker:
    """Somebody to walk: from, to (goal number, and where about it), pace [m/s], and when [s].

    ``breadth`` is over that of a body on foot.
    """

    start: tuple[float, float]
    goal: int
    pace: float = 1.34
    group: int | None = None
    abreast: float = 0.0
    at: int = 0
    approach: float = 1.5
    arrive: float = 0.8
    target: tuple[float, float] | None = None
    breadth: float = 1.0


@dataclass
class Walked:
    """What came of it: arrival moments by person (-1 stuck), and tracks."""

    arrived: dict[int, float]
    person: np.ndarray
    tick: np.ndarray
    xy: np.ndarray
    yaw: np.ndarray
    activity: np.ndarray
    below: np.ndarray
    agent_steps: int


def walk(
    area, goals, walkers, *, seconds, threads=1, dt=0.05, phone=False, step_free=False, **changes
):
    """Walk everybody for some seconds over an area, or a ground, towards numbered goals."""
    ground = area if isinstance(area, Ground) else Ground.over(area)
    routes = fields(ground, np.array(goals, dtype=float), np.ones(len(goals)), step_free=step_free)
    constants = law(dt=dt, **changes)
    walking = Walking(Field.of(routes), constants, ADDRESS, threads=threads, capacity=8)
    recorder = Recorder(0, np.arange(len(walkers)), constants, ADDRESS)
    arrived = {}
    for second in range(seconds):
        for i, w in enumerate(walkers):
            if w.at == second:
                target = w.target or goals[w.goal]
                goal = routes.row(w.goal, step_free=step_free)
                leg = Leg(
                    person=i,
                    group=i if w.group is None else w.group,
                    x=w.start[0],
                    y=w.start[1],
                    goal=goal,
                    via=goal,
                    target_x=target[0],
                    target_y=target[1],
                    approach=w.approach,
                    arrive=w.arrive,
                    pace=w.pace,
                    abreast=w.abreast,
                    phone=phone,
                    breadth=w.breadth,
                )
                walking.add(leg, recorder.walk(i, 4 * second, phone=phone), float(second))
        first = recorder.room(4 * walking.count)
        done = walking.advance(4 * second, 4, recorder.samples, first)
        arrived |= {person: moment for person, moment, _, _ in done}
    table = recorder.flush(4 * seconds, walking.persons())[0].table()
    column = {name: table[name].to_numpy() for name in table.column_names}
    return Walked(
        arrived,
        column["person"],
        column["tick"],
        np.column_stack([column["x_cm"], column["y_cm"]]) / 100,
        column["head_yaw_crad"] / 100,
        column["activity"],
        column["below"],
        walking.agent_steps,
    )


def outside(area, xy):
    """Count points that are not in an area, to the centimetre of the tracks."""
    return int((~shapely.contains_xy(area.buffer(0.01), xy[:, 0], xy[:, 1])).sum())


def crossings(area, walked):
    """Count steps between samples of one person that leave the area."""
    same = walked.person[1:] == walked.person[:-1]
    lines = shapely.linestrings(np.stack([walked.xy[:-1][same], walked.xy[1:][same]], axis=1))
    return int((~shapely.covers(area.buffer(0.02), lines)).sum())
