"""Lenses against OpenCV, mpmath, published worked examples and hand-made numbers."""

import math

import cv2
import mpmath
import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from twin.cameras import Lens, kernels
from twin.cameras.datasheet import (
    MISS_OF_BOTH,
    MISS_OF_ONE,
    focal_of_fov,
    fov_of_focal,
    largest_focal,
)
from twin.cameras.sheet import LensSheet
from twin.errors import ShapeError

pytestmark = pytest.mark.kernel

FULL_HD = {"width_px": 1920, "height_px": 1080}
AXES = np.eye(3)


def pinhole(focal: float, **size: int) -> Lens:
    return Lens(**(size or FULL_HD), focal_px=focal, model="rectilinear")


def cloud(largest: float, count: int = 4000) -> np.ndarray:
    """Points of the camera frame up to an angle off the axis, 0.5 m to 80 m away."""
    rng = np.random.default_rng(7)
    theta, turn = rng.uniform(0, largest, count), rng.uniform(-np.pi, np.pi, count)
    ray = [np.sin(theta) * np.cos(turn), np.sin(theta) * np.sin(turn), np.cos(theta)]
    return np.stack(ray, axis=1) * rng.uniform(0.5, 80, (count, 1))


@pytest.mark.parametrize(("fov", "k1"), [(45, None), (86, None), (120, None), (175, None), (60, 0)])
def test_a_fisheye_is_that_of_opencv(fov, k1):
    lens = Lens.from_datasheet(**FULL_HD, hfov_deg=fov)
    if k1 is not None:
        lens = Lens(**FULL_HD, focal_px=lens.focal_px, k1=k1)
    points = cloud(min(lens.largest_angle, math.radians(89.9)))
    matrix = np.array([[lens.focal_px, 0, 960], [0, lens.focal_px, 540], [0, 0, 1]])
    theirs, _ = cv2.fisheye.projectPoints(
        points[:, None], np.zeros(3), np.zeros(3), matrix, np.array([lens.k1, 0.0, 0.0, 0.0])
    )
    np.testing.assert_allclose(lens.project(points), theirs[:, 0], rtol=0, atol=1e-6)


def test_a_rectilinear_lens_is_that_of_opencv():
    lens = pinhole(2500.0)
    points = cloud(lens.largest_angle)
    matrix = np.array([[2500.0, 0, 960], [0, 2500.0, 540], [0, 0, 1]])
    theirs, _ = cv2.projectPoints(points, np.zeros(3), np.zeros(3), matrix, np.zeros(4))
    np.testing.assert_allclose(lens.project(points), theirs[:, 0], rtol=0, atol=1e-6)


@pytest.mark.parametrize("degrees", [89.95, 90.0, 95.0, 104.0])
def test_beyond_the_plane_of_the_image_the_lens_goes_on(degrees):
    lens = Lens.from_datasheet(width_px=3000, height_px=3000, hfov_deg=215)
    theta = mpmath.mpf(degrees) * mpmath.pi / 180
    radius = lens.focal_px * (theta + mpmath.mpf(lens.k1) * theta**3)
    x, y, z = 7 * mpmath.sin(theta) * 0.6, 7 * mpmath.sin(theta) * 0.8, 7 * mpmath.cos(theta)
    found = lens.project([[float(x), float(y), float(z)]])[0]
    wanted = [float(1500 + radius * 0.6), float(1500 + radius * 0.8)]
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-8)


@pytest.mark.parametrize(
    ("across", "down", "more"),
    [(60, None, {}), (103, 56, {"detect_m": 45}), (None, 30, {}), (None, None, {"detect_m": 40})],
)
def test_a_sheet_printed_on_its_narrow_side_is_that_of_the_same_lens_turned(across, down, more):
    flat = Lens.from_datasheet(**FULL_HD, hfov_deg=across, vfov_deg=down, **more)
    tall = Lens.from_datasheet(
        width_px=1080, height_px=1920, hfov_deg=down, vfov_deg=across, **more
    )
    turned = flat.on_its_side()
    assert (tall.width_px, tall.focal_px, tall.k1) == (1080, turned.focal_px, turned.k1)


