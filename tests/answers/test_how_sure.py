"""How sure: figures as functions of the numbers behind them, against sweeps and closed answers."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import twin
from tests.run.small_run import write_small_scenario
from twin.answers.asked import Asked
from twin.answers.counts import exposed
from twin.answers.figures import figures
from twin.answers.how_sure import figured as figured_module
from twin.answers.how_sure.drivers import drivers
from twin.answers.how_sure.figured import HEADLINES, Figured
from twin.answers.how_sure.moved import CONDITIONS, Moved, moved, set_aside
from twin.answers.how_sure.sampled import MOST, PRECISION, sampled
from twin.answers.questions import ask
from twin.run import sweep

MACHINE = HEADLINES.index("machine")


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sure")
    scenario = twin.load_scenario(write_small_scenario(folder / "in"))
    return Asked.of(twin.run_scenario(scenario, out=folder / "runs" / "a"))


@pytest.fixture(scope="module")
def figured(asked):
    found = moved(asked.inputs.scenario.people, asked.inputs.recognisers)
    return Figured(asked, {one.name: one for one in found})


def a_number(low=0.0, value=1.0, high=3.0, name="x"):
    return Moved(name, value, low, high, "assumption", "recogniser")


@given(
    st.floats(-9, 9), st.floats(0, 9), st.floats(0, 9),
    st.lists(st.floats(0, 1), min_size=2, max_size=9),
)  # fmt: skip
def test_a_number_is_as_likely_below_its_value_as_above(value, less, more, shares):
    one = a_number(value - less, value, value + more)
    assert one.at(0.5) == pytest.approx(value)
    assert (one.at(0), one.at(1)) == pytest.approx((value - less, value + more))
    values = [one.at(share) for share in sorted(shares)]
    assert all(a <= b + 1e-9 for a, b in itertools.pairwise(values))


def test_of_one_number_the_interval_is_that_of_its_range():
    """0 to 3 about 1: 2.5 % lie below 0.05, since half are evenly from 0 to 1; and above 2.9."""
    found = sampled([a_number()], lambda at: np.array([at["x"]]), np.zeros(1))
    assert found.ends[:, 0] == pytest.approx([0.05, 2.9], abs=0.06)
    assert found.moved <= PRECISION


def test_without_any_number_the_interval_is_that_of_the_day():
    """A standard deviation of a tenth: 1.96 of them are 0.196 either side of 100, 80.4 to 119.6."""
    found = sampled([], lambda _: np.array([100.0, 100.0]), np.array([0.1, 0.0]))
    assert found.ends[:, 0] == pytest.approx([80.4, 119.6], abs=2)
    assert found.ends[:, 1].tolist() == [100.0, 100.0]


def test_points_are_doubled_until_no_end_moves_much_and_each_is_tried_once():
    tried = []

    def rare(at):
        """Count a hundred times as many from the 41st on, so that the end is found late."""
        tried.append(at["x"])
        return np.array([100.0 if len(tried) > 40 else 1.0])

    found = sampled([a_number()], rare, np.zeros(1))
    assert len(tried) == len(set(tried)) == found.points == MOST
    smooth = sampled([a_number(0.999, 1, 1.001)], lambda at: np.array([at["x"]]), np.zeros(1))
    assert smooth.points < MOST


def test_with_nothing_moved_the_figures_are_those_of_the_run(asked, figured):
    told = figures(figured.usual, asked.inputs.recognisers)
    seen, _, templated, machine = figured.at({})
    assert seen == told["seen"] > 0
    assert templated == told["templated"]
    assert machine == pytest.approx(told["machine"]["profiles"]["central"])


def test_a_number_of_the_recogniser_moves_what_a_sweep_says(asked, figured):
    _, swept = sweep(asked.run, names=["correlation_s", "gallery"])
    for one in swept:
        ends = [figured.at({one.name: end})[MACHINE] for end in one.number.range]
        assert ends == pytest.approx([one.low, one.high])
    assert abs(swept[0].high - swept[0].low) > 1e-3


def test_of_very_many_some_are_asked_and_all_change_by_the_same_factor(asked, monkeypatch):
    """Every fifth person alone: what they say of their own values changes nobody's figures."""
    monkeypatch.setattr(
        figured_module, "MOST_PEOPLE", len(exposed(asked.exposure, "day").person) // 5
    )
    found = moved(asked.inputs.scenario.people, asked.inputs.recognisers)
    some = Figured(asked, {one.name: one for one in found})
    assert some.at({"correlation_s": 1.0}) == pytest.approx(some.at({}))
    less, more = (some.at({"midpoint_px": end})[MACHINE] for end in (14.0, 6.7))
    assert less < some.at({})[MACHINE] < more


def test_a_fifth_more_people_are_a_fifth_more_of_all(asked, figured):
    total = asked.inputs.scenario.people.total
    assert figured.at({"total": 1.2 * total}) == pytest.approx(1.2 * figured.at({}))


def test_more_of_one_persona_leave_less_to_the_others():
    """Of 4 commuters and 6 passers, shares 0.4 and 0.6: 0.9 and 0.6 are 0.6 and 0.4 of a whole.

    So a commuter counts 0.6 / 0.4 = 1.5 times and a passer 0.4 / 0.6 = 2 / 3 times: 6 and 4.
    """
    people = SimpleNamespace(
        column=lambda name: SimpleNamespace(
            to_pylist=lambda: ["commuter"] * 4 + ["passer"] * 6, to_numpy=lambda: np.arange(10)
        )
    )
    numbers = {
        f"shares.{name}": Moved(f"shares.{name}", value, 0, 1, "assumption", "share")
        for name, value in (("commuter", 0.4), ("passer", 0.6))
    }
    one = Figured(SimpleNamespace(people=people), numbers)
    one.__dict__["usual"] = SimpleNamespace(
        person=np.arange(10), face_density=np.zeros(10), templated=np.arange(10) < 4,
        machine={"central": np.full(10, 0.5)},
    )  # fmt: skip
    assert one.at({"shares.commuter": 0.9}) == pytest.approx([10, 0, 6, 5])
    assert one.at({}) == pytest.approx([10, 0, 4, 5])


def test_what_was_chosen_drives_but_is_no_uncertainty(asked, figured):
    found = drivers(figured)
    assert [one.swing for one in found] == sorted((one.swing for one in found), reverse=True)
    assert {one.moved.name for one in found if one.moved.condition} == set(CONDITIONS)
    assert "dwell_factor" in set_aside(asked.inputs.scenario.people)
    told = ask("how_sure", asked)
    assert set(told.figures["conditions"]) == set(CONDITIONS)
    for row in told.tables["headlines"].to_pylist():
        assert row["day_low"] <= row["value"] <= row["day_high"]
        assert row["low"] <= row["high"]
        assert row["days_needed"] >= 1
