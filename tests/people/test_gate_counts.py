"""Arrivals by each kind of gate, quarter hour by quarter hour, against the Underground's counts."""

from importlib import resources

import numpy as np
import pytest
import yaml
from scipy import stats

from twin.people.crowd import Crowd, Shares
from twin.people.personas import begins, personas
from twin.people.population import draw_population
from twin.people.profile import edges
from twin.people.traits import Address
from twin.rng import Stream, uniform
from twin.run import check_inputs
from twin.scenario import load_scenario

GATES = check_inputs(load_scenario()).site.gates
KINDS = np.array([gate.gate for gate in GATES])
EVERY = list(Shares.model_fields)
ADDRESS = Address(23, 0, 738_000)
WEDNESDAY = 2
MIDDLE = (edges()[:-1] + edges()[1:]) / 2 / 3600.0
UNTIL_TEN, DAYTIME = MIDDLE < 10, (MIDDLE > 7) & (MIDDLE < 19)


def counted(direction):
    """Return the file's people in each quarter hour of a weekday."""
    data = yaml.safe_load(resources.files("twin.people").joinpath("profile.yaml").read_text())
    return np.array(data["counts"][data["days"][WEDNESDAY]][direction], dtype=np.float64)


def parties(**settings):
    """Draw a day on the shipped map: persona, arrival, kinds of gate of all parties by gate."""
    day = draw_population(Crowd(**settings), GATES, ADDRESS, WEDNESDAY)
    every = list(personas().values())
    rows = np.flatnonzero(day.leader == np.arange(day.home_id.size))
    start = [uniform(23, int(Stream.AGENDA), 0, 0, int(home), 0) for home in day.home_id[rows]]
    by_gate = [begins(every[k], u) == "gate" for k, u in zip(day.persona[rows], start, strict=True)]
    rows = rows[by_gate]
    come, go = KINDS[day.gate_in[rows]], KINDS[day.gate_out[rows]]
    return day.persona[rows], day.arrive[rows], come, go


@pytest.fixture(scope="module")
def usual():
    return parties()


def quarters(time):
    return np.histogram(time, bins=edges())[0]


def chance(found, shape):
    """Return how likely counts are at least as far from a shape: chi-square test."""
    return stats.chisquare(found, found.sum() * shape / shape.sum()).pvalue


def expected(name, come, go):
    """Return a persona's shape: counts of the file times the window, read from the files."""
    persona = personas()[name]
    told = {"in": counted("in"), "out": counted("out")}
    told["both"] = told["in"] + told["out"]
    which = persona.counts
    if come == "underground":
        which = "out"
    elif which == "both" and go == "underground":
        which = "in"
    hours = sorted(persona.window)
    shape = told[which] * np.interp(MIDDLE, hours, [persona.window[h] for h in hours])
    return shape / shape.sum()


@pytest.mark.parametrize("kind", sorted(set(KINDS)))
def test_each_kind_of_gate_has_the_arrivals_of_its_personas_in_every_quarter_hour(usual, kind):
    """Within 5 standard deviations of as many independent arrivals, and one party."""
    persona, arrive, come, go = usual
    wanted, variance = np.zeros(80), np.zeros(80)
    for k, name in enumerate(EVERY):
        for leave in set(KINDS):
            n = np.count_nonzero((persona == k) & (come == kind) & (go == leave))
            shape = expected(name, kind, leave)
            wanted += n * shape
            variance += n * shape * (1 - shape)
    found = quarters(arrive[come == kind])
    assert found.sum() == pytest.approx(wanted.sum())
    assert (np.abs(found - wanted) <= 5 * np.sqrt(variance) + 1).all()


def test_until_ten_the_underground_gates_have_the_exits_of_the_file(usual):
    """Before ten those who come to work take the file as it is.

    All the others together leave it so that one in twenty would have to come at another quarter
    hour, noise among them.
    """
    persona, arrive, come, _ = usual
    mine = (come == "underground") & (arrive < 10 * 3600)
    found, file = quarters(arrive[mine])[UNTIL_TEN], counted("out")[UNTIL_TEN]
    file /= file.sum()
    assert found.sum() > 5000
    assert np.abs(found / found.sum() - file).sum() / 2 < 0.05
    work = quarters(arrive[mine][persona[mine] == EVERY.index("commuter")])[UNTIL_TEN]
    assert chance(work, file) > 0.001
    assert chance(work, counted("in")[UNTIL_TEN]) < 1e-6


def test_those_who_pass_through_come_with_the_exits_and_go_with_the_entries():
    """Their window is 1 all day long, so that nothing but noise lies between them and the file."""
    shares = dict.fromkeys(EVERY, 0.0) | {"passer": 1.0}
    _, arrive, come, go = parties(shares=shares)
    for mine, told, other in (
        (come == "underground", "out", "in"),
        ((come != "underground") & (go == "underground"), "in", "out"),
    ):
        found = quarters(arrive[mine])[DAYTIME]
        assert found.sum() > 3000
        assert chance(found, counted(told)[DAYTIME]) > 0.001
        assert chance(found, counted(other)[DAYTIME]) < 1e-6
