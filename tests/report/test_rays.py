"""Rays: the right lines in the right colours, words apart, and one sentence where GL is missing."""

import json
import os
import signal
from dataclasses import replace

import numpy as np
import pytest
import shapely
from matplotlib.figure import Figure
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
from twin.report.rays import ABOVE, BEHIND, rays, views_of
from twin.report.rays_facts import counted, hiders, rays_facts
from twin.report.rays_marks import ENDS, heads_in, over, rays_in
from twin.report.rays_scene import (
    CROWNS,
    FLOOR,
    GREY,
    HIDDEN,
    HIDING,
    HIDING_SMALL,
    OFF,
    OTHERS,
    SEEN,
    STEPS,
    around,
    from_behind,
)
from twin.report.rendering import Dots, Eye, Lines, Surface, render
from twin.report.shapes import ball
from twin.report.sightlines import BUILDING, FURNITURE, GROUND, PERSON, TREE
from twin.run import open_run
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
    region, _, _ = views_of(lines)
    drawn = rays_in(lines)
    assert {BUILDING, FURNITURE, TREE, PERSON} == set(lines.by.tolist())
    assert len(drawn["seen"]) == lines.seen.sum() > 0
    assert len(drawn["hidden"]) == len(drawn["beyond"]) == len(lines.hidden) == 4
    for which in ("seen", "hidden"):
        starts = drawn[which][:, 0]
        np.testing.assert_array_equal(starts, np.tile(lines.camera.position, (len(starts), 1)))
    np.testing.assert_array_equal(drawn["seen"][:, 1], lines.heads[lines.seen])
    np.testing.assert_array_equal(drawn["hidden"][:, 1], lines.ends)
    np.testing.assert_array_equal(drawn["beyond"][:, 0], lines.ends)
    np.testing.assert_array_equal(drawn["beyond"][:, 1], lines.heads[lines.hidden])
    heads = heads_in(lines, around(region))
    np.testing.assert_array_equal(heads["hidden"], lines.heads[lines.hidden])
    np.testing.assert_array_equal(heads["seen"], lines.heads[lines.seen])
    assert len(heads["other"]) <= len(lines.heads) - lines.seen.sum() - len(lines.hidden)


def test_what_hides_is_drawn_in_orange():
    lines = made_up()
    _, parts, _ = views_of(lines)
    for n, (what, end) in enumerate(zip(lines.by, lines.ends, strict=True)):
        colour = HIDING if what == BUILDING else HIDING_SMALL
        found = [part.shape.points for part in of(parts, Surface, colour) if len(part.shape.points)]
        points = np.concatenate(found)
        if what == PERSON:  # whose head has the colour of its own ray
            points = np.vstack([points, points + np.array([0.0, 0.0, 0.35])])
        low, high = points.min(axis=0), points.max(axis=0)
        assert (low - 0.05 <= end).all(), n
        assert (end <= high + 0.05).all(), n
    # nothing hides on an empty square, so nothing is orange
    _, free, _ = views_of(follow(camera(85, 36, 4, heading=270), []))
    for colour in (HIDING, HIDING_SMALL):
        assert all(len(part.shape.triangles) == 0 for part in of(free, Surface, colour))


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
    bodies = of(parts, Surface, OTHERS)[0].shape.points
    assert bodies[:, 2].min() == pytest.approx(-3.0)
    (crowns,) = of(parts, Surface, CROWNS)
    hiding = of(parts, Surface, HIDING_SMALL)[-2]  # before people
    top = max(tree.top for tree in lines.site.trees) - 3.0
    drawn = np.concatenate([crowns.shape.points, hiding.shape.points])
    assert drawn[:, 2].max() == pytest.approx(top)
    # buildings are cut off above the camera
    greys = [part for part in of(parts, Surface, GREY) if len(part.shape.points)]
    highest = max(part.shape.points[:, 2].max() for part in greys)
    assert highest == pytest.approx(lines.camera.position[2] + 1.5)