@pytest.mark.parametrize(
    ("width", "height", "across", "down"),
    [
        (2992, 2992, 182, 181),
        (4000, 3000, 185, 180),
        (4000, 3000, 172, 185),
        (2560, 2560, 185, None),
        (2560, 2560, None, 185),
        (2000, 2000, 172, 160),
    ],
)
def test_lenses_that_show_so_much_make_a_round_image(width, height, across, down):
    lens = Lens.from_datasheet(width_px=width, height_px=height, hfov_deg=across, vfov_deg=down)
    most = max(across or 0, down or 0)
    assert (lens.hfov_deg, lens.vfov_deg, lens.dfov_deg) == pytest.approx((most, most, most))
    inside, outside = (
        [math.sin(t) * 0.6, math.sin(t) * 0.8, math.cos(t)]
        for t in np.radians([most / 2 - 0.1, most / 2 + 0.1])
    )
    assert np.isfinite(lens.project([inside])).all()
    assert np.isnan(lens.project([outside])).all()


def test_a_square_lens_makes_a_round_image_whatever_its_sheet_prints():
    square = {"width_px": 2560, "height_px": 2560}
    printed = Lens.from_datasheet(**square, hfov_deg=185, detect_m=33.6)
    assert printed.dfov_deg == pytest.approx(185)
    inferred = Lens.from_datasheet(**square, detect_m=33.6)
    assert inferred.hfov_deg > 180
    assert inferred.dfov_deg == pytest.approx(inferred.hfov_deg)
    less = Lens.from_datasheet(**square, hfov_deg=165)
    assert less.dfov_deg > 200


def test_a_wide_lens_on_an_oblong_image_shows_its_corners():
    lens = Lens.from_datasheet(**FULL_HD, hfov_deg=180)
    assert lens.dfov_deg > lens.hfov_deg > lens.vfov_deg


def test_a_measured_lens_that_shows_so_much_on_a_square_makes_a_round_image():
    sheet = {"width_px": 3000, "height_px": 3000, "model": "fisheye", "focal_px": 950.0}
    lens = LensSheet(**sheet).lens()
    assert lens.hfov_deg == pytest.approx(math.degrees(3000 / 950))
    assert lens.dfov_deg == lens.hfov_deg
    narrow = LensSheet(**{**sheet, "focal_px": 1400.0}).lens()
    assert narrow.dfov_deg > narrow.hfov_deg


def test_a_round_image_fits_between_the_long_sides_of_its_sensor():
    lens = Lens.from_datasheet(width_px=2592, height_px=1944, hfov_deg=180, vfov_deg=180)
    square = Lens.from_datasheet(width_px=1944, height_px=1944, hfov_deg=180, vfov_deg=180)
    assert (lens.focal_px, lens.k1) == (square.focal_px, square.k1)
    assert (lens.hfov_deg, lens.vfov_deg) == pytest.approx((180, 180))
    off = math.radians(89.9)
    edges = [[math.sin(off), 0, math.cos(off)], [0, math.sin(off), math.cos(off)]]
    u, v = lens.project(edges).T
    assert u[0] - 2592 / 2 == pytest.approx(v[1] - 1944 / 2)
    assert v[1] == pytest.approx(1944, abs=2)
    assert np.isnan(lens.project([[1, 0, -0.01]])).all()


def test_a_round_image_ends_at_its_edge():
    lens = Lens.from_datasheet(width_px=2560, height_px=2560, hfov_deg=185, vfov_deg=185)
    assert lens.dfov_deg == lens.hfov_deg == pytest.approx(185)
    inside, outside = (
        [math.sin(t) * 0.6, math.sin(t) * 0.8, math.cos(t)] for t in np.radians([92.4, 92.6])
    )
    assert np.isfinite(lens.project([inside])).all()
    assert np.isnan(lens.project([outside])).all()
    assert np.isfinite(lens.unproject([[1280, 1], [1, 1280]])).all()
    assert np.isnan(lens.unproject([[1, 1], [2559, 2559]])).all()


