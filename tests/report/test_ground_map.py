"""Ground map: every heading and standard is told and drawn, with its levels, units and credits."""

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from rich.console import Console

from tests.report.made_up import small_answers
from tests.report.scenes import assert_texts_are_apart, camera, site, words
from twin.exposure import standards
from twin.report.a4 import SHEET
from twin.report.attribution import ALWAYS
from twin.report.digest import digest
from twin.report.ground_map import ground_map
from twin.report.ground_scene import GroundScene
from twin.report.ground_text import ground_facts, render_ground
from twin.report.saving import png, svg
from twin.site.ground import Ground

OLD, NEW = standards()


def made_up(heading="footfall", standard=OLD, **changes):
    """Show the small site; half of the ground faces look away from, a part nobody walked on."""
    nodes = Ground.of(site())
    y, x = np.mgrid[: nodes.shape[0], : nodes.shape[1]] * nodes.cell
    towards = np.where(nodes.walkable, 2000.0 / (1.0 + np.hypot(x - 35.0, y - 44.5)), 0.0)
    share = {"best": 1.0, "worst": 0.0, "mean": 1 / np.pi, "footfall": 0.5}[heading]
    parts = {
        "site": site(),
        "cameras": [camera("N1", 35.0, 44.5, 170.0), camera("S1", 60.0, 34.0, 350.0)],
        "whole": True,
        "standard": standard,
        "heading": heading,
        "height": 1.6,
        "density": share * towards,
        "towards": towards,
        "walked": x < 60 if heading == "footfall" else None,
        "told": digest(small_answers()),
        "credits": ALWAYS,
    }
    return GroundScene(**{**parts, **changes})


def facts_of(scene):
    """Make up what the ground answers."""
    shares = {one.key: dict.fromkeys(one.densities, 0.125) for one in standards()}
    about = {"walkable_m2": 1600.0, "seen_m2": 200.0, "share_by_level": shares}
    spent = {one.key: dict.fromkeys(one.densities, 45_012.0 * 7.5) for one in standards()}
    covered = {**about, "by_kind": {"square": about}, "person_seconds_by_level": spent}
    looking = {one.key: dict.fromkeys(one.densities, 0.375) for one in standards()}
    return ground_facts(scene, covered, {"share_by_level": looking})


@pytest.mark.parametrize(
    ("heading", "standard"), [("best", NEW), ("worst", OLD), ("mean", OLD), ("footfall", NEW)]
)
def test_every_heading_and_standard_is_drawn(heading, standard):
    scene = made_up(heading, standard)
    figure = ground_map(scene, facts_of(scene))
    assert_texts_are_apart(figure)
    told = words(svg(figure, title="ground"))
    for expected in (
        "Small site: Wednesday 14 June 2017, 45,012 people",
        f"(heading: {heading})",
        standard.title,
        *(f"{density:,g} px/m" for density in standard.densities.values()),
        *standard.densities,
        "200 m²",
        "12 %",
        "grid",
        "N1",
        "170°, 4.0 m up",
        "faces 1.6 m above the ground",
        "Hall",
        "© OpenStreetMap contributors, ODbL 1.0",
        "Powered by TfL Open Data",
        "Crown copyright",
    ):
        assert expected in told
    assert ("below" in told) == (heading != "best")
    assert ("where nobody was" in told) == (heading == "footfall")
    assert ("nothing is coloured" in told) == (heading == "worst")


def test_the_sheet_is_a4_and_sharp_enough_for_print():
    scene = made_up()
    with Image.open(io.BytesIO(png(ground_map(scene, facts_of(scene)), title="ground"))) as picture:
        assert picture.size == pytest.approx([200 * side for side in SHEET], abs=1)


def test_what_is_not_reached_is_told_apart():
    """Each spot that a face towards the camera would reach is coloured, hatched or dotted."""
    scene = made_up()
    away, deserted = scene.unreached()
    reached = scene.density >= 25
    assert away.any()
    assert deserted.any()
    assert not (deserted & scene.walked).any()
    np.testing.assert_array_equal(reached | away | deserted, scene.towards >= 25)
    assert not (reached & (away | deserted)).any()
    best = made_up("best")
    assert not any(part.any() for part in best.unreached())


