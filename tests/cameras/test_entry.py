"""Cameras of a layout file that are more than one lens looking one way."""

import numpy as np
import pytest

from tests.cameras.test_layout import at, entry, load
from tests.site.small_map import small_site
from twin.cameras import check_layout
from twin.cameras.catalogue import camera_type
from twin.errors import ScenarioError

ZOOM = {
    "wide": {"width_px": 2688, "height_px": 1520, "hfov_deg": 108, "detect_m": 64},
    "tele": {"width_px": 2688, "height_px": 1520, "hfov_deg": 30, "detect_m": 190},
}
NORTH = {"name": "north", "heading_deg": 0, "tilt_deg": -10, "dwell_s": 20}
EAST = {"name": "east", "heading_deg": 90, "tilt_deg": -5, "dwell_s": 30}
ROUND = {"width_px": 2560, "height_px": 2560, "hfov_deg": 185, "detect_m": 33.6}
BOW = [[0, 0], [1, 1], [1, 0], [0, 1]]
CORNER = [[0, 0], [0.2, 0], [0, 0.2]]
NOWHERE = {"heading_deg": ..., "tilt_deg": ...}
DEWARP = {
    "width_px": 1280,
    "height_px": 960,
    "hfov_deg": 90,
    "tilt_deg": -40,
    "turned_deg": [0, 90, 180, 270],
}


def one(tmp_path, **changes):
    (camera,) = load(tmp_path, entry(**changes)).cameras
    return camera


def test_a_type_of_the_catalogue_stands_for_its_lens(tmp_path):
    camera = one(tmp_path, lens=..., type="dome-4mp-wide")
    assert camera.lens == camera_type("dome-4mp-wide").lens()
    assert (camera.id, camera.housing) == ("A", "A")


def test_a_zoom_lens_is_set(tmp_path):
    assert one(tmp_path, lens=..., zoom=ZOOM, hfov_deg=60).lens.hfov_deg == pytest.approx(60)
    assert one(tmp_path, lens=..., zoom=ZOOM).lens.hfov_deg == pytest.approx(108)
    tele = one(tmp_path, lens=..., type="ptz-4mp-4x", hfov_deg=31.6)
    assert tele.lens.distance_m(25) == pytest.approx(180)


def test_the_corridor_format_turns_the_image_and_not_the_lens(tmp_path):
    flat, tall = one(tmp_path), one(tmp_path, corridor=True)
    assert (tall.lens.width_px, tall.lens.height_px) == (1080, 1920)
    assert (tall.lens.hfov_deg, tall.lens.vfov_deg) == (flat.lens.vfov_deg, flat.lens.hfov_deg)
    # it is the same as turning the camera about its axis
    turned = one(tmp_path, roll_deg=90)
    points = [[60.0, 41.0, 1.5], [55.0, 38.0, 5.0], [70.0, 40.0, 0.2]]
    np.testing.assert_allclose(tall.density(points), turned.density(points))
    assert (one(tmp_path, lens=..., type="kiosk-5mp-corridor").lens.width_px) == 1944
    assert one(tmp_path, lens=..., type="kiosk-5mp-corridor", corridor=False).lens.width_px == 2592


def test_an_image_that_stands_already_is_not_turned_twice(tmp_path):
    upright = {"width_px": 1944, "height_px": 2592, "hfov_deg": 60}
    with pytest.raises(ScenarioError, match="higher than wide already; give the sensor's own"):
        one(tmp_path, lens=upright, corridor=True)
    assert one(tmp_path, lens=upright, corridor=False).lens.width_px == 1944
    assert one(tmp_path, lens=..., type="kiosk-5mp-corridor", corridor=True).lens.width_px == 1944