def test_nothing_is_imaged_beyond_the_corner_or_behind():
    lens = Lens.from_datasheet(**FULL_HD, hfov_deg=90)
    edge = lens.largest_angle
    ray = [[math.sin(edge + 1e-6), 0, math.cos(edge + 1e-6)], [0, 0, -1], [0, 0, 0]]
    assert np.isnan(lens.project(ray)).all()
    assert np.isnan(np.stack(lens.density(ray))).all()
    assert np.isfinite(lens.project([[math.sin(edge - 1e-6), 0, math.cos(edge - 1e-6)]])).all()


@given(
    fov=st.floats(5, 200),
    u=st.floats(0, 1920),
    v=st.floats(0, 1080),
    distance=st.floats(0.1, 500),
)
def test_a_pixel_comes_back(fov, u, v, distance):
    lens = Lens.from_datasheet(**FULL_HD, hfov_deg=fov)
    ray = lens.unproject([[u, v]])
    assert np.linalg.norm(ray) == pytest.approx(1, abs=1e-12)
    found = lens.project(0.999999999 * distance * ray)
    if np.hypot(u - 960, v - 540) < 1101:
        np.testing.assert_allclose(found, [[u, v]], rtol=0, atol=1e-6)


def test_the_centre_is_straight_ahead():
    lens = Lens.from_datasheet(**FULL_HD, hfov_deg=90)
    assert lens.unproject([[960, 540]]).tolist() == [[0, 0, 1]]
    assert lens.project([[0, 0, 5]]).tolist() == [[960, 540]]


@given(fov=st.floats(5, 200), where=st.floats(0.02, 0.98), turn=st.floats(-3.1, 3.1))
def test_density_is_the_pixels_on_a_short_facing_line(fov, where, turn):
    lens = Lens.from_datasheet(**FULL_HD, hfov_deg=fov)
    theta, r, h = where * lens.largest_angle, 8.0, 1e-4
    out = np.array([math.cos(turn), math.sin(turn), 0])
    ray = math.sin(theta) * out + math.cos(theta) * AXES[2]
    along_radius = math.cos(theta) * out - math.sin(theta) * AXES[2]
    along_circle = np.cross(AXES[2], out)
    tangential, radial = lens.density([r * ray])
    for found, line in ((tangential, along_circle), (radial, along_radius)):
        ends = lens.project([r * ray - h / 2 * line, r * ray + h / 2 * line])
        assert np.linalg.norm(ends[1] - ends[0]) / h == pytest.approx(found[0], rel=1e-5)


def test_density_of_a_pinhole():
    tangential, radial = pinhole(1000.0).density([[3, 0, 4], [0, 0, 5]])
    np.testing.assert_allclose(tangential, [1000 / (5 * 0.8), 200])
    np.testing.assert_allclose(radial, [1000 / (5 * 0.64), 200])


def test_twice_the_distance_along_the_axis_half_the_pixels():
    lens = Lens.from_datasheet(**FULL_HD, hfov_deg=100)
    tangential, radial = lens.density([[0, 0, 6], [0, 0, 12]])
    assert tangential[0] == 2 * tangential[1]
    assert radial[0] == 2 * radial[1]


@pytest.mark.parametrize(
    ("px_per_m", "metres"),
    [(20, 71.1), (40, 35.6), (80, 17.8), (125, 11.4), (250, 5.7), (500, 2.8), (1500, 0.95)],
)
def test_the_printed_example_of_seven_levels(px_per_m, metres):
    """1080p, f 4.0 mm on a 5.40 mm wide sensor, HFOV 68.0 degrees [cctvplanner_oodpcvs]."""
    lens = pinhole(4.0 / (5.40 / 1920))
    assert lens.distance_m(px_per_m) == pytest.approx(metres, abs=0.051)
    assert lens.hfov_deg == pytest.approx(68.0, abs=0.05)


def test_the_printed_examples_of_pinhole_calculators():
    assert pinhole(960.0).hfov_deg == pytest.approx(90.0)
    assert pinhole(960.0).distance_m(250) == pytest.approx(3.84)
    vga = pinhole(8.0 / (4.8 / 640), width_px=640, height_px=480)
    assert vga.distance_m(80 / 0.16) == pytest.approx(2.13, abs=0.01)


