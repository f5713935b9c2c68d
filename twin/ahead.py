"""Make the next item in the background while the last one is used."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

__all__ = ["ahead"]

T = TypeVar("T")


def ahead(items: Iterable[T]) -> Iterator[T]:
    """Go through items, the next of which a background thread is making already.

    Parameters
    ----------
    items : iterable
        At most one of its items waits, so memory stays bounded.

    Yields
    ------
    object
        The items, in order; an error in making one is raised where it would have been yielded.
    """
    source, end = iter(items), object()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as background:
        coming = background.submit(next, source, end)
        while (item := coming.result()) is not end:
            coming = background.submit(next, source, end)
            yield item  # type: ignore[misc]
            del item  # it may be large, and the next one may take its time
