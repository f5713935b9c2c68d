"""Answer a finished run."""

from typing import TYPE_CHECKING, Any

from twin.answers.assemble import Facts, assemble
from twin.answers.ground import ground
from twin.exposure import recognisers
from twin.site.ground import Ground

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
    floor = Ground.of(site)
    people, exposure = run.people(), run.exposure()
    stages = run.manifest["stages"]
    by_camera = stages["sight"]["cameras"]
    facts = Facts(
        scenario=scenario.name,
        site=site.name,
        date=scenario.date,
        footfall=scenario.people.total,
        start_s=scenario.people.start_s,
        end_s=scenario.people.end_s,
        cameras={camera.id: camera.name for camera in layout.cameras},
        places={place.id: place.name for place in site.places},
        ground=ground(
            (run.coverage(camera.id) for camera in layout.cameras),
            walkable=floor.walkable,
            cell=floor.cell,
        ),
        seconds={
            "people": stages["people"]["seconds"],
            "sight": sum(entry["seconds"] for entry in by_camera.values()),
            "exposure": stages["exposure"]["seconds"],
            "total": run.manifest["seconds_total"],
        },
        rows={
            "people": people.num_rows,
            "tracks": stages["people"]["rows"],
            "sightings": sum(entry["sightings"] for entry in by_camera.values()),
            "looks": sum(entry["looks"] for entry in by_camera.values()),
            "exposure": exposure.num_rows,
        },
        peak_memory_mb=run.manifest["peak_memory_mb"],
    )
    return assemble(exposure, people, facts, recognisers=recognisers())
