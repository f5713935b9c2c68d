"""Whether people could have gone where they went without being identified, and how much farther."""

from typing import Any

import numpy as np

from twin.answers.asked import Asked
from twin.answers.avoidable.figures import figures_of
from twin.answers.avoidable.places import places_of
from twin.answers.avoidable.routes import routes_of
from twin.answers.avoidable.says import sentences
from twin.answers.avoidable.tables import (
    CHARTS,
    ends_of,
    ends_table,
    extra_length,
    in_view_table,
    ways_table,
)
from twin.answers.avoidable.terrain import Terrain
from twin.answers.avoidable.trips import trips_of
from twin.answers.counts import exposed
from twin.answers.question import Question
from twin.told import Told

__all__ = ["AVOIDABLE"]


def _avoidable(asked: Asked) -> Told:
    """Find the less exposed ways between all places between which people walked."""
    site = asked.inputs.site
    trips = trips_of(asked.people, site.gates, site.venues)
    figures: dict[str, Any] = {"present": asked.people.num_rows, "trips": sum(trips.values())}
    if not trips:
        return Told(tuple(sentences(figures)), figures)
    terrain = Terrain.of(asked)
    routes = routes_of(asked, terrain, trips)
    model = asked.inputs.recognisers
    names = {place.id: place.name for place in places_of(site).values()}
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
            name: figures_of(routes, terrain, which)
            for name, which in (
                ("all", np.ones(len(routes.trips), dtype=np.bool_)),
                ("step_free", routes.step_free),
            )
        },
    }
    ends = ends_of(routes, names)
    figures |= {
        name: max(ends, key=lambda row: int(row[key])) if any(row[key] for row in ends) else None
        for name, key in (("always_exposed", "never"), ("always_in_view", "shown_never"))
    }
    return Told(
        tuple(sentences(figures)),
        figures,
        {
            "extra_length": extra_length(figures),
            "ends": ends_table(ends),
            "ways": ways_table(routes, terrain, names),
            "in_view": in_view_table(routes, names),
        },
        CHARTS,
    )


AVOIDABLE = Question(
    name="avoidable",
    asks="Could people have gone where they went without a face being searched, and how far round?",
    definition=(
        "A trip is the walk from one stop of somebody's day, a gate or a venue, to the next. Ways "
        "lead over all ground that people can walk on, from place to place 2 m apart in 16 "
        "directions. Somebody of the mean size of those who were there walks them at 1.34 m/s and "
        "looks ahead, a little down, or 30 degrees to either side one time in six each, which is "
        "as widely as people of the run look about. For each metre and direction of walking, "
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
            "Near a camera a metre or two to the side decide what it learns, so the figures of "
            "the shortest ways hang on which of several equally short ones is taken; those of ways "
            "round do not."
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
            "every way that it ever looks, and takes an image a second at least, also one that "
            "takes pictures for a part of that time only; one that takes none in it is left out."
        ),
        "Who needs a way without steps is looked at with eyes as high as the mean of all.",
    ),
    ask=_avoidable,
)
"""The question of ways round."""
