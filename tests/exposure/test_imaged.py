"""Frame rates: what a slow camera has no image of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exposure.scenes import Halves, looks
from twin.errors import ShapeError
from twin.exposure import fold, imaged, recognisers

EIGHT = 115_200


def stay(seconds):
    return looks(*({"person": 0, "tick": EIGHT + 4 * s} for s in range(seconds)))


@pytest.mark.parametrize("rate", [1.0, 4.0, 25.0])
def test_from_one_image_a_second_on_nothing_is_missed(rate):
    assert imaged(stay(30), frame_rate=rate) == stay(30)


@pytest.mark.parametrize(("rate", "left"), [(0.5, 15), (0.1, 3), (0.05, 2), (0.75, 23)])
def test_so_many_images_leave_so_many_seconds(rate, left):
    assert imaged(stay(30), frame_rate=rate).num_rows == left


def test_an_image_every_twenty_seconds_falls_on_the_clock():
    ticks = imaged(stay(60), frame_rate=0.05)["tick"].to_numpy()
    assert ((ticks - EIGHT) / 4).tolist() == [0, 20, 40]


@given(st.floats(0.001, 2), st.floats(0.001, 2))
def test_fewer_images_never_keep_more_seconds(one, other):
    fewer, more = sorted((one, other))
    counts = [imaged(stay(200), frame_rate=rate).num_rows for rate in (fewer, more)]
    assert counts[0] <= counts[1] + 1  # where the first image falls may save one
    assert abs(counts[0] - min(200, 200 * fewer)) <= 1.001


def test_fewer_images_tell_less():
    def evidence(rate):
        folded = fold(imaged(stay(60), frame_rate=rate), site=Halves(), recognisers=recognisers())
        return int(np.sum(folded["evidence_strict"].to_numpy()))

    assert 0 < evidence(0.05) < evidence(0.2) < evidence(1) == evidence(25)


def test_no_rate_is_refused():
    with pytest.raises(ShapeError, match="must be above 0"):
        imaged(stay(1), frame_rate=0)
