"""A lens hung up by itself: against closed answers of a pinhole, and laws for every lens."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.cameras import Lens
from twin.cameras.mount import FACE_HEIGHT, aimed, density_at, frontal_from, hung, zone
from twin.cameras.raised import far_edge, raised
from twin.errors import ShapeError

NARROW = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=35)
WIDE = Lens.from_datasheet(width_px=2688, height_px=1520, hfov_deg=103, detect_m=67)


def test_the_diagonal_field_of_view_is_that_of_the_corner_rays():
    for lens in (NARROW, WIDE):
        (corner,) = lens.unproject([[0, 0]])
        assert math.radians(lens.dfov_deg / 2) == pytest.approx(math.acos(corner[2]), abs=1e-9)
    assert math.tan(math.radians(NARROW.dfov_deg / 2)) == pytest.approx(
        math.hypot(960, 540) / NARROW.focal_px
    )


@pytest.mark.parametrize("lens", [NARROW, WIDE])
@pytest.mark.parametrize("height", [2.2, 3.0, 4.5])
def test_the_axis_meets_a_face_that_has_the_density(lens, height):
    camera = aimed(lens, 250, height_m=height)
    away = math.sqrt(lens.distance_m(250) ** 2 - (height - FACE_HEIGHT) ** 2)
    assert density_at(camera, away) == pytest.approx(250)
    assert camera.tilt_deg == pytest.approx(-math.degrees(math.atan2(height - FACE_HEIGHT, away)))


def test_the_ground_of_a_pinhole_by_hand():
    """F 3045 px, 3.6 m up, level: a face 2 m lower enters at the lower edge, atan(540 / F)."""
    camera = hung(NARROW, height_m=3.6, tilt_deg=0)
    focal = 960 / math.tan(math.radians(17.5))
    found = zone(camera, 62.5)
    assert found.near == pytest.approx(2.0 * focal / 540)
    # of a pinhole the smaller density is F / z, z being along the axis
    assert found.far == pytest.approx(focal / 62.5)
    assert zone(camera, 1000) is None


def test_the_upper_edge_of_the_picture_cuts_and_looking_higher_mends_it():
    """A face 4.4 m lower lies on the ray of the upper edge, atan(540 / F) above the axis."""
    camera, focal = hung(NARROW, height_m=6, tilt_deg=-15), 960 / math.tan(math.radians(17.5))
    found = zone(camera, 25)
    assert found.cut
    assert found.far == pytest.approx(4.4 / math.tan(math.radians(15) - math.atan(540 / focal)))
    by, then = raised(camera, 25)
    # the face at F / 25 along the axis of a pinhole then lies on that ray: z = F / 25
    edge = math.atan(540 / focal)
    down = math.asin(4.4 * math.cos(edge) / (focal / 25))
    assert by == pytest.approx(15 - math.degrees(edge + down), abs=0.1)
    assert by >= 15 - math.degrees(edge + down)
    assert then == zone(hung(NARROW, height_m=6, tilt_deg=by - 15), 25)
    assert not then.cut
    assert zone(hung(NARROW, height_m=6, tilt_deg=by - 0.1 - 15), 25).cut
    assert raised(hung(NARROW, height_m=6, tilt_deg=0), 25)[0] == 0
    with pytest.raises(ShapeError, match="no face has 5000 px/m"):
        raised(camera, 5000)


def test_below_faces_the_lower_edge_cuts_and_looking_lower_mends_it():
    """As above a face, turned over: a face 0.6 m higher lies on the ray of the lower edge."""
    camera = hung(NARROW, height_m=1.0, tilt_deg=30)
    edge = math.atan(540 / (960 / math.tan(math.radians(17.5))))
    found = zone(camera, 25)
    assert found.cut
    assert found.far == pytest.approx(0.6 / math.tan(math.radians(30) - edge))
    assert (far_edge(camera), far_edge(hung(NARROW, height_m=2, tilt_deg=0))) == ("lower", "upper")
    over = zone(hung(NARROW, height_m=2.2, tilt_deg=-30), 25)
    assert (found.near, found.far) == pytest.approx((over.near, over.far))
    by, then = raised(camera, 25)
    assert by == -raised(hung(NARROW, height_m=2.2, tilt_deg=-30), 25)[0]
    assert by < 0
    assert not then.cut
    assert then.far > 10 * found.far


def test_no_face_is_met_from_too_high_up():
    camera = aimed(WIDE, 250, height_m=20)
    assert camera.tilt_deg == pytest.approx(-90)
    assert zone(camera, 250) is None


@pytest.mark.parametrize(
    ("height", "steepest", "away"),
    [(2.8, 30, 2.08), (3.0, 20, 3.85), (4.0, 15, 8.96), (6.0, 30, 7.62), (1.6, 30, 0.0)],
)
def test_from_where_a_face_is_frontal(height, steepest, away):
    assert frontal_from(height, steepest) == pytest.approx(away, abs=0.01)


def test_the_steepest_angle_cuts_the_near_end():
    camera = aimed(WIDE, 250, height_m=3)
    assert zone(camera, 125, steepest_deg=15).near == pytest.approx(1.4 / math.tan(math.pi / 12))
    assert zone(camera, 125, steepest_deg=15).far == pytest.approx(zone(camera, 125).far)
    assert zone(camera, 250, steepest_deg=5) is None


@given(
    hfov=st.floats(20, 130),
    height=st.floats(0.6, 8),
    tilt=st.floats(-80, 20),
    pair=st.tuples(st.floats(15, 900), st.floats(15, 900)),
)
def test_more_pixels_are_never_had_on_more_ground(hfov, height, tilt, pair):
    lens = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=hfov)
    camera = hung(lens, height_m=height, tilt_deg=tilt)
    few, many = (zone(camera, density) for density in sorted(pair))
    if many is not None:
        assert few is not None
        assert few.near <= many.near + 1e-6
        assert few.far >= many.far - 1e-6


def test_left_and_right_are_alike_and_nothing_is_behind():
    camera = hung(WIDE, height_m=3, tilt_deg=-10)
    aside = np.linspace(-8, 8, 33)
    density = density_at(camera, 5.0, aside)
    np.testing.assert_allclose(density, density[::-1])
    assert (density_at(camera, -aside[aside > 2]) == 0).all()


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"height_m": 0.2, "tilt_deg": 0}, "height is 0.2 m, but must lie between 0.5 and 60 m"),
        ({"height_m": 3, "tilt_deg": -95}, "tilt is -95 degrees, but must lie between -90 and 90"),
        ({"height_m": math.nan, "tilt_deg": 0}, "height is nan m"),
    ],
)
def test_what_hangs_nowhere_is_refused(numbers, words):
    with pytest.raises(ShapeError, match=words):
        hung(WIDE, **numbers)
