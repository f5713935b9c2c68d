"""What is wrong with values that must fit a model: what pydantic finds, one sentence for each."""

import copy
import datetime
import difflib
import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from twin.patterns import WORDS
from twin.truth import Location

__all__ = ["hidden", "sentences"]

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


def sentences(
    found: Iterable[Any],
    data: object,
    model: type[BaseModel],
    place: Callable[[Location], str],
) -> list[str]:
    """Write a sentence for each problem; one found of a whole thing may be several, one a line.

    Parameters
    ----------
    found : iterable of dict
        Problems as pydantic tells of them, such as ``ValidationError.errors()``.
    data : object
        The values in which they were found.
    model : type of BaseModel
        What these must fit.
    place : callable
        Names the place of a value, at the beginning of its sentence.

    Returns
    -------
    list of str
    """
    return [
        _sentence(part, data, model, place)
        for one in found
        for part in (
            [{**one, "msg": message} for message in one["msg"].splitlines()]
            if one["type"] == "value_error"
            else [one]
        )
    ]


def hidden(
    data: object,
    model: type[BaseModel],
    error: ValidationError,
    place: Callable[[Location], str],
) -> list[str]:
    """Tell what is wrong with whole things, which are checked only where all keys are known.

    Unknown keys are taken for those that were meant, but what such a key holds is not judged: it
    may have been meant for none.

    Parameters
    ----------
    data, model, place
        As for :func:`sentences`.
    error : ValidationError
        Why they do not fit.

    Returns
    -------
    list of str
    """
    meant, guessed = _spelt(data, model, error)
    if meant == data:
        return []
    try:
        model.model_validate(meant)
    except ValidationError as further:
        told = [
            one
            for one in further.errors()
            if not any(_steps(meant, one["loc"], lacks=False)[: len(key)] == key for key in guessed)
        ]
        return sentences(told, meant, model, place)
    return []


def _spelt(
    data: object, model: type[BaseModel], error: ValidationError
) -> tuple[Any, list[list[int | str]]]:
    """Return the data with its unknown keys as they were meant, or without; and where those are."""
    out = copy.deepcopy(data)
    guessed = []
    for one in error.errors():
        if one["type"] != "extra_forbidden":
            continue
        *where, key = _steps(data, one["loc"], lacks=False)
        here: Any = out
        for part in where:
            here = here[part]
        value, meant = here.pop(key), _meant(str(key), _allowed(model, one["loc"][:-1]))
        if len(meant) == 1 and meant[0] not in here:  # of two alike either may have been meant
            here[meant[0]] = value
            guessed.append([*where, meant[0]])
    return out, guessed


def _meant(key: str, allowed: Sequence[str]) -> list[str]:
    """Guess which key was meant; several that are as like as each other."""
    close = difflib.get_close_matches(key, allowed, n=3)
    alike = [difflib.SequenceMatcher(None, one, key).ratio() for one in close]
    return [one for one, ratio in zip(close, alike, strict=True) if ratio == alike[0]]


def _sentence(
    error: Any, data: object, model: type[BaseModel], place_of: Callable[[Location], str]
) -> str:
    """Write one pydantic problem as one sentence with its place."""
    where: Location = tuple(_steps(data, error["loc"], lacks=error["type"] == "missing"))
    place, name = place_of(where), _name(data, where)
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
    message = message.replace("String should have", "text of", 1)
    verb = "" if kind in {"value_error", "assertion_error"} else ", but must be "
    if not verb:
        whose = f"{name}: " if name else ""
        return f"{place}: {whose}{message}" + ("" if message.endswith((".", "?")) else ".")
    return f"{place}: {name} is {shown[:80]}{verb}{message}."


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
        elif isinstance(here, list | tuple) and isinstance(part, int) and part < len(here):
            out.append(part)
            here = here[part]
    return out


def _name(data: object, where: Location) -> str:
    """Name a value as people would: cameras "N4": tilt_deg."""
    here: Any = data
    words: list[str] = []
    for part in where:
        if isinstance(here, list | tuple) and isinstance(part, int):
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
