"""Published models against the same equations in NumPy, and against JuPedSim where it is installed."""

import numpy as np
import pytest
from shapely import box

from tests.people.walks import reference
from tests.people.walks.beside_jupedsim import jupedsim_places, with_jupedsim
from tests.people.walks.open_square import open_square
from twin.people import walk

PLAIN, SOCIAL = "collision-free-speed-plain", "social-force"
FIELD = box(0, 0, 60, 60)
EXITS = [box(57, 26, 58, 34), box(2, 26, 3, 34), box(26, 57, 34, 58), box(26, 2, 34, 3)]


def crossing(count, seed, apart):
    """Put people in the middle of the field, no two nearer than ``apart``, each with an exit."""
    rng = np.random.default_rng(seed)
    lattice = np.stack(np.meshgrid(np.arange(25, 35, apart), np.arange(25, 35, apart)), axis=2)
    start = rng.permutation(lattice.reshape(-1, 2))[:count] + rng.uniform(0, 0.02, (count, 2))
    return start, rng.integers(0, 4, count), rng.uniform(0.6, 2.0, count)


@pytest.mark.kernel
@pytest.mark.parametrize("model", [PLAIN, SOCIAL])
def test_a_few_steps_in_a_small_room_are_those_of_the_equations(model):
    # also run uncompiled
    room, door = box(0, 0, 6, 6), box(5, 2, 6, 4)
    start = np.array([(2.0 + 0.39 * (k % 4), 2.2 + 0.45 * (k // 4)) for k in range(12)])
    speed, nobody, begin = 1.0 + 0.05 * np.arange(12), [0] * 12, 0.02 * (np.arange(12) % 2)
    walked = walk(
        room, start, [door], nobody, speed, seconds=0.05, dt=0.01, begin=begin, model=model
    )
    expected = reference.walk(model, start, np.array([(5.5, 3.0)] * 12), speed, begin, 5, 0.01)
    assert np.abs(walked.xy[-1] - expected).max() < 1e-9
    assert np.linalg.norm(expected - start, axis=1).max() > 0.01


@pytest.mark.parametrize("apart", [0.45, 1.2])
@pytest.mark.parametrize("model", [PLAIN, SOCIAL])
def test_places_are_those_of_the_equations(model, apart):
    start, exit_of, speed = crossing(60, 3, apart)
    begin = np.where(np.arange(60) % 7 == 0, 0.4, 0.0)
    walked = walk(
        FIELD, start, EXITS, exit_of, speed, seconds=1.0, dt=0.01, begin=begin, model=model
    )
    target = np.array([e.centroid.coords[0] for e in EXITS])[exit_of]
    expected = reference.walk(model, start, target, speed, begin, 100, 0.01)
    assert np.abs(walked.xy[-1] - expected).max() < 1e-9
    # and they are in one another's way
    free = start + speed[:, None] * reference.unit(target - start) * (1.0 - begin)[:, None]
    assert np.median(np.linalg.norm(expected - free, axis=1)) > 0.02


@with_jupedsim
@pytest.mark.parametrize("model", [PLAIN, SOCIAL])
def test_a_thousand_people_are_where_jupedsim_has_them(model):
    scene = open_square(1000)
    walked = walk(*scene, seconds=2.0, dt=0.01, model=model)
    apart = np.linalg.norm(walked.xy[-1] - jupedsim_places(model, *scene, seconds=2.0), axis=1)
    assert np.median(apart) < 1e-9
    assert apart.max() < 1e-6


OFF_WALL = {"start": [(30.0, 0.2)], "exits": [EXITS[2]], "exit_of": [0], "speed": [1.0]}
"""Somebody whose body touches a wall, and who walks straight off it."""


def test_a_wall_throws_whoever_begins_at_it_as_published():
    # equations (1) and (3) of Helbing, Farkas and Vicsek (2000), which know no greatest speed
    y, v, places, speeds = 0.2, 0.0, [0.2], []
    for _ in range(100):
        v += 0.01 * ((1.0 - v) / 0.5 + 2000.0 * np.exp((0.2 - y) / 0.08) / 80.0)
        y += 0.01 * v
        places.append(y)
        speeds.append(v)
    walked = walk(FIELD, **OFF_WALL, seconds=1.0, dt=0.01, model=SOCIAL)
    assert walked.xy[:, 0, 1] == pytest.approx(places[::25], abs=1e-4)
    # faster than they walk, and slower than a wall without friction and will makes it
    assert 1.5 < max(speeds) < np.hypot(np.sqrt(2 * 2000.0 * 0.08 / 80.0), 1.0)


@with_jupedsim
def test_a_wall_throws_whoever_begins_at_it_as_in_jupedsim():
    walked = walk(FIELD, **OFF_WALL, seconds=0.5, dt=0.01, model=SOCIAL)
    theirs = jupedsim_places(SOCIAL, FIELD, **OFF_WALL, seconds=0.5)
    assert np.abs(walked.xy[-1] - theirs).max() < 1e-4
    assert theirs[0, 1] > 0.2 + 1.2 * 0.5


def test_one_walks_along_a_wall_at_full_speed():
    # 0.3 m off, a wall pushes by 5 exp(-5) = 0.03: along it one goes on nearly at full speed
    ground = box(0, 0, 20, 4)
    walked = walk(
        ground, [(2.0, 0.3)], [box(18, 0.0, 19, 0.6)], [0], [1.0], seconds=10, dt=0.01, model=PLAIN
    )
    assert walked.xy[-1, 0, 0] == pytest.approx(12.0, abs=0.05)
    assert 0.2 < walked.xy[-1, 0, 1] < 0.45


@pytest.mark.parametrize("model", [PLAIN, SOCIAL])
def test_lists_that_are_kept_and_grow_change_nothing(model):
    # three pieces, each with far more neighbours than there is room for at first
    start, exit_of, speed = crossing(270, 7, 0.45)
    whole = [
        walk(FIELD, start, EXITS, exit_of, speed, seconds=0.3, dt=0.01, model=model).xy
        for _ in range(2)
    ]
    assert whole[0].tobytes() == whole[1].tobytes()
    target = np.array([e.centroid.coords[0] for e in EXITS])[exit_of]
    expected = reference.walk(model, start, target, speed, np.zeros(270), 30, 0.01)
    assert np.abs(whole[0][-1] - expected).max() < 1e-7


def test_any_step_that_is_short_enough_will_do_and_the_end_is_kept():
    walked = walk(
        box(0, 0, 20, 4),
        [(3, 2)],
        [box(18, 1, 19, 3)],
        [0],
        [1.0],
        seconds=1.0,
        dt=0.02,
        model=SOCIAL,
    )
    assert walked.time.tolist() == pytest.approx([0, 0.24, 0.48, 0.72, 0.96, 1.0])
    # v' = v + (1 - v) 0.02 / 0.5 from rest, so v after n steps is 1 - 0.96**n
    speed = 1 - 0.96 ** np.arange(1, 51)
    way = np.concatenate([[0], np.cumsum(0.02 * speed)])[[0, 12, 24, 36, 48, 50]]
    assert walked.xy[:, 0, 0] - 3 == pytest.approx(way, abs=1e-12)
    assert walked.agent_steps == 50
