"""Slopes: rays meet the ground where many small steps do, level ground where a plane lies."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sight.scenes import Solids, people, random_relief, tracks
from twin.cameras import Camera, Lens
from twin.frames import camera_rotation
from twin.sight.picture import Paint, View, picture
from twin.sight.picture.kernels import site_ray
from twin.sight.picture.rays.kernels import BANK, BODY, HEAD
from twin.sight.picture.slopes import slopes_of
from twin.sight.picture.slopes.kernels import gradient_at, ground_hit, height_at
from twin.site.relief import FLAT, grounds
from twin.site.relief.kernels import Relief

pytestmark = pytest.mark.kernel


def ramp(low, high, *, side=0.5, count=80, start=36, stop=44):
    """Ground about 0 that rises to the north between two rows of squares."""
    rows = np.interp(np.arange(count), [start, stop], [low, high])
    z = np.tile(rows[:, None], (2, 1, count)).astype(np.float32)
    return Relief(-count * side / 2, -count * side / 2, 1 / side, z)


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32 - 1), smooth=st.booleans())
def test_a_ray_goes_to_the_ground_and_no_farther(seed, smooth):
    """Before the place found it is above the ground, just after it is not."""
    rng = np.random.default_rng(seed)
    relief = ramp(*rng.uniform(-2, 2, 2)) if smooth else random_relief(seed)
    slopes, edge = slopes_of(relief), 20 if smooth else 48
    x, y = rng.uniform(-70, 70, 2)
    start = np.array([x, y, height_at(slopes, x, y) + rng.uniform(0.5, 5)])
    for _ in range(10):
        way = rng.normal(size=3) * [1, 1, rng.choice([0.05, 0.3, 3.0])]
        way /= np.linalg.norm(way)
        found = ground_hit(slopes, *start, *way, math.inf)
        far = min(found, 200.0)

        def over(t, way=way):
            at = start + np.atleast_1d(t)[:, None] * way
            return at[:, 2] - [height_at(slopes, *xy) for xy in at[:, :2]]

        inside = np.arange(0, far, 0.05)
        here = start + inside[:, None] * way
        # beyond the squares the ground is taken to be level
        inside = inside[(np.abs(here[:, :2]) < edge).all(axis=1)]
        # a crest between two steps of a square may be cut
        assert over(inside[:-1]).min(initial=1.0) > (-0.15 if smooth else -1.5)
        if math.isfinite(found) and (np.abs(start + found * way)[:2] < edge).all():
            assert abs(over(found)[0]) < (0.05 if smooth else 1.0)
            assert ground_hit(slopes, *start, *way, found / 2) == math.inf


def test_level_ground_is_a_plane():
    slopes = slopes_of(FLAT)
    assert ground_hit(slopes, 3.0, 4.0, 2.5, 0.6, 0.0, -0.8, math.inf) == 2.5 / 0.8
    assert ground_hit(slopes, 1e3, 4.0, 2.5, 0.6, 0.0, -0.8, math.inf) == 2.5 / 0.8
    assert ground_hit(slopes, 3.0, 4.0, 2.5, 0.0, 0.0, -1.0, math.inf) == 2.5
    assert ground_hit(slopes, 3.0, 4.0, 2.5, 0.6, 0.8, 0.0, math.inf) == math.inf


def test_slopes_go_from_middle_to_middle():
    slopes = slopes_of(ramp(0.0, 2.0))
    relief = ramp(0.0, 2.0)
    middles = np.column_stack([np.zeros(80), -20 + 0.5 * (np.arange(80) + 0.5)])
    z = [height_at(slopes, *xy) for xy in middles]
    np.testing.assert_allclose(z, grounds(relief, middles), atol=1e-6)
    assert height_at(slopes, 0.0, 0.25) == pytest.approx(1.0, abs=1e-6)
    assert gradient_at(slopes, 3.0, 0.25) == pytest.approx((0.0, 0.5), abs=1e-6)
    assert gradient_at(slopes, 3.0, 10.0) == (0.0, 0.0)


def test_a_camera_stands_on_its_ground_and_people_on_theirs():
    """On a step of 3 m: the picture below is that of flat ground."""
    lens = Lens.from_datasheet(width_px=64, height_px=48, hfov_deg=60)
    through = Camera("A", "A", np.array([0.0, 5.0, 3.0]), camera_rotation(0, -20), lens)
    now, who = tracks([(0, 0, 0.0, 9.0, -1.5, 0.0)]), people(1)
    flat, hill = Solids(), Solids()
    hill.relief = ramp(-3.0, 3.0, start=40, stop=41)
    one, other = (
        picture(View.of(site, through, now, who), Paint.plain(0)) for site in (flat, hill)
    )
    assert (one.kind == HEAD).sum() > 2
    for name in ("kind", "item"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    np.testing.assert_allclose(one.distance, other.distance, rtol=1e-5)


@pytest.mark.compiled
def test_steep_ground_is_a_wall_that_hides_bodies_but_no_head():
    """Looking up a wall of 3 m, 10 m ahead: behind its edge somebody stands near, another far."""
    lens = Lens.from_datasheet(width_px=400, height_px=300, hfov_deg=50)
    site = Solids()
    site.relief = ramp(0.0, 3.0, start=40, stop=41)
    through = Camera("A", "A", np.array([0.0, -10.0, 1.6]), camera_rotation(0, 10), lens)
    now = tracks([(0, 0, 0.0, 6.0, -1.5, 0.0), (1, 0, 2.0, 15.0, -1.5, 0.0)])
    view = View.of(site, through, now, people(2))
    shown = picture(view, Paint.plain(0))
    rows, columns = np.nonzero(shown.kind == BANK)
    rays = [
        site_ray(view.camera.record, u + 0.5, v + 0.5) for v, u in zip(rows, columns, strict=True)
    ]
    found = view.camera.position + shown.distance[rows, columns, None] * rays
    assert (found[:, 1] > -0.5).all()
    assert (found[:, 1] < 1.5).all()
    assert (found[:, 2].min(), found[:, 2].max()) == pytest.approx((0.0, 3.0), abs=0.5)
    # the line over the edge, 10.75 m ahead, is 3.66 m high at the nearer one's body
    rows, columns = np.nonzero((shown.kind == BODY) & (shown.item == 0))
    rays = [
        site_ray(view.camera.record, u + 0.5, v + 0.5) for v, u in zip(rows, columns, strict=True)
    ]
    up = 1.6 + shown.distance[rows, columns] * np.array(rays)[:, 2]
    assert up.min() == pytest.approx(3.66, abs=0.1)
    # at the farther one's it is over the head, which sight sees
    assert not ((shown.kind == BODY) & (shown.item == 1)).any()
    assert ((shown.kind == HEAD) & (shown.item == 1)).sum() > 4
