"""Runner: a run in a child process, its progress, and how it ended."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

#: Stages in the order they run, as the command line names them.
STAGES: Final = ("people", "sight", "exposure", "report")

#: Time a child gets to end by itself when it is cancelled; assumption (2-30). [s]
PATIENCE: Final = 10.0

#: Lines of plain text kept from a child, enough to say what went wrong. [1]
KEPT: Final = 60


def command(scenario: Path, folder: Path, *, people: int | None, quick: bool) -> list[str]:
    """Say how a run is started.

    Parameters
    ----------
    scenario : Path
        The scenario file.
    folder : Path
        Where the run goes.
    people : int or None
        Number of people; None when they were recorded.
    quick : bool
        One peak hour only.
    """
    total = [] if people is None else ["--set", f"people.total={people}"]
    options = [*total, *(["--quick"] if quick else [])]
    return [
        *(sys.executable, "-m", "twin", "run", str(scenario)),
        *("--json", "--out", str(folder), *options),
    ]


@dataclass
class Runner:
    """One child process; every attribute may be read at any time.

    Attributes
    ----------
    folder : Path
        Where the run goes.
    shares : dict of str to float
        Share of each stage that is done, by name; stages not begun are missing.
    lines : list of str
        The last lines of plain text the child wrote to standard error.
    cancelled : bool
        Whether it was told to stop.
    """

    folder: Path
    shares: dict[str, float] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    cancelled: bool = False
    _began: dict[str, float] = field(default_factory=dict)
    _started: float = 0.0
    _ended: float | None = None
    _process: subprocess.Popen[str] | None = None
    _reader: threading.Thread | None = None

    @classmethod
    def start(cls, arguments: Sequence[str], folder: Path) -> "Runner":
        """Start a child process and listen to it.

        Parameters
        ----------
        arguments : sequence of str
            Program and arguments.
        folder : Path
            Where the run goes; kept to be read later.
        """
        runner = cls(folder=folder, _started=time.monotonic())
        # The arguments are our own; the answer itself is read from the run's folder.
        process = subprocess.Popen(  # noqa: S603
            list(arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        runner._process = process
        runner._reader = threading.Thread(
            target=runner._listen, args=(process.stderr,), daemon=True
        )
        runner._reader.start()
        return runner

    @property
    def running(self) -> bool:
        """Whether the child is still alive, or what it wrote is still being read."""
        if self._process is None or self._process.poll() is None:
            return self._process is not None
        if self._ended is None:
            self._ended = time.monotonic()
        return self._reader is not None and self._reader.is_alive()

    @property
    def seconds(self) -> float:
        """Time since the start, until the end. [s]."""
        return (self._ended or time.monotonic()) - self._started

    @property
    def succeeded(self) -> bool:
        """Whether the child ended well."""
        return not self.running and self._process is not None and self._process.returncode == 0

    def seconds_left(self, stage: str) -> float | None:
        """Estimate the time a stage still takes, from what it took so far. [s].

        Returns
        -------
        float or None
            None before 2 % are done, when nothing can be said.
        """
        share = self.shares.get(stage, 0.0)
        if share < 0.02:
            return None
        return (time.monotonic() - self._began[stage]) * (1 - share) / share

    def cancel(self) -> None:
        """Tell the child to stop, wait, and end it if it does not."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        self.cancelled = True
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if self._reader is not None:
            self._reader.join(PATIENCE)
        self._ended = time.monotonic()

    def failure(self) -> str:
        """Say in words how the child ended, when it neither succeeded nor was cancelled."""
        code = self._process.returncode if self._process is not None else None
        said = [line for line in self.lines if line.strip()]
        if code is not None and code < 0:
            return (
                f"The run was ended by the system (signal {-code}) after {self.seconds:.0f} s; "
                "a lack of memory is the usual reason. Finished stages are kept."
            )
        if code == 2 and said:
            return "The question cannot be run as it stands. " + " ".join(said)
        last = said[-1] if said else "It said nothing."
        return f"The run stopped after {self.seconds:.0f} s with code {code}. {last}"

    def _listen(self, stream: IO[str]) -> None:
        """Take progress lines apart; keep the rest as text."""
        with stream:
            for line in stream:
                event = _event(line)
                if event is None:
                    self.lines = [*self.lines, line.rstrip("\n")][-KEPT:]
                    continue
                stage, share = event
                self._began.setdefault(stage, time.monotonic())
                self.shares = {**self.shares, stage: share}


def _event(line: str) -> tuple[str, float] | None:
    """Read one line of progress; None when it is something else."""
    try:
        event = json.loads(line)
    except json.JSONDecodeError:
        return None
    if not isinstance(event, Mapping):
        return None
    stage, share = event.get("stage"), event.get("share")
    if not isinstance(stage, str) or isinstance(share, bool) or not isinstance(share, (int, float)):
        return None
    return stage, min(max(float(share), 0.0), 1.0)
