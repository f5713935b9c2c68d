"""View: faces boxed as sight measured them, labels that overlap nothing, credits, bad inputs."""

import datetime as dt
import io
import itertools
import re
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
import shapely
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

from tests.report.scenes import site
from tests.sight.scenes import Solids, people, tracks
from twin.cameras import Camera, Lens
from twin.cameras.watch import Watch
from twin.errors import ScenarioError
from twin.exposure import in_the_light_of, recognisers, standards
from twin.frames import camera_rotation
from twin.report.attribution import ALWAYS
from twin.report.before import before
from twin.report.caption import wrapped
from twin.report.faces import (
    BOTH,
    HUMAN,
    LABELS,
    MACHINE,
    NEITHER,
    face_boxes,
    mark_of,
    measures,
    people_boxes,
)
from twin.report.moment import busiest, clock_of, watches
from twin.report.names import size_of
from twin.report.saving import png
from twin.report.shot import Shot, camera_of, searched, seen_now, shot
from twin.report.view import DPI, view
from twin.run import open_run
from twin.run.moments import tick_of
from twin.sight.picture import Paint, View, picture
from twin.sight.picture.rays.kernels import BANK, GROUND, HEAD, LEVEL, SKY, WALL

LENS = Lens.from_datasheet(width_px=960, height_px=540, hfov_deg=60)
CAMERA = Camera("A", "Gate A", np.array([0.0, 0.0, 3.0]), camera_rotation(0, -12), LENS)


def made_up(count: int, *, templated=0, camera=CAMERA, spread=5.0, dark=False, at=None):
    """Take a shot of some people who all face the camera."""
    rng = np.random.default_rng(count)
    where = at or [rng.uniform([-spread, 4.0], [spread, 14.0]) for _ in range(count)]
    rows = [(k, 0, *place, -np.pi / 2, 0.1) for k, place in enumerate(where)]
    who, now, bare = people(max(count, 1)), tracks(rows), Solids()
    looks = seen_now(now, who, camera, bare)
    heads = np.column_stack(
        [looks["x_cm"].to_numpy() / 100, looks["y_cm"].to_numpy() / 100, [1.6] * looks.num_rows]
    )
    return Shot(
        camera=camera,
        height=3.0,
        date=dt.date(2017, 6, 14),
        tick=4 * (8 * 3600 + 42 * 60 + 10),
        picture=picture(View.of(bare, camera, now, who), Paint.plain(0, dark=dark)),
        looks=looks,
        heads=heads,
        templated=np.arange(looks.num_rows) < templated,
        dark=dark,
        machine=0.3,
        recognisers=recognisers(),
        before="",
        standard=standards()[0],
        credits=ALWAYS,
    )


def texts(figure):
    return [one.get_text() for one in figure.findobj(Text) if one.get_text()]


def labels(figure):
    return [text for text in texts(figure) if "px/m ·" in text]


def test_faces_are_labelled_with_what_sight_measured():
    taken = made_up(3, spread=2.0)
    told = labels(view(taken))
    assert len(told) == taken.looks.num_rows == 3
    for row in taken.looks.to_pylist():
        names = ("ied_px", "face_density_px_per_m", "off_yaw_rad", "off_pitch_rad")
        assert measures(*(row[name] for name in names)) in told


def test_a_label_shows_the_numbers_that_decide():
    """Whoever reads a label and the limits in the caption finds the colour of the box."""
    rules, limit = recognisers(), standards()[0].human_density
    rng = np.random.default_rng(2)
    for _ in range(2000):
        ied, density = rng.choice([rng.uniform(7.9, 8.1), 8.0]), rng.uniform(249.5, 250.5)
        yaw, pitch = np.radians(rng.uniform([59.5, 44.5], [60.5, 45.5]))
        told = re.findall(r"[0-9.]+", measures(ied, density, yaw, -pitch))
        eyes, dense, aside, nod = map(float, told)
        assert (eyes >= rules.templated.ied_px.value) == (ied >= rules.templated.ied_px.value)
        assert (dense >= limit) == (density >= limit)
        assert (aside <= rules.templated.yaw_deg.value) == (yaw <= rules.yaw_limit)
        assert (nod <= rules.templated.pitch_deg.value) == (pitch <= rules.pitch_limit)
    told = " ".join(texts(view(made_up(2))))
    assert "over the cosine of ↔, at most doubled" in told
    assert "from 8 px on, turned by at most ↔ 60° and ↕ 45°" in told


