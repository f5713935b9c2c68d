"""Changes: what is other than in the layout that was approved last."""

from twin.answers.changes.asks import CHANGES

__all__ = ["CHANGES"]
