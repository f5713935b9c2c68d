"""Layout files: what they give, and one sentence for each thing wrong in them."""

import dataclasses
import datetime as dt
import math

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.site.slope import sloping_site
from tests.site.small_map import small_site
from twin.cameras import Camera, Layout, Lens, check_layout, layout_schema, load_layout
from twin.cameras.layout import readable_layout
from twin.errors import ScenarioError, ShapeError
from twin.frames import camera_rotation
from twin.resources import scenarios_dir

ORIGIN = (530100.0, 183500.0)


def entry(**changes):
    usual = {
        "id": "A", "name": "Camera A", "easting_m": 530140.0, "northing_m": 183540.0,
        "height_m": 4.0, "heading_deg": 90, "tilt_deg": -10, "lens": {
            "width_px": 1920, "height_px": 1080, "hfov_deg": 60,
        },
        "frame_rate_hz": 12, "shutter_s": 0.005, "invented": True,
        "reason": "for tests",
    }  # fmt: skip
    return {key: value for key, value in {**usual, **changes}.items() if value is not ...}


def layout_file(folder, *cameras, **more):
    path = folder / "layout.yaml"
    path.write_text(yaml.safe_dump({"name": "Test", "cameras": list(cameras), **more}))
    return path


def load(folder, *cameras, **more):
    return load_layout(layout_file(folder, *cameras, **more), site_origin=ORIGIN)


def test_a_camera_is_put_into_the_site_frame(tmp_path):
    (camera,) = load(tmp_path, entry()).cameras
    assert camera.position.tolist() == [40, 40, 4]
    ahead = camera.rotation.T @ [0, 0, 1]
    tilt = math.radians(-10)
    np.testing.assert_allclose(ahead, [math.cos(tilt), 0, math.sin(tilt)], atol=1e-15)
    assert camera.lens.hfov_deg == pytest.approx(60)
    assert (camera.frame_rate, camera.shutter) == (12, 0.005)


@given(st.floats(0, 359.99), st.floats(-89, 89), st.floats(-180, 180))
def test_heading_and_tilt_are_those_of_the_layout(heading, tilt, roll):
    lens = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=60)
    rotation = camera_rotation(heading, tilt, roll)
    camera = Camera(id="A", name="A", position=np.zeros(3), rotation=rotation, lens=lens)
    assert (camera.heading_deg - heading + 180) % 360 - 180 == pytest.approx(0, abs=1e-9)
    assert camera.tilt_deg == pytest.approx(tilt, abs=1e-9)


def test_a_camera_needs_only_where_it_hangs_which_way_it_looks_and_its_lens(tmp_path):
    optional = ("name", "frame_rate_hz", "shutter_s", "invented", "reason", "purpose")
    (camera,) = load(tmp_path, entry(**dict.fromkeys(optional, ...))).cameras
    assert (camera.name, camera.invented, camera.reason) == ("A", False, "")
    assert camera.purpose == ""
    assert load(tmp_path, entry(purpose="lost children")).cameras[0].purpose == "lost children"
    assert (camera.frame_rate, camera.shutter) == (25, 0.005)


def test_names_are_not_physical_but_everything_that_is_seen_is(tmp_path):
    usual = load(tmp_path, entry()).cameras[0].physical()
    assert (
        load(tmp_path, entry(id="B", name="Other", reason="x", purpose="y")).cameras[0].physical()
        == usual
    )
    sheet = entry()["lens"]
    for change in (
        {"easting_m": 530140.01}, {"northing_m": 183541}, {"height_m": 5}, {"heading_deg": 91},
        {"tilt_deg": 0}, {"roll_deg": 1}, {"shutter_s": 0.01}, {"lens": {**sheet, "hfov_deg": 61}},
        {"lens": {**sheet, "width_px": 1280}},
    ):  # fmt: skip
        assert load(tmp_path, entry(**change)).cameras[0].physical() != usual


def test_the_shipped_layout_fits_the_small_print():
    file = scenarios_dir() / "layouts" / "kings_boulevard_2016.yaml"
    layout = load_layout(file, site_origin=ORIGIN)
    assert [camera.id for camera in layout.cameras] == ["KB-south", "KB-north"]
    assert all(camera.invented and "never published" in camera.reason for camera in layout.cameras)
    north_and_south = [camera.rotation[2, 1] for camera in layout.cameras]
    assert north_and_south[0] > 0.95
    assert north_and_south[1] < -0.95


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tilt_deg": 95}, 'layout.yaml:16: cameras."A".tilt_deg is 95, but must be less than or'),
        ({"height_m": -3}, "height_m is -3, but must be greater than or equal to 0.5"),
        ({"height_m": 80}, "height_m is 80, but must be less than or equal to 60"),
        ({"height_m": math.nan}, "height_m is nan, but must be a finite number"),
        ({"heading_deg": math.inf}, "heading_deg is inf"),
        ({"heading_deg": "north"}, "heading_deg is 'north', but must be a number"),
        ({"easting_m": -0.12, "northing_m": 51.53}, "looks like longitude and latitude"),
        ({"easting_m": 900000.0}, "eastings 0 to 700000"),
        ({"tilt_degrees": 5}, "did you mean 'tilt_deg'"),
        ({"reason": ...}, 'camera "A" is invented, so reason must say'),
        ({"height_m": ...}, 'cameras."A".height_m is missing'),
        ({"id": "two words"}, "id is 'two words'"),
        ({"shutter_s": 0.5}, "at most the time between two images"),
        ({"shutter_s": 0}, "shutter_s is 0"),
        ({"frame_rate_hz": 0}, "frame_rate_hz is 0"),
        ({"invented": "yes"}, "invented is 'yes'"),
        ({"lens": {"width_px": 1920, "height_px": 1080}}, "nothing is known of the lens"),
        ({"lens": {"width_px": 1920, "height_px": 0, "hfov_deg": 9}}, "height_px is 0"),
        ({"lens": {"width_px": 1920, "height_px": 1080, "hfov_deg": 500}}, "hfov_deg is 500"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(tmp_path, change, words):
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path, entry(**change))
    assert any(words in problem for problem in caught.value.problems), caught.value.problems
    assert all(problem.startswith(str(tmp_path / "layout.yaml:")) for problem in
               caught.value.problems)  # fmt: skip


