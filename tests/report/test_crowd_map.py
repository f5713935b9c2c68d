"""Crowd map: known crowds are coloured, told and found again; bad wishes end in a sentence."""

import dataclasses
import io
import json

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from PIL import Image
from rich.console import Console

from tests.report.scenes import assert_texts_are_apart, site, words
from tests.run.made_up_run import NINE, MadeUpRun, samples
from twin.report.attribution import ALWAYS
from twin.report.crowd_facts import crowd_facts
from twin.report.crowd_map import crowd_map
from twin.report.crowd_scene import (
    busiest_square,
    crowd_scene,
    lost,
    place_box,
    place_called,
)
from twin.report.crowd_text import render_crowd
from twin.report.saving import png, svg
from twin.report.service import BANDS
from twin.run.crowding import crowding

STUCK = ("left", "stuck", "inside")


def crowd(*, outcomes=(), within=None):
    """Show ten people to a square metre and one in the next square but one, for a minute."""
    x = np.r_[21.1 + 0.19 * np.arange(10), [27.0]]
    y = np.r_[67.1 + 0.19 * np.arange(10), [68.0]]
    x, y = (
        np.r_[x[:10], x[:10], x[:10], x[:10], x[10:]],
        np.r_[y[:10], y[:10], y[:10], y[:10], y[10:]],
    )
    seconds = NINE + np.arange(0, 60, 0.25)
    activity = np.r_[np.zeros(20), np.ones(15), np.full(6, 2)]
    slab = samples(np.arange(41)[:, None], seconds, x[:, None], y[:, None], activity[:, None])
    done = MadeUpRun(slab, outcomes=outcomes)
    return crowd_scene(done, "09:00:30", minutes=1.0, within=within, lost=lost(done))


def test_the_facts_are_those_of_the_crowd():
    told = crowd_facts(crowd())
    assert (told["from"], told["to"]) == ("09:00:00", "09:01:00")
    assert told["present"] == 41
    assert told["doing"] == {"walking": 20, "queueing": 15, "resting": 6, "walking_phone": 0}
    assert told["mean_density_per_m2"] == pytest.approx(41 / site().walkable.area, abs=1e-6)
    assert told["met_density_per_m2"] == pytest.approx((40 * 10 + 0.25) / 41, abs=1e-4)
    densest = told["densest"]
    east, north = site().origin
    assert densest == {
        "density_per_m2": 10.0,
        "easting_m": round(east + 22, 1),
        "northing_m": round(north + 68, 1),
        "place": "Street",
    }
    assert told["stuck"] == []
    levels = {level["level"]: level for level in told["levels"]}
    assert levels["F"]["people"] == 40
    assert levels["A, many"]["people"] == 1
    assert (levels["F"]["ground_m2"], levels["A, many"]["ground_m2"]) == (4, 4)
    assert sum(level["people"] for level in told["levels"]) == pytest.approx(41)
    assert sum(level["ground_m2"] for level in told["levels"]) == pytest.approx(
        site().walkable.area, abs=1
    )
    (street,) = told["places"]
    assert (street["place"], street["people"]) == ("Street", 41)
    assert street["density_per_m2"] == pytest.approx(41 / street["walkable_m2"], abs=1e-4)


@pytest.mark.parametrize(("within", "where"), [(None, ""), ("street", "Street, ")])
def test_the_sheet_tells_where_when_and_how_many(within, where):
    scene = crowd(within=within)
    figure = crowd_map(scene, crowd_facts(scene))
    assert_texts_are_apart(figure)
    told = words(svg(figure, title="crowd"))
    for expected in (
        f"{where}Small site: Wednesday 14 June 2017, 09:00:00 to 09:01:00",
        "Street" if within else "Whole site",
        "41 people outdoors: 20 walk, 15 queue, 6 sit, stand or wait",
        "persons/m²",
        "Fruin",
        "2.2 or more",
        "0.31 to 0.43",
        "densest: 10/m²",
        "Mean number of people per square metre over that time",
        "grid",
        *ALWAYS[:2],
    ):
        assert expected in told
    assert "camera" not in told
    assert "way out" not in told


