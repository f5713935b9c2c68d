"""What would be told if an assumption lay at the end of its range."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from twin.answers.tracking.measured import Case, Found, measured

__all__ = ["MOST_TIMES", "what_if"]

MOST_TIMES = 5
"""Repetitions of each of these. [1] assumption (range 3-20): the draws are the same for all, so
that few show the difference."""


def what_if(
    found: Callable[[float, float], Found],
    case: Case,
    *,
    window: tuple[float, ...],
    gap: tuple[float, ...],
    margin: float,
    repetitions: int,
) -> list[Mapping[str, Any]]:
    """Change one assumption at a time.

    Parameters
    ----------
    found : callable
        Makes what a run says of passes, for a window and a gap. [s]
    case : Case
        How passes are joined.
    window, gap : tuple of float
        What is told, first, and what else it may be. [s]
    margin : float
        That of door to door. [s]
    repetitions : int
        How often to draw at most. [1]

    Returns
    -------
    list of dict
        ``if_so``, the assumption in words; means of ``followed``, ``doors`` and both shares. The
        first is what is told.
    """

    def told(if_so: str, some: Found, how: Case) -> Mapping[str, Any]:
        one = measured(some, how, margins=[margin], repetitions=min(repetitions, MOST_TIMES))
        means = {of: one[of]["mean"] for of in ("time_share", "way_share", "followed")}
        return {"if_so": if_so, **means, "doors": one["doors"][0]["mean"]}

    def each() -> Iterator[Mapping[str, Any]]:
        usual = found(window[0], gap[0])
        yield told("all is as told", usual, case)
        for other in gap[1:]:
            yield told(f"passes up to {other:g} s apart are one", found(window[0], other), case)
        for other in window[1:]:
            faded = replace(usual, links=replace(usual.links, window=other))
            yield told(f"appearance fades over {other / 60:g} minutes", faded, case)
        whole = case._replace(once=True)
        yield told("a person is told by appearance all day or not at all", usual, whole)

    return list(each())
