"""Gates: each has the share the map gives it, whoever comes."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.test_population import ADDRESS, EVERY, GATES, draw, within_bounds
from twin.people.crowd import Crowd
from twin.people.gates import draw_gates, gate_weights
from twin.people.personas import personas
from twin.run import check_inputs
from twin.scenario import load_scenario

PERSONAS = [personas()[name] for name in EVERY]
USUAL = np.array([getattr(Crowd().shares, name) for name in EVERY])


def arriving(weights, shares, every=PERSONAS):
    """Return the share of those who come by a gate that comes by each."""
    by_gate = shares * np.array([p.start.get("gate", 0.0) for p in every])
    return by_gate @ (weights / weights.sum(axis=1, keepdims=True)) / by_gate.sum()


@given(st.lists(st.floats(0.01, 1), min_size=len(EVERY), max_size=len(EVERY)))
def test_whatever_the_personas_every_gate_has_its_share(shares):
    some = np.array(shares)
    # those who only come by rail can be no more than there is room for at its gates
    some[EVERY.index("interchanger")] *= 0.15 * some.min()
    weights = gate_weights(some, GATES, PERSONAS)
    np.testing.assert_allclose(arriving(weights, some), [g.share for g in GATES], atol=1e-9)


def test_on_the_shipped_map_too():
    gates = check_inputs(load_scenario()).site.gates
    weights = gate_weights(USUAL, gates, PERSONAS)
    np.testing.assert_allclose(arriving(weights, USUAL), [g.share for g in gates], atol=1e-12)


def test_the_odds_between_personas_and_kinds_are_those_of_the_file():
    weights = gate_weights(USUAL, GATES, PERSONAS)
    commuter, passer = EVERY.index("commuter"), EVERY.index("passer")
    for other in range(1, len(GATES)):
        found = (weights[commuter, 0] * weights[passer, other]) / (
            weights[commuter, other] * weights[passer, 0]
        )
        one, two = PERSONAS[commuter].gates, PERSONAS[passer].gates
        kinds = GATES[0].gate, GATES[other].gate
        wanted = one[kinds[0]] * two[kinds[1]] / (one[kinds[1]] * two[kinds[0]])
        assert found == pytest.approx(wanted)


def test_those_who_come_are_drawn_by_these_weights():
    population = draw(total=40_000)
    weights = gate_weights(USUAL, GATES, PERSONAS)
    first = np.flatnonzero(population.leader == np.arange(population.home_id.size))
    for k in range(len(EVERY)):
        mine = first[population.persona[first] == k]
        counts = np.bincount(population.gate_in[mine], minlength=len(GATES))
        assert within_bounds(counts, mine.size, weights[k] / weights[k].sum()).all()


def test_whoever_changes_trains_walks_from_one_station_to_the_other():
    gates = check_inputs(load_scenario()).site.gates
    weights = gate_weights(USUAL, gates, PERSONAS)
    people = np.arange(20_000)
    kind = np.full(people.size, EVERY.index("interchanger"))
    coming, going = draw_gates(ADDRESS, people, kind, weights, gates, PERSONAS)
    station = np.array([gate.station or "" for gate in gates])
    assert set(station[coming]) == set(station[going]) == {"King's Cross", "St Pancras"}
    assert (station[coming] != station[going]).all()


def test_whoever_changes_trains_on_a_map_without_stations_leaves_by_any_gate_they_might_come_by():
    weights = gate_weights(USUAL, GATES, PERSONAS)
    people = np.arange(500)
    kind = np.full(people.size, EVERY.index("interchanger"))
    coming, going = draw_gates(ADDRESS, people, kind, weights, GATES, PERSONAS)
    assert {GATES[g].gate for g in (*coming, *going)} == {"rail"}


def test_nobody_comes_by_a_gate_that_has_no_share():
    gates = (*GATES, SimpleNamespace(gate="bus", share=0.0, xy=np.array([9.0, 9.0]), station=None))
    weights = gate_weights(USUAL, gates, PERSONAS)
    assert not weights[:, -1].any()
    people = np.arange(5000)
    coming, going = draw_gates(ADDRESS, people, people % len(EVERY), weights, gates, PERSONAS)
    assert max(coming.max(), going.max()) < len(GATES)


def test_a_kind_that_nobody_takes_leaves_the_others_in_proportion():
    kinds = {**PERSONAS[0].gates, "rail": 0.0}
    nobody = [p.model_copy(update={"gates": kinds}) for p in PERSONAS]
    weights = gate_weights(USUAL, GATES, nobody)
    wanted = np.array([g.share * (g.gate != "rail") for g in GATES])
    np.testing.assert_allclose(arriving(weights, USUAL, nobody), wanted / wanted.sum(), atol=1e-9)