def test_the_people_in_the_key_are_all_of_the_heading():
    """Seven of a minute's 240 samples of 20 people are on squares where hardly anybody is."""
    seconds = NINE + np.arange(0, 60, 0.25)
    stay = samples(0, seconds, 22.0, 68.0)
    pass_by = samples(
        1 + np.arange(7)[:, None], seconds[:1], 24.0 + 2 * np.arange(7)[:, None], 72.0
    )
    scene = crowd_scene(MadeUpRun(stay, pass_by), "09:00:30", minutes=1.0, lost={})
    facts = crowd_facts(scene)
    assert facts["levels"][0]["people"] == pytest.approx(7 / 240, abs=1e-4)
    figure = crowd_map(scene, facts)
    told = [text.get_text() for axes in figure.axes for text in axes.texts]
    for level in facts["levels"]:
        assert told.count(level["level"]) == 1
    assert "0 to 0.005" in told
    assert "< 0.1" in told


def test_nothing_hides_people_on_the_map():
    scene = crowd()
    figure = crowd_map(scene, {**crowd_facts(scene), "densest": None})
    figure.canvas.draw()
    (axes,) = (axes for axes in figure.axes if axes.images)
    inside = axes.bbox.padded(-1)
    over = [one for one in axes.get_children() if one.get_zorder() > 9]
    assert over
    assert not [one for one in over if one.get_window_extent().overlaps(inside)]


def test_the_numbers_of_a_place_are_those_of_the_people_on_it():
    seconds = NINE + np.arange(0, 60, 0.25)
    x, y = np.array([[22.0], [26.0], [30.0]]), np.array([[68.0], [68.0], [36.0]])
    slab = samples(np.arange(3)[:, None], seconds, x, y, np.array([[0], [1], [2]]))
    gone = {0: (22.0, 68.0), 2: (30.0, 36.0)}
    done = MadeUpRun(slab)
    whole, there = (
        crowd_facts(crowd_scene(done, "09:00:30", minutes=1.0, within=within, lost=gone))
        for within in (None, "SQUARE")
    )
    assert (whole["within"], whole["present"], len(whole["stuck"])) == (None, 3, 2)
    assert (there["within"], there["present"]) == ("Square", 1)
    assert there["doing"] == {"walking": 0, "queueing": 0, "resting": 1, "walking_phone": 0}
    assert [spot["place"] for spot in (there["densest"], *there["stuck"])] == ["Square"] * 2
    area = site().walkable.intersection(place_called(site(), "square").polygon).area
    assert there["walkable_m2"] == pytest.approx(area, abs=0.1)
    assert there["mean_density_per_m2"] == pytest.approx(1 / area, abs=1e-6)
    assert sum(level["people"] for level in there["levels"]) == pytest.approx(1)
    assert sum(level["ground_m2"] for level in there["levels"]) == pytest.approx(area, abs=1)
    (square,) = there["places"]
    assert (square["place"], square["people"]) == ("Square", 1)
    assert square["walkable_m2"] == pytest.approx(area, rel=0.05)


def test_few_people_on_much_ground_are_told_plainly():
    slab = samples(0, NINE + np.arange(0, 25, 0.25), 22.0, 68.0)
    scene = crowd_scene(MadeUpRun(slab), "09:00", minutes=5.0, lost={})
    facts = crowd_facts(scene)
    out = io.StringIO()
    render_crowd(scene, facts, drawn=[], console=Console(file=out, width=80))
    for told in (out.getvalue(), words(svg(crowd_map(scene, facts), title="crowd"))):
        assert "On average under 0.0001 persons/m² over" in " ".join(told.split())
        assert "e-0" not in told


