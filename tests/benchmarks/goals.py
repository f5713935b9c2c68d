"""Goals, printed with the figures found beside them."""

import sys

__all__ = ["tell"]


def tell(capsys, title, rows):
    """Print goals, and beside them what was found."""
    with capsys.disabled():
        sys.stdout.write(f"\n{title}\n")
        for what, goal, found in rows:
            sys.stdout.write(f"  {what:<58} goal {goal:>5g}   found {found:>6.3g}\n")
