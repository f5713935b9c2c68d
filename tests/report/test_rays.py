"""Rays: the right lines in the right colours, words apart, and one sentence where GL is missing."""

import os
import signal
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from tests.report.scenes import assert_texts_are_apart, site
from tests.report.test_sightlines import follow
from tests.sight.scenes import camera
from twin.cameras import Camera, Lens
from twin.errors import RunError
from twin.frames import camera_rotation
from twin.report import rays as sheet
from twin.report import style
from twin.report.rays import ABOVE, BEHIND, counted, key_rows, rays, views_of
from twin.report.rays_scene import (
    CROWNS,
    FLOOR,
    GREY,
    HIDDEN,
    HIDERS,
    OFF,
    OTHERS,
    SEEN,
    from_behind,
)
from twin.report.rendering import Dots, Eye, Lines, Surface, render
from twin.report.shapes import ball
from twin.report.sightlines import BUILDING, FURNITURE, GROUND, PERSON, TREE
from twin.sight.picture.rays.kernels import LEVEL, SKY, WALL

WHERE = [(50, 32), (70, 36.2), (45, 50), (52, 36), (54, 36), (30, 38.5), (110, 60)]


def made_up():
    """Look west and see some, with one hidden by each sort of thing."""
    view = camera(85, 39, 1.6, heading=265, tilt=0, hfov=80)
    return follow(
        view, [(75, 37), (65, 35), (50, 34.43), (28, 37.96), (40, 50), (50, 31), (110, 60)]
    )


def of(parts, kind, colour):
    return [part for part in parts if isinstance(part, kind) and part.colour == colour]


def test_there_is_a_ray_for_each_head_and_none_more():
    lines = made_up()
    _, parts, _ = views_of(lines)
    (red,), (green,) = of(parts, Lines, HIDDEN), of(parts, Lines, SEEN)
    assert {BUILDING, FURNITURE, TREE, PERSON} == set(lines.by.tolist())
    assert len(green.ends) == lines.seen.sum() > 0
    assert len(red.ends) == len(lines.hidden) == 4
    for rays_ in (red.ends, green.ends):
        np.testing.assert_array_equal(rays_[:, 0], np.tile(lines.camera.position, (len(rays_), 1)))
    np.testing.assert_array_equal(green.ends[:, 1], lines.heads[lines.seen])
    np.testing.assert_array_equal(red.ends[:, 1], lines.ends)
    for what, colour in HIDERS.items():
        (marks,) = of(parts, Dots, colour)
        np.testing.assert_array_equal(marks.points, lines.ends[lines.by == what])


def test_what_hides_is_drawn_in_the_colour_of_the_key():
    lines = made_up()
    _, parts, _ = views_of(lines)
    for n, (what, end) in enumerate(zip(lines.by, lines.ends, strict=True)):
        found = [
            part.shape.points
            for part in of(parts, Surface, HIDERS[int(what)])
            if len(part.shape.points)
        ]
        points = np.concatenate(found)
        if what == PERSON:  # whose head has the colour of its own ray
            points = np.vstack([points, points + np.array([0.0, 0.0, 0.35])])
        low, high = points.min(axis=0), points.max(axis=0)
        assert (low - 0.05 <= end).all(), n
        assert (end <= high + 0.05).all(), n
    # nothing hides on an empty square, so nothing has a strong colour
    _, free, _ = views_of(follow(camera(85, 36, 4, heading=270), []))
    coloured = [part for colour in HIDERS.values() for part in of(free, Surface, colour)]
    assert all(len(part.shape.triangles) == 0 for part in coloured)


def test_what_is_drawn_stands_on_its_ground():
    """The ground of the small site lies 3 m below the datum."""
    lines = made_up()
    _, parts, _ = views_of(lines)
    low = [
        part.shape.points[:, 2].min()
        for part in parts
        if isinstance(part, Surface) and len(part.shape.points) and part.colour != style.CAMERA
    ]
    for colour in (FLOOR, OFF, style.WATER):
        ground = of(parts, Surface, colour)[-1]
        np.testing.assert_allclose(ground.shape.points[:, 2], -3.0)
    assert min(low) == -4.0  # of what reaches the ground
    bodies = of(parts, Surface, HIDERS[PERSON])[-1].shape.points
    assert bodies[:, 2].min() == pytest.approx(-3.0)
    (crowns,) = of(parts, Surface, CROWNS)
    hiding = of(parts, Surface, HIDERS[TREE])[-1]
    top = max(tree.top for tree in lines.site.trees) - 3.0
    drawn = np.concatenate([crowns.shape.points, hiding.shape.points])
    assert drawn[:, 2].max() == pytest.approx(top)
    # buildings are cut off above the camera
    greys = [part for part in of(parts, Surface, GREY) if len(part.shape.points)]
    highest = max(part.shape.points[:, 2].max() for part in greys)
    assert highest == pytest.approx(lines.camera.position[2] + 1.5)


