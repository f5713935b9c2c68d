"""What the door to walking refuses, in a sentence."""

import numpy as np
import pytest
import shapely
from shapely import box

from twin.errors import ShapeError
from twin.people import walk

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
        ({"ground": shapely.Polygon()}, "ground is empty, but must be"),
        ({"ground": shapely.Polygon([(0, 0), (9, 9), (9, 0), (0, 9)])}, "ground is not valid"),
        ({"start": [(1, 1), (11, 2)]}, r"start[1] is (11, 2), but must lie on the ground."),
        ({"start": [(1, 1), (1, 1)]}, "start[0] and start[1] are both (1, 1), but two people"),
        ({"start": [(1, 1), (np.nan, 1)]}, "start holds a value that is not finite"),
        ({"start": [1, 1]}, "start has shape (2,), but must have shape (any, 2)."),
        ({"start": np.empty((0, 2))}, "start holds nobody, but somebody must walk."),
        ({"exits": []}, "exits is empty, but there must be one at least."),
        ({"exits": [box(11, 0, 12, 1)]}, "exits[0] lies off the ground, but some of it"),
        ({"exits": [box(10, 0, 12, 1)]}, "exits[0] lies off the ground, but some of it"),
        ({"exits": [(9, 5)]}, "exits[0] is tuple, but must be a shapely Polygon."),
        ({"exits": [box(9.9, 4, 10, 6)]}, "exits[0] lies wholly within 0.25 m of walls"),
        ({"exit_of": [0, 1]}, "exit_of[1] is 1, but must be the number of an exit, 0 to 0."),
        ({"exit_of": [0, -1]}, "exit_of[1] is -1, but must be the number of an exit, 0 to 0."),
        ({"exit_of": [0, 0.5]}, "exit_of[1] is 0.5, but must be the number of an exit"),
        ({"exit_of": [0]}, "exit_of has shape (1,), but must have shape (2)."),
        ({"speed": [1.3]}, "speed has shape (1,), but must have shape (2)."),
        ({"speed": [1.3, 0]}, "speed[1] is 0, but must lie above 0 and up to 3 m/s."),
        ({"speed": [1.3, 3.5]}, "speed[1] is 3.5, but must lie above 0 and up to 3 m/s."),
        ({"begin": [0, -1]}, "begin[1] is -1, but must lie at 0 s or later."),
        ({"begin": [0]}, "begin has shape (1,), but must have shape (2)."),
        ({"dt": 0.04}, "dt is 0.04 s, but 0.25 s must be a whole number of steps for"),
        ({"dt": 0.1}, "dt is 0.1 s, but must lie between 0.001 and 0.05 s for"),
        ({"dt": float("nan")}, "dt is nan s, but must lie between 0.001 and 0.05 s for"),
        ({"seconds": 1.1}, "seconds is 1.1, but must be a whole number of 0.25 s, and above 0."),
        ({"seconds": 0}, "seconds is 0, but must be a whole number of 0.25 s, and above 0."),
        ({"seconds": float("inf")}, "seconds is inf, but must be a whole number of 0.25 s"),
        ({"exits": [box(8, 4, 8.04, 6)]}, "exits[0] is only 0.04 m deep, but the fastest step"),
        ({"dt": None}, "dt is None, but must be a number."),
        ({"seconds": "20"}, "seconds is '20', but must be a number."),
        ({"exits": box(9, 4, 10, 6)}, "exits is Polygon, but must be a sequence of shapely"),
        ({"ground": box(0, 0, 5e4, 5e4)}, "ground is 50000 by 50000 m, but must fit into 3000 m"),
        ({"stairs": [box(20, 0, 22, 1)]}, "stairs[0] lies off the ground, but some of it must"),
        ({"model": "ballet"}, "model is 'ballet', but must be one of 'collision-free-speed', "),
        ({"seed": -1}, "seed is -1, but must be a whole number from 0 to 2**32 - 1."),
        ({"threads": 0}, "threads is 0, but must be a whole number from 1 to 2**32 - 1."),
        ({"threads": 1.5}, "threads is 1.5, but must be a whole number from 1 to"),
    ],
)  # fmt: skip
def test_what_cannot_be_walked_is_refused_in_a_sentence(change, told):
    with pytest.raises(ShapeError) as refused:
        walk(**(GOOD | change))
    assert str(refused.value).startswith(told)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


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
