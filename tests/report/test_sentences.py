"""Sentences: how things are written."""

from tests.report.made_up import own_trial, small_answers
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


def test_guests_who_came_in_vain_stand_beside_who_left() -> None:
    told = digest(small_answers(turned_away=1200))
    assert sentences.simulated(told).endswith(
        "3 stuck; 1,200 guests of the event found it full and left"
    )
    assert sentences.simulated(digest(small_answers())).endswith("3 stuck")


def test_a_machine_never_stands_without_its_conditions() -> None:
    assert sentences.conditions(digest(small_answers())) == (
        "gallery 10,000, false alarms 1 in 6,000 searches"
    )


def test_a_share_never_rounds_somebody_away() -> None:
    assert sentences.share(1, 45000) == "< 0.1 %"


def test_a_profile_is_not_credited_with_a_gallery_it_never_had() -> None:
    told = digest(own_trial("central"))
    assert sentences.conditions(told) == "at the gallery and false-alert rate of its own trial"
    assert sentences.all_conditions(told) == (
        "the central profile at the gallery and false-alert rate of its own trial, the others with "
        "gallery 10,000, false alarms 1 in 6,000 searches"
    )
    told = digest(own_trial("strict"))
    assert sentences.conditions(told) == "gallery 10,000, false alarms 1 in 6,000 searches"
    assert sentences.all_conditions(digest(own_trial())) == sentences.conditions(told)
    assert sentences.all_conditions(digest(own_trial("central", "strict"))).startswith(
        "the central and strict profiles each at the gallery and false-alert rate of its own trial, "
        "the other with gallery"
    )
    everyone = digest(own_trial("optimistic", "central", "strict"))
    assert sentences.all_conditions(everyone).startswith("each profile at the gallery")


def test_profiles_that_are_not_in_order_are_told_in_one_sentence() -> None:
    assert sentences.disorder(digest(own_trial())) == ""
    assert sentences.disorder(digest(own_trial(central=87.2))) == (
        "The profiles are not in order: strict names 804 people and central 87, so the range by "
        "profile is not one from poor to good pictures."
    )
    assert "central names 9,000 people and optimistic 5,210" in sentences.disorder(
        digest(own_trial(central=9000.0))
    )
