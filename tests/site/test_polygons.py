"""Edges of polygons, counted and measured."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from twin.site.polygons import edges, polygons_in

boxes = st.lists(
    st.tuples(st.floats(-50, 50), st.floats(-50, 50), st.floats(0.1, 9), st.floats(0.1, 9)),
    min_size=1,
    max_size=6,
)


@given(boxes)
def test_the_edges_of_any_area_add_up_to_its_outline(corners):
    area = shapely.union_all([shapely.box(x, y, x + w, y + h) for x, y, w, h in corners])
    holed = area.difference(shapely.buffer(shapely.centroid(area), 0.03))
    walls, owner = edges(holed)
    lengths = np.hypot(*(walls[:, 1] - walls[:, 0]).T)
    assert lengths.sum() == pytest.approx(holed.length)
    assert (lengths > 0).all()
    assert walls.shape == (len(owner), 2, 2)
    assert (owner == 0).all()


def test_each_edge_knows_its_polygon():
    ring = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 2, 2))
    pair = shapely.MultiPolygon([shapely.box(9, 9, 10, 10), shapely.box(12, 9, 13, 10)])
    walls, owner = edges([ring, pair])
    assert np.bincount(owner).tolist() == [8, 8]
    assert walls[owner == 1].min() == 9


def test_no_polygons_have_no_edges():
    walls, owner = edges([])
    assert walls.shape == (0, 2, 2)
    assert owner.shape == (0,)


def test_only_polygons_are_kept_of_a_mixture():
    mixture = shapely.GeometryCollection(
        [shapely.Point(0, 0), shapely.box(0, 0, 1, 1), shapely.MultiPolygon([shapely.box(5, 5, 6, 6)])]
    )  # fmt: skip
    assert [polygon.area for polygon in polygons_in(mixture)] == [1.0, 1.0]
    assert polygons_in(shapely.Polygon()) == []
