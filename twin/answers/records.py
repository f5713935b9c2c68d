"""How much is on record at any time: what is recorded in a day, times the days it is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa

from twin.answers.asked import Asked
from twin.answers.counts import exposed, numbered
from twin.answers.question import Question
from twin.arrays import Bools, Ints
from twin.told import Chart, Column, Told, table
from twin.usual import MOST_OF_A_DAY
from twin.wording import clock, few_digits, number

__all__ = ["RECORDS", "Recorded"]

MONTH = 31
"""Retention told in a sentence where a layout says none. [day]"""

SUPPOSED_DAYS = (1, 7, MONTH, 90)
"""Retention for which the answer is told whatever a layout says. [day] assumption: a day, a week, a
month, and the quarter that some keep"""

HOURS_A_DAY = 24.0
"""Hours that a camera records each day. [h] assumption (range 8-24): round the clock"""


_CHART = Chart(
    "What is held at any time, by how long recordings are kept",
    table="if_kept",
    along="retention_days",
    series={"person_days": "a person on a day", "faces": "a face that could be searched"},
    axis="records held, along the days they are kept",
    kind="lines",
)


@dataclass(frozen=True, eq=False)
class Recorded:
    """Who is recorded by which housing in a day (R,).

    Attributes
    ----------
    housings : tuple of str
        The housings.
    housing, person : array of int
        Which recorded whom; each pair once.
    searched : array of bool
        Whether the face was good enough to be searched there.
    """

    housings: tuple[str, ...]
    housing: Ints
    person: Ints
    searched: Bools

    @classmethod
    def of(cls, exposure: pa.Table, housings: tuple[str, ...]) -> Self:
        """Read exposure by camera."""
        rows = exposed(exposure, "camera")
        number = numbered(rows, {housing: i for i, housing in enumerate(housings)})
        return cls(housings, number, rows.person, rows.templated)

    def held(self, days: Mapping[str, float]) -> dict[str, float]:
        """Count what is held at any time, once as much is deleted as is recorded.

        Parameters
        ----------
        days : mapping of str to float
            Each housing's retention. [day]

        Returns
        -------
        dict
            ``person_days``, a person on a day, by however many cameras, kept by one of them;
            ``appearances``, the same by camera; ``faces``, those of them with a face that was
            searched; ``video_h``.
        """
        kept = np.array([days[housing] for housing in self.housings])
        each = kept[self.housing]
        longest = np.zeros(int(self.person.max(initial=-1)) + 1)
        np.maximum.at(longest, self.person, each)
        return {
            "person_days": float(longest.sum()),
            "appearances": float(each.sum()),
            "faces": float(each[self.searched].sum()),
            "video_h": float(kept.sum()) * HOURS_A_DAY,
        }

    def a_day(self) -> dict[str, float]:
        """Count what is recorded in a day, as it is held if it is kept for one."""
        return self.held(dict.fromkeys(self.housings, 1.0))

    def by_housing(self) -> Iterator[tuple[str, int, int]]:
        """Count people and searched faces of a day before each housing."""
        for n, housing in enumerate(self.housings):
            own = self.housing == n
            yield housing, int(own.sum()), int(self.searched[own].sum())


def _records(asked: Asked) -> Told:
    """Multiply what is recorded in a day by the days it is kept."""
    layout, (start, end) = asked.inputs.layout, asked.run.span
    names = tuple(layout.housings)
    recorded = Recorded.of(asked.exposure, names)
    stated = {
        housing: layout.retention[housing] for housing in names if housing in layout.retention
    }
    found: dict[str, Any] = {
        "a_day": recorded.a_day(),
        "cameras": len(names),
        "stated_days": stated,
        "held": recorded.held(stated) if len(stated) == len(names) else None,
        "if_kept": {
            str(days): recorded.held(dict.fromkeys(names, float(days))) for days in SUPPOSED_DAYS
        },
        "hours_simulated": None
        if end - start > MOST_OF_A_DAY
        else [clock(moment) for moment in (start, end)],
    }
    return Told(
        tuple(_sentences(found)),
        found,
        {"if_kept": _if_kept(found["if_kept"]), "cameras": _cameras(recorded, stated)},
        (_CHART,),
    )


def _sentences(found: Mapping[str, Any]) -> Iterator[str]:
    """Tell it in words."""
    day, hours = found["a_day"], found["hours_simulated"]
    when = f"From {hours[0]} to {hours[1]} on a day" if hours else "In a day"
    yield (
        f"{when} the cameras record {number(day['person_days'])} people, who appear "
        f"{number(day['appearances'])} times, a person before a camera once; "
        f"{number(day['faces'])} of these times a face is good enough to be searched."
    )
    if found["held"] is not None:
        yield f"Kept as long as the layout says, that makes at any time {_held(found['held'])}."
    else:
        silent = found["cameras"] - len(found["stated_days"])
        of = f" for {number(silent)} of its cameras" if found["stated_days"] else ""
        yield f"The layout does not state{of} how long recordings are kept (key retention_days)."
        yield f"Kept for {MONTH} days each, it would be {_held(found['if_kept'][str(MONTH)])}."
    if hours:
        yield "Only these hours are simulated; a whole day records more people."


def _held(held: Mapping[str, float]) -> str:
    return (
        f"{number(held['person_days'])} records of a person on a day, {number(held['faces'])} "
        f"searchable appearances of a face, and {few_digits(held['video_h'])} hours of video"
    )


_HELD = (
    Column("person_days", "1", "records of a person on a day that some camera still keeps"),
    Column("appearances", "1", "records of a person on a day before one camera"),
    Column("faces", "1", "of these, with a face good enough to be searched"),
    Column("video_h", "h", "video of all cameras, if each records round the clock"),
)


def _if_kept(held: Mapping[str, Mapping[str, float]]) -> pa.Table:
    """List what is held for each supposed retention."""
    columns = (
        Column("retention_days", "day", "how long each camera's recordings are kept"),
        *_HELD,
    )
    rows = [(int(days), *(one[column.name] for column in _HELD)) for days, one in held.items()]
    return table(columns, rows)


def _cameras(recorded: Recorded, stated: Mapping[str, float]) -> pa.Table:
    """List what each camera records and holds."""
    columns = (
        Column("id", "", "camera"),
        Column("people_a_day", "1", "people it records in the time simulated"),
        Column("faces_a_day", "1", "of these, whose face was good enough to be searched"),
        Column("retention_days", "day", "how long recordings are kept, where the layout says so"),
        Column("people_held", "1", "records of a person on a day at any time"),
        Column("faces_held", "1", "of these, with a face good enough to be searched"),
        Column("video_h", "h", "video at any time, if it records round the clock"),
    )
    rows = []
    for housing, people, faces in recorded.by_housing():
        days = stated.get(housing)
        held = [None if days is None else days * one for one in (people, faces, HOURS_A_DAY)]
        rows.append((housing, people, faces, days, *held))
    return table(columns, rows)


RECORDS = Question(
    name="records",
    asks="How many records of people, and how much video, are held at any time?",
    definition=(
        "What is recorded in a day, times the days it is kept: so much is held once as much is "
        "deleted each day as is recorded. A record of a person on a day counts once however many "
        "cameras have them, and is held until the last of these deletes it; an appearance is a "
        "person on a day before one camera. A face good enough to be searched is one from which "
        "software can make a template, whether or not it does. The layout's key retention_days "
        "says how long recordings are kept, for all cameras or for one; 1, 7, 31 and 90 days are "
        "suppositions. Video is that of cameras which record round the clock (an assumption, 8 to "
        "24 h a day)."
    ),
    limits=(
        (
            "Protection of a camera (hours, deletion on the device, no recogniser) is heeded as "
            "far as it changes who is recorded or searched, but neither in hours of video nor in "
            "how long a record is held; the answer about protection tells what it leaves."
        ),
        (
            "Every day is taken to be like the one simulated; somebody who comes on several days "
            "has a record of each, so these are not so many different people."
        ),
        (
            "Copies, exports, watch-lists, alerts, logs and templates may be kept longer or "
            "deleted sooner; the layout does not say."
        ),
        "Whether a camera records at all is not known unless its retention is given as 0.",
    ),
    ask=_records,
)
"""The question of what is held."""
