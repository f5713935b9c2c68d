"""The door to walking: rooms of guidelines, laws, and that nobody is anywhere they cannot be."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from twin.errors import ShapeError
from twin.people import walk, walking
from twin.people.walks import published
from twin.people.walks.choice import FLOW, soonest
from twin.people.walks.kernels import PIECE

MODELS = {
    "collision-free-speed": 0.05,
    "collision-free-speed-plain": 0.05,
    "social-force": 0.01,
}
CORRIDOR = box(0, 0, 41, 2)
CORRIDOR_END = box(40, 0, 41, 2)


def inside(ground, walked, slack=0.0):
    """Tell whether everybody was always on the ground, and every step stayed on it."""
    there = np.isfinite(walked.xy[:, :, 0])
    both = there[1:] & there[:-1]
    steps = np.stack([walked.xy[:-1][both], walked.xy[1:][both]], axis=1)
    return bool(shapely.covers(ground.buffer(slack), shapely.linestrings(steps)).all())


@pytest.fixture(params=list(MODELS))
def model(request):
    return {"model": request.param, "dt": MODELS[request.param]}


def test_one_person_in_a_corridor_takes_the_time_of_the_way(model):
    # RiMEA test 1: 39.2 m, to the exit at 40 m, at 1.33 m/s
    walked = walk(CORRIDOR, [(0.8, 1)], [CORRIDOR_END], [0], [1.33], seconds=40, **model)
    assert 39.2 / 1.33 - 0.1 < walked.left[0] < 1.03 * 39.2 / 1.33 + 0.6
    assert walked.agent_steps == round(walked.left[0] / model["dt"])
    gone = walked.time >= walked.left[0]
    assert np.isnan(walked.xy[gone]).all()
    assert np.isfinite(walked.xy[~gone]).all()
    assert (walked.xy[0] == [(0.8, 1)]).all()


def test_people_wait_until_they_begin(model):
    begin = [0.0, 1.3, 4.0, 99.0]
    start = np.column_stack([np.full(4, 1.0), 1.0 + 2 * np.arange(4)])
    room = box(0, 0, 12, 8)
    walked = walk(
        room, start, [box(11, 0, 12, 8)], [0] * 4, [1.2] * 4, seconds=20, begin=begin, **model
    )
    for i, moment in enumerate(begin):
        stood = walked.time <= moment
        assert (walked.xy[stood, i] == start[i]).all()
        # 10 m to the exit at most 5 % slower than free, some of it sideways
        if moment < 20:
            assert moment + 10 / 1.2 - 0.1 < walked.left[i] < moment + 10.8 / 1.2 + 0.8
    assert np.isnan(walked.left[3])


def test_who_waits_to_begin_is_moved_by_nobody(model):
    start = [(5.0, 4.0), (5.2, 4.0), (2.0, 4.1)]
    walked = walk(
        box(0, 0, 12, 8), start, [box(11, 0, 12, 8)], [0] * 3, [1.2] * 3, seconds=4,
        begin=[3.0, 3.0, 0.0], **model,
    )  # fmt: skip
    assert (walked.xy[walked.time <= 3.0, :2] == start[:2]).all()


@pytest.mark.parametrize("start", [(1, 0.001), (1, 0.05), (1, 0.2), (0.02, 0.03), (0.01, 3.99)])
def test_whoever_begins_at_a_wall_gets_away_from_it(start, model):
    walked = walk(box(0, 0, 10, 4), [start], [box(9, 1, 10, 3)], [0], [1.0], seconds=20, **model)
    assert 7.7 < walked.left[0] < 12
    moved = np.hypot(*np.diff(walked.xy[:, 0], axis=0).T) / np.diff(walked.time)
    # nor is anybody thrown: the social force gives who touches a wall sqrt(2 A B / m) away from it
    push = np.sqrt(2 * 2000 * 0.08 / 80) if model["model"] == "social-force" else 0.0
    assert np.nanmax(moved) < 1.05 * np.hypot(push, 1.0)


def test_everybody_leaves_a_room_through_a_door_of_a_metre(model):
    room = shapely.union(box(0, 0, 10, 10), box(10, 4.5, 11, 5.5))
    start = np.stack(np.meshgrid(np.arange(1, 9, 1.1), np.arange(1, 9, 1.1)), axis=2).reshape(-1, 2)
    n = len(start)
    walked = walk(room, start, [box(10.2, 4.5, 11, 5.5)], [0] * n, [1.34] * n, seconds=120, **model)
    assert np.isfinite(walked.left).all()
    assert inside(room, walked, 1e-9)
    # at most as many as the narrowest experiments of a metre let through: 2.8 a second
    assert n / 2.8 < walked.left.max()


def test_round_a_corner_to_the_exit_of_each(model):
    # RiMEA test 6
    area = shapely.union(box(0, 0, 12, 2), box(10, 0, 12, 12))
    start = [(0.6 + 0.55 * (k % 10), 0.55 + 0.9 * (k // 10)) for k in range(20)]
    walked = walk(
        area, start, [box(10, 11, 12, 12)], [0] * 20, np.linspace(1, 1.6, 20), seconds=60, **model
    )
    assert np.isfinite(walked.left).all()
    assert inside(area, walked, 0.01)


def test_thin_walls_are_walls(model):
    # a wall of 2 cm with a gap at the top, which the grid of 0.1 m would miss
    room = box(0, 0, 8, 6).difference(box(4, 0, 4.02, 4.5))
    walked = walk(room, [(2, 1)], [box(7, 0, 8, 2)], [0], [1.3], seconds=20, **model)
    assert inside(room, walked)
    # round the end of the wall at (4, 4.5): at least 2 times 4 m
    assert walked.left[0] > (np.hypot(2, 3.5) + np.hypot(3, 2.5)) / 1.3


def test_a_crowd_of_six_a_square_metre_is_accepted(model):
    room = shapely.union(box(0, 0, 6, 6), box(6, 2, 8, 4))
    x = 0.3 + 0.408 * np.arange(14)
    start = np.stack(np.meshgrid(x, x), axis=2).reshape(-1, 2)
    assert len(start) / (14 * 0.408) ** 2 > 6.0
    n = len(start)
    walked = walk(room, start, [box(7, 2, 8, 4)], [0] * n, [1.3] * n, seconds=10, **model)
    assert inside(room, walked, 0.01)
    assert np.isfinite(walked.left).sum() > 8


@pytest.mark.parametrize("count", [3, 600])
def test_any_number_of_threads_gives_the_same_bytes(model, count, monkeypatch, watch):
    # also so few are walked by two threads
    monkeypatch.setattr(published, "FEW", 1)
    monkeypatch.setattr(walking, "FEW", 1)
    rng = np.random.default_rng(1)
    start = rng.uniform(1, [59, 29], (count, 2))
    exits = [box(58, 0, 60, 30), box(0, 0, 2, 30)]
    one, two = (
        walk(
            box(0, 0, 60, 30),
            start,
            exits,
            np.arange(count) % 2,
            [1.3] * count,
            seconds=15,
            threads=threads,
            **model,
        )
        for threads in (1, 2)
    )
    # a thread takes no fewer people than a piece
    assert watch.shared()[0] == (model["model"] == "collision-free-speed" or count > PIECE)
    assert one.xy.tobytes() == two.xy.tobytes()
    assert one.left.tobytes() == two.left.tobytes()
    assert one.agent_steps == two.agent_steps


def test_a_walk_is_told_in_a_line():
    walked = walk(CORRIDOR, [(1, 1), (2, 1)], [CORRIDOR_END], [0, 0], [1.3, 1.3], seconds=2)
    assert repr(walked) == "<Walk of 2 people for 2 s; 0 have left>"


def test_the_seed_moves_the_model_of_the_day_alone(model):
    walked = [
        walk(CORRIDOR, [(1, 1)], [CORRIDOR_END], [0], [1.3], seconds=10, seed=seed, **model).xy
        for seed in (0, 0, 1)
    ]
    assert (walked[0] == walked[1]).all()
    assert (walked[0] == walked[2]).all() == (model["model"] != "collision-free-speed")


@pytest.mark.parametrize("y", [3.6, 3.3])
@pytest.mark.parametrize(("south", "thick"), [(3.9, 0.1), (3.87, 0.15), (3.93, 0.04), (3.94, 0.02)])
def test_who_is_behind_a_thin_wall_is_not_felt(model, y, south, thick):
    # on the two sides of a thin wall, once about as far from it and once not
    room = box(0, 0, 12, 8).difference(box(3, south, 9, south + thick))
    pair = [(5.0, 4.3), (5.1, y)]
    alone, both = (
        walk(
            room,
            start,
            [box(11, 3, 12, 5)],
            [0] * len(start),
            [0.5] * len(start),
            seconds=2,
            **model,
        )
        for start in (pair[:1], pair)
    )
    assert both.xy[:, 0].tobytes() == alone.xy[:, 0].tobytes()


def test_steps_are_walked_at_their_pace():
    # 10 m of steps at 0.49 of 1.33 m/s, and 2 m of level ground
    stairs = [box(1, 0, 11, 2)]
    ground, end = box(0, 0, 13, 2), box(11.5, 0, 13, 2)
    walked = walk(ground, [(0.5, 1)], [end], [0], [1.33], seconds=40, stairs=stairs)
    assert walked.left[0] == pytest.approx(1.0 / 1.33 + 10 / (0.49 * 1.33), rel=0.03)
    with pytest.raises(ShapeError, match="stairs are given, but 'social-force' knows none"):
        walk(
            ground, [(0.5, 1)], [end], [0], [1.33], seconds=40, dt=0.01, stairs=stairs,
            model="social-force",
        )  # fmt: skip


def test_a_wide_exit_is_left_by_its_whole_width():
    start = [(1.0, y) for y in np.linspace(1, 19, 10)]
    walked = walk(box(0, 0, 21, 20), start, [box(20, 0, 21, 20)], [0] * 10, [1.0] * 10, seconds=40)
    # everybody goes straight on but for their wandering
    assert walked.left == pytest.approx([19.0] * 10, rel=0.05)
    last = np.array([xy[np.isfinite(xy[:, 0])][-1] for xy in np.moveaxis(walked.xy, 1, 0)])
    assert np.ptp(last[:, 1]) > 10


def test_who_may_choose_takes_the_exit_they_are_through_first(model):
    ground = shapely.union_all([box(0, 0, 20, 4), box(-1, 1.5, 0, 2.5), box(20, 1.5, 21, 2.5)])
    exits = [box(-1, 1.5, -0.3, 2.5), box(20.3, 1.5, 21, 2.5)]
    start = [(x, 2.0) for x in (3.0, 6.0, 9.0, 14.0)]
    walked = walk(ground, start, exits, None, [1.2] * 4, seconds=40, **model)
    last = np.array([xy[np.isfinite(xy[:, 0])][-1] for xy in np.moveaxis(walked.xy, 1, 0)])
    assert (last[:, 0] < 10).tolist() == [True, True, True, False]
    assert walked.exit.tolist() == [0, 0, 0, 1]
    # who is still there has taken none, and whoever may not choose takes theirs
    early = walk(ground, start, exits, None, [1.2] * 4, seconds=4, **model)
    assert early.exit.tolist() == [0, -1, -1, -1]
    told = walk(ground, start[:2], exits, [1, 1], [1.2] * 2, seconds=40, **model)
    assert told.exit.tolist() == [1, 1]


def test_the_exit_told_is_the_one_left_by_not_the_one_made_for(model):
    # some make for the far end, past the small exit in the middle, and come into that
    exits = [box(18, 0, 20, 4), box(9, 1.4, 10, 2.6)]
    k = np.arange(40)
    start = np.column_stack([1 + 0.5 * (k // 5), 0.6 + 0.7 * (k % 5)])
    walked = walk(box(0, 0, 20, 4), start, exits, None, [1.2] * 40, seconds=40, **model)
    last = np.array([xy[np.isfinite(xy[:, 0])][-1] for xy in np.moveaxis(walked.xy, 1, 0)])
    assert (walked.exit == np.where(last[:, 0] < 12, 1, 0)).all()


def test_who_may_choose_share_two_doors_that_are_then_in_use_equally_long():
    # 300 people who all begin before the western door of a hall of 60 m
    hall, k = box(0, 0, 60, 12), np.arange(300)
    ground = shapely.union_all([hall, box(-1.5, 5.5, 0, 6.5), box(60, 5.5, 61.5, 6.5)])
    exits = [box(-1.5, 5.5, -0.3, 6.5), box(60.3, 5.5, 61.5, 6.5)]
    start = np.column_stack([1 + 0.7 * (k // 15), 1 + 0.7 * (k % 15)])
    apart = []
    for seed in range(3):
        walked = walk(ground, start, exits, None, [1.34] * 300, seconds=150, seed=seed)
        assert np.isfinite(walked.left).all()
        west, east = (walked.left[walked.exit == k].max() for k in (0, 1))
        apart.append(abs(west - east) / max(west, east))
    # how much gets through a door varies by a tenth
    assert np.median(apart) < 0.1


@given(
    people=st.integers(1, 60),
    widths=st.lists(st.floats(0.5, 4), min_size=1, max_size=4),
    seed=st.integers(0, 9),
)
def test_people_share_exits_so_that_nobody_waits_much_longer_than_another(people, widths, seed):
    there = np.random.default_rng(seed).uniform(1, 30, (people, len(widths)))
    width = np.array(widths)
    chosen = soonest(there, width)
    assert ((chosen >= 0) & (chosen < len(widths))).all()
    # all are out no later than if everybody took the exit nearest to them
    assert _last_out(there, chosen, width) <= _last_out(there, there.argmin(axis=1), width) + 2.5


def _last_out(there, chosen, width):
    """When the last one is through, by queueing at each exit in the order of coming."""
    last = 0.0
    for k, metres in enumerate(width):
        free = 0.0
        for come in np.sort(there[chosen == k, k]):
            free = max(free, come) + 1 / (FLOW * metres)
        last = max(last, free)
    return last
