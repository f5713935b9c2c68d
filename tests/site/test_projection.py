"""The projection against PROJ's own definition of the National Grid, and its laws."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from twin.errors import ShapeError
from twin.site import grid_to_site, lonlat_to_site, site_to_grid, site_to_lonlat

SITE = SimpleNamespace(origin=np.array([530100.0, 183500.0]))
metres = st.floats(-2000, 2000)


def test_agrees_with_the_registered_grid_to_the_datum_shift():
    # PROJ's EPSG:27700 without its grid files uses another Helmert shift: metres, not kilometres.
    there = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
    xy = np.array([[0.0, 0.0], [300.0, -500.0]])
    lonlat = np.column_stack(there.transform(*(xy + SITE.origin).T))
    assert np.abs(lonlat_to_site(SITE, lonlat) - xy).max() < 5.0


def test_kings_cross_station_lies_where_the_fact_sheet_says():
    # -0.12358, 51.53200 is E 530251, N 183123 (OpenStreetMap footprint, centre).
    assert lonlat_to_site(SITE, [[-0.12358, 51.53200]])[0] == pytest.approx([151, -377], abs=5)


@given(metres, metres)
def test_degrees_survive_the_round_trip(x, y):
    there = site_to_lonlat(SITE, [[x, y]])
    assert lonlat_to_site(SITE, there)[0] == pytest.approx([x, y], abs=0.002)


@given(metres, metres)
def test_the_grid_is_a_shift_of_the_site_frame(x, y):
    grid = site_to_grid(SITE, [[x, y]])
    assert grid[0] == pytest.approx([x + 530100, y + 183500])
    assert grid_to_site(SITE, grid)[0] == pytest.approx([x, y], abs=1e-9)


@pytest.mark.parametrize("points", [[1.0, 2.0], [[1.0, 2.0, 3.0]], [[np.nan, 1.0]]])
@pytest.mark.parametrize("turn", [grid_to_site, site_to_grid, lonlat_to_site, site_to_lonlat])
def test_other_shapes_are_refused(turn, points):
    with pytest.raises(ShapeError):
        turn(SITE, points)
