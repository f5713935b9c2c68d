"""What is told of ways round, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from twin.wording import by_profile, few_digits, listed, number, part_of

__all__ = ["sentences"]


def sentences(found: Mapping[str, Any]) -> Iterator[str]:
    """Say the answer, the most important first.

    Parameters
    ----------
    found : mapping
        The figures of the answer.
    """
    if not found["trips"]:
        yield "It is not known between which gates and venues people walked, so no way is compared."
        return
    everybody, step_free = found["walkers"]["all"], found["walkers"]["step_free"]
    if not everybody["exposed"]:
        yield (
            f"No trip needs a way round: on the shortest way of none of {number(found['trips'])} "
            "is a face good enough to be searched."
        )
    else:
        yield (
            f"Of {number(everybody['trips'])} trips between gates and venues, the shortest way of "
            f"{part_of(everybody['exposed'], everybody['trips'])} leads where a face is good "
            "enough to be searched."
        )
        yield from _alternatives("these", everybody)
        yield _chances(found, everybody)
    yield _as_it_was(found)
    yield from _in_view(found, everybody)
    yield from _without_steps(step_free)
    if found["always_exposed"]:
        row = found["always_exposed"]
        yield (
            f"Most trips on which a face can be searched by any way begin or end at {row['name']}: "
            f"{number(row['never'])} of its {number(row['trips'])} trips."
        )
    if found["no_way"]:
        yield (
            f"{number(found['no_way'])} trips were left out, as no way joins their ends, or none "
            "without steps where it must be."
        )


def _alternatives(which: str, walkers: Mapping[str, Any]) -> Iterator[str]:
    """Say how many exposed trips could be made by a way that is not exposed."""
    never, exposed = walkers["never"], walkers["exposed"]
    parts = []
    for row in walkers["within"][1:]:
        share = row["share_of_exposed"]
        parts.append(f"{100 * share:.0f} % by one at most {100 * row['extra']:.0f} % longer")
        if share == 1.0:
            break
    rest = f"; for {part_of(never, exposed)} there is none at all" if never else ""
    yield f"Of {which}, a way where no face can be searched would do for {listed(parts)}{rest}."
    if walkers["detour_m"]:
        detour = walkers["detour_m"]
        yield (
            f"By such a way, half of the trips become {few_digits(detour['median'])} m longer or "
            f"less, and nine in ten {few_digits(detour['p90'])} m or less."
        )


def _chances(found: Mapping[str, Any], walkers: Mapping[str, Any]) -> str:
    """Say how likely identification is on the exposed trips, and on the least exposed ways."""
    enrolled = by_profile(
        f"in a gallery of {found['gallery']:,} at one false alert in "
        f"{1.0 / found['fpir']:,.0f} searches",
        ["central"] if found["own_trial"] else [],
        profiles=1,
    )
    row = _at(walkers, 0.25)
    bound = ""
    if row["chance"] - row["chance_at_least"] > 0.0005:
        bound = (
            f"; no ways of that length do better than {_percent(row['chance_at_least'])}"
            if row["chance_at_least"] > 0.0005
            else ", though others of that length may do better"
        )
    return (
        f"A face recogniser would identify {_percent(walkers['chance'])} of those who make these "
        f"trips by the shortest ways, were each enrolled {enrolled}, and {_percent(row['chance'])} "
        f"by the least exposed ways found that are at most 25 % longer{bound}."
    )


def _as_it_was(found: Mapping[str, Any]) -> str:
    """Say how many were searched who walked and looked as people do."""
    return (
        "As people of this run walked, the faces of "
        f"{part_of(found['searched'], found['present'])} of them were searched."
    )


def _in_view(found: Mapping[str, Any], walkers: Mapping[str, Any]) -> Iterator[str]:
    """Say how many trips can be made out of the view of all cameras."""
    if not walkers["shown"]:
        yield "The shortest way of no trip leads through the view of a camera."
        return
    share = _at(walkers, 0.25)["unseen_share_of_shown"]
    never = walkers["shown_never"]
    rest = f", and {part_of(never, walkers['shown'])} cannot at all" if never else ""
    yield (
        f"The shortest way of {part_of(walkers['shown'], walkers['trips'])} of all trips leads "
        f"through the view of a camera, whichever way faces point; {100 * share:.0f} % of these "
        f"trips could be made out of view by a way at most 25 % longer{rest}."
    )
    if found["always_in_view"]:
        row = found["always_in_view"]
        yield (
            f"Most of those that cannot begin or end at {row['name']}: "
            f"{number(row['shown_never'])} of its {number(row['trips'])} trips."
        )


def _at(walkers: Mapping[str, Any], extra: float) -> Mapping[str, Any]:
    """Find what is told of ways so much longer."""
    found: Mapping[str, Any] = next(row for row in walkers["within"] if row["extra"] == extra)
    return found


def _without_steps(walkers: Mapping[str, Any]) -> Iterator[str]:
    """Say the same of those who need ways without steps."""
    if not walkers["trips"]:
        yield "Nobody needed a way without steps."
        return
    if not walkers["exposed"]:
        yield (
            f"Of the {number(walkers['trips'])} trips that must be without steps, none is exposed "
            "on its shortest way."
        )
        return
    yield (
        f"Of the {number(walkers['trips'])} trips that must be without steps, "
        f"{part_of(walkers['exposed'], walkers['trips'])} are exposed on the shortest way."
    )
    yield from _alternatives("those", walkers)


def _percent(share: float) -> str:
    """Write a share."""
    return f"{few_digits(100 * share)} %"
