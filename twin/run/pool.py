"""How many pieces of a stage are worked on at the same time."""

from twin.jit import as_threads

__all__ = ["AT_ONCE", "at_once"]

AT_ONCE = 2
"""Pieces at most; each takes memory of its own, and none changes an answer. [1]"""


def at_once(threads: int | None) -> int:
    """Return how many pieces to work on, with so many threads (all when None)."""
    return AT_ONCE if threads is None else min(AT_ONCE, as_threads(threads))
