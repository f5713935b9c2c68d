"""How many people an unknown deployment reaches, by how many cameras it has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from twin.answers.asked import Asked
from twin.answers.counts import HUMAN_STANDARD
from twin.answers.of_excerpt import headline
from twin.answers.told import Column, Question, Told, table
from twin.answers.unknown.candidates import Candidate, candidates
from twin.answers.unknown.greedy import Ends, ends
from twin.answers.unknown.hour import excerpt_of, there
from twin.answers.unknown.layouts import LAYOUTS, counted, orders
from twin.answers.unknown.learned import LEVELS, Learned, learned
from twin.answers.unknown.limits import LIMITS
from twin.answers.unknown.reach import Reach
from twin.answers.unknown.says import sentences
from twin.answers.unknown.spread import PRIORS, QUANTILES, mixed, quantiles
from twin.arrays import Floats, Ints
from twin.exposure import PROFILES
from twin.run import Excerpt
from twin.site import Site

__all__ = ["MOST", "UNKNOWN", "unknown"]

MOST = 50
"""Cameras of the largest layout. [1] assumption (range 10-500)"""

NUMBERS = (1, 2, 5, 10, 20, 50)
"""Numbers of cameras that are listed. [1]"""

MEASURES = {
    "recognised": "people expected to be recognised by a machine, central profile, were each enrolled",
    "searched": "people whose face was good enough to be searched",
    "identify": f"people shown at level identify of {HUMAN_STANDARD} or better, any heading",
    "seen": "people seen",
}
"""What is counted, with bounds."""

SPREAD = [f"p{round(100 * share)}" for share in QUANTILES]


@dataclass(frozen=True, eq=False)
class _Measured:
    """What layouts that grow camera by camera (L, N) reach, and the ends of it."""

    counts: Floats
    ends: Ends

    @property
    def best(self) -> Floats:
        """The most that are known to be reached by 1 to N cameras. [1]"""
        return np.maximum(self.ends.best, self.counts.max(axis=0))

    @property
    def worst(self) -> Floats:
        """The fewest. [1]"""
        return np.minimum(self.ends.worst, self.counts.min(axis=0))

    def row(self, cameras: int) -> dict[str, float]:
        """Tell of so many cameras."""
        n = cameras - 1
        return {
            "at_least": float(self.ends.at_least[n]),
            "worst": float(self.worst[n]),
            **_spread(quantiles(self.counts[:, n])),
            "best": float(self.best[n]),
            "at_most": float(self.ends.at_most[n]),
        }


def _unknown(asked: Asked) -> Told:
    """Judge layouts that are drawn on the busiest hour of a run."""
    inputs = asked.inputs
    hung = candidates(inputs.site, inputs.scenario.seed)
    if not hung:
        nothing = "The map names no place where a camera could hang, so none can be drawn."
        return Told((nothing,), {"candidates": 0})
    excerpt = excerpt_of(asked.run, asked.people)
    return unknown(asked, excerpt, hung)


def unknown(asked: Asked, excerpt: Excerpt, hung: Sequence[Candidate]) -> Told:
    """Judge layouts drawn from candidates on some minutes of a run.

    Parameters
    ----------
    asked : Asked
        The run.
    excerpt : Excerpt
        Some of its minutes.
    hung : sequence of Candidate
        One at least.
    """
    seed = asked.inputs.scenario.seed
    progress = partial(asked.on_progress, "cameras")
    found = learned(excerpt, [one.views for one in hung], on_progress=progress)
    mount, setting = (np.array([getattr(one, n) for one in hung]) for n in ("mount", "setting"))
    order = orders(mount, setting, seed, most=MOST)
    measured = _measured(found, order, partial(asked.on_progress, "layouts"))
    own = _own(excerpt, measured)
    numbers = [n for n in sorted({*NUMBERS, own["cameras"]}) if n <= order.shape[1]]
    model = asked.inputs.recognisers
    figures = {
        "start_s": excerpt.start_s,
        "end_s": excerpt.end_s,
        "rate_hz": excerpt.rate,
        "present": int(there(asked.people, excerpt.start_s, excerpt.end_s).sum()),
        "candidates": len(hung),
        "mounts": len(asked.inputs.site.mounts),
        "layouts": LAYOUTS,
        "most": order.shape[1],
        "gallery": round(model.gallery.value),
        "fpir": model.fpir,
        "own_trial": list(model.staying),
        "all_candidates": {name: one.ends.whole for name, one in measured.items()},
        "own": own,
        "by_cameras": {
            name: [{"cameras": n, **one.row(n)} for n in numbers] for name, one in measured.items()
        },
        "number_unknown": {
            prior: {name: _spread(mixed(one.counts, prior)) for name, one in measured.items()}
            for prior in PRIORS
        },
    }
    return Told(
        tuple(sentences(figures)),
        figures,
        {
            **{name: _by_cameras(name, rows) for name, rows in figures["by_cameras"].items()},
            "number_unknown": _number_unknown(figures["number_unknown"]),
            "others": _others(found, order, numbers),
            "best_placed": _best(hung, measured["recognised"].ends, asked.inputs.site),
        },
    )


def _measured(found: Learned, order: Ints, on_progress: Any) -> dict[str, _Measured]:
    """Count whom the layouts reach by each measure, and search for the ends."""
    made: dict[str, _Measured] = {}
    reaches = (
        lambda: found.recognised("central"),
        found.searched,
        lambda: found.shown("identify"),
        found.seen,
    )
    for done, (name, reach) in enumerate(zip(MEASURES, reaches, strict=True)):
        one = reach()
        made[name] = _Measured(counted(one, order), ends(one, order.shape[1]))
        on_progress((done + 1) / len(MEASURES))
    return made


def _own(excerpt: Excerpt, measured: Mapping[str, _Measured]) -> dict[str, Any]:
    """Say what the deployment of the run reaches, and how many layouts of as many reach less."""
    layout = excerpt.inputs.layout
    told = headline(excerpt, layout)
    cameras = len(layout.housings)
    reached = {
        "recognised": told["machine"]["profiles"]["central"],
        "searched": told["templated"],
        "identify": told["levels"][HUMAN_STANDARD]["identify"],
        "seen": told["seen"],
    }
    below = {
        name: float(np.mean(one.counts[:, cameras - 1] < reached[name]))
        for name, one in measured.items()
        if cameras <= one.counts.shape[1]
    }
    return {"cameras": cameras, **reached, "share_of_layouts_below": below or None}


def _spread(values: Floats) -> dict[str, float]:
    """Name quantiles."""
    return dict(zip(SPREAD, values.tolist(), strict=True))


def _columns(meaning: str) -> list[Column]:
    """Describe quantiles over layouts."""
    return [
        Column(name, "1", f"{meaning}: {100 * share:.0f} of 100 layouts reach at most so many")
        for name, share in zip(SPREAD, QUANTILES, strict=True)
    ]


_CAMERAS = Column("cameras", "1", "how many cameras hang")


def _by_cameras(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Write what a measure is for numbers of cameras as a table."""
    meaning = MEASURES[name]
    columns = (
        _CAMERAS,
        Column("at_least", "1", f"{meaning}: no so many candidates reach fewer"),
        Column("worst", "1", f"{meaning}: the fewest found"),
        *_columns(meaning),
        Column("best", "1", f"{meaning}: the most found"),
        Column("at_most", "1", f"{meaning}: no so many candidates reach more"),
    )
    return table(columns, [[row[column.name] for column in columns] for row in rows])


