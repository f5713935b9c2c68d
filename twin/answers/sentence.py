"""The answer in one sentence: date and number of people first."""

import datetime as dt
from typing import Any

from twin import wording
from twin.answers.counts import HUMAN_STANDARD
from twin.exposure import standards

__all__ = ["first_line"]


def first_line(
    date: dt.date,
    site: str,
    cameras: int,
    people: dict[str, Any],
    *,
    start_s: float,
    end_s: float,
) -> str:
    """Say when, how many people, and how many of them were seen and could be identified.

    Parameters
    ----------
    date : date
        The day.
    site : str
        Name of the site.
    cameras : int
        Number of cameras.
    people : dict
        The ``people`` part of the answer.
    start_s, end_s : float
        The time simulated, since midnight of the date; named when shorter than half a day. [s]
    """
    standard = next(s for s in standards() if s.key == HUMAN_STANDARD)
    shown = people["levels_with_face"][standard.key][standard.human]
    machine = people["machine"]
    found = machine["profiles"]
    clock = f", {wording.clock(start_s)} to {wording.clock(end_s)}"
    hours = "" if end_s - start_s > 12 * 3600 else clock
    low, central, high = (
        wording.number(found[name]) for name in ("strict", "central", "optimistic")
    )
    return (
        f"On {wording.date(date)}{hours}, of {people['present']:,} people at {site}, "
        f"{cameras:,} camera{'' if cameras == 1 else 's'} saw {people['seen']:,}, showed the face "
        f"of {shown:,} in enough detail for a human to identify them "
        f"({standard.title}, {standard.human}, {standard.human_density:g} px/m), and would let a "
        f"face recogniser identify about {central} ({low} to {high} by profile) if each "
        f"were enrolled in a gallery of {machine['gallery']:,} at one false alert in "
        f"{1.0 / machine['fpir']:,.0f} searches."
    )
