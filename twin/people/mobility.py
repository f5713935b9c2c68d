"""What people move with: a wheelchair for life; a pushchair or luggage on some days.

A wheelchair lowers eyes and crown, all three slow their users down, and wheels need a way without
steps, which their whole party then takes (:mod:`twin.site.routes`). Who walks by keeps off their
breadth; how far they reach ahead, and what wheels hide below all heads, is left out. Infants in
pushchairs are not people of their own; canes and frames are left out.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from twin.arrays import Bools, Floats, Ints
from twin.people.personas import AGE_BANDS, Persona
from twin.people.traits import SPEED_CUT, Address, Traits
from twin.rng import Stream

__all__ = ["BREADTH", "MOBILITY", "draw_mobility", "free_speed", "needs_no_steps", "seated"]

MOBILITY = ("none", "wheelchair", "pushchair", "luggage")
"""What the people table calls them; a number of mobility is an index."""

_NONE, _WHEELCHAIR, _PUSHCHAIR, _LUGGAGE = range(4)

WHEELCHAIR = {"child": 0.004, "16-29": 0.004, "30-44": 0.005, "45-64": 0.01, "65+": 0.03}
"""Share of those on the estate who use one. [1] assumption (a third to twice), below the 1.9 % of
the people of the United Kingdom [relevantspaces2024], many of whom do not go about."""

SEATED_EYE = 0.743
"""Height of the eyes in a wheelchair over the height standing: 1.19 m, the middle of 1.09 to 1.295
[ada1994], over the 1.605 m of adults (traits.py). [1] assumption (range 0.68-0.81)."""

SPEED = (1.0, 0.65, 0.95, 0.95)
"""Free speed over that of somebody on foot with free hands. [1] assumption: wheelchair 0.5-1, after
the electric and manual ones of boyce1999, pushchair and luggage 0.85-1."""

BREADTH = (1.0, 1.65, 1.5, 1.0)
"""Breadth over that of a body on foot, which is walked with as 0.4 m [tordeux2016]. [1] Wheelchairs
0.66 m [ada1994]; pushchairs 0.6 m, assumption (range 0.5-0.75 m)."""


def draw_mobility(
    address: Address,
    home_id: Ints,
    persona: Ints,
    band: NDArray[np.int8],
    first: Bools,
    every: list[Persona],
) -> NDArray[np.int8]:
    """Draw what each moves with on a day.

    Parameters
    ----------
    address : Address
        The day; wheelchairs are drawn on day 0.
    home_id, persona : (N,) arrays of int
        Who, and the index of their persona.
    band : (N,) array
        Index into ``AGE_BANDS``; children have neither pushchairs nor luggage.
    first : (N,) array of bool
        Who is the first of a party: a party has one pushchair at most.
    every : list of Persona
        The personas, whose ``brings`` says how often.

    Returns
    -------
    (N,) array
        Index into :data:`MOBILITY`.
    """
    share = np.array([WHEELCHAIR[name] for name in AGE_BANDS])[band]
    seated = address.life.uniform(Stream.TRAITS, home_id, 9) < share
    grown = band > 0
    today = address.uniform(Stream.TRAITS, home_id, 9)
    pushchair = np.array([p.brings["pushchair"] for p in every])[persona] * (first & grown)
    luggage = np.array([p.brings["luggage"] for p in every])[persona] * grown
    found = np.full(home_id.size, _NONE, dtype=np.int8)
    found[today < pushchair + luggage] = _LUGGAGE
    found[today < pushchair] = _PUSHCHAIR
    found[seated] = _WHEELCHAIR
    return found


def seated(traits: Traits, mobility: NDArray[np.int8]) -> Traits:
    """Bring eyes and crown of those in wheelchairs down; the head stays as tall as it is."""
    eye = np.where(mobility == _WHEELCHAIR, SEATED_EYE, 1.0) * traits.eye_height
    return replace(traits, eye_height=eye, stature=eye + traits.stature - traits.eye_height)


def free_speed(traits: Traits, mobility: NDArray[np.int8]) -> Floats:
    """Return the speed of each on this day when nobody is near. [m/s]"""
    speed: Floats = np.maximum(traits.speed * np.array(SPEED)[mobility], SPEED_CUT[0])
    return speed


def needs_no_steps(mobility: NDArray[np.int8]) -> Bools:
    """Say who needs a way without steps."""
    wheels: Bools = (mobility == _WHEELCHAIR) | (mobility == _PUSHCHAIR)
    return wheels