def pixels(figure):
    """Draw a figure and give its pixels, from the bottom, in 0 to 1, and how to find a point."""
    with Image.open(io.BytesIO(png(figure, title="crowd", dpi=200))) as picture:
        image = np.asarray(picture.convert("RGB"))[::-1] / 255
    whole = figure.axes[0]

    def at(x, y):
        column, row = whole.transData.transform((x, y)) * 200 / figure.dpi
        return image[int(row), int(column)]

    return at


def test_squares_have_the_colours_of_their_levels():
    scene = dataclasses.replace(crowd(), within=(15.0, 62.0, 45.0, 80.0))
    # the ring about the densest square is not wanted here
    at = pixels(crowd_map(scene, {**crowd_facts(scene), "densest": None}))
    colours = {band.name: to_rgb(band.colour) for band in BANDS}
    np.testing.assert_allclose(at(22.0, 68.0), colours["F"], atol=0.01)
    np.testing.assert_allclose(at(27.3, 68.5), colours["A, many"], atol=0.01)
    bare = at(24.5, 68.5)
    assert all(np.abs(bare - colour).max() > 0.02 for colour in colours.values())


def test_who_never_found_the_way_out_is_crossed_out_where_last_seen():
    seconds = NINE + np.arange(0, 60, 0.25)
    walk = samples(1, seconds, 21.0 + 0.1 * np.arange(240), 70.0)
    done = MadeUpRun(walk.slice(0, 100), walk.slice(100), outcomes=STUCK)
    gone = lost(done)
    assert gone == {1: (pytest.approx(44.9), 70.0)}
    assert lost(MadeUpRun(walk, outcomes=("left",) * 3)) == {}
    scene = crowd_scene(done, "09:30", minutes=5.0, lost=gone)
    facts = crowd_facts(scene)
    east, north = site().origin
    (spot,) = facts["stuck"]
    assert (spot["easting_m"], spot["northing_m"]) == (round(east + 44.9, 1), round(north + 70, 1))
    assert facts["present"] == 0
    assert facts["densest"] is None
    figure = crowd_map(scene, facts)
    assert_texts_are_apart(figure)
    told = words(svg(figure, title="crowd"))
    assert "1 of the whole day never found their way out" in told
    at = pixels(figure)
    red, green, _ = at(44.9, 70.0)
    assert red - green > 0.3
    out = io.StringIO()
    render_crowd(scene, facts, drawn=[], console=Console(file=out, width=80))
    assert "1 of the whole day never found their way out" in " ".join(out.getvalue().split())


def test_a_place_is_found_by_name_or_id():
    assert place_called(site(), "SQUARE") is place_called(site(), "place/square")
    west, south, east, north = place_box(place_called(site(), "Square"))
    assert (west, south, east, north) == pytest.approx((5, 14, 85, 60), abs=0.1)


def test_the_busiest_square_holds_the_crowd():
    west, south, east, north = busiest_square(crowd().crowding, side=10.0)
    assert (east - west, north - south) == (10, 10)
    assert west <= 21 < 29 <= east
    assert south <= 67 < 69 <= north


@pytest.mark.parametrize("copies", [1, 2])
def test_of_equally_busy_squares_the_one_about_the_people_is_framed(copies):
    """Walkers over 10 m, and as many again too far off to be in one square with them."""
    x, y = np.meshgrid(np.arange(30.5, 40), [68.5, 71.5])
    x, y = np.r_[x.ravel(), 90 + 0 * x.ravel()], np.r_[y.ravel(), y.ravel()]
    many = 20 * copies
    slab = samples(np.arange(many)[:, None], NINE + np.zeros(1), x[:many, None], y[:many, None])
    counted = crowding(MadeUpRun(slab), "09:00", 1.0)
    west, south, east, north = busiest_square(counted, side=20.0)
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((35, 70), abs=1.01)


def test_where_nobody_is_the_middle_of_the_site_is_framed():
    west, south, east, north = busiest_square(crowding(MadeUpRun(), "09:00", 1.0), side=20.0)
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((60, 40), abs=2.0)


