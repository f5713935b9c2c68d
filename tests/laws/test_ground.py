"""Laws: how finely faces are shown on the ground, by the way they point."""

import numpy as np
import pytest

from tests.sight.scenes import camera
from tests.site.small_map import small_site
from twin.answers.ground import ground as covered
from twin.cameras import Layout
from twin.exposure import standards
from twin.people.facing import Facing
from twin.sight import BINS, ground
from twin.site.ground import Ground


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return small_site(tmp_path_factory.mktemp("map"))


def scene(site, seed):
    """Hang two cameras anywhere and let people look about anyhow, on half of the squares."""
    rng = np.random.default_rng(seed)
    cameras = tuple(
        camera(
            *rng.uniform([10, 30, 2], [110, 45, 6]),
            heading=rng.uniform(0, 360),
            tilt=rng.uniform(-40, 0),
            hfov=rng.choice([25.0, 60.0, 100.0]),
        )
        for _ in range(2)
    )
    facing = Facing.of(site, bins=BINS)
    facing.counts[:] = rng.poisson(1.0, facing.counts.shape)
    facing.counts[rng.random(facing.counts.shape[:2]) < 0.5] = 0
    return cameras, facing


def shares(density, site):
    """Return the share at each level of each standard."""
    nodes = Ground.of(site)
    found = covered(density, walkable=nodes.walkable, cell=nodes.cell)["share_by_level"]
    return [[found[one.key][level] for level in one.densities] for one in standards()]


@pytest.mark.parametrize("seed", range(6))
def test_headings_are_in_order_and_more_cameras_show_more(site, seed):
    cameras, facing = scene(site, seed)
    both, one = Layout("both", "", cameras), Layout("one", "", cameras[:1])
    best, worst, mean = (ground(site, both, heading=h) for h in ("best", "worst", "mean"))
    footfall = ground(site, both, heading="footfall", facing=facing)
    assert best.any()
    assert (best >= footfall * (1 - 1e-12)).all()
    assert (footfall >= worst).all()
    np.testing.assert_allclose(mean, best / np.pi)
    for options in ({"heading": "best"}, {"heading": "footfall", "facing": facing}):
        few, many = (shares(ground(site, layout, **options), site) for layout in (one, both))
        for less, more in zip(few, many, strict=True):
            assert all(np.diff(more) <= 0)
            assert all(np.subtract(more, less) >= 0)
