"""Terminal: the sentence first, then the tables."""

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tests.report.made_up import own_trial, small_answers
from twin.errors import RunError
from twin.report.terminal import render


def printed(width: int = 100, answers: dict[str, Any] | None = None, **changes: object) -> str:
    """Print an answer without colours."""
    console = Console(file=io.StringIO(), width=width, color_system=None)
    render(answers or small_answers(**changes), files=[Path("runs/x/page.html")], console=console)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_the_sentence_comes_first() -> None:
    assert printed().startswith(
        "On Wednesday 14 June 2017, of 45,012 people, 2 cameras saw 18,211."
    )


def test_every_number_an_answer_is_asked_for_is_there() -> None:
    text = printed()
    for expected in (
        "IEC 62676-4:2015",
        "IEC 62676-4:2025",
        "identify",
        "scrutinise",
        "3,122",
        "10,000",
        "1 in 6,000 searches",
        "9,120",
        "08:00",
        "people 190.2",
        "52.0 million person-seconds",
        "tracks 208,000,000",
        "1,403 MB",
        "runs/x/page.html",
        "3 people never found their way out",
    ):
        assert expected in text


def test_stages_of_an_earlier_run_are_told_apart() -> None:
    assert "people 190.2 (all or part earlier), sight 31.2, " in printed(reused=["people"])
    assert "earlier" not in printed()


def test_nobody_stuck_is_not_mentioned() -> None:
    assert "never found" not in printed(stuck=0)


def test_guests_who_came_in_vain_are_told() -> None:
    sentence = "12 guests of the event found it full and left."
    assert sentence in printed(turned_away=12)
    assert "1 guest of the event found it full" in printed(turned_away=1)
    assert "event" not in printed(turned_away=0)
    assert "event" not in printed()


def test_invented_positions_are_named_beside_the_figures_of_cameras() -> None:
    assert "Two cameras (1 of them in an invented position): the figures are" in printed()


def test_a_curve_of_an_own_trial_is_told_apart_and_disorder_is_named() -> None:
    text = " ".join(printed(answers=own_trial("central", central=87.0)).split())
    assert (
        "By a machine: the central profile at the gallery and false-alert rate of its own" in text
    )
    assert "ordinary; at the gallery and false-alert rate of its own trial" in text
    assert "The profiles are not in order: strict names 804 people and central 87, so" in text
    assert "not in order" not in printed()


def test_a_narrow_terminal_loses_no_number() -> None:
    text = printed(width=60)
    assert "1 in 6,000" in text
    assert "3,122" in text


def test_answers_that_lack_something_are_refused() -> None:
    answers = small_answers()
    del answers["cameras"]
    with pytest.raises(RunError, match="cameras is missing"):
        render(answers, console=Console(file=io.StringIO()))
