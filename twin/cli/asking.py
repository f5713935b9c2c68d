"""What every command asks in the same words, and how it answers."""

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from twin.errors import ScenarioError, TwinError
from twin.textfile import there

__all__ = [
    "AsJson",
    "Changes",
    "RunFolder",
    "ScenarioFile",
    "in_options",
    "pairs",
    "print_json",
    "progress",
    "refuse_ending",
    "refuse_out",
    "refuse_there",
    "set_options",
]

ScenarioFile = Annotated[
    Path | None,
    typer.Argument(
        help="A scenario file, or the name of a shipped one, such as kings_boulevard_2016_2018.",
        show_default="a weekday at King's Cross",
    ),
]
RunFolder = Annotated[
    Path, typer.Argument(help="The folder of a run, such as runs/kings_cross_weekday.")
]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Change one line of the scenario; may be repeated. A file is looked up where you "
        "stand, then as the scenario's own.",
    ),
]
AsJson = Annotated[
    bool,
    typer.Option(
        "--json",
        help="Answer in JSON on standard output; progress as JSON lines on standard error.",
    ),
]


_CHANGES = re.compile(r"^changes(?=: | )|(?<= with )changes(?=: )")
"""What errors call the changes of a scenario, where they are named as a place."""


def pairs(changes: list[str] | None) -> dict[str, str]:
    """Split ``key=value`` options."""
    pairs: dict[str, str] = {}
    for change in changes or []:
        key, sign, value = change.partition("=")
        if not sign or not key:
            message = f"--set {change}: must be KEY=VALUE, such as people.total=20000."
            raise ScenarioError(message)
        pairs[key] = value
    return pairs


@contextlib.contextmanager
def in_options(options: Mapping[str, str]) -> Iterator[None]:
    """Name options in errors that name keys of files, which mean the same.

    Parameters
    ----------
    options : mapping of str to str
        Key to option, such as ``hfov_deg`` to ``--hfov``.
    """
    # a key within a name, such as that of a type, is none
    keys = re.compile(rf"(?<![\w-])(?:{'|'.join(options)})(?![\w-])")
    with _said(keys, lambda key: options[key[0]]):
        yield


@contextlib.contextmanager
def set_options() -> Iterator[None]:
    """Name ``--set`` in errors about changes of a scenario, which it gave."""
    with _said(_CHANGES, lambda _: "--set"):
        yield


@contextlib.contextmanager
def _said(words: re.Pattern[str], instead: Callable[[re.Match[str]], str]) -> Iterator[None]:
    """Change some words of errors."""
    try:
        yield
    except TwinError as error:
        raise type(error)([words.sub(instead, one) for one in error.problems]) from error


def print_json(value: Any) -> None:
    """Print what a program reads."""
    typer.echo(json.dumps(value, indent=1, ensure_ascii=False, allow_nan=False))


def progress(as_json: bool) -> Any:
    """Choose how progress is shown: bars for people, JSON lines for programs."""
    from twin.progress import bars, json_lines

    return json_lines() if as_json else bars()


def refuse_ending(out: Path, *allowed: str, option: str = "--out") -> None:
    """Refuse a picture of a kind that is not drawn."""
    if out.suffix not in allowed:
        message = f"{option} {out}: must end in {' or '.join(allowed)}."
        raise ScenarioError(message)


def refuse_out(out: Path) -> None:
    """Refuse what is no YAML file, and to write over what somebody may have worked on."""
    refuse_ending(out, ".yaml")
    refuse_there(out)


def refuse_there(out: Path) -> None:
    """Refuse to write over a file."""
    if there(out):
        message = f"{out}: is there already, but must be a new file."
        raise ScenarioError(message)
