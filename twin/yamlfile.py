"""Read YAML that people write, so that every problem comes back with its file and line.

Only plain data: no tags, no aliases (an alias can unfold to gigabytes), no key twice, at most 1 MB.
"""

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from twin.errors import ScenarioError
from twin.problems import hidden, sentences
from twin.textfile import read_bytes, there
from twin.truth import Location, taken_for_numbers

__all__ = [
    "Location",
    "line_of",
    "nearby",
    "place_of",
    "read_model",
    "read_plain",
    "validate_model",
]

Model = TypeVar("Model", bound=BaseModel)

LARGEST = 1_000_000
"""Bytes; assumption: a layout of 5,000 cameras has about 0.9 MB (range 0.1-10 MB)."""


ALIKE = 0.75
"""How like a name a file's must be to be suggested, by difflib. [1] assumption (0.7-0.85): layuot
and layout have 0.83, nope and nofps 0.67."""


class _Loader(yaml.SafeLoader):
    """Plain YAML in which 10:00 is text; YAML 1.1 takes it for 600, a number to base 60."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """Tell what a plain word is."""
        tag: Any = super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]
        to_base_60 = kind is yaml.ScalarNode and ":" in value and tag in _NUMBERS
        return "tag:yaml.org,2002:str" if to_base_60 else tag


def _text(loader: yaml.SafeLoader, node: Any) -> str:
    """Take text, in which an escape may stand for what neither disk nor screen can take."""
    text = str(loader.construct_scalar(node))
    if "\0" in text or (not text.isascii() and any("\ud800" <= one <= "\udfff" for one in text)):
        message = "it holds a character that no text can hold"
        raise ValueError(message)
    return text


_Loader.add_constructor("tag:yaml.org,2002:str", _text)


def _day(loader: yaml.SafeLoader, node: Any) -> Any:
    """Take a date; one that there is not stays text, to be told beside what else is wrong."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)

_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


def read_model(
    path: Path, model: type[Model], *, changes: Mapping[str, Any] | None = None
) -> Model:
    """Read a YAML file into a pydantic model.

    Parameters
    ----------
    path : Path
        The file.
    model : type of BaseModel
        What it must fit; unknown keys must be forbidden by the model.
    changes : mapping of str, optional
        Dotted key to new value (YAML text, or the value itself), applied before checking; errors
        name them as the place "changes".

    Returns
    -------
    BaseModel
        The checked, frozen content.

    Raises
    ------
    ScenarioError
        With every problem at once, each ``file:line: key: what was found and what is allowed``.
    """
    data, lines = read_plain(path, changes=changes)
    return validate_model(data, model, path, lines)


def read_plain(
    path: Path, *, changes: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], dict[Location, int]]:
    """Read a YAML file into plain values, and the line of each; see :func:`read_model`.

    Raises
    ------
    ScenarioError
        If the file is not plain YAML, or a change cannot be made.
    """
    root = _compose(path)
    lines: dict[Location, int] = {}
    problems: list[str] = []
    data = _build(root, (), lines, problems, path)
    for key, text in (changes or {}).items():
        _change(data, key, text, lines)
    if problems:
        raise ScenarioError(problems)
    return data, lines


def validate_model(
    data: object, model: type[Model], path: Path, lines: Mapping[Location, int]
) -> Model:
    """Check plain data against a model; see :func:`read_model`."""
    place = _places(path, lines)
    try:
        found = model.model_validate(data)
    except ValidationError as error:
        problems = sentences(error.errors(), data, model, place)
        problems += hidden(data, model, error, place)
        raise ScenarioError(list(dict.fromkeys(problems))) from error
    taken = sentences(taken_for_numbers(data, found), data, model, place)
    if taken:
        raise ScenarioError(taken)
    return found