def test_a_deck_or_zone_that_hides_has_the_colour_of_ground():
    """Below the bridge, seen through its deck; and under ground, as behind the edge of a zone."""
    view = camera(59, 36, 6, heading=180, tilt=-30)
    lines = replace(
        follow(view, [(59, 24)]), hidden=np.array([0, 0]), by=np.array([GROUND, GROUND]),
        kind=np.array([LEVEL, WALL]), item=np.flatnonzero(site().standing.is_ground),
        ends=np.array([[59.0, 26.0, -3.0], [59.0, 20.0, -3.1]]), seen=np.array([False]),
    )  # fmt: skip
    _, parts, _ = views_of(lines)
    drawn = of(parts, Surface, HIDERS[GROUND])
    assert len(drawn) == 2
    tops = sorted(part.shape.points[:, 2].max() for part in drawn)
    assert tops == pytest.approx([-3.0, -3.0])
    # ground is drawn by its slopes, so that only the sides of a zone are
    flat_tops = [np.ptp(part.shape.points[part.shape.triangles][..., 2], axis=1) == 0
                 for part in drawn]  # fmt: skip
    assert sorted(one.any() for one in flat_tops) == [False, True]
    assert ("ground, a deck or steps", HIDERS[GROUND], 2) in key_rows(lines)


def test_heads_have_the_colour_of_their_ray():
    lines = made_up()
    _, parts, _ = views_of(lines)
    whole = len(ball(np.zeros(3), 0.11).triangles)

    def heads(colour):
        last = of(parts, Surface, colour)[-1]
        return len(last.shape.triangles) / whole

    assert heads(SEEN) == lines.seen.sum()
    assert heads(HIDDEN) == len(lines.hidden)
    assert heads(OTHERS) <= len(lines.heads) - lines.seen.sum() - len(lines.hidden)


@pytest.mark.parametrize("heading", [0.0, 75.0, 200.0, 310.0])
def test_every_ray_is_in_both_pictures(heading):
    rng = np.random.default_rng(3)
    fisheye = Lens.from_datasheet(width_px=1500, height_px=1500, hfov_deg=185)
    down = Camera("F", "F", np.array([60.0, 34.0, 5.0]), camera_rotation(heading, -90), fisheye)
    for view in (camera(60, 34, 4, heading=heading), down):
        lines = follow(view, rng.uniform([30, 8], [110, 60], (200, 2)))
        assert len(lines.hidden) + lines.seen.sum() > 5
        region, _, _ = views_of(lines)
        points = np.vstack([lines.camera.position, lines.heads[lines.seen], lines.ends])
        along, aside = np.cos(region.yaw), np.sin(region.yaw)
        off = points[:, :2] - region.middle
        assert np.abs(off @ [along, aside]).max() < region.high / 2
        assert np.abs(off @ [-aside, along]).max() < region.wide / 2
        eye = from_behind(lines, (900, 600))
        forward = eye.target - eye.position
        right = np.cross(forward, eye.up)
        right /= np.linalg.norm(right)
        away = points - eye.position
        depth = away @ forward
        assert (depth > 0).all()
        assert eye.position[2] > lines.camera.position[2]
        slope = np.tan(np.radians(eye.high / 2))
        assert np.abs(away @ np.cross(right, forward) / depth).max() < slope
        assert np.abs(away @ right / depth).max() < slope * 900 / 600


def test_the_key_counts_what_hides():
    lines = made_up()
    rows = {name: count for name, _, count in key_rows(lines)}
    assert sum(rows.values()) == len(lines.hidden) == 4
    assert rows == {
        "a building, wall or hedge": 1,
        "street furniture": 1,
        "a tree": 1,
        "another person": 1,
    }
    told = counted(lines)
    assert f"{lines.seen.sum()} heads seen and 4 hidden (1 by a building, wall or hedge, " in told
    nobody = follow(camera(85, 36, 4, heading=270), [])
    assert counted(nobody).startswith("0 heads seen and none hidden of those")


def blank(parts, eyes, *, paper):
    return [np.full((eye.size[1], eye.size[0], 3), 255, np.uint8) for eye in eyes]


