"""Crowd scene: who is on the ground about a moment of a run, collected for a map or a film."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from scipy import ndimage

from twin.arrays import Floats
from twin.errors import ScenarioError
from twin.report import attribution
from twin.report.framing import Box
from twin.report.moment import clock_of
from twin.run import Run
from twin.run.crowding import Crowding, crowding
from twin.site import Site
from twin.site.things import Place
from twin.wording import date

__all__ = [
    *("CLOSE", "PAD", "CrowdScene", "busiest_square", "crowd_scene", "lost"),
    *("name_of", "place_box", "place_called"),
]

#: Side of the square of ground shown where none was asked for. [m]
CLOSE: Final = 200.0

#: Ground shown round what was asked for. [m]
PAD: Final = 15.0


@dataclass(frozen=True, eq=False)
class CrowdScene:
    """Who is on the ground about a moment of a run.

    Attributes
    ----------
    title : str
        Place, where it is not the whole site, site and day.
    crowding : Crowding
        How many are on each square.
    lost : mapping of int to (float, float)
        Of each person who never found the way out and was last seen there, where that was. [m]
    within : tuple of float, optional
        West, south, east and north of the ground to show; all when missing. [m]
    credits : sequence of str
        Lines the data's licences ask for.
    """

    title: str
    crowding: Crowding
    lost: Mapping[int, tuple[float, float]]
    within: Box | None
    credits: Sequence[str]

    @property
    def site(self) -> Site:
        """The map, as of the run's date."""
        return self.crowding.site

    @property
    def place_name(self) -> str | None:
        """What the place is called people were counted on; none for the whole site."""
        place = self.crowding.place
        return None if place is None else name_of(place)

    @property
    def close_up(self) -> tuple[str, Box]:
        """The ground to show where all of the site is too much, and what it is called. [m]"""
        if self.within is not None:
            return self.place_name or "", self.within
        busiest = busiest_square(self.crowding)
        return f"Busiest {busiest[2] - busiest[0]:g} m", busiest

    @property
    def span(self) -> str:
        """From when until when."""
        return f"{clock_of(self.crowding.first)} to {clock_of(self.crowding.last)}"


def crowd_scene(
    done: Run,
    at: str,
    *,
    minutes: float,
    within: str | None = None,
    lost: Mapping[int, tuple[float, float]],
) -> CrowdScene:
    """Collect who is on the ground about a time of day.

    Parameters
    ----------
    done : Run
        A finished run.
    at : str
        The middle of the time, as 08:30.
    minutes : float
        Its length. [min]
    within : str, optional
        A place to count on and to show instead of all ground.
    lost : mapping of int to (float, float)
        From :func:`lost`. [m]

    Raises
    ------
    ScenarioError
        If there is no such place, or the time is none of the run.
    RunError
        If a table of the run is gone.
    """
    site = done.inputs.site
    place = None if within is None else place_called(site, within)
    where = site.name if place is None else f"{name_of(place)}, {site.name}"
    there = {
        person: xy
        for person, xy in lost.items()
        if place is None or shapely.contains_xy(place.polygon, *xy)
    }
    return CrowdScene(
        title=f"{where}: {date(done.inputs.scenario.date)}",
        crowding=crowding(done, at, minutes, place=place),
        lost=there,
        within=None if place is None else place_box(place),
        credits=attribution.credits(done.manifest),
    )


def lost(done: Run) -> dict[int, tuple[float, float]]:
    """Find where people were last who never found the way out. [m]

    Reads all tracks of the run, where there are such people.
    """
    people = done.people()
    outcome = np.asarray(people["outcome"].to_pylist(), dtype=object)
    stuck = people["person"].to_numpy()[outcome == "stuck"]
    found: dict[int, tuple[float, float]] = {}
    if stuck.size:
        for slab in done.tracks():
            person, x_cm, y_cm = (slab[name].to_numpy() for name in ("person", "x_cm", "y_cm"))
            # rows are by person, then time, and slabs by time, so that the last one stays
            for i in np.flatnonzero(np.isin(person, stuck)).tolist():
                found[int(person[i])] = (float(x_cm[i]) / 100, float(y_cm[i]) / 100)
    return found


def place_called(site: Site, wanted: str) -> Place:
    """Find a place by its name or id.

    Raises
    ------
    ScenarioError
        If there is none.
    """
    called = {word.casefold(): place for place in site.places for word in (place.id, place.name)}
    place = called.get(wanted.casefold())
    if place is None:
        names = {name.name.casefold(): name.name for name in site.places if name.name}
        close = difflib.get_close_matches(wanted.casefold(), list(names), n=1, cutoff=0)
        hint = f"did you mean {names[close[0]]!r}?" if close else "the map has none."
        message = f"--within {wanted}: there is no such place on the map; {hint}"
        raise ScenarioError(message)
    return place


def place_box(place: Place) -> Box:
    """Frame a place and what is close round it. [m]"""
    west, south, east, north = place.polygon.buffer(PAD).bounds
    return west, south, east, north


def name_of(place: Place) -> str:
    """Name a place, by its id where it has no name."""
    return place.name or place.id


def busiest_square(counted: Crowding, side: float = CLOSE) -> Box:
    """Frame the square of ground with most people. [m]

    Of equals, it is the one whose middle is nearest to the mean place of the people in the first
    of them, so that a few people are not at its edge; that about the middle where nobody is.
    """
    people, cell = counted.people, counted.cell
    wide = min(int(side // cell), *people.shape)
    sums = np.pad(people, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    within: Floats = (
        sums[wide:, wide:] - sums[:-wide, wide:] - sums[wide:, :-wide] + sums[:-wide, :-wide]
    )
    # sums and means of floats differ in the last bits where they should be equal
    equals = np.argwhere(within.round(6) == within.round(6).max())
    first = equals[0]
    inside = people[first[0] : first[0] + wide, first[1] : first[1] + wide]
    wanted = (
        first + np.array(ndimage.center_of_mass(inside)) - (wide - 1) / 2
        if inside.any()
        else equals.mean(axis=0)
    )
    off = np.hypot(*(equals - wanted).T).round(6)
    row, column = equals[int(np.argmin(off))].tolist()
    west, south = counted.x0 + cell * column, counted.y0 + cell * row
    return west, south, west + wide * cell, south + wide * cell
