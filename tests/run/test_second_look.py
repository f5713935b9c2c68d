"""What deserves a second look in a layout: cameras that show nobody, or look over everybody."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from tests.cameras.test_layout import at, load
from tests.site.slope import sloping_site
from tests.site.small_map import small_site
from twin.exposure import recognisers
from twin.people import Crowd
from twin.people.crowd import Event
from twin.run import part_of_a_day, remarks
from twin.sight import ground

USUAL = SimpleNamespace(people=Crowd())


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return small_site(tmp_path_factory.mktemp("map"))


def look(tmp_path, site, *entries):
    inputs = SimpleNamespace(
        site=site,
        layout=load(tmp_path, *entries),
        recognisers=recognisers(),
        scenario=USUAL,
    )
    return remarks(
        inputs, lambda camera: ground(site, replace(inputs.layout, cameras=(camera,)))[0]
    )


def test_a_camera_that_shows_somebody_is_not_remarked_on(tmp_path, site):
    assert look(tmp_path, site, at(70, 20, 3.5, tilt_deg=-8)) == []


def test_a_camera_before_a_wall_is_named_with_what_stands_there(tmp_path, site):
    block = next(b for b in site.buildings if b.blocks)
    west, south, _, north = block.polygon.bounds
    y = (south + north) / 2
    (said,) = look(tmp_path, site, at(west - 0.5, y, 3.0, heading_deg=90, tilt_deg=-1))
    assert said.startswith('Camera "A" shows no head anywhere on walkable ground: ')
    assert (block.name or block.id) in said
    assert said.endswith("is 0.5 m in front of it.")


def test_on_a_slope_what_is_as_high_as_the_camera_is_named(tmp_path):
    """The canopy is at 6.04 to 7.04 m, and the ground north of it at 2.93 m, south of it at 0.58."""
    slope = sloping_site(tmp_path)

    def named(x, y, z, heading):
        layout = load(tmp_path, at(x, y, z, heading_deg=heading))
        inputs = SimpleNamespace(
            site=slope, layout=layout, recognisers=recognisers(), scenario=USUAL
        )
        (said,) = remarks(inputs, lambda _: np.zeros((2, 2)))
        return said.split(": ")[1]

    assert named(55, 61, 3.5, 180) == "Canopy is 1.0 m in front of it."
    assert named(55, 45, 4.5, 0).startswith("check its position")
    # the bank, half a metre before which the slope ends
    assert named(110, 45, 0.5, 0) == "the ground of Bank is 21.5 m in front of it."


def test_a_camera_over_heads_that_looks_up_is_named(tmp_path, site):
    (said,) = look(tmp_path, site, at(70, 20, 3.5, tilt_deg=8))
    assert "3.5 m high and looks up by 8 degrees" in said
    # from the height of faces it is no slip
    assert look(tmp_path, site, at(70, 20, 1.5, tilt_deg=8)) == []


def test_coverage_decides(tmp_path, site):
    layout = load(tmp_path, at(70, 20, 3.5, tilt_deg=-8))
    inputs = SimpleNamespace(site=site, layout=layout, recognisers=recognisers(), scenario=USUAL)
    (said,) = remarks(inputs, lambda _: np.zeros((2, 2)))
    assert "shows no head" in said


def test_a_camera_whose_masks_leave_nothing_is_named(tmp_path, site):
    whole = [[0, 0], [1, 0], [1, 1], [0, 1]]
    (said,) = look(tmp_path, site, at(70, 20, 3.5, tilt_deg=-8, masks=[whole]))
    assert "on walkable ground that its masks leave open" in said


def test_an_event_outside_the_hours_is_told_with_what_else_there_is(tmp_path, site):
    inputs = SimpleNamespace(
        site=site,
        layout=load(tmp_path, at(70, 20, 3.5, tilt_deg=-8)),
        recognisers=recognisers(),
        scenario=SimpleNamespace(
            people=Crowd(
                start="08:00",
                end="09:00",
                event=Event(venue="venue/cafe", begin="19:00", end="21:00", extra=5),
            )
        ),
    )
    assert remarks(inputs, lambda _: np.ones((2, 2))) == [
        (
            "The event lasts from 19:00 to 21:00, but people are simulated from 08:00 to 09:00: 0 % of "
            "its guests come in that time, and its end is not reached."
        )
    ]


def test_some_hours_are_not_told_as_a_day():
    def told(people):
        return part_of_a_day(SimpleNamespace(scenario=SimpleNamespace(people=people)))

    hour = told(Crowd(start="08:00", end="09:00"))
    assert hour.startswith("Only who comes from 08:00 to 09:00 is simulated, to an empty site")
    assert told(Crowd()) == ""
