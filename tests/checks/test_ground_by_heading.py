"""A yard of 80 m by 80 m and one camera, worked by hand.

A level pinhole camera hangs at the height of faces, F = 960 / tan 15 deg = 3582.77 px, and looks
north over open ground. A face towards it at a depth d along its axis has F / d px/m, so a level L
reaches to d = F / L between edges 15 degrees either side: (F / L)^2 tan 15 deg of ground, and
1 / pi^2 of that if faces point any way alike::

    px/m    62.5     125     250
    best    880.5    220.1   55.0   m2
    mean     89.2     22.3    5.6   m2

Detect reaches past the end of the yard, 70 m ahead: 70^2 tan 15 deg = 1312.9 m2.
"""

import math
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from tests.sight.scenes import Solids, camera
from twin.answers.ground_of import ground_of
from twin.cameras import Layout
from twin.people.facing import Facing
from twin.people.footfall import Footfall
from twin.sight import BINS, ground, walked

AXIS = camera(0, 0, 1.6, heading=0, tilt=0, hfov=30)
SIDE = 80.0
GROUND = shapely.box(-SIDE / 2, -10, SIDE / 2, SIDE - 10)
STANDARD = "iec62676-4:2015"


@dataclass
class Yard(Solids):
    """Open ground, a street west of the camera and a square east of it, a gate at its foot."""

    walkable: shapely.Polygon = GROUND
    extent: shapely.Polygon = GROUND
    places: tuple = tuple(SimpleNamespace(place=kind) for kind in ("street", "square"))
    venues: tuple = ()
    gates: tuple = (SimpleNamespace(xy=np.zeros(2)),)

    def place_index(self, x, y):
        return np.where(np.asarray(x) < 0, 0, 1)


YARD = Yard()


def told(**options):
    """Answer what the camera covers; on every square somebody stood for 4 s, 1 s on each m2."""
    density = ground(YARD, Layout("One", "", (AXIS,)), **options)
    spent = np.full(Footfall.of(YARD).counts.shape, 4.0)
    run = SimpleNamespace(inputs=SimpleNamespace(site=YARD), footfall=lambda: spent)
    return ground_of(run, density)


def areas(found, kind=None):
    """Return the ground [m2] at each level but detect."""
    about = found["by_kind"][kind] if kind else found
    shares = about["share_by_level"][STANDARD]
    return (
        np.array([shares[level] for level in ("observe", "recognise", "identify")])
        * (about["walkable_m2"])
    )


def facing_in_the_west():
    """Let everybody look every way equally often, and nobody be east of the camera."""
    found = Facing.of(YARD, bins=BINS)
    found.counts[:, : round(SIDE / 2 / found.cell)] = 3
    return found


BEST = (3582.77 / np.array([62.5, 125, 250])) ** 2 * math.tan(math.pi / 12)
ROUGH = 0.06, 1.5
"""Nodes stand half a metre apart: share and m2 by which an area along slanted edges is off."""


def test_faces_towards_the_camera():
    found = told(heading="best")
    assert found["walkable_m2"] == pytest.approx(SIDE**2, rel=0.02)
    np.testing.assert_allclose(BEST, [880.5, 220.1, 55.0], atol=0.1)
    np.testing.assert_allclose(areas(found), BEST, *ROUGH)
    detect = found["share_by_level"][STANDARD]["detect"] * found["walkable_m2"]
    assert detect == pytest.approx(70**2 * math.tan(math.pi / 12), rel=0.02)


def test_kinds_of_ground_share_it():
    found = told(heading="best")
    for half in ("street", "square"):
        np.testing.assert_allclose(areas(found, half), BEST / 2, 0.12, 3)
    # within 3 m of the gate all that the camera sees is near enough to identify: 30 of 360 degrees
    doorway = found["by_kind"]["doorway"]["share_by_level"][STANDARD]
    assert doorway["identify"] == doorway["detect"] == pytest.approx(1 / 12, abs=0.06)


def test_faces_any_way_and_away():
    np.testing.assert_allclose(areas(told(heading="mean")), BEST / math.pi**2, *ROUGH)
    assert not areas(told(heading="worst")).any()


def test_faces_as_people_carry_them():
    """Who looks every way alike shows the mean; where nobody is nothing is shown."""
    west = facing_in_the_west()
    found = told(heading="footfall", facing=west)
    np.testing.assert_allclose(areas(found, "street"), BEST / math.pi**2 / 2, 0.12, 2)
    assert not areas(found, "square").any()
    assert walked(YARD, west).sum() / 4 == pytest.approx(SIDE**2 / 2, rel=0.02)


def test_a_second_on_each_square_metre_is_a_second_for_each_of_them():
    found = told(heading="best")
    spent = found["person_seconds_by_level"][STANDARD]
    np.testing.assert_allclose(
        [spent[level] for level in ("observe", "recognise", "identify")], areas(found), rtol=0.03
    )
