"""Sentences: how shares, conditions and headlines of a report are written."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from twin.report.digest import Digest, Range
from twin.site.sun import DUSK
from twin.wording import OWN_RATE, by_profile, date, number, ours

_NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def share(part: float, whole: float) -> str:
    """Write a part of a whole in per cent; one decimal below ten.

    Examples
    --------
    >>> share(1, 8), share(1, 80), share(1, 100_000), share(1, 0)
    ('12 %', '1.2 %', '< 0.1 %', '0 %')
    """
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 0.05:
        return "< 0.1 %"
    return f"{percent:.1f} %" if 0 < percent < 9.95 else f"{percent:.0f} %"


def one_in(rate: float) -> str:
    """Write a small rate as one in so many.

    Examples
    --------
    >>> one_in(1 / 6000), one_in(0)
    ('1 in 6,000', 'none')
    """
    return f"1 in {1 / rate:,.0f}" if rate > 0 else "none"


def ends(told: Range | None) -> str:
    """Write the ends of a range as numbers of people.

    Examples
    --------
    >>> ends(Range(5750.2, 5911.7))
    '5,750 to 5,912'
    """
    if told is None:
        return "range not known"
    return f"{told.low:,.0f} to {told.high:,.0f}"


def how_many_cameras(how_many: int) -> str:
    """Count cameras at the start of a sentence.

    Examples
    --------
    >>> how_many_cameras(2), how_many_cameras(1), how_many_cameras(12)
    ('Two cameras', 'One camera', '12 cameras')
    """
    word = _NUMBERS[how_many] if how_many < len(_NUMBERS) else f"{how_many:,}"
    return f"{word} camera" + ("" if how_many == 1 else "s")


def conditions(told: Digest) -> str:
    """Say what the central figure of a machine holds for; stands beside every such figure."""
    return f"at {OWN_RATE}" if told.machine.own_trial else conditions_of(told.gallery, told.fpir)


def all_conditions(told: Digest) -> str:
    """Say what the figures of all profiles hold for."""
    own = [profile.name for profile in told.profiles.values() if profile.own_trial]
    usual = conditions_of(told.gallery, told.fpir)
    return by_profile(f"with {usual}" if own else usual, own, profiles=len(told.profiles))


def conditions_of(gallery: float, fpir: float) -> str:
    """Say for how many enrolled and which rate of false alerts a machine's figure holds.

    Examples
    --------
    >>> conditions_of(10_000, 1 / 6000)
    'gallery 10,000, false alarms 1 in 6,000 searches'
    """
    return f"gallery {gallery:,.0f}, false alarms {one_in(fpir)} searches"


def disorder(told: Digest) -> str:
    """Say that a worse profile names more people than a better one; empty when none does."""
    named = [(name, told.profiles[name].people) for name in ("strict", "central", "optimistic")]
    for (worse, more), (better, fewer) in pairwise(named):
        if more > fewer and number(more) != number(fewer):
            return (
                f"The profiles are not in order: {worse} names {number(more)} people and {better} "
                f"{number(fewer)}, so the range by profile is not one from poor to good pictures."
            )
    return ""


def when(told: Digest) -> str:
    """Say the day, and the hours when it is not a whole one."""
    return date(told.day) if told.whole_day else f"{date(told.day)}, {told.clock}"


def title(told: Digest) -> str:
    """Say the date, the number of people and the two numbers, as a headline."""
    people = f"{number(told.present)} {'recorded people' if told.recorded else 'people'}"
    return (
        f"{when(told)}, {people}: {number(told.human.with_face)} identifiable by a human, "
        f"{number(told.machine.people)} by a machine if they were enrolled"
    )


def cameras(told: Digest) -> str:
    """Count the cameras and say how many of them were invented."""
    return how_many_cameras(len(told.hung)) + ours([camera.invented for camera in told.hung])


def caveat(told: Digest) -> str:
    """Say what of the cameras was made up, beside their figures; empty when nothing was."""
    if not any(camera.invented for camera in told.hung):
        return ""
    return (
        f"{cameras(told)}: the figures are those of cameras hung and set like this, not of any "
        "that are there."
    )


def darkness(told: Digest) -> str:
    """Say when it was dark, and what that changes."""
    lamps = "street lamps then light faces: shutters stay open longer and pictures are noisier"
    if not told.dark:
        return f"It was never dark in that time ({lamps})."
    spans = " and ".join(f"from {start} to {end}" for start, end in told.dark)
    return f"It was dark {spans}, the sun more than {-DUSK:g} degrees below the horizon; {lamps}."


def seconds(answers: Mapping[str, Any]) -> str:
    """Say how long each stage took, and which were there from an earlier run."""
    reused = answers.get("reused", ())
    return ", ".join(
        f"{name} {value:,.1f}" + (" (all or part earlier)" if name in reused else "")
        for name, value in answers.get("seconds", {}).items()
    )


def simulated(told: Digest) -> str:
    """Say how much was simulated, or recorded; stands beside every computing time."""
    much = (
        f"{number(told.present)} people, {told.outdoor_s / 1e6:,.1f} million person-seconds "
        f"outdoors ({told.mean_outdoor_min:.0f} minutes each)"
    )
    if told.recorded:
        return f"{much}; recorded, {number(told.inside)} still there at the end"
    return (
        f"{much}; {number(told.left)} left, {number(told.inside)} still inside at the end, "
        f"{number(told.stuck)} stuck" + (f"; {refused}" if (refused := turned_away(told)) else "")
    )


def turned_away(told: Digest) -> str:
    """Say how many came for an event in vain; empty if nobody did."""
    if not told.turned_away:
        return ""
    guests = "guest" if told.turned_away == 1 else "guests"
    return f"{number(told.turned_away)} {guests} of the event found it full and left"
