"""What an unknown deployment could do: layouts drawn, and the best and the worst found."""

from twin.answers.unknown.asks import UNKNOWN

__all__ = ["UNKNOWN"]
