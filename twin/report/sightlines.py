"""Sightlines: to which heads a camera's rays get at a moment, and what stops the others."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from twin.arrays import Bools, Floats, Ints
from twin.cameras import Camera
from twin.report import attribution
from twin.report.moment import moment_of
from twin.report.shot import camera_of, heads_of, seen_now
from twin.run import Run
from twin.sight import LEAST_DENSITY, Scene
from twin.sight.bodies import Bodies
from twin.sight.kernels import Body
from twin.sight.picture import View
from twin.sight.picture.rays.kernels import BODY, CROWN, LEVEL, WALL, Figure, many_hits
from twin.sight.scene import feet, reach
from twin.site import Site
from twin.site.things import Barrier, Building, Furniture, Level, Stretch, Tree

__all__ = ["BUILDING", "EDGE", "FURNITURE", "GROUND", "PERSON", "TREE", "Sightlines", "sightlines"]

BUILDING, FURNITURE, TREE, PERSON, GROUND, EDGE = range(6)
"""What hides a head; EDGE is the very edge of a solid, which hides although no ray meets it."""

_SORTS: Final = {
    Building: BUILDING,
    Barrier: BUILDING,
    Furniture: FURNITURE,
    Tree: TREE,
    Level: GROUND,
    Stretch: GROUND,
}
_NOBODY: Final = -1
_AWAY: Final = 1e6  # m: where nobody stands in the way


@dataclass(frozen=True, eq=False)
class Sightlines:
    """The lines from a camera to the heads of one moment; heights are above the datum.

    Attributes
    ----------
    site : Site
        Where.
    camera : Camera
        From where.
    height : float
        How high it hangs above its ground. [m]
    date : date
        The day.
    tick : int
        The moment. [0.25 s]
    heads : (n, 3) array
        Middle of everybody's head. [m]
    bodies : (n, 3) array
        Radius, foot and top of everybody's body. [m]
    persons : (n,) array of int
        Everybody's number in the tables of the run.
    seen : (n,) array of bool
        Whose head the camera sees, as :func:`twin.sight.look` says.
    hidden : (h,) array of int
        Whose head is in the image and within reach, but hidden.
    by : (h,) array of int
        What hides each of them first: BUILDING (walls and hedges too), FURNITURE, TREE (trunk or
        crown), PERSON, GROUND (or a deck) or EDGE.
    kind, item : (h,) array of int
        The same as :func:`twin.sight.picture.rays.kernels.first_hit` tells it.
    ends : (h, 3) array
        Where the line to each meets that. [m]
    credits : sequence of str
        Lines the data's licences ask for.
    """

    site: Site
    camera: Camera
    height: float
    date: dt.date
    tick: int
    heads: Floats
    bodies: Floats
    persons: Ints
    seen: Bools
    hidden: Ints
    by: Ints
    kind: Ints
    item: Ints
    ends: Floats
    credits: Sequence[str]

    @property
    def judged(self) -> Ints:
        """Whose head is seen or hidden: those in the image and within reach."""
        return np.concatenate([np.flatnonzero(self.seen), self.hidden])

    @classmethod
    def of(
        cls,
        site: Site,
        camera: Camera,
        now: pa.Table,
        people: pa.Table,
        *,
        date: dt.date,
        tick: int,
        credits: Sequence[str],
    ) -> "Sightlines":
        """Follow the lines from a camera to everybody of one moment of the tracks."""
        persons = np.asarray(now["person"].to_numpy())
        sizes = Bodies.of(people).sizes[persons]
        foot, heads = feet(now, site.relief), heads_of(now, people, site)
        bodies = np.column_stack([sizes[:, Body.RADIUS], foot, foot + sizes[:, Body.SHOULDER]])
        looks, view = seen_now(now, people, camera, site), View.of(site, camera, now, people)
        height, camera = float(camera.position[2]), view.camera
        # what nothing could hide is in the image and within reach
        shown = _faces(camera, heads)
        shown &= camera.density(heads) >= LEAST_DENSITY
        shown &= ~camera.masked(heads)
        seen = shown & np.isin(persons, looks["person"].to_numpy())
        hidden = np.flatnonzero(shown & ~seen)
        kind, item, ends = _stopped(view, heads, hidden)
        return cls(
            site=site,
            camera=camera,
            height=height,
            date=date,
            tick=tick,
            heads=heads,
            bodies=bodies,
            persons=persons,
            seen=seen,
            hidden=hidden,
            by=_by(site, kind, item),
            kind=kind,
            item=item,
            ends=ends,
            credits=credits,
        )


def sightlines(done: Run, camera_id: str, time: str | None = None) -> Sightlines:
    """Follow the lines from a camera of a run to the heads of one moment.

    Parameters
    ----------
    done : Run
        A finished run.
    camera_id : str
        Which camera of its layout.
    time : str, optional
        When, as 08:42 or 08:42:10; the camera's busiest moment when missing.

    Raises
    ------
    ScenarioError
        If there is no such camera or the time is none of the run.
    RunError
        If a table of the run is gone.
    """
    inputs = done.inputs
    camera = camera_of(inputs.layout.cameras, camera_id)
    tick = moment_of(done, camera, time)
    return Sightlines.of(
        inputs.site,
        camera,
        done.moment(tick),
        done.people(),
        date=inputs.scenario.date,
        tick=tick,
        credits=attribution.credits(done.manifest),
    )


def _faces(camera: Camera, heads: Floats) -> Bools:
    """Say which heads a camera would see if there were nothing else."""
    views = Scene([], [], []).look_from(
        [camera.position], [camera.rotation], camera.lens, reach(camera)
    )
    out = np.zeros(len(heads), dtype=np.bool_)
    out[views.faces(heads)[0]] = True
    return out


def _stopped(view: View, heads: Floats, hidden: Ints) -> tuple[Ints, Ints, Floats]:
    """Say what the line to each hidden head meets first, and where: not its own body."""
    start = view.camera.position
    kind, item = np.zeros((2, len(hidden)), dtype=np.intp)
    ends = heads[hidden]
    scene = view.camera.record, view.solids, view.people, Bodies.HEAD
    figures = view.people[-1]
    distance = np.empty(1)
    for n, k in enumerate(hidden):
        away = np.linalg.norm(heads[k] - start)
        ray = (heads[k] - start) / away
        own = figures[k, Figure.X]
        figures[k, Figure.X] = _AWAY
        many_hits(*scene, ray[None], kind[n : n + 1], item[n : n + 1], distance)
        figures[k, Figure.X] = own
        if distance[0] <= away:
            ends[n] = start + distance[0] * ray
        else:
            kind[n] = item[n] = _NOBODY
    return kind, item, ends


def _by(site: Site, kind: Ints, item: Ints) -> Ints:
    """Tell what the lines meet by its sort."""
    sort = _sorts(site)
    by = np.full(len(kind), EDGE, dtype=np.intp)
    solid = (kind == WALL) | (kind == LEVEL)
    by[solid] = sort[item[solid]]
    by[kind == CROWN] = TREE
    by[kind >= BODY] = PERSON
    return by


def _sorts(site: Site) -> Ints:
    """Give the sort of each solid, in the order of ``site.standing``."""
    return np.array([_SORTS[type(thing)] for thing in site.standing.prisms.things], dtype=np.intp)