def test_epsg_is_named_to_whoever_writes_degrees(tmp_path):
    with pytest.raises(ScenarioError, match="EPSG:27700"):
        load(tmp_path, entry(easting_m=-0.125, northing_m=51.534))


def test_every_problem_comes_at_once(tmp_path):
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path, entry(tilt_deg=95, height_m=0), entry(id="B", frame_rate_hz="12"))
    assert len(caught.value.problems) == 3


def test_ids_are_unique_and_there_is_a_camera(tmp_path):
    with pytest.raises(ScenarioError, match=r":21: id A is that of another camera too .*:6\)"):
        load(tmp_path, entry(), entry())
    # whatever else is wrong
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path, entry(tilt_deg=95), entry())
    assert len(caught.value.problems) == 2
    with pytest.raises(ScenarioError, match="must hold at least 1"):
        load(tmp_path)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return small_site(tmp_path_factory.mktemp("map"))


def at(x, y, z, **more):
    return entry(easting_m=530100.0 + x, northing_m=183500.0 + y, height_m=float(z), **more)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ((35, 55, 5), "is inside building 'Hall' (0 to 20 m high) at height 5 m"),
        ((35, 45, 5), "is inside building 'Hall'"),
        ((55, 50, 4.5), "is inside building 'Canopy'"),
        ((75, 34, 5), "is inside furniture 'Lamp'"),
        ((10, 66, 1), "is inside a wall, hedge or trunk at height 1 m"),
        ((30, 38, 1), "is inside a wall, hedge or trunk at height 1 m"),
        ((31, 39, 5), "is inside the crown of 'tree/plane' at height 5 m"),
        ((500, 40, 5), "stands 380 m outside the extent of Small site"),
    ],
)
def test_a_camera_inside_something_or_far_off_is_told(tmp_path, site, where, words):
    problems = check_layout(load(tmp_path, at(*where)), site)
    assert len(problems) == 1
    assert words in problems[0]
    assert 'camera "A"' in problems[0]


@pytest.mark.parametrize(
    "where",
    [
        (35, 55, 21),
        (55, 50, 3),
        (35, 44.9, 5),
        (40, 40, 4),
        (10, 66, 2.5),
        (108, 50, 1),
        (31, 39, 2),
    ],
)
def test_a_camera_on_a_roof_or_wall_at_a_facade_under_a_canopy_or_crown_is_fine(
    tmp_path, site, where
):
    assert check_layout(load(tmp_path, at(*where)), site) == []


@pytest.mark.parametrize(("tilt", "blind"), [(80, 49), (20, 1), (19, None), (0, None), (-80, None)])
def test_a_camera_that_looks_over_everybody_is_told(tmp_path, site, tilt, blind):
    """The lens looks along (0.508, 0.286, 0.813) in its lower corner: asin(0.813 sin t - 0.286 cos t)."""
    found = check_layout(load(tmp_path, at(40, 40, 4, tilt_deg=tilt)), site)
    if blind is None:
        assert found == []
    else:
        assert f"lies {blind} degrees or more above it" in found[0]
    # from below, people are seen against the sky
    assert check_layout(load(tmp_path, at(40, 40, 1, tilt_deg=tilt)), site) == []


def test_on_a_slope_heights_are_told_above_the_ground_of_the_camera(tmp_path):
    """The canopy, 4 to 5 m above the mean of its ground, is 0.8 m lower above its upper end."""
    slope = sloping_site(tmp_path)
    (problem,) = check_layout(load(tmp_path, at(55, 59, 3.5)), slope)
    assert "is inside building 'Canopy' (3.19" in problem
    assert "m high) at height 3.5 m, but must hang at least 0.01 m outside or above it." in problem
    for where in ((55, 48, 3.5), (35, 64, 20.1), (35, 46, 20.1), (55, 59, 5.1)):
        assert check_layout(load(tmp_path, at(*where)), slope) == []


