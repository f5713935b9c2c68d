"""What deserves a second look before a layout is believed, though it may be meant so."""

from collections.abc import Callable

import numpy as np
import shapely

from twin.arrays import Floats
from twin.cameras import Camera
from twin.exposure import out_of_order
from twin.people import Crowd
from twin.people.event import left_out, overfull
from twin.run.inputs import Inputs
from twin.site import Site
from twin.site.hanging import above_datum
from twin.site.things import Barrier, Level, Tree
from twin.usual import MOST_OF_A_DAY
from twin.wording import clock

__all__ = ["part_of_a_day", "remarks"]

OVERHEAD = 2.2
"""A camera that hangs this high hangs over heads. [m] assumption (range 1.9-2.5)"""

NEAR = 30.0
"""How far ahead of a blind camera something to name is looked for. [m] assumption (range 10-100)"""


def remarks(inputs: Inputs, coverage: Callable[[Camera], Floats]) -> list[str]:
    """List what is allowed in a scenario but is likely a slip, one sentence each.

    Parameters
    ----------
    inputs : Inputs
        A scenario that was checked.
    coverage : callable
        Gives the density at which a camera shows heads over the ground, 0 where it shows none; see
        :func:`twin.sight.coverage`. [px/m]

    Returns
    -------
    list of str
        About cameras that show nobody, about those that hang over heads and look up, about profiles
        of a recogniser that are not in order, and about an event outside the hours simulated, or
        larger than its venue.
    """
    people = inputs.scenario.people
    found = [out_of_order(inputs.recognisers)]
    if isinstance(people, Crowd):
        found += [left_out(people), overfull(people, inputs.site)]
    found = list(filter(None, found))
    for camera in inputs.layout.cameras:
        height, tilt = float(camera.position[2]), camera.tilt_deg
        if not np.any(coverage(camera)):
            found.append(
                f'Camera "{camera.id}" shows no head anywhere on walkable ground'
                f"{' that its masks leave open' if camera.masks else ''}: "
                f"{_in_front(inputs.site, camera)}."
            )
        elif tilt > 0 and height >= OVERHEAD:
            found.append(
                f'Camera "{camera.id}" hangs {height:g} m high and looks up by {tilt:.3g} degrees; '
                "negative tilt_deg looks down."
            )
    return found


def part_of_a_day(inputs: Inputs) -> str:
    """Say that only some hours are simulated, which begin without anybody; empty for a day."""
    people = inputs.scenario.people
    if not isinstance(people, Crowd) or people.end_s - people.start_s > MOST_OF_A_DAY:
        return ""
    return (
        f"Only who comes from {clock(people.start_s)} to {clock(people.end_s)} is simulated, to an "
        "empty site: whoever would be there from before is missing, and these are not the numbers "
        "of a day."
    )


def _in_front(site: Site, camera: Camera) -> str:
    """Name what stands next in the direction a camera looks."""
    x, y, z = above_datum(site, camera.position).tolist()
    ahead = camera.rotation[2, :2]
    line = shapely.LineString([(x, y), (x + NEAR * ahead[0], y + NEAR * ahead[1])])
    start = shapely.Point(x, y)
    prisms = site.standing.prisms
    met = [
        (
            float(shapely.distance(start, shapely.intersection(line, outline))),
            f"the ground of {thing.name}" if isinstance(thing, Level) else thing.name,
        )
        for outline, base, top, thing in zip(
            prisms.footprints, prisms.base, prisms.top, prisms.things, strict=True
        )
        if not isinstance(thing, Barrier | Tree)
        and base <= z <= top
        and shapely.intersects(line, outline)
    ]
    if not met:
        return "check its position, heading_deg and tilt_deg"
    away, name = min(met)
    return f"{name} is {away:.1f} m in front of it"