def test_labels_leave_people_free_where_there_is_room():
    taken = made_up(5, spread=3.0)
    figure = view(taken)
    whites = [r for r in figure.findobj(Rectangle) if r.get_zorder() == 6]
    everybody = [shapely.box(*box) for box in people_boxes(taken.picture)]
    assert len(whites) == len(labels(figure)) == len(everybody) == 5
    signs = [shapely.box(*r.get_bbox().extents) for r in whites]
    assert not any(a.intersects(b) for a in signs for b in everybody)


def test_every_face_of_a_row_is_labelled_though_a_label_is_wider_than_their_distance():
    taken = made_up(4, at=[(-3.0, 40.0), (-1.0, 40.0), (1.0, 40.0), (3.0, 40.0)])
    assert taken.measurable.all()
    assert len(labels(view(taken))) == taken.looks.num_rows == 4


def test_after_dark_the_scene_is_dim_and_the_caption_says_so():
    day, night = (made_up(1, spread=1.0, dark=dark) for dark in (False, True))
    told = " ".join(texts(view(night)))
    assert "after dark" in told
    assert "shutter open 40 ms after dark" in told
    sky, ground, head = ((day.picture.kind == kind) for kind in (SKY, GROUND, HEAD))
    grey = [one.picture.colours.mean(axis=2) for one in (day, night)]
    assert grey[1][sky].mean() < 0.25 * grey[0][sky].mean()
    assert grey[1][ground].mean() < 0.7 * grey[0][ground].mean()
    # faces stay legible: brighter than the ground about them is by night
    assert grey[1][head].mean() > 0.7 * grey[0][head].mean()
    slow = replace(CAMERA, frame_rate=100.0)
    told = " ".join(texts(view(made_up(1, camera=slow, dark=True))))
    assert "shutter open 10 ms after dark" in told


def test_nothing_is_written_over_a_label_or_a_face():
    taken = made_up(60)
    figure = view(taken)
    assert 4 <= len(labels(figure)) <= LABELS
    whites = [r for r in figure.findobj(Rectangle) if r.get_zorder() == 6]
    assert len(whites) == len(labels(figure))
    signs = [shapely.box(*r.get_bbox().extents) for r in whites]
    faces = [shapely.box(*box) for box in face_boxes(taken.camera, taken.heads)]
    assert not any(a.intersects(b) for a, b in itertools.combinations(signs, 2))
    assert not any(a.intersects(b) for a in signs for b in faces)
    frame = shapely.box(0, 0, LENS.width_px, LENS.height_px)
    assert all(frame.contains(sign) for sign in signs)
    drawn = figure.canvas.get_renderer()
    for text in figure.findobj(Text):
        if "px/m ·" in text.get_text():
            width, height = text.get_window_extent(drawn).size
            assert width < whites[0].get_width() * 1.3
            assert height < whites[0].get_height()


def test_the_caption_says_what_where_when_and_credits():
    taken = made_up(5, templated=2)
    told = " ".join(texts(view(taken)))
    faces = int(taken.measurable.sum())
    human = int(taken.human.sum())
    for words in (
        "Gate A (A): Wednesday 14 June 2017, 08:42:10",
        "960 x 540 px, 60° across",
        "Looks north (0° from grid north), 12° down",
        "shutter open 5 ms by day",
        f"{taken.looks.num_rows} people seen, {faces} with a measurable face",
        f"{human} at least at the level identify (250 px/m, IEC 62676-4:2015)",
        "2 large and frontal enough",
        "expected to recognise 0.3 of them in this image alone, if each were enrolled (central",
        taken.recognisers.validity,
        *ALWAYS,
    ):
        assert words in told
    # where no machine figure stands, nothing limits one
    nobody = " ".join(texts(view(made_up(5))))
    assert taken.recognisers.validity not in nobody
    invented = replace(taken, camera=replace(CAMERA, invented=True))
    assert "in an invented position" in " ".join(texts(view(invented)))


