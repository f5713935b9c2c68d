"""The answer about tracking in plain words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from twin.answers.tracking.links import NO_FACES
from twin.answers.tracking.measured import Case
from twin.wording import few_digits, number

__all__ = ["sentences"]


def sentences(
    told: Mapping[Case, Mapping[str, Any]],
    cases: Sequence[Case],
    pairs: Sequence[Mapping[str, Any]],
    *,
    counts: Mapping[str, int],
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
    counts : mapping of str to int
        People ``present`` and ``seen``, and whole ``journeys``. [1]
    margin : float
        That of door to door [s], and ``door`` its number among all.
    """
    lowest, middle, highest = (told[case] for case in cases)
    seen = f"Of {number(counts['present'])} people, {number(counts['seen'])} were seen by a camera"
    if not counts["seen"]:
        yield f"{seen}, so nobody was followed."
        return
    yield (
        f"{seen}; {_people(middle['followed'])} of them could be followed from one camera to "
        f"another, by face or by appearance: {number(lowest['followed']['mean'])} if appearance "
        f"joins two passes in a row with a chance of {cases[0].alike:g}, "
        f"{number(highest['followed']['mean'])} with {cases[2].alike:g}; here and below "
        f"{cases[1].alike:g} is meant."
    )
    yield (
        f"Of a visitor's time on the site {_share(middle['time_share'])} can be joined into one "
        f"track, on the average of all ({_ends(lowest, highest, 'time_share')}), and "
        f"{_share(middle['way_share'])} of their way outdoors "
        f"({_ends(lowest, highest, 'way_share')})."
    )
    yield (
        "Of those seen, half can be followed for "
        f"{few_digits(middle['minutes_median']['mean'])} minutes or longer and one in ten for "
        f"{few_digits(middle['minutes_p90']['mean'])} or longer without a break; half over "
        f"{few_digits(middle['metres_median']['mean'])} m of their way or more and one in ten over "
        f"{few_digits(middle['metres_p90']['mean'])} m or more."
    )
    yield from _doors(told, cases, counts["journeys"], margin, door)
    yield from _what_does_it(told, cases[1])
    yield from _which_cameras(pairs)


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
    lowest, middle, highest = (told[case]["doors"][door] for case in cases)
    yield (
        f"Of {number(journeys)} journeys that ended in the simulated time, {_people(middle)} are "
        f"told door to door, from within {margin:g} seconds after coming to within {margin:g} "
        f"seconds before leaving: {number(lowest['mean'])} at the lowest chance of appearance, "
        f"{number(highest['mean'])} at the highest."
    )


def _what_does_it(told: Mapping[Case, Mapping[str, Any]], middle: Case) -> Iterator[str]:
    """Tell apart what faces and what appearance do."""
    faces, looks = told[Case(middle.faces, 0.0)], told[Case(NO_FACES, middle.alike)]
    yield (
        f"By faces alone {number(faces['followed']['mean'])} people could be followed from one "
        f"camera to another, by appearance alone {number(looks['followed']['mean'])}."
    )


def _which_cameras(pairs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Tell between which two cameras most is joined."""
    between = [pair for pair in pairs if pair["one"] != pair["other"] and pair["steps"]]
    if not between:
        return
    most = between[0]
    share = most["steps"] / sum(pair["steps"] for pair in between)
    yield (
        f"Most is joined between {most['one']} and {most['other']}: {100 * share:.0f} % of all "
        f"steps from one camera to another; {_people(most, 'people')} people are known to have "
        f"passed both, with {few_digits(most['minutes'])} minutes between."
    )


def _people(of: Mapping[str, float], name: str = "mean") -> str:
    """Write a number of people, and from where to where it lay in the repetitions."""
    low, high = number(of["low"]), number(of["high"])
    return number(of[name]) + ("" if low == high else f" (repetitions: {low} to {high})")


def _share(of: Mapping[str, float]) -> str:
    """Write a share, and from where to where it lay in the repetitions."""
    low, high = (few_digits(100 * of[name]) for name in ("low", "high"))
    return f"{few_digits(100 * of['mean'])} %" + (
        "" if low == high else f" (repetitions: {low} to {high})"
    )


def _ends(lowest: Mapping[str, Any], highest: Mapping[str, Any], name: str) -> str:
    """Write a share at the lowest and at the highest chance of appearance."""
    low, high = (few_digits(100 * one[name]["mean"]) for one in (lowest, highest))
    return f"{low} to {high} %, by the chance of appearance"
