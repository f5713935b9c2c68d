"""Whether people could have gone where they went without being identified, and how much farther."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from twin.answers.asked import Asked
from twin.answers.avoidable.says import sentences
from twin.answers.avoidable.terrain import Terrain
from twin.answers.avoidable.trips import Trip, trips_of
from twin.answers.avoidable.ways import LEAST, SHORTEST, Found, least_within, no_less_than
from twin.answers.told import Column, Question, Told, table
from twin.arrays import Bools, Floats, Ints

__all__ = ["AVOIDABLE", "EXTRA"]

EXTRA: Final = (0.0, 0.1, 0.25, 0.5)
"""How much longer than the shortest way an alternative may be. [1] As the question is put."""

WALKERS: Final = {"all": "all people", "step_free": "who need a way without steps"}


@dataclass(frozen=True, eq=False)
class _Routes:
    """Trips of P pairs of places that a way joins, with the ways found.

    Attributes
    ----------
    trips : list of Trip
        The pairs, and whether without steps.
    count : (P,) array of int
        How many trips.
    found : Found
        Ways.
    lost : dict of Trip to int
        Trips that no way joins.
    """

    trips: list[Trip]
    count: Ints
    found: Found
    lost: Mapping[Trip, int]

    @property
    def step_free(self) -> Bools:
        """Which are without steps (P,)."""
        return np.array([trip[2] for trip in self.trips], dtype=np.bool_)

    @property
    def exposed(self) -> Bools:
        """On the shortest way of which pairs (P,) a face can be searched."""
        return self.found.searched[:, SHORTEST] > 0.0

    @property
    def spared(self) -> Bools:
        """For which pairs (P,) there is a way, however long, on which none can."""
        return self.found.searched[:, LEAST] == 0.0


def _avoidable(asked: Asked) -> Told:
    """Find the less exposed ways between all places between which people walked."""
    site = asked.inputs.site
    trips = trips_of(asked.people, site.gates, site.venues)
    figures: dict[str, Any] = {"present": asked.people.num_rows, "trips": sum(trips.values())}
    if not trips:
        return Told(tuple(sentences(figures)), figures)
    terrain = Terrain.of(asked)
    routes = _routes(asked, terrain, trips)
    model = asked.inputs.recognisers
    names = {place.id: place.name for place in (*site.gates, *site.venues)}
    figures |= {
        "pairs": len(routes.trips),
        "no_way": sum(routes.lost.values()),
        "eye_height_m": terrain.eyes,
        "dark": terrain.dark,
        "gallery": round(model.gallery.value),
        "fpir": model.fpir,
        "own_trial": "central" in model.staying,
        "walkers": {
            name: _figures(routes, terrain, which)
            for name, which in (
                ("all", np.ones(len(routes.trips), dtype=np.bool_)),
                ("step_free", routes.step_free),
            )
        },
    }
    ends = _ends(routes, names)
    figures["hardest"] = next(iter(row for row in ends if row["never"]), None)
    return Told(
        tuple(sentences(figures)),
        figures,
        {"extra_length": _extra_length(figures), "ends": _table(ENDS, ends), "ways": _ways(
            routes, terrain, names
        )},
    )  # fmt: skip


def _routes(asked: Asked, terrain: Terrain, trips: Mapping[Trip, int]) -> _Routes:
    """Find the ways of trips, those without steps over ground without."""
    places = (*asked.inputs.site.gates, *asked.inputs.site.venues)
    xy = np.array([place.xy for place in places])
    kept: list[Trip] = []
    found: list[Found] = []
    for step_free in (False, True):
        node = terrain.nodes(xy, step_free=step_free)
        at = {place.id: int(number) for place, number in zip(places, node, strict=True)}
        own = [
            trip for trip in trips if trip[2] == step_free and min(at[trip[0]], at[trip[1]]) >= 0
        ]
        ways = terrain.ways(step_free=step_free)
        found.append(ways.found([(at[start], at[end]) for start, end, _ in own]))
        kept += own
    whole = Found(*(np.concatenate(part) for part in zip(*map(_columns, found), strict=True)))
    joined = np.isfinite(whole.metres[:, SHORTEST])
    kept = [trip for trip, is_joined in zip(kept, joined, strict=True) if is_joined]
    count = np.array([trips[trip] for trip in kept], dtype=np.intp)
    there = set(kept)
    lost = {trip: many for trip, many in trips.items() if trip not in there}
    return _Routes(kept, count, Found(*(part[joined] for part in _columns(whole))), lost)


def _columns(found: Found) -> tuple[Floats, Floats, Floats, Floats]:
    return found.metres, found.evidence, found.shown, found.searched


def _figures(routes: _Routes, terrain: Terrain, which: Bools) -> dict[str, Any]:
    """Add up the trips of some pairs (P,)."""
    exposed = which & routes.exposed
    trips, through = int(routes.count[which].sum()), int(routes.count[exposed].sum())
    round_ = exposed & routes.spared
    metres = routes.found.metres
    longer = np.repeat((metres[:, LEAST] - metres[:, SHORTEST])[round_], routes.count[round_])
    return {
        "trips": trips,
        "exposed": through,
        "never": int(routes.count[exposed & ~routes.spared].sum()),
        "chance": _mean(routes, terrain.chance(routes.found.evidence[:, SHORTEST]), exposed),
        "detour_m": (
            {"median": float(np.median(longer)), "p90": float(np.quantile(longer, 0.9))}
            if longer.size
            else None
        ),
        "within": [_within(routes, terrain, which, extra) for extra in EXTRA],
    }


def _within(routes: _Routes, terrain: Terrain, which: Bools, extra: float) -> dict[str, Any]:
    """Say of how many trips of some pairs (P,) a way so much longer is not exposed."""
    found, count = routes.found, routes.count
    longest = (1.0 + extra) * found.metres[:, SHORTEST] * (1.0 + 1e-9)
    free = which & routes.spared & (found.metres[:, LEAST] <= longest)
    exposed = which & routes.exposed
    chosen = least_within(found, extra)
    least = np.take_along_axis(found.evidence, chosen[:, None], axis=1)[:, 0]
    trips, through = int(count[which].sum()), int(count[exposed].sum())
    unexposed = int(count[free].sum())
    return {
        "extra": extra,
        "unexposed": unexposed,
        "share": unexposed / trips if trips else None,
        "share_of_exposed": int(count[free & exposed].sum()) / through if through else None,
        "chance": _mean(routes, terrain.chance(least), exposed),
        "chance_at_least": _mean(routes, terrain.chance(no_less_than(found, extra)), exposed),
    }


def _mean(routes: _Routes, chance: Floats, which: Bools) -> float | None:
    """Take the mean of a chance (P,) over the trips of some pairs."""
    if not which.any():
        return None
    return float(np.average(chance[which], weights=routes.count[which]))


def _ends(routes: _Routes, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Count the exposed trips from and to each place, those with most that have no way first."""
    exposed, spared = routes.exposed, routes.spared
    rows: dict[str, dict[str, Any]] = {}
    for number, trip in enumerate(routes.trips):
        count = int(routes.count[number])
        for place in trip[:2]:
            row = rows.setdefault(
                place,
                {"id": place, "name": names[place], "trips": 0, "exposed": 0, "never": 0},
            )
            row["trips"] += count
            row["exposed"] += count * bool(exposed[number])
            row["never"] += count * bool(exposed[number] and not spared[number])
    return sorted(rows.values(), key=lambda row: (-row["never"], -row["exposed"], row["id"]))


