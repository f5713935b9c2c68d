"""The site's own answers: prisms, crowns, places."""

import datetime as dt

import numpy as np
import pytest
import shapely

from tests.site.small_map import feature, polygon, rectangle, small_site
from twin.errors import ShapeError


def test_everything_that_hides_a_face_is_a_prism(tmp_path):
    site = small_site(tmp_path)
    prisms = site.prisms()
    found = sorted(
        (round(base, 1), round(top, 1), round(outline.area, 1))
        for outline, base, top in zip(prisms.footprints, prisms.base, prisms.top, strict=True)
    )
    octagon = round(0.3**2 * 2 * 2**0.5, 1)
    assert (
        found
        == sorted(
            [
                (0.0, 20.0, pytest.approx(600, abs=0.5)),  # hall
                (0.0, 15.0, pytest.approx(516, abs=0.5)),  # block
                (4.0, 5.0, pytest.approx(130, abs=0.5)),  # canopy
                (
                    0.0,
                    2.0,
                    pytest.approx(3.1, abs=0.05),
                ),  # wall 10 m x 0.3 m, square ends; no fence
                (0.0, 2.6, pytest.approx(4.5, abs=0.1)),  # kiosk
                (0.0, 0.5, pytest.approx(1.2, abs=0.05)),  # bench
                (0.0, 6.0, 0.0),  # lamp
                (0.0, 3.0, octagon),  # trunk
            ],
            key=lambda row: row[:2],
        )
    )


def test_crowns_are_ellipsoids_between_base_and_top(tmp_path):
    crowns = small_site(tmp_path).crowns()
    assert crowns == pytest.approx(np.array([[30, 38, 6, 3, 3]]), abs=0.02)
    assert small_site(tmp_path, drop=("tree/plane",)).crowns().shape == (0, 5)


@pytest.mark.parametrize(
    ("date", "leaves"),
    [("2017-04-19", 0), ("2017-04-20", 1), ("2017-11-10", 1), ("2017-11-11", 0), ("2018-01-10", 0)],
)
def test_bare_crowns_hide_nobody_but_trunks_and_evergreens_do(tmp_path, date, leaves):
    day = dt.date.fromisoformat(date)
    bare = small_site(tmp_path, date=day)
    assert len(bare.crowns()) == leaves
    assert len(bare.prisms().footprints) == len(small_site(tmp_path).prisms().footprints)
    always = {"tree/plane": {"leaf_cycle": "evergreen"}}
    assert len(small_site(tmp_path, date=day, edit=always).crowns()) == 1


def test_the_smallest_place_that_holds_a_point_names_it(tmp_path):
    kiosk = feature("place/kiosk", polygon(rectangle(60, 34, 64, 38)), name="Kiosk", place="yard")
    site = small_site(tmp_path, add=(kiosk,))
    names = [
        site.places[i].id if i >= 0 else None
        for i in site.place_index([62, 30, 5, 5], [36, 30, 50, 10])
    ]
    assert names == ["place/kiosk", "place/square", "place/street", None]


def test_places_agree_with_shapely(tmp_path):
    site = small_site(tmp_path)
    x, y = np.meshgrid(np.linspace(-5, 125, 40), np.linspace(-5, 85, 40))
    found = site.place_index(x.ravel(), y.ravel())
    for index, px, py in zip(found, x.ravel(), y.ravel(), strict=True):
        holders = [
            (place.polygon.area, i)
            for i, place in enumerate(site.places)
            if place.polygon.contains(shapely.Point(px, py))
        ]
        assert index == min(holders, default=(0, -1))[1]
    assert found.dtype == np.intp


@pytest.mark.parametrize("points", [1_000, 200_000], ids=["scattered", "crowded"])
def test_points_get_the_smallest_place_that_holds_them(tmp_path, points):
    site = small_site(tmp_path)
    draw = np.random.default_rng(5)
    edges = np.concatenate([shapely.get_coordinates(p.polygon) for p in site.places])
    x = np.concatenate([draw.uniform(-20, 140, points).round(1), edges[:, 0], [-1e6, 1e6]])
    y = np.concatenate([draw.uniform(-20, 100, points).round(1), edges[:, 1], [1e6, -1e6]])
    expected = np.full(len(x), -1)
    for index in sorted(range(len(site.places)), key=lambda i: -site.places[i].polygon.area):
        expected[shapely.contains_xy(site.places[index].polygon, x, y)] = index
    assert site.place_index(x, y).tolist() == expected.tolist()
    assert set(expected) == {-1, *range(len(site.places))}


def test_places_are_asked_with_one_axis(tmp_path):
    with pytest.raises(ShapeError):
        small_site(tmp_path).place_index([[1.0]], [[1.0]])
