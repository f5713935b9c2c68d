"""The check at the door."""

import numpy as np
import pytest
from scipy import ndimage

from twin.arrays import around, as_shape
from twin.errors import ShapeError


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (7, 2), (6, 9)])
def test_around_a_square_are_those_that_touch_it(shape):
    z = np.random.default_rng(1).normal(size=shape)
    for pick, filter_ in ((np.fmax, ndimage.maximum_filter), (np.fmin, ndimage.minimum_filter)):
        np.testing.assert_array_equal(around(z, pick), filter_(z, 3, mode="nearest"))


def test_a_fitting_array_is_not_copied():
    points = np.zeros((3, 2))
    assert as_shape("points", points, (None, 2)) is points


@pytest.mark.parametrize(
    ("value", "shape", "words"),
    [
        ([1, 2, 3], (None, 2), r"points has shape \(3,\), but must have shape \(any, 2\)\."),
        ([[1, 2, 3]], (None, 2), r"\(1, 3\)"),
        (
            [[1, 2], [1, np.nan]],
            (None, 2),
            r"^points\[1\] is \[1.0, nan\], but every value must be a finite",
        ),
        ([1, np.inf], (2,), r"^points\[1\] is inf, but every value must be a finite number\.$"),
    ],
)
def test_others_are_refused_in_a_sentence(value, shape, words):
    with pytest.raises(ShapeError, match=words):
        as_shape("points", value, shape)