def test_detect_distance_sets_f_and_field_of_view_sets_k1():
    lens = Lens.from_datasheet(**FULL_HD, hfov_deg=103, detect_m=45)
    assert lens.focal_px == 1125
    assert lens.hfov_deg == pytest.approx(103, abs=1e-9)
    half = math.radians(51.5)
    assert 1125 * (half + lens.k1 * half**3) == pytest.approx(960)
    assert lens.inferred == ()


def test_focal_length_over_pitch_and_a_vertical_field_of_view():
    lens = Lens.from_datasheet(**FULL_HD, focal_mm=2.8, pixel_pitch_um=2.0, vfov_deg=43)
    assert lens.focal_px == pytest.approx(1400)
    assert lens.vfov_deg == pytest.approx(43, abs=1e-9)


@pytest.mark.parametrize("fov", [12.0, 36.0, 43.0, 55.0, 69.0, 75.0, 110.0, 180.0])
def test_one_field_of_view_gives_the_other(fov):
    lens = Lens.from_datasheet(**FULL_HD, hfov_deg=fov)
    again = Lens.from_datasheet(**FULL_HD, vfov_deg=lens.vfov_deg)
    assert lens.hfov_deg == pytest.approx(fov, abs=1e-9)
    assert again.hfov_deg == pytest.approx(fov, abs=1e-6)
    assert Lens.from_datasheet(**FULL_HD, detect_m=lens.focal_px / 25).hfov_deg == pytest.approx(
        fov, abs=1e-6
    )


@given(fov=st.floats(0.02, 3.8))
def test_focal_length_and_field_of_view_are_inverse(fov):
    assert fov_of_focal(focal_of_fov(fov)) == pytest.approx(fov, abs=1e-12)


def test_narrow_is_a_pinhole_wide_is_1_055_and_both_say_so():
    narrow = Lens.from_datasheet(**FULL_HD, hfov_deg=30)
    assert (narrow.model, narrow.k1) == ("rectilinear", 0)
    assert narrow.focal_px == pytest.approx(960 / math.tan(math.radians(15)))
    wide = Lens.from_datasheet(**FULL_HD, hfov_deg=100)
    assert wide.model == "fisheye"
    assert wide.focal_px == pytest.approx(1.055 * 1920 / math.radians(100))
    assert "inferred" in wide.inferred[0]


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        ({}, "nothing is known of the lens"),
        ({"hfov_deg": 0}, "hfov_deg is 0, but must lie between 0.5 and 220 degrees"),
        ({"hfov_deg": math.nan}, "hfov_deg is nan"),
        ({"vfov_deg": 300}, "vfov_deg is 300"),
        ({"detect_m": -4}, "detect_m is -4"),
        ({"focal_mm": 2.8}, "focal_mm stands alone"),
        ({"pixel_pitch_um": 2.8}, "pixel_pitch_um stands alone"),
        ({"focal_mm": 2.8, "pixel_pitch_um": 2.8, "detect_m": 90}, "must agree within 10%"),
        ({"hfov_deg": 30, "detect_m": 20}, "for which F is about 3583 px .25 px/m at 143.3 m"),
        ({"vfov_deg": 60, "detect_m": 200}, "they may differ by a factor of 1.5 at most"),
        ({"hfov_deg": 80, "vfov_deg": 80}, "do not fit one lens"),
        ({"hfov_deg": 150, "detect_m": 45}, "folds back before the image's corners"),
        ({"hfov_deg": 110, "detect_m": 52}, "give the distance or focal length without the field"),
        ({"vfov_deg": 56, "detect_m": 60}, "or the field of view alone"),
        ({"width_px": 0, "hfov_deg": 80}, "image is 0 x 1080 px"),
        ({"vfov_deg": 215}, "give hfov_deg"),
        ({"focal_mm": 0.9, "pixel_pitch_um": 2.0}, "but no lens shows more than 220"),
        ({"hfov_deg": "90"}, "hfov_deg is '90', but must be a number"),
        ({"detect_m": True}, "detect_m is True, but must be a number"),
        ({"height_px": "1080", "hfov_deg": 90}, "height_px is '1080', but must be a number"),
    ],
)
def test_impossible_sheets_are_refused_in_one_sentence(sheet, words):
    with pytest.raises(ShapeError, match=words) as caught:
        Lens.from_datasheet(**{**FULL_HD, **sheet})
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].endswith(".")


