"""Sightlines: seen as sight says, and the others stopped by what stands first in the way."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
import shapely

from tests.report.scenes import site
from tests.sight.scenes import camera, people, tracks
from twin.report.attribution import ALWAYS
from twin.report.shot import seen_now
from twin.report.sightlines import (
    BUILDING,
    EDGE,
    FURNITURE,
    GROUND,
    PERSON,
    TREE,
    Sightlines,
    sightlines,
)
from twin.resources import maps_dir
from twin.run import open_run
from twin.sight import LEAST_DENSITY, Scene
from twin.sight.bodies import Bodies
from twin.sight.picture import View
from twin.sight.picture.kernels import first_shown
from twin.sight.picture.rays.kernels import BODY, HEAD, SKY
from twin.site import load


@pytest.fixture(scope="module")
def kings_cross():
    return load(maps_dir() / "kings_cross_central.geojson", date=dt.date(2025, 6, 11))


def follow(view, where, *, here=None, **sizes):
    """Follow the lines from a camera of a site, the small one, to people who stand there."""
    rows = [(k, 0, *place, 0.0, 0.0) for k, place in enumerate(where)]
    return Sightlines.of(
        here or site(), view, tracks(rows), people(max(len(where), 1), **sizes),
        date=dt.date(2017, 6, 14), tick=0, credits=ALWAYS,
    )  # fmt: skip


def test_seen_heads_are_the_rows_of_looks_in_a_run(small):
    done = open_run(small)
    inputs, who = done.inputs, done.people()
    ticks = [4 * (8 * 3600 + 60 * minute) + 1 for minute in range(4, 30, 5)]
    seen = hidden = 0
    for one in inputs.layout.cameras:
        for tick in ticks:
            now = done.moment(tick)
            lines = Sightlines.of(
                inputs.site, one, now, who, date=inputs.scenario.date, tick=tick, credits=ALWAYS
            )
            looks = seen_now(now, who, one, inputs.site)["person"].to_numpy()
            assert sorted(now["person"].to_numpy()[lines.seen]) == sorted(looks)
            shown = np.flatnonzero(one.density(lines.heads) >= LEAST_DENSITY)
            np.testing.assert_array_equal(np.flatnonzero(~lines.seen[shown]),
                                          np.flatnonzero(np.isin(shown, lines.hidden)))  # fmt: skip
            seen, hidden = seen + lines.seen.sum(), hidden + len(lines.hidden)
    assert seen > 30
    assert hidden > 5


@pytest.mark.parametrize("seed", range(6))
def test_seen_heads_are_the_rows_of_looks_anywhere(seed):
    rng = np.random.default_rng(seed)
    where = rng.uniform([0.0, 0.0], [120.0, 80.0], (150, 2))
    view = camera(*rng.uniform([5.0, 30.0, 1.0], [115.0, 44.0, 6.0]), heading=rng.uniform(0, 360),
                  hfov=rng.choice([40.0, 90.0, 150.0]))  # fmt: skip
    lines = follow(view, where)
    rows = [(k, 0, *place, 0.0, 0.0) for k, place in enumerate(where)]
    looks = seen_now(tracks(rows), people(150), view, site())
    np.testing.assert_array_equal(np.flatnonzero(lines.seen), np.sort(looks["person"].to_numpy()))
    # the line is free up to where it is stopped, and no farther
    start, ends = lines.camera.position, lines.ends
    views = Scene.of(site()).look_from([start], [view.rotation], view.lens, 500.0)
    first = np.zeros(len(ends), dtype=int)
    assert views.visible(first, start + (1 - 1e-6) * (ends - start)).all()
    solid = lines.by != PERSON
    beyond = start + (1 + 1e-6) * (ends - start)
    assert not views.visible(first[solid], beyond[solid]).any()
    heads = lines.heads[lines.hidden]
    np.testing.assert_allclose(np.cross(ends - start, heads - start), 0.0, atol=1e-6)


@pytest.mark.parametrize(
    ("view", "head", "by", "short"),
    [
        # the hall's south wall lies at y = 45
        (camera(35, 35, 4, heading=0), (35, 70), BUILDING, 10 / 35),
        # the kiosk is a round one of 1.2 m
        (camera(50, 36, 1.6, heading=90), (70, 36), FURNITURE, 10.8 / 20),
        # the trunk of 0.3 m, and the crown of 3 m
        (camera(20, 38, 1.6, heading=90), (40, 38), TREE, 9.7 / 20),
        (camera(20, 38, 9, heading=90, tilt=-20), (40, 38), TREE, None),
    ],
)
def test_what_stands_in_the_way_is_told(view, head, by, short):
    lines = follow(view, [head])
    assert not lines.seen.any()
    assert lines.by.tolist() == [by]
    if short is not None:
        away, whole = (
            np.linalg.norm(ends[0] - lines.camera.position) for ends in (lines.ends, lines.heads)
        )
        # of what is round the outline has corners
        assert away / whole == pytest.approx(short, abs=0.003)


@pytest.mark.compiled
def test_on_uneven_ground_lines_end_where_sight_is_stopped(kings_cross):
    """About the canal steps, from the square above and from the towpath below."""
    rng, by = np.random.default_rng(5), []
    where = rng.uniform([-25.0, -80.0], [65.0, -10.0], (900, 2))
    where = where[shapely.contains_xy(kings_cross.walkable, *where.T)].round(2)
    rows = [(k, 0, *place, 0.0, 0.0) for k, place in enumerate(where)]
    for view in (
        camera(30, -28, 5, heading=195, tilt=-12, hfov=60),
        camera(20, -64, 2.5, heading=10, tilt=5, hfov=70),
    ):
        lines = follow(view, where, here=kings_cross)
        assert lines.height == view.position[2]
        (ground,) = kings_cross.height(view.position[None, :2])
        assert lines.camera.position[2] == pytest.approx(ground + lines.height, abs=0.1)
        # eyes of 1.6 m, a body of 1.40 m
        foot = lines.heads[:, 2] - 1.6
        # squares of half a metre, beside walls and decks too
        assert np.mean(np.abs(foot - kings_cross.height(where)) < 0.15) > 0.99
        over = lines.bodies[:, 1:] - foot[:, None]
        np.testing.assert_allclose(over, [[0.0, 1.4022]] * len(where), atol=1e-6)
        start, ends = lines.camera.position, lines.ends
        views = Scene.of(kings_cross).look_from([start], [lines.camera.rotation], view.lens, 500.0)
        first = np.zeros(len(ends), dtype=int)
        assert views.visible(first, start + (1 - 1e-6) * (ends - start)).all()
        solid = np.isin(lines.by, (BUILDING, FURNITURE, TREE, GROUND))
        beyond = start + (1 + 1e-6) * (ends - start)
        assert not views.visible(first[solid], beyond[solid]).any()
        by += lines.by.tolist()
        # and a picture shows the middle of each head that is seen
        shown = View.of(kings_cross, view, tracks(rows), people(len(where)))
        for k in np.flatnonzero(lines.seen):
            ray = (lines.heads[k] - start) / np.linalg.norm(lines.heads[k] - start)
            kind, item, _, _ = first_shown(
                shown.camera.record, shown.slopes, shown.solids, shown.people, Bodies.HEAD, *ray
            )
            assert (kind, item) == (HEAD, k)
    assert by.count(GROUND) > 0
    assert by.count(PERSON) > 5
    assert by.count(EDGE) == 0


def test_people_hide_others_but_nobody_himself():
    view = camera(90, 34, 1.6, heading=270, tilt=0)
    lines = follow(view, [(85, 34), (80, 34), (84, 30)], eye=1.6)
    assert lines.seen.tolist() == [True, False, True]
    assert (lines.hidden.tolist(), lines.by.tolist(), lines.item.tolist()) == ([1], [PERSON], [0])
    assert lines.kind[0] >= BODY
    # the ground lies 3 m below the datum
    np.testing.assert_allclose(lines.ends, [[85.11, 34, -1.4]], atol=1e-6)
    # from above, one's own shoulders are nearer than the middle of one's head is to a wall
    above = camera(90, 34, 4, heading=270, tilt=-45)
    assert follow(above, [(88, 34)], shoulder=1.1).seen.all()


def test_own_shoulders_are_not_what_hides():
    """Seen from below, the own wide shoulders are met before the neighbour's head."""
    view = camera(90, 34, 0.5, heading=270, tilt=45)
    sizes = {"eye": [1.6, 1.44], "stature": [1.71, 1.54], "shoulder": [1.19, 0.25]}
    lines = follow(view, [(89, 34), (89.15, 34)], **sizes)
    assert (lines.hidden.tolist(), lines.item.tolist()) == ([0, 1], [1, 0])
    assert lines.by.tolist() == [PERSON, PERSON]


