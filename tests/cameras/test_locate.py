"""Cameras located from clicks: against OpenCV's projection, by their own standard errors."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cameras.staged import (
    AT,
    HEIGHT,
    RELIEF,
    SIZE,
    SPREAD,
    WIDTH,
    clicks_of,
    project,
    stage,
    truth_of,
)
from twin.cameras import Lens, load_layout, locate
from twin.cameras.sighting import Pose, Scene, usual_k1
from twin.errors import ScenarioError, ShapeError, TableError
from twin.frames import camera_rotation


def gap(name, found, true):
    return (found - true + 180) % 360 - 180 if name.endswith("_deg") else found - true


def agree(found, truth, tolerance=1e-5):
    for name, true in truth.items():
        assert abs(gap(name, found.values[name], true)) < tolerance, (name, found.values[name])


@settings(max_examples=25, deadline=None)
@given(
    height=st.floats(3.2, 9),  # above the highest point
    heading=st.floats(0, 359.9),
    tilt=st.floats(-45, -16),
    roll=st.floats(-10, 10),
    focal=st.floats(1300, 4000),
    relief=st.booleans(),
)
def test_any_camera_over_spread_points_is_found_again(height, heading, tilt, roll, focal, relief):
    truth = truth_of(height, heading, tilt, roll, focal)
    low = [(u, 0.3 + 0.7 * v) for u, v in SPREAD]
    found = locate(clicks_of(*stage(truth, low, np.multiply(RELIEF, relief))), **SIZE)
    agree(found, truth)
    assert found.rms_px < 1e-6
    assert found.lens.model == "rectilinear"


@pytest.mark.parametrize("count", [4, 5, 8])
@pytest.mark.parametrize("relief", [0, 1])
def test_few_points_do_and_a_data_sheet_leaves_only_the_pose(count, relief):
    truth = truth_of(focal=WIDTH / 2 / np.tan(np.radians(17.5)), tilt=-25)
    clicks = clicks_of(*stage(truth, SPREAD[:count], np.multiply(RELIEF[:count], relief)))
    free, pose = locate(clicks, **SIZE), locate(clicks, **SIZE, sheet={"hfov_deg": 35.0})
    agree(free, truth)
    agree(pose, truth)
    assert (free.spare, pose.spare) == (2 * count - 7, 2 * count - 6)
    assert "focal_px" in free.errors
    assert "focal_px" not in pose.errors
    assert any("to spare" in note for note in free.notes) == (count < 5)


@pytest.mark.parametrize("k1", [-0.05, 0.0, 0.03])
@pytest.mark.parametrize("relief", [0, 1])
def test_a_fisheye_is_found_with_its_k1(k1, relief):
    truth = truth_of(focal=1000.0, tilt=-35)
    clicks = clicks_of(*stage(truth, SPREAD, np.multiply(RELIEF, relief), k1))
    found = locate(clicks, **SIZE, fisheye=True)
    agree(found, truth)
    assert found.values["k1"] == pytest.approx(k1, abs=1e-7)
    assert found.lens.model == "fisheye"


def test_with_few_points_k1_is_that_of_wide_lenses_and_it_is_said():
    truth = truth_of(focal=1000.0, tilt=-35)
    k1 = usual_k1(1000.0 / WIDTH)
    found = locate(clicks_of(*stage(truth, SPREAD[:5], RELIEF[:5], k1)), **SIZE, fisheye=True)
    agree(found, truth)
    assert found.values["k1"] == pytest.approx(k1, abs=1e-8)
    assert "k1" not in found.errors
    assert "k1 is not fixed" in found.notes[0]


@pytest.mark.slow
@pytest.mark.parametrize("fisheye", [False, True])
def test_the_interval_holds_the_truth_as_often_as_it_says(fisheye):
    """95 % intervals of 100 fits; 90 to 99 % of each number lie within theirs."""
    truth = truth_of(focal=1000.0 if fisheye else 1400.0, tilt=-35 if fisheye else -25)
    k1 = -0.02 if fisheye else None
    points, pixels = stage(truth, SPREAD, RELIEF, k1)
    rng = np.random.default_rng(11)
    held, fits = dict.fromkeys(truth, 0), 100
    for _ in range(fits):
        found = locate(
            clicks_of(points, pixels + rng.normal(size=pixels.shape)), **SIZE, fisheye=fisheye
        )
        for name, true in truth.items():
            half = found.factor * found.errors[name]
            held[name] += abs(gap(name, found.values[name], true)) <= half
    for name, count in held.items():
        assert 0.90 * fits <= count <= 0.99 * fits + 1, (name, count / fits)


def test_slopes_are_those_of_small_steps():
    rng = np.random.default_rng(3)
    points = np.column_stack([rng.uniform(-8, 8, 9), rng.uniform(8, 25, 9), rng.uniform(0, 2, 9)])
    for model, unknown in ((0, "nothing"), (0, "focal"), (1, "focal"), (1, "focal and k1")):
        scene = Scene(points, np.zeros((9, 2)), WIDTH, HEIGHT, model, unknown)
        pose = Pose(np.array([1.0, -2, 4]), camera_rotation(5, -15, 2), 1400, scene.k1_of(1400))
        step = 0.05 * rng.normal(size=scene.unknowns)
        by_steps = [
            scene.misses(scene.moved(pose, step + h)) - scene.misses(scene.moved(pose, step - h))
            for h in np.eye(scene.unknowns) * 1e-6
        ]
        wanted = np.stack(by_steps, axis=-1) / 2e-6
        np.testing.assert_allclose(scene.slopes(pose, step), wanted, rtol=1e-6, atol=1e-4)


def refused(points, pixels, words, **options):
    with pytest.raises(TableError, match=words) as caught:
        locate(clicks_of(points, pixels), **SIZE, **options)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith("points.csv:")
    assert caught.value.problems[0].endswith(".")


def test_too_few_points_a_spot_and_a_line_are_refused():
    points, pixels = stage(truth_of(), SPREAD[:4], RELIEF[:4])
    refused(points[:3], pixels[:3], "3 different points cannot fix a camera, but at least 4")
    again = [0, 1, 2, 2]
    refused(points[again], pixels[again], "3 different points")
    refused(points[0] + (points - points[0]) * 0.003, pixels, "which is one spot")
    line = points[0] + np.linspace(0, 1, 4)[:, None] * (points[1] - points[0])
    refused(line, project(line, truth_of()), "on one straight line")


def test_straight_down_on_flat_ground_the_focal_length_is_open_but_not_with_a_data_sheet():
    truth = truth_of(height=9.0, tilt=-90.0, roll=0.0, focal=WIDTH / 2 / np.tan(np.radians(15)))
    points, pixels = stage(truth, SPREAD, np.zeros(8))
    refused(points, pixels, "do not fix the focal length")
    found = locate(clicks_of(points, pixels), **SIZE, sheet={"hfov_deg": 30.0})
    assert found.values["height_m"] == pytest.approx(9.0)
    assert found.values["tilt_deg"] == pytest.approx(-90.0, abs=1e-4)


def test_a_camera_under_the_ground_is_refused():
    truth = truth_of()
    points, pixels = stage(truth, SPREAD, RELIEF)
    refused(points - [0, 0, 10.0], pixels, "comes out 6 m under the ground")


@pytest.mark.parametrize("relief", [0.0, 0.3, 1.0])
def test_eastings_and_northings_that_were_swapped_are_told(relief):
    points, pixels = stage(truth_of(), SPREAD, np.multiply(RELIEF, relief))
    swapped = points[:, [1, 0, 2]]
    refused(swapped, pixels, r"out [\d.,]+ m under the ground.*easting_m and northing_m may be sw")


def test_a_wrong_click_is_refused_with_the_point_to_check():
    points, pixels = stage(truth_of(), SPREAD, RELIEF)
    pixels[4] += [250.0, -120.0]
    refused(points, pixels, "RMS reprojection error is .* 'p5' has the largest residual")
    refused(points, pixels, "lens is that of the data sheet", sheet={"hfov_deg": 69})


@pytest.mark.parametrize(("off", "told"), [(2.0, False), (30.0, True)])
def test_points_that_miss_by_more_than_clicks_are_told(off, told):
    points, pixels = stage(truth_of(tilt=-25), SPREAD, RELIEF)
    pixels[4] += [off, -off]
    found = locate(clicks_of(points, pixels), **SIZE)
    assert (found.rms_px > 5.5) == told  # 1/400 of 2203 px
    words = "is more than clicks miss by.* 'p5' has the largest residual, .* check it first"
    assert [bool(re.search(words, note)) for note in found.notes] == [True] * told


def test_a_lens_that_is_not_that_of_the_data_sheet_is_told():
    points, pixels = stage(truth_of(tilt=-25, focal=1400.0), SPREAD, RELIEF)
    found = locate(clicks_of(points, pixels), **SIZE, sheet={"hfov_deg": 72.0, "detect_m": 50.0})
    assert 5.5 < found.rms_px < 22
    assert found.notes[-1].endswith(
        "then whether the lens is that of the data sheet, or keeps lines straight (--straight)."
    )


def test_a_fisheye_beside_a_data_sheet_is_refused():
    clicks = clicks_of(*stage(truth_of(), SPREAD, RELIEF))
    with pytest.raises(ShapeError, match="beside a data sheet"):
        locate(clicks, **SIZE, fisheye=True, sheet={"hfov_deg": 69})


def test_a_straight_lens_is_that_of_a_pinhole_whatever_is_usual():
    """OpenCV's pinhole with 70 degrees across, for which a bent lens is usual."""
    truth = truth_of(focal=WIDTH / 2 / np.tan(np.radians(35)), tilt=-25)
    clicks = clicks_of(*stage(truth, SPREAD, RELIEF))
    down = np.degrees(2 * np.arctan(HEIGHT / 2 / truth["focal_px"]))
    for sheet in (
        {"hfov_deg": 70.0},
        {"vfov_deg": down},
        {"detect_m": truth["focal_px"] / 25, "hfov_deg": 70.0},
    ):
        found = locate(clicks, **SIZE, straight=True, sheet=sheet)
        agree(found, truth)
        assert (found.lens.model, found.spare) == ("rectilinear", 10)
    agree(locate(clicks, **SIZE, straight=True), truth)
    with pytest.raises(TableError, match=r"data sheet, or keeps lines straight \(--straight\)."):
        locate(clicks, **SIZE, sheet={"hfov_deg": 70.0})