def test_the_lenses_of_a_housing_look_round(tmp_path):
    layout = load(tmp_path, entry(lens=..., type="multi-20mp-360"), entry(id="B"))
    assert [camera.id for camera in layout.cameras] == ["A/1", "A/2", "A/3", "A/4", "B"]
    assert [round(c.heading_deg, 6) % 360 for c in layout.housings["A"]] == [90, 180, 270, 0]
    assert {c.housing for c in layout.housings["A"]} == {"A"}
    own = load(tmp_path, entry(lenses=[{"turned_deg": -30}, {"turned_deg": 30}])).cameras
    assert [round(c.heading_deg, 6) for c in own] == [60, 120]


def test_the_lenses_of_a_housing_are_set_one_by_one(tmp_path):
    square = [[0, 0], [0.5, 0], [0.5, 0.5], [0, 0.5]]
    lenses = [
        {"turned_deg": 0, "tilt_deg": -30, "masks": [square]},
        {"turned_deg": 180, "hfov_deg": 60},
    ]
    everywhere = [[0.9, 0.9], [1, 0.9], [1, 1]]
    down, back = load(
        tmp_path,
        entry(lens=..., zoom=ZOOM, tilt_deg=-5, hfov_deg=40, masks=[everywhere], lenses=lenses),
    ).cameras
    assert [round(c.tilt_deg, 6) for c in (down, back)] == [-30, -5]
    assert [round(c.lens.hfov_deg, 6) for c in (down, back)] == [40, 60]
    assert [len(c.masks) for c in (down, back)] == [2, 1]
    assert down.masks[1].max(axis=0).tolist() == [1344, 760]


def test_presets_take_turns(tmp_path):
    cameras = load(
        tmp_path,
        entry(
            **NOWHERE,
            lens=...,
            zoom=ZOOM,
            tour=[NORTH, {**EAST, "hfov_deg": 40, "masks": [CORNER]}],
            move_s=5,
        ),
    ).cameras
    assert [c.id for c in cameras] == ["A/north", "A/east"]
    assert [(c.watch.period, c.watch.start, c.watch.stop) for c in cameras] == [
        (60, 0, 20),
        (60, 25, 55),
    ]
    assert [round(c.lens.hfov_deg, 6) for c in cameras] == [108, 40]
    assert [len(c.masks) for c in cameras] == [0, 1]
    seconds = np.arange(600)
    both = [c.watch.at(seconds) for c in cameras]
    assert not (both[0] & both[1]).any()
    assert one(tmp_path, **NOWHERE, tour=[NORTH]).watch is None


def test_straight_images_show_no_more_than_the_fisheye_did(tmp_path):
    fisheye = {"lens": ROUND}
    raw = one(tmp_path, height_m=3.0, tilt_deg=-90, **fisheye)
    parts = load(tmp_path, entry(height_m=3.0, tilt_deg=-90, **fisheye, dewarp=DEWARP)).cameras
    assert [c.id for c in parts] == ["A/1", "A/2", "A/3", "A/4"]
    x, y = np.meshgrid(np.linspace(30, 50, 41), np.linspace(30, 50, 41))
    points = np.column_stack([x.ravel(), y.ravel(), np.full(x.size, 1.6)])
    before = raw.density(points)
    after = np.array([c.density(points) for c in parts])
    assert (after <= before + 1e-9).all()
    # and as much as that wherever the straight image is finer, which these are somewhere
    assert (np.isclose(after, before) & (after > 0)).any()
    assert (after.max(axis=0) > 0.5 * before).mean() > 0.5


def test_a_mask_of_a_fisheye_hides_the_same_places_in_its_straight_images(tmp_path):
    """The middle of the fisheye's image, where the floor below it is."""
    middle = [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6]]
    hung = {"height_m": 3.0, "tilt_deg": -90, "lens": ROUND, "masks": [middle]}
    raw = one(tmp_path, **hung)
    steep = {**DEWARP, "hfov_deg": 120, "tilt_deg": -60}
    parts = load(tmp_path, entry(**hung, dewarp=steep)).cameras
    x, y = np.meshgrid(np.linspace(35, 45, 81), np.linspace(35, 45, 81))
    points = np.column_stack([x.ravel(), y.ravel(), np.full(x.size, 1.6)])
    hidden = raw.masked(points)
    for part in parts:
        shown = part.density(points) > 0
        # some of what each shows is hidden and some is not, the same as in the fisheye's own image
        assert 0 < np.count_nonzero(hidden & shown) < np.count_nonzero(shown)
        pixels = part.lens.project((points - part.position) @ part.rotation.T)
        np.testing.assert_array_equal(part.masked_pixels(pixels[shown]), hidden[shown])
        np.testing.assert_array_equal(part.masked(points), hidden)


