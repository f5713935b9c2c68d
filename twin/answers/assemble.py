"""All answers of one day, as they stand in ``answers.json``."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from twin.answers.by_camera import by_camera
from twin.answers.by_group import by_group
from twin.answers.by_hour import by_hour
from twin.answers.by_light import by_light
from twin.answers.by_place import by_place
from twin.answers.counts import exposed
from twin.answers.days import NONE, Parties, intervals
from twin.answers.figures import figures
from twin.answers.levels import about_levels
from twin.answers.present import present
from twin.answers.sentence import first_line
from twin.exposure import Recognisers
from twin.quantity import ASSUMPTION
from twin.tables import EXPOSURE, PEOPLE, checked

__all__ = ["VERSION", "Facts", "assemble"]

VERSION = 3
"""Version of the form of ``answers.json``; a change of meaning changes it."""


@dataclass(frozen=True)
class Facts:
    """What an answer says that is in no table.

    Attributes
    ----------
    scenario, site : str
        Names.
    date : date
        The day.
    footfall : float
        People to be expected on a whole day of that day of the week; of recorded people, how many
        they are.
    start_s, end_s : float
        The time simulated, since midnight of the date. [s]
    layout : str
        Name of the layout.
    cameras : mapping of str to mapping
        Camera id to what is known about the camera: ``name``, ``invented``, how it hangs.
    places : mapping of str to str
        Place id to name.
    crowd : sequence of mapping
        What :func:`~twin.answers.crowd.about_crowd` found.
    ground : mapping
        What :func:`~twin.answers.ground.ground` found.
    dark : sequence of (str, str)
        From when to when of the simulated time it was dark, by the clock.
    remarks : sequence of str
        What deserves a second look in the layout.
    seconds : mapping of str to float
        Time each stage took when it was made, and ``total`` of this run. [s]
    reused : sequence of str
        Stages that an earlier run had made.
    rows : mapping of str to int
        Rows of each table.
    peak_memory_mb : float
        Most memory held. [MB]
    recorded : mapping or None
        Of people who were recorded: ``files``, ``warnings`` and what was ``filled_in``.
    turned_away : int
        Guests of an event who found it full and left.
    pool : mapping of str to float
        Persona to parties of the pool, those who did not come included; of recorded people none.
    """

    scenario: str
    site: str
    date: dt.date
    footfall: float
    start_s: float
    end_s: float
    layout: str
    cameras: Mapping[str, Mapping[str, Any]]
    places: Mapping[str, str]
    crowd: Sequence[Mapping[str, Any]]
    ground: Mapping[str, Any]
    dark: Sequence[tuple[str, str]] = ()
    remarks: Sequence[str] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    reused: Sequence[str] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    peak_memory_mb: float = 0.0
    recorded: Mapping[str, Any] | None = None
    turned_away: int = 0
    pool: Mapping[str, float] = field(default_factory=dict)


def assemble(
    exposure: pa.Table, people: pa.Table, facts: Facts, *, recognisers: Recognisers
) -> dict[str, Any]:
    """Answer every question about one day.

    Parameters
    ----------
    exposure, people : pyarrow.Table
        What cameras learned, and everybody who was there.
    facts : Facts
        What is in no table.
    recognisers : Recognisers
        What exposure was computed with.

    Returns
    -------
    dict
        Plain values, ready for JSON. Somebody seen by two cameras is one person everywhere but in
        ``cameras``.

    Raises
    ------
    TableError
        If a table does not follow its schema.
    """
    checked(exposure, EXPOSURE)
    checked(people, PEOPLE)
    day = exposed(exposure, "day")
    there = present(people)
    everybody = {
        **there,
        **figures(day, recognisers),
        "intervals": (
            intervals(day, Parties(people, facts.pool)) if facts.recorded is None else NONE
        ),
        "age_bands": by_group(exposure, people, "age_band"),
        "personas": by_group(exposure, people, "persona"),
    }
    return {
        "version": VERSION,
        "first_line": first_line(
            facts.date,
            facts.site,
            [bool(camera["invented"]) for camera in facts.cameras.values()],
            everybody,
            start_s=facts.start_s,
            end_s=facts.end_s,
            recorded=facts.recorded["files"] if facts.recorded else (),
        ),
        "recorded": dict(facts.recorded) if facts.recorded else None,
        "scenario": facts.scenario,
        "site": facts.site,
        "date": facts.date.isoformat(),
        "footfall": facts.footfall,
        "start_s": facts.start_s,
        "end_s": facts.end_s,
        "layout": facts.layout,
        "people": everybody,
        "cameras": by_camera(exposure, facts.cameras),
        "hours": by_hour(exposure, people, start_s=facts.start_s, end_s=facts.end_s),
        "places": by_place(exposure, facts.places),
        "light": by_light(exposure),
        "dark": [list(span) for span in facts.dark],
        "remarks": list(facts.remarks),
        "ground": {**facts.ground, "seconds_of_view": _seconds_of_view(facts.ground, everybody)},
        "stuck": there["stuck"],
        "turned_away": facts.turned_away,
        "seconds": dict(facts.seconds),
        "reused": list(facts.reused),
        "rows": dict(facts.rows),
        "peak_memory_mb": facts.peak_memory_mb,
        "standards": about_levels(),
        "crowd": [dict(number) for number in facts.crowd],
        "recognisers": _about(recognisers),
    }


def _seconds_of_view(
    ground: Mapping[str, Any], everybody: Mapping[str, Any]
) -> dict[str, dict[str, float | None]]:
    """Say how long those who reached a level were on ground covered at it, on average. [s]

    With nobody in the way and whichever way they faced; null where nobody reached it.
    """
    return {
        key: {
            name: spent / people if (people := everybody["levels"][key][name]) else None
            for name, spent in by_level.items()
        }
        for key, by_level in ground.get("person_seconds_by_level", {}).items()
    }


def _about(recognisers: Recognisers) -> list[dict[str, Any]]:
    """List the recogniser's numbers with their ranges, sources, and which are assumptions."""
    return [
        {
            "name": name,
            "value": number.value,
            "range": list(number.range) if number.range else None,
            "source": number.source,
            "assumption": number.source == ASSUMPTION,
            "note": number.note,
        }
        for name, number in recognisers.quantities()
    ]
