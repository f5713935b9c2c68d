"""Answered: read one value of `answers.json`, and say which is missing or no number."""

import math
from collections.abc import Mapping
from typing import Any

from twin.errors import RunError

__all__ = ["at", "count"]


def at(answers: Mapping[str, Any], *path: str) -> Any:
    """Read one value of nested answers.

    Raises
    ------
    RunError
        If a key on the way is missing.
    """
    value: Any = answers
    for key in path:
        if not isinstance(value, Mapping) or key not in value:
            message = f"answers.json: {'.'.join(path)} is missing, but a report needs it."
            raise RunError(message)
        value = value[key]
    return value


def count(answers: Mapping[str, Any], *path: str) -> float:
    """Read a number that is finite and not below 0.

    Raises
    ------
    RunError
        If it is missing or something else.
    """
    value = at(answers, *path)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or value < 0:
        message = (
            f"answers.json: {'.'.join(path)} is {value!r}, but must be a number of at least 0."
        )
        raise RunError(message)
    return float(value)
