"""Digest: every number a report says is checked when it is read."""

from typing import Any

import pytest

from tests.report.made_up import small_answers
from twin.errors import RunError
from twin.report.digest import digest


def test_the_two_headline_numbers_are_those_of_the_answers() -> None:
    answers = small_answers()
    told = digest(answers)
    assert told.human.name == "identify"
    assert told.human.density == 250
    assert (
        told.human.with_face == answers["people"]["levels_with_face"]["iec62676-4:2015"]["identify"]
    )
    assert told.machine.people == 3121.8
    assert (told.gallery, round(1 / told.fpir)) == (10000, 6000)


def test_levels_come_with_the_least_detail_first() -> None:
    for edition in digest(small_answers()).editions.values():
        densities = [level.density for level in edition.levels]
        people = [level.people for level in edition.levels]
        assert densities == sorted(densities)
        assert people == sorted(people, reverse=True)


def test_hours_that_are_not_a_day_are_said() -> None:
    assert digest(small_answers()).whole_day
    told = digest(small_answers(start_s=28800, end_s=32400))
    assert not told.whole_day
    assert told.clock == "08:00 to 09:00"


def _without(answers: dict[str, Any], *path: str) -> dict[str, Any]:
    part = answers
    for key in path[:-1]:
        part = part[key]
    del part[path[-1]]
    return answers


@pytest.mark.parametrize(
    "path",
    [
        ("people", "seen"),
        ("people", "machine", "fpir"),
        ("people", "levels", "iec62676-4:2025", "outline"),
        ("cameras",),
        ("first_line",),
        ("standards",),
    ],
)
def test_what_is_missing_is_named(path: tuple[str, ...]) -> None:
    with pytest.raises(RunError, match=r"answers\.json: .*" + path[-1].replace(".", r"\.")):
        digest(_without(small_answers(), *path))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, "many", None, True])
def test_what_is_no_number_of_people_is_refused(value: object) -> None:
    answers = small_answers()
    answers["people"]["templated"] = value
    with pytest.raises(RunError, match=r"people\.templated is .* at least 0"):
        digest(answers)


def test_a_wrong_date_is_refused() -> None:
    with pytest.raises(RunError, match="must read like 2025-06-11"):
        digest(small_answers(date="14.6.2017"))
