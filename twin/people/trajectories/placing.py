"""Bring the places of a file into the site frame, and its time to the clock of the day."""

from dataclasses import replace

import numpy as np

from twin.errors import ScenarioError
from twin.frames import heading_to_yaw, wrap_angle
from twin.people.recorded import Recorded
from twin.people.trajectories.samples import Samples
from twin.site.projection import HasOrigin, grid_to_site, lonlat_to_site
from twin.timeofday import seconds_of

__all__ = ["on_the_clock", "placed"]


def placed(samples: Samples, recorded: Recorded, site: HasOrigin) -> Samples:
    """Bring samples into the site frame.

    Parameters
    ----------
    samples : Samples
        As they stand in the file.
    recorded : Recorded
        Says what the places are; what it does not say the file may.
    site : Site
        For its origin.

    Raises
    ------
    ScenarioError
        If neither says it, or they say different things.
    """
    if recorded.kind == ".gpx":
        return replace(samples, xy=lonlat_to_site(site, samples.xy))
    frame, origin = recorded.frame, samples.header.origin
    if frame is not None and origin is not None:
        _refuse_another_origin(samples, recorded, site, origin)
    if frame == "site":
        return samples
    if frame == "grid":
        return replace(samples, xy=grid_to_site(site, samples.xy))
    if frame == "local":
        # turned clockwise, so x heads a quarter more than y
        turn = heading_to_yaw(90.0 + recorded.turned_deg)
        ahead = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        corner = grid_to_site(site, [recorded.corner])
        yaw = None if samples.yaw is None else np.asarray(wrap_angle(samples.yaw + turn))
        return replace(samples, xy=samples.xy @ ahead + corner, yaw=yaw)
    if origin is not None:
        return replace(samples, xy=samples.xy + grid_to_site(site, [origin]))
    message = (
        f"people: frame is missing, but must be site, grid or local: {samples.file} does not say "
        "where its places are measured from."
    )
    raise ScenarioError(message)


def _refuse_another_origin(
    samples: Samples, recorded: Recorded, site: HasOrigin, said: tuple[float, float]
) -> None:
    """Refuse a frame whose origin or axes are not those that the file says."""
    origins = {"site": tuple(site.origin), "grid": (0.0, 0.0), "local": recorded.corner}
    east, north = origins[str(recorded.frame)]
    if (east, north) == said and not recorded.turned_deg:
        return
    beside = ", easting_m, northing_m and turned_deg" if recorded.frame == "local" else ""
    message = (
        f"people: frame is {recorded.frame}, but {samples.file} says itself that its places are "
        f"measured from easting {said[0]:.10g}, northing {said[1]:.10g}; leave frame{beside} out."
    )
    raise ScenarioError(message)


def on_the_clock(samples: Samples, recorded: Recorded) -> Samples:
    """Count time from midnight of the day. [s]

    Raises
    ------
    ScenarioError
        If neither the scenario nor the file says when its time is 0, or they say different things.
    """
    if recorded.start is not None:
        said = samples.header.start_s
        if said is not None and said != seconds_of(recorded.start):
            message = (
                f"people: start is {recorded.start}, but {samples.file} says itself that its time "
                f"is 0 at {said / 3600:.4g} hours after midnight; leave start out."
            )
            raise ScenarioError(message)
        zero = float(samples.time.min()) if recorded.kind == ".gpx" else 0.0
        return replace(samples, time=samples.time - zero + seconds_of(recorded.start))
    if recorded.kind == ".gpx":
        return samples
    if samples.header.start_s is not None:
        return replace(samples, time=samples.time + samples.header.start_s)
    message = (
        f"people: start is missing, but must be a clock time such as 08:00: {samples.file} does "
        "not say when its time is 0."
    )
    raise ScenarioError(message)
