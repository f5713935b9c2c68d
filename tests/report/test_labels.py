"""Labels: a name stands inside its outline and on nothing else."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from twin.report.labels import Page, beside, boxes, fit, main_turn, upright, variants, wrapped


def test_boxes_have_the_size_and_turn_asked_for() -> None:
    made = boxes(np.array([[3.0, 4.0], [0.0, 0.0]]), np.array([0.0, np.pi / 2]), 4.0, 2.0)
    assert made[0].bounds == (1.0, 3.0, 5.0, 5.0)
    assert np.allclose(made[1].bounds, (-1.0, -2.0, 1.0, 2.0))


def test_a_name_fits_only_where_there_is_room() -> None:
    outline = shapely.box(0, 0, 20, 5)
    spot = fit(outline, 18.0, 3.0, page=Page())
    assert spot is not None
    assert spot.turn == 0.0
    assert outline.contains(spot.box)
    assert fit(outline, 21.0, 3.0, page=Page()) is None


def test_a_name_turns_along_a_narrow_outline() -> None:
    outline = shapely.affinity.rotate(shapely.box(0, 0, 20, 5), 60)
    spot = fit(outline, 17.0, 3.0, page=Page())
    assert spot is not None
    assert np.isclose(spot.turn, np.radians(60))
    assert outline.contains(spot.box)


def test_a_name_keeps_off_what_stands_there() -> None:
    outline, page = shapely.box(0, 0, 20, 10), Page()
    first = fit(outline, 10.0, 4.0, page=page)
    assert first is not None
    page.take(first.box)
    second = fit(outline, 10.0, 2.0, page=page)
    assert second is not None
    assert not second.box.intersects(first.box)
    page.take(outline)
    assert fit(outline, 1.0, 1.0, page=page) is None


def test_an_l_shape_keeps_its_name_inside() -> None:
    outline = shapely.Polygon([(0, 0), (20, 0), (20, 5), (5, 5), (5, 20), (0, 20)])
    spot = fit(outline, 12.0, 3.0, page=Page())
    assert spot is not None
    assert outline.contains(spot.box)


@given(
    st.integers(3, 9),
    st.floats(0, 6.2),
    st.floats(2.0, 30.0),
    st.floats(0.5, 12.0),
    st.floats(0.5, 6.0),
)
def test_whatever_is_placed_lies_inside(
    corners: int, turn: float, radius: float, width: float, height: float
) -> None:
    angles = turn + np.linspace(0, 2 * np.pi, corners, endpoint=False)
    outline = shapely.Polygon(radius * np.c_[np.cos(angles), 0.6 * np.sin(angles)])
    spot = fit(outline, width, height, page=Page())
    if spot is not None:
        assert outline.covers(spot.box)
    else:
        assert width * height > 0.02 * outline.area


def test_a_label_beside_a_point_goes_the_preferred_way_or_round_it() -> None:
    within, page = shapely.box(-50, -50, 50, 50), Page()
    spot = next(beside(0, 0, 10, 4, gap=2, page=page, within=within, prefer=np.pi / 2), None)
    assert spot is not None
    assert spot.x == 0 or abs(spot.x) < 1e-9
    assert spot.y > 2
    page.take(spot.box)
    other = next(beside(0, 0, 10, 4, gap=2, page=page, within=within, prefer=np.pi / 2), None)
    assert other is not None
    assert not other.box.intersects(spot.box)
    assert next(beside(0, 0, 200, 4, gap=2, page=page, within=within), None) is None


@given(st.floats(-20, 20))
def test_text_never_stands_on_its_head(turn: float) -> None:
    shown = upright(turn)
    assert -np.pi / 2 - 1e-9 <= shown <= np.pi / 2 + 1e-9
    assert np.isclose(np.tan(shown), np.tan(turn), rtol=1e-3) or abs(np.cos(turn)) < 1e-3


def test_the_longer_side_gives_the_direction() -> None:
    assert np.isclose(main_turn(shapely.box(0, 0, 9, 2)), 0.0)
    assert np.isclose(abs(main_turn(shapely.box(0, 0, 2, 9))), np.pi / 2)
    assert main_turn(shapely.LineString([(0, 0), (1, 1)])) == 0.0


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=7))
def test_wrapping_loses_no_word(words: list[str]) -> None:
    for text in variants(" ".join(words)):
        assert text.split() == words
        assert text.count("\n") <= 2
    lines = wrapped(" ".join(words), 3).split("\n")
    assert max(map(len, lines)) <= len(" ".join(words))
