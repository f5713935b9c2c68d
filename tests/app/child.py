"""A child process that behaves like a run, without simulating anything.

Usage: ``python child.py WHAT FOLDER``, WHAT being one of ``well``, ``wrong``, ``crash``,
``killed``, ``slow`` or ``stubborn``.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))


def say(line: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def tell(stage: str, share: float) -> None:
    """Write one line of progress."""
    say(json.dumps({"stage": stage, "share": share}))


def answer(folder: Path) -> None:
    """Write what a run writes."""
    from tests.report.made_up import small_answers
    from twin.report.attribution import ALWAYS, ORR

    answers = {**small_answers(), "credits": [*ALWAYS, ORR]}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    (folder / "page.html").write_text("<!doctype html><title>made up</title>", encoding="utf-8")
    sys.stdout.write(json.dumps(answers, indent=1))


def main() -> int:
    """Behave as told."""
    what, folder = sys.argv[1], Path(sys.argv[2])
    tell("people", 0.1)
    if what == "wrong":
        say("x.yaml:3: people.total is -1, but must be at least 1.")
        return 2
    if what == "crash":
        say("Traceback (most recent call last):\nZeroDivisionError: division")
        return 1
    if what == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        tell("people", 0.2)
    if what in {"slow", "stubborn"}:
        time.sleep(60)
    for stage in ("people", "sight", "exposure", "report"):
        for share in (0.5, 1.0):
            tell(stage, share)
    answer(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