def test_what_cannot_be_a_straight_lens_is_refused():
    clicks = clicks_of(*stage(truth_of(), SPREAD, RELIEF))
    for more, words in (
        ({"fisheye": True}, "but a lens is only one"),
        ({"sheet": {"hfov_deg": 175.0}}, "hfov_deg is 175, but a straight lens shows 150"),
        ({"sheet": {"hfov_deg": 70.0, "vfov_deg": 60.0}}, "means F 935 px of a straight lens, but"),
        ({"sheet": {"hfov_deg": 70.0, "detect_m": 90.0}}, "must agree within 15%"),
    ):
        with pytest.raises(ShapeError, match=words):
            locate(clicks, **SIZE, straight=True, **more)


def test_a_bent_lens_called_straight_is_told_and_not_refused():
    truth = truth_of(focal=1190.0)
    points, pixels = stage(truth, SPREAD, RELIEF, k1=-0.06)
    with pytest.raises(TableError, match=r"look for that \(--fisheye\)"):
        locate(clicks_of(points, pixels), **SIZE)
    found = locate(clicks_of(points, pixels), **SIZE, straight=True)
    assert found.lens.model == "rectilinear"
    assert re.search(r"^A rectilinear .* a fisheye by 0.* straight \(--straight\)", found.notes[-1])
    half = 2 * np.degrees(np.arctan(WIDTH / 2 / truth["focal_px"]))
    refused(
        points,
        pixels,
        r"data sheet and keeps lines straight at all \(--straight\)",
        straight=True,
        sheet={"hfov_deg": half},
    )


