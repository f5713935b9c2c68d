"""Sweep: how the number of people a machine could identify moves with each number behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from twin.errors import ScenarioError
from twin.exposure import PROFILES, Profile, Recognisers, expose
from twin.quantity import Quantity
from twin.run.folder import Run
from twin.run.weighed import weighed
from twin.wording import OWN_RATE

__all__ = ["Swept", "left_out", "ranged", "sweep"]

MOVERS = ("midpoint_shift", "gallery", "searches_per_false_alert")
"""Numbers that move every midpoint whose own gallery and rate are known."""


@dataclass(frozen=True)
class Swept:
    """What one number's range does.

    Attributes
    ----------
    name : str
        The number, as ``twin sources --recogniser`` lists it.
    number : Quantity
        Its value, range and source.
    low, high : float
        People a machine could identify with it at the low and at the high end of its range, all
        else as it was; expected, if enrolled.
    """

    name: str
    number: Quantity
    low: float
    high: float


def sweep(
    run: Run,
    *,
    profile: str = "central",
    names: Sequence[str] | None = None,
    threads: int | None = None,
    on_progress: Callable[[str, float], None] | None = None,
) -> tuple[float, list[Swept]]:
    """Move each number of the recogniser to the ends of its range, one at a time.

    No ray is cast: looks are weighed anew.

    Parameters
    ----------
    run : Run
        A finished run.
    profile : str
        Whose people to count.
    names : sequence of str, optional
        Which numbers; all that have a range and matter to the profile when missing.
    threads : int, optional
        Threads to use; all when missing. Changes no result.
    on_progress : callable, optional
        Called with "sweep" and the share that is done.

    Returns
    -------
    people : float
        Expected with every number as it was.
    swept : list of Swept
        Widest first.

    Raises
    ------
    ScenarioError
        If there is no such profile or number, or the number has no range.
    RunError
        If a table of the run is missing or damaged.
    """
    model = run.inputs.recognisers
    chosen = _chosen(model, profile, names)
    usual = _people(run, model, profile, threads)
    swept = []
    for done, (name, number) in enumerate(chosen.items()):
        low, high = (
            _people(run, model.with_value(name, end), profile, threads)
            for end in number.range or ()
        )
        swept.append(Swept(name, number, low, high))
        if on_progress:
            on_progress("sweep", (done + 1) / len(chosen))
    return usual, sorted(swept, key=lambda one: -abs(one.high - one.low))


def left_out(model: Recognisers, profile: str) -> dict[str, str]:
    """Say which of the recogniser's numbers change nothing for a profile, and why not."""
    instead: Profile = getattr(model.profiles, profile)
    curve = ("ceiling", "midpoint_px", "width_px")
    idle = {
        name: f"the {profile} profile has one of its own"
        for name in curve
        if getattr(instead, name) is not None
    }
    if instead.stays:
        why = (
            f"the {profile} profile holds for {OWN_RATE}, which are not in its file "
            "(`twin fit --gallery N --searches-per-false-alert M` writes them)"
        )
        idle |= dict.fromkeys(MOVERS, why)
        return idle
    here = (model.gallery, model.searches_per_false_alert)
    there = (
        instead.midpoint_gallery or model.midpoint_gallery,
        instead.midpoint_searches or model.midpoint_searches,
    )
    if [one.value for one in here] == [one.value for one in there]:
        idle["midpoint_shift"] = "its midpoint holds for this gallery and rate of false alerts"
    return idle


def ranged(model: Recognisers, profile: str) -> dict[str, Quantity]:
    """List the numbers of a recogniser that have a range and matter to a profile."""
    own = f"profiles.{profile}."
    idle = left_out(model, profile)
    return {
        name: number
        for name, number in model.quantities()
        if number.range is not None
        and number.range[0] < number.range[1]
        and not name.startswith("requirements.")
        and name not in idle
        and (not name.startswith("profiles.") or name.startswith(own))
    }


def _chosen(model: Recognisers, profile: str, names: Sequence[str] | None) -> dict[str, Quantity]:
    """Take the numbers that were asked for, and that have a range."""
    if profile not in PROFILES:
        message = f"profile is {profile!r}, but must be one of {', '.join(PROFILES)}."
        raise ScenarioError(message)
    idle, matter = left_out(model, profile), ranged(model, profile)
    for name in names or ():
        if name in idle:
            message = f"{name} is not swept: {idle[name]}."
            raise ScenarioError(message)
        if name not in matter:
            message = (
                f"the {profile} profile has no number {name!r} with a range, but has "
                f"{', '.join(matter)}."
            )
            raise ScenarioError(message)
    return {name: number for name, number in matter.items() if not names or name in names}


def _people(run: Run, model: Recognisers, profile: str, threads: int | None) -> float:
    """Return how many people a machine could identify, expected, if enrolled."""
    encounters = weighed(run, model, threads=threads)
    places = [place.id for place in run.inputs.site.places]
    table = expose(encounters, places=places, recognisers=model, kinds=["day"])
    return float(table[f"p_{profile}"].to_numpy().sum())
