"""Sources in a recognisers file of one's own: known to the bibliography, or marked as one's own."""

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from twin.quantity import ASSUMPTION, OWN, OWN_TRIAL
from twin.sources import keys
from twin.yamlfile import Location

__all__ = ["unknown_sources"]

MARKS = frozenset({ASSUMPTION, OWN, OWN_TRIAL})
"""What may stand where a source key would."""


def unknown_sources(data: Any, lines: Mapping[Location, int], path: Path) -> list[str]:
    """Say which sources of a file nobody could look up, each in a sentence.

    Parameters
    ----------
    data : Any
        The file's content, plain.
    lines : mapping
        The line of each of its keys.
    path : Path
        The file.
    """
    known = keys()
    problems = []
    for where, source in _named(data, ()):
        if source in known or source in MARKS:
            continue
        close = difflib.get_close_matches(source, known, n=1)
        hint = f" (did you mean {close[0]!r}?)" if close else ""
        problems.append(
            f"{path}:{lines.get(where, 1)}: source is {source!r}{hint}, but must be a key of the "
            f"bibliography, {ASSUMPTION}, {OWN_TRIAL}, or {OWN} with a note that says where the "
            "number is from."
        )
    return problems


def _named(data: Any, where: Location) -> Iterator[tuple[Location, str]]:
    """Yield every source of plain data and where it stands."""
    if isinstance(data, dict):
        if isinstance(data.get("source"), str):
            yield (*where, "source"), data["source"]
        for key, inner in data.items():
            yield from _named(inner, (*where, key))
    elif isinstance(data, list):
        for i, inner in enumerate(data):
            yield from _named(inner, (*where, i))
