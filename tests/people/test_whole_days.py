"""Whole days on the shipped map: everybody gets where they go, in the memory there is."""

import datetime
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from twin.people import simulate
from twin.run import check_inputs
from twin.scenario import load_scenario
from twin.tables import ACTIVITIES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 1.5e9
RUN = """
import re, sys
from twin.cli import main
try:
    main()
finally:
    print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
"""
WEDNESDAY, SATURDAY = datetime.date(2025, 6, 11), datetime.date(2025, 6, 14)


@pytest.mark.parametrize("date", [WEDNESDAY, SATURDAY], ids=["weekday", "saturday"])
def test_nobody_gets_stuck(date, tmp_path):
    scenario = load_scenario(changes={"date": date.isoformat()})
    day = simulate(
        check_inputs(scenario).site, scenario.people, date=date, seed=scenario.seed, cache=tmp_path
    )
    walked = sum(slab.table.num_rows for slab in day.slabs()) / 4
    facts = day.facts()
    assert facts["stuck"] == 0
    assert facts["arrived"] > 38_000
    # nobody waits for ever for room at a door: they would count as inside
    assert facts["longest_wait_s"] < 300
    assert walked == facts["person_seconds"] > 50e6


def widths(tracks, group, activities):
    """Measure how far each party is spread at each moment while all who are seen do one thing.

    Returns the party's number and the longer side of the box round it [m], moment by moment.
    """
    doing = np.isin(tracks["activity"], [ACTIVITIES.index(name) for name in activities])
    tracks = tracks.filter(pa.array(doing))
    moment = np.int64(2**20) * group[tracks["person"]] + tracks["tick"].to_numpy()
    order = np.argsort(moment, kind="stable")
    begin = np.flatnonzero(np.diff(moment[order], prepend=-1))
    together = np.diff(begin, append=order.size) > 1
    sides = []
    for name in ("x_cm", "y_cm"):
        along = tracks[name].to_numpy()[order] / 100
        sides.append(np.maximum.reduceat(along, begin) - np.minimum.reduceat(along, begin))
    return moment[order][begin][together] // 2**20, np.maximum(*sides)[together]


def test_parties_keep_together(tmp_path):
    scenario = load_scenario(changes={"people.total": 4000})
    site = check_inputs(scenario).site
    day = simulate(site, scenario.people, date=WEDNESDAY, seed=scenario.seed, cache=tmp_path)
    tracks = pa.concat_tables([slab.table for slab in day.slabs()])
    group = day.people["group"].to_numpy()
    party, wide = widths(tracks, group, ["walking", "walking_phone"])
    parties, where = np.unique(party, return_inverse=True)
    widest = np.zeros(len(parties))
    np.maximum.at(widest, where, wide)
    assert len(parties) > 300
    assert np.mean(widest > 10.0) < 0.02
    assert np.mean(wide > 3.0) < 0.01
    _, wide = widths(tracks, group, ["resting"])
    assert np.median(wide) < 3.0
    assert np.mean(wide > 6.0) < 0.05


@pytest.mark.parametrize("total", [45_000, 100_000])
def test_a_whole_run_keeps_within_the_memory(total, tmp_path):
    out = tmp_path / "run"
    arguments = ["run", "--out", str(out), "--set", f"people.total={total}"]
    child = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads((out / "answers.json").read_text())["people"]["present"] > 0.9 * total
    assert 1024 * int(child.stdout.split()[-1]) < MOST_BYTES