def test_masks_are_shares_of_the_image(tmp_path):
    camera = one(tmp_path, masks=[[[0, 0], [0.5, 0], [0.5, 0.25], [0, 0.25]]])
    assert camera.masks[0].tolist() == [[0, 0], [960, 0], [960, 270], [0, 270]]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lens": ...}, "has no lens, but must have lens, zoom or type"),
        ({"type": "dome-4mp-wide"}, "has lens and type, but must have lens, zoom or type"),
        ({"lens": ..., "type": "dome-4mp-wid"}, "did you mean dome-4mp-wide"),
        ({"lens": ..., "zoom": ZOOM, "hfov_deg": 20}, "zooms from 30 to 108 degrees"),
        ({"lens": ..., "zoom": {**ZOOM, "tele": {**ZOOM["wide"]}}}, "the tele end must show less"),
        ({"hfov_deg": 20}, "hfov_deg stands beside lens"),
        ({"heading_deg": ...}, "heading_deg is missing"),
        ({"tilt_deg": ...}, "tilt_deg is missing"),
        ({"tour": [NORTH]}, "must stand with its presets"),
        ({**NOWHERE, "tour": [NORTH, {**NORTH}]}, "each name must stand once"),
        ({**NOWHERE, "tour": [{**NORTH, "dwell_s": 0}]}, "dwell_s"),
        ({**NOWHERE, "tour": [{**NORTH, "hfov_deg": 30}]}, "does not zoom"),
        (
            {"dewarp": DEWARP, "lenses": [{"turned_deg": 0}, {"turned_deg": 9}]},
            "must have one of them at most",
        ),
        (
            {"lens": ..., "type": "multi-20mp-360", "dewarp": DEWARP},
            "must have one of them at most",
        ),
        ({"dewarp": DEWARP}, "and a fisheye at least 150"),
        ({"tilt_deg": -90, "lens": ROUND, "dewarp": {**DEWARP, "tilt_deg": 80}}, "does not show"),
        ({"masks": [BOW]}, "crosses itself"),
        ({**NOWHERE, "tour": [{**NORTH, "masks": [BOW]}]}, "crosses itself"),
        ({"masks": [[[0, 0], [1, 1], [1, 2]]]}, "less than or equal to 1"),
        ({"masks": [[[0, 0], [1, 1]]]}, "at least 3"),
    ],
)
def test_what_does_not_fit_together_is_told_in_one_sentence(tmp_path, changes, words):
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path, entry(**changes))
    (problem,) = caught.value.problems
    assert problem.startswith(str(tmp_path / "layout.yaml:"))
    assert words in problem


def test_all_that_is_wrong_with_a_camera_is_told_at_once(tmp_path):
    """Its place, its parts and its times are told together, and what a slip of a key hides."""
    wrong = {"easting_m": -0.12, "northing_m": 51.5, "type": "ptz-4mp-4x", "shutter_s": 0.5}
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path, entry(**wrong, heihgt_m=3.0))
    for words, problem in zip(
        ("heihgt_m", "longitude", "lens and type", "time between two images"),
        caught.value.problems,
        strict=True,
    ):
        assert words in problem
    with pytest.raises(ScenarioError, match="did you mean ptz-4mp-4x"):
        load(tmp_path, entry(lens=..., type="ptz-4mp-4", tour=[NORTH]))


def test_one_housing_in_a_wall_is_told_once(tmp_path):
    site = small_site(tmp_path)
    inside = at(35, 55, 5, lens=..., type="multi-20mp-360")
    assert len(check_layout(load(tmp_path, inside), site)) == 1
