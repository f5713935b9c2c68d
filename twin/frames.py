"""Directions and frames: the only place where degrees become radians.

Site frame: x east, y north, z up, metres. Camera frame: x right, y down, z forward (OpenCV).
Head frame: x ahead, y left, z up. Yaw: radians, anticlockwise from +x, in (-pi, pi].
Heading: degrees clockwise from grid north, in files only. Pitch is positive upwards.
"""

import math
from typing import TypeVar

import numpy as np

from twin.arrays import Floats, as_number

__all__ = ["camera_angles", "camera_rotation", "heading_to_yaw", "wrap_angle", "yaw_to_heading"]

Angle = TypeVar("Angle", float, Floats)


def wrap_angle(angle: Angle) -> Angle:
    """Bring an angle into (-pi, pi]. [rad]

    Examples
    --------
    >>> wrap_angle(3 * math.pi) == math.pi
    True
    """
    return math.pi - (math.pi - angle) % (2 * math.pi)


def heading_to_yaw(heading_deg: float) -> float:
    """Turn a compass heading (degrees clockwise from grid north) into a yaw [rad].

    Examples
    --------
    >>> heading_to_yaw(90.0)
    0.0
    """
    return wrap_angle(math.radians(90.0 - heading_deg))


def yaw_to_heading(yaw: float) -> float:
    """Turn a yaw [rad] into a compass heading, degrees clockwise from grid north in [0, 360)."""
    return (90.0 - math.degrees(yaw)) % 360.0


def camera_rotation(heading_deg: float, tilt_deg: float, roll_deg: float = 0.0) -> Floats:
    """Build the rotation that takes site directions to camera directions.

    Parameters
    ----------
    heading_deg : float
        Where the optical axis points, clockwise from grid north. [deg]
    tilt_deg : float
        Angle of the optical axis above the horizontal; negative looks down. [deg]
    roll_deg : float
        Turn of the image about the optical axis; positive turns the camera clockwise as seen
        from behind it. [deg]

    Returns
    -------
    (3, 3) array
        Rows are the camera's x (right), y (down) and z (forward) axes in the site frame.

    Raises
    ------
    ShapeError
        If an angle is no finite number.

    Examples
    --------
    Looking north and level, east is to the right and up is against y:

    >>> camera_rotation(0.0, 0.0).round(12) + 0.0
    array([[ 1.,  0.,  0.],
           [ 0.,  0., -1.],
           [ 0.,  1.,  0.]])
    """
    yaw = heading_to_yaw(as_number("heading_deg", heading_deg))
    tilt = math.radians(as_number("tilt_deg", tilt_deg))
    roll = math.radians(as_number("roll_deg", roll_deg))
    forward = np.array(
        [math.cos(tilt) * math.cos(yaw), math.cos(tilt) * math.sin(yaw), math.sin(tilt)]
    )
    level_right = np.array([math.sin(yaw), -math.cos(yaw), 0.0])
    level_down = np.cross(forward, level_right)
    right = math.cos(roll) * level_right + math.sin(roll) * level_down
    down = math.cos(roll) * level_down - math.sin(roll) * level_right
    return np.ascontiguousarray(np.stack([right, down, forward]))


def camera_angles(rotation: Floats) -> tuple[float, float, float]:
    """Read heading, tilt and roll off a rotation; undoes :func:`camera_rotation`.

    Parameters
    ----------
    rotation : (3, 3) array
        Takes site directions to camera directions.

    Returns
    -------
    heading_deg, tilt_deg, roll_deg : float
        Heading in [0, 360), tilt in [-90, 90], roll in (-180, 180]. Straight up or down, where
        heading and roll are one turn, any split of it that gives the same rotation. [degree]

    Examples
    --------
    >>> [round(angle, 9) for angle in camera_angles(camera_rotation(200.0, -20.0, 5.0))]
    [200.0, -20.0, 5.0]
    """
    right, _, forward = rotation
    yaw = math.atan2(forward[1], forward[0])
    level_right = np.array([math.sin(yaw), -math.cos(yaw), 0.0])
    roll = math.atan2(right @ np.cross(forward, level_right), right @ level_right)
    tilt = math.atan2(forward[2], math.hypot(forward[0], forward[1]))
    return yaw_to_heading(yaw), math.degrees(tilt), math.degrees(roll)
