"""How fast people walk over any ground, beside JuPedSim; off by default.

``JUPEDSIM_PYTHON=/path/to/venv/bin/python WALKING_BENCH=/path/to/folder python3 go.py test
tests/benchmarks/test_walk.py -m slow -s`` prints each goal with the figure found beside it:
agent-steps per processor second on one core, this program and JuPedSim by turns, the median of five
ratios. An agent-step is a person's time of ``dt``: the model of the day takes several at once where
nobody and no wall is near, so that a smaller step hardly costs it more. The folder holds
``workloads.py`` and ``jupedsim_bench.py``; JuPedSim lives in an environment of its own. Without
them only the gain of a second thread is measured.

Speed is told and never asserted: a machine that is shared has no speed of its own. What is asserted
is that what was timed is right: JuPedSim's places on open ground, nobody off the ground, and the
same bytes again on every turn and with two threads.

Found so on a core of a shared machine, November 2026, million agent-steps a processor second at dt
0.01, of JuPedSim 1.4.2, the plain model, the model of the day, and that in threes: open1000 1.15, 45
(39 times), 91, 28; open5000 0.77, 15 (20 times), 25, 13; street2000 0.036, 16 (440 times), 66, 20,
and 14 for the model of the day at dt 0.05. Two threads: 1.9 times as soon as one by the model of the
day, 1.8 by the plain one, with TBB; 1.6 and 1.5 with OpenMP.
"""

import importlib.util
import json
import os
import statistics
import subprocess
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import Polygon

from tests.benchmarks.goals import tell
from tests.people.walks.beside_jupedsim import JUPEDSIM, jupedsim_places
from tests.people.walks.open_square import open_square
from twin.people import walk
from twin.people.walking import Leg
from twin.people.walks import daily

pytestmark = pytest.mark.slow

FOLDER = os.environ.get("WALKING_BENCH")
PLAIN = "collision-free-speed-plain"
TURNS = 5
SECONDS = {"open1000": 2.0, "open5000": 2.0, "street2000": 0.5}
"""How long JuPedSim walks each workload; this program walks 4 s."""

GOAL = {"open1000": 45, "open5000": 17, "street2000": 400}
"""Times as fast as JuPedSim that the plain model is meant to be."""

GOAL_OF_DAY = 0.6
"""Share of the plain model's speed that the model of the day is meant to have."""

GOAL_OF_STREET = 10.0
"""Million agent-steps a second on a core meant for the model of the day on street2000, dt 0.05."""

GOAL_OF_THREADS = 1.8
"""Times as soon as one that two threads are meant to be done."""


