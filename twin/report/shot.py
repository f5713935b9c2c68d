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
from twin.exposure import Recognisers, Standard, fold, imaged, standard_of
from twin.exposure.encounters import HasPlaces, column_of
from twin.report import attribution
from twin.report.digest import HUMAN_STANDARD
from twin.run import Run
from twin.run.moments import tick_of
from twin.sight import join_slabs, look
from twin.sight.bodies import Bodies
from twin.sight.kernels import Body
from twin.sight.picture import Paint, Picture, View, picture
from twin.sight.scene import SightSite
from twin.tables import TICKS_PER_SECOND

__all__ = ["Shot", "busiest", "clock_of", "seen_now", "shot"]


@dataclass(frozen=True, eq=False)
class Shot:
    """What one camera shows at one moment.

    Attributes
    ----------
    camera : Camera
        Through what.
    date : date
        The day of the run.
    tick : int
        The moment. [0.25 s]
    picture : Picture
        The image.
    looks : pyarrow.Table
        Who is seen, one row each, as sight says: LOOKS.
    heads : (n, 3) array
        Of each look, the middle of the head in the site frame. [m]
    templated : (n,) array of bool
        Of each look, whether the face is good enough to be searched.
    standard : Standard
        Whose levels count.
    credits : sequence of str
        Lines the data's licences ask for.
    """

    camera: Camera
    date: dt.date
    tick: int
    picture: Picture
    looks: pa.Table
    heads: Floats
    templated: Bools
    standard: Standard
    credits: Sequence[str]

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
    camera = _camera(inputs.layout.cameras, camera_id)
    start, end = done.span
    if time is None:
        middle = round((start + end) / 2 * TICKS_PER_SECOND)
        kept = imaged(done.looks(camera.id), frame_rate=1, watch=camera.watch, masks=camera.masks)
        tick = busiest(kept, otherwise=middle)
    else:
        tick = tick_of(time, start, end)
        _watches(camera, tick)
    people, now = done.people(), done.moment(tick)
    looks = imaged(seen_now(now, people, camera, inputs.site), frame_rate=1, masks=camera.masks)
    view = View.of(inputs.site, camera, now, people)
    return Shot(
        camera=camera,
        date=inputs.scenario.date,
        tick=tick,
        picture=picture(view, Paint.of(inputs.site)),
        looks=looks,
        heads=_heads(looks, people),
        templated=_templated(looks, inputs.site, inputs.recognisers),
        standard=standard_of(HUMAN_STANDARD),
        credits=attribution.credits(done.manifest),
    )


def _watches(camera: Camera, tick: int) -> None:
    """Refuse a moment at which a tour looks another way."""
    second = tick // TICKS_PER_SECOND
    if camera.watch is not None and not camera.watch.at([second])[0]:
        start = second - second % camera.watch.period + camera.watch.start
        message = (
            f"camera {camera.id} looks another way at {clock_of(tick)}; its tour looks this way "
            f"from {clock_of(TICKS_PER_SECOND * start)} for "
            f"{camera.watch.stop - camera.watch.start} s, every {camera.watch.period} s."
        )
        raise ScenarioError(message)


def seen_now(now: pa.Table, people: pa.Table, camera: Camera, site: SightSite) -> pa.Table:
    """Look at the tracks of one moment: who is seen, one look each."""
    (slab,) = look([now], people, [camera], site)
    _, looks = join_slabs(slab.sightings[0].column, slab.looks[0].column, slab.states[0])
    return looks


def busiest(looks: pa.Table, *, otherwise: int) -> int:
    """Return the moment of the second in which a camera sees most people. [0.25 s]

    Of its quarters the one that shows most of them best; the first of equals. ``otherwise``: when
    nobody is ever seen.
    """
    if not looks.num_rows:
        return otherwise
    ticks = column_of(looks, "tick").astype(np.int64)
    second = int(np.bincount(ticks // TICKS_PER_SECOND).argmax())
    within = ticks[ticks // TICKS_PER_SECOND == second]
    return int(np.bincount(within).argmax())


def clock_of(tick: int) -> str:
    """Write a moment as the clock shows it, with quarters of a second where there are some.

    Examples
    --------
    >>> clock_of(4 * 3600 * 8), clock_of(4 * 3600 * 25 + 1)
    ('08:00:00', '01:00:00.25')
    """
    seconds, quarters = divmod(tick, TICKS_PER_SECOND)
    part = f".{25 * quarters:02}".rstrip("0") if quarters else ""
    return f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{part}"


def _camera(cameras: Sequence[Camera], wanted: str) -> Camera:
    """Find a camera by its id."""
    ids = [camera.id for camera in cameras]
    if wanted in ids:
        return cameras[ids.index(wanted)]
    close = difflib.get_close_matches(wanted.casefold(), [i.casefold() for i in ids], n=1, cutoff=0)
    near = [i for i in ids if i.casefold() in close]
    hint = f"did you mean {near[0]!r}?" if near else "the layout has none."
    message = f"camera {wanted!r}: there is no such camera in the run; {hint}"
    raise ScenarioError(message)


def _heads(looks: pa.Table, people: pa.Table) -> Floats:
    """Return where the heads of who is seen are, (n, 3). [m]"""
    eye = Bodies.of(people).sizes[column_of(looks, "person"), Body.EYE]
    return np.column_stack([column_of(looks, "x_cm") / 100, column_of(looks, "y_cm") / 100, eye])


def _templated(looks: pa.Table, site: HasPlaces, recognisers: Recognisers) -> Bools:
    """Say of each look whether the face is good enough to be searched, as exposure does."""
    told = fold(looks, site=site, recognisers=recognisers)
    searched = column_of(told, "person")[column_of(told, "templated")]
    return np.asarray(np.isin(column_of(looks, "person"), searched))
