"""Which camera sees whom, how finely, for how long; and how much of the ground it shows.

Pure: tracks in, sightings and looks out, slab by slab; what to do with them on disk is the run's.
"""

from twin.sight.look import Needs, Part, SlabSight, look, step_of
from twin.sight.over_ground import BINS, Heading, coverage, ground, protected, walked
from twin.sight.passes import SightState, join_in_pieces, join_slabs
from twin.sight.scene import LEAST_DENSITY, Scene
from twin.sight.seen import seen
from twin.sight.views import Views

__all__ = [
    "BINS",
    "LEAST_DENSITY",
    "Heading",
    "Needs",
    "Part",
    "Scene",
    "SightState",
    "SlabSight",
    "Views",
    "coverage",
    "ground",
    "join_in_pieces",
    "join_slabs",
    "look",
    "protected",
    "seen",
    "step_of",
    "walked",
]
