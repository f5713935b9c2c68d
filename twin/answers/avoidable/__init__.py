"""Whether cameras can be avoided: the least exposed way from one place to another."""

from twin.answers.avoidable.asks import AVOIDABLE

__all__ = ["AVOIDABLE"]
