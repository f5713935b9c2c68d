"""Film: people are where their tracks are, at the time they are there, on a map that stands still."""

import io
from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from tests.run.made_up_run import NINE, MadeUpRun, samples
from twin.report.crowd_scene import crowd_scene
from twin.report.film import ABOVE, DOTS, DPI, MARGIN, SHEET, film

SHOWN = (21.0, 60.0, 41.0, 80.0)
"""West, south, east, north of the ground shown. [m]"""


def made(*slabs, seconds=3.0, at="09:00"):
    """Film people over a square of open ground, and read its images."""
    done = MadeUpRun(*slabs)
    scene = crowd_scene(done, at, minutes=1.0, lost={})
    scene = type(scene)(scene.title, scene.crowding, {}, SHOWN, scene.credits)
    data = film(done, scene, at, seconds)
    images = []
    with Image.open(io.BytesIO(data)) as moving:
        for index in range(moving.n_frames):
            moving.seek(index)
            shown, rest = divmod(moving.info["duration"], 250)
            assert rest == 0
            # an image like the one before is kept as a longer one
            images += [np.asarray(moving.convert("RGB")) / 255] * shown
    return data, images


def reddest(images, name):
    """Find, in each image, the middle of the map's pixels that have the colour of an activity. [px]"""
    colour = np.array(to_rgb(DOTS[name][0]))
    middles = []
    for image in images:
        below = image[: -round(0.6 * DPI)]  # the key has dots, too
        rows, columns = np.nonzero(np.abs(below - colour).max(axis=-1) < 0.02)
        middles.append((columns.mean(), rows.mean()) if len(rows) else None)
    return middles


def test_a_walker_moves_as_fast_as_the_tracks_say():
    """East at 2 m/s; the ground shown is 20 m and the map 7.7 inches wide."""
    seconds = NINE + 0.25 * np.arange(12)
    _, images = made(samples(0, seconds, 25.0 + 0.5 * np.arange(12), 70.0))
    assert len(images) == 12
    assert images[0].shape == (round(DPI * SHEET[1]), round(DPI * SHEET[0]), 3)
    middles = np.array(reddest(images, "walking"))
    scale = 7.7 * DPI / 20.0
    np.testing.assert_allclose(np.diff(middles[:, 0]), 0.5 * scale, atol=1.6)
    np.testing.assert_allclose(np.diff(middles[:, 1]), 0.0, atol=1.0)
    west = 0.15 * DPI
    np.testing.assert_allclose(middles[0, 0], west + scale * (25.0 - SHOWN[0]), atol=1.6)


def test_activities_have_colours_of_their_own_even_where_one_comes_later():
    seconds = NINE + 0.25 * np.arange(4)
    activity = np.array([0, 1, 2, 3])
    _, images = made(samples(0, seconds, 30.0, 70.0, activity), seconds=1.0)
    for k, name in enumerate(("walking", "queueing", "resting", "walking_phone")):
        shown = [middle is not None for middle in reddest(images, name)]
        assert shown == [index == k for index in range(4)]


def test_what_nobody_walks_over_stands_still():
    seconds = NINE + 0.25 * np.arange(8)
    _, images = made(samples(0, seconds, 25.0 + 0.3 * np.arange(8), 70.0), seconds=2.0)
    moved = np.abs(images[0] - images[-1]).max(axis=-1) > 0
    rows = np.flatnonzero(moved.any(axis=1))
    height = images[0].shape[0]
    # the clock above the map and the two places of the walker, 10 m below the north edge
    edge = round(ABOVE * DPI)
    assert moved[:edge].any()
    assert np.all((rows < edge) | ((rows > 0.3 * height) & (rows < 0.7 * height)))


def test_no_sign_stands_where_people_walk():
    """Open ground in the upper right corner of the map is all of one colour."""
    _, images = made(seconds=0.25)
    top, right = round((ABOVE + 0.15) * DPI), round((SHEET[0] - MARGIN - 0.1) * DPI)
    corner = images[0][top : top + 60, right - 40 : right]
    assert np.ptp(corner, axis=(0, 1)).max() < 0.02


def lab(colour, seen):
    """Give CIE L*, a* and b* of a colour, after linear light went through a matrix (3, 3)."""
    part = np.array(to_rgb(colour))
    light = seen @ np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(to_xyz @ light.clip(0.001, 1) / (0.9505, 1.0, 1.089))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize(
    "seen",
    [
        np.eye(3),
        [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
        [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
        [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
    ],
    ids=["all cones", "protanopia", "deuteranopia", "tritanopia"],
)
def test_colours_of_dots_stay_apart_for_everybody(seen):
    """Matrices of Machado, Oliveira and Fernandes (2009); 10 is told apart at a glance."""
    labs = [lab(colour, np.array(seen)) for colour, _ in DOTS.values()]
    assert min(np.linalg.norm(a - b) for a, b in combinations(labs, 2)) > 20


def test_the_same_people_make_the_same_bytes():
    seconds = NINE + 0.25 * np.arange(4)
    slab = samples(0, seconds, 25.0 + 0.3 * np.arange(4), 70.0)
    assert made(slab, seconds=1.0)[0] == made(slab.slice(0, 2), slab.slice(2), seconds=1.0)[0]


def test_an_empty_site_is_a_film_too():
    _, images = made(seconds=0.5)
    assert len(images) == 2
    assert not np.any(images[0] != images[1])
    assert reddest(images, "walking") == [None] * len(images)


def test_the_command_draws_a_film_of_the_busiest_ground(cli, small, tmp_path):
    code, out, errors = cli("crowd", small, "--at", "08:10", "--film", "f.gif", "--seconds", 0.5)
    assert (code, errors) == (0, [])
    assert "crowd.png, f.gif" in out
    with Image.open(tmp_path / "f.gif") as moving:
        assert moving.n_frames == 2
