"""One walk from a place to another: the shortest way, and the least exposed beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from twin.answers.asked import Asked
from twin.answers.avoidable.places import Place, place_of
from twin.answers.avoidable.terrain import FAR_OFF, Terrain
from twin.answers.avoidable.ways import SHORTEST, UNSEEN, Found, least_within, no_less_than
from twin.arrays import Floats
from twin.errors import ScenarioError
from twin.usual import SPEED
from twin.wording import few_digits

__all__ = ["Walk", "Way", "walk"]


@dataclass(frozen=True, eq=False)
class Way:
    """A way, and how exposed it is.

    Attributes
    ----------
    xy : (N, 2) array
        Its corners on the map. [m]
    metres : float
        Its length. [m]
    chance : float
        That a machine identifies who walks it, were they enrolled. [1]
    shown_m, searched_m : float
        Length in view of a camera, and on which a face is good enough to be searched. [m]
    """

    xy: Floats
    metres: float
    chance: float
    shown_m: float
    searched_m: float

    @property
    def facts(self) -> dict[str, float]:
        """The numbers, with units in their names."""
        return {
            "metres": self.metres,
            "seconds": self.metres / SPEED,
            "chance": self.chance,
            "shown_m": self.shown_m,
            "shown_s": self.shown_m / SPEED,
            "searched_m": self.searched_m,
            "searched_s": self.searched_m / SPEED,
        }

    @property
    def briefly(self) -> str:
        """The numbers on one line."""
        return (
            f"{few_digits(self.metres)} m, {few_digits(self.shown_m)} m in view, "
            f"{few_digits(self.searched_m)} m with a face to be searched, "
            f"{few_digits(100 * self.chance)} % identified"
        )


@dataclass(frozen=True, eq=False)
class Walk:
    """A walk.

    Attributes
    ----------
    start, end : Place
        From where to where.
    step_free : bool
        Whether without steps.
    out_of_view : bool
        Whether the other way is the one least in view, and not the least exposed.
    shortest, other : Way
        The ways.
    at_least : float
        No way that is allowed has a lower chance. [1]
    terrain : Terrain
        The ground.
    """

    start: Place
    end: Place
    step_free: bool
    out_of_view: bool
    shortest: Way
    other: Way
    at_least: float
    terrain: Terrain

    @property
    def extra(self) -> float:
        """How much longer the other way is. [1]"""
        return self.other.metres / self.shortest.metres - 1.0 if self.shortest.metres else 0.0

    @property
    def title(self) -> str:
        """From where to where."""
        steps = ", without steps" if self.step_free else ""
        return f"From {self.start.name} to {self.end.name}{steps}"

    @property
    def ways(self) -> dict[str, Way]:
        """The ways by what they are called."""
        other = "Least in view" if self.out_of_view else "Least exposed"
        return {"Shortest": self.shortest, other: self.other}

    @property
    def facts(self) -> dict[str, Any]:
        """The numbers, ready for JSON."""
        return {
            "from": self.start.id,
            "to": self.end.id,
            "step_free": self.step_free,
            "shortest": self.shortest.facts,
            "least_in_view" if self.out_of_view else "least_exposed": self.other.facts,
            "extra_m": self.other.metres - self.shortest.metres,
            "extra": self.extra,
            "chance_at_least": self.at_least,
            "dark": self.terrain.dark,
            "eye_height_m": self.terrain.eyes,
        }

    def sentences(self) -> Iterator[str]:
        """Say how long and how exposed both ways are."""
        steps = " without steps" if self.step_free else ""
        yield f"The shortest way{steps} from {self.start.name} to {self.end.name}: " + _told(
            self.shortest
        )
        what = "way least in view of cameras" if self.out_of_view else "least exposed way"
        longer = (
            f"{few_digits(self.other.metres - self.shortest.metres)} m "
            f"({few_digits(100 * self.extra)} %) longer"
            if self.other.metres > self.shortest.metres
            else "as long"
        )
        yield f"The {what} is {longer}: " + _told(self.other)


def walk(
    asked: Asked,
    start: str,
    end: str,
    *,
    step_free: bool = False,
    extra: float | None = None,
    out_of_view: bool = False,
) -> Walk:
    """Find the shortest and the least exposed way between two places of a run.

    Parameters
    ----------
    asked : Asked
        A finished run.
    start, end : str
        Gates or venues by id, or latitude and longitude with a comma between.
    step_free : bool
        Whether without steps.
    extra : float, optional
        How much longer than the shortest the way may be; any length when missing. [1]
    out_of_view : bool
        Whether to look for the way least in view of cameras instead, whichever way faces point; of
        any length.

    Raises
    ------
    ScenarioError
        If a place is none, or no way leads there.
    RunError
        If a stage of the run is missing or damaged.
    """
    ends = place_of(asked.inputs.site, start), place_of(asked.inputs.site, end)
    terrain = Terrain.of(asked)
    node = terrain.nodes(np.array([one.xy for one in ends]), step_free=step_free)
    for place, number in zip(ends, node, strict=True):
        if number < 0:
            steps = " without steps" if step_free else ""
            message = (
                f"{place.id}: lies more than {FAR_OFF:g} m from all ground that people can walk "
                f"on{steps}."
            )
            raise ScenarioError(message)
    first, last = (int(number) for number in node)
    ways = terrain.ways(step_free=step_free)
    found = ways.found([(first, last)])
    longest = np.inf if extra is None else extra
    column = UNSEEN if out_of_view else int(least_within(found, longest)[0])
    shortest, other = (
        _way(terrain, found, one, ways.net.xy[ways.nodes(first, last, one)])
        for one in (SHORTEST, column)
    )
    at_least = float(terrain.chance(no_less_than(found, longest))[0])
    return Walk(*ends, step_free, out_of_view, shortest, other, at_least, terrain)


def _way(terrain: Terrain, found: Found, column: int, xy: Floats) -> Way:
    """Describe the way of a column of what is found for one pair."""
    return Way(
        xy,
        float(found.metres[0, column]),
        float(terrain.chance(found.evidence)[0, column]),
        float(found.shown[0, column]),
        float(found.searched[0, column]),
    )


def _told(way: Way) -> str:
    """Say how long and how exposed a way is."""
    facts = way.facts
    return (
        f"{few_digits(way.metres)} m, {few_digits(facts['seconds'] / 60)} minutes; "
        f"{few_digits(way.shown_m)} m ({few_digits(facts['shown_s'])} s) in view of a camera, "
        f"{few_digits(way.searched_m)} m ({few_digits(facts['searched_s'])} s) where a face is "
        f"good enough to be searched; chance of being identified, were one enrolled: "
        f"{few_digits(100 * way.chance)} %."
    )
