"""Cameras of known pose, imaged by OpenCV: the other side of what is located."""

import cv2
import numpy as np

from twin.cameras import Clicks
from twin.frames import camera_rotation

WIDTH, HEIGHT = 1920, 1080
SIZE = {"width_px": WIDTH, "height_px": HEIGHT}
AT = (530_120.0, 183_540.0)


def project(points, truth, k1=None):
    """Image points of the map with OpenCV's own lens."""
    at = [truth[name] for name in ("easting_m", "northing_m", "height_m")]
    turn = camera_rotation(*(truth[n] for n in ("heading_deg", "tilt_deg", "roll_deg")))
    seen = np.ascontiguousarray((points - at) @ turn.T)[:, None]
    f = truth["focal_px"]
    matrix = np.array([[f, 0, WIDTH / 2], [0, f, HEIGHT / 2], [0, 0, 1]])
    nothing = np.zeros(3)
    if k1 is None:
        return cv2.projectPoints(seen, nothing, nothing, matrix, None)[0][:, 0]
    bend = np.array([k1, 0.0, 0.0, 0.0])
    return cv2.fisheye.projectPoints(seen, nothing, nothing, matrix, bend)[0][:, 0]


def truth_of(
    height=4.0, heading=300.0, tilt=-20.0, roll=2.0, focal=1400.0, easting=AT[0], northing=AT[1]
):
    names = [
        "easting_m",
        "northing_m",
        "height_m",
        "heading_deg",
        "tilt_deg",
        "roll_deg",
        "focal_px",
    ]
    return dict(zip(names, (easting, northing, height, heading, tilt, roll, focal), strict=True))


def clicks_of(points, pixels, file="points.csv"):
    n = len(points)
    return Clicks(
        np.array(pixels, dtype=float),
        np.array(points, dtype=float),
        tuple(f"p{i}" for i in range(1, n + 1)),
        tuple(f"{file}:{i + 2}" for i in range(n)),
    )


def stage(truth, where, heights, k1=None):
    """Put points where pixels (shares of the image) look, at heights; return places and pixels."""
    turn = camera_rotation(*(truth[n] for n in ("heading_deg", "tilt_deg", "roll_deg")))
    at = np.array([truth[name] for name in ("easting_m", "northing_m", "height_m")])
    flat = (np.asarray(where) - 0.5) * [WIDTH, HEIGHT] / truth["focal_px"]
    rays = np.column_stack([flat, np.ones(len(flat))]) @ turn
    points = at + rays * ((np.asarray(heights) - at[2]) / rays[:, 2])[:, None]
    return points, project(points, truth, k1)


#: where people would click: spread over the image, below the horizon
SPREAD = [
    (0.1, 0.35),
    (0.9, 0.3),
    (0.15, 0.9),
    (0.85, 0.95),
    (0.5, 0.6),
    (0.35, 0.3),
    (0.7, 0.7),
    (0.3, 0.7),
]
RELIEF = [0.0, 1.2, 0.0, 2.0, 0.4, 2.5, 1.0, 0.0]