def test_nobody_in_a_mask_has_a_ray():
    view = camera(90, 34, 1.6, heading=270, tilt=0)
    left = np.array([[0.0, 0.0], [900.0, 0.0], [900.0, 1080.0], [0.0, 1080.0]])
    where = [(80, 30), (80, 38), (75, 30)]
    open_, half = follow(view, where), follow(replace(view, masks=(left,)), where)
    assert open_.seen.tolist() == [True, True, True]
    assert half.seen.tolist() == [False, True, False]
    assert len(half.hidden) == 0


def test_where_no_ray_meets_anything_the_line_ends_at_the_head(monkeypatch):
    """A line along a wall is hidden by it, though a ray may pass."""

    def pass_by(record, solids, people, head, rays, kind, item, distance):
        kind[:], item[:], distance[:] = SKY, -1, np.inf

    monkeypatch.setattr("twin.report.sightlines.many_hits", pass_by)
    lines = follow(camera(35, 35, 4, heading=0), [(35, 70)])
    assert lines.by.tolist() == [EDGE]
    np.testing.assert_array_equal(lines.ends, lines.heads)


def test_nobody_there_is_no_trouble():
    lines = follow(camera(35, 35, 4), [])
    assert (len(lines.heads), len(lines.hidden)) == (0, 0)


def test_a_moment_of_a_run_is_the_one_a_view_shows(small):
    from twin.report.shot import shot

    done = open_run(small)
    lines, taken = sightlines(done, "west"), shot(done, "west")
    assert lines.tick == taken.tick
    assert lines.seen.sum() == taken.looks.num_rows > 3
