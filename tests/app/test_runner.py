"""Runner: a child process is listened to, ended, and its end is told in words."""

import sys
import time
from pathlib import Path

import pytest

from twin.app import runner as module
from twin.app.runner import Runner, command

CHILD = Path(__file__).with_name("child.py")


def start(what: str, folder: Path) -> Runner:
    """Start a made-up run."""
    return Runner.start([sys.executable, str(CHILD), what, str(folder)], folder)


def ended(runner: Runner) -> Runner:
    """Wait until it has ended."""
    until = time.monotonic() + 20
    while runner.running and time.monotonic() < until:
        time.sleep(0.02)
    assert not runner.running
    return runner


def until_told(runner: Runner, share: float) -> Runner:
    """Wait until it has told how far it is."""
    until = time.monotonic() + 20
    while runner.shares.get("people", 0.0) < share and time.monotonic() < until:
        time.sleep(0.02)
    assert runner.shares["people"] >= share
    return runner


def test_a_run_that_ends_well_is_read_to_the_end(tmp_path: Path) -> None:
    runner = ended(start("well", tmp_path / "run"))
    assert runner.succeeded
    assert runner.shares == {"people": 1.0, "sight": 1.0, "exposure": 1.0, "report": 1.0}
    assert (tmp_path / "run" / "answers.json").is_file()
    assert runner.lines == []
    assert 0 < runner.seconds < 20


def test_a_wrong_question_is_said_as_the_command_line_says_it(tmp_path: Path) -> None:
    runner = ended(start("wrong", tmp_path))
    assert not runner.succeeded
    assert runner.failure() == (
        "The question cannot be run as it stands. "
        "x.yaml:3: people.total is -1, but must be at least 1."
    )


def test_a_crash_is_said_in_words(tmp_path: Path) -> None:
    runner = ended(start("crash", tmp_path))
    assert not runner.succeeded
    assert "with code 1. ZeroDivisionError: division" in runner.failure()
    assert runner.lines[0].startswith("Traceback")


def test_a_run_ended_by_the_system_is_said_in_words(tmp_path: Path) -> None:
    runner = ended(start("killed", tmp_path))
    assert not runner.succeeded
    assert "ended by the system (signal 9)" in runner.failure()


def test_cancel_ends_the_child(tmp_path: Path) -> None:
    runner = until_told(start("slow", tmp_path), 0.1)
    before = time.monotonic()
    runner.cancel()
    assert time.monotonic() - before < 5
    assert runner.cancelled
    assert not runner.running
    assert not runner.succeeded
    seconds = runner.seconds
    time.sleep(0.05)
    assert runner.seconds == seconds


def test_cancel_ends_a_child_that_does_not_listen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.3)
    runner = until_told(start("stubborn", tmp_path), 0.2)
    runner.cancel()
    assert runner.cancelled
    assert not runner.running


def test_cancelling_twice_or_after_the_end_changes_nothing(tmp_path: Path) -> None:
    runner = ended(start("well", tmp_path))
    runner.cancel()
    assert runner.succeeded
    assert not runner.cancelled


def test_time_left_is_said_only_when_something_is_known(tmp_path: Path) -> None:
    runner = until_told(start("slow", tmp_path), 0.1)
    left = runner.seconds_left("people")
    assert left is not None
    assert 0 <= left < 60
    assert runner.seconds_left("sight") is None
    runner.cancel()


@pytest.mark.parametrize(
    "line",
    ["", "words", "[1]", '{"stage": 1, "share": 0}', '{"stage": "x", "share": true}', '{"a": 1}'],
)
def test_lines_that_are_no_progress_are_kept_as_text(line: str) -> None:
    assert module._event(line) is None


def test_progress_never_leaves_its_bar() -> None:
    assert module._event('{"stage": "people", "share": 7}') == ("people", 1.0)
    assert module._event('{"stage": "people", "share": -1}') == ("people", 0.0)


def test_the_command_is_that_of_the_command_line(tmp_path: Path) -> None:
    made = command(Path("a.yaml"), tmp_path, people=7, quick=True)
    assert made[:5] == [sys.executable, "-m", "twin", "run", "a.yaml"]
    assert made[5:] == ["--json", "--out", str(tmp_path), "--set", "people.total=7", "--quick"]
    assert "--quick" not in command(Path("a.yaml"), tmp_path, people=7, quick=False)
    recorded = command(Path("a.yaml"), tmp_path, people=None, quick=False)
    assert recorded[5:] == ["--json", "--out", str(tmp_path)]
