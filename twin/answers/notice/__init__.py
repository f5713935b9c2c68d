"""Before notice: who could have read a sign before a camera could identify them."""

from twin.answers.notice.asks import NOTICE

__all__ = ["NOTICE"]
