"""What the door to walking refuses, in a sentence."""

import sys

import numpy as np
import pytest
import shapely
from shapely import box

from twin.errors import ShapeError
from twin.people import walk
from twin.people.walks.asked import LONGEST

ROOM = box(0, 0, 10, 10)
GOOD = {
    "ground": ROOM,
    "start": [(1, 1), (2, 2)],
    "exits": [box(9, 4, 10, 6)],
    "exit_of": [0, 0],
    "speed": [1.3, 1.2],
    "seconds": 1.0,
}
PLAIN = "collision-free-speed-plain"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"ground": "room"}, "ground is str, but must be a shapely Polygon."),
        ({"ground": shapely.Polygon()}, "ground is empty, but must be a shapely Polygon."),
        ({"ground": shapely.Polygon([(0, 0), (9, 9), (9, 0), (0, 9)])}, "ground is not valid (Self-intersection[4.5 4.5]), but must be."),
        ({"start": [(1, 1), (11, 2)]}, "start[1] is (11, 2), but must lie on the ground."),
        ({"start": [(1, 1), (1, 1)]}, "start[0] and start[1] are both (1, 1), but two people cannot stand on one spot."),
        ({"start": [(1, 1), (np.nan, 1)]}, "start[1] is (nan, 1), but every value must be a finite number."),
        ({"start": np.array([(1, 1), (2, np.inf)])}, "start[1] is (2.0, inf), but every value must be a finite number."),
        ({"start": [1, 1]}, "start has shape (2,), but must have shape (any, 2)."),
        ({"start": np.empty((0, 2))}, "start holds nobody, but somebody must walk."),
        ({"start": []}, "start holds nobody, but somebody must walk."),
        ({"start": 1.0}, "start is 1.0, but must hold one entry for each person."),
        ({"exits": []}, "exits is empty, but there must be one at least."),
        ({"exits": [box(11, 0, 12, 1)]}, "exits[0] lies off the ground, but some of it must be on it."),
        ({"exits": [box(10, 0, 12, 1)]}, "exits[0] lies off the ground, but some of it must be on it."),
        ({"exits": [(9, 5)]}, "exits[0] is tuple, but must be a shapely Polygon."),
        ({"exits": [box(9.9, 4, 10, 6)]}, "exits[0] lies wholly within 0.25 m of walls, but people's centres keep that far from them: let it reach farther into the ground."),
        ({"exit_of": [0, 1]}, "exit_of[1] is 1, but must be the number of an exit, 0 to 0."),
        ({"exit_of": [0, -1]}, "exit_of[1] is -1, but must be the number of an exit, 0 to 0."),
        ({"exit_of": [0, 0.5]}, "exit_of[1] is 0.5, but must be the number of an exit, 0 to 0."),
        ({"exit_of": [0]}, "exit_of has shape (1,), but must have shape (2)."),
        ({"exit_of": [0, None]}, "exit_of[1] is None, but must be the number of an exit, 0 to 0."),
        ({"exit_of": 0}, "exit_of is 0, but must hold one entry for each person."),
        ({"speed": 1.3}, "speed is 1.3, but must hold one entry for each person."),
        ({"speed": np.float64(1.3)}, "speed is 1.3, but must hold one entry for each person."),
        ({"speed": None}, "speed is None, but must hold one entry for each person."),
        ({"speed": [np.nan, 1.3]}, "speed[0] is nan, but every value must be a finite number."),
        ({"begin": np.array([0, np.inf])}, "begin[1] is inf, but every value must be a finite number."),
        ({"begin": 0}, "begin is 0, but must hold one entry for each person."),
        ({"speed": [1.3]}, "speed has shape (1,), but must have shape (2)."),
        ({"speed": [1.3, 0]}, "speed[1] is 0, but must lie above 0 and up to 3 m/s."),
        ({"speed": [1.3, 3.5]}, "speed[1] is 3.5, but must lie above 0 and up to 3 m/s."),
        ({"begin": [0, -1]}, "begin[1] is -1, but must lie at 0 s or later."),
        ({"begin": [0]}, "begin has shape (1,), but must have shape (2)."),
        ({"dt": 0.04}, "dt is 0.04 s, but 0.25 s must be a whole number of steps for 'collision-free-speed'."),
        ({"dt": 0.1}, "dt is 0.1 s, but must lie between 0.001 and 0.05 s for 'collision-free-speed', such as 0.01 s."),
        ({"model": "social-force"}, "dt is 0.05 s, but must lie between 0.001 and 0.02 s for 'social-force', such as 0.01 s."),
        ({"dt": float("nan")}, "dt is nan s, but must lie between 0.001 and 0.05 s for 'collision-free-speed', such as 0.01 s."),
        ({"seconds": 1.1}, "seconds is 1.1, but must be a whole number of 0.25 s, above 0 and up to 10,000,000."),
        ({"seconds": 0}, "seconds is 0, but must be a whole number of 0.25 s, above 0 and up to 10,000,000."),
        ({"seconds": float("inf")}, "seconds is inf, but must be a whole number of 0.25 s, above 0 and up to 10,000,000."),
        ({"exits": [box(8, 4, 8.04, 6)]}, "exits[0] is only 0.04 m deep, but the fastest step is 0.065 m long and could pass over it."),
        ({"dt": None}, "dt is None, but must be a number."),
        ({"seconds": "20"}, "seconds is '20', but must be a number."),
        ({"dt": 0.05 + 1e-9}, "dt is 0.050000001 s, but must lie between 0.001 and 0.05 s for 'collision-free-speed', such as 0.01 s."),
        ({"dt": np.float32(0.06)}, "dt is 0.06 s, but must lie between 0.001 and 0.05 s for 'collision-free-speed', such as 0.01 s."),
        ({"seconds": 10**400}, "seconds is 100000000000000000...0000000000000000000, but so large a number cannot be meant."),
        ({"seconds": 1e8}, "seconds is 1e+08, but must be a whole number of 0.25 s, above 0 and up to 10,000,000."),
        ({"start": "abc"}, "start is 'abc', but must hold numbers in shape (any, 2)."),
        ({"start": [(1, 1), (2,)]}, "start is [(1, 1), (2,)], but must hold numbers in shape (any, 2)."),
        ({"speed": ["a", 1.2]}, "speed is ['a', 1.2], but must hold numbers in shape (2)."),
        ({"speed": np.array([["a"] * 9] * 9)}, "speed is array([['a', ..., dtype='<U1'), but must hold numbers in shape (2)."),
        ({"exit_of": [0, {}]}, "exit_of is [0, {}], but must hold numbers in shape (2)."),
        ({"begin": [0, 10**400]}, "begin is [0, 100000000000000000...0000000000000000000], but must hold numbers in shape (2)."),
        ({"model": ["ballet"]}, "model is ['ballet'], but must be one of 'collision-free-speed', 'collision-free-speed-plain', 'social-force'."),
        ({"ground": box(1e15, 0, 1e15 + 10, 10)}, "ground reaches to 1e+15 m, but must lie between -1e+08 and 1e+08 m: farther out rounding changes how people walk."),
        ({"ground": box(0, 0, 9e6, 1)}, "ground is 9e+06 by 1 m, but with 1.5 m round it must be no larger than 3003 m square: the grid over it would not fit into memory."),
        ({"exits": box(9, 4, 10, 6)}, "exits is Polygon, but must be a sequence of shapely Polygons."),
        ({"ground": box(0, 0, 5e4, 5e4)}, "ground is 50000 by 50000 m, but with 1.5 m round it must be no larger than 3003 m square: the grid over it would not fit into memory."),
        ({"stairs": [box(20, 0, 22, 1)]}, "stairs[0] lies off the ground, but some of it must be on it."),
        ({"model": "ballet"}, "model is 'ballet', but must be one of 'collision-free-speed', 'collision-free-speed-plain', 'social-force'."),
        ({"seed": -1}, "seed is -1, but must be a whole number from 0 to 4,294,967,295."),
        ({"threads": 0}, "threads is 0, but must be a whole number from 1 to 4,294,967,295."),
        ({"threads": 1.5}, "threads is 1.5, but must be a whole number from 1 to 4,294,967,295."),
    ],
)  # fmt: skip
def test_what_cannot_be_walked_is_refused_in_a_sentence(change, told):
    with pytest.raises(ShapeError) as refused:
        walk(**(GOOD | change))
    assert str(refused.value) == told


