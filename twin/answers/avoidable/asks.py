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
from twin.answers.avoidable.ways import (
    LEAST,
    SAME,
    SHORTEST,
    UNSEEN,
    Found,
    least_within,
    no_less_than,
)
from twin.answers.counts import exposed
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
    def shown(self) -> Bools:
        """The shortest way of which pairs (P,) leads through the view of a camera."""
        return self.found.shown[:, SHORTEST] > 0.0

    @property
    def unseen(self) -> Bools:
        """For which pairs (P,) there is a way, however long, that leads through none."""
        return self.found.shown[:, UNSEEN] == 0.0

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
        "searched": int(np.count_nonzero(exposed(asked.exposure, "day").templated)),
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
    through = which & routes.exposed
    seen = which & routes.shown
    round_ = through & routes.spared
    metres = routes.found.metres
    longer = np.repeat((metres[:, LEAST] - metres[:, SHORTEST])[round_], routes.count[round_])
    return {
        "trips": _trips(routes, which),
        "exposed": _trips(routes, through),
        "never": _trips(routes, through & ~routes.spared),
        "shown": _trips(routes, seen),
        "shown_never": _trips(routes, seen & ~routes.unseen),
        "chance": _mean(routes, terrain.chance(routes.found.evidence[:, SHORTEST]), through),
        "detour_m": (
            {"median": float(np.median(longer)), "p90": float(np.quantile(longer, 0.9))}
            if longer.size
            else None
        ),
        "within": [_within(routes, terrain, which, extra) for extra in EXTRA],
    }


def _within(routes: _Routes, terrain: Terrain, which: Bools, extra: float) -> dict[str, Any]:
    """Say of how many trips of some pairs (P,) a way so much longer is not exposed."""
    found = routes.found
    longest = (1.0 + extra) * found.metres[:, SHORTEST] * (1.0 + SAME)
    spared = which & routes.spared & (found.metres[:, LEAST] <= longest)
    unseen = which & routes.unseen & (found.metres[:, UNSEEN] <= longest)
    through, seen = which & routes.exposed, which & routes.shown
    chosen = least_within(found, extra)
    least = np.take_along_axis(found.evidence, chosen[:, None], axis=1)[:, 0]
    return {
        "extra": extra,
        "unexposed": _trips(routes, spared),
        "share": _share(routes, spared, which),
        "share_of_exposed": _share(routes, spared & through, through),
        "unseen": _trips(routes, unseen),
        "unseen_share": _share(routes, unseen, which),
        "unseen_share_of_shown": _share(routes, unseen & seen, seen),
        "chance": _mean(routes, terrain.chance(least), through),
        "chance_at_least": _mean(routes, terrain.chance(no_less_than(found, extra)), through),
    }


def _trips(routes: _Routes, which: Bools) -> int:
    """Count the trips of some pairs (P,)."""
    return int(routes.count[which].sum())


def _share(routes: _Routes, some: Bools, of: Bools) -> float | None:
    """Say which share the trips of some pairs are of those of others; None where there are none."""
    many = _trips(routes, of)
    return _trips(routes, some) / many if many else None


def _mean(routes: _Routes, chance: Floats, which: Bools) -> float | None:
    """Take the mean of a chance (P,) over the trips of some pairs."""
    if not which.any():
        return None
    return float(np.average(chance[which], weights=routes.count[which]))


def _ends(routes: _Routes, names: Mapping[str, str]) -> list[dict[str, Any]]:
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


def _table(columns: tuple[Column, ...], rows: list[dict[str, Any]]) -> pa.Table:
    return table(columns, [[row[column.name] for column in columns] for row in rows])


EXTRA_LENGTH: Final = {
    "extra": ("extra", "%", "an alternative is at most so much longer than the shortest way"),
    "unexposed": ("share", "%", "trips with such a way on which no face can be searched"),
    "of_exposed": ("share_of_exposed", "%", "the same, of those exposed on the shortest way"),
    "out_of_view": ("unseen_share", "%", "trips with such a way out of the view of all cameras"),
    "of_shown": ("unseen_share_of_shown", "%", "the same, of those in view on the shortest way"),
    "chance": ("chance", "%", "of being identified by the least exposed such way found; mean"),
    "at_least": ("chance_at_least", "%", "no such way has less; mean"),
}