def test_ground_is_drawn_where_a_picture_shows_it_and_hardly_elsewhere():
    lines = made_up()
    region, parts, (_, eye) = views_of(lines)
    area = around(region)
    grounds = [of(parts, Surface, colour)[-1].shape for colour in (STEPS, FLOOR, OFF, style.WATER)]
    corners = np.concatenate([shape.points[shape.triangles][..., :2] for shape in grounds])
    drawn = shapely.union_all(shapely.polygons(corners), grid_size=1e-3).buffer(0.01)
    west, south, east, north = area.bounds
    spots = np.stack(np.mgrid[west:east:1.7, south:north:1.7], axis=-1).reshape(-1, 2)
    spots = spots[shapely.contains_xy(area.buffer(-0.1), *spots.T)]
    at = eye.shown_at(np.insert(spots, 2, -3.0, axis=1))
    shown = ((at >= 0) & (at <= eye.size)).all(axis=1)
    shown |= shapely.contains_xy(region.area, *spots.T)
    there = shapely.contains_xy(drawn, *spots.T)
    assert there[shown].all()
    assert there[~shown].mean() < 0.5


def test_a_deck_or_zone_that_hides_has_the_colour_of_ground():
    """Below the bridge, seen through its deck; and under ground, as behind the edge of a zone."""
    view = camera(59, 36, 6, heading=180, tilt=-30)
    lines = replace(
        follow(view, [(59, 24)]), hidden=np.array([0, 0]), by=np.array([GROUND, GROUND]),
        kind=np.array([LEVEL, WALL]), item=np.flatnonzero(site().standing.is_ground),
        ends=np.array([[59.0, 26.0, -3.0], [59.0, 20.0, -3.1]]), seen=np.array([False]),
    )  # fmt: skip
    _, parts, _ = views_of(lines)
    drawn = of(parts, Surface, HIDING)
    assert len(drawn) == 2
    tops = sorted(part.shape.points[:, 2].max() for part in drawn)
    assert tops == pytest.approx([-3.0, -3.0])
    # ground is drawn by its slopes, so that only the sides of a zone are
    flat_tops = [np.ptp(part.shape.points[part.shape.triangles][..., 2], axis=1) == 0
                 for part in drawn]  # fmt: skip
    assert sorted(one.any() for one in flat_tops) == [False, True]
    assert hiders(lines) == {GROUND: 2}


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
def test_every_ray_and_head_is_in_both_pictures(heading):
    rng = np.random.default_rng(3)
    fisheye = Lens.from_datasheet(width_px=1500, height_px=1500, hfov_deg=185)
    down = Camera("F", "F", np.array([60.0, 34.0, 5.0]), camera_rotation(heading, -90), fisheye)
    for view in (camera(60, 34, 4, heading=heading), down):
        lines = follow(view, rng.uniform([30, 8], [110, 60], (200, 2)))
        assert len(lines.hidden) + lines.seen.sum() > 5
        region, _, _ = views_of(lines)
        heads = lines.heads[np.append(np.flatnonzero(lines.seen), lines.hidden)]
        points = np.vstack([lines.camera.position, heads, lines.ends])
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
    assert hiders(lines) == {BUILDING: 1, FURNITURE: 1, TREE: 1, PERSON: 1}
    assert hiders(replace(lines, by=np.full(4, TREE))) == {TREE: 4}
    told = counted(lines)
    assert f"{lines.seen.sum()} heads seen and 4 hidden (1 by a building, wall or hedge, " in told
    nobody = follow(camera(85, 36, 4, heading=270), [])
    assert counted(nobody).startswith("0 heads seen and none hidden of those")
    one = follow(camera(85, 36, 1.6, heading=270), [(75, 36)])
    assert counted(one).startswith("1 head seen and none hidden")


def test_who_is_hidden_by_what_is_told_with_numbers_of_the_tables():
    lines = made_up()
    lines = replace(lines, persons=lines.persons + 700)
    facts = rays_facts(lines)
    assert [one["person"] for one in facts["seen"]] == lines.persons[lines.seen].tolist()
    assert [one["person"] for one in facts["hidden"]] == lines.persons[lines.hidden].tolist()
    by = {one["by"]: one for one in facts["hidden"]}
    assert by["another person"]["by_person"] in lines.persons
    assert by["another person"]["thing"] is None
    things = {thing.id for thing in lines.site.standing.prisms.things}
    assert by["a building, wall or hedge"]["thing"] in things
    assert by["street furniture"]["by_person"] is None
    for one, end in zip(facts["hidden"], lines.ends, strict=True):
        away = np.linalg.norm(end - lines.camera.position)
        assert one["stopped_at_m"] == pytest.approx(away, abs=0.006)
        assert one["stopped_at_m"] < one["distance_m"]
    assert json.loads(json.dumps(facts)) == facts


