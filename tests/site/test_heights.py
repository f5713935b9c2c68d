"""Heights of the ground: closed answers, and the laws of a mean."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from tests.site.underpass import bridge_site
from twin.errors import ShapeError
from twin.resources import maps_dir
from twin.site import load
from twin.site.heights import Heights
from twin.site.things import Level, Stretch
from twin.site.underpasses import passes_over

LOW = Level("level/low", "Low", box(0, 0, 10, 20), 1.0)
HIGH = Level("level/high", "High", box(16, 0, 30, 20), 4.0)
STEPS = Stretch("stairs/s", "Steps", box(10, 5, 16, 15))


def z(*points, levels=(LOW, HIGH), stairs=(), bridges=(), below=False):
    return Heights.of(levels, stairs, bridges).at(points, below=below).tolist()


def test_zones_have_their_heights_and_ground_between_slopes():
    assert z((5, 5), (20, 5), (10, 5), (16, 5)) == [1.0, 4.0, 1.0, 4.0]
    assert z((13, 5)) == [pytest.approx(2.5)]  # half way
    # a third of the way: weights 1/2^2 and 1/4^2
    assert z((12, 5)) == [pytest.approx((1 / 4 + 4 / 16) / (1 / 4 + 1 / 16))]


def test_steps_rise_evenly_along_the_side_that_rises():
    # the flight is wider than long: its longer side is across
    flight = z((10, 10), (11.5, 6), (13, 14), (14.5, 10), (16, 10), stairs=[STEPS])
    assert flight == pytest.approx([1.0, 1.75, 2.5, 3.25, 4.0])


def test_the_smallest_zone_counts():
    pit = Level("level/pit", "Pit", box(2, 2, 4, 4), -2.0)
    assert z((3, 3), (5, 5), levels=(LOW, HIGH, pit)) == [-2.0, 1.0]
    assert z((3, 3), (5, 5), levels=(pit, HIGH, LOW)) == [-2.0, 1.0]


def test_a_deck_goes_from_bank_to_bank_and_not_down_to_what_is_below():
    banks = [
        Level("level/s", "S", box(0, 0, 40, 10), 6.0),
        Level("level/n", "N", box(0, 30, 40, 40), 8.0),
    ]
    path = Level("level/p", "Path", box(0, 12, 40, 20), 2.0)
    deck = Stretch("bridge/d", "Deck", box(18, 9, 22, 31))
    levels = (*banks, path)
    over = z((20, 9), (20, 14.5), (20, 20), (20, 31), levels=levels, bridges=[deck])
    assert over == pytest.approx([6.0, 6.5, 7.0, 8.0])
    assert z((20, 14.5), (20, 16), levels=levels, bridges=[deck], below=True) == [2.0, 2.0]
    each = z((20, 14.5), (20, 14.5), levels=levels, bridges=[deck], below=[True, False])
    assert each == pytest.approx([2.0, 6.5])


def test_without_zones_all_is_flat():
    assert z((1, 2), (30, 4), levels=(), stairs=[STEPS]) == [0.0, 0.0]


def test_points_must_be_points():
    with pytest.raises(ShapeError, match="xy has shape"):
        Heights.of([LOW], [], []).at([1.0, 2.0])


AT = st.tuples(st.floats(-50, 80), st.floats(-50, 80))


@given(AT)
def test_no_place_is_higher_or_lower_than_every_zone(at):
    assert 1.0 - 1e-9 <= z(at, stairs=[STEPS])[0] <= 4.0 + 1e-9


@given(AT, st.floats(0, 6.28))
def test_the_ground_has_no_edges_between_zones(at, turn):
    beside = (at[0] + 1e-4 * np.cos(turn), at[1] + 1e-4 * np.sin(turn))
    one, two = z(at, beside)
    assert abs(one - two) < 1e-3  # at most 3 m over 6 m, and the bend of the weights


def test_a_site_tells_deck_and_ground_below(tmp_path):
    site = bridge_site(tmp_path)
    assert site.height([(59, 12)], below=True).tolist() == [-3.0]  # the towpath's
    assert site.height([(20, 12)]).tolist() == [-3.0]


def test_decks_are_measured_once_for_a_site(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "twin.site.heights.passes_over", lambda *pair: asked.append(pair) or passes_over(*pair)
    )
    site = bridge_site(tmp_path)
    assert site.relief.z.shape[0] == 2
    assert site.standing.is_ground.any()
    assert site.height([(59, 12), (20, 12)], below=True).tolist() == [-3.0, -3.0]
    assert len(asked) == len(site.bridges) * len(site.levels)


def test_the_shipped_map_is_as_high_as_its_sources_say():
    site = load(maps_dir() / "kings_cross_central.geojson", date=dt.date(2025, 6, 11))
    square, towpath, station = site.height([(40.0, 0.0), (160.0, 15.0), (160.0, -520.0)])
    assert (square, towpath, station) == (24.0, 21.0, 17.5)
    # half way down the canal steps
    (steps,) = site.height([(18.0, -54.8)])
    assert 21.5 < steps < 23.5
    # the viaduct between towpath and yard is above both
    assert site.height([(-90.0, 0.0)])[0] == 24.0
    # the deck of York Way Bridge is well above the towpath below it
    over, under = site.height([(228.0, 19.0)] * 2, below=[False, True])
    assert under == 21.0
    assert over - under > 2.3
