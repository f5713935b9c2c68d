"""A finished run is answered from what its folder holds."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from tests.exposure.scenes import Halves, looks, people
from twin import sources
from twin.answers import answer
from twin.cameras import Camera, Layout, Lens
from twin.exposure import expose_looks, recognisers
from twin.frames import camera_rotation
from twin.people.crowd import Crowd
from twin.people.footfall import Footfall
from twin.site.ground import Ground
from twin.site.relief import FLAT
from twin.site.standing import Standing
from twin.site.things import Prisms

YARD = SimpleNamespace(
    name="the yard",
    origin=np.array([530_000.0, 183_000.0]),
    walkable=shapely.box(0, 0, 40, 20),
    extent=shapely.box(0, 0, 40, 20),
    places=(
        SimpleNamespace(id="west", name="The West", place="street"),
        SimpleNamespace(id="east", name="East", place="square"),
    ),
    venues=(),
    relief=FLAT,
    standing=Standing(Prisms.of([]), ground=np.zeros(0), crowns=np.zeros((0, 5))),
    gates=(SimpleNamespace(xy=np.array([0.0, 10.0])),),
    place_index=lambda x, y: np.where(x < 20, 0, 1),
)


def a_run():
    scenario = SimpleNamespace(
        name="One person",
        date=dt.date(2025, 6, 11),
        people=Crowd(total=1, phone_share=0.1),
    )
    lens = Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=35)
    cameras = (
        Camera("n", "North", np.array([1, 2, 3.5]), camera_rotation(359.99, -8), lens),
        Camera("s", "South", np.zeros(3), camera_rotation(180, 0), lens, reason="seen there"),
    )
    sight = {"seconds": 1.5, "made_now": True, "sightings": 2, "looks": 3}
    exposure = expose_looks(
        {"n": looks({})}, site=Halves(), places=["west", "east"], recognisers=recognisers()
    )
    shape = Ground.of(YARD).walkable.shape
    return SimpleNamespace(
        span=(scenario.people.start_s, scenario.people.end_s),
        inputs=SimpleNamespace(
            scenario=scenario,
            site=YARD,
            layout=Layout("Two", "", cameras),
            recognisers=recognisers(),
        ),
        manifest={
            "stages": {
                "people": {"seconds": 10.0, "rows": 4000, "made_now": False},
                "sight": {"cameras": {"n": sight, "s": {**sight, "made_now": False}}},
                "exposure": {"seconds": 0.25, "rows": exposure.num_rows, "made_now": True},
            },
            "seconds_total": 13.25,
            "peak_memory_mb": 321.0,
        },
        people=lambda: people({}),
        exposure=lambda: exposure,
        footfall=lambda: np.where(np.arange(Footfall.of(YARD).counts.size) == 0, 60.0, 0.0).reshape(
            Footfall.of(YARD).counts.shape
        ),
        coverage=lambda camera: np.full(shape, 30.0 if camera == "n" else 0.0),
    )


def test_guests_who_came_in_vain_are_counted():
    run = a_run()
    assert answer(run)["turned_away"] == 0
    run.manifest["stages"]["people"]["turned_away"] = 3
    assert answer(run)["turned_away"] == 3


def test_a_run_is_answered_from_its_tables_and_manifest():
    found = answer(a_run())
    assert found["site"] == "the yard"
    (remark,) = found["remarks"]
    assert remark.startswith('Camera "s" shows no head anywhere on walkable ground: check its')
    assert found["scenario"] == "One person"
    assert found["date"] == "2025-06-11"
    assert found["people"]["seen"] == 1
    assert [row["id"] for row in found["cameras"]] == ["n", "s"]
    assert [row["name"] for row in found["places"]] == ["The West"]
    assert found["seconds"] == {"people": 10, "sight": 3, "exposure": 0.25, "total": 13.25}
    # the look is at eight on a summer morning
    assert [(row["light"], row["seen"]) for row in found["light"]] == [("day", 1), ("dark", 0)]
    assert found["dark"] == [["22:05", "01:00"]]
    # one of two cameras was looked through before
    assert found["reused"] == ["people", "sight"]
    assert found["rows"] == {
        "people": 1,
        "tracks": 4000,
        "sightings": 4,
        "looks": 6,
        "exposure": 6,
    }
    assert found["peak_memory_mb"] == 321.0
    assert found["ground"]["walkable_m2"] == pytest.approx(800, rel=0.1)
    assert found["ground"]["share_by_level"]["iec62676-4:2015"]["detect"] == 1.0
    assert found["ground"]["share_by_level"]["iec62676-4:2015"]["observe"] == 0.0
    kinds = found["ground"]["by_kind"]
    assert set(kinds) == {"street", "square", "doorway"}
    halves = [kinds[kind]["walkable_m2"] for kind in ("street", "square")]
    assert halves == [pytest.approx(400, rel=0.1)] * 2
    assert kinds["doorway"]["walkable_m2"] == pytest.approx(np.pi * 9 / 2, rel=0.2)
    assert kinds["street"]["share_by_level"]["iec62676-4:2015"]["detect"] == 1.0
    # a minute was spent on one square, all of it covered at 30 px/m; one person was seen
    seconds = found["ground"]["seconds_of_view"]["iec62676-4:2015"]
    assert seconds["detect"] == pytest.approx(60)
    assert seconds["observe"] == 0


def test_it_says_how_the_cameras_hang():
    found = answer(a_run())
    assert found["layout"] == "Two"
    north, south = found["cameras"]
    assert (north["easting_m"], north["northing_m"], north["height_m"]) == (530001, 183002, 3.5)
    assert (north["heading_deg"], north["tilt_deg"], north["hfov_deg"]) == (0, -8, 35)
    assert (north["width_px"], north["height_px"], north["invented"]) == (1920, 1080, False)
    assert (south["heading_deg"], south["reason"]) == (180, "seen there")


def test_what_was_taken_for_granted_about_the_crowd_is_listed():
    listed = {row["name"]: row for row in answer(a_run())["crowd"]}
    assert listed["shares.commuter"]["value"] == 0.36
    assert listed["shares.shopper"]["assumption"]
    assert listed["shares.shopper"]["range"] == [0.05, 0.3]
    assert listed["phone_share"]["source"] == "scenario"
    assert listed["phone_share"]["value"] == 0.1
    assert listed["dwell_factor"]["source"] == "assumption"
    known = sources.keys() | {"assumption", "scenario"}
    assert {row["source"] for row in listed.values()} <= known
