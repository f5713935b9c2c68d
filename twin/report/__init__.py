"""Report: the answers as a plan, a page, a table and sentences, each with its credits.

A report reads `answers.json`, the site and the grids of a run; it computes no number of its own
that stands in a sentence. Importing this package imports no drawing library.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from twin.report.attribution import credits  # noqa: A004  its public name

if TYPE_CHECKING:
    from twin.report.terminal import render
    from twin.report.write import write_report

__all__ = ["credits", "render", "write_report"]

_HOMES = {"render": "terminal", "write_report": "write"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for; drawing libraries take a second."""
    if name not in _HOMES:
        message = f"module 'twin.report' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"twin.report.{_HOMES[name]}"), name)