def test_no_cameras_and_some_of_them_are_told():
    nothing = np.zeros(Ground.of(site()).shape)
    none = made_up(cameras=[], density=nothing, towards=nothing)
    assert "No cameras" in words(svg(ground_map(none, facts_of(none)), title="ground"))
    alone = made_up(cameras=[camera("N1", 35.0, 44.5, 170.0)], whole=False)
    told = words(svg(ground_map(alone, facts_of(alone)), title="ground"))
    assert "One camera (N1 alone); faces" in told
    halves = [replace(camera(f"N1/{k}", 35.0, 44.5, 90.0 * k), housing="N1") for k in (1, 2)]
    told = words(svg(ground_map(made_up(cameras=halves), facts_of(alone)), title="ground"))
    assert "One camera with 2 views, each spot by the best of them; faces" in told


def test_the_text_says_the_numbers():
    for standard in standards():
        scene = made_up(standard=standard)
        out = io.StringIO()
        facts = facts_of(scene)
        render_ground(scene, facts, drawn=Path("g.png"), console=Console(file=out, width=80))
        told = out.getvalue()
        assert "…" not in told
        for words_ in (*standard.densities, "7.5", "12 %", "1,600", "g.png", *ALWAYS[:2]):
            assert words_ in told
        # what a run reports stands beside it, as faces here do not look at the camera
        assert "if looking" in told
        assert "38 %" in told


@pytest.mark.parametrize(
    ("changes", "same"), [({}, True), ({"whole": False}, False), ({"height": 1.0}, False)]
)
def test_what_a_run_reports_is_said_of_all_its_cameras_at_the_height_of_faces(changes, same):
    scene, out = made_up(**changes), io.StringIO()
    render_ground(scene, facts_of(scene), console=Console(file=out, width=80))
    told = " ".join(out.getvalue().split())
    assert ("and a run reports them" in told) is same


def test_faces_that_look_are_told_once():
    scene, out = made_up("best"), io.StringIO()
    render_ground(scene, facts_of(scene), console=Console(file=out, width=80))
    assert "looking" not in out.getvalue()
    assert "38 %" not in out.getvalue()


def test_the_command_tells_what_it_draws(cli, small, tmp_path):
    code, out, errors = cli("ground", small, "--heading", "best", "--json")
    assert (code, errors) == (0, [])
    found = json.loads(out)
    # faces towards the camera are what the run's own answer tells
    answered = json.loads((small / "answers.json").read_text())["ground"]
    for key in ("walkable_m2", "seen_m2", "share_by_level", "by_kind", "person_seconds_by_level"):
        assert found[key] == answered[key]
    assert found["cameras"] == ["west", "east"]
    with Image.open(tmp_path / "ground.png") as image:
        assert image.info["Title"] == "ground"


def test_the_command_takes_the_way_people_walk_unless_told(cli, small, tmp_path):
    code, out, errors = cli("ground", small, "--camera", "west", "--out", "west.svg")
    assert (code, errors) == (0, [])
    assert "the way people here walk and look" in out
    assert "IEC 62676-4:2015" in out
    told = words((tmp_path / "west.svg").read_text())
    assert "One camera in an invented position (west alone)" in told
    assert "© OpenStreetMap contributors, ODbL 1.0" in told


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("--heading", "north"),
            "heading is 'north', but must be best, worst, mean or footfall.",
        ),
        (
            ("--standard", "iec"),
            f"standard iec: there is no such standard; there are {OLD.key} and {NEW.key}.",
        ),
        (
            ("--camera", "west", "--camera", "north"),
            "camera north: there is no such camera in the run; there are west, east.",
        ),
        (("--height", "0"), "height is 0 m, but must be above 0 and at most 3 m."),
        (("--out", "ground.jpg"), "--out ground.jpg: must end in .png or .svg."),
    ],
)
def test_what_cannot_be_drawn_ends_in_a_sentence(cli, small, tmp_path, arguments, sentence):
    assert cli("ground", small, *arguments) == (2, "", [sentence])
    assert not list(tmp_path.iterdir())


def test_a_run_without_tracks_ends_in_a_sentence(cli, small, tmp_path):
    shutil.copytree(small.parent, tmp_path / "runs")
    (people,) = (tmp_path / "runs" / ".stages").glob("people-*")
    shutil.rmtree(people)
    code, out, errors = cli("ground", tmp_path / "runs" / small.name)
    assert (code, out, len(errors)) == (1, "", 1)
    assert "the people stage is missing or damaged; run the scenario again." in errors[0]