def test_fields_of_view_that_look_swapped_are_told_so():
    upright = {"width_px": 1944, "height_px": 2592}
    with pytest.raises(ShapeError, match="they look swapped: give width and height as the sensor"):
        Lens.from_datasheet(**upright, hfov_deg=84, vfov_deg=60)
    with pytest.raises(ShapeError, match="they look swapped"):
        Lens.from_datasheet(**FULL_HD, hfov_deg=50, vfov_deg=90)
    (told, *_) = Lens.from_datasheet(**upright, hfov_deg=60).inferred
    assert told.endswith("inferred from that over the narrow side.")


@pytest.mark.parametrize(
    ("lens", "words"),
    [
        ({"focal_px": 1000, "model": "mirror"}, "must be rectilinear or fisheye"),
        ({"focal_px": 0}, "F must be above 0"),
        ({"focal_px": 1000, "k1": math.inf}, "both finite"),
        ({"focal_px": 1000, "k1": 0.1, "model": "rectilinear"}, "has k1 0"),
        ({"focal_px": 1000, "k1": -0.3}, "does not reach the corners"),
        ({"focal_px": 200, "k1": 0.0}, "does not reach the corners"),
    ],
)
def test_impossible_lenses_are_refused(lens, words):
    with pytest.raises(ShapeError, match=words):
        Lens(**FULL_HD, **lens)


def test_a_density_that_is_none_is_refused():
    with pytest.raises(ShapeError, match="above 0"):
        pinhole(1000.0).distance_m(0)


PRINTED = [
    # width, height, horizontal and vertical field of view, distances for 25/62.5/125/250 px/m
    (2688, 1520, 95, 52, 63.6, 25.4, 12.7, 6.4), (2688, 1520, 78, 41, 85.4, 34.2, 17.1, 8.5),
    (2560, 1440, 90, 50, 68.0, 27.2, 13.6, 6.8), (2560, 1440, 76, 40, 85.2, 34.1, 17.0, 8.5),
    (1920, 1080, 102, 54, 38.6, 15.4, 7.7, 3.9), (1920, 1080, 84, 45, 49.7, 19.9, 9.9, 5.0),
    (1920, 1080, 107, 56, 43.9, 17.5, 8.8, 4.4), (1920, 1080, 88, 44, 58.9, 23.6, 11.8, 5.9),
    (2688, 1520, 104, 54, 64.0, 25.6, 12.8, 6.4), (2688, 1520, 102, 54, 63.6, 25.4, 12.7, 6.4),
    (2688, 1520, 84, 42, 85.4, 34.2, 17.1, 8.5), (2688, 1520, 112, 61, 58, 23, 11, None),
    (2688, 1520, 95, 51, 77, 30, 15, 7), (2688, 1520, 58, 31, 115, 45, 23, 11),
    (1920, 1080, 103, 56, 45, 18, 9, 4), (1920, 1080, 83, 44, 56, 22, 11, 5),
    (2560, 1440, 98, 54, 63, 25, 12, 6), (2560, 1440, 78, 42, 78, 31, 15, 7),
    (2560, 1440, 104, 54.4, 61, 24, 12, 6), (1920, 1080, 101, 56, 44, 17, 8, 4),
    (1920, 1080, 80, 44, 55, 22, 11, 5), (1920, 1080, 106, 56, 44, 17, 8, 4),
    (1920, 1080, 88, 47, 53, 21, 10, 5), (2560, 1440, 96, 52, 63, 25, 12, 6),
    (2560, 1440, 80, 43, 77, 30, 15, 7), (2688, 1520, 103, 55, 67, 26, 13, 6),
    (2688, 1520, 84, 45, 80, 31, 16, 8), (2688, 1520, 108, 56, 64.0, 25.4, 12.8, 6.4),
    (2688, 1520, 30, 17, 190.0, 75.4, 38.0, 19.0), (2592, 1944, 104, 76, 60, 24, 12, 6),
    (2592, 1944, 34, 26, 170, 67, 34, 17), (3840, 2160, 108.8, 56.4, 89, 35, 17, 8),
    (3840, 2160, 93.3, 47.2, 109, 43, 21, 10), (3840, 2160, 110, 58, 89, 35, 17, 9),
    (3840, 2160, 88, 50, 99, 39, 20, 10), (3840, 2160, 59, 34, 140, 55, 28, 14),
    (2560, 2560, 185, 185, 33.6, 13.4, 6.7, 3.4),
]  # fmt: skip
"""Every different row of sheets that print all of it [layouttool_sheets]; no row was left out but
two, below, whose distances are those of a camera with another sensor."""


