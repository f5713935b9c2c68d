"""Set up and do one thing: ``python3 go.py run | test | app``.

Makes ``.venv`` from requirements.lock when it is missing or stale, then does the job; further
arguments are passed on. Needs nothing but Python 3.11 and pip.
"""

# annotations stay text, so that an older Python gets as far as the sentence that names it
from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "made-from"

USAGE = """usage: python3 go.py run [SCENARIO] [options]   simulate a day and answer it
       python3 go.py test [--all] [options]     check the code; --all adds the long tests
       python3 go.py app [options]              serve the app to a browser on this machine"""


class SetUpError(Exception):
    """The environment could not be made; the message is one sentence."""


def main(arguments: list[str]) -> int:
    """Do what the first argument says."""
    jobs = {"run": run, "test": test, "app": app}
    if not arguments or arguments[0] not in jobs:
        asked = arguments in (["-h"], ["--help"])
        if arguments and not asked:
            print(f"{arguments[0]!r} was found, but must be run, test or app.", file=sys.stderr)
        print(USAGE, file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    try:
        make_environment()
        return jobs[arguments[0]](arguments[1:])
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Simulate a scenario; the shipped weekday when none is named."""
    return become([str(PYTHON), "-m", "twin", "run", *arguments])


def app(arguments: list[str]) -> int:
    """Serve the app; its settings are found from the project's folder."""
    os.chdir(ROOT)
    return become([str(PYTHON), "-m", "streamlit", "run", "app.py", *arguments])


def test(arguments: list[str]) -> int:
    """Run every check, all of them even after one has failed; or only the tests asked for."""
    os.chdir(ROOT)
    everything = "--all" in arguments
    rest = [argument for argument in arguments if argument != "--all"]
    tests = [str(PYTHON), "-m", "pytest", "-q", *(["-m", ""] if everything else [])]
    if rest:
        return call([*tests, *rest])
    # two at a time, a file of tests at a time: files share what takes long to make
    tests += ["-n", "2", "--dist", "loadfile"]
    print("== tests, and every other check beside them", flush=True)
    failed = run_checks(checks(everything=everything), beside=lambda: call(tests))
    # nothing is printed below pytest's own summary unless something failed
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def checks(*, everything: bool) -> list[tuple[str, list[str], dict[str, str]]]:
    """List what is checked beside the tests: name, command, environment."""
    tool = str(VENV / "bin") + os.sep
    kernels = [str(PYTHON), "-m", "pytest", "-q", "--no-header", "-m"]
    coverage = ["--cov", "--cov-report=term-missing:skip-covered"]
    plain = [*kernels, "kernel and not slow and not compiled", *coverage]
    bounded = [*kernels, "kernel and not slow"]
    bounds = ("kernels with bounds checked", bounded, {"NUMBA_BOUNDSCHECK": "1"})
    return [
        ("lint", [tool + "ruff", "check", "."], {}),
        ("format", [tool + "ruff", "format", "--check", "."], {}),
        ("types", [tool + "mypy", "--strict", "twin", "go.py"], {}),
        ("imports", [tool + "lint-imports"], {}),
        ("kernels as plain Python", plain, {"NUMBA_DISABLE_JIT": "1"}),
        # minutes, in which plain Python has checked most bounds already
        *([bounds] if everything else []),
    ]


def run_checks(
    steps: list[tuple[str, list[str], dict[str, str]]], *, beside: Callable[[], int]
) -> list[str]:
    """Run two checks at a time beside the tests; print each, and name those that fail."""
    pool = ThreadPoolExecutor(max_workers=2)
    try:
        running = pool.map(check, steps)
        failed = ["tests"] if beside() else []
        for (name, _, _), (code, seconds, text) in zip(steps, running, strict=True):
            print(f"== {name}\n{text.strip()}")
            print(f"== {name}: {'failed' if code else 'passed'} in {seconds:.1f} s", flush=True)
            if code:
                failed.append(name)
        return failed
    finally:
        # after an interrupt, what has not begun is not begun
        pool.shutdown(cancel_futures=True)


def check(step: tuple[str, list[str], dict[str, str]]) -> tuple[int, float, str]:
    """Run one check; returns its exit code, how long it took [s], and what it printed."""
    _, command, environment = step
    started = time.monotonic()
    done = subprocess.run(
        command,
        env={**os.environ, **environment},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode, time.monotonic() - started, done.stdout


def call(command: list[str]) -> int:
    """Run a command in the foreground and return its exit code."""
    return subprocess.call(command)


def become(command: list[str]) -> int:
    """Let the command take this process's place: its signals and exit code are then its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)


def make_environment() -> None:
    """Make ``.venv`` when it is missing, half-made, or made from something else.

    Raises
    ------
    SetUpError
        If Python is too old or a package could not be had.
    """
    if sys.version_info < (3, 11):
        message = f"Python {sys.version.split()[0]} was found, but 3.11 or newer is needed."
        raise SetUpError(message)
    if os.name != "posix":
        raise SetUpError("Linux or macOS is needed; on Windows, use its Subsystem for Linux.")
    try:
        if made_from() != fingerprint():
            with only_one():
                build()
    except OSError as error:
        message = f"{error.filename or VENV}: {error.strerror}; .venv could not be made."
        raise SetUpError(message) from error


def build() -> None:
    """Make ``.venv`` afresh, unless another process did so while this one waited."""
    wanted = fingerprint()
    if made_from() == wanted:
        return
    print("Setting up .venv from requirements.lock, once; a minute or a few ...", flush=True)
    # the stamp goes first: what an interrupted removal leaves must not pass for whole
    STAMP.unlink(missing_ok=True)
    if VENV.exists():
        shutil.rmtree(VENV)
    for command in set_up_commands():
        install(command)
    STAMP.write_text(wanted, encoding="utf-8")


def fingerprint() -> str:
    """Hash what the environment depends on: lock, project, Python, and where it stands."""
    # a moved folder counts as stale: the scripts inside name their interpreter by its full path
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for name in ("pyproject.toml", "requirements.lock"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def made_from() -> str | None:
    """Return the fingerprint of the environment that is there; None when it is not whole."""
    try:
        return STAMP.read_text(encoding="utf-8") if PYTHON.exists() else None
    except FileNotFoundError:
        return None


def set_up_commands() -> list[list[str]]:
    """List the commands that make the environment, with uv when it is there, else with pip."""
    # --no-deps: the lock is whole, and pip with hashes trips over extras (pypa/pip issue 9644)
    lock = ["--require-hashes", "--no-deps", "--requirement", str(ROOT / "requirements.lock")]
    project = ["--no-build-isolation", "--no-deps", "--editable", str(ROOT)]
    # inside an environment, our own included, Python may have no pip; the one below it has
    base = getattr(sys, "_base_executable", sys.executable)
    uv = shutil.which("uv")
    if uv and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0:
        # compiled now, as pip does, or every start would pay for it where Python may not write
        into = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--compile-bytecode"]
        make = [uv, "venv", "--quiet", "--python", base, str(VENV)]
    else:
        # --without-pip, because Debian's Python comes without ensurepip
        pip = [base, "-m", "pip", "--python", str(PYTHON), "--disable-pip-version-check"]
        into = [*pip, "install", "--quiet", "--no-input"]
        make = [base, "-m", "venv", "--without-pip", str(VENV)]
    return [make, [*into, *lock], [*into, *project]]


def install(command: list[str]) -> None:
    """Run one set-up command; its output is kept back and its last words told when it fails."""
    quick_to_give_up = {"PIP_RETRIES": "2", "UV_HTTP_TIMEOUT": "60", **os.environ}
    done = subprocess.run(
        command,
        env=quick_to_give_up,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        errors = [line for line in lines if "error" in line.lower()] or lines or ["no message"]
        cause = errors[-1][:200].rstrip(".")
        if "No module named pip" in cause:
            raise SetUpError(f"{command[0]} has no pip; install python3-pip or uv.")
        message = (
            f"The packages could not be installed ({cause}); if the network was down, run the "
            "same command again, it starts afresh."
        )
        raise SetUpError(message)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Let one process at a time make the environment; the system frees the lock of a dead one."""
    import fcntl

    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
