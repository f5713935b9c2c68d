"""Shot: what one camera of a run shows at one moment, collected and measured."""

import datetime as dt
import difflib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from twin.arrays import Bools, Floats
from twin.cameras import Camera
from twin.errors import ScenarioError
from twin.exposure import (
    PROFILES,
    Recognisers,
    Standard,
    fold,
    imaged,
    in_the_light_of,
    standard_of,
)
from twin.exposure.encounters import HasPlaces, column_of
from twin.exposure.evidence import share_of
from twin.report import attribution
from twin.report.before import before
from twin.report.digest import CENTRAL, HUMAN_STANDARD
from twin.report.moment import moment_of
from twin.run import Run
from twin.sight import join_slabs, look
from twin.sight.bodies import Bodies
from twin.sight.kernels import Body
from twin.sight.picture import Paint, Picture, View, picture
from twin.sight.scene import SightSite, feet
from twin.site.sun import is_dark
from twin.tables import TICKS_PER_SECOND

__all__ = ["Shot", "camera_of", "heads_of", "seen_now", "shot"]


@dataclass(frozen=True, eq=False)
class Shot:
    """What one camera shows at one moment.

    Attributes
    ----------
    camera : Camera
        Through what, above the datum of the map.
    height : float
        How high it hangs above its ground. [m]
    date : date
        The day of the run.
    tick : int
        The moment. [0.25 s]
    picture : Picture
        The image.
    looks : pyarrow.Table
        Who is seen, one row each, as sight says: LOOKS.
    heads : (n, 3) array
        Of each look, the middle of the head, above the datum. [m]
    templated : (n,) array of bool
        Of each look, whether the face is good enough to be searched.
    dark : bool
        Whether it is dark then.
    machine : float
        How many of the faces a machine would be expected to recognise in this one image. [1]
    recognisers : Recognisers
        By what rules faces are searched and recognised.
    before : str
        What stands in front and fills the image, and how far away; empty when nothing does.
    standard : Standard
        Whose levels count.
    credits : sequence of str
        Lines the data's licences ask for.
    """

    camera: Camera
    height: float
    date: dt.date
    tick: int
    picture: Picture
    looks: pa.Table
    heads: Floats
    templated: Bools
    dark: bool
    machine: float
    recognisers: Recognisers
    before: str
    standard: Standard
    credits: Sequence[str]

    @property
    def shutter(self) -> float:
        """How long the shutter was open. [s]."""
        return self.camera.dark_shutter if self.dark else self.camera.shutter

    @property
    def measurable(self) -> Bools:
        """Of each look, whether both eyes are seen."""
        return np.asarray(~np.isnan(column_of(self.looks, "eye_px")))

    @property
    def human(self) -> Bools:
        """Of each look, whether the face has the density at which a human can identify it."""
        with np.errstate(invalid="ignore"):
            dense = column_of(self.looks, "face_density_px_per_m") >= self.standard.human_density
        return np.asarray(dense & self.measurable)


def shot(done: Run, camera_id: str, time: str | None = None) -> Shot:
    """Take a picture through a camera of a run, and measure the faces in it.

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
    people, now = done.people(), done.moment(tick)
    dark = is_dark(inputs.site, inputs.scenario.date, tick // TICKS_PER_SECOND + 1)
    looks = in_the_light_of(
        imaged(
            seen_now(now, people, camera, inputs.site), frame_rate=1, masked=camera.masked_pixels
        ),
        dark,
        blur=camera.dark_shutter / camera.shutter,
    )
    templated, machine = searched(looks, inputs.site, inputs.recognisers, dark=dark)
    view = View.of(inputs.site, camera, now, people)
    taken = picture(view, Paint.of(inputs.site, dark=bool(dark[-1])))
    everybody = np.searchsorted(now["person"].to_numpy(), column_of(looks, "person"))
    return Shot(
        camera=view.camera,
        height=float(camera.position[2]),
        date=inputs.scenario.date,
        tick=tick,
        picture=taken,
        looks=looks,
        heads=heads_of(now, people, inputs.site)[everybody],
        templated=templated,
        dark=bool(dark[-1]),
        machine=machine,
        recognisers=inputs.recognisers,
        before=before(taken, inputs.site),
        standard=standard_of(HUMAN_STANDARD),
        credits=attribution.credits(done.manifest),
    )


def seen_now(now: pa.Table, people: pa.Table, camera: Camera, site: SightSite) -> pa.Table:
    """Look at the tracks of one moment: who is seen, one look each."""
    (slab,) = look([now], people, [camera], site)
    _, looks = join_slabs(slab.sightings[0].column, slab.looks[0].column, slab.states[0])
    return looks


def camera_of(cameras: Sequence[Camera], wanted: str) -> Camera:
    """Find a camera by its id.

    Raises
    ------
    ScenarioError
        If there is none, or a housing of several has that name.
    """
    ids = [camera.id for camera in cameras]
    if wanted in ids:
        return cameras[ids.index(wanted)]
    views = [camera.id for camera in cameras if camera.housing.casefold() == wanted.casefold()]
    close = difflib.get_close_matches(wanted.casefold(), [i.casefold() for i in ids], n=1)
    near = [i for i in ids if i.casefold() in close]
    if len(views) > 1:
        message = f"camera {wanted!r}: it has several views; name one: {', '.join(views)}."
    else:
        hint = f"there are {', '.join(ids)}." if ids else "the layout has none."
        if near:
            hint = f"did you mean {near[0]!r}?"
        message = f"camera {wanted!r}: there is no such camera in the run; {hint}"
    raise ScenarioError(message)


def heads_of(now: pa.Table, people: pa.Table, site: SightSite) -> Floats:
    """Return where the heads of everybody of tracks are, above the datum, (n, 3). [m]"""
    eye = Bodies.of(people).sizes[column_of(now, "person"), Body.EYE]
    x, y = (column_of(now, name) / 100 for name in ("x_cm", "y_cm"))
    return np.column_stack([x, y, feet(now, site.relief) + eye])


def searched(
    looks: pa.Table, site: HasPlaces, recognisers: Recognisers, *, dark: Bools
) -> tuple[Bools, float]:
    """Say which faces a machine searches, and how many it would recognise, as exposure does.

    Parameters
    ----------
    looks : pyarrow.Table
        Of one moment.
    site : HasPlaces
        Says in which place a look lies.
    recognisers : Recognisers
        The recogniser in its profiles.
    dark : (S,) array
        Whether it is dark in each second since midnight.

    Returns
    -------
    templated : (n,) array of bool
        Of each look, whether the face is good enough to be searched.
    machine : float
        Expected number of people recognised in this one image, if each were enrolled, in the
        central profile. [1]
    """
    told = fold(looks, site=site, recognisers=recognisers, dark=dark)
    good = column_of(told, "person")[column_of(told, "templated")]
    templated = np.asarray(np.isin(column_of(looks, "person"), good))
    reached = share_of(column_of(told, f"evidence_{CENTRAL}"))
    return templated, recognisers.curves[PROFILES.index(CENTRAL)].ceiling * float(reached.sum())
