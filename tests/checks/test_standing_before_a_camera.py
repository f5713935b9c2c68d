"""Tiny scenes through the whole chain from tracks to the headline, worked by hand.

A level pinhole camera hangs at eye height, F = 960 / tan 15 deg = 3582.77 px. A person stands on its
axis and faces it (yaw 3.14 instead of pi, so cos^2 yaw differs from 1 by 3e-6), eyes 63 mm apart::

    px/m    F / d          8 m: 447.85    20 m: 179.14
    ied     0.063 F / d    8 m:  28.21    20 m:  11.29

Nothing moves, so nothing blurs. With x0 = 10 and w = 1 the share of one look is
logistic(ied / q - 10), q = 1, 1.8 and 2.6 by profile::

    20 m    1.2857 -> 0.783422      -3.7302 -> 0.023427       -5.6593 -> 0.003473

and k looks in one pass give A (1 - (1 - s)^k), A = 0.89.
"""

import math

import numpy as np
import pyarrow.compute as pc
import pytest
import shapely
from scipy.optimize import brentq
from scipy.special import expit

from tests.sight.scenes import Solids, camera, people, tracks
from twin.answers.counts import exposed
from twin.answers.levels import levels
from twin.answers.machine import machine
from twin.exposure import expose_looks, recognisers
from twin.sight import join_slabs, look
from twin.tables import EXPOSURE, checked

EIGHT = 8 * 3600 * 4
"""Eight o'clock. [0.25 s]"""

AXIS = camera(0, 0, 1.6, heading=90, tilt=0, hfov=30)
CEILING = 0.89


class Square(Solids):
    """Open ground without named places."""

    def place_index(self, x, y):
        return np.full(len(x), -1)


def answer(rows, count, *, cameras=(AXIS,), site=None):
    """Look, add up and answer; returns levels with and without face, machine, and exposure by day."""
    site = site or Square()
    (slab,) = look([tracks(rows)], people(count), cameras, site)
    looks = {}
    for index, one in enumerate(cameras):
        _, looks[one.id] = join_slabs(
            slab.sightings[index].column, slab.looks[index].column, slab.states[index]
        )
    model = recognisers()
    exposure = checked(expose_looks(looks, site=site, places=[], recognisers=model), EXPOSURE)
    day = exposed(exposure, "day")
    return (
        levels(day)["iec62676-4:2015"],
        levels(day, with_face=True)["iec62676-4:2015"],
        machine(day, model)["profiles"],
        exposure.filter(pc.equal(exposure["by"], "day")).to_pylist(),
    )


def stands(person, away, seconds, *, yaw=3.14, aside=0.0):
    """Rows of somebody who stands at a distance from eight o'clock on."""
    return [(person, EIGHT + i, away, aside, yaw, 0) for i in range(4 * seconds)]


def test_three_seconds_at_twenty_metres():
    any_heading, with_face, named, ((row),) = answer(stands(0, 20, 3), 1)
    assert any_heading == with_face == {"detect": 1, "observe": 1, "recognise": 1, "identify": 0}
    assert (row["passes"], row["seconds"], row["face_seconds"]) == (1, 3.0, 3.0)
    assert row["density_px_per_m"] == pytest.approx(179.1385, rel=1e-6)
    assert row["ied_px"] == pytest.approx(11.285722, rel=1e-5)
    for profile, share in (("optimistic", 0.783422), ("central", 0.023427), ("strict", 0.003473)):
        assert named[profile] == pytest.approx(CEILING * (1 - (1 - share) ** 3), rel=4e-4)


def test_one_second_gives_exactly_one_look():
    *_, named, _ = answer(stands(0, 20, 1), 1)
    assert named["optimistic"] == pytest.approx(CEILING * 0.783422, rel=1e-4)


def test_near_enough_for_a_human_and_the_far_one_hidden_by_the_near_one():
    any_heading, with_face, named, rows = answer(stands(0, 8, 2) + stands(1, 20, 2), 2)
    assert any_heading == with_face == {"detect": 1, "observe": 1, "recognise": 1, "identify": 1}
    assert [row["person"] for row in rows] == [0]
    assert named["optimistic"] == pytest.approx(CEILING, abs=1e-6)
    # 28.2143 / 2.6 - 10 = 0.8517 -> 0.700914; twice: 1 - 0.299086^2 = 0.910548
    assert named["strict"] == pytest.approx(CEILING * 0.910548, rel=1e-4)


def test_a_back_is_seen_and_names_nobody():
    any_heading, with_face, named, ((row),) = answer(stands(0, 8, 2, yaw=0.0), 1)
    assert any_heading["identify"] == 1
    assert with_face["detect"] == 0
    assert not row["templated"]
    assert named == {"optimistic": 0.0, "central": 0.0, "strict": 0.0}


def test_a_wall_between_leaves_nothing():
    site = Square([shapely.box(10, -1, 10.2, 1)], [(0.0, 3.0)])
    any_heading, _, named, rows = answer(stands(0, 20, 3), 1, site=site)
    assert (any_heading["detect"], named["optimistic"], rows) == (0, 0.0, [])


def test_a_second_camera_is_a_second_chance_at_the_same_kind_of_face():
    """Two cameras side by side see the same: mean over faces of 1 - (1 - A_h s)^2, by quadrature."""
    twin_camera = camera(0, 0, 1.6, heading=90, tilt=0, hfov=30, id="B")
    *_, one, _ = answer(stands(0, 20, 1), 1)
    *_, two, _ = answer(stands(0, 20, 1), 1, cameras=(AXIS, twin_camera))
    share = expit(1.285722)
    hardness = np.linspace(-8, 8, 40_001)
    weight = np.exp(-(hardness**2) / 2)
    weight /= weight.sum()
    odds = math.log(CEILING / (1 - CEILING))
    shift = brentq(lambda c: weight @ expit(odds + hardness - c) - CEILING, -2, 2)
    ceilings = expit(odds + hardness - shift)
    assert two["optimistic"] == pytest.approx(weight @ (1 - (1 - ceilings * share) ** 2), rel=1e-4)
    assert one["optimistic"] < two["optimistic"] < 1 - (1 - CEILING * share) ** 2
