"""Some minutes of a run in memory, so that a moved camera is answered at once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self, TypeVar

import pyarrow as pa

from twin.arrays import as_a, as_number
from twin.cameras import Camera, Layout, check_layout
from twin.errors import ScenarioError
from twin.exposure import expose
from twin.run.exposure import images
from twin.run.folder import Run
from twin.run.held import HeldSlab, handed
from twin.run.inputs import Inputs
from twin.run.looks import encounters_of
from twin.run.moments import tick_of
from twin.sight import seen, step_of
from twin.tables import TICKS_PER_SECOND
from twin.wording import clock, few_digits

__all__ = ["Excerpt"]

KEPT: Final = 64
"""Cameras, and housings, of earlier layouts that are kept. [1] assumption (range 8-1000): on the
shipped site an hour of one is 10 to 40 MB, ten minutes are a sixth of it"""

_Seen = tuple[pa.Table, pa.Table]
"""Sightings and looks of a camera."""

Made = TypeVar("Made")


@dataclass(frozen=True, eq=False)
class Excerpt:
    """Some minutes of a run: everybody who was there, and what cameras see of them.

    Figures are those of a run of these minutes alone, to the last bit, if every sample is looked
    at, four a second. From a whole day they differ in that whoever came at another time is not
    among them, and a pass that goes on before or after is cut. They are of one day's crowd, without
    an interval.

    With two samples a second figures come sooner, and are lower: the best sample of a second is one
    of two and not of four. So compare only figures of one rate. Of an hour before the two shipped
    cameras those seen are one in a thousand fewer, those a machine would recognise 5 in a hundred
    (by the strict profile 9), and those at level validate a quarter.

    What cameras see is kept by what decides it, so that of a layout of which one camera was moved
    only that one is looked through again. How long that takes is a matter of how many people are
    before it, and for how long: ``tests/benchmarks/test_excerpt.py`` measures it. Not for several
    threads at once.

    Attributes
    ----------
    inputs : Inputs
        What the run read.
    people : pyarrow.Table
        Everybody of the run.
    slabs : sequence of HeldSlab
        The tracks, slab after slab.
    start_s, end_s : float
        Since midnight of the date. [s]
    rate : int
        How many samples a second are looked at. [Hz]

    See Also
    --------
    twin.headline : how many people the cameras of a layout see in it.
    """

    inputs: Inputs
    people: pa.Table
    slabs: Sequence[HeldSlab]
    start_s: float
    end_s: float
    rate: int
    _seen: dict[str, _Seen] = field(default_factory=dict, init=False)
    _met: dict[str, pa.Table] = field(default_factory=dict, init=False)

    @classmethod
    def of(cls, run: Run, start: str, *, minutes: float, rate: int = TICKS_PER_SECOND) -> Self:
        """Read some minutes of a run into memory, some 20 bytes a sample.

        Parameters
        ----------
        run : Run
            A finished run.
        start : str
            From when, as 08:30 or 08:30:15.
        minutes : float
            How long. [min]
        rate : int
            How many samples a second are looked at: 4, 2 or 1. [Hz]

        Raises
        ------
        ScenarioError
            If the time is none of the run, or nobody was there.
        RunError
            If the people stage of the run is missing or damaged.
        ShapeError
            If ``run`` is something else, such as the name of its folder, ``minutes`` no
            number, or ``rate`` another.
        """
        run = as_a(Run, "run", run, wanted="a Run such as twin.open_run(folder) opens")
        minutes = as_number("minutes", minutes)
        step = step_of(rate)
        begin, end = run.span
        first = tick_of(start, begin, end, option="start")
        most = end / 60 - first / TICKS_PER_SECOND / 60
        if not 0 < minutes <= most:
            message = (
                f"minutes {few_digits(minutes)}: must be above 0 and at most {few_digits(most)}, "
                f"as the run ends at {clock(end)}."
            )
            raise ScenarioError(message)
        last = first + step * max(1, round(60 * minutes * rate))
        start_s, end_s = first / TICKS_PER_SECOND, last / TICKS_PER_SECOND
        slabs = run.held(first, last, step)
        if not slabs:
            message = (
                f"{run.folder}: there are no tracks from {clock(start_s)} to {clock(end_s)}, but "
                "somebody must be there."
            )
            raise ScenarioError(message)
        return cls(run.inputs, run.people(), slabs, start_s, end_s, rate)

    def sightings(self, camera: Camera | str) -> pa.Table:
        """Return the sightings of a camera, or of that of the run's layout with an id.

        Raises
        ------
        ScenarioError
            If the layout of the run has no such camera.
        ShapeError
            If it is neither.
        """
        return self._seen_by(camera)[0]

    def looks(self, camera: Camera | str) -> pa.Table:
        """Return the looks of a camera, or of that of the run's layout with an id.

        Raises
        ------
        ScenarioError
            If the layout of the run has no such camera.
        ShapeError
            If it is neither.
        """
        return self._seen_by(camera)[1]

    def exposure(self, layout: Layout) -> pa.Table:
        """Compute what the cameras of a layout learned about each person; rows by day alone.

        Raises
        ------
        ScenarioError
            If a camera cannot hang where it does; see :func:`twin.cameras.check_layout`.
        ShapeError
            If it is no layout.
        """
        met = self.encounters(layout)
        places = [place.id for place in self.inputs.site.places]
        return expose(met, places=places, recognisers=self.inputs.recognisers, kinds=["day"])

    def encounters(self, layout: Layout) -> dict[str, pa.Table]:
        """Compute what each housing of a layout learned about each person, pass by pass.

        Raises
        ------
        ScenarioError, ShapeError
            As of :meth:`exposure`.
        """
        read = "a Layout such as twin.load_layout(file, site_origin=...) reads"
        layout = as_a(Layout, "layout", layout, wanted=read)
        problems = check_layout(layout, self.inputs.site)
        if problems:
            raise ScenarioError(problems)
        kept = self._looked(layout.cameras)  # all that are missing in one reading of the tracks
        met = {housing: self._met_by(views, kept) for housing, views in layout.housings.items()}
        _forget(self._met, len(met))
        return met

    def _seen_by(self, camera: Camera | str) -> _Seen:
        """Return sightings and looks of a camera, or of that with an id."""
        if isinstance(camera, str):
            known = {one.id: one for one in self.inputs.layout.cameras}
            if camera not in known:
                message = f"there is no camera {camera!r}; there are {', '.join(known)}."
                raise ScenarioError(message)
            camera = known[camera]
        given = "a Camera, or the id of one of the run's layout"
        camera = as_a(Camera, "camera", camera, wanted=given)
        return self._looked([camera])[_text(camera.physical())]

    def _looked(self, cameras: Sequence[Camera]) -> dict[str, _Seen]:
        """Return sightings and looks by what decides them; look through what is missing."""
        wanted = {_text(camera.physical()): camera for camera in cameras}
        missing = {key: camera for key, camera in wanted.items() if key not in self._seen}
        if missing:
            through = list(missing.values())
            tracks, site = handed(self.slabs), self.inputs.site
            found = seen(tracks, self.people, through, site, rate=self.rate)
            self._seen.update(zip(missing, found, strict=True))
        kept = {key: _newest(self._seen, key) for key in wanted}
        _forget(self._seen, len(kept))
        return kept

    def _met_by(self, cameras: Sequence[Camera], kept: Mapping[str, _Seen]) -> pa.Table:
        """Return the encounters of the cameras of a housing, of whose looks all are there."""
        key = _text([[camera.physical(), images(camera)] for camera in cameras])
        if key not in self._met:
            looks = [kept[_text(camera.physical())][1] for camera in cameras]
            self._met[key] = encounters_of(
                cameras,
                looks,
                site=self.inputs.site,
                recognisers=self.inputs.recognisers,
                dark=self.inputs.dark,
            )
        return _newest(self._met, key)


def _text(decides: Mapping[str, Any] | Sequence[Any]) -> str:
    """Write what decides something as a key."""
    return json.dumps(decides, sort_keys=True)


def _newest(kept: dict[str, Made], key: str) -> Made:
    """Return what is kept under a key, and put it last."""
    kept[key] = kept.pop(key)
    return kept[key]


def _forget(kept: dict[str, Made], needed: int) -> None:
    """Drop the oldest of more than are needed and :data:`KEPT`."""
    for key in list(kept)[: -(needed + KEPT)]:
        del kept[key]
