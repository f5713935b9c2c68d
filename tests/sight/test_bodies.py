"""Bodies: sizes from the people table, and impossible ones refused."""

import numpy as np
import pytest

from tests.sight.scenes import people
from twin.errors import TableError
from twin.sight.bodies import Bodies
from twin.sight.kernels import Body


def test_sizes_are_those_of_the_table():
    bodies = Bodies.of(people(2, eye=[1.6, 1.2], shoulder=0.5, stature=[1.7, 1.3]))
    np.testing.assert_allclose(bodies.sizes[:, Body.EYE], [1.6, 1.2], rtol=1e-6)
    np.testing.assert_allclose(bodies.sizes[:, Body.RADIUS], 0.2, rtol=1e-6)
    np.testing.assert_allclose(bodies.sizes[:, Body.SHOULDER], [1.394, 1.066], rtol=1e-6)
    assert bodies.tallest == pytest.approx(1.71)
    np.testing.assert_allclose(bodies.heights, [1.2, 1.6], rtol=1e-6)


def test_limits_are_allowed_though_tables_round_them():
    for sizes in ({"eye": 0.3}, {"eye": 2.89}, {"ipd": 0.02}, {"ipd": 0.12}, {"shoulder": 1.2}):
        assert Bodies.of(people(2, **sizes)).there.all()


def test_the_order_of_the_table_is_free():
    table = people(3, eye=[1.5, 1.6, 1.7])
    np.testing.assert_array_equal(Bodies.of(table.take([2, 0, 1])).sizes, Bodies.of(table).sizes)


def test_nobody_at_all():
    bodies = Bodies.of(people(0))
    bodies.check(np.zeros(0, dtype=np.int32))
    assert bodies.tallest == pytest.approx(2.11)


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ({"eye": [1.6, 3.4]}, "eye_height_m is 3.4 in a row, but must lie between 0.3 and 2.89 m"),
        ({"eye": [np.nan, 1.6]}, "eye_height_m is nan"),
        ({"ipd": 0.63}, "ipd_m is 0.63"),
        ({"shoulder": -1}, "shoulder_m is -1"),
        ({"stature": 175}, "stature_m is 175"),
    ],
)
def test_impossible_sizes_are_refused(sizes, words):
    with pytest.raises(TableError, match=words):
        Bodies.of(people(2, **sizes))


def test_a_number_that_nobody_has_is_refused():
    bodies = Bodies.of(people(3).take([0, 2]))
    bodies.check(np.array([0, 2, 2], dtype=np.int32))
    with pytest.raises(TableError, match="person 1 is not in the people table"):
        bodies.check(np.array([0, 1, 2], dtype=np.int32))


def test_nobody_has_two_rows():
    with pytest.raises(TableError, match="person 1 has two rows, but must have one"):
        Bodies.of(people(3).take([0, 1, 2, 1]))
