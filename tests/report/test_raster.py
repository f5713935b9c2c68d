"""Rasters: the best of several cameras, and where cells lie."""

import numpy as np
import pytest

from twin.errors import ShapeError
from twin.report.raster import Raster, best


def test_the_best_camera_counts_in_each_cell() -> None:
    one = Raster(1.0, 2.0, 0.5, np.array([[1.0, 5.0], [0.0, 0.0]]))
    two = Raster(1.0, 2.0, 0.5, np.array([[2.0, 3.0], [0.0, 7.0]]))
    assert best([one, two]).values.tolist() == [[2.0, 5.0], [0.0, 7.0]]
    assert best([one]).values.tolist() == one.values.tolist()


def test_bounds_and_centres_agree() -> None:
    raster = Raster(1.0, 2.0, 0.5, np.zeros((4, 6)))
    x, y = raster.centres()
    assert raster.bounds == (1.0, 4.0, 2.0, 4.0)
    assert (x[0], x[-1], y[0], y[-1]) == (1.25, 3.75, 2.25, 3.75)


@pytest.mark.parametrize(
    "other",
    [
        Raster(1.0, 0.0, 1.0, np.zeros((2, 2))),
        Raster(0.0, 0.0, 2.0, np.zeros((2, 2))),
        Raster(0.0, 0.0, 1.0, np.zeros((2, 3))),
    ],
)
def test_rasters_of_different_grids_are_refused(other: Raster) -> None:
    with pytest.raises(ShapeError, match="must be one grid"):
        best([Raster(0.0, 0.0, 1.0, np.zeros((2, 2))), other])


def test_nothing_has_no_best() -> None:
    with pytest.raises(ShapeError, match="at least one"):
        best([])
