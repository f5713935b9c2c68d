"""Lengths in one byte: how far off they may be, and that their order is kept."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from twin.site.ground import Ground
from twin.site.lengths import METRES, NEAR, STEPS, as_bytes
from twin.site.routes import fields

LENGTHS = st.floats(0, 9000)


@given(LENGTHS)
def test_a_length_is_off_by_half_a_step_at_most(length):
    half = (NEAR + length) * math.expm1(0.5 / STEPS)
    assert abs(METRES[as_bytes(length)] - length) <= half * 1.0001 + 1e-5
    assert half <= 0.0141 * (NEAR + length)


@given(LENGTHS, LENGTHS)
def test_the_order_of_lengths_is_kept(a, b):
    assert METRES[as_bytes(min(a, b))] <= METRES[as_bytes(max(a, b))]


def test_nothing_is_off_the_scale():
    assert as_bytes([0.0, 1e7, np.inf]).tolist() == [0, 255, 255]


def test_lengths_between_goals_are_not_rounded():
    # one corridor, so that the way is one straight line: 300 m, to the half cell of the node
    ground = Ground.over(box(0, 0, 310, 10))
    goals = [(5.0, 5.0), (305.0, 5.0)]
    routes = fields(ground, goals, [1.0, 1.0], keep_off_walls=False)
    assert abs(routes.between[0, 1] - 300) < 0.05
    assert abs(routes.between - routes.between.T).max() < 0.01
