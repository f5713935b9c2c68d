"""Overlooked: the ground each camera shows, and the windows of homes in its view."""

from twin.answers.overlooked.asks import OVERLOOKED

__all__ = ["OVERLOOKED"]
