"""What cameras overlook, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from twin.answers.counts import HUMAN_STANDARD
from twin.answers.worth_ground import SECURED
from twin.exposure import standard_of
from twin.wording import few_digits, number

__all__ = ["sentences"]


def sentences(found: Mapping[str, Any]) -> Iterator[str]:
    """Tell it in sentences, ground first."""
    levels = found["levels"]
    yield (
        f"The cameras show {few_digits(found['ground_m2'][SECURED])} m2 of ground so well that one "
        f"sees what people wear (level {SECURED}, {levels[SECURED]:g} px/m), "
        f"{few_digits(found['beyond_m2'][SECURED])} m2 of it beyond the boundary of the site."
    )
    if not found["homes"]:
        yield "The map has no building with homes."
        return
    lowest = min(levels, key=lambda name: levels[name])
    many, overlooked = f"{_buildings(found['homes'])} with homes", found["homes_overlooked"]
    if not overlooked:
        yield f"No window of the {many} is in their view."
        return
    human = standard_of(HUMAN_STANDARD).human
    yield (
        f"Of about {number(found['windows_of_homes'])} windows of {many}, "
        f"{number(found['windows'][lowest])} are in their view (level {lowest}, "
        f"{levels[lowest]:g} px/m), of {_buildings(len(overlooked))}; at "
        f"{number(found['windows'][human])} of them somebody could be identified "
        f"({levels[human]:g} px/m)."
    )
    best = overlooked[0]
    yield (
        f"The window shown best is one of {best['name']}, {few_digits(best['distance_m'])} m from "
        f"camera {best['camera']}, with {number(best['best_px_per_m'])} px/m."
    )


def _buildings(count: int) -> str:
    return f"{number(count)} building{'' if count == 1 else 's'}"
