"""How many people an unknown deployment reaches, by how many cameras it has."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from twin.answers.asked import Asked
from twin.answers.counts import HUMAN_STANDARD
from twin.answers.of_excerpt import headline
from twin.answers.question import Question
from twin.answers.unknown.candidates import candidates
from twin.answers.unknown.hour import excerpt_of, there
from twin.answers.unknown.layouts import LAYOUTS
from twin.answers.unknown.learned import learned
from twin.answers.unknown.limits import LIMITS
from twin.answers.unknown.measured import WAYS, Measured, drawn, measured, spread
from twin.answers.unknown.says import sentences
from twin.answers.unknown.spread import PRIORS, mixed
from twin.answers.unknown.tables import CHARTS, best_placed, by_cameras, number_unknown, others
from twin.run import Excerpt
from twin.told import Told

__all__ = ["MOST", "NUMBERS", "UNKNOWN"]

MOST = 50
"""Cameras of the largest layout. [1] assumption (range 10-500)"""

NUMBERS = (1, 2, 5, 10, 20, 50)
"""Numbers of cameras that are listed, beside that of the run. [1]"""


def _unknown(asked: Asked) -> Told:
    """Judge layouts that are drawn on the busiest hour of a run."""
    inputs = asked.inputs
    site, seed, model = inputs.site, inputs.scenario.seed, inputs.recognisers
    hung = candidates(site, seed)
    if not hung:
        nothing = "The map names no place where a camera could hang, so no layout can be drawn."
        return Told((nothing,), {"candidates": 0})
    if not asked.people.num_rows:
        return Told(("Nobody was there, so no layout can be judged.",), {"candidates": len(hung)})
    excerpt = excerpt_of(asked.run, asked.people)
    found = learned(
        excerpt, [one.views for one in hung], on_progress=partial(asked.on_progress, "cameras")
    )
    mount, setting = (np.array([getattr(one, name) for one in hung]) for name in _ADDRESS)
    most = min(MOST, len(hung))
    layouts = drawn(found, mount, setting, seed, most=most)
    made = measured(found, layouts, partial(asked.on_progress, "layouts"))
    own = _own(excerpt, made, most)
    numbers = [n for n in sorted({*NUMBERS, own["cameras"]}) if n <= most]
    listed = {
        name: [one.row(n, way) for n in numbers for way in WAYS] for name, one in made.items()
    }
    not_known = [
        {"measure": name, "prior": prior, "hung": way, **spread(mixed(counts, prior))}
        for name, one in made.items()
        for prior in PRIORS
        for way, counts in one.counts.items()
    ]
    figures = {
        "start_s": excerpt.start_s,
        "end_s": excerpt.end_s,
        "rate_hz": excerpt.rate,
        "present": int(there(asked.people, excerpt.start_s, excerpt.end_s).sum()),
        "candidates": len(hung),
        "mounts": len(site.mounts),
        "layouts": LAYOUTS,
        "most": most,
        "gallery": round(model.gallery.value),
        "fpir": model.fpir,
        "own_trial": list(model.staying),
        "all_candidates": {name: one.ends.whole for name, one in made.items()},
        "own": own,
        "by_cameras": listed,
        "number_unknown": not_known,
    }
    return Told(
        tuple(sentences(figures)),
        figures,
        {
            **{name: by_cameras(name, rows) for name, rows in listed.items()},
            "number_unknown": number_unknown(not_known),
            "others": others(found, layouts, numbers),
            "best_placed": best_placed(hung, made["recognised"].ends, site),
        },
        CHARTS,
    )


_ADDRESS = ("mount", "setting")
"""What the draws of a candidate hang on."""


def _own(excerpt: Excerpt, made: Mapping[str, Measured], most: int) -> dict[str, Any]:
    """Say what the deployment of the run reaches, and what share of layouts of as many less."""
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
        way: {
            name: float(np.mean(one.counts[way][:, cameras - 1] < reached[name]))
            for name, one in made.items()
        }
        for way in WAYS
        if cameras <= most
    }
    return {"cameras": cameras, **reached, "share_of_layouts_below": below}


UNKNOWN = Question(
    name="unknown",
    asks="How many people could be identified, if nobody tells where or how many the cameras are?",
    definition=(
        "Cameras are drawn for the walls, poles and canopies of the map where one could hang: any "
        "type of the catalogue that fits, looking any way it could. Of these, layouts are drawn, "
        "hung anywhere (each camera as likely as another) and aimed at faces (each the likelier, "
        "the more faces it could search by itself), and judged on the same people in the busiest "
        "hour of the run. p5 to p95 are what 5 to 95 of 100 layouts do not pass. Recognised is the "
        "number of people expected to be recognised by a machine, central profile, were each on "
        "its list; searched, whose face was good enough for that; identify, who was shown in such "
        "detail that a person could identify them. Best and worst are the most and the fewest of "
        "all layouts drawn and of a search that hangs one camera after the other where it adds "
        "most, or least; at_least and at_most bound every choice of as many of these cameras. A "
        "housing of several lenses counts as one camera."
    ),
    limits=LIMITS,
    ask=_unknown,
)
"""The question of an unknown deployment."""
