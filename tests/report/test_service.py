"""Service: the bands are those of Fruin's walkways, in the unit of his other table."""

import numpy as np
import pytest

from twin.report.service import BANDS, bands_of


@pytest.mark.parametrize(
    ("level", "most_area"), [("B", 3.25), ("C", 2.32), ("D", 1.39), ("E", 0.93), ("F", 0.46)]
)
def test_levels_end_at_the_square_metres_a_person_that_are_tabulated(level, most_area):
    """The metric table of the same levels, in square metres to a person, is rounded to 0.01."""
    (band,) = [band for band in BANDS if band.name == level]
    assert 1 / band.least == pytest.approx(most_area, abs=0.006)


def test_bands_rise_and_each_holds_its_own_least():
    edges = np.array([band.least for band in BANDS])
    assert np.all(np.diff(edges) > 0)
    assert bands_of(edges).tolist() == list(range(len(BANDS)))
    assert bands_of(edges - 1e-9).tolist() == list(range(-1, len(BANDS) - 1))


def test_each_band_is_darker_than_the_one_below():
    """So that the order survives a grey printer: luma of Rec. 709."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    luma = [float(weights @ [int(band.colour[i : i + 2], 16) for i in (1, 3, 5)]) for band in BANDS]
    assert np.all(np.diff(luma) < -5)