def test_a_straight_lens_is_told_where_its_sheet_prints_another_field_of_view():
    """25 px/m at 54.8 m is F 1370 px: 70.0 degrees, within 15 % of what 78 would make."""
    clicks = clicks_of(*stage(truth_of(focal=1370.0, tilt=-25), SPREAD, RELIEF))
    sheet = {"hfov_deg": 78.0, "detect_m": 54.8}
    found = locate(clicks, **SIZE, straight=True, sheet=sheet)
    assert found.notes == ("Horizontal field of view 70.0 degrees, where 78 is printed.",)
    assert locate(clicks, **SIZE, straight=True, sheet={"detect_m": 54.8}).notes == ()


def test_an_inferred_focal_length_is_suspect():
    points, pixels = stage(truth_of(tilt=-25, focal=1400.0), SPREAD, RELIEF)
    refused(points, pixels, "F is inferred only, so try without --hfov", sheet={"hfov_deg": 69})


def test_a_sensor_hung_on_its_side_is_that_of_its_sheet(tmp_path):
    """Its image turned: OpenCV's fisheye with the middle of 1080 x 1920 for its own."""
    lens = Lens.from_datasheet(**SIZE, hfov_deg=103)
    truth = truth_of(tilt=-35, focal=lens.focal_px)
    points, pixels = stage(truth, np.clip(SPREAD, 0.3, 0.7), RELIEF, lens.k1)
    tall = {"width_px": HEIGHT, "height_px": WIDTH}
    # what was off the middle of the wide image is as far off that of the high one
    clicks = clicks_of(points, pixels + np.array([HEIGHT - WIDTH, WIDTH - HEIGHT]) / 2)
    found = locate(clicks, **tall, corridor=True, sheet={"hfov_deg": 103})
    agree(found, truth)
    assert found.lens.vfov_deg == pytest.approx(103)
    file = tmp_path / "layout.yaml"
    file.write_text(found.layout(id="north", path=file))
    assert "corridor: true" in file.read_text()
    assert "width_px: 1920" in file.read_text()
    (camera,) = load_layout(file, site_origin=AT).cameras
    assert camera.lens == found.lens
    free = locate(clicks, **tall, corridor=True, fisheye=True)
    file.write_text(free.layout(id="north", path=file))
    (camera,) = load_layout(file, site_origin=AT).cameras
    assert (camera.lens.width_px, camera.lens.height_px) == (HEIGHT, WIDTH)
    with pytest.raises(ShapeError, match="1920 x 1080 px is wider than high"):
        locate(clicks_of(points, pixels), **SIZE, corridor=True)