def test_numbers_of_people_stand_beside_their_heads(monkeypatch):
    monkeypatch.setattr(sheet, "render", blank)
    lines = made_up()
    lines = replace(lines, persons=lines.persons + 700)
    told = [text.get_text() for text in rays(lines).findobj(Text)]
    for person in lines.persons[lines.judged]:
        assert str(person) in told
    # where there is no room there is none, rather than one that could be another's
    crowd = follow(camera(85, 36, 4, heading=270), np.random.default_rng(1).normal(60, 1, (80, 2)))
    assert_texts_are_apart(rays(replace(crowd, seen=np.ones(80, np.bool_), hidden=crowd.hidden[:0],
                                        by=crowd.by[:0], ends=crowd.ends[:0])))  # fmt: skip


def test_a_number_is_nearest_to_its_own_head():
    where = np.random.default_rng(1).normal([60, 36], 1.5, (60, 2))
    lines = follow(camera(85, 36, 4, heading=270), where)
    region, _, (eye, _) = views_of(lines)
    axes = Figure(figsize=(4.4, 6.9)).add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, eye.size[0]), ylim=(0, eye.size[1]))
    over(axes, eye, lines, around(region))
    assert len(axes.texts) > 5
    at = eye.shown_at(lines.heads[lines.judged])
    for text in axes.texts:
        box = text.get_window_extent().transformed(axes.transData.inverted())
        off = np.maximum(np.abs(at - (box.min + box.max) / 2) - (box.max - box.min) / 2, 0)
        away = np.hypot(*off.T)
        (own,) = np.flatnonzero(lines.persons[lines.judged] == int(text.get_text()))
        assert away[own] <= away.min() + 1.5


def blank(parts, eyes, *, paper):
    return [np.full((eye.size[1], eye.size[0], 3), 255, np.uint8) for eye in eyes]


def test_words_stand_apart_and_say_what_where_and_when(monkeypatch):
    monkeypatch.setattr(sheet, "render", blank)
    lines = made_up()
    for heading in (270.0, 225.0, 2.0):
        turned = follow(camera(85, 36, 1.6, heading=heading), WHERE)
        assert_texts_are_apart(rays(turned))
    every = replace(
        lines, by=np.repeat(list(ENDS), 2), hidden=np.arange(12) % len(lines.heads),
        kind=np.full(12, SKY), item=np.full(12, -1), ends=np.tile(lines.ends[:1], (12, 1)),
    )  # fmt: skip
    assert len(hiders(every)) == 6
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


def test_points_are_shown_where_a_scene_is_drawn(gl):
    """From the side, obliquely, and flat from above."""
    up = np.array([0.0, 0.0, 1.0])
    near_by = Eye(np.array([-9.0, 3.0, 5.0]), np.array([2.0, 1.0, 0.0]), up, (200, 120), 35.0)
    north = np.array([0.6, 0.8, 0.0])
    above = Eye(np.array([1.0, 0.0, 90.0]), np.array([1.0, 0.0, 0.0]), north, (160, 90), 12.0, True)
    points = np.array([[2.0, 1.0, 0.0], [0.5, 2.5, 1.0], [4.0, -1.0, 0.5]])
    colours = ("#00aa00", "#aa0000", "#0000cc")
    dots = [Dots(*one, 9.0) for one in zip(points[:, None], colours, strict=True)]
    images = render(dots, [near_by, above], paper="#ffffff")
    for eye, image in zip((near_by, above), images, strict=True):
        for place, colour in zip(eye.shown_at(points), colours, strict=True):
            rows, columns = np.nonzero(near(image, colour))
            at = [columns.mean() + 0.5, eye.size[1] - rows.mean() - 0.5]
            np.testing.assert_allclose(place, at, atol=0.6)
    assert np.isnan(near_by.shown_at(np.array([[-20.0, 3.0, 5.0]]))).all()
    low, other = near_by.position + near_by.corners()[[0, 2]]
    np.testing.assert_allclose(near_by.shown_at(np.stack([low, other])), [[0, 0], [200, 120]],
                               atol=1e-9)  # fmt: skip


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


def test_the_command_tells_in_json_who_is_hidden(cli, small, tmp_path, monkeypatch):
    monkeypatch.setattr(sheet, "render", blank)
    code, out, _ = cli("rays", small, "west", "--time", "08:15", "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["camera"], told["time"], told["drawn"]) == ("west", "08:15:00", "rays.png")
    assert len(told["seen"]) > 0
    looked = open_run(small).moment(4 * 3600 * 8 + 4 * 60 * 15)["person"].to_pylist()
    assert {one["person"] for one in told["seen"] + told["hidden"]} <= set(looked)


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
