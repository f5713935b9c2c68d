"""The answer about an unknown deployment as tables."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from twin.answers.counts import HUMAN_STANDARD
from twin.answers.unknown.candidates import Candidate
from twin.answers.unknown.greedy import Ends
from twin.answers.unknown.layouts import counted
from twin.answers.unknown.learned import LEVELS, Learned
from twin.answers.unknown.measured import MEASURES, SPREAD, WAYS
from twin.answers.unknown.spread import QUANTILES, quantiles
from twin.arrays import Ints
from twin.exposure import PROFILES
from twin.site import Site
from twin.told import Chart, Column, table

__all__ = ["CHARTS", "best_placed", "by_cameras", "number_unknown", "others"]

CHARTS = tuple(
    Chart(
        f"People a machine would recognise in the hour, by cameras {how}",
        "recognised",
        "cameras",
        {"p50": "middle layout, and nine in ten", "best": "best found", "worst": "worst found"},
        "people",
        kind="lines",
        band=("p5", "p95"),
        only={"hung": way},
    )
    for way, how in (("anywhere", "hung anywhere"), ("aimed", "aimed at faces"))
)
"""What of the tables is worth drawing."""

_CAMERAS = Column("cameras", "1", "how many cameras hang")

_HUNG = Column("hung", "", "how they are drawn: " + "; ".join(f"{k}, {v}" for k, v in WAYS.items()))

_MEASURE = Column("measure", "", "what is counted")


def by_cameras(measure: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """List what a measure is for numbers of cameras."""
    meaning = MEASURES[measure]
    columns = (
        _CAMERAS,
        _HUNG,
        Column("at_least", "1", f"{meaning}: no so many candidates reach fewer"),
        Column("worst", "1", f"{meaning}: the fewest found"),
        *_spread(meaning),
        Column("best", "1", f"{meaning}: the most found"),
        Column("at_most", "1", f"{meaning}: no so many candidates reach more"),
    )
    return _listed(columns, rows)


def number_unknown(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """List what is expected where not even the number of cameras is known."""
    prior = Column("prior", "", "how likely each number of cameras is taken to be")
    return _listed((_MEASURE, prior, _HUNG, *_spread("people")), rows)


def others(found: Learned, layouts: Mapping[str, Ints], numbers: Sequence[int]) -> pa.Table:
    """List the levels and profiles that are not told with bounds."""
    reaches = {level: found.shown(level) for level in LEVELS if level != "identify"}
    reaches |= {name: found.recognised(name) for name in PROFILES if name != "central"}
    rows = []
    for name, reach in reaches.items():
        counts = {way: counted(reach, order) for way, order in layouts.items()}
        rows += [
            (name, n, way, *quantiles(counts[way][:, n - 1]).tolist())
            for n in numbers
            for way in layouts
        ]
    measure = Column("measure", "", f"level of {HUMAN_STANDARD}, or profile of the recogniser")
    told = _spread("people shown so well, or expected to be recognised")
    return table((measure, _CAMERAS, _HUNG, *told), rows)


def best_placed(hung: Sequence[Candidate], found: Ends, site: Site) -> pa.Table:
    """List where the search for the best hangs cameras, and how many are recognised then."""
    columns = (
        _CAMERAS,
        Column("mount", "", "place of the map where it hangs"),
        Column("place", "", "named ground it stands on; empty outside all"),
        Column("type", "", "of the catalogue"),
        Column("easting_m", "m", "EPSG:27700"),
        Column("northing_m", "m", "EPSG:27700"),
        Column("height_m", "m", "above its ground"),
        Column("heading_deg", "deg", "it looks, clockwise from north"),
        Column("tilt_deg", "deg", "it looks up; below 0, down"),
        Column("recognised", "1", f"{MEASURES['recognised']}, by it and those above"),
    )
    rows = []
    for n, (number, reached) in enumerate(zip(found.order.tolist(), found.best, strict=True), 1):
        one = hung[number]
        mount, position = site.mounts[one.mount], one.views[0].position
        place = int(site.place_index(mount.xy[:1], mount.xy[1:])[0])
        easting, northing = (position[:2] + site.origin).tolist()
        rows.append(
            (
                n, mount.id, site.places[place].name if place >= 0 else "", one.type.name,
                round(easting, 1), round(northing, 1), float(position[2]),
                round(one.heading_deg, 1), round(one.tilt_deg, 1), float(reached),
            )
        )  # fmt: skip
    return table(columns, rows)


def _spread(meaning: str) -> list[Column]:
    """Describe quantiles over layouts."""
    return [
        Column(name, "1", f"{meaning}: {100 * share:.0f} of 100 layouts reach at most so many")
        for name, share in zip(SPREAD, QUANTILES, strict=True)
    ]


def _listed(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Write rows that know their columns by name as a table."""
    return table(columns, [[row[column.name] for column in columns] for row in rows])
