"""How sure the figures are: chance from day to day, and all that is not known for certain."""

from twin.answers.how_sure.asks import HOW_SURE

__all__ = ["HOW_SURE"]