def _extra_length(figures: Mapping[str, Any]) -> pa.Table:
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


def _ways(routes: _Routes, terrain: Terrain, names: Mapping[str, str]) -> pa.Table:
    """List the ways of every pair, those by which most people would be identified first."""
    columns = (
        Column("start", "", "gate or venue"),
        Column("end", "", "gate or venue"),
        Column("step_free", "", "whether for those who need a way without steps"),
        Column("trips", "1", "how often people went"),
        Column("shortest_m", "m", "length of the shortest way"),
        Column("chance", "1", "of being identified there, were one enrolled"),
        Column("longer_m", "m", "so much longer is the least exposed way of all"),
        Column("least_chance", "1", "of being identified there"),
        Column("out_of_view_m", "m", "so much longer is the way least in view of cameras"),
        Column("shown_m", "m", "of which a camera sees heads there"),
    )
    found = routes.found
    chance = terrain.chance(found.evidence)
    longer = found.metres - found.metres[:, :1]
    at = np.arange(len(routes.trips))
    order = np.lexsort((at, -routes.count, -routes.count * chance[:, SHORTEST]))
    rows = [
        (
            *(names[place] for place in routes.trips[p][:2]),
            routes.trips[p][2],
            int(routes.count[p]),
            float(found.metres[p, SHORTEST]),
            float(chance[p, SHORTEST]),
            float(longer[p, LEAST]),
            float(chance[p, LEAST]),
            float(longer[p, UNSEEN]),
            float(found.shown[p, UNSEEN]),
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
        "directions. Somebody of the mean size of those who were there walks them at 1.34 m/s and "
        "looks ahead, a little down, or 30 degrees to either side one time in six each, which is "
        "as widely as people of the run look about. For each place and direction of walking, "
        "cameras, what stands between, and the recogniser judge that look as they do all looks of "
        "the run, one a second. A way is exposed where a face is good enough to be searched. How "
        "exposed it is, is the chance that a machine identifies who walks it, were they enrolled: "
        "the best the machine can do (its ceiling) times 1 less the product, over all looks, of "
        "what each misses. In view is whoever a camera sees, whichever way they face. Of ways that "
        "are as short, the shortest is the least exposed. Whether there is a way that is not "
        "exposed, or not in view, and how long it is, is found exactly on this net, and so is the "
        "least exposed way of all. The least exposed within a length is the best of those and of "
        "four more, each the cheapest when it is worth so many metres to avoid one unit of "
        "evidence; no way of that length has a lower chance than the bound told beside it."
    ),
    limits=(
        (
            "Exposure has a direction: a way back may be exposed where the way there is not, and "
            "each is a trip of its own."
        ),
        "That there is another way does not show that people know of it, or of the cameras.",
        (
            "Ways round are often a few metres to the side of where most walk; where a crowd, a "
            "queue or works leave no room there, they are longer."
        ),
        (
            "Whoever turns their head farther may be searched elsewhere too, and other people, who "
            "often hide a face, hide none here; only ways out of view are safe from both."
        ),
        (
            "All looks along a way count as one pass: a way past several cameras has a somewhat "
            "higher chance than told, since each is a new attempt."
        ),
        (
            "Ways are up to 3 % longer than the ground allows, all alike, so lengths that differ "
            "by less are not told apart."
        ),
        (
            "Trips are those planned for the whole day, also when only a part of it was simulated; "
            "walks off the estate and back between two stops are not among them."
        ),
        (
            "It is as light as in the middle of the simulated time; every camera looks at once "
            "every way that it ever looks, and takes an image a second at least."
        ),
        "Who needs a way without steps is looked at with eyes as high as the mean of all.",
    ),
    ask=_avoidable,
)
"""The question of ways round."""