def test_printed_vertical_fields_of_view_are_met():
    missed = np.array(
        [
            Lens.from_datasheet(width_px=w, height_px=h, hfov_deg=across, detect_m=detect).vfov_deg
            - down
            for w, h, across, down, detect, *_ in PRINTED
        ]
    )
    assert np.sqrt(np.mean(missed**2)) < 1.8
    # one row prints a distance 18 % shorter than its own fields of view make it
    odd = [row[:5] == (1920, 1080, 102, 54, 38.6) for row in PRINTED]
    assert np.sqrt(np.mean(missed[np.logical_not(odd)] ** 2)) < 1.5
    pinhole = [
        2 * math.degrees(math.atan(h / w * math.tan(math.radians(across) / 2))) - down
        for w, h, across, down, *_ in PRINTED
        if across < 180
    ]
    assert np.sqrt(np.mean(np.square(pinhole))) > 8


def test_printed_distances_are_met_from_the_field_of_view_alone():
    missed = []
    for w, h, across, _, *metres in PRINTED:
        lens = Lens.from_datasheet(width_px=w, height_px=h, hfov_deg=across)
        for px_per_m, printed in zip((25, 62.5, 125, 250), metres, strict=True):
            if printed is not None and printed >= 20:  # below, whole metres are too coarse
                missed.append(lens.distance_m(px_per_m) / printed - 1)
    assert np.sqrt(np.mean(np.square(missed))) == pytest.approx(MISS_OF_ONE[0], abs=0.005)
    assert np.abs(missed).max() == pytest.approx(MISS_OF_ONE[1], abs=0.005)


def test_printed_distances_are_met_better_from_both_fields_of_view():
    missed = []
    for w, h, across, down, *metres in PRINTED:
        lens = Lens.from_datasheet(width_px=w, height_px=h, hfov_deg=across, vfov_deg=down)
        for px_per_m, printed in zip((25, 62.5, 125, 250), metres, strict=True):
            if printed is not None and printed >= 20:  # below, whole metres are too coarse
                missed.append(lens.distance_m(px_per_m) / printed - 1)
    assert np.sqrt(np.mean(np.square(missed))) == pytest.approx(MISS_OF_BOTH[0], abs=0.005)
    assert np.abs(missed).max() == pytest.approx(MISS_OF_BOTH[1], abs=0.005)


SHAPES = [(1920, 1080), (2592, 1944), (2560, 2048), (2560, 2560), (1080, 1920), (3000, 1000)]


@given(
    focal=st.floats(0.6, 0.9),
    k1=st.floats(-0.09, 0.0),
    shape=st.sampled_from([(1920, 1080), (2592, 1944), (1080, 1920)]),
)
def test_two_fields_of_view_give_back_the_wide_lens_that_has_them(focal, k1, shape):
    lens = Lens(*shape, focal * max(shape), k1, "fisheye")
    fields = {"hfov_deg": lens.hfov_deg, "vfov_deg": lens.vfov_deg}
    most = max(fields.values())
    assume(most >= 70 and abs(math.log(focal / focal_of_fov(math.radians(most)))) < math.log(1.15))
    again = Lens.from_datasheet(width_px=shape[0], height_px=shape[1], **fields)
    assert (again.focal_px, again.k1) == pytest.approx((lens.focal_px, k1), abs=1e-6)
    assert len(again.inferred) == 2


