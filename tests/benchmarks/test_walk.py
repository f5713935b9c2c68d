"""How fast people walk over any ground, beside JuPedSim; off by default.

``JUPEDSIM_PYTHON=/path/to/venv/bin/python WALKING_BENCH=/path/to/folder python3 go.py test
tests/benchmarks/test_walk.py -m slow -s`` prints a table: agent-steps per processor second on one
core, this program and JuPedSim by turns, each the median of five. The folder holds
``workloads.py`` and ``jupedsim_bench.py``; JuPedSim lives in an environment of its own. Without
them only this program is measured, on streams that cross.
"""

import importlib.util
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from shapely import Polygon, box

from twin.people import walk

pytestmark = pytest.mark.slow

JUPEDSIM, FOLDER = os.environ.get("JUPEDSIM_PYTHON"), os.environ.get("WALKING_BENCH")
TURNS = 5
SECONDS = {"open1000": 2.0, "open5000": 2.0, "street2000": 0.5}
"""How long JuPedSim walks each workload; this program walks 4 s."""

LEAST = {"open1000": 45, "open5000": 17, "street2000": 400}
"""Times as fast as JuPedSim that the plain model is meant to be."""


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


def ours(scene, **how):
    """Walk a scene for 4 s; million agent-steps a processor second."""
    walked = walk(*scene, seconds=4.0, **how)
    return walked.agent_steps / walked.cpu_s


@pytest.mark.skipif(
    not (JUPEDSIM and FOLDER), reason="JUPEDSIM_PYTHON and WALKING_BENCH name no JuPedSim to race"
)
@pytest.mark.parametrize("name", list(SECONDS))
def test_walking_beside_jupedsim(name, capsys):
    scene = workload(name)
    how = {"dt": 0.01, "model": "collision-free-speed-plain"}
    rates = {"jupedsim": [], "plain": [], "default": [], "default, dt 0.05": []}
    for _ in range(TURNS):
        rates["jupedsim"].append(theirs(name))
        rates["plain"].append(ours(scene, **how))
        rates["default"].append(ours(scene, dt=0.01))
        rates["default, dt 0.05"].append(ours(scene))
    ratios = [a / b for a, b in zip(rates["plain"], rates["jupedsim"], strict=True)]
    middle = {who: statistics.median(found) for who, found in rates.items()}
    with capsys.disabled():
        told = ", ".join(f"{who} {rate / 1e6:.3g}" for who, rate in middle.items())
        sys.stdout.write(
            f"\n{name}: million agent-steps a processor second: {told}; "
            f"plain {statistics.median(ratios):.0f} times JuPedSim ({LEAST[name]} wanted)\n"
        )
    assert statistics.median(ratios) > 0.5 * LEAST[name]  # half: machines are shared


@pytest.mark.parametrize("model", ["collision-free-speed", "collision-free-speed-plain"])
def test_two_threads(model, capsys):
    """Two cores of a machine that shares them walk up to 1.9 times as fast as one."""
    rng = np.random.default_rng(1)
    lattice = np.stack(np.meshgrid(np.arange(10, 190, 2.5), np.arange(10, 190, 2.5)), axis=2)
    start = rng.permutation(lattice.reshape(-1, 2))[:5000] + rng.uniform(0, 0.5, (5000, 2))
    exits = [box(198, 0, 199, 200), box(1, 0, 2, 200), box(0, 198, 200, 199), box(0, 1, 200, 2)]
    scene = (box(0, 0, 200, 200), start, exits, np.arange(5000) % 4, np.full(5000, 1.34))
    seconds = {1: [], 2: []}
    for _ in range(TURNS):
        for threads, found in seconds.items():
            found.append(walk(*scene, seconds=4.0, model=model, threads=threads).wall_s)
    gain = min(seconds[1]) / min(seconds[2])
    with capsys.disabled():
        sys.stdout.write(f"\n{model}: two threads are {gain:.2f} times as fast as one\n")
    assert gain > 1.2
