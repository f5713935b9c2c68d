"""Glances: as often as asked, to the side where the companion or the front is, and off at will."""

import math

import numpy as np
import pytest
from shapely import box

from tests.people.walkers import ADDRESS, Walker, walk
from twin.people.tracks import RESTING, Recorder, Stay
from twin.people.walking import law
from twin.rng import Stream, normal

OFF = {"glance_companion": 0.0, "glance_front": 0.0, "glance_board": 0.0}
STILL = {"gaze_yaw": 0.0, "gaze_pitch": 0.0, "wander": 0.0}
WIDEST = 1.4  # what a head turns at most, as the kernel has it
BLOCK = 8  # samples from one knot of the gaze to the next


def along(*, gap=30.0, rows=6, seconds=120, width=None, goal=165.0, **changes):
    """Walk people east in rows far apart; with ``width`` every second one beside the first."""
    walkers = []
    for k in range(rows):
        y = 5 + gap * k
        walkers.append(Walker((2, y), k, 1.3, target=(goal, y)))
        if width is not None:
            walkers.append(
                Walker((2, y + width), k, 1.3, group=2 * k, abreast=width, target=(goal, y + width))
            )
    area = box(0, 0, 170, 10 + gap * (rows - 1))
    goals = [(goal, 5 + gap * k) for k in range(rows)]
    return walk(area, goals, walkers, seconds=seconds, **changes)


def blocks(walked, person):
    """Cut a person's turns of the head into whole blocks, without the first and the last two."""
    mine = walked.person == person
    yaw = walked.yaw[mine][walked.tick[mine] >= 2 * BLOCK]
    return yaw[: yaw.size // BLOCK * BLOCK].reshape(-1, BLOCK)[:-2]


def shares(walked, people):
    """Return the shares of blocks in which heads go left and right."""
    every = np.concatenate([blocks(walked, p) for p in people])
    return (every.max(axis=1) > 0.2).mean(), (every.min(axis=1) < -0.2).mean(), len(every)


def test_with_glances_off_there_is_the_gaze_alone():
    """An oracle of its own: the draws at the knots, mixed here in NumPy."""
    walked = along(rows=3, seconds=60, wander=0.0, **OFF)
    for person in range(3):
        mine = walked.person == person
        place = walked.tick[mine] / BLOCK
        knot = np.floor(place).astype(int)
        share = place - knot
        seed, replication, day = ADDRESS
        first, second = (
            normal(seed, int(Stream.GAZE), replication, day, np.full(knot.size, person), 4 * at)
            for at in (knot, knot + 1)
        )
        mixed = ((1 - share) * first + share * second) / np.hypot(1 - share, share)
        gaze = np.clip(0.3 * mixed, -WIDEST, WIDEST)
        # the way is not quite straight, and centiradians are rounded
        assert np.abs(walked.yaw[mine] - gaze).max() < 0.025


def test_companions_are_glanced_at_as_often_as_asked_and_on_their_side():
    asked = 0.4
    walked = along(gap=8.0, rows=8, width=0.75, glance_companion=asked, glance_front=0.0, **STILL)
    left, right, n = shares(walked, range(0, 16, 2))  # who have their companion on the left
    assert left == pytest.approx(asked, abs=4 * math.sqrt(asked * (1 - asked) / n))
    assert right == 0.0
    left, right, n = shares(walked, range(1, 16, 2))
    assert right == pytest.approx(asked, abs=4 * math.sqrt(asked * (1 - asked) / n))
    assert left == 0.0


def test_whoever_walks_alone_has_no_companion_to_glance_at():
    walked = along(gap=8.0, rows=4, glance_companion=1.0, glance_front=0.0, **STILL)
    assert np.abs(walked.yaw[walked.tick > 2 * BLOCK]).max() < 0.1


def test_fronts_are_glanced_at_as_often_as_asked_on_the_side_where_they_are():
    asked = 0.3
    # the first walks by the southern edge, the second in the middle of 60 m, the third by the north
    walked = along(gap=25.0, rows=3, glance_companion=0.0, glance_front=asked, **STILL)
    for person, side in ((0, -1), (2, 1)):
        found = shares(walked, [person])
        n = found[2]
        towards, away = found[side < 0], found[side > 0]
        assert towards == pytest.approx(asked, abs=4 * math.sqrt(asked * (1 - asked) / n))
        assert away == 0.0
        # half-way from the way, which is the wall's, to across it
        most = np.abs(blocks(walked, person)).max()
        assert most == pytest.approx(math.pi / 4, abs=0.06)
    assert shares(walked, [1])[:2] == (0.0, 0.0)


def test_a_glance_begins_and_ends_on_the_way_and_takes_half_a_second_to_get_there():
    walked = along(gap=25.0, rows=3, glance_front=1.0, glance_companion=0.0, **STILL)
    turned = np.abs(blocks(walked, 0)).mean(axis=0) / (math.pi / 4)
    assert turned == pytest.approx([0, 0.5, 1, 1, 1, 1, 1, 0.5], abs=0.06)


def test_no_head_turns_farther_than_heads_do():
    recorder = Recorder(0, np.arange(1), law(dt=0.05, glance_companion=1.0), (1, 0, 2))
    recorder.stay(Stay(0, 0, 0.0, 0.0, 0.5, RESTING, False, companion=3.0))
    yaw = recorder.flush(2000, [])[0].table()["head_yaw_crad"].to_numpy() / 100
    assert yaw.max() == pytest.approx(0.5 + WIDEST, abs=0.006)


def stood(ticks=40_000, **changes):
    """Let one person stand below a board; return turns and pitches by blocks of 5 s."""
    law_ = law(dt=0.05, gaze_pitch=0.0, **changes)
    recorder = Recorder(0, np.arange(2), law_, (1, 0, 2))
    recorder.stay(Stay(0, 0, 0.0, 0.0, 0.0, RESTING, False, companion=1.0, board=True))
    table = recorder.flush(ticks, [])[0].table()
    cut = (
        table[name].to_numpy().reshape(-1, 20) / 100
        for name in ("head_yaw_crad", "head_pitch_crad")
    )
    return tuple(cut)


def test_who_waits_looks_at_companions_and_up_at_the_board_as_often_as_asked():
    yaw, pitch = stood(glance_companion=0.25, glance_board=0.35, board_pitch=0.4)
    at_companion = (np.abs(yaw[:, 4:16] - 1.0) < 0.006).all(axis=1)
    up = pitch[:, 10] == 0.4
    n = len(yaw)
    assert at_companion.mean() == pytest.approx(0.25, abs=4 * math.sqrt(0.25 * 0.75 / n))
    assert up.mean() == pytest.approx(0.35, abs=4 * math.sqrt(0.35 * 0.65 / n))
    assert (yaw[up, 10] == 0.0).all()
    assert not (at_companion & up).any()
    assert pitch[:, 0] == pytest.approx(-0.08)
    yaw, pitch = stood(**OFF)
    assert pitch == pytest.approx(-0.08)
    assert not (np.abs(yaw[:, 4:16] - 1.0) < 0.006).all(axis=1).any()