def _number_unknown(found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> pa.Table:
    """Write what is expected where not even the number is known as a table."""
    columns = (
        Column("prior", "", "how likely each number of cameras is taken to be"),
        Column("measure", "", "what is counted"),
        *_columns("people"),
    )
    rows = [
        (prior, name, *spread.values())
        for prior, measures in found.items()
        for name, spread in measures.items()
    ]
    return table(columns, rows)


def _others(found: Learned, order: Ints, numbers: Sequence[int]) -> pa.Table:
    """Write the other levels and profiles as a table."""
    levels = {level: found.shown(level) for level in LEVELS if level != "identify"}
    profiles = {name: found.recognised(name) for name in PROFILES if name != "central"}
    columns = (
        Column("measure", "", f"level of {HUMAN_STANDARD}, or profile of the recogniser"),
        _CAMERAS,
        *_columns("people shown so well, or expected to be recognised"),
    )
    rows = []
    reaches: dict[str, Reach] = levels | profiles
    for name, reach in reaches.items():
        counts = counted(reach, order)
        rows += [(name, n, *quantiles(counts[:, n - 1]).tolist()) for n in numbers]
    return table(columns, rows)


def _best(hung: Sequence[Candidate], found: Ends, site: Site) -> pa.Table:
    """List where the greedy search hangs cameras, and how many are recognised then."""
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
    for n, (number, reached) in enumerate(zip(found.order.tolist(), found.best, strict=True)):
        one = hung[number]
        mount, position = site.mounts[one.mount], one.views[0].position
        place = int(site.place_index(mount.xy[:1], mount.xy[1:])[0])
        easting, northing = (position[:2] + site.origin).tolist()
        rows.append(
            (
                n + 1, mount.id, site.places[place].name if place >= 0 else "", one.type.name,
                round(easting, 1), round(northing, 1), float(position[2]),
                round(one.heading_deg, 1), round(one.tilt_deg, 1), float(reached),
            )
        )  # fmt: skip
    return table(columns, rows)


UNKNOWN = Question(
    name="unknown",
    asks="How many people could be identified, if nobody tells where or how many the cameras are?",
    definition=(
        "Cameras are drawn for the walls, poles and canopies of the map where one could hang: any "
        "type of the catalogue that fits, looking any way it could, without a purpose. Layouts are "
        "drawn from them, any as likely as another, and all are judged on the same people in the "
        "busiest hour of the run. Recognised is the number of people expected to be recognised by "
        "a machine, central profile, were each on its list; searched, whose face was good enough "
        "for that; identify, who was shown in such detail that a person could identify them. Best "
        "and worst are the most and the fewest of all layouts drawn and of a search that hangs one "
        "camera after the other where it adds most, or least; at_least and at_most bound every "
        "choice of as many of these cameras. A housing of several lenses counts as one camera."
    ),
    limits=LIMITS,
    ask=_unknown,
)
"""The question of an unknown deployment."""
