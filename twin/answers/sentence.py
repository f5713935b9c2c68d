"""The answer in one sentence: date and number of people first."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from twin import wording
from twin.answers.counts import HUMAN_STANDARD
from twin.answers.machine import if_enrolled
from twin.exposure import standard_of

__all__ = ["first_line"]


def first_line(
    date: dt.date,
    site: str,
    invented: Sequence[bool],
    people: dict[str, Any],
    *,
    start_s: float,
    end_s: float,
    recorded: Sequence[str] = (),
) -> str:
    """Say when, how many people, and how many of them were seen and could be identified.

    Parameters
    ----------
    date : date
        The day.
    site : str
        Name of the site.
    invented : sequence of bool
        For each camera, whether its position or its setting is our invention.
    people : dict
        The ``people`` part of the answer.
    start_s, end_s : float
        The time simulated, since midnight of the date; named when shorter than half a day. [s]
    recorded : sequence of str
        Names of the files, when people were recorded.
    """
    standard = standard_of(HUMAN_STANDARD)
    shown = people["levels_with_face"][standard.key][standard.human]
    machine = people["machine"]
    found = machine["profiles"]
    many = len(invented)
    clock = f", {wording.clock(start_s)} to {wording.clock(end_s)}"
    part = end_s - start_s <= 12 * 3600
    who = f"{people['present']:,} people {'who came to' if part else 'at'} {site}"
    if part:
        who += " in that time"
    if recorded:
        files = recorded[0] if len(recorded) == 1 else f"{len(recorded):,} files"
        count = people["present"]
        who = (
            f"{count:,} {'person' if count == 1 else 'people'} at {site} who were recorded, not "
            f"simulated ({files})"
        )
    low, central, high = map(
        wording.number, (min(found.values()), found["central"], max(found.values()))
    )
    return (
        f"On {wording.date(date)}{clock if part else ''}, of {who}, "
        f"{many:,} camera{'' if many == 1 else 's'}{wording.ours(invented)} saw "
        f"{people['seen']:,}, showed the face of {shown:,} in enough detail for a human to "
        f"identify them ({standard.title}, {standard.human}, {standard.human_density:g} px/m), and "
        f"would let a face recogniser identify about {central} ({low} to {high} by profile) "
        f"{if_enrolled(machine)}."
    )
