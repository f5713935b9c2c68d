"""Wording: dates, times of day and numbers."""

import datetime as dt

from twin import wording


def test_dates_are_the_same_in_every_locale() -> None:
    assert wording.date(dt.date(2019, 8, 12)) == "Monday 12 August 2019"
    days = {wording.date(dt.date(2024, 1, 1) + dt.timedelta(days=k)) for k in range(366)}
    assert len(days) == 366


def test_a_moment_after_midnight_belongs_to_the_night() -> None:
    assert wording.clock(0) == "00:00"
    assert wording.clock(59 * 60) == "00:59"
    assert wording.clock(24 * 3600) == "00:00"
    assert wording.clock(86399) == "00:00"


def test_numbers_never_round_somebody_away() -> None:
    assert wording.number(0.04) == "< 0.1"
    assert wording.number(0.05) == "0.1"
    assert wording.number(9.94) == "9.9"
    assert wording.number(9.96) == "10"
    assert wording.number(3) == "3"
