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
        ``assumption`` and ``value``; means of ``followed``, ``doors`` and both shares. The first is
        what is told.
    """

    def told(name: str, value: str, some: Found, how: Case) -> Mapping[str, Any]:
        one = measured(some, how, margins=[margin], repetitions=min(repetitions, MOST_TIMES))
        means = {of: one[of]["mean"] for of in ("time_share", "way_share", "followed")}
        doors = {"doors": one["doors"][0]["mean"]}
        return {"assumption": name, "value": value, **means, **doors}

    def each() -> Iterator[Mapping[str, Any]]:
        usual = found(window[0], gap[0])
        yield told("", "as told", usual, case)
        for other in gap[1:]:
            yield told("longest gap within a pass", f"{other:g} s", found(window[0], other), case)
        for other in window[1:]:
            links = replace(usual.links, window=other)
            yield told(
                "time over which appearance fades",
                f"{other / 60:g} min",
                replace(usual, links=links),
                case,
            )
        yield told("draw of appearance", "one for each person", usual, case._replace(once=True))

    return list(each())