@pytest.mark.parametrize("model", LONGEST)
def test_the_step_that_the_refusal_names_is_taken(model):
    with pytest.raises(ShapeError, match=r"such as 0.01 s\.$"):
        walk(**(GOOD | {"model": model, "dt": 0.06}))
    walk(**(GOOD | {"model": model, "dt": 0.01}))


def test_places_that_fit_into_no_memory_are_refused_before(monkeypatch):
    monkeypatch.setattr("numpy.full", None)  # nothing is laid out yet
    crowd = {"start": [(1 + k / 200, 1) for k in range(900)], "speed": [1.0] * 900, "exit_of": None}
    with pytest.raises(ShapeError) as refused:
        walk(**(GOOD | crowd | {"seconds": 9e6}))
    # 36 million moments of 900 people, 24 bytes each
    assert str(refused.value) == (
        "seconds is 9e+06, but must be at most 46296 for 900 people: to keep their places takes 778 "
        "GB of memory, and 4 GB are allowed."
    )


def test_ground_without_a_node_of_the_grid_is_refused():
    spot = box(0, 0, 0.1, 0.1)
    with pytest.raises(ShapeError) as refused:
        walk(spot, [(0.05, 0.05)], [spot], [0], [1.0], seconds=1)
    sentence = "ground is 0.1 by 0.1 m, but somewhere on it there must be room for a body."
    assert str(refused.value) == sentence