def made(shape: tuple[int, int], fields: tuple[float, float | None]) -> Lens | None:
    """Return the lens of a shape with fields over its long and its short side; None if refused."""
    across, down = fields if shape[0] >= shape[1] else fields[::-1]
    try:
        return Lens.from_datasheet(
            width_px=shape[0], height_px=shape[1], hfov_deg=across, vfov_deg=down
        )
    except ShapeError as error:
        if "do not fit one lens" not in str(error):
            raise
        return None


def shorter(long: float, shape: tuple[int, int], off: float) -> float:
    """Return a field of view over the short side, by a factor off that of the rule."""
    one = made(shape, (long, None))
    assert one is not None
    return off * min(one.hfov_deg, one.vfov_deg)


@given(
    long=st.floats(20, 168),
    off=st.floats(0.8, 1.2),
    shape=st.sampled_from(SHAPES),
    step=st.sampled_from([(0.1, 0.0), (0.0, 0.1), (0.1, -0.1)]),
)
@example(long=50, off=40 / 37.2, shape=(2592, 1944), step=(-0.1, 0))
@example(long=40, off=25 / 23.1, shape=(1920, 1080), step=(-0.1, 0))
@example(long=40, off=22 / 23.1, shape=(1920, 1080), step=(-0.1, 0))
@example(long=64, off=51.2 / 46.2, shape=(2592, 1944), step=(-0.1, 0))
def test_a_tenth_of_a_degree_moves_the_focal_length_little(long, off, shape, step):
    short = shorter(long, shape, off)
    lenses = [made(shape, fields) for fields in ((long, short), (long + step[0], short + step[1]))]
    assume(None not in lenses)
    one, other = (lens.focal_px for lens in lenses)
    assert abs(math.log(other / one)) < 0.015


@given(long=st.floats(5, 215), off=st.floats(0.8, 1.2), shape=st.sampled_from(SHAPES))
@example(long=90, off=62 / 67.0, shape=(2592, 1944))
@example(long=212, off=0.875, shape=(2560, 2048))
def test_two_fields_of_view_move_the_focal_length_by_a_factor_at_most(long, off, shape):
    """Refused is only what contradicts itself by more than 15 %; :func:`made` sees to that."""
    short = shorter(long, shape, off)
    both = made(shape, (long, short))
    if shape[0] == shape[1]:  # its long side is that over which more is printed
        long = max(long, short)
    one = made(shape, (long, None))
    if both is not None:
        assert 1 / 1.1501 < both.focal_px / one.focal_px < 1.1501
    else:
        assert abs(off - 1) > 0.1
    if (long < 40 or shape[0] == shape[1]) and both is not None:
        assert both.focal_px == one.focal_px


@pytest.mark.parametrize(
    ("width", "height", "across", "down"),
    [
        (2592, 1944, 90, 62),
        (2592, 1944, 60, 41),
        (2592, 1944, 96, 67),
        (1920, 1080, 90, 44),
        (1920, 1080, 58, 28),
    ],
)
def test_two_fields_of_view_that_no_lens_has_up_to_its_corners_still_make_one(
    width, height, across, down
):
    lens = Lens.from_datasheet(width_px=width, height_px=height, hfov_deg=across, vfov_deg=down)
    usual = Lens.from_datasheet(width_px=width, height_px=height, hfov_deg=across)
    assert lens.hfov_deg == pytest.approx(across)
    assert lens.focal_px > usual.focal_px
    assert down < lens.vfov_deg < usual.vfov_deg


@given(side=st.floats(0.5, 0.999), fov=st.floats(0.2, 3.8))
@example(side=0.78, fov=3.7)
def test_the_largest_focal_length_just_reaches_the_corner(side, fov):
    focal, half = largest_focal(2 * side, fov, 1.0), fov / 2
    k1 = (side / focal / half - 1) / half**2
    turn = math.pi if k1 >= 0 else min(math.pi, 1 / math.sqrt(-3 * k1))
    assert turn > half
    assert focal * (half + k1 * half**3) == pytest.approx(side, rel=1e-9)
    assert focal * (turn + k1 * turn**3) == pytest.approx(1, rel=1e-9)


