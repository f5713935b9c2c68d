"""The errors of this package, one tree.

::

    TwinError
      x ScenarioError (ValueError)   a scenario, layout or option is not usable
      x MapError      (ValueError)   the site map is not usable
      x ShapeError    (ValueError)   an array has the wrong shape or values
      x TableError    (ValueError)   a table does not follow its schema
      x RunError      (RuntimeError) a run could not finish

A message is one sentence that says where, what was found and what is allowed. A file can have
many problems at once: ``problems`` then holds one sentence each, and the message is all of them,
one a line.
"""

from collections.abc import Iterable

__all__ = ["MapError", "RunError", "ScenarioError", "ShapeError", "TableError", "TwinError"]


class TwinError(Exception):
    """Root of every error this package raises on purpose.

    Parameters
    ----------
    problems : str or iterable of str
        One sentence, or several when a file has several problems.
    """

    problems: tuple[str, ...]

    def __init__(self, problems: str | Iterable[str]) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(self.problems))


class ScenarioError(TwinError, ValueError):
    """A scenario, layout or option is not usable."""


class MapError(TwinError, ValueError):
    """The site map is not usable."""


class ShapeError(TwinError, ValueError):
    """An array has the wrong shape or values."""


class TableError(TwinError, ValueError):
    """A table does not follow its schema."""


class RunError(TwinError, RuntimeError):
    """A run could not finish."""
