"""Windows and ground overlooked: by hand, through walls, and a camera more never lowers them."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import twin
from tests.run.small_run import write_small_scenario
from tests.site.small_map import small_site
from twin.answers.overlooked.ground_each import GroundEach
from twin.answers.overlooked.homes import HomesSeen
from twin.answers.overlooked.in_view import in_view
from twin.answers.overlooked.windows import OFF, Windows, homes_of
from twin.answers.questions import ask
from twin.cameras import Camera, Lens
from twin.cameras.mount import FACE_HEIGHT
from twin.frames import camera_rotation
from twin.sight import Scene
from twin.site.relief import FLAT
from twin.site.standing import Standing
from twin.site.things import Building, Prisms

LENS = Lens(1920, 1080, 960.0, model="rectilinear")
"""45 degrees to each side, 29.4 up and down."""


def building(name, outline, top, *, tag="apartments", base=0.0, hoarding=False):
    return Building(name, name, tag, outline, base, top, hoarding, "high", "drawn", None)


def street(*buildings):
    """Make level ground with buildings."""
    prisms = Prisms.of([(one.polygon, one.base, one.top, one) for one in buildings])
    standing = Standing(prisms, ground=np.zeros(len(buildings)), crowns=np.zeros((0, 5)))
    return SimpleNamespace(relief=FLAT, standing=standing, buildings=buildings, venues=())


def camera(x, y, *, heading=0.0, masks=()):
    return Camera(
        "A", "A", np.array([x, y, FACE_HEIGHT]), camera_rotation(heading, 0.0), LENS, masks=masks
    )


HOUSE = building("house", shapely.box(0, 0, 12, 6), 7.0)
"""12 m by 6 m, two storeys of 3.1 m and a roof."""


def look(site, *cameras):
    """Say what cameras show of all windows of a site."""
    windows = Windows.of(site)
    return windows, in_view(Scene.of(site), site, cameras, windows)


def test_windows_are_every_three_metres_on_every_storey():
    """Walls of 12 + 6 + 12 + 6 = 36 m have 12 windows; two storeys of 3.1 m fit into 7 m."""
    windows = Windows.of(street(HOUSE))
    assert len(windows.at) == 24
    assert np.bincount(windows.storey).tolist() == [12, 12]
    assert sorted({*windows.at[:, 2].tolist()}) == pytest.approx([FACE_HEIGHT, FACE_HEIGHT + 3.1])
    south = windows.at[windows.outward[:, 1] < -0.5]
    assert sorted({round(x, 9) for x in south[:, 0]}) == [1.5, 4.5, 7.5, 10.5]
    assert south[:, 1] == pytest.approx(-OFF)
    # all of them are outside, on the side to which they look
    assert not shapely.contains_xy(HOUSE.polygon, *windows.at[:, :2].T).any()
    inward = windows.at[:, :2] - 2 * OFF * windows.outward
    assert shapely.contains_xy(HOUSE.polygon, *inward.T).all()


def test_a_courtyard_has_windows_too_and_a_party_wall_has_none():
    """A court of 6 m by 6 m adds 24 m of wall, 8 windows; a neighbour takes away a wall of 6 m."""
    yard = shapely.box(0, 0, 12, 12).difference(shapely.box(3, 3, 9, 9))
    court = Windows.of(street(building("court", yard, 3.1)))
    assert len(court.at) == 16 + 8
    assert not shapely.contains_xy(yard, *court.at[:, :2].T).any()
    shop = building("shop", shapely.box(12, 0, 24, 6), 3.5, tag="retail")
    windows = Windows.of(street(HOUSE, shop))
    # the shop is 3.5 m high, and hides the east wall's two windows of the lower storey only
    assert np.bincount(windows.storey).tolist() == [10, 12]


def test_homes_are_told_by_tag_or_by_who_lives_there(tmp_path):
    site = street(
        HOUSE,
        building("inn", shapely.box(20, 0, 30, 6), 7.0, tag="hotel"),
        building("site", shapely.box(40, 0, 50, 6), 3.0, hoarding=True),
    )
    assert [home.id for home in homes_of(site)] == ["house"]
    assert [home.id for home in homes_of(small_site(tmp_path))] == ["building/block"]


def test_windows_in_view_are_shown_by_their_depth():
    """A camera looks north from (6, -10); the four windows of a storey are 9.9 m ahead.

    A pinhole shows a patch that faces it, at a depth d, with F / d = 960 / 9.9 = 96.97 px/m at
    least. The upper ones are 3.1 m higher: atan(3.1 / 9.9) = 17.4 degrees, in the image. The next
    one to the axis is 1.5 m aside, so sqrt(9.9^2 + 1.5^2) = 10.013 m away.
    """
    windows, shown = look(street(HOUSE), camera(6, -10))
    there = shown.density > 0
    assert np.bincount(windows.storey[there]).tolist() == [4, 4]
    assert windows.outward[there, 1] == pytest.approx(-1)
    assert shown.density[there] == pytest.approx(960 / 9.9, rel=1e-6)
    assert shown.distance[there].min() == pytest.approx(math.hypot(9.9, 1.5))


def test_a_wall_hides_and_so_does_a_mask():
    """A shed 2.5 m high from y = -5 to -4: sight to the upper storey is 3.1 m up there, and free.

    1.6 + 3.1 x 5 / 9.9 = 3.17 m. The left half of the image shows the windows west of x = 6.
    """
    shed = building("shed", shapely.box(0, -5, 12, -4), 2.5, tag="shed")
    windows, shown = look(street(HOUSE, shed), camera(6, -10))
    assert windows.storey[shown.density > 0].tolist() == [1, 1, 1, 1]
    left = np.array([[0, 0], [960, 0], [960, 1080], [0, 1080.0]])
    windows, shown = look(street(HOUSE), camera(6, -10, masks=(left,)))
    assert windows.at[shown.density > 0, 0].tolist() == pytest.approx([7.5, 10.5] * 2)


def test_windows_seen_along_the_wall_are_not_overlooked():
    """From (-10, -3) to the east the line of windows is 2.9 m aside.

    Those at x = 1.5 and 4.5 are atan(11.5 / 2.9) = 75.9 and atan(14.5 / 2.9) = 78.7 degrees from
    straight on; those at 7.5 and 10.5 atan(17.5 / 2.9) = 80.6 and more, beyond 80. Seen from below
    the angle to an upper one is wider: sqrt(14.5^2 + 3.1^2) = 14.83 to 2.9 is 78.9, and within.
    """
    windows, shown = look(street(HOUSE), camera(-10, -3, heading=90))
    south = (shown.density > 0) & (windows.outward[:, 1] < -0.5)
    assert windows.at[south, 0].tolist() == pytest.approx([1.5, 4.5] * 2)


places = st.tuples(st.floats(-30, 40), st.floats(-40, -2), st.floats(0, 360))


@settings(max_examples=30, deadline=None)
@given(st.lists(places, min_size=2, max_size=4))
def test_a_camera_more_never_lowers_windows_overlooked(hung):
    site = street(HOUSE, building("wall", shapely.box(3, -9, 5, -8), 4.0, tag="yes"))
    housings = {str(n): (camera(x, y, heading=h),) for n, (x, y, h) in enumerate(hung)}
    fewer = dict(list(housings.items())[1:])
    more, less = (HomesSeen.of(site, some, 25.0) for some in (housings, fewer))
    for needed in (25.0, 62.5, 125.0, 250.0):
        alone = more.count(more.density["0"], needed)
        assert more.count(more.best, needed) >= max(less.count(less.best, needed), alone)
    assert more.count(more.best, 25.0) <= len(more.windows.at)


def test_buildings_are_listed_by_the_window_shown_best():
    """Windows are 9.9 m from a camera before each house; the first camera is 5 m nearer."""
    other = building("other", shapely.box(100, 0, 112, 6), 7.0)
    housings = {"far": (camera(6, -10),), "near": (camera(106, -5),)}
    homes = HomesSeen.of(street(HOUSE, other), housings, 25.0)
    rows = homes.by_building()
    assert [(row["id"], row["camera"]) for row in rows] == [("other", "near"), ("house", "far")]
    assert rows[0]["best_px_per_m"] == pytest.approx(960 / 4.9)
    assert rows[1]["overlooked"] == 8
    assert rows[1]["identify"] == 0
    assert homes.nearest("far") == pytest.approx(math.hypot(9.9, 1.5))
    assert homes.nearest("far", "near") == pytest.approx(math.hypot(4.9, 1.5))
    away = {"away": (camera(6, -10, heading=180),)}
    assert HomesSeen.of(street(HOUSE), away, 25.0).nearest("away") is None


def test_ground_is_counted_once_and_by_whose_it_is():
    """Three pieces of 0.25 m2: the best cameras show them with 100, 70 and 300 px/m."""
    density = {"A": np.array([100.0, 0.0, 300.0]), "B": np.array([50.0, 70.0, 0.0])}
    ground = GroundEach(0.25, density, np.array([True, False, True]), {})
    assert ground.covered(ground.best, 62.5) == 0.75
    assert ground.covered(ground.best, 62.5, ~ground.within) == 0.25
    assert ground.covered(density["A"], 62.5) == 0.5
    assert ground.covered(ground.best, 250.0) == 0.25


def test_ground_of_a_run_is_that_of_its_answer(tmp_path):
    """What all cameras cover is told by answers.json as a share of the walkable ground."""
    scenario = twin.load_scenario(write_small_scenario(tmp_path, total=300))
    run = twin.run_scenario(scenario, out=tmp_path / "runs" / "a")
    told, answer = ask("overlooked", run), twin.answer(run)["ground"]
    shares = answer["share_by_level"]["iec62676-4:2015"]
    for level, metres in told.figures["ground_m2"].items():
        assert metres == pytest.approx(shares[level] * answer["walkable_m2"])
    assert told.figures["ground_m2"]["detect"] > told.figures["ground_m2"]["identify"] > 0
    for name in ("ground", "beyond_the_boundary", "windows"):
        *each, together = told.tables[name].to_pylist()
        assert together["id"] == "all cameras"
        assert [row["id"] for row in each] == ["west", "east"]
        for level in told.figures["levels"]:
            key = level if name == "windows" else f"{level}_m2"
            parts = [row[key] for row in each]
            assert max(parts) <= together[key] <= sum(parts)
    assert told.figures["homes"] == 1
