"""Crowd scene: who is on the ground about a moment of a run, collected for a map or a film."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import ndimage

from twin.arrays import Floats
from twin.errors import ScenarioError
from twin.report import attribution
from twin.report.framing import Box
from twin.report.moment import clock_of
from twin.run import Run
from twin.run.crowding import Crowding, crowding
from twin.site import Site
from twin.wording import date

__all__ = ["CLOSE", "PAD", "CrowdScene", "busiest_square", "crowd_scene", "lost", "place_box"]

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
        Site and day.
    crowding : Crowding
        How many are on each square.
    lost : mapping of int to (float, float)
        Of each person who never found the way out, where that was. [m]
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
        A place to show instead of all ground.
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
    box = None if within is None else place_box(site, within)
    return CrowdScene(
        title=f"{site.name}: {date(done.inputs.scenario.date)}",
        crowding=crowding(done, at, minutes),
        lost=lost,
        within=box,
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


def place_box(site: Site, wanted: str) -> Box:
    """Frame a place by its name or id. [m]

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
    west, south, east, north = place.polygon.buffer(PAD).bounds
    return west, south, east, north


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
