"""Dates as OpenStreetMap writes them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.site.dates import first_day, last_day, stands

days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016", dt.date(2016, 1, 1), dt.date(2016, 12, 31)),
        ("2016-02", dt.date(2016, 2, 1), dt.date(2016, 2, 29)),
        ("1851-08-07", dt.date(1851, 8, 7), dt.date(1851, 8, 7)),
    ],
)
def test_a_year_or_month_means_all_of_it(text, first, last):
    assert first_day(text) == first
    assert last_day(text) == last


@pytest.mark.parametrize("text", ["", "2016-13", "2016-02-30", "16", "2016/02", "~1850", "0000"])
def test_others_are_refused(text):
    with pytest.raises(ValueError, match="is not a d"):
        first_day(text)


@given(days, days, days)
def test_a_thing_stands_from_its_first_to_its_last_day(date, start, end):
    assert stands(date, str(start), str(end)) == (start <= date <= end)
    assert stands(date, None, str(end)) == (date <= end)
    assert stands(date, str(start), None) == (start <= date)
    assert stands(date, None, None)