def test_the_command_tells_what_it_draws(cli, small, tmp_path):
    code, out, errors = cli(
        "crowd", small, "--at", "08:10", "--at", "8:20", "--minutes", 2, "--json"
    )
    assert (code, errors) == (0, [])
    first, second = json.loads(out)
    assert (first["from"], second["to"]) == ("08:09:00", "08:21:00")
    assert first["present"] > 1
    assert sum(first["doing"].values()) == pytest.approx(first["present"], abs=1e-3)
    assert [one["drawn"] for one in (first, second)] == [["crowd-0810.png"], ["crowd-0820.png"]]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["crowd-0810.png", "crowd-0820.png"]
    with Image.open(tmp_path / "crowd-0810.png") as image:
        assert image.info["Title"] == "crowd"


def test_the_command_says_it_in_words(cli, small, tmp_path):
    code, out, errors = cli("crowd", small, "--at", "08:15", "--within", "square", "--out", "c.svg")
    assert (code, errors) == (0, [])
    for expected in (
        "08:12:30 to 08:17:30",
        "people outdoors",
        "Square",
        "Drawn: c.svg",
        ALWAYS[0],
    ):
        assert expected in out
    assert "© OpenStreetMap contributors" in words((tmp_path / "c.svg").read_text())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("--at", "07:59"),
            "--at 07:59: is outside the run, but must lie between 08:00 and 08:30.",
        ),
        (
            ("--at", "noon"),
            "--at noon: is not a time of day, but must be one such as 08:42:10.",
        ),
        (("--at", "08:10", "--minutes", "0"), "--minutes 0: must be above 0 and at most 120."),
        (
            ("--at", "08:10", "--within", "Squire"),
            "--within Squire: there is no such place on the map; did you mean 'Square'?",
        ),
        (("--at", "08:10", "--out", "c.jpg"), "--out c.jpg: must end in .png or .svg."),
        (("--at", "08:10", "--film", "c.mp4"), "--film c.mp4: must end in .gif."),
        (
            ("--at", "08:10", "--at", "08:20", "--film", "c.gif"),
            "--film c.gif: --at is given 2 times, but a film has one beginning.",
        ),
        (
            ("--at", "08:29:30", "--film", "c.gif"),
            "--seconds 60: a film from 08:29:30 on ends after the run, which ends at 08:30.",
        ),
        (
            ("--at", "08:10", "--film", "c.gif", "--seconds", "601"),
            "--seconds 601: must be above 0 and at most 600.",
        ),
    ],
)
def test_what_cannot_be_drawn_ends_in_a_sentence(cli, small, tmp_path, arguments, sentence):
    assert cli("crowd", small, *arguments) == (2, "", [sentence])
    assert not list(tmp_path.iterdir())


def test_a_large_site_is_drawn_beside_its_busiest_part(monkeypatch):
    """Here the small site counts as large, and a close-up of 40 m is drawn."""
    from twin.report import crowd_map as module
    from twin.report import crowd_scene as scenes

    scene = crowd()
    assert len([axes for axes in crowd_map(scene, crowd_facts(scene)).axes if axes.images]) == 1
    monkeypatch.setattr(module, "CLOSE", 40.0)
    monkeypatch.setattr(scenes, "busiest_square", lambda one: busiest_square(one, side=40.0))
    figure = crowd_map(scene, crowd_facts(scene))
    assert_texts_are_apart(figure)
    assert {"Whole site", "Busiest 40 m"} < {text.get_text() for text in figure.findobj(Text)}
    whole, close = (axes for axes in figure.axes if axes.images)
    assert whole.get_xlim()[0] < 0 < 120 < whole.get_xlim()[1]
    west, east = close.get_xlim()
    south, north = close.get_ylim()
    assert west < 22 < east
    assert south < 68 < north
    assert east - west < 90
    # of the same ground, the close-up is drawn at a larger scale
    assert close.bbox.width / (east - west) > whole.bbox.width / np.ptp(whole.get_xlim())
