"""What a deployment would do if its cameras hung elsewhere in the same street or square."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

import numpy as np
import pyarrow as pa
import shapely

from twin.answers.asked import Asked
from twin.answers.question import Question
from twin.answers.unknown.candidates import ARM
from twin.answers.unknown.hour import excerpt_of
from twin.answers.unknown.layouts import counted
from twin.answers.unknown.learned import learned
from twin.arrays import Floats, Ints
from twin.cameras import Camera, Layout, check_layout
from twin.frames import heading_to_yaw
from twin.site import Site
from twin.site.things import Mount, Place
from twin.told import Chart, Column, Told, table
from twin.wording import clock, number

__all__ = ["ELSEWHERE", "Spot", "spots"]

EDGE = 3.0
"""A mount so near to a place counts as on it, as walls stand at its edge. [m] assumption (range
0-10)"""

ASIDE = 100.0
"""A camera looks so far aside of where its mount points, at most, since the wall or pole is behind
it. [degree] assumption (range 80-120)"""

NEAR = 50.0
"""Mounts so near are tried where a camera hangs on no named place. [m] assumption (range 20-100)"""

MOST_TOGETHER = 2500
"""Combinations of all cameras moved that are tried; with more, each is moved alone. [1] assumption
(range 100-10,000)"""


@dataclass(frozen=True, eq=False)
class Spot:
    """Another place for a camera: its housing, the mount, and the views hung there."""

    housing: str
    mount: Mount
    views: tuple[Camera, ...]

    @property
    def away(self) -> Floats:
        """Where it is, in the site frame. [m]."""
        return self.views[0].position[:2]


def spots(site: Site, housings: Mapping[str, Sequence[Camera]]) -> list[Spot]:
    """List where else each camera could hang, looking the same way from the same height.

    Mounts of the map on the place on which it hangs; on a wall it hangs a little out of it. Those
    inside something that stands are left out.
    """
    found = []
    for housing, cameras in housings.items():
        x, y = cameras[0].position[:2]
        place = _place_at(site, float(x), float(y))
        reach = (
            place.polygon.buffer(EDGE) if place else shapely.Point(float(x), float(y)).buffer(NEAR)
        )
        for number_, mount in enumerate(site.mounts):
            if not shapely.contains_xy(reach, *mount.xy) or _behind(mount, cameras[0]):
                continue
            arm = ARM if mount.mount == "facade" else 0.0
            out = mount.xy + arm * np.array([np.cos(mount.yaw), np.sin(mount.yaw)])
            views = tuple(
                replace(
                    one,
                    id=f"{one.id}@{number_}",
                    housing=f"{housing}@{number_}",
                    position=np.array([*out, one.position[2]]),
                )
                for one in cameras
            )
            if not check_layout(Layout("elsewhere", "", views), site):
                found.append(Spot(housing, mount, views))
    return found


def _behind(mount: Mount, camera: Camera) -> bool:
    """Say whether the thing a mount is on would be before the camera."""
    if mount.mount == "canopy":
        return False
    aside = np.cos(mount.yaw - heading_to_yaw(camera.heading_deg))
    return bool(aside < np.cos(np.radians(ASIDE)))


def _place_at(site: Site, x: float, y: float) -> Place | None:
    return next((one for one in site.places if shapely.contains_xy(one.polygon, x, y)), None)


def _elsewhere(asked: Asked) -> Told:
    """Hang each camera at every mount of its place, then all of them."""
    site, housings = asked.inputs.site, asked.inputs.layout.housings
    found = spots(site, housings)
    if not found:
        return Told(
            ("The map names no other place where one of these cameras could hang.",), {"spots": 0}
        )
    if not asked.people.num_rows:
        return Told(("Nobody was there, so no layout can be judged.",), {"spots": len(found)})
    excerpt = excerpt_of(asked.run, asked.people)
    all_ = [*housings.values(), *(one.views for one in found)]
    what = learned(excerpt, all_, on_progress=partial(asked.on_progress, "cameras"))
    recognised, searched = what.recognised("central"), what.searched()
    own = np.arange(len(housings))[None, :]
    alone = np.concatenate([_moved(own[0], list(housings), n, one) for n, one in enumerate(found)])
    counts = {
        name: (float(counted(reach, own)[0, -1]), counted(reach, alone)[:, -1])
        for name, reach in (("recognised", recognised), ("searched", searched))
    }
    together = _together(list(housings), found)
    many = counted(recognised, together)[:, -1] if len(together) else np.zeros(0)
    rows = [
        (
            *(one.housing, one.mount.id),
            *(float(value) for value in one.away + site.origin),
            float(np.hypot(*(one.away - housings[one.housing][0].position[:2]))),
            float(counts["searched"][1][n]),
            float(counts["recognised"][1][n]),
        )
        for n, one in enumerate(found)
    ]
    listed = table(_COLUMNS, rows)
    hour = f"{clock(excerpt.start_s)} to {clock(excerpt.end_s)}"
    return Told(
        tuple(_sentences(listed, counts["recognised"][0], many, hour, asked)),
        {
            "start_s": excerpt.start_s,
            "end_s": excerpt.end_s,
            "spots": len(found),
            "recognised": counts["recognised"][0],
            "searched": counts["searched"][0],
            "together": _spread(many),
        },
        {"spots": listed},
        tuple(_charts(listed)),
    )


_COLUMNS = (
    Column("id", "", "camera that is moved, the others hanging as they do"),
    Column("mount", "", "where it is hung"),
    Column("easting_m", "m", "EPSG:27700"),
    Column("northing_m", "m", "EPSG:27700"),
    Column("moved_m", "m", "so far from where the layout has it"),
    Column("searched", "1", "people searched by all cameras in the hour"),
    Column("recognised", "1", "people expected to be recognised by all cameras in the hour"),
)


def _moved(own: Ints, housings: Sequence[str], number_: int, one: Spot) -> Ints:
    """Take the cameras of the layout, one of them at a spot (1, C)."""
    row = own.copy()
    row[housings.index(one.housing)] = len(own) + number_
    return row[None, :]


def _together(housings: Sequence[str], found: Sequence[Spot]) -> Ints:
    """List combinations (N, C) of all cameras at spots; none if there are too many."""
    choices = [
        [len(housings) + n for n, one in enumerate(found) if one.housing == housing]
        for housing in housings
    ]
    if len(housings) < 2 or not 0 < np.prod([len(one) for one in choices]) <= MOST_TOGETHER:
        return np.zeros((0, len(housings)), dtype=np.intp)
    return np.array(list(product(*choices)), dtype=np.intp)


def _spread(counts: Floats) -> dict[str, float] | None:
    """Tell the fewest, the middle and the most."""
    if not len(counts):
        return None
    return {
        "combinations": len(counts),
        "fewest": float(counts.min()),
        "middle": float(np.median(counts)),
        "most": float(counts.max()),
    }


def _sentences(
    listed: pa.Table, recognised: float, many: Floats, hour: str, asked: Asked
) -> list[str]:
    """Tell what moving each camera would change, and moving all."""
    told = []
    together = _spread(many)
    if together:
        told.append(
            f"If the {len(asked.inputs.layout.housings)} cameras hung anywhere else on the same "
            f"ground, looking the same ways, a machine would recognise "
            f"{number(together['fewest'])} to {number(together['most'])} people from {hour} "
            f"({number(together['middle'])} in the middle of "
            f"{number(together['combinations'])} combinations), and not {number(recognised)} as "
            "here, were each on its list."
        )
    by_camera: dict[str, list[float]] = {}
    for row in listed.select(["id", "recognised"]).to_pylist():
        by_camera.setdefault(row["id"], []).append(row["recognised"])
    told += [
        f"{id_} alone, hung at any of {number(len(values))} places there, would make it "
        f"{number(min(values))} to {number(max(values))} in place of {number(recognised)}, from "
        f"{hour}."
        for id_, values in by_camera.items()
    ]
    return told


def _charts(listed: pa.Table) -> list[Chart]:
    """Draw for each camera what it makes along the street, by the coordinate that differs more."""
    ids = dict.fromkeys(listed.column("id").to_pylist())
    spans = {
        name: float(np.ptp(listed.column(name).to_numpy())) for name in ("easting_m", "northing_m")
    }
    along = max(spans, key=lambda name: spans[name])
    return [
        Chart(
            f"{id_} moved along its street or square, the others hanging as they do",
            "spots",
            along=along,
            axis="people of the hour",
            series={
                "searched": "searched",
                "recognised": "expected to be recognised, if enrolled",
            },
            kind="lines",
            only={"id": id_},
        )
        for id_ in list(ids)[:4]
    ]


ELSEWHERE = Question(
    name="elsewhere",
    asks="What if the cameras hung elsewhere on the same street or square?",
    definition=(
        "Where cameras hang is often not known to the metre. Each is hung at every wall, pole and "
        "canopy of the map on the named ground on which it hangs, at the same height, looking the "
        "same way through the same lens, and judged on the same people in the busiest hour of the "
        "run: first each alone, then all of them at once, in every combination."
    ),
    limits=(
        (
            "Which way a camera looks and how it is set stays as it is, so mounts that point the "
            f"other way, more than {ASIDE:g} degrees aside, are left out; the answer about an "
            "unknown deployment turns cameras, too."
        ),
        "One hour, with the people of that day.",
        f"Of a camera on no named ground, places within {NEAR:g} m are tried.",
        f"All are moved at once only where that makes {MOST_TOGETHER:,} combinations at most.",
    ),
    ask=_elsewhere,
)
"""The question of cameras that hang elsewhere."""
