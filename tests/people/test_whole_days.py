"""Whole days on the shipped map: everybody gets where they go, in the memory there is."""

import datetime
import json
import subprocess
import sys
from pathlib import Path

import pytest

from twin.people import simulate
from twin.run import check_inputs
from twin.scenario import load_scenario

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
