"""Read YAML that people write, so that every problem comes back with its file and line.

Only plain data: no tags, no aliases (an alias can unfold to gigabytes), no key twice, at most 1 MB.
"""

import copy
import datetime
import difflib
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from twin.errors import ScenarioError
from twin.patterns import WORDS
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

_PLAIN = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "string_type": "text, in quotes where it looks like something else",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "date_type": "a date such as 2025-06-11",
    "date_parsing": "a date such as 2025-06-11",
    "date_from_datetime_parsing": "a date such as 2025-06-11",
    "date_from_datetime_inexact": "a date such as 2025-06-11",
    "path_type": "the name of a file",
    "list_type": "a list",
    "tuple_type": "a list",
}
"""What pydantic's kinds of problem ask for, in words."""

_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")

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
    try:
        found = model.model_validate(data)
    except ValidationError as error:
        problems = _sentences(error, data, model, path, lines)
        # what is checked of a whole thing is checked only where each of its keys is known
        spelt = _spelt(data, model, error)
        if spelt != data:
            try:
                model.model_validate(spelt)
            except ValidationError as further:
                problems += _sentences(further, spelt, model, path, lines)
        raise ScenarioError(list(dict.fromkeys(problems))) from error
    taken = [_sentence(one, data, model, path, lines) for one in taken_for_numbers(data, found)]
    if taken:
        raise ScenarioError(taken)
    return found


def _sentences(
    error: ValidationError,
    data: object,
    model: type[BaseModel],
    path: Path,
    lines: Mapping[Location, int],
) -> list[str]:
    """Write a sentence for each problem; one found of a whole thing may be several, one a line."""
    return [
        _sentence(part, data, model, path, lines)
        for one in error.errors()
        for part in (
            [{**one, "msg": message} for message in one["msg"].splitlines()]
            if one["type"] == "value_error"
            else [one]
        )
    ]


def _spelt(data: object, model: type[BaseModel], error: ValidationError) -> Any:
    """Return the data with its unknown keys as they were meant, or without them."""
    out = copy.deepcopy(data)
    for one in error.errors():
        if one["type"] != "extra_forbidden":
            continue
        *where, key = _steps(data, one["loc"], lacks=False)
        here: Any = out
        for part in where:
            here = here[part]
        value, meant = here.pop(key), _meant(str(key), _allowed(model, one["loc"][:-1]))
        if len(meant) == 1:  # of two that are alike either may have been meant
            here.setdefault(meant[0], value)
    return out


def _meant(key: str, allowed: Sequence[str]) -> list[str]:
    """Guess which key was meant; several that are as like as each other."""
    close = difflib.get_close_matches(key, allowed, n=3)
    alike = [difflib.SequenceMatcher(None, one, key).ratio() for one in close]
    return [one for one, ratio in zip(close, alike, strict=True) if ratio == alike[0]]


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


def _sentence(
    error: Any, data: object, model: type[BaseModel], path: Path, lines: Mapping[Location, int]
) -> str:
    """Write one pydantic problem as one sentence with its file and line."""
    where: Location = tuple(_steps(data, error["loc"], lacks=error["type"] == "missing"))
    line = line_of(lines, where)
    place = place_of(path, line)
    if line and any(not at and key[: len(where)] == where for key, at in lines.items()):
        place += " with changes"
    name = _name(data, where)
    kind = error["type"]
    if kind == "extra_forbidden":
        allowed = _allowed(model, error["loc"][:-1])
        meant = _meant(str(where[-1]), allowed)
        words = " or ".join(repr(one) for one in meant)
        hint = f"did you mean {words}?" if meant else f"allowed are {', '.join(allowed)}."
        return f"{place}: unknown key {name!r}; {hint}"
    if kind == "missing":
        return f"{place}: {name} is missing, but must be given."
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return f"{place}: {name} is {error['input']!r:.80}, but must hold keys of its own."
    if kind == "too_short":
        least = error["ctx"]["min_length"]
        return f"{place}: {name} holds {len(error['input'])}, but must hold at least {least}."
    found = error["input"]
    shown = "nan" if isinstance(found, float) and math.isnan(found) else repr(found)
    if isinstance(found, bool | datetime.date):
        shown = str(found).lower()  # as in the file
    message = _PLAIN.get(kind, str(error["msg"]))
    if kind == "string_pattern_mismatch":
        message = WORDS.get(error["ctx"]["pattern"], message)
    if kind.startswith("date") and isinstance(found, str) and _DATE.fullmatch(found):
        return f"{place}: {name} is {found}, but there is no such day; write it as 2025-06-11."
    message = message.removeprefix("Value error, ").removeprefix("Input should be ")
    verb = "" if kind in {"value_error", "assertion_error"} else ", but must be "
    if not verb:
        whose = f"{name}: " if name else ""
        return f"{place}: {whose}{message}" + ("" if message.endswith((".", "?")) else ".")
    return f"{place}: {name} is {shown[:80]}{verb}{message}."


def line_of(lines: Mapping[Location, int], where: Location) -> int:
    """Find the line of a value, or of the nearest that holds it; 0 when a change gave it."""
    while where and where not in lines:
        where = where[:-1]
    return lines.get(where, 1)


def place_of(path: Path, line: int) -> str:
    """Name a place in a file; line 0 stands for what a change gave."""
    return f"{path}:{line}" if line else "changes"


def _steps(data: object, loc: Sequence[int | str], *, lacks: bool) -> list[int | str]:
    """Keep the steps of a pydantic location that are keys or indices of the data.

    Others name one of several models; but the last may be a key that the data lacks.
    """
    out: list[int | str] = []
    here: Any = data
    for i, part in enumerate(loc):
        if isinstance(here, dict) and (part in here or (lacks and i == len(loc) - 1)):
            out.append(part)
            here = here.get(part)
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            out.append(part)
            here = here[part]
    return out


def _name(data: object, where: Location) -> str:
    """Name a value as people would: cameras "N4": tilt_deg."""
    here: Any = data
    words: list[str] = []
    for part in where:
        if isinstance(here, list) and isinstance(part, int):
            here = here[part]
        else:
            here = here.get(part) if isinstance(here, dict) else None
        if isinstance(part, int) and isinstance(here, dict) and "id" in here:
            words.append(f'"{here["id"]}"')
        else:
            words.append(str(part))
    return ".".join(words)


def _allowed(model: type[BaseModel], where: Location) -> list[str]:
    """List the keys allowed at a place of a model; of several models the place names one."""
    here: Any = model
    for part in where:
        field = here.model_fields.get(part)
        if field is not None:
            models = _models_in(field.annotation)
            here = next((one for one in models if one.__name__ in where), (*models, None)[0])
        if here is None:
            return []
    return [field.alias or name for name, field in here.model_fields.items()]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    """Find the pydantic models inside an annotation such as tuple[Camera, ...]."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [one for inner in getattr(annotation, "__args__", ()) for one in _models_in(inner)]
