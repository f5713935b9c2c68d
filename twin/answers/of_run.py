"""Answer a finished run."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from twin.answers.assemble import Facts, assemble
from twin.answers.crowd import about_crowd
from twin.answers.ground_of import ground_of
from twin.arrays import Floats
from twin.cameras import Camera
from twin.people import Crowd, Recorded
from twin.people.pool.means import expected, pool_sizes
from twin.people.recorded import FILLED_IN
from twin.run.second_look import part_of_a_day, remarks
from twin.scenario import Scenario
from twin.site import Site
from twin.site.sun import is_dark
from twin.wording import clock

if TYPE_CHECKING:
    from twin.run import Run

__all__ = ["answer"]


def answer(run: "Run") -> dict[str, Any]:
    """Read a run's tables and answer every question about its day.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    dict
        What ``answers.json`` holds; see :func:`~twin.answers.assemble.assemble`.

    Raises
    ------
    RunError
        If a stage of the run is missing or damaged.
    """
    scenario, site, layout = run.inputs.scenario, run.inputs.site, run.inputs.layout
    crowd, people, exposure = scenario.people, run.people(), run.exposure()
    stages = run.manifest["stages"]
    start, end = run.span
    by_camera = stages["sight"]["cameras"]
    facts = Facts(
        scenario=scenario.name,
        site=site.name,
        date=scenario.date,
        footfall=(
            expected(crowd, scenario.date.weekday())
            if isinstance(crowd, Crowd)
            else people.num_rows
        ),
        pool=pool_sizes(crowd) if isinstance(crowd, Crowd) else {},
        start_s=start,
        end_s=end,
        layout=layout.name,
        cameras={
            housing: _hung(cameras, site.origin) for housing, cameras in layout.housings.items()
        },
        places={place.id: place.name for place in site.places},
        crowd=about_crowd(crowd),
        turned_away=stages["people"].get("turned_away", 0),  # of a recording nobody knows
        recorded=_recorded(scenario, stages["people"]),
        ground=ground_of(run, (run.coverage(camera.id) for camera in layout.cameras)),
        dark=_dark(site, scenario, round(start), round(end)),
        remarks=[
            *filter(None, [part_of_a_day(run.inputs)]),
            *remarks(run.inputs, lambda camera: run.coverage(camera.id)),
        ],
        seconds={
            "people": stages["people"]["seconds"],
            "sight": sum(entry["seconds"] for entry in by_camera.values()),
            "exposure": stages["exposure"]["seconds"],
            "total": run.manifest["seconds_total"],
        },
        # a stage of which a part was kept counts as kept: its seconds are not those of this run
        reused=[
            name
            for name, made in (
                ("people", stages["people"]["made_now"]),
                ("sight", all(entry["made_now"] for entry in by_camera.values())),
                ("exposure", stages["exposure"]["made_now"]),
            )
            if not made
        ],
        rows={
            "people": people.num_rows,
            "tracks": stages["people"]["rows"],
            "sightings": sum(entry["sightings"] for entry in by_camera.values()),
            "looks": sum(entry["looks"] for entry in by_camera.values()),
            "exposure": exposure.num_rows,
        },
        peak_memory_mb=run.manifest["peak_memory_mb"],
    )
    return assemble(exposure, people, facts, recognisers=run.inputs.recognisers)


def _recorded(scenario: Scenario, stage: Mapping[str, Any]) -> dict[str, Any] | None:
    """Say whence recorded people come and what of them does not fit; None for simulated ones."""
    if not isinstance(scenario.people, Recorded):
        return None
    return {
        "files": [file.name for file in scenario.people.tracks],
        "warnings": stage["recorded"]["warnings"],
        "filled_in": FILLED_IN,
    }


def _dark(site: Site, scenario: Scenario, start: int, end: int) -> list[tuple[str, str]]:
    """List from when to when of the time from start to end [s] it is dark, by the clock."""
    dark = np.zeros(end + 2, dtype=np.bool_)
    dark[start + 1 : end + 1] = is_dark(site, scenario.date, end)[start:]
    changes = np.flatnonzero(np.diff(dark))
    return [(clock(float(a)), clock(float(b))) for a, b in changes.reshape(-1, 2)]


def _hung(cameras: Sequence[Camera], origin: Floats) -> dict[str, Any]:
    """Say where a housing hangs and how it is set, in the words of a layout file.

    Of several cameras in it the first stands for all, and ``views`` lists them.
    """
    camera = cameras[0]
    x, y, z = (float(value) for value in camera.position)
    views = [{"id": one.id, **_set(one)} for one in cameras] if len(cameras) > 1 else []
    return {
        "name": camera.name,
        "easting_m": round(float(origin[0]) + x, 2),
        "northing_m": round(float(origin[1]) + y, 2),
        "height_m": z,
        **_set(camera),
        "frame_rate_hz": camera.frame_rate,
        "shutter_s": camera.shutter,
        "shutter_dark_s": camera.dark_shutter,
        "invented": camera.invented,
        "reason": camera.reason,
        "purpose": camera.purpose,
        "views": views,
    }


def _set(camera: Camera) -> dict[str, Any]:
    """Say which way a camera looks, through what lens, and for what share of the time."""
    return {
        "heading_deg": round(camera.heading_deg, 1) % 360.0,
        "tilt_deg": round(camera.tilt_deg, 1),
        "width_px": camera.lens.width_px,
        "height_px": camera.lens.height_px,
        "hfov_deg": round(camera.lens.hfov_deg, 1),
        "time_share": 1.0 if camera.watch is None else round(camera.watch.share, 4),
        "corridor": camera.raw is None and camera.lens.height_px > camera.lens.width_px,
        "dewarped_from_px": None
        if camera.raw is None
        else [camera.raw.lens.width_px, camera.raw.lens.height_px],
        "masks": len(camera.masks),
    }
