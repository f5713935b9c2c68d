"""Zoom lenses between their ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.cameras import Lens
from twin.cameras.zoom import zoomed
from twin.errors import ShapeError

FOUR = {"width_px": 2688, "height_px": 1520}
WIDE = Lens.from_datasheet(**FOUR, hfov_deg=108, detect_m=64)
TELE = Lens.from_datasheet(**FOUR, hfov_deg=30, detect_m=190)


@given(st.floats(30, 108))
def test_it_shows_what_is_asked_for_with_f_between_the_ends(hfov):
    lens = zoomed(WIDE, TELE, hfov_deg=hfov)
    assert lens.hfov_deg == pytest.approx(hfov, abs=1e-6)
    assert WIDE.focal_px - 1e-6 <= lens.focal_px <= TELE.focal_px + 1e-6


@given(st.floats(30, 107), st.floats(0.1, 1))
def test_less_field_of_view_means_more_pixels_on_a_metre(hfov, step):
    near, far = (zoomed(WIDE, TELE, hfov_deg=h).distance_m(25) for h in (hfov + step, hfov))
    assert far > near


def test_the_ends_are_those_of_the_sheet():
    assert zoomed(WIDE, TELE, hfov_deg=WIDE.hfov_deg) is WIDE
    assert zoomed(WIDE, TELE, hfov_deg=TELE.hfov_deg) is TELE


@pytest.mark.parametrize(("hfov", "detect"), [(95, 77), (84, 85.4), (58, 115)])
def test_between_them_it_is_like_fixed_lenses_of_the_same_sensor(hfov, detect):
    """Printed distances of fixed lenses over 2,688 px [layouttool_sheets], which differ by 10 %."""
    assert zoomed(WIDE, TELE, hfov_deg=hfov).distance_m(25) == pytest.approx(detect, rel=0.1)


def test_narrow_ends_stay_a_pinhole():
    ends = [Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=h) for h in (35, 15)]
    lens = zoomed(*ends, hfov_deg=20)
    assert lens.model == "rectilinear"
    assert lens.hfov_deg == pytest.approx(20)


@pytest.mark.parametrize(
    ("wide", "tele", "hfov", "words"),
    [
        (WIDE, TELE, 20, "zooms from 30 to 108 degrees"),
        (WIDE, TELE, 120, "zooms from 30 to 108 degrees"),
        (TELE, WIDE, 60, "the tele end must show less"),
        (WIDE, WIDE, 60, "the tele end must show less"),
        (
            WIDE,
            Lens.from_datasheet(width_px=1920, height_px=1080, hfov_deg=30),
            60,
            "must be the same",
        ),
    ],
)
def test_what_is_no_zoom_is_refused(wide, tele, hfov, words):
    with pytest.raises(ShapeError, match=words):
        zoomed(wide, tele, hfov_deg=hfov)


@pytest.mark.parametrize(("hfov", "end"), [(29.95, TELE), (108.05, WIDE), (30, TELE), (108, WIDE)])
def test_a_field_printed_to_a_tenth_is_that_of_the_end(hfov, end):
    assert zoomed(WIDE, TELE, hfov_deg=hfov) is end


def test_no_number_is_no_field_of_view():
    with pytest.raises(ShapeError, match="hfov_deg is nan"):
        zoomed(WIDE, TELE, hfov_deg=float("nan"))


def test_f_between_known_ends_is_not_exact_and_no_surer_than_the_ends():
    assert (WIDE.focal_miss, TELE.focal_miss) == (0, 0)
    assert 0.01 <= zoomed(WIDE, TELE, hfov_deg=60).focal_miss <= 0.06
    alone = Lens.from_datasheet(**FOUR, hfov_deg=108)
    assert alone.focal_miss > 0.03
    assert zoomed(alone, TELE, hfov_deg=60).focal_miss == alone.focal_miss


def test_what_was_inferred_of_an_end_is_told_of_that_end():
    ends = [Lens.from_datasheet(**FOUR, hfov_deg=fov) for fov in (108, 30)]
    first, *told, last = zoomed(*ends, hfov_deg=60).inferred
    assert first == "F interpolated between the ends of the zoom, ± 6 %."
    assert [one[:15] for one in told] == [
        f"Wide end: F {ends[0].focal_px:.0f}"[:15],
        f"Tele end: F {ends[1].focal_px:.0f}"[:15],
    ]
    assert last == "The sheet's 25 px/m distance is better."
