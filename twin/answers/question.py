"""A question that a regulator asks of a run."""

from collections.abc import Callable
from dataclasses import dataclass

from twin.answers.asked import Asked
from twin.told import Told

__all__ = ["Question"]


@dataclass(frozen=True)
class Question:
    """A question that a regulator asks.

    Attributes
    ----------
    name : str
        By what it is asked for, as in ``twin answer NAME RUN``.
    asks : str
        The question.
    definition : str
        What is counted and how.
    limits : tuple of str
        What the answer does not hold.
    ask : callable
        Answers it.
    """

    name: str
    asks: str
    definition: str
    limits: tuple[str, ...]
    ask: Callable[[Asked], Told]
