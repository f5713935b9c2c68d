"""Trains and buses of the data file."""

from pathlib import Path

import pytest

import twin
from tests.sourced import numbers_of
from twin.people.estate import CROWDED
from twin.people.personas import GATES
from twin.people.services import services


def test_every_number_has_a_source():
    assert len(numbers_of(Path(twin.__file__).parent / "people/services.yaml")) > 30


def test_the_peak_has_as_many_trains_as_were_counted():
    """264 departures from 17:00 to 18:00 over all platforms [changehere2013]."""
    lines = [line for of_kind in services().trains.values() for line in of_kind.values()]
    assert sum(line.platforms * line.peak for line in lines) == pytest.approx(264, rel=0.02)


def test_a_cafe_serves_as_fast_as_one_that_was_timed():
    """Mean wait 119 s [darocha_coffee]: as long as some of those who fit inside take to serve."""
    cafe = services().tills["cafe"]
    assert cafe.serve_s < 119 < cafe.inside * cafe.serve_s
    assert set(services().tills) <= CROWDED
    assert set(services().ticket_gates) == set(services().trains)


def test_trains_come_to_kinds_of_gate_and_all_of_them_have_shares():
    assert set(services().trains) == {"underground", "rail"} < set(GATES)
    for of_kind in services().trains.values():
        assert sum(line.share for line in of_kind.values()) == pytest.approx(1)
