"""Tables of an answer for other programs: as plain values, and as CSV files."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv

from twin.errors import ScenarioError
from twin.store import write_file

__all__ = ["about", "told_facts", "write_tables"]

_FORMULA = tuple("=+-@\t\r")
"""What spreadsheets take for the beginning of a formula, where it begins a text."""


def told_facts(tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    """Write each table as its columns, with unit and meaning, and its rows.

    Returns
    -------
    dict
        Name to ``columns``, a list of ``name``, ``unit`` and ``meaning``, and ``rows``, a list of
        mappings of column to value.
    """
    return {
        name: {
            "columns": [{"name": field.name, **about(field)} for field in table.schema],
            "rows": table.to_pylist(),
        }
        for name, table in tables.items()
    }


def about(field: Any) -> dict[str, str]:
    """Return what a field says of itself: ``unit`` and ``meaning``."""
    said = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
    return {"unit": said.get("unit", ""), "meaning": said.get("meaning", "")}


def write_tables(folder: Path, name: str, tables: Mapping[str, pa.Table]) -> list[Path]:
    """Write each table of an answer as ``NAME-TABLE.csv``, over what was written there before.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.

    Raises
    ------
    ScenarioError
        If there can be no such folder.
    RunError
        If the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder}: no folder can be made there ({error.strerror})."
        raise ScenarioError(message) from error
    files = []
    for what, table in tables.items():
        file = folder / f"{name}-{what}.csv"
        write_file(file, partial(csv.write_csv, _harmless(table)))
        files.append(file)
    return files


def _harmless(table: pa.Table) -> pa.Table:
    """Put an apostrophe before texts that begin as a formula does."""
    for i, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            told = [
                f"'{text}" if text and text.startswith(_FORMULA) else text
                for text in table.column(i).to_pylist()
            ]
            table = table.set_column(i, field, pa.array(told, type=field.type))
    return table
