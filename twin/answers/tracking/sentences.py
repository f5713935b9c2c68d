"""The answer about tracking in plain words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from twin.answers.tracking.links import NO_FACES
from twin.answers.tracking.measured import Case
from twin.wording import few_digits, number

__all__ = ["sentences"]

TOLD = 3
"""Pairs of cameras named in a sentence. [1]"""


def sentences(
    told: Mapping[Case, Mapping[str, Any]],
    cases: Sequence[Case],
    pairs: Sequence[Mapping[str, Any]],
    others: Sequence[Mapping[str, Any]],
    *,
    counts: Mapping[str, int],
    repetitions: int,
    margin: float,
    door: int,
) -> Iterator[str]:
    """Tell the answer, the most important first.

    Parameters
    ----------
    told : mapping of Case to mapping
        What was measured of each way to join passes.
    cases : sequence of Case
        Those of the lowest, the middle and the highest chance to join by appearance.
    pairs : sequence of mapping
        What camera pairs do, that which does most first.
    others : sequence of mapping
        What would be told if an assumption were another.
    counts : mapping of str to int
        People ``present`` and ``seen``, and whole ``journeys``. [1]
    repetitions : int
        How often everything was drawn. [1]
    margin : float
        That of door to door [s], and ``door`` its number among all.
    """
    low, middle, high = (told[case] for case in cases)
    least, usual, most = (f"{case.alike:g}" for case in cases)
    seen = f"Of {number(counts['present'])} people, {number(counts['seen'])} were seen by a camera"
    if not counts["seen"]:
        yield f"{seen}, so nobody was followed."
        return
    followed = [number(one["followed"]["mean"]) for one in (low, middle, high)]
    yield (
        f"{seen}, and {followed[1]} could be followed from one camera to another, by face or by "
        f"appearance; {followed[0]} to {followed[2]}, if two passes, one right after the other, "
        f"are joined by appearance with a chance of {least} to {most}."
    )
    yield (
        f"That chance is an assumption; where nothing else is said, {usual} is meant. Brackets "
        f"hold the lowest and the highest of {repetitions} repetitions, in which every link is "
        f"drawn anew: {_people(middle['followed'])} people followed."
    )
    for name, of in (("time_share", "time on the site"), ("way_share", "way outdoors")):
        yield (
            f"A visitor's longest track holds {_share(middle[name])} of their {of}, averaged over "
            "everybody: "
            f"{_percent(low[name]['mean'])} % with a chance of {least}, "
            f"{_percent(high[name]['mean'])} % with {most}, and "
            f"{_percent(told[Case(NO_FACES, 0.0)][name]['mean'])} % if nothing is joined."
        )
    yield (
        "Of those seen, half can be followed without a break for "
        f"{_long(middle['minutes_median']['mean'])} or longer and one in ten for "
        f"{_long(middle['minutes_p90']['mean'])} or longer; half over "
        f"{few_digits(middle['metres_median']['mean'])} m of their way or more and one in ten over "
        f"{few_digits(middle['metres_p90']['mean'])} m or more."
    )
    yield from _doors(told, cases, counts["journeys"], margin, door)
    yield from _what_does_it(told, cases[1])
    yield from _which_cameras(pairs)
    yield from _otherwise(others)


def _doors(
    told: Mapping[Case, Mapping[str, Any]],
    cases: Sequence[Case],
    journeys: int,
    margin: float,
    door: int,
) -> Iterator[str]:
    """Tell how many journeys are told door to door."""
    if not journeys:
        yield "Nobody came and left in the simulated time, so no journey could be told whole."
        return
    low, middle, high = (told[case]["doors"][door] for case in cases)
    ends = (
        ""
        if low == high
        else (
            f"; {number(low['mean'])} with a chance of {cases[0].alike:g}, "
            f"{number(high['mean'])} with {cases[2].alike:g}"
        )
    )
    yield (
        f"Of {number(journeys)} journeys that ended in the simulated time, {_people(middle)} are "
        f"told door to door: one track from within {margin:g} seconds after coming to within "
        f"{margin:g} seconds before leaving{ends}."
    )


def _what_does_it(told: Mapping[Case, Mapping[str, Any]], middle: Case) -> Iterator[str]:
    """Tell apart what faces and what appearance do."""
    faces, looks = told[Case(middle.faces, 0.0)], told[Case(NO_FACES, middle.alike)]
    yield (
        f"By faces alone {number(faces['followed']['mean'])} people could be followed from one "
        f"camera to another, by appearance alone {number(looks['followed']['mean'])}."
    )


def _which_cameras(pairs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Tell between which cameras most is joined."""
    between = [pair for pair in pairs if pair["one"] != pair["other"] and pair["steps"]]
    if not between:
        return
    named = ", ".join(
        f"{pair['one']} and {pair['other']} ({number(pair['people'])} people known to have passed "
        f"both, {_long(pair['minutes'])} between)"
        for pair in between[:TOLD]
    )
    yield f"Tracks go most often from one camera to another between {named}."


def _otherwise(others: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Tell which other assumption matters most."""
    usual, *rest = others
    most = max(rest, key=lambda one: abs(one["followed"] - usual["followed"]))
    if not usual["followed"] or most["followed"] == usual["followed"]:
        return
    yield (
        f"Of the other assumptions this matters most: if {most['if_so']}, "
        f"{_percent(most['followed'] / usual['followed'])} % as many could be followed from one "
        "camera to another."
    )


def _people(of: Mapping[str, float]) -> str:
    """Write a number of people, and from where to where it lay in the repetitions."""
    low, high = number(of["low"]), number(of["high"])
    return number(of["mean"]) + ("" if low == high else f" ({low} to {high})")


def _share(of: Mapping[str, float]) -> str:
    """Write a share, and from where to where it lay in the repetitions."""
    low, high = (_percent(of[name]) for name in ("low", "high"))
    return f"{_percent(of['mean'])} %" + ("" if low == high else f" ({low} to {high} %)")


def _percent(share: float) -> str:
    """Write a share in hundredths: whole, below ten with one decimal.

    Examples
    --------
    >>> _percent(0.1386), _percent(0.0517), _percent(0.0)
    ('14', '5.2', '0')
    """
    return number(100 * share)


def _long(minutes: float) -> str:
    """Write a time, one below two minutes in seconds.

    Examples
    --------
    >>> _long(0.135), _long(3.85), _long(75.2)
    ('8 seconds', '3.9 minutes', '75 minutes')
    """
    return f"{60 * minutes:.0f} seconds" if minutes < 2 else f"{number(minutes)} minutes"
