"""Set up and do one thing: ``python3 go.py run | test | app``.

Makes ``.venv`` from requirements.lock when it is missing or stale, then does the job; further
arguments are passed on. Needs nothing but Python 3.11 and pip.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "made-from"

USAGE = """usage: python3 go.py run [SCENARIO] [options]   simulate a day and answer it
       python3 go.py test [--all] [options]     check the code; --all adds the long tests
       python3 go.py app [options]              open the app in a browser"""


class SetUpError(Exception):
    """The environment could not be made; the message is one sentence."""


def main(arguments: list[str]) -> int:
    """Do what the first argument says."""
    jobs = {"run": run, "test": test, "app": app}
    if not arguments or arguments[0] not in jobs:
        print(USAGE, file=sys.stderr)
        return 0 if arguments in (["-h"], ["--help"]) else 2
    try:
        make_environment()
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    os.chdir(ROOT)
    try:
        return jobs[arguments[0]](arguments[1:])
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Simulate a scenario; the shipped weekday when none is named."""
    return call([PYTHON, "-m", "twin", "run", *arguments])


def app(arguments: list[str]) -> int:
    """Open the app."""
    return call([PYTHON, "-m", "streamlit", "run", "app.py", *arguments])


def test(arguments: list[str]) -> int:
    """Run every check; all of them, even after one has failed."""
    everything = "--all" in arguments
    rest = [argument for argument in arguments if argument != "--all"]
    pytest = [PYTHON, "-m", "pytest", "-q"]
    whole = [*pytest, *(["-m", ""] if everything else []), *rest]
    if rest:
        return call(whole)
    tool = VENV / "bin"
    compiled = [*pytest, "-m", "kernel", "--no-header"]
    steps: list[tuple[str, list[str | Path], dict[str, str]]] = [
        ("lint", [tool / "ruff", "check", "."], {}),
        ("format", [tool / "ruff", "format", "--check", "."], {}),
        ("types", [tool / "mypy", "--strict", "twin"], {}),
        ("imports", [tool / "lint-imports"], {}),
        (
            "kernels as plain Python, with coverage",
            [*compiled, "--cov", "--cov-report=term:skip-covered"],
            {"NUMBA_DISABLE_JIT": "1"},
        ),
        ("kernels with bounds checked", compiled, {"NUMBA_BOUNDSCHECK": "1"}),
        ("tests", whole, {}),
    ]
    failed = []
    for name, command, environment in steps:
        print(f"== {name}", flush=True)
        started = time.monotonic()
        if call(command, environment):
            failed.append(name)
        print(f"== {name}: {time.monotonic() - started:.1f} s", flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def call(command: list[str | Path], environment: dict[str, str] | None = None) -> int:
    """Run a command in the foreground and return its exit code."""
    return subprocess.call(
        [str(part) for part in command], env={**os.environ, **(environment or {})}
    )


def make_environment() -> None:
    """Make ``.venv`` when it is missing, half-made, or made from another lock.

    Raises
    ------
    SetUpError
        If Python is too old or a package could not be had.
    """
    if sys.version_info < (3, 11):
        message = f"Python {sys.version.split()[0]} was found, but 3.11 or newer is needed."
        raise SetUpError(message)
    wanted = fingerprint()
    if made_from() == wanted:
        return
    with only_one():
        # another process may have made it while this one waited
        if made_from() == wanted:
            return
        print("Setting up .venv from requirements.lock (once, about a minute) ...", flush=True)
        if VENV.exists():
            shutil.rmtree(VENV)
        for command in set_up_commands():
            install(command)
        STAMP.write_text(wanted, encoding="utf-8")


def fingerprint() -> str:
    """Hash what the environment is made from."""
    digest = hashlib.sha256(sys.version.encode())
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
    lock = str(ROOT / "requirements.lock")
    project = ["--no-build-isolation", "--no-deps", "--editable", str(ROOT)]
    uv = shutil.which("uv")
    if uv:
        into = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
        return [
            [uv, "venv", "--quiet", "--python", sys.executable, str(VENV)],
            [*into, "--require-hashes", "--requirement", lock],
            [*into, *project],
        ]
    # --without-pip, because Debian's Python comes without ensurepip
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON), "--disable-pip-version-check"]
    into = [*pip, "install", "--quiet", "--no-input"]
    return [
        [sys.executable, "-m", "venv", "--without-pip", str(VENV)],
        [*into, "--require-hashes", "--requirement", lock],
        [*into, *project],
    ]


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
        message = (
            f"The packages could not be installed ({errors[-1][:200]}); check the network "
            "connection and run the same command again, it starts afresh."
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
