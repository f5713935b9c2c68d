"""Tours: when a camera looks which way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.cameras.watch import Watch
from twin.errors import ShapeError


@given(st.integers(1, 600), st.data())
def test_in_whole_tours_a_camera_watches_for_its_share(period, data):
    start = data.draw(st.integers(0, period - 1))
    stop = data.draw(st.integers(start + 1, period))
    watch = Watch(period, start, stop)
    assert watch.at(range(3 * period)).mean() == pytest.approx(watch.share)


@pytest.mark.parametrize(("period", "start", "stop"), [(60, 10, 10), (60, -1, 5), (60, 50, 61)])
def test_a_stretch_that_is_none_is_refused(period, start, stop):
    with pytest.raises(ShapeError, match="must watch for some time within the tour"):
        Watch(period, start, stop)
