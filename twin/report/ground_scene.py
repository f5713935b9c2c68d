"""Ground scene: how finely cameras of a run show faces by the way they point, collected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

import numpy as np

from twin.arrays import Bools, Floats
from twin.cameras import Camera
from twin.errors import ScenarioError
from twin.exposure import Standard, standard_of
from twin.report import attribution
from twin.report.digest import Digest, digest
from twin.run import Run
from twin.sight import Heading, ground, walked
from twin.site import Site

__all__ = ["MEANS", "GroundScene", "ground_scene"]

#: Of each heading, which faces are shown, and what the number on a spot of ground then is.
MEANS: Final[Mapping[Heading, tuple[str, str]]] = {
    "best": (
        "that look straight at the camera",
        "The most a face can show: what those show who look at the camera from where they are.",
    ),
    "worst": (
        "that look right away from the camera: not at all",
        "The least a face can show, which is nothing: no level is reached and nothing is coloured.",
    ),
    "mean": (
        "that look every way equally often",
        "What shows of a face on average: 1/π (32 %) of one that looks at the camera.",
    ),
    "footfall": (
        "the way people here walk and look",
        "What shows of a face on average over everybody who was there; one turned away is nothing.",
    ),
}


@dataclass(frozen=True, eq=False)
class GroundScene:
    """How finely the best of some cameras shows faces, all over the ground.

    Attributes
    ----------
    site : Site
        The map, as of the run's date.
    cameras : sequence of Camera
        Those that count.
    whole : bool
        Whether they are all cameras of the run.
    standard : Standard
        Whose levels to tell.
    heading : str
        Which way faces point; see :func:`twin.sight.ground`.
    height : float
        Of the faces above the ground. [m]
    density : (ny, nx) array
        At the nodes of the ground, what shows of a face; 0 where nothing does. [px/m]
    towards : (ny, nx) array
        What would show of it if it looked at the camera. [px/m]
    walked : (ny, nx) array of bool, optional
        At the nodes of the ground, whether anybody was there, where the heading is theirs.
    told : Digest
        What was found that day.
    credits : sequence of str
        Lines the data's licences ask for.
    """

    site: Site
    cameras: Sequence[Camera]
    whole: bool
    standard: Standard
    heading: Heading
    height: float
    density: Floats
    towards: Floats
    walked: Bools | None
    told: Digest
    credits: Sequence[str]

    def unreached(self) -> tuple[Bools, Bools]:
        """Say where faces would reach the least level only if they looked at the camera.

        Returns
        -------
        two (ny, nx) arrays of bool
            At the nodes of the ground: where people were who look away, and where nobody was.
        """
        least = self.standard.levels[0].density.value
        less = (self.towards >= least) & (self.density < least)
        if self.walked is None:
            return less, np.zeros_like(less)
        return less & self.walked, less & ~self.walked


def ground_scene(
    done: Run,
    *,
    heading: str,
    standard: str,
    height: float,
    cameras: Sequence[str] = (),
) -> GroundScene:
    """Measure how finely the cameras of a run show faces.

    Parameters
    ----------
    done : Run
        A finished run with its report.
    heading : str
        Which way faces point: best, worst, mean or footfall.
    standard : str
        Key of the standard whose levels to tell.
    height : float
        Of the faces above the ground. [m]
    cameras : sequence of str
        Only through these; all when empty.

    Raises
    ------
    ScenarioError
        If there is no such standard or camera.
    ShapeError
        If the heading is none, or the height is not above 0 and at most 3 m.
    RunError
        If a table of the run or its report is gone.
    """
    edition = standard_of(standard)
    site, layout = done.inputs.site, done.inputs.layout
    chosen = _chosen(layout.cameras, cameras)
    seen = replace(layout, cameras=chosen)
    pointing = cast("Heading", heading)  # measuring refuses what is none, before tracks are read
    towards = ground(site, seen, height=height)
    facing = done.facing() if pointing == "footfall" else None
    density = ground(site, seen, height=height, heading=pointing, facing=facing)
    return GroundScene(
        site=site,
        cameras=chosen,
        whole=len(chosen) == len(layout.cameras),
        standard=edition,
        heading=pointing,
        height=height,
        density=density.max(axis=0, initial=0.0),
        towards=towards.max(axis=0, initial=0.0),
        walked=None if facing is None else walked(site, facing),
        told=digest(done.answers()),
        credits=attribution.credits(done.manifest),
    )


def _chosen(cameras: Sequence[Camera], wanted: Sequence[str]) -> tuple[Camera, ...]:
    """Find cameras by id, or all of a housing by its; all of them when none is asked for."""
    for one in wanted:
        if not any(one in (camera.id, camera.housing) for camera in cameras):
            names = ", ".join(camera.id for camera in cameras) or "none"
            message = f"camera {one}: there is no such camera in the run; there are {names}."
            raise ScenarioError(message)
    return tuple(
        camera for camera in cameras if not wanted or {camera.id, camera.housing} & set(wanted)
    )
