"""True and false where a number belongs: pydantic takes them for 1 and 0, but nobody means that."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

__all__ = ["Location", "taken_for_numbers"]

Location = tuple[int | str, ...]
"""Keys and indices that lead to a value of a file."""


def taken_for_numbers(data: object, found: object, where: Location = ()) -> Iterator[Any]:
    """Find each true and false of a file that became a number of a model.

    Parameters
    ----------
    data : object
        Plain values, as they stand in the file.
    found : object
        What was made of them: a model, or a part of one.
    where : tuple
        The part's place in the file.

    Yields
    ------
    dict
        As pydantic tells of a value of the wrong kind.
    """
    if isinstance(data, bool) and type(found) in {int, float}:
        kind = f"{type(found).__name__}_type"
        yield {"type": kind, "loc": where, "input": data, "msg": ""}
    elif isinstance(data, dict) and isinstance(found, BaseModel):
        for name, field in type(found).model_fields.items():
            key = field.alias or name
            yield from taken_for_numbers(data.get(key), getattr(found, name), (*where, key))
    elif isinstance(data, dict) and isinstance(found, Mapping):
        for key, value in data.items():
            yield from taken_for_numbers(value, found.get(key), (*where, key))
    elif isinstance(data, list | tuple) and isinstance(found, Sequence):
        for n, (value, one) in enumerate(zip(data, found, strict=False)):
            yield from taken_for_numbers(value, one, (*where, n))
