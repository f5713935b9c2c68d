"""Opening hours: cases worked by hand, and the laws between its two answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.site.opening import DAY, DAYS, Opening

HOUR = 3600.0

times = st.integers(0, 24 * 60).map(lambda m: f"{m // 60:02d}:{m % 60:02d}")
spans = st.lists(st.tuples(times, times).map("-".join), min_size=1, max_size=2).map(",".join)
day_ranges = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map("-".join)
rules = st.lists(st.tuples(day_ranges, spans).map(" ".join), min_size=1, max_size=4).map("; ".join)


@pytest.mark.parametrize(
    ("text", "weekday", "hours"),
    [
        ("Mo-Fr 08:00-19:00; Sa 10:00-18:00", 0, [(8, 19)]),
        ("Mo-Fr 08:00-19:00; Sa 10:00-18:00", 5, [(10, 18)]),
        ("Mo-Fr 08:00-19:00; Sa 10:00-18:00", 6, []),
        ("08:00-12:00,13:00-17:30", 3, [(8, 12), (13, 17.5)]),
        ("Mo-Su 10:00-18:00; We off", 2, []),
        ("Mo-Su 10:00-18:00; Tu 12:00-14:00", 1, [(12, 14)]),
        ("Sa-Mo 09:00-10:00", 6, [(9, 10)]),
        ("Sa,Su 09:00-10:00", 4, []),
        ("Fr 18:00-02:00", 4, [(18, 26)]),
        ("Fr 18:00-26:00", 5, [(0, 2)]),
        ("Mo-Su 11:00-24:00", 0, [(11, 24)]),
        ("Mo 20:00-24:00; Tu 00:00-03:00", 0, [(20, 27)]),
        ("24/7", 0, [(0, 48)]),
    ],
)
def test_worked_cases(text, weekday, hours):
    assert Opening.parse(text).intervals(weekday) == [(a * HOUR, b * HOUR) for a, b in hours]


@pytest.mark.parametrize(
    "text",
    ["", ";", "Mo-Fr", "Mon 08:00-09:00", "Mo 8-9", "Mo 08:60-09:00", "Mo 08:00", "Mo-Tu-We 08:00-09:00",
     "sunrise-sunset", "Mo 25:00-26:00", "Mo 08:00-09:00 Tu 10:00-11:00"],
)  # fmt: skip
def test_what_is_not_supported_is_refused(text):
    with pytest.raises(ValueError, match=r"is not|holds no rule"):
        Opening.parse(text)


@given(rules, st.integers(0, 6), st.floats(0, DAY, exclude_max=True))
def test_open_means_inside_an_interval(text, weekday, seconds):
    opening = Opening.parse(text)
    intervals = opening.intervals(weekday)
    assert opening.is_open(seconds, weekday) == any(a <= seconds < b for a, b in intervals)


@given(rules, st.integers(0, 6), st.floats(0, DAY))
def test_after_midnight_is_the_next_day(text, weekday, seconds):
    opening = Opening.parse(text)
    assert opening.is_open(seconds + DAY, weekday) == opening.is_open(seconds, weekday + 1)


@given(rules, st.integers(0, 6))
def test_intervals_are_sorted_and_apart(text, weekday):
    flat = [bound for interval in Opening.parse(text).intervals(weekday) for bound in interval]
    assert flat == sorted(flat)
    assert len(set(flat)) == len(flat)
