"""Who comes and when, what they do, how they walk and where they look.

``simulate`` turns a site and a crowd into tracks, slab by slab; ``attendance`` says who of the
crowd's pool comes on which of many days, and nobody walks; ``read_trajectories`` reads tracks of
people who were recorded; ``walk`` walks people over any ground, for who studies walking. Importing
this package is cheap; the simulation is imported when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from twin.people.crowd import Crowd
from twin.people.recorded import Recorded

if TYPE_CHECKING:
    from twin.people.day import DayRun, Slab, simulate
    from twin.people.footfall import Footfall
    from twin.people.pool.attend import Attendance, attendance
    from twin.people.trajectories import Recording, read_trajectories
    from twin.people.walks import Walk, walk

__all__ = [
    "Attendance",
    "Crowd",
    "DayRun",
    "Footfall",
    "Recorded",
    "Recording",
    "Slab",
    "Walk",
    "attendance",
    "read_trajectories",
    "simulate",
    "walk",
]

_HOMES = {
    "Attendance": "twin.people.pool.attend",
    "DayRun": "twin.people.day",
    "Footfall": "twin.people.footfall",
    "Recording": "twin.people.trajectories",
    "Slab": "twin.people.day",
    "attendance": "twin.people.pool.attend",
    "read_trajectories": "twin.people.trajectories",
    "simulate": "twin.people.day",
    "Walk": "twin.people.walks",
    "walk": "twin.people.walks",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        message = f"module 'twin.people' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