def test_the_same_two_numbers_on_a_square_are_the_same_lens():
    square = {"width_px": 1080, "height_px": 1080}
    one = Lens.from_datasheet(**square, hfov_deg=90, vfov_deg=80)
    other = Lens.from_datasheet(**square, hfov_deg=80, vfov_deg=90)
    assert one.focal_px == other.focal_px == pytest.approx(1080 * 1.055 / math.radians(90))
    assert one.inferred[-1] == "Vertical field of view 90.0 degrees, where 80 is printed."
    assert other.inferred[-1] == "Horizontal field of view 90.0 degrees, where 80 is printed."


@pytest.mark.parametrize(("height", "across", "down"), [(1944, 60, 46), (1520, 103, 54)])
def test_the_more_is_printed_down_the_image_the_shorter_the_lens(height, across, down):
    size = {"width_px": 2592 if height == 1944 else 2688, "height_px": height}
    lenses = [
        Lens.from_datasheet(**size, hfov_deg=across, vfov_deg=down + more)
        for more in np.arange(-2, 4, 0.25)
    ]
    assert (np.diff([lens.focal_px for lens in lenses]) <= 0).all()
    assert (np.diff([lens.vfov_deg for lens in lenses]) >= -1e-9).all()
    assert Lens.from_datasheet(**size, hfov_deg=across, vfov_deg=down).vfov_deg == pytest.approx(
        down
    )


def test_what_was_inferred_from_two_fields_of_view_is_told():
    lens = Lens.from_datasheet(**FULL_HD, hfov_deg=103, vfov_deg=56)
    assert (lens.hfov_deg, lens.vfov_deg) == pytest.approx((103, 56))
    assert "from both fields of view" in lens.inferred[0]
    assert "by 21 % at most" in lens.inferred[0]
    assert (lens.focal_miss, Lens.from_datasheet(**FULL_HD, hfov_deg=103).focal_miss) == (
        0.04,
        0.06,
    )
    assert Lens.from_datasheet(**FULL_HD, hfov_deg=103, detect_m=45).focal_miss == 0
    narrow = Lens.from_datasheet(**FULL_HD, hfov_deg=30, vfov_deg=17)
    assert narrow.model == "rectilinear"
    assert "from the field of view" in narrow.inferred[0]
    assert len(narrow.inferred) == 2  # 17.1 degrees, a tenth from what is printed


@pytest.mark.parametrize(("down", "told"), [(54, True), (60, True), (60.8, False), (62, False)])
def test_a_second_field_of_view_that_is_not_met_is_told(down, told):
    lens = Lens.from_datasheet(**FULL_HD, hfov_deg=102, vfov_deg=down, detect_m=38.6)
    words = f"Vertical field of view {lens.vfov_deg:.1f} degrees, where {down} is printed."
    assert lens.inferred == ((words,) if told else ())
    assert told == (abs(lens.vfov_deg - down) >= 1)


def test_printed_distances_are_met_from_the_first_of_them():
    for w, h, across, _, detect, *metres in PRINTED:
        lens = Lens.from_datasheet(width_px=w, height_px=h, hfov_deg=across, detect_m=detect)
        for px_per_m, printed in zip((62.5, 125, 250), metres, strict=True):
            if printed is not None:
                assert abs(lens.distance_m(px_per_m) - printed) <= max(1, 0.03 * printed)


@pytest.mark.parametrize(("across", "detect"), [(115, 64), (94, 77)])
def test_distances_copied_from_another_sensor_are_told(across, detect):
    with pytest.raises(ShapeError, match="may differ by a factor"):
        Lens.from_datasheet(**FULL_HD, hfov_deg=across, detect_m=detect)


@given(
    side=st.floats(0, 1e6) | st.just(0.0),
    along=st.floats(-1e6, 1e6).filter(lambda value: abs(value) > 1e-9),
)
def test_the_angle_off_the_axis_is_that_of_the_library(side, along):
    wanted = math.atan2(side, along)
    assert abs(kernels.angle_off(side, along) - wanted) <= 2 * math.ulp(max(wanted, 1e-300))


def test_the_angle_off_the_axis_across_it_and_at_the_camera():
    assert kernels.angle_off(1.0, 0.0) == math.pi / 2
    assert kernels.angle_off(1.0, -1.0) == 3 * math.pi / 4
    assert kernels.angle_off(0.0, 0.0) == math.pi
