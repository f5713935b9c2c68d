"""Coverage of the ground of the small map."""

import numpy as np
import pytest

from tests.sight.scenes import camera
from tests.site.small_map import small_site
from twin.errors import ShapeError
from twin.sight import coverage
from twin.site.ground import Ground


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return small_site(tmp_path_factory.mktemp("map"))


def test_coverage_lies_on_the_grid_of_the_ground(site):
    view = camera(35, 44.5, 4, heading=180, tilt=-20, hfov=90)
    ground, found = Ground.of(site), coverage(site, view)
    assert found.shape == ground.walkable.shape
    assert not found[~ground.walkable].any()
    assert 0.001 < (found > 0).mean() < 0.5
    seen = found[found > 0]
    assert seen.min() >= 12.5
    j, i = np.unravel_index(found.argmax(), found.shape)
    assert np.hypot(ground.x0 + i * ground.cell - 35, ground.y0 + j * ground.cell - 44.5) < 6
    north_of_camera = ground.y0 + np.arange(len(found)) * ground.cell > 44.5
    assert not found[north_of_camera].any()


def test_the_kiosk_hides_what_is_behind_it(site):
    view = camera(62, 44, 2.0, heading=180, tilt=0, hfov=60)
    ground, found = Ground.of(site), coverage(site, view)
    column = round((62 - ground.x0) / ground.cell)

    def at(y):
        return found[round((y - ground.y0) / ground.cell), column]

    assert at(40) > 0
    assert at(31) == 0
    assert coverage(site, camera(62, 44, 12.0, heading=180, tilt=-45, hfov=60)).sum() > 0


def test_other_heights_and_cells(site):
    view = camera(35, 44.5, 4, heading=180, tilt=-20, hfov=90)
    assert coverage(site, view, cell=0.25).shape == Ground.of(site, 0.25).walkable.shape
    low, high = coverage(site, view, height=1.0), coverage(site, view, height=2.0)
    assert high.max() > low.max()


@pytest.mark.parametrize("height", [0, -1, 3.5, float("nan")])
def test_an_impossible_height_is_refused(site, height):
    with pytest.raises(ShapeError, match="must be above 0 and at most 3 m"):
        coverage(site, camera(), height=height)
