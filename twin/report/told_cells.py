"""Told cells: how the columns and values of an answer's table are written."""

from typing import Any

import pyarrow as pa

from twin.report.told_tables import about
from twin.wording import few_digits, number

__all__ = ["heads", "worded"]


def heads(table: pa.Table) -> list[str]:
    """Head each column, in words that may be broken; a unit that its name has is not told twice."""
    return [_head(field.name, about(field)["unit"]) for field in table.schema]


def worded(value: Any, unit: str) -> str:
    """Write a value of a table: counts rounded to whole ones, others with few digits."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return (
        number(value)
        if unit == "1" and (isinstance(value, int) or value >= 1)
        else few_digits(value)
    )


def _head(name: str, unit: str) -> str:
    has_unit = unit in {"", "1"} or name.endswith(unit.replace("/", "_per_"))
    return name.replace("_", " ") + ("" if has_unit else f" [{unit}]")
