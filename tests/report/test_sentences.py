"""Sentences: how things are written."""

from tests.report.made_up import small_answers
from twin.report import sentences
from twin.report.digest import digest


def test_the_title_says_date_people_and_both_numbers() -> None:
    title = sentences.title(digest(small_answers()))
    assert title.startswith("Wednesday 14 June 2017, 45,012 people: ")
    assert "2,322 identifiable by a human" in title
    assert "3,122 by a machine" in title


def test_one_peak_hour_says_its_hour() -> None:
    told = digest(small_answers(start_s=28800, end_s=32400))
    assert sentences.when(told) == "Wednesday 14 June 2017, 08:00 to 09:00"


def test_a_machine_never_stands_without_its_conditions() -> None:
    assert sentences.conditions(digest(small_answers())) == (
        "gallery 10,000, false alarms 1 in 6,000 searches"
    )


def test_a_share_never_rounds_somebody_away() -> None:
    assert sentences.share(1, 45000) == "< 0.1 %"
