"""Paint: the ground by kind, and a colour for every solid."""

import numpy as np
import pytest
import shapely

from tests.report.scenes import site
from tests.site.small_map import small_site
from twin.sight.picture.paint import BRIDGE, GREEN, GROUND, Paint
from twin.sight.picture.paint.kernels import Light, Solid, layer_at
from twin.sight.picture.paint.light import DARK, DAY

pytestmark = pytest.mark.kernel


@pytest.mark.parametrize("flat", [True, False])
def test_the_ground_is_that_of_the_map(tmp_path, flat):
    """Where the map has heights, bridges stand over the ground and are none of it."""
    here = small_site(tmp_path, drop=("level/towpath",) if flat else ())
    assert bool(here.levels) != flat
    paint = Paint.of(here)
    layers = [
        [here.walkable],
        [p.polygon for p in here.places if p.place == "street"],
        [p.polygon for p in here.places if p.place in GREEN],
        [w.polygon for w in here.water],
        [b.polygon for b in here.bridges if flat],
        [s.polygon for s in here.stairs],
    ]
    rng = np.random.default_rng(0)
    west, south, east, north = here.extent.bounds
    points = rng.uniform([west - 9, south - 9], [east + 9, north + 9], (500, 2))
    wanted = np.zeros(len(points), int)
    for n, shapes in enumerate(layers):
        for shape in shapes:
            wanted[shapely.contains_xy(shape, *points.T)] = n + 1
    found = [layer_at(paint.ground, x, y) for x, y in points]
    assert len(set(wanted.tolist())) >= 3
    np.testing.assert_array_equal(found, wanted)


def test_bare_ground_has_no_kind():
    assert layer_at(Paint.plain(2).ground, 0.0, 0.0) == 0


def test_every_solid_has_a_colour():
    paint = Paint.of(site())
    standing = site().standing
    assert len(paint.solids) == len(standing.prisms.things)
    colours = paint.solids[:, : Solid.FLOORS + 1]
    assert ((colours >= 0) & (colours <= 1)).all()
    # the ground's own show ground from above, a deck what it is
    own = standing.is_ground
    assert set(paint.solids[~own, Solid.TOP]) == {-1.0}
    assert set(paint.solids[own, Solid.TOP]) == {0.0, float(BRIDGE)}
    # floors are counted from the ground of each, 3 m below the datum
    np.testing.assert_allclose(paint.solids[~own, Solid.FOOT], site().prisms().base - 3.0)
    assert ((GROUND >= 0) & (GROUND <= 1)).all()


def test_lights_have_every_entry():
    for light in (DAY, DARK):
        assert light.shape == (Light.LENGTH,)
        towards = light[Light.TOWARDS : Light.TOWARDS + 3]
        assert np.linalg.norm(towards) == pytest.approx(1.0, abs=1e-4)
    assert Paint.of(site(), dark=True).light is DARK
    assert Paint.plain(1).light is DAY
