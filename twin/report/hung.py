"""Hung: how each camera hangs and is set, as a report tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twin.report.answered import at, count

__all__ = ["Hung", "hung"]


@dataclass(frozen=True)
class Hung:
    """How one camera hangs and is set.

    Attributes
    ----------
    id, name : str
        Short name, and what people call it.
    easting, northing, height : float
        Position, EPSG:27700 and above the ground. [m]
    heading, tilt : float
        Where it looks: clockwise from grid north, and up (negative is down). [degree]
    width, height_px : int
        Picture. [px]
    hfov : float
        Horizontal field of view. [degree]
    invented : bool
        Whether the position or the setting is our invention.
    reason : str
        Where they come from, or why they were invented so.
    purpose : str
        What the camera is there for; empty where nobody says.
    time_share : float
        Share of the time for which it looks this way. [1]
    form : str
        What the picture is, where it is not simply what the lens shows.
    masks : int
        Parts of the picture that are blacked out. [1]
    views : tuple of Hung
        Each way it looks, if there are several; the numbers above are those of the first.
    """

    id: str
    name: str
    easting: float
    northing: float
    height: float
    heading: float
    tilt: float
    width: int
    height_px: int
    hfov: float
    invented: bool
    reason: str
    purpose: str
    time_share: float
    form: str
    masks: int
    views: tuple["Hung", ...]


def hung(camera: Mapping[str, Any]) -> Hung:
    """Read how a camera of `answers.json` hangs and is set.

    Raises
    ------
    RunError
        If something of it is missing.
    """
    return Hung(
        id=str(at(camera, "id")),
        name=str(at(camera, "name")),
        easting=count(camera, "easting_m"),
        northing=count(camera, "northing_m"),
        height=count(camera, "height_m"),
        heading=count(camera, "heading_deg"),
        tilt=float(at(camera, "tilt_deg")),
        width=int(count(camera, "width_px")),
        height_px=int(count(camera, "height_px")),
        hfov=count(camera, "hfov_deg"),
        invented=bool(at(camera, "invented")),
        reason=str(at(camera, "reason")),
        purpose=str(camera.get("purpose", "")),  # earlier answers lack it
        time_share=count(camera, "time_share"),
        form=_form(camera),
        masks=int(count(camera, "masks")),
        views=tuple(hung({**camera, "views": [], **view}) for view in at(camera, "views")),
    )


def _form(camera: Mapping[str, Any]) -> str:
    """Say what a picture is, where it is not simply what the lens shows."""
    if (raw := at(camera, "dewarped_from_px")) is not None:
        return f"straightened from the fisheye's {raw[0]} \u00d7 {raw[1]} px"
    return "corridor format" if at(camera, "corridor") else ""
