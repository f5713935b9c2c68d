"""A day with an event: guests who come before it begins and leave when it is over.

Guests are the last persona (``guest`` in personas.yaml). There are as many in the pool as it takes
to bring ``extra`` of them, so that some are at two events and most at one. Everybody else does what
they do on other days. Numbers of this file are assumptions, with the range to try.
"""

import difflib
import math
from typing import TYPE_CHECKING

import numpy as np

from twin.arrays import Floats
from twin.errors import ScenarioError
from twin.people.crowd import Crowd, Event
from twin.people.estate import CROWDED
from twin.people.profile import edges, share_between
from twin.site import Site
from twin.timeofday import seconds_of

if TYPE_CHECKING:
    from twin.people.personas import Persona

__all__ = ["GUEST", "PLACE", "arrivals", "attending", "left_out", "overfull", "venue_of"]

GUEST = "guest"
"""The persona of those who come for an event."""

PLACE = "event"
"""What the guests' steps call its venue."""

HOMES = ("home", "student_home")
"""Venues that only those who live there enter."""

_BEGINS = "venue/"

SUGGESTED = 3
"""Venues named to whoever asks for one there is not, at most. assumption (1-5)"""

NEARLY_ALL = 0.99
"""Share of the guests whose coming is enough to say nothing. [1] assumption (0.9-0.999)"""

EARLY = (2400.0, 1200.0)
"""How long before the beginning guests reach the estate: mean and standard deviation of a normal
distribution cut at the beginning. [s] assumption (half to twice)."""

LINGER = (6, 4.0)
"""How long after the end they set off: mean, and standard deviation. [min] assumption (half to
twice); one in fifteen leaves before the end."""


def arrivals(event: Event) -> Floats:
    """Shape the arrivals of guests over the day.

    Parameters
    ----------
    event : Event
        When it begins.

    Returns
    -------
    (80,) array
        Share of them that arrives in each quarter hour, as from
        :func:`~twin.people.profile.profile`; adds up to 1.
    """
    begin = seconds_of(event.begin)
    before = np.clip(begin - edges(), 0.0, None).tolist()
    below = [math.erf((early - EARLY[0]) / (EARLY[1] * math.sqrt(2.0))) for early in before]
    shape = -np.diff(below)
    normed: Floats = shape / shape.sum()
    return normed


def attending(persona: "Persona", event: Event) -> "Persona":
    """Let a guest's stay at the event end with it."""
    end = seconds_of(event.end) / 60.0 + LINGER[0]
    until = (f"{int(end // 60):02d}:{int(end % 60):02d}", LINGER[1])
    steps = tuple(
        step.model_copy(update={"until": until}) if step.at == PLACE else step
        for step in persona.steps
    )
    return persona.model_copy(update={"steps": steps})


def venue_of(event: Event, site: Site) -> int:
    """Find the venue of an event: its index among those of the site.

    Raises
    ------
    ScenarioError
        If the site has no such venue on its date, or people live there.
    """
    found = [k for k, venue in enumerate(site.venues) if venue.id == event.venue]
    if not found:
        message = (
            f"people.event.venue is {event.venue!r}, but the map has no such venue on that date; "
            f"{_near(event.venue, site)}."
        )
        raise ScenarioError([message])
    if site.venues[found[0]].venue in HOMES:
        message = (
            f"people.event.venue is {event.venue!r}, where people live, but must be a place that "
            "guests can enter."
        )
        raise ScenarioError([message])
    return found[0]


def _near(wanted: str, site: Site) -> str:
    """Suggest the venues whose ids or names are most like what was asked for."""
    ids = {
        word.casefold(): venue.id
        for venue in site.venues
        if venue.venue not in HOMES
        for word in (venue.id.removeprefix(_BEGINS), venue.name)
    }
    # what all ids begin with makes none of them alike
    asked = wanted.removeprefix(_BEGINS).casefold()
    close = difflib.get_close_matches(asked, list(ids), n=SUGGESTED)
    meant = " or ".join(dict.fromkeys(ids[one] for one in close))
    hint = f"did you mean {meant}? " if meant else ""
    return f"{hint}`twin check --json`, without the event, lists them"


def overfull(crowd: Crowd, site: Site) -> str:
    """Say that an event has more guests than its venue holds; empty if it has not."""
    if crowd.event is None:
        return ""
    venue = site.venues[venue_of(crowd.event, site)]
    if venue.venue not in CROWDED or crowd.event.extra <= venue.capacity:
        return ""
    return (
        f"{crowd.event.extra:,} guests are expected, but {venue.name or venue.id} holds "
        f"{venue.capacity:,}: the others queue, give up and leave."
    )


def left_out(crowd: Crowd) -> str:
    """Say what of an event lies outside the hours that are simulated; empty if there is nothing."""
    event = crowd.event
    if event is None:
        return ""
    share = share_between(arrivals(event), crowd.start_s, crowd.end_s)
    late = seconds_of(event.end) > crowd.end_s
    if share >= NEARLY_ALL and not late:
        return ""
    return (
        f"The event lasts from {event.begin} to {event.end}, but people are simulated from "
        f"{crowd.start} to {crowd.end}: {100 * share:.0f} % of its guests come in that time"
        f"{', and its end is not reached' if late else ''}."
    )