ENDS: Final = (
    Column("id", "", "gate or venue of the map"),
    Column("name", "", "its name"),
    Column("trips", "1", "trips that begin or end there"),
    Column("exposed", "1", "of these, whose shortest way leads where a face can be searched"),
    Column("never", "1", "of these, that have no other way, however long"),
)


def _table(columns: tuple[Column, ...], rows: list[dict[str, Any]]) -> pa.Table:
    return table(columns, [[row[column.name] for column in columns] for row in rows])


def _extra_length(figures: Mapping[str, Any]) -> pa.Table:
    """List what ways so much longer spare whom."""
    columns = (
        Column("walkers", "", "whose trips"),
        Column("extra_percent", "%", "an alternative is at most so much longer"),
        Column("unexposed", "1", "trips with a way on which no face can be searched"),
        Column("share_percent", "%", "of all their trips"),
        Column("of_exposed_percent", "%", "of those exposed on the shortest way"),
        Column("chance_percent", "%", "of being identified by the least exposed way found; mean"),
        Column("at_least_percent", "%", "no way of that length has less; mean"),
    )
    rows = [
        (
            WALKERS[name],
            *(
                None if row[key] is None else 100.0 * row[key] if key != "unexposed" else row[key]
                for key in (
                    "extra",
                    "unexposed",
                    "share",
                    "share_of_exposed",
                    "chance",
                    "chance_at_least",
                )  # fmt: skip
            ),
        )
        for name, walkers in figures["walkers"].items()
        if walkers["trips"]
        for row in walkers["within"]
    ]
    return table(columns, rows)


