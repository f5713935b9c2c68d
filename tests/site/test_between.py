"""Between nodes: values against SciPy, slopes against small steps; also run uncompiled."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from twin.site.between.kernels import bilinear

pytestmark = pytest.mark.kernel

GRID = np.array([-3.0, 2.0, 0.5, 0.0])


def clearance():
    return np.random.default_rng(0).normal(size=(9, 12)).astype(np.float32)


@given(x=st.floats(-2.9, 2.4), y=st.floats(2.1, 5.9))
@settings(max_examples=30)
def test_values_are_scipys_and_slopes_are_theirs(x, y):
    grid = clearance()
    at = np.array([[(y - GRID[1]) / GRID[2]], [(x - GRID[0]) / GRID[2]]])
    value, gx, gy = bilinear(grid, GRID, x, y)
    assert value == pytest.approx(ndimage.map_coordinates(grid.astype(float), at, order=1)[0])
    e = 1e-4
    for slope, (dx, dy) in ((gx, (e, 0)), (gy, (0, e))):
        rise = bilinear(grid, GRID, x + dx, y + dy)[0] - value
        fall = value - bilinear(grid, GRID, x - dx, y - dy)[0]
        # at a node line the slope differs on the two sides
        assert min(rise, fall) / e - 1e-3 <= slope <= max(rise, fall) / e + 1e-3


@given(x=st.floats(-100, 100), y=st.floats(-100, 100))
@settings(max_examples=30)
def test_points_beyond_the_grid_get_its_nearest_edge(x, y):
    grid = clearance()
    at = np.array([[(y - GRID[1]) / GRID[2]], [(x - GRID[0]) / GRID[2]]])
    edge = ndimage.map_coordinates(grid.astype(float), at, order=1, mode="nearest")[0]
    assert bilinear(grid, GRID, x, y)[0] == pytest.approx(edge, abs=1e-4)
