"""Coverage of the ground of the small map."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from tests.sight.scenes import camera
from tests.site.small_map import small_site
from twin.cameras import Layout
from twin.errors import ShapeError
from twin.people.facing import Facing
from twin.sight import BINS, coverage, ground, walked
from twin.site.ground import Ground
from twin.tables import TRACKS


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return small_site(tmp_path_factory.mktemp("map"))


def test_coverage_lies_on_the_grid_of_the_ground(site):
    view = camera(35, 44.5, 4, heading=180, tilt=-20, hfov=90)
    nodes, found = Ground.of(site), coverage(site, view)
    assert found.shape == nodes.walkable.shape
    assert not found[~nodes.walkable].any()
    assert 0.001 < (found > 0).mean() < 0.5
    seen = found[found > 0]
    assert seen.min() >= 12.5
    j, i = np.unravel_index(found.argmax(), found.shape)
    assert np.hypot(nodes.x0 + i * nodes.cell - 35, nodes.y0 + j * nodes.cell - 44.5) < 6
    north_of_camera = nodes.y0 + np.arange(len(found)) * nodes.cell > 44.5
    assert not found[north_of_camera].any()


def test_the_kiosk_hides_what_is_behind_it(site):
    view = camera(62, 44, 2.0, heading=180, tilt=0, hfov=60)
    nodes, found = Ground.of(site), coverage(site, view)
    column = round((62 - nodes.x0) / nodes.cell)

    def at(y):
        return found[round((y - nodes.y0) / nodes.cell), column]

    assert at(40) > 0
    assert at(31) == 0
    assert coverage(site, camera(62, 44, 12.0, heading=180, tilt=-45, hfov=60)).sum() > 0


def test_other_heights_and_cells(site):
    view = camera(35, 44.5, 4, heading=180, tilt=-20, hfov=90)
    assert coverage(site, view, cell=0.25).shape == Ground.of(site, 0.25).walkable.shape
    low, high = coverage(site, view, height=1.0), coverage(site, view, height=2.0)
    assert high.max() > low.max()


@pytest.mark.parametrize("height", [0, -1, 3.5, float("nan"), "1.6"])
def test_an_impossible_height_is_refused(site, height):
    with pytest.raises(
        ShapeError, match=r"height is .*, but must be (above 0 and at most 3 m|a (finite )?number)"
    ):
        coverage(site, camera(), height=height)


def facing(site, *ways, at=(35.0, 38.0)):
    """Everybody stood on one square and looked these ways [degree, anticlockwise from east]."""
    table = pa.table(
        {
            "person": np.arange(len(ways)), "tick": np.zeros(len(ways), int),
            "x_cm": np.full(len(ways), int(100 * at[0])),
            "y_cm": np.full(len(ways), int(100 * at[1])),
            "head_yaw_crad": np.rint(np.radians(ways) * 100).astype(int),
            "head_pitch_crad": np.zeros(len(ways), int), "activity": np.zeros(len(ways), int),
            "below": np.zeros(len(ways), int),
        }
    )  # fmt: skip
    found = Facing.of(site, bins=BINS)
    found.add(table.cast(TRACKS.schema))
    return found


def layout(*cameras):
    return Layout("test", "", cameras)


def test_faces_towards_away_and_any_way(site):
    views = camera(35, 44.5, 4, heading=180, tilt=-20, hfov=90), camera(62, 44, 2, heading=180)
    best, worst, mean = (ground(site, layout(*views), heading=h) for h in ("best", "worst", "mean"))
    for one, view in zip(best, views, strict=True):
        np.testing.assert_array_equal(one, coverage(site, view))
    assert not worst.any()
    np.testing.assert_allclose(mean, best / np.pi)
    assert ground(site, layout()).shape == (0, *Ground.of(site).shape)


def test_what_a_mask_hides_is_not_shown(site):
    """A mask over the left half of the image of a camera that looks south: east of it."""
    open_ = camera(35, 44.5, 4, heading=180, tilt=-20, hfov=90)
    left = np.array([[0.0, 0.0], [960.0, 0.0], [960.0, 1080.0], [0.0, 1080.0]])
    whole, half = ground(site, layout(open_, replace(open_, masks=(left,))))
    east = Ground.of(site).x0 + np.arange(whole.shape[1]) * Ground.of(site).cell > 35.01
    assert whole[:, east].any()
    assert not half[:, east].any()
    np.testing.assert_array_equal(half[:, ~east], whole[:, ~east])


def test_where_anybody_was_is_told_square_by_square(site):
    found = walked(site, facing(site, 95))
    assert found.sum() == 16
    nodes = Ground.of(site)
    assert found[round((38.0 - nodes.y0) / nodes.cell), round((35.0 - nodes.x0) / nodes.cell)]


def test_faces_as_people_hold_them(site):
    """The camera hangs due north of the square: 90 degrees; a bin is 22.5 degrees wide."""
    view = camera(35, 44.5, 4, heading=180, tilt=-20, hfov=90)
    nodes = Ground.of(site)
    node = round((38.0 - nodes.y0) / nodes.cell), round((35.0 - nodes.x0) / nodes.cell)
    best = coverage(site, view)[node]
    assert best > 0

    def share(*ways):
        found = ground(site, layout(view), heading="footfall", facing=facing(site, *ways))[0]
        return found[node] / best

    width = np.pi / 8
    # the mean of cos over 90 to 112.5 and over 67.5 to 90 degrees, seen from 90 degrees
    ahead = np.sin(width) / width
    assert share(95) == pytest.approx(ahead, abs=0.02)
    assert share(85) == pytest.approx(ahead, abs=0.02)
    assert share(270) == pytest.approx(0, abs=1e-9)
    assert share(95, 270) == pytest.approx(ahead / 2, abs=0.02)
    every = share(*(22.5 * k + 5 for k in range(16)))
    assert every == pytest.approx(1 / np.pi, abs=1e-9)
    # where nobody stood, nobody's face is seen
    found = ground(site, layout(view), heading="footfall", facing=facing(site, 95))[0]
    assert np.count_nonzero(found) <= 16


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"heading": "any"}, "must be best, worst, mean or footfall"),
        ({"heading": "footfall"}, "so facing must say which way"),
        ({"height": 0}, "must be above 0 and at most 3 m"),
    ],
)
def test_what_cannot_be_measured_is_told(site, options, words):
    with pytest.raises(ShapeError, match=words):
        ground(site, layout(camera()), **options)
