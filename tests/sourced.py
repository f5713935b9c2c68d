"""Whether every number of a data file stands with a source."""

from pathlib import Path
from typing import Any

import yaml

from twin.sources import keys


def numbers_of(path: Path) -> list[str]:
    """List where a data file has numbers; each must stand in a group whose source is known.

    An assumption must say how sure it is, by a range or by the share it may be off.
    """
    found: list[str] = []

    def walk(value: Any, sourced: bool, where: str) -> None:
        if isinstance(value, dict):
            if "source" in value and isinstance(value["source"], str):
                assert value["source"] in keys() | {"assumption"}, where
                sure = "range" in value or "off_by" in value
                assert value["source"] != "assumption" or sure, where
                sourced = True
            for key, inner in value.items():
                # a source covers the numbers beside it, not groups within
                walk(inner, sourced and not isinstance(inner, dict), f"{where}.{key}")
        elif isinstance(value, list):
            for n, inner in enumerate(value):
                walk(inner, sourced and not isinstance(inner, dict), f"{where}[{n}]")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found.append(where)
            assert sourced, f"{where} has no source"

    walk(yaml.safe_load(path.read_text(encoding="utf-8")), False, path.name)
    return found
