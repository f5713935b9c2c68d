"""Companions who stand together look at each other, whoever came first."""

import math

import numpy as np
import pytest

from twin.people.standing import Standing
from twin.people.tracks import RESTING, Recorder, Stay
from twin.people.walking import law


class Kept:
    """Stands for the estate: keeps who stands, as the recorder would."""

    def __init__(self):
        self.stays = {}
        self.recorder = Recorder(0, np.arange(4), law(dt=0.05), (1, 0, 2))

    def stand(self, stay):
        self.stays[stay.person] = stay
        self.recorder.stay(stay)


def stay(person, first, x, y, facing=0.0):
    return Stay(person, first, x, y, facing, RESTING, False)


@pytest.fixture
def kept():
    return Kept()


@pytest.fixture
def standing(kept):
    """Rows 0 to 2 are a party, row 3 is alone."""
    return Standing(kept, np.array([0, 0, 0, 3]), np.array([3, 3, 3, 1]))


def test_two_look_at_each_other(kept, standing):
    standing.stand(0, stay(0, 4, 0.0, 0.0, facing=math.pi / 2))
    assert math.isnan(kept.stays[0].companion)
    standing.stand(1, stay(1, 9, 1.0, 0.0, facing=math.pi))
    # 1 is to the east of 0, who faces north; 1 faces 0
    assert kept.stays[0].companion == pytest.approx(-math.pi / 2)
    assert kept.stays[0].first == 9
    assert kept.stays[1].companion == pytest.approx(0.0)
    table = kept.recorder.flush(20, [])[0].table()
    told = list(zip(table["person"].to_pylist(), table["tick"].to_pylist(), strict=True))
    assert told == [(0, t) for t in range(4, 20)] + [(1, t) for t in range(9, 20)]


def test_nobody_looks_at_strangers_or_at_who_is_far_or_gone(kept, standing):
    standing.stand(0, stay(0, 4, 0.0, 0.0))
    standing.stand(3, stay(3, 4, 0.5, 0.0))
    standing.stand(2, stay(2, 5, 4.5, 0.0))
    standing.leave(0)
    standing.stand(1, stay(1, 6, 0.0, 0.5))
    assert all(math.isnan(kept.stays[row].companion) for row in range(4))


def test_an_earlier_moment_told_later_leaves_no_row_twice(kept, standing):
    standing.stand(0, stay(0, 8, 0.0, 0.0))
    standing.stand(1, stay(1, 6, 1.0, 0.0))
    assert kept.stays[0].first == 8
    table = kept.recorder.flush(12, [])[0].table()
    assert table["tick"].to_pylist() == [*range(8, 12), *range(6, 12)]
