"""What is told of ways round, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from twin.wording import by_profile, few_digits, number

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
            f"{_part(everybody['exposed'], everybody['trips'])} leads where a face is good enough "
            "to be searched."
        )
        yield from _alternatives("these", everybody)
        yield _chances(found, everybody)
    yield _as_it_was(found)
    yield from _in_view(everybody)
    yield from _without_steps(step_free)
    if found["hardest"]:
        row = found["hardest"]
        yield (
            f"Most trips without any such way begin or end at {row['name']}: "
            f"{number(row['never'])} of {number(row['trips'])}."
        )
    if found["no_way"]:
        yield (
            f"{number(found['no_way'])} trips were left out, as no way joins their ends, or none "
            "without steps where it must be."
        )


def _alternatives(which: str, walkers: Mapping[str, Any]) -> Iterator[str]:
    """Say how many exposed trips could be made by a way that is not exposed."""
    exposed = walkers["exposed"]
    parts = [
        f"{100 * row['share_of_exposed']:.0f} % by one at most {100 * row['extra']:.0f} % longer"
        for row in walkers["within"][1:]
    ]
    never = walkers["never"]
    yield (
        f"Of {which}, a way on which no face can be searched would do for {', '.join(parts[:-1])} "
        f"and {parts[-1]}; for {_part(never, exposed)} there is none at all."
    )
    if walkers["detour_m"]:
        detour = walkers["detour_m"]
        yield (
            f"Where there is one, half of the trips become {few_digits(detour['median'])} m longer "
            f"or less by it, and nine in ten {few_digits(detour['p90'])} m or less."
        )


def _chances(found: Mapping[str, Any], walkers: Mapping[str, Any]) -> str:
    """Say how likely identification is on the exposed trips, and on the least exposed ways."""
    enrolled = by_profile(
        f"in a gallery of {found['gallery']:,} at one false alert in "
        f"{1.0 / found['fpir']:,.0f} searches",
        ["central"] if found["own_trial"] else [],
        profiles=1,
    )
    row = next(row for row in walkers["within"] if row["extra"] == 0.25)
    return (
        f"A face recogniser would identify {_percent(walkers['chance'])} of who walks these "
        f"shortest ways, were each enrolled {enrolled}, and {_percent(row['chance'])} by the least "
        "exposed ways found that are at most 25 % longer; no choice of ways of that length does "
        f"better than {_percent(row['chance_at_least'])}."
    )


def _as_it_was(found: Mapping[str, Any]) -> str:
    """Say how many were searched who walked and looked as people do."""
    return (
        f"As people of this run walked, the faces of {_part(found['searched'], found['present'])} "
        "of them were searched."
    )


def _in_view(walkers: Mapping[str, Any]) -> Iterator[str]:
    """Say how many trips can be made out of the view of all cameras."""
    if not walkers["shown"]:
        yield "The shortest way of no trip leads through the view of a camera."
        return
    row = next(row for row in walkers["within"] if row["extra"] == 0.25)
    yield (
        f"The shortest way of {_part(walkers['shown'], walkers['trips'])} of the trips leads "
        "through the view of a camera, whichever way faces point; "
        f"{100 * row['unseen_share_of_shown']:.0f} % of these could be made out of view by a way "
        f"at most 25 % longer, and {_part(walkers['shown_never'], walkers['shown'])} by no way."
    )


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
        f"{_part(walkers['exposed'], walkers['trips'])} are exposed on the shortest way."
    )
    yield from _alternatives("those", walkers)


def _part(some: int, of: int) -> str:
    """Write a number of trips and its share."""
    return f"{number(some)} ({100 * some / of:.0f} %)"


def _percent(share: float) -> str:
    """Write a share."""
    return f"{few_digits(100 * share)} %"
