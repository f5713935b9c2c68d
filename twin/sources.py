"""Where the numbers come from: the bibliography in ``sources.bib``.

Every formula, default and threshold names a key of that file or is marked ``assumption``. A run
lists the keys it relied on; :func:`bibliography` prints them.
"""

import functools
from collections.abc import Iterable
from pathlib import Path

from twin.errors import RunError

__all__ = ["bibliography", "keys"]

_FILE = Path(__file__).with_name("sources.bib")


@functools.cache
def _entries() -> dict[str, str]:
    """Read the file once: key to one line of plain text."""
    import pybtex.database
    from pybtex.plugin import find_plugin

    library = pybtex.database.parse_file(str(_FILE), "bibtex")
    style = find_plugin("pybtex.style.formatting", "plain")()
    plain = find_plugin("pybtex.backends", "plaintext")()
    return {
        entry.key: entry.text.render(plain)
        for entry in style.format_entries(library.entries.values())
    }


def keys() -> frozenset[str]:
    """Return every key of the bibliography."""
    return frozenset(_entries())


def bibliography(wanted: Iterable[str]) -> list[tuple[str, str]]:
    """Return (key, one line of text) for each key, sorted by key.

    Raises
    ------
    RunError
        If a key is not in ``sources.bib``.
    """
    entries = _entries()
    missing = sorted(set(wanted) - set(entries))
    if missing:
        message = (
            f"source key {missing[0]!r} is not in sources.bib; it holds {len(entries)} others."
        )
        raise RunError(message)
    return [(key, entries[key]) for key in sorted(set(wanted))]
