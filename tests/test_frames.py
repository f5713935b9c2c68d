"""Directions: compass cases known by heart, and rotations checked against SciPy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from twin.errors import ShapeError
from twin.frames import camera_angles, camera_rotation, heading_to_yaw, wrap_angle, yaw_to_heading

degrees = st.floats(-720, 720)


@pytest.mark.parametrize(
    ("heading", "yaw"), [(0, math.pi / 2), (90, 0), (180, -math.pi / 2), (270, math.pi)]
)
def test_compass_points(heading, yaw):
    assert heading_to_yaw(heading) == pytest.approx(yaw, abs=1e-12)


@pytest.mark.parametrize(
    ("angles", "words"),
    [
        (("north", 0), "^heading_deg is 'north', but must be a number"),
        ((math.nan, 0), "^heading_deg is nan, but must be a finite number"),
        ((0, None), "^tilt_deg is None, but must be a number"),
        ((0, 0, math.inf), "^roll_deg is inf, but must be a finite number"),
    ],
)
def test_what_is_no_angle_makes_no_rotation(angles, words):
    with pytest.raises(ShapeError, match=words):
        camera_rotation(*angles)


@given(degrees)
def test_heading_survives_the_round_trip(heading):
    difference = (yaw_to_heading(heading_to_yaw(heading)) - heading) % 360
    assert min(difference, 360 - difference) < 1e-9


@given(st.floats(-100, 100))
def test_wrapped_angles_lie_in_range_and_point_the_same_way(angle):
    wrapped = wrap_angle(angle)
    assert -math.pi <= wrapped <= math.pi
    assert math.cos(wrapped) == pytest.approx(math.cos(angle), abs=1e-9)
    assert math.sin(wrapped) == pytest.approx(math.sin(angle), abs=1e-9)


@given(degrees, st.floats(-90, 90), st.floats(-180, 180))
def test_rotation_agrees_with_scipy(heading, tilt, roll):
    # From a camera that looks north and is level: roll about z, then tilt about x, then turn.
    level_north = np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]])
    turn = Rotation.from_euler("z", heading, degrees=True).as_matrix()
    raise_axis = Rotation.from_euler("x", -tilt, degrees=True).as_matrix()
    about_axis = Rotation.from_euler("z", -roll, degrees=True).as_matrix()
    expected = about_axis @ raise_axis @ level_north @ turn
    assert np.allclose(camera_rotation(heading, tilt, roll), expected, atol=1e-9)


def test_negative_tilt_looks_down():
    assert camera_rotation(0, -30)[2] == pytest.approx([0, math.cos(math.pi / 6), -0.5])


@given(st.floats(0, 359.999), st.floats(-89.9, 89.9), st.floats(-179.9, 179.9))
def test_angles_come_back_from_a_rotation(heading, tilt, roll):
    found = camera_angles(camera_rotation(heading, tilt, roll))
    turned = (np.array(found) - (heading, tilt, roll) + 180) % 360 - 180
    np.testing.assert_allclose(turned, 0, atol=1e-9)


@given(st.floats(-360, 360), st.sampled_from([-90.0, 90.0]), st.floats(-180, 180))
def test_straight_up_and_down_the_rotation_comes_back(heading, tilt, roll):
    rotation = camera_rotation(heading, tilt, roll)
    np.testing.assert_allclose(camera_rotation(*camera_angles(rotation)), rotation, atol=1e-9)