def test_a_camera_moved_in_python_is_told_with_where_it_was_tried(tmp_path, site):
    """Its line in the file tells of another place."""
    read = load(tmp_path, at(40, 40, 4), at(45, 40, 4, id="B"))
    first, second = read.cameras
    moved = dataclasses.replace(first, position=np.array([31.0, 39.0, 5.0]))
    (told,) = check_layout(dataclasses.replace(read, cameras=(moved, second)), site)
    assert told.startswith(
        "layout 'Test': camera \"A\" at easting_m 530131.00, northing_m 183539.00 is inside the "
        "crown of 'tree/plane' at height 5 m"
    )
    assert check_layout(load(tmp_path, at(31, 39, 5)), site)[0].startswith(f"{tmp_path}")
    # a copy under another id still is of the same housing, and no less in the crown
    beside = dataclasses.replace(moved, id="C")
    (told,) = check_layout(dataclasses.replace(read, cameras=(first, second, beside)), site)
    assert told.startswith("layout 'Test': camera \"C\" at easting_m 530131.00")


def test_a_camera_turned_in_python_is_not_told_with_its_line(tmp_path, site):
    read = load(tmp_path, at(40, 40, 4))
    up = dataclasses.replace(read.cameras[0], rotation=camera_rotation(90, 80), id="A/2")
    (told,) = check_layout(dataclasses.replace(read, cameras=(*read.cameras, up)), site)
    assert told.startswith("layout 'Test': camera \"A/2\" at easting_m 530140.00")


def test_what_a_layout_file_refuses_is_told_of_a_layout_made_in_python(tmp_path, site):
    read = load(tmp_path, at(40, 40, 4))
    (camera,) = read.cameras
    for height in (-3.5, 0.4, 60.5):
        there = dataclasses.replace(camera, position=np.array([40.0, 40.0, height]))
        told = check_layout(Layout("Two", "", (there,)), site)
        assert (
            "layout 'Two': camera \"A\" at easting_m 530140.00, northing_m 183540.00 hangs at "
            f"height {height:g} m, but must hang between 0.5 and 60 m above its ground."
        ) in told
    twice = dataclasses.replace(read, cameras=(camera, dataclasses.replace(camera)))
    assert check_layout(twice, site) == [
        "layout 'Test': id A is that of another camera too, but each must be unique."
    ]


def test_an_id_that_stands_twice_in_a_file_is_told_once(tmp_path, site):
    path = layout_file(tmp_path, at(40, 40, 4), at(45, 40, 4))
    with pytest.raises(ScenarioError, match="id A is that of another camera too") as caught:
        load_layout(path, site_origin=ORIGIN)
    assert len(caught.value.problems) == 1
    assert check_layout(readable_layout(path, site_origin=ORIGIN), site) == []


def test_a_camera_in_a_hoarding_is_told(tmp_path):
    """On ground with heights a hoarding is 0.3 m thick, and what is behind it is open."""
    early = small_site(tmp_path, date=dt.date(2015, 1, 7))
    flat = small_site(tmp_path, date=dt.date(2015, 1, 7), drop=("level/towpath",))
    for site, y in ((early, 40.2), (flat, 40.2), (flat, 45)):
        (problem,) = check_layout(load(tmp_path, at(80, y, 2)), site)
        assert "is inside hoarding 'Block' (0 to 2.4 m high) at height 2 m" in problem
        assert check_layout(load(tmp_path, at(80, y, 3)), site) == []
    assert check_layout(load(tmp_path, at(80, 45, 2)), early) == []


def test_the_schema_knows_every_key():
    schema = layout_schema()
    others = {"roll_deg", "zoom", "type", "hfov_deg", "corridor", "lenses", "tour", "move_s"}
    found = set(schema["$defs"]["CameraEntry"]["properties"])
    others |= {"dewarp", "masks", "shutter_dark_s", "purpose", "retention_days"}
    assert found == set(entry()) | others


def test_a_rotation_that_is_none_and_a_shutter_that_is_too_long_are_refused():
    lens = Lens.from_datasheet(width_px=640, height_px=480, hfov_deg=60)
    usual = {"id": "A", "name": "A", "position": np.zeros(3), "lens": lens}
    with pytest.raises(ShapeError, match="not a right-handed rotation"):
        Camera(**usual, rotation=np.diag([1.0, 1.0, -1.0]))
    with pytest.raises(ShapeError, match="shutter is 1 s"):
        Camera(**usual, rotation=np.eye(3), shutter=1.0)
    with pytest.raises(ShapeError, match="position has shape"):
        Camera(**{**usual, "position": np.zeros(2)}, rotation=np.eye(3))


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        ([[0, 0], [10, 10]], "has 2 corners, but must have 3 at least"),
        ([[0, 0]], "has 1 corner, but must have 3 at least"),
        ([0, 0, 5, 5], "mask has shape"),
    ],
)
def test_a_mask_that_is_no_outline_is_refused(mask, words):
    lens = Lens.from_datasheet(width_px=640, height_px=480, hfov_deg=60)
    with pytest.raises(ShapeError, match=words):
        Camera("A", "A", np.zeros(3), np.eye(3), lens, masks=(np.array(mask, dtype=float),))
