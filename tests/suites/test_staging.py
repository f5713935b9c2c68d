"""Scenes are filled as their files say."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from twin.errors import ShapeError
from twin.suites.scene import Scene
from twin.suites.staging import spread, walked

ROOM = {
    "ground": [[0, 0, 12, 4]],
    "exits": {"end": [11, 0, 12, 4]},
    "people": [{"count": 5, "within": [0, 0, 4, 4], "to": "end", "begin": [1, 3]}],
    "seconds": 30,
}


@given(st.integers(1, 120), st.integers(0, 5))
def test_people_stand_in_the_room_and_apart(count, seed):
    room = shapely.box(0, 0, 8, 5)
    places = spread(room, count, seed=seed)
    assert places.shape == (count, 2)
    assert shapely.intersects_xy(room, *places.T).all()
    if count > 1:
        apart = cKDTree(places).query(places, k=2)[0][:, 1].min()
        assert apart >= 0.8 * np.sqrt(40 / count)


@pytest.mark.parametrize("count", [2, 45, 90])
def test_people_stand_in_one_row_in_a_narrow_room(count):
    """As far apart as the row lets them, however small the room is for so many."""
    places = spread(shapely.box(0, 0, 45, 0.3), count)
    assert np.unique(places[:, 1]).size == 1
    assert np.diff(np.sort(places[:, 0])).min() >= 0.98 * 45 / count


def test_more_than_fit_are_refused():
    with pytest.raises(ShapeError, match="do not fit into 4 m2"):
        spread(shapely.box(0, 0, 2, 2), 100)


def test_a_scene_is_walked():
    done = walked(
        Scene.model_validate(ROOM), model="collision-free-speed", dt=0.05, seed=1, threads=1
    )
    assert done.walk.xy.shape[1] == 5
    assert (done.walk.xy[0, :, 0] <= 4).all()
    assert ((done.begin >= 1) & (done.begin <= 3)).all()
    assert ((done.speed >= 0.5) & (done.speed <= 2.2)).all()
    assert np.isfinite(done.walk.left).all()


def test_ground_in_two_pieces_is_refused():
    scene = Scene.model_validate({**ROOM, "ground": [[0, 0, 4, 4], [8, 0, 12, 4]]})
    with pytest.raises(ShapeError, match="not in one piece"):
        walked(scene, model="collision-free-speed", dt=0.05, seed=1, threads=1)