def test_the_file_has_the_pixels_of_the_image_and_always_the_same_bytes():
    taken = made_up(4)
    first, again = (png(view(taken), title="view", dpi=DPI) for _ in range(2))
    assert first == again
    with Image.open(io.BytesIO(first)) as image:
        assert image.width == 960
        assert 640 < image.height < 900
        shown = np.asarray(image.convert("RGB"))[:540]
    # where no mark stands, a pixel of the file is a pixel of the picture
    same = (shown == taken.picture.colours).all(axis=2)
    assert same.mean() > 0.9


def test_a_small_image_is_enlarged_and_nobody_there_is_no_trouble():
    lens = Lens.from_datasheet(width_px=200, height_px=200, hfov_deg=190)
    camera = Camera("B", "B", np.array([0.0, 0.0, 3.0]), camera_rotation(0, -90), lens)
    figure = view(made_up(0, camera=camera))
    assert figure.get_figwidth() * DPI == 1000
    assert "0 people seen, 0 with a measurable face" in " ".join(texts(figure))
    assert labels(figure) == []


def test_a_box_is_as_large_as_the_head():
    (straight,) = face_boxes(CAMERA, np.array([[0.0, 8.0, 1.6]]))
    distance = np.hypot(8.0, 1.4)
    wide = 2 * 0.11 * LENS.focal_px / distance
    assert straight[2] - straight[0] == pytest.approx(wide, rel=0.02)
    assert straight[3] - straight[1] == pytest.approx(wide, rel=0.06)
    cut = face_boxes(CAMERA, np.array([[-4.4, 8.0, 1.6], [0.0, 4.3, 1.6]]))
    assert (cut >= 0).all()
    assert (cut <= [960, 540, 960, 540]).all()


def test_boxes_go_round_the_heads_in_the_picture():
    taken = made_up(1, spread=1.0)
    rows, columns = np.nonzero(taken.picture.kind == HEAD)
    (box,) = face_boxes(CAMERA, taken.heads)
    found = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    np.testing.assert_allclose(box, found, atol=1.0)


def test_four_kinds_of_face_have_four_marks():
    pairs = [(True, True), (False, True), (True, False), (False, False)]
    assert [mark_of(*pair) for pair in pairs] == [BOTH, MACHINE, HUMAN, NEITHER]
    assert len({mark.colour for mark in (BOTH, MACHINE, HUMAN, NEITHER)}) == 4


def test_lines_break_where_they_must():
    words = ["one", "two", "three", "four", "five", "six", "seven"]
    lines = wrapped(words, 10.0, 90.0)
    assert len(lines) > 1
    assert " ".join(lines).split() == words
    assert all(size_of(line, 10.0)[0] <= 90.0 for line in lines)


def test_the_busiest_moment():
    ticks = [40, 41, 41, 43, 80, 81, 82, 120]
    looks = pa.table({"tick": pa.array(ticks, pa.int32())})
    assert busiest(looks, otherwise=0) == 41
    assert busiest(looks.slice(0, 0), otherwise=7) == 7


@pytest.mark.parametrize(
    ("text", "tick"),
    [("08:00", 115200), ("8:00:10", 115240), ("08:00:10.25", 115241), ("00:30", 352800)],
)
def test_times_are_found_in_the_run(text, tick):
    assert tick_of(text, 5 * 3600, 25 * 3600) == tick
    assert tick_of(clock_of(tick), 5 * 3600, 25 * 3600) == tick


