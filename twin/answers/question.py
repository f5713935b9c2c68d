"""A question that a regulator asks of a run."""

from collections.abc import Callable
from dataclasses import dataclass

from twin.answers.asked import Asked
from twin.told import Asks, Told

__all__ = ["Question"]


@dataclass(frozen=True)
class Question(Asks):
    """A question that a regulator asks.

    Attributes
    ----------
    ask : callable
        Answers it.
    """

    ask: Callable[[Asked], Told]