def workload(name):
    """Read a workload from the folder: ground, start, exits, exit of each, speed."""
    spec = importlib.util.spec_from_file_location("workloads", Path(FOLDER) / "workloads.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    w = module.get(name)
    ground = Polygon(w["outer"], w["holes"])
    return ground, w["pos"], [Polygon(e) for e in w["exits"]], w["exit_id"], w["v0"]


def theirs(name):
    """Let JuPedSim walk a workload; agent-steps a processor second."""
    out = subprocess.run(
        [JUPEDSIM, "jupedsim_bench.py", name, "cfsm", str(SECONDS[name]), "0.01"],
        cwd=FOLDER, env={"PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(out.stdout)["agent_steps_per_cpu_s"]


def in_threes(person, group, abreast, **rest):
    """Put somebody on foot as one of three who walk abreast, numbered one after the other."""
    first = person - person % 3
    return Leg(person=person, group=first, abreast=(0.0, 0.75, -0.75)[person - first], **rest)


def threes(scene):
    """Let people stand and walk in threes: the second and third beside the first."""
    ground, start, exits, exit_of, speed = scene
    first = np.arange(len(start)) // 3 * 3
    beside = np.stack([np.zeros(len(start)), 0.75 * (np.arange(len(start)) - first)], axis=1)
    xy = np.asarray(start)[first] + beside
    inside = shapely.contains_xy(ground.buffer(-0.3), *xy.T)
    # who would stand in a wall stays where they were
    xy = np.where(inside[:, None], xy, start)
    return ground, xy, exits, np.asarray(exit_of)[first], np.asarray(speed)


def rate(walked):
    """Return agent-steps a processor second."""
    return walked.agent_steps / walked.cpu_s


@pytest.mark.skipif(
    not (JUPEDSIM and FOLDER), reason="JUPEDSIM_PYTHON and WALKING_BENCH name no JuPedSim to race"
)
@pytest.mark.parametrize("name", list(SECONDS))
def test_walking_beside_jupedsim(name, capsys, monkeypatch):
    scene = workload(name)
    ways = {
        "plain": {"model": PLAIN, "dt": 0.01},
        "day": {"dt": 0.01},
        "day, in threes": {"dt": 0.01},
        "day, dt 0.05": {"dt": 0.05},
    }
    rates = {who: [] for who in ("jupedsim", *ways)}
    ends = {who: set() for who in ways}
    for _ in range(TURNS):
        rates["jupedsim"].append(theirs(name))
        for who, how in ways.items():
            grouped = who == "day, in threes"
            monkeypatch.setattr(daily, "Leg", in_threes if grouped else Leg)
            walked = walk(*(threes(scene) if grouped else scene), seconds=4.0, **how)
            rates[who].append(rate(walked))
            ends[who].add(walked.xy.tobytes())
            xy = walked.xy[np.isfinite(walked.xy[:, :, 0])]
            assert shapely.contains_xy(scene[0], xy[:, 0], xy[:, 1]).all()
    middle = {who: statistics.median(found) for who, found in rates.items()}
    times = [a / b for a, b in zip(rates["plain"], rates["jupedsim"], strict=True)]
    rows = [("plain model, times JuPedSim", GOAL[name], statistics.median(times))]
    for who in ("day", "day, in threes"):
        shares = [a / b for a, b in zip(rates[who], rates["plain"], strict=True)]
        rows.append(
            (f"model of the {who}, share of the plain", GOAL_OF_DAY, statistics.median(shares))
        )
    if name == "street2000":
        street = middle["day, dt 0.05"] / 1e6
        rows.append(("model of the day, dt 0.05, million steps/s", GOAL_OF_STREET, street))
    told = ", ".join(f"{who} {found / 1e6:.3g}" for who, found in middle.items())
    tell(capsys, f"{name}: million agent-steps a processor second: {told}", rows)
    assert all(len(found) == 1 for found in ends.values())


@pytest.mark.skipif(
    not (JUPEDSIM and FOLDER), reason="JUPEDSIM_PYTHON and WALKING_BENCH name no JuPedSim to race"
)
@pytest.mark.parametrize("people", [1000, 5000])
def test_the_open_workloads_are_walked_as_jupedsim_does(people):
    ground, start, exits, exit_of, speed = scene = workload(f"open{people}")
    ours = open_square(people)
    assert np.array_equal(start, ours[1])
    assert np.array_equal(exit_of, ours[3])
    assert np.array_equal(speed, ours[4])
    assert all(a.equals(b) for a, b in zip([ground, *exits], [ours[0], *ours[2]], strict=True))
    walked = walk(*scene, seconds=2.0, dt=0.01, model=PLAIN)
    apart = np.linalg.norm(walked.xy[-1] - jupedsim_places(PLAIN, *scene, seconds=2.0), axis=1)
    assert np.median(apart) < 1e-9


@pytest.mark.parametrize("model", ["collision-free-speed", PLAIN])
def test_two_threads(model, capsys):
    scene = open_square(5000)
    seconds, ends = {1: [], 2: []}, set()
    for _ in range(TURNS):
        for threads, found in seconds.items():
            walked = walk(*scene, seconds=4.0, model=model, threads=threads)
            found.append((walked.wall_s, walked.cpu_s))
            ends.add(walked.xy.tobytes())
    wall, cpu = min(seconds[2])
    gain = min(seconds[1])[0] / wall
    # a busy machine has no second core to give
    title = f"{model}: two threads had {cpu / wall:.2f} cores"
    tell(capsys, title, [("two threads, times as soon as one", GOAL_OF_THREADS, gain)])
    assert len(ends) == 1