def test_a_moment_of_a_run_is_that_of_its_tracks(small):
    done = open_run(small)
    all_tracks = pa.concat_tables(done.tracks())
    ticks = all_tracks["tick"].to_numpy()
    end = round(4 * done.span[1])  # nobody is there any more
    for tick in (int(np.median(ticks)), int(ticks.min()), int(ticks.max()), end):
        wanted = all_tracks.filter(pa.array(ticks == tick)).sort_by("person")
        assert done.moment(tick).equals(wanted.combine_chunks())


def test_a_shot_shows_who_the_run_says_was_seen(small):
    """Each look of the run at the moment is one of the shot; the run keeps the best of a second."""
    done = open_run(small)
    taken = shot(done, "west")
    looks = done.looks("west")
    then = looks.filter(pa.array(looks["tick"].to_numpy() == taken.tick)).to_pylist()
    assert len(then) > 3
    now = {row["person"]: row for row in taken.looks.to_pylist()}
    for row in then:
        for column in ("u_px", "v_px", "distance_m", "eye_px", "ied_px", "off_yaw_rad"):
            assert now[row["person"]][column] == row[column]
    # where sight says, the picture has the head; the ground lies 3 m below the datum
    assert taken.height == done.inputs.layout.cameras[0].position[2]
    assert taken.camera.position[2] == pytest.approx(taken.height - 3.0)
    at = [(int(row["v_px"]), int(row["u_px"])) for row in now.values()]
    kinds, items = (
        [getattr(taken.picture, name)[v, u] for v, u in at] for name in ("kind", "item")
    )
    assert set(kinds) == {HEAD}
    assert items == list(now)
    boxes = face_boxes(taken.camera, taken.heads)
    for (v, u), (left, top, right, bottom) in zip(at, boxes, strict=True):
        assert left - 1 < u < right + 1
        assert top - 1 < v < bottom + 1
    assert f"hung {taken.height:g} m high" in " ".join(texts(view(taken)))


def test_after_dark_faces_are_blurred_as_exposure_does():
    """The same looks by day and in the dark: as many are searched, fewer recognised."""
    lens = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=35)
    looks = made_up(6, camera=replace(CAMERA, lens=lens), spread=1.0).looks
    count = looks["tick"].to_numpy().max() // 4 + 1
    found = {
        dark: searched(
            in_the_light_of(looks, np.full(count, dark), blur=8.0),
            site(),
            recognisers(),
            dark=np.full(count, dark),
        )
        for dark in (False, True)
    }
    assert found[False][0].any()
    np.testing.assert_array_equal(found[False][0], found[True][0])
    assert 0.1 < found[False][1] < found[False][0].sum()
    assert found[True][1] < 0.85 * found[False][1]


def test_a_run_at_night_is_shown_at_night(small, monkeypatch):
    monkeypatch.setattr("twin.site.sun.DUSK", 91.0)
    done = open_run(small)
    taken = shot(done, "west")
    camera = taken.camera
    assert taken.dark
    assert taken.shutter == camera.dark_shutter > camera.shutter
    day = seen_now(done.moment(taken.tick), done.people(), camera, done.inputs.site)
    blur = [table["blur_px"].to_numpy().max() for table in (day, taken.looks)]
    assert blur[1] == pytest.approx(blur[0] * camera.dark_shutter / camera.shutter, rel=1e-5)


def test_a_housing_of_several_views_names_them():
    cameras = [replace(CAMERA, id=f"ptz/{way}", housing="ptz") for way in ("north", "south")]
    assert camera_of(cameras, "ptz/north") is cameras[0]
    with pytest.raises(ScenarioError, match="several views; name one: ptz/north, ptz/south"):
        camera_of(cameras, "PTZ")
    with pytest.raises(ScenarioError, match="did you mean 'ptz/south'"):
        camera_of(cameras, "ptz/sout")
    with pytest.raises(ScenarioError, match="in the run; there are ptz/north, ptz/south"):
        camera_of(cameras, "nope")
    with pytest.raises(ScenarioError, match="the layout has none"):
        camera_of([], "nope")