def test_words_stand_apart_and_say_what_where_and_when(monkeypatch):
    monkeypatch.setattr(sheet, "render", blank)
    lines = made_up()
    for heading in (270.0, 225.0, 2.0):
        turned = follow(camera(85, 36, 1.6, heading=heading), WHERE)
        assert_texts_are_apart(rays(turned))
    every = replace(
        lines, by=np.repeat(list(HIDERS), 2), hidden=np.arange(12) % len(lines.heads),
        kind=np.full(12, SKY), item=np.full(12, -1), ends=np.tile(lines.ends[:1], (12, 1)),
    )  # fmt: skip
    assert len(key_rows(every)) == 6
    assert_texts_are_apart(rays(every))
    figure = rays(lines)
    assert tuple(figure.get_size_inches() * figure.dpi) == (1600, 1000)
    told = " ".join(text.get_text() for text in figure.findobj(Text))
    for words in (
        "A: Wednesday 14 June 2017, 00:00:00",
        "Looks west (265° from grid north)",
        "looking west",
        f"{lines.seen.sum()} heads seen",
        "4 heads hidden",
        "1 hidden by a tree",
        "grid north",
        "cut off 3.1 m above the ground",
        *lines.credits,
    ):
        assert words in told


def _end(parts, eyes, paper):
    """Do as VTK does where it finds no OpenGL."""
    os.kill(os.getpid(), signal.SIGSEGV)


def _lack(parts, eyes, paper):
    message = "libGL.so.1: cannot open shared object file"
    raise ImportError(message)


@pytest.mark.parametrize("draw", [_end, _lack])
def test_where_no_graphics_library_is_one_sentence_says_so(draw):
    with pytest.raises(RunError, match="install libegl1 and libgl1") as caught:
        render([], [], paper="#ffffff", with_=draw)
    assert len(caught.value.problems) == 1


@pytest.fixture(scope="module")
def gl():
    """Skip where nothing can be drawn in 3D."""
    eye = Eye(np.array([0.0, 0.0, 9.0]), np.zeros(3), np.array([0.0, 1.0, 0.0]), (8, 8), 30.0)
    try:
        render([], [eye], paper="#ffffff")
    except RunError as error:
        pytest.skip(str(error))


def near(image, colour, *, off=12):
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return (np.abs(image.astype(int) - wanted) <= off).all(axis=-1)


def test_a_scene_is_drawn_where_it_is(gl):
    """A ball to the east of the middle, a line to the north: seen straight from above."""
    eye = Eye(
        np.array([100.0, 50.0, 90.0]), np.array([100.0, 50.0, 0.0]), np.array([0.0, 1.0, 0.0]),
        (200, 100), 10.0, flat=True,
    )  # fmt: skip
    parts = [
        Surface(ball(np.array([105.0, 50.0, 1.0]), 1.0), "#2040ff", lit=False),
        Lines(np.array([[[100.0, 52.0, 0.0], [100.0, 54.0, 0.0]]]), "#ff0000", 4.0),
        Dots(np.array([[95.0, 50.0, 0.0]]), "#00aa00", 10.0),
    ]
    (image,) = render(parts, [eye], paper="#ffffff")
    assert image.shape == (100, 200, 3)
    for colour, (row, column) in (
        ("#2040ff", (50, 150)), ("#ff0000", (20, 100)), ("#00aa00", (50, 50)), ("#ffffff", (90, 9)),
    ):  # fmt: skip
        assert near(image, colour)[row, column], colour
    rows, columns = np.nonzero(near(image, "#2040ff"))
    assert (np.ptp(columns), np.ptp(rows)) == (pytest.approx(19, abs=2), pytest.approx(19, abs=2))


def test_the_command_draws_the_rays_of_a_run(gl, cli, small, tmp_path):
    code, out, errors = cli("rays", small, "west", "--time", "08:15")
    assert (code, errors) == (0, [])
    assert "heads seen and" in out
    assert out.strip().endswith("Drawn: rays.png")
    with Image.open(tmp_path / "rays.png") as image:
        assert image.size == (1600, 1000)
        assert image.info["Title"] == "rays"
        shown = np.asarray(image.convert("RGB"))
    for left, top, wide, high in (ABOVE, BEHIND):
        panel = shown[top : top + high, left : left + wide]
        assert near(panel, SEEN).sum() > 100


def test_the_command_writes_over_its_own_drawing_and_nothing_else(
    cli, small, tmp_path, monkeypatch
):
    monkeypatch.setattr(sheet, "render", blank)
    assert cli("rays", small, "west", "--time", "08:15")[0] == 0
    assert cli("rays", small, "west", "--time", "08:16")[0] == 0
    (tmp_path / "rays.png").write_bytes(b"mine")
    code, _, errors = cli("rays", small, "west", "--time", "08:15")
    assert code == 2
    assert "one that twin rays has drawn" in errors[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("east", "--time", "07:00"), "must lie between 08:00 and 08:30"),
        (("eats",), "did you mean 'east'?"),
        (("east", "--out", "rays.svg"), "must end in .png"),
    ],
)
def test_a_wrong_input_ends_in_a_sentence(cli, small, arguments, words):
    code, out, errors = cli("rays", small, *arguments)
    assert (code, out) == (2, "")
    assert len(errors) == 1
    assert words in errors[0]