def test_a_number_of_fewer_digits_means_those_it_is_written_with():
    walked = walk(**(GOOD | {"dt": np.float32(0.05)}))
    assert np.array_equal(walked.xy, walk(**(GOOD | {"dt": 0.05})).xy)


def test_ground_as_far_out_as_maps_reach_is_walked_alike():
    # in the grid of the Earth that maps on the web have; the published model draws nothing
    near = walk(**(GOOD | {"model": PLAIN, "seconds": 8.0}))
    x, y = 2e7, -2e7
    far = walk(
        shapely.affinity.translate(ROOM, x, y),
        np.add(GOOD["start"], (x, y)),
        [shapely.affinity.translate(GOOD["exits"][0], x, y)],
        [0, 0],
        GOOD["speed"],
        seconds=8.0,
        model=PLAIN,
    )
    assert np.array_equal(far.left, near.left)
    assert np.allclose(far.xy - (x, y), near.xy, atol=1e-5, equal_nan=True)


# two rooms, with slits of 8 cm past both ends of the wall between them
SLITS = shapely.difference(box(0, 0, 10, 10), box(4.9, 0.08, 5.1, 9.92))
WEST, EAST = box(0, 4, 1, 6), box(9, 4, 10, 6)


@pytest.mark.parametrize(
    ("model", "dt"), [("collision-free-speed", 0.05), (PLAIN, 0.05), ("social-force", 0.01)]
)
def test_both_rooms_beside_a_slit_are_walked_and_nobody_gets_through(model, dt):
    options = {"seconds": 5, "dt": dt, "model": model}
    places, paces = [(1, 2), (9, 2)], [1.3, 1.3]
    for exit_of in ([0, 1], None):
        walked = walk(SLITS, places, [WEST, EAST], exit_of, paces, **options)
        assert np.isfinite(walked.left).all()
    for exit_of, where in (([1, 1], "exits[1]"), (None, "any exit")):
        with pytest.raises(ShapeError) as refused:
            walk(SLITS, places, [EAST, EAST], exit_of, paces, **options)
        assert str(refused.value) == (
            f"start[0] is (1, 2), but there is no way from there to {where} that is wide enough "
            "for a body; an opening of 0.6 m is."
        )
    with pytest.raises(ShapeError, match=r"start\[0\] is \(1, 2\), .* any exit"):
        walk(SLITS, places[:1], [EAST], None, paces[:1], **options)