def _ways(routes: _Routes, terrain: Terrain, names: Mapping[str, str]) -> pa.Table:
    """List the ways of every pair, those by which most people would be identified first."""
    columns = (
        Column("start", "", "gate or venue"),
        Column("end", "", "gate or venue"),
        Column("step_free", "", "whether for those who need a way without steps"),
        Column("trips", "1", "how often people went"),
        Column("shortest_m", "m", "length of the shortest way"),
        Column("shown_m", "m", "of which a camera sees heads"),
        Column("searched_m", "m", "of which faces are good enough to be searched"),
        Column("chance", "1", "of being identified there, were one enrolled"),
        *(
            Column(f"chance_{extra:.0%}".replace("%", "_longer"), "1", f"by the least exposed way "
            f"found of those at most {extra:.0%} longer")
            for extra in EXTRA[1:]
        ),
        Column("least_m", "m", "length of the least exposed way of all"),
        Column("least_shown_m", "m", "of which a camera sees heads"),
        Column("least_searched_m", "m", "of which faces are good enough to be searched"),
        Column("least_chance", "1", "of being identified there"),
    )  # fmt: skip
    found = routes.found
    chance = terrain.chance(found.evidence)
    at = np.arange(len(routes.trips))
    within = [chance[at, least_within(found, extra)] for extra in EXTRA[1:]]
    order = np.lexsort((at, -routes.count, -routes.count * chance[:, SHORTEST]))
    rows = [
        (
            *(names[place] for place in routes.trips[p][:2]),
            routes.trips[p][2],
            int(routes.count[p]),
            *(float(part[p, SHORTEST]) for part in (found.metres, found.shown, found.searched)),
            float(chance[p, SHORTEST]),
            *(float(one[p]) for one in within),
            *(float(part[p, LEAST]) for part in (found.metres, found.shown, found.searched)),
            float(chance[p, LEAST]),
        )
        for p in order.tolist()
    ]
    return table(columns, rows)


AVOIDABLE = Question(
    name="avoidable",
    asks="Could people have gone where they went without a face being searched, and how far round?",
    definition=(
        "A trip is the walk from one stop of somebody's day, a gate or a venue, to the next. Ways "
        "lead over all ground that people can walk on, from place to place 2 m apart in 16 "
        "directions. Somebody of the mean size of those who were there walks at 1.34 m/s and looks "
        "straight ahead; for each place and each direction of walking, cameras, what stands "
        "between, and the recogniser judge that look as they judge all looks of the run, one a "
        "second. A way is exposed where a face is good enough to be searched. How exposed it is, "
        "is the chance that a machine identifies who walks it, were they enrolled: the best the "
        "machine can do (its ceiling) times 1 less the product, over all looks, of what each "
        "misses. The shortest way is the least exposed of those that are as short. Whether there "
        "is a way that is not exposed, and how long it is, is found exactly on this net; so is the "
        "least exposed way of all. Between them the least exposed within a length is the best of "
        "six, each the cheapest when avoiding one unit of evidence is worth so many metres; no way "
        "of that length has a lower chance than the bound beside it."
    ),
    limits=(
        "Who walks the other way is seen from behind: a way back may be exposed where the way "
        "there is not.",
        "That there is another way does not show that people know of it, or of the cameras.",
        "People turn their heads and hide each other, here nobody does: somebody who looks about "
        "is searched in more places than these ways pass, somebody in a crowd in fewer.",
        "All looks along a way count as one pass: a way past several cameras has a somewhat higher "
        "chance than told, since each is a new attempt.",
        "Ways are up to 3 % longer than the ground allows, all alike, so alternatives that differ "
        "by less are not told apart.",
        "Trips are those planned for the whole day, also when only a part of it was simulated; "
        "walks off the estate and back between two stops are not among them.",
        "It is as light as in the middle of the simulated time, all cameras look at once every way "
        "that they ever look, and a slow one takes an image a second.",
        "Who needs a way without steps is looked at with the same height of the eyes as all.",
    ),
    ask=_avoidable,
)
"""The question of ways round."""
