"""What a run took for granted about the crowd."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from twin.people.crowd import Sourced
from twin.quantity import ASSUMPTION

__all__ = ["CHOSEN", "about_crowd"]

CHOSEN = "scenario"
"""Stands as the source of what a scenario sets otherwise than by default."""


def about_crowd(crowd: BaseModel) -> list[dict[str, Any]]:
    """List a crowd's numbers with their ranges, sources, and which are assumptions.

    Parameters
    ----------
    crowd : BaseModel
        The ``people`` part of a scenario.

    Returns
    -------
    list of dict
        ``name`` (dotted), ``value``, ``range`` that can be defended or null, ``source`` (a key in
        sources.bib, ``assumption``, or ``scenario`` when it is not the default), ``assumption``
        and ``note``.
    """
    return [
        {
            "name": name,
            "value": value,
            "range": list(sourced.range) if sourced.range else None,
            "source": sourced.source if usual else CHOSEN,
            "assumption": usual and sourced.source == ASSUMPTION,
            "note": "",
        }
        for name, value, usual, sourced in _sourced("", crowd)
    ]


def _sourced(prefix: str, model: BaseModel) -> Iterator[tuple[str, Any, bool, Sourced]]:
    """Yield dotted name, value, whether it is the default, and source, in the model's order."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from _sourced(f"{prefix}{name}.", value)
        for sourced in field.metadata:
            if isinstance(sourced, Sourced):
                yield f"{prefix}{name}", value, value == field.default, sourced
