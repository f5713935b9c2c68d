"""From samples at any time to quarter seconds, and the way of walking."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.people.trajectories.samples import Samples, in_order
from twin.people.trajectories.ticks import at_ticks, walking_way


def samples(person, time, xy, **more):
    return in_order(
        Samples(
            Path("a.csv"),
            lambda row: f"a.csv:{row}",
            np.array(person, dtype=float),
            np.array(time, dtype=float),
            np.array(xy, dtype=float).reshape(-1, 2),
            **more,
        )
    )


def test_no_quarter_before_the_first_or_after_the_last_sample():
    ticked, gaps = at_ticks(samples([1, 1], [0.3, 0.9], [(0, 0), (0.6, 0)]), gap=5)
    assert ticked.tick.tolist() == [2, 3]
    assert ticked.xy[:, 0] == pytest.approx([0.2, 0.45])
    assert gaps == 0


def test_a_gap_longer_than_allowed_stays_one():
    many = samples([1, 1, 1, 2], [0, 5, 10.25, 10.5], [(0, 0), (5, 0), (6, 0), (9, 9)])
    ticked, gaps = at_ticks(many, gap=5)
    assert ticked.tick.tolist() == [*range(21), 41, 42]
    assert gaps == 1


def test_a_face_turns_the_short_way():
    yaw = np.array([math.pi - 0.1, -math.pi + 0.1])
    ticked, _ = at_ticks(samples([1, 1], [0, 0.5], [(0, 0), (0, 0)], yaw=yaw), gap=5)
    assert ticked.yaw == pytest.approx([math.pi - 0.1, math.pi, -math.pi + 0.1])


def test_between_samples_who_was_under_a_deck_still_is():
    ticked, _ = at_ticks(
        samples([1, 1, 1], [0, 0.6, 1], [(0, 0), (1, 0), (2, 0)], below=np.array([0.0, 1.0, 0.0])),
        gap=5,
    )
    assert ticked.below.tolist() == [0, 0, 0, 1, 0]


@given(
    rate=st.sampled_from([4, 5, 10, 16, 24, 25, 29.97, 30, 50]),
    first=st.integers(0, 10**6),
    count=st.integers(2, 60),
    speed=st.floats(0, 3),
)
def test_who_walks_straight_is_found_on_the_line(rate, first, count, speed):
    time = (first + np.arange(count)) / rate
    xy = np.column_stack([speed * (time - time[0]), np.zeros(count)])
    ticked, _ = at_ticks(samples(np.ones(count), time, xy), gap=5)
    moments = ticked.tick / 4
    assert (moments >= time[0] - 1e-6).all()
    assert (moments <= time[-1] + 1e-6).all()
    assert (np.diff(ticked.tick) == 1).all()
    assert abs(ticked.tick.size / 4 - (time[-1] - time[0])) <= 0.25 + 1e-6
    assert ticked.xy[:, 0] == pytest.approx(speed * (moments - time[0]), abs=1e-5)


def test_the_way_of_walking_is_that_of_the_path():
    angle = np.linspace(0, math.pi, 40)
    circle = 5 * np.column_stack([np.cos(angle), np.sin(angle)])
    ticked, _ = at_ticks(samples(np.ones(40), np.arange(40) / 4, circle), gap=5)
    yaw, walks = walking_way(ticked)
    assert walks.all()
    off = yaw[2:-2] - (angle[2:-2] + math.pi / 2)
    assert np.cos(off) == pytest.approx(1)


def test_sway_from_foot_to_foot_cancels():
    time = np.arange(80) / 4
    sway = 0.04 * np.sin(2 * math.pi * time)  # once to either side each second
    ticked, _ = at_ticks(samples(np.ones(80), time, np.column_stack([1.3 * time, sway])), gap=5)
    yaw, _ = walking_way(ticked)
    assert abs(yaw[2:-2]).max() < 1e-9


def test_who_stands_keeps_the_way():
    x = np.array([0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 3], dtype=float)
    north = np.column_stack([np.zeros(11), x])
    two = np.concatenate([north, np.zeros((11, 2))])
    ticked, _ = at_ticks(samples(np.repeat([1, 2], 11), np.tile(np.arange(11) / 4, 2), two), gap=5)
    yaw, walks = walking_way(ticked)
    assert yaw[:11] == pytest.approx(math.pi / 2)  # before, while and after walking
    assert walks[:11].tolist() == [False, False, *[True] * 6, False, False, False]
    assert (yaw[11:] == 0).all()  # never walks
    assert not walks[11:].any()
