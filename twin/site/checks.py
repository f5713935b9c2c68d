"""Checks of a map as a whole; each problem one sentence at the line of its feature."""

import difflib

import numpy as np
import shapely

from twin.site.features import EYE_LEVEL
from twin.site.parsing import Features, Problems
from twin.site.site import Site
from twin.site.things import Gate, Venue
from twin.site.underpasses import find_underpasses, reaches

__all__ = ["DOOR_ROOM", "check_ground", "check_whole"]

DOOR_ROOM = 0.5
"""Least distance of gates and venues from walls. [m]

assumption: room for a person (range 0.3-1)."""

MOUNT_REACH = 0.5
"""Greatest distance of a mount from what it hangs on. [m] assumption (range 0.2-1)."""

ROUNDING = 0.05
"""Slack of both for coordinates written with 7 decimals. [m]"""


def check_whole(features: Features, problems: Problems) -> None:
    """Check what features say about each other, whatever the date."""
    _count(features, problems)
    gates = features.of("gate")
    total = sum(gate.properties.share for gate in gates)
    if gates and features.broken.isdisjoint({"gate", ""}) and abs(total - 1.0) > 1e-6:
        problems.add(
            gates[0].line,
            f"the shares of the {len(gates)} gates sum to {total:.9g}, but must sum to 1",
        )
    buildings = {feature.id for feature in features.of("building")}
    for venue in features.of("venue"):
        owner = venue.properties.building
        if owner is not None and owner not in features.ids:
            close = difflib.get_close_matches(owner, buildings, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            problems.add(
                venue.line,
                f'feature "{venue.id}": building is {owner!r}, but no feature has this id{hint}',
            )
        elif owner is not None and owner in {f.id for f in features.all} - buildings:
            problems.add(
                venue.line, f'feature "{venue.id}": building is {owner!r}, which is not a building'
            )
    if features.whole_ground:
        _check_mounts(features, problems)


def _count(features: Features, problems: Problems) -> None:
    """Check that what every map needs is there, and often enough."""
    for kind, least, most in (
        ("boundary", 1, 1), ("extent", 1, 1), ("gate", 1, None), ("venue", 1, None),
    ):  # fmt: skip
        found = features.of(kind)
        if len(found) < least and features.broken.isdisjoint({kind, ""}):
            problems.add(1, f"there is no feature of kind {kind!r}, but must be at least {least}")
        elif most is not None and len(found) > most:
            problems.add(
                found[most].line,
                f'feature "{found[most].id}": there are {len(found)} features of kind {kind!r}, '
                f"but must be {most}",
            )


def _check_mounts(features: Features, problems: Problems) -> None:
    """Check that facade and canopy mounts hang on a building of some date."""
    outlines = [(f.shape, f.properties.base_m >= EYE_LEVEL) for f in features.of("building")]
    facades = shapely.union_all([shape.boundary for shape, _ in outlines])
    canopies = shapely.union_all([shape for shape, above in outlines if above])
    for mount in features.of("mount"):
        kind = mount.properties.mount
        if kind == "pole":
            continue
        far = mount.shape.distance(facades if kind == "facade" else canopies)
        if not far <= MOUNT_REACH + ROUNDING:
            where = f"{far:.1f} m away" if np.isfinite(far) else "nowhere"
            problems.add(
                mount.line,
                f'feature "{mount.id}": the nearest {kind} is {where}, but a {kind} mount must lie '
                f"within {MOUNT_REACH} m of one",
            )


def check_ground(site: Site, features: Features, problems: Problems) -> None:
    """Check that gates and venues stand on ground that can be reached, as of the date."""
    if site.walkable.is_empty:
        problems.add(
            features.of("extent")[0].line,
            f"nothing is left to walk on within the extent as of {site.date}",
        )
        return
    shapely.prepare(site.walkable)
    lines = {feature.id: feature.line for feature in features.all}
    things: tuple[Gate | Venue, ...] = (*site.gates, *site.venues)
    for thing in things:
        point = shapely.Point(thing.xy)
        reachable = site.walkable.contains(point)
        if reachable and site.walkable.boundary.distance(point) >= DOOR_ROOM - ROUNDING:
            continue
        why = _why_not(site, point, reachable=reachable)
        problems.add(
            lines[thing.id],
            f'feature "{thing.id}" {why} as of {site.date}, but must stand on ground people can '
            f"reach, at least {DOOR_ROOM} m from anything solid",
        )
    _check_storeys(site, lines, problems)


def _check_storeys(site: Site, lines: dict[str, int], problems: Problems) -> None:
    """Check that nobody has to step off the side of a bridge to get to a gate or venue."""
    found = find_underpasses(site.walkable, site.bridges, site.levels, site.water)
    parts = reaches(site.walkable, found)
    if len(parts) < 2:
        return
    points = [shapely.Point(gate.xy) for gate in site.gates]
    held = [sum(part.intersects(point) for point in points) for part in parts]
    main = parts[max(range(len(parts)), key=lambda k: (held[k], parts[k].area))]
    things: tuple[Gate | Venue, ...] = (*site.gates, *site.venues)
    for thing in things:
        point = shapely.Point(thing.xy)
        if site.walkable.contains(point) and not main.intersects(point):
            problems.add(
                lines[thing.id],
                f'feature "{thing.id}" can be reached from most gates only over the side of a '
                f"bridge as of {site.date}, but must be reached by steps or along the ground",
            )


def _why_not(site: Site, point: shapely.Point, *, reachable: bool) -> str:
    """Say what is wrong with a point."""
    if not site.extent.contains(point):
        return f"lies {site.extent.distance(point):.1f} m outside the extent"
    for building in site.buildings:
        if building.blocks and building.polygon.contains(point):
            what = "the hoarding of" if building.hoarding else "building"
            return f'lies inside {what} "{building.id}"'
    for furniture in site.furniture:
        if furniture.blocks and furniture.polygon.contains(point):
            return f'lies inside "{furniture.id}"'
    for water in site.water:
        if water.polygon.contains(point) and not any(
            bridge.polygon.contains(point) for bridge in site.bridges
        ):
            return f'lies in the water of "{water.id}"'
    if reachable:
        return f"lies {_nearest(site, point)}"
    return f"cannot be reached on foot from most gates ({_nearest(site, point)})"


def _nearest(site: Site, point: shapely.Point) -> str:
    """Name the nearest solid thing and its distance."""
    solids: list[tuple[float, str]] = [
        *((b.polygon.distance(point), b.id) for b in site.buildings if b.blocks),
        *((f.polygon.distance(point), f.id) for f in site.furniture if f.blocks),
        *((b.line.distance(point), b.id) for b in site.barriers),
        *(
            (max(point.distance(shapely.Point(t.xy)) - t.trunk_radius, 0.0), t.id)
            for t in site.trees
        ),
        *((w.polygon.distance(point), w.id) for w in site.water),
        (site.extent.boundary.distance(point), "the edge of the extent"),
    ]
    far, name = min(solids)
    return f"{far:.2f} m from {name}"
