"""Kinds of ground: by hand, and every point of one kind of place."""

from types import SimpleNamespace

import numpy as np

from twin.site.kinds import kinds_of_ground

SITE = SimpleNamespace(
    places=[SimpleNamespace(place=kind) for kind in ("street", "square", "street")],
    venues=[SimpleNamespace(xy=np.array([1.0, 0.0]))],
    gates=[SimpleNamespace(xy=np.array([40.0, 0.0]))],
    place_index=lambda x, y: np.where(x < 0, -1, np.minimum(x // 10, 2)).astype(int),
)


def test_points_by_hand():
    points = [[-1.9, 0], [5, 0], [15, 0], [25, 0], [38, 2]]
    found = kinds_of_ground(SITE, points)
    assert found["street"].tolist() == [False, True, False, True, True]
    assert found["square"].tolist() == [False, False, True, False, False]
    assert found["elsewhere"].tolist() == [True, False, False, False, False]
    assert found["doorway"].tolist() == [True, False, False, False, True]


def test_a_site_without_doors_has_no_doorways():
    bare = SimpleNamespace(**{**vars(SITE), "venues": [], "gates": []})
    assert not kinds_of_ground(bare, [[1.0, 0.0]])["doorway"].any()