def _compose(path: Path) -> yaml.Node:
    """Parse a file into YAML nodes, refusing what is not plain data."""
    raw = read_bytes(
        path, largest=LARGEST, error=ScenarioError, missing=lambda: nearby(path) or "."
    )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"{path}: byte {error.start} is not UTF-8 text, but a YAML file must be."
        raise ScenarioError(message) from error
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                found = f"an alias (*{event.anchor}) was found"
                message = f"{path}:{line}: {found}, but only plain values are allowed."
                raise ScenarioError(message)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"{path}:{line}: not YAML: {error.problem}."
        raise ScenarioError(message) from error
    except yaml.YAMLError as error:
        message = f"{path}:1: not YAML: {str(error).splitlines()[0]}."
        raise ScenarioError(message) from error
    except RecursionError as error:
        message = (
            f"{path}:1: the values are nested too deeply, but at most a few levels are allowed."
        )
        raise ScenarioError(message) from error
    if not isinstance(root, yaml.MappingNode):
        message = f"{path}:1: the file holds no keys, but must be a mapping such as 'name: ...'."
        raise ScenarioError(message)
    return root


def nearby(path: Path) -> str:
    """Suggest a file of a similar name in the same folder, at the end of a sentence."""
    if not there(path.parent) or not path.parent.is_dir():
        return ""
    stems = [file.stem for file in path.parent.iterdir() if file.suffix == path.suffix]
    close = difflib.get_close_matches(path.stem, stems, n=1, cutoff=ALIKE)
    return f"; did you mean {path.parent / close[0]}{path.suffix}?" if close else ""


def _build(
    node: yaml.Node, where: Location, lines: dict[Location, int], problems: list[str], path: Path
) -> Any:
    """Turn nodes into plain values and note the line of each."""
    lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                problems.append(f"{path}:{line}: a key holds keys of its own, but must be a word.")
                continue
            key = str(key_node.value)
            if key in out:
                problems.append(f"{path}:{line}: key {key!r} stands twice, but may stand once.")
            out[key] = _build(value_node, (*where, key), lines, problems, path)
            lines[(*where, key)] = line
        return out
    if isinstance(node, yaml.SequenceNode):
        return [_build(n, (*where, i), lines, problems, path) for i, n in enumerate(node.value)]
    try:
        return _Loader("").construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        problems.append(f"{path}:{lines[where]}: {node.value!r} is not a plain value: {error}.")
        return None


def _change(data: Any, key: str, text: object, lines: dict[Location, int]) -> None:
    """Set one dotted key to a new value."""
    parts: list[str] = key.split(".")
    here = data
    where: Location = ()
    for part in parts[:-1]:
        step = int(part) if isinstance(here, list) and part.isdigit() else part
        if isinstance(step, str) and isinstance(here, dict) and step not in here:
            lines[(*where, step)] = 0
        here = here[step] if isinstance(step, int) else _child(here, part, key)
        where = (*where, step)
    if not isinstance(here, dict):
        message = (
            f"changes {key}: {'.'.join(parts[:-1])} holds no keys, so {parts[-1]!r} cannot be set."
        )
        raise ScenarioError(message)
    try:
        here[parts[-1]] = _Loader(text).get_single_data() if isinstance(text, str) else text
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        why = f" ({error})" if isinstance(error, ValueError) else ""
        message = f"changes {key}: {text!r} is no value{why}, but must be YAML such as 20000."
        raise ScenarioError(message) from error
    where = (*where, parts[-1])
    for below in [key for key in lines if key[: len(where)] == where]:  # no longer there
        del lines[below]
    lines[where] = 0


def _child(here: Any, part: str, key: str) -> Any:
    """Step into a mapping, making the step when it is missing."""
    if not isinstance(here, dict):
        message = f"changes {key}: there is nothing below {part!r} to set."
        raise ScenarioError(message)
    return here.setdefault(part, {})


def _places(path: Path, lines: Mapping[Location, int]) -> Callable[[Location], str]:
    """Make what names the place of a value, and says where a change gave a part of it."""

    def place(where: Location) -> str:
        line = line_of(lines, where)
        changed = any(not at and key[: len(where)] == where for key, at in lines.items())
        return place_of(path, line) + (" with changes" if line and changed else "")

    return place


def line_of(lines: Mapping[Location, int], where: Location) -> int:
    """Find the line of a value, or of the nearest that holds it; 0 when a change gave it."""
    while where and where not in lines:
        where = where[:-1]
    return lines.get(where, 1)


def place_of(path: Path, line: int) -> str:
    """Name a place in a file; line 0 stands for what a change gave."""
    return f"{path}:{line}" if line else "changes"