def test_an_exit_on_both_sides_of_a_wall_is_left_by_from_both():
    walked = walk(SLITS, [(1, 2), (9, 2)], [box(4, 4, 6, 6)], [0, 0], [1.3, 1.3], seconds=8)
    assert np.isfinite(walked.left).all()


def test_whoever_has_room_nearest_through_a_wall_has_no_way():
    # a niche of the western room, 0.4 m wide, ends 0.2 m before the eastern one
    wall = box(4.0, 0.08, 5.1, 9.92).difference(box(3.9, 7.5, 4.9, 7.9))
    ground = box(0, 0, 10, 10).difference(wall)
    with pytest.raises(ShapeError, match=r"start\[0\] is .* no way from there to exits\[0\]"):
        walk(ground, [(4.7, 7.7)], [EAST], [0], [1.3], seconds=1)


def test_a_way_from_corner_to_corner_of_coarse_cells_is_none(monkeypatch):
    # a passage of 0.6 m askew, with a row of nodes along it and none beside
    monkeypatch.setattr(sys.modules["twin.people.walks.lay"], "_MOST_NODES", 1)
    askew = shapely.LineString([(2, 2), (8, 8)]).buffer(0.3)
    ground = shapely.union_all([box(0, 0, 3, 3), askew, box(7, 7, 10, 10)])
    with pytest.raises(ShapeError, match=r"start\[0\] is \(1, 1\), but there is no way"):
        walk(ground, [(1, 1)], [box(8, 8, 10, 10)], [0], [1.3], seconds=20)


def test_somebody_behind_a_slit_has_no_way():
    # two rooms, joined by a passage narrower than a body
    area = shapely.union_all([box(0, 0, 4, 4), box(4, 1.8, 6, 2.2), box(6, 0, 10, 4)])
    with pytest.raises(
        ShapeError, match=r"start\[1\] is \(2, 2\), but there is no way .* exits\[0\]"
    ):
        walk(area, [(8, 1), (2, 2)], [box(8, 2, 10, 4)], [0, 0], [1.3, 1.3], seconds=1)


@pytest.mark.parametrize("width", [0.48, 0.5, 0.505, 0.53, 0.57, 0.6, 0.7])
@pytest.mark.parametrize("aside", [0.0, 0.03, 0.05])
def test_a_narrow_door_is_a_way_or_refused(width, aside):
    low, high = 2 + aside - width / 2, 2 + aside + width / 2
    area = shapely.union_all([box(0, 0, 4, 4), box(4, low, 6, high), box(6, 0, 10, 4)])
    try:
        walked = walk(area, [(2, 2)], [box(8, 2, 10, 4)], [0], [1.3], seconds=20)
    except ShapeError:
        assert width <= 0.6  # half a cell of 0.1 m on both sides of a body
    else:
        assert width > 0.5
        assert walked.left[0] < 8


def test_a_passage_of_a_door_is_a_way():
    area = shapely.union_all([box(0, 0, 4, 4), box(4, 1.6, 6, 2.5), box(6, 0, 10, 4)])
    walked = walk(area, [(2, 2)], [box(8, 2, 10, 4)], [0], [1.3], seconds=10)
    assert 6 / 1.3 < walked.left[0] < 7.5 / 1.3
