"""Tables of ways round: by extra length, by gate and venue, and of every pair of them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from twin.answers.avoidable.routes import Routes
from twin.answers.avoidable.terrain import Terrain
from twin.answers.avoidable.ways import LEAST, SHORTEST, UNSEEN
from twin.told import Chart, Column, table

__all__ = ["CHARTS", "ends_of", "ends_table", "extra_length", "in_view_table", "ways_table"]

WALKERS: Final = {"all": "all people", "step_free": "who need a way without steps"}


CHARTS: Final = (
    Chart(
        title="Trips with a way on which no face can be searched, or out of view of all cameras",
        table="extra_length",
        along="extra_percent",
        series={"unexposed": "no face can be searched", "out_of_view": "out of view"},
        axis="share of all trips (%), by how much longer than the shortest the way may be (%)",
        kind="lines",
        only={"walkers": WALKERS["all"]},
    ),
)
"""What of the tables is worth drawing."""


def ends_of(routes: Routes, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Count the exposed trips from and to each place, those with most that have no way first."""
    counted = {
        "trips": np.ones(len(routes.trips), dtype=np.bool_),
        "exposed": routes.exposed,
        "never": routes.exposed & ~routes.spared,
        "shown": routes.shown,
        "shown_never": routes.shown & ~routes.unseen,
    }
    rows: dict[str, dict[str, Any]] = {}
    for number, trip in enumerate(routes.trips):
        for place in trip[:2]:
            row = rows.setdefault(
                place, {"id": place, "name": names[place], **dict.fromkeys(counted, 0)}
            )
            for name, which in counted.items():
                row[name] += int(routes.count[number]) * int(which[number])
    order = ("never", "exposed", "shown_never", "shown")
    return sorted(rows.values(), key=lambda row: (*(-row[name] for name in order), row["id"]))


ENDS: Final = (
    Column("id", "", "gate or venue of the map"),
    Column("name", "", "its name"),
    Column("trips", "1", "trips that begin or end there"),
    Column("exposed", "1", "of these, whose shortest way leads where a face can be searched"),
    Column("never", "1", "of these, that have no other way, however long"),
    Column("shown", "1", "of the trips, whose shortest way leads through the view of a camera"),
    Column("shown_never", "1", "of these, that have no other way, however long"),
)


def ends_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """List what :func:`ends_of` counts."""
    return table(ENDS, [[row[column.name] for column in ENDS] for row in rows])


EXTRA_LENGTH: Final = {
    "extra_percent": (
        "extra",
        "%",
        "an alternative is at most so much longer than the shortest",
    ),
    "unexposed": ("share", "%", "trips with such a way on which no face can be searched"),
    "of_exposed": ("share_of_exposed", "%", "the same, of those exposed on the shortest way"),
    "out_of_view": ("unseen_share", "%", "trips with such a way out of the view of all cameras"),
    "of_shown": ("unseen_share_of_shown", "%", "the same, of those in view on the shortest way"),
    "chance": ("chance", "%", "of being identified by the least exposed such way found; mean"),
    "at_least": ("chance_at_least", "%", "no such way has less; mean"),
}


def extra_length(figures: Mapping[str, Any]) -> pa.Table:
    """List what ways so much longer spare whom."""
    columns = (
        Column("walkers", "", "whose trips"),
        *(Column(name, unit, meaning) for name, (_, unit, meaning) in EXTRA_LENGTH.items()),
    )
    rows = [
        (WALKERS[name], *(_as_told(row[key], unit) for key, unit, _ in EXTRA_LENGTH.values()))
        for name, walkers in figures["walkers"].items()
        if walkers["trips"]
        for row in walkers["within"]
    ]
    return table(columns, rows)


def _as_told(value: float | None, unit: str) -> float | None:
    return 100.0 * value if unit == "%" and value is not None else value


PAIR: Final = (
    Column("start", "", "gate or venue"),
    Column("end", "", "gate or venue"),
    Column("step_free", "", "whether for those who need a way without steps"),
    Column("trips", "1", "how often people went"),
    Column("shortest_m", "m", "length of the shortest way"),
)


def _pair(routes: Routes, names: Mapping[str, str], p: int) -> tuple[str, str, bool, int, float]:
    """Describe a pair: :data:`PAIR`."""
    start, end, step_free = routes.trips[p]
    shortest = float(routes.found.metres[p, SHORTEST])
    return names[start], names[end], step_free, int(routes.count[p]), shortest


def ways_table(routes: Routes, terrain: Terrain, names: Mapping[str, str]) -> pa.Table:
    """List how exposed the ways of every pair are, those that would identify most people first."""
    columns = (
        *PAIR,
        Column("chance", "1", "of being identified there, were one enrolled"),
        Column("longer_m", "m", "so much longer is the least exposed way of all"),
        Column("least_chance", "1", "of being identified there"),
    )
    found, chance = routes.found, terrain.chance(routes.found.evidence)
    longer = found.metres[:, LEAST] - found.metres[:, SHORTEST]
    order = np.lexsort((-routes.count, -routes.count * chance[:, SHORTEST]))
    rows = [
        (
            *_pair(routes, names, p),
            float(chance[p, SHORTEST]),
            float(longer[p]),
            float(chance[p, LEAST]),
        )
        for p in order.tolist()
    ]
    return table(columns, rows)


def in_view_table(routes: Routes, names: Mapping[str, str]) -> pa.Table:
    """List how far the ways of every pair are in view, those that show most people first."""
    columns = (
        *PAIR,
        Column("shown_m", "m", "of which a camera sees heads, whichever way they face"),
        Column("longer_m", "m", "so much longer is the way least in view"),
        Column("least_shown_m", "m", "of which a camera sees heads"),
    )
    found = routes.found
    longer = found.metres[:, UNSEEN] - found.metres[:, SHORTEST]
    order = np.lexsort((-routes.count, -routes.count * found.shown[:, SHORTEST]))
    rows = [
        (
            *_pair(routes, names, p),
            float(found.shown[p, SHORTEST]),
            float(longer[p]),
            float(found.shown[p, UNSEEN]),
        )
        for p in order.tolist()
    ]
    return table(columns, rows)
