"""What a step costs in crowds of 10, 25, 50 and 100 thousand; off by default.

``python3 go.py test tests/benchmarks/test_crowd_sizes.py -m slow -s`` walks those of each crowd who
come to the shipped map in one hour of the morning peak, by turns, on one core, and prints the
processor time of the walking kernel for each agent-step, the least of the turns. It grows with how
many people are near each other; a hundred thousand are meant to cost 1.5 times as much a step as
ten thousand at most. That is told and not asserted: others move the clock of a shared machine.

Found so on a core of a shared machine, November 2026: 120, 127, 155 and 177 ns a step, 1.47 times.
"""

import sys
import time

import pytest

from twin.people import simulate
from twin.people.walking import Walking
from twin.run import check_inputs
from twin.scenario import load_scenario

pytestmark = pytest.mark.slow

TOTALS = (10_000, 25_000, 50_000, 100_000)
TURNS = 3
MOST = 1.5
"""Times the cost of a step among 10,000 people that one among 100,000 is meant to have."""


@pytest.fixture
def clocked(monkeypatch):
    """Count the processor seconds of the walking kernel."""
    advance, spent = Walking.advance, [0.0]

    def timed(self, *arguments):
        began = time.process_time()
        try:
            return advance(self, *arguments)
        finally:
            spent[0] += time.process_time() - began

    monkeypatch.setattr(Walking, "advance", timed)
    return spent


def test_the_cost_of_a_step_by_the_size_of_the_crowd(tmp_path, clocked, capsys):
    cost = {total: [] for total in TOTALS}
    for _ in range(TURNS):
        for total, found in cost.items():
            scenario = load_scenario(quick=True, changes={"people.total": total})
            day = simulate(
                check_inputs(scenario).site, scenario.people, date=scenario.date,
                seed=scenario.seed, cache=tmp_path, threads=1,
            )  # fmt: skip
            clocked[0] = 0.0
            assert sum(slab.table.num_rows for slab in day.slabs()) > 100 * total
            assert day.facts()["stuck"] == 0
            found.append(clocked[0] / day.facts()["agent_steps"])
    least = [min(found) for found in cost.values()]
    with capsys.disabled():
        told = ", ".join(f"{t:,}: {1e9 * c:.0f} ns" for t, c in zip(TOTALS, least, strict=True))
        sys.stdout.write(
            f"\na step costs {told}; found {least[-1] / least[0]:.2f} times, goal {MOST}\n"
        )
