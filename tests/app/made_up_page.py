"""The page with a made-up run behind its button; `TWIN_TEST_CHILD` says how that run behaves."""

import os
import sys
from pathlib import Path

from twin.app.page import main

CHILD = Path(__file__).with_name("child.py")


def start(scenario: Path, folder: Path, *, people: int, quick: bool) -> list[str]:
    """Start the made-up run."""
    return [sys.executable, str(CHILD), os.environ["TWIN_TEST_CHILD"], str(folder)]


main(start)