def test_a_wall_before_a_camera_is_told():
    here = site()
    hall = here.buildings[0]
    west, south, east, _ = hall.polygon.bounds
    where = np.array([(west + east) / 2, south - 0.3, 1.5])
    camera = replace(CAMERA, position=where, rotation=camera_rotation(0, 0))
    away = replace(camera, rotation=camera_rotation(180, 0))
    told = [
        before(picture(View.of(here, one, tracks([]), people(1)), Paint.of(here)), here)
        for one in (camera, away)
    ]
    assert told[0].startswith(f"{hall.name}, 0.3 m in front, fills ")
    assert told[1] == ""
    taken = replace(made_up(0), before=told[0])
    assert told[0] in texts(view(taken))


def test_ground_is_told_where_it_stands_up_before_a_camera_and_not_from_above():
    here = site()
    shown = picture(View.of(here, CAMERA, tracks([]), people(1)), Paint.of(here))
    for kind, told in ((BANK, "A wall that holds the ground, "), (GROUND, "")):
        filled = replace(shown, kind=np.full_like(shown.kind, kind))
        assert before(filled, here).startswith(told)
        assert bool(before(filled, here)) == bool(told)
    # the top of a zone is ground, its side a wall
    zone = np.flatnonzero(here.standing.is_ground)[0]
    item = np.full_like(shown.item, zone)
    near = np.full_like(shown.distance, 2.0)
    for kind, told in ((LEVEL, ""), (WALL, "A wall that holds the ground, 2.0 m in front, fills ")):
        filled = replace(shown, kind=np.full_like(shown.kind, kind), item=item, distance=near)
        assert before(filled, here)[: len(told) or None] == told


def test_the_command_draws_a_file(cli, small, tmp_path):
    code, out, errors = cli("view", small, "east", "--time", "08:15")
    assert (code, errors) == (0, [])
    assert "Drawn: view.png" in out
    with Image.open(tmp_path / "view.png") as image:
        assert image.width == 1280
        assert image.info["Title"] == "view"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("east", "--time", "07:00"), "must lie between 08:00 and 08:30"),
        (("east", "--time", "25:00"), "must be one such as 08:42:10"),
        (("east", "--time", "morning"), "is not a time of day"),
        (("eats",), "did you mean 'east'?"),
        (("East",), "did you mean 'east'?"),
        (("east", "--out", "view.jpg"), "must end in .png"),
    ],
)
def test_a_wrong_input_ends_in_a_sentence(cli, small, arguments, words):
    code, out, errors = cli("view", small, *arguments)
    assert (code, out) == (2, "")
    assert len(errors) == 1
    assert words in errors[0]


def test_no_run_no_picture(cli, tmp_path):
    code, _, errors = cli("view", tmp_path / "none", "east")
    assert code == 2
    assert len(errors) == 1
    assert "this is not the folder of a finished run" in errors[0]


def test_a_folder_that_is_not_there_ends_in_a_sentence(cli, small):
    code, _, errors = cli("view", small, "east", "--time", "08:15", "--out", "none/view.png")
    assert code == 1
    assert len(errors) == 1
    assert "could not be written" in errors[0]


def test_a_mask_is_black_and_a_tour_that_looks_away_is_told():
    corner = np.array([[0.0, 0.0], [200.0, 0.0], [200.0, 100.0], [0.0, 100.0]])
    taken = made_up(1, camera=replace(CAMERA, masks=(corner,)))
    with Image.open(io.BytesIO(png(view(taken), title="view", dpi=DPI))) as picture_:
        pixels = np.asarray(picture_.convert("L"))
    assert pixels[10:90, 10:190].max() == 0
    assert pixels[10:90, 210:400].min() > 0
    away = replace(CAMERA, watch=Watch(60, 10, 30))
    watches(away, 4 * (28_800 + 10))
    with pytest.raises(
        ScenarioError, match="looks another way at 08:00:40; .* from 08:00:10 for 20 s"
    ):
        watches(away, 4 * (28_800 + 40))
