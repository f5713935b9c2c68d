"""Who comes and when, what they do, how they walk and where they look.

``simulate`` turns a site and a crowd into tracks, slab by slab. Importing this package is
cheap; the simulation is imported when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from twin.people.crowd import Crowd

if TYPE_CHECKING:
    from twin.people.day import DayRun, Slab, simulate
    from twin.people.footfall import Footfall

__all__ = ["Crowd", "DayRun", "Footfall", "Slab", "simulate"]

_HOMES = {
    "DayRun": "twin.people.day",
    "Footfall": "twin.people.footfall",
    "Slab": "twin.people.day",
    "simulate": "twin.people.day",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        message = f"module 'twin.people' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
