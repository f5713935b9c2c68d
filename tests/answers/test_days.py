"""Intervals of counts: against formulas of simple sampling, and against days drawn anew."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.run.small_run import write_small_scenario
from twin.answers import answer
from twin.answers.days import COVER, Parties, interval
from twin.run import run_scenario
from twin.scenario import load_scenario


def crowd(sizes, pool=None):
    """People in parties of these sizes, numbered from 0, in the order of the parties."""
    first = np.repeat(np.cumsum([0, *sizes])[:-1], sizes)
    table = pa.table(
        {
            "person": np.arange(sum(sizes), dtype=np.int32),
            "group": first,
            "persona": ["visitor"] * sum(sizes),
        }
    )
    return Parties(table, {"commuter": 9.0, "visitor": pool or len(sizes)})


def test_people_on_their_own_scatter_as_a_binomial():
    """A thousand who could have come, all of whom did, and 300 of whom were seen."""
    parties = crowd([1] * 1000)
    found = interval(np.arange(300), np.ones(300), parties)
    assert found["sd"] == pytest.approx(np.sqrt(1000 * 0.3 * 0.7))
    assert (found["low"], found["high"]) == pytest.approx((271.597, 328.403), abs=1e-3)


def test_chances_scatter_as_a_binomial_of_their_mean():
    """One draw of the person and one of the event are one draw with the product's chance."""
    parties = crowd([1] * 1000)
    found = interval(np.arange(300), np.full(300, 0.4), parties, chance=True)
    assert found["sd"] == pytest.approx(np.sqrt(1000 * 0.12 * 0.88))


def test_pairs_that_stay_together_scatter_root_two_as_far():
    alone = interval(np.arange(300), np.ones(300), crowd([1] * 1000))
    pairs = interval(np.arange(300), np.ones(300), crowd([2] * 500))
    assert pairs["sd"] == pytest.approx(np.sqrt(2) * alone["sd"])


def test_those_who_did_not_come_count_among_those_who_could_have():
    found = interval(np.arange(100), np.ones(100), crowd([1] * 100, pool=1000))
    assert found["sd"] == pytest.approx(np.sqrt(1000 * 0.1 * 0.9))


def test_few_of_very_many_scatter_as_poisson():
    found = interval(np.arange(100), np.ones(100), crowd([1] * 100, pool=1e12))
    assert found["sd"] == pytest.approx(10)


def test_personas_scatter_independently():
    table = {"person": np.arange(60, dtype=np.int32), "group": np.arange(60)}
    table = pa.table(table | {"persona": ["commuter"] * 40 + ["visitor"] * 20})
    found = interval(np.arange(60), np.ones(60), Parties(table, {"commuter": 50, "visitor": 1e12}))
    assert found["sd"] == pytest.approx(np.sqrt(50 * 0.8 * 0.2 + 20))


@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=30),
    values=st.lists(st.floats(0, 1), min_size=1, max_size=30),
)
def test_an_interval_holds_its_count(sizes, values):
    parties = crowd(sizes)
    values = values[: sum(sizes)]
    found = interval(np.arange(len(values)), values, parties, chance=True)
    assert 0 <= found["low"] <= sum(values) + 1e-9
    assert found["high"] >= sum(values) - 1e-9


def test_nobody_scatters_not():
    nobody = interval(np.zeros(0, dtype=np.intp), [], crowd([]))
    assert nobody == {"sd": 0.0, "low": 0.0, "high": 0.0}


def test_days_drawn_by_the_law_scatter_as_the_interval_says():
    """A pool of 800 parties of 1 to 4: three of four come, a third of them past the camera."""
    rng = np.random.default_rng(8)
    counts, found = [], []
    for _ in range(2000):
        sizes = rng.integers(1, 5, rng.binomial(800, 0.75))
        past = np.repeat(rng.random(sizes.size) < 0.33, sizes)
        parties = crowd(sizes.tolist(), pool=800)
        counts.append(past.sum())
        found.append(interval(np.flatnonzero(past), np.ones(past.sum()), parties))
    # the mean of parties of 1 to 4 is 2.5
    truth = 800 * 0.75 * 0.33 * 2.5
    assert np.mean(counts) == pytest.approx(truth, rel=0.01)
    held = np.mean([one["low"] <= truth <= one["high"] for one in found])
    assert held == pytest.approx(COVER, abs=0.015)


@pytest.mark.slow
def test_other_seeds_scatter_as_the_interval_says(tmp_path):
    scenario = load_scenario(write_small_scenario(tmp_path / "in", total=6000))
    days = []
    for seed in range(30):
        other = scenario.model_copy(update={"seed": seed})
        done = run_scenario(other, out=tmp_path / "runs" / str(seed))
        people = answer(done)["people"]
        days.append(
            [
                (people["seen"], people["intervals"]["seen"]["sd"]),
                (people["templated"], people["intervals"]["templated"]["sd"]),
                # the expected number of a day holds no chance of recognition, so its draw is added
                (
                    people["machine"]["profiles"]["optimistic"],
                    people["intervals"]["machine"]["optimistic"]["sd"],
                ),
            ]
        )
    table = np.array(days)
    scatter = table[:, :, 0].std(axis=0, ddof=1) / table[:, :, 1].mean(axis=0)
    # the standard deviation of 30 draws is known to 13 %; the interval of a machine's figure is
    # wider than the scatter of expected numbers, which hold no chance of recognition
    assert (scatter[:2] > 0.65).all()
    assert (scatter < 1.4).all(), scatter