@pytest.mark.parametrize("way", ["rectilinear", "fisheye", "sheet", "straight"])
def test_a_layout_reads_back_as_the_camera_that_was_found(tmp_path, way):
    k1 = -0.03 if way == "fisheye" else None
    usual = 960 / np.tan(np.radians(17.5))
    focal = {"rectilinear": 900.0, "fisheye": 1000.0, "straight": 960.0}.get(way, usual)
    truth = truth_of(tilt=-35, focal=focal)
    points, pixels = stage(truth, SPREAD, RELIEF, k1)
    sheet = {"sheet": {"hfov_deg": 35.0}, "straight": {"hfov_deg": 90.0}}.get(way)
    ways = {"fisheye": way == "fisheye", "straight": way == "straight"}
    found = locate(clicks_of(points, pixels), **SIZE, **ways, sheet=sheet)
    file = tmp_path / "layout.yaml"
    file.write_text(found.layout(id="north", path=file))
    (camera,) = load_layout(file, site_origin=AT).cameras
    assert (camera.id, camera.lens.model, camera.invented) == ("north", found.lens.model, False)
    shown = camera.lens.project((points - [*AT, 0] - camera.position) @ camera.rotation.T)
    np.testing.assert_allclose(shown, pixels, rtol=0, atol=0.1)


def test_no_layout_is_written_of_a_camera_that_may_not_be_in_one(tmp_path):
    found = locate(clicks_of(*stage(truth_of(), SPREAD, RELIEF)), **SIZE)
    with pytest.raises(ScenarioError, match="layout.yaml:1: .*id is 'a b'"):
        found.layout(id="a b", path=tmp_path / "layout.yaml")


def test_a_lens_too_wide_for_any_pinhole_is_called_a_fisheye():
    truth = truth_of(focal=700.0)
    clicks = clicks_of(*stage(truth, SPREAD, RELIEF, k1=-0.05))
    with pytest.raises(TableError, match="no rectilinear lens fits the points, but a fisheye"):
        locate(clicks, **SIZE)


def test_a_wide_lens_is_not_taken_for_a_pinhole():
    """As of a data sheet with 103 degrees: F / N is 0.62, k1 -0.06; clicks are good to a pixel."""
    truth = truth_of(focal=1190.0)
    points, pixels = stage(truth, SPREAD, RELIEF, k1=-0.06)
    noise = np.random.default_rng(5).normal(0, 1, pixels.shape)
    clicks = clicks_of(points, pixels + noise)
    with pytest.raises(TableError, match="but a fisheye by .* px only; look for that"):
        locate(clicks, **SIZE)
    found = locate(clicks, **SIZE, fisheye=True)
    assert abs(found.values["height_m"] - truth["height_m"]) < 4 * found.errors["height_m"]
