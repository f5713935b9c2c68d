"""People who were recorded: a scenario's ``people:`` that names a file of tracks."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from twin.model import Model
from twin.people.crowd import Sourced
from twin.timeofday import Moment

__all__ = ["ENDINGS", "FASTEST", "FILLED_IN", "SLOWEST", "Recorded"]

ENDINGS = {
    ".sqlite": "JuPedSim",
    ".txt": "the text of PedPy and of the Juelich data archive",
    ".traj": "Vadere",
    ".csv": "a table",
    ".parquet": "a table",
    ".gpx": "GPX",
}
"""Endings of files of tracks, and what each holds."""

FILLED_IN = (
    "Their bodies are drawn from those of adults in England. Faces point the way of walking, "
    "level, where a file does not say. Who they are, why they came and by which gate is not known."
)
"""What is told of all that a file of tracks does not hold."""

SLOWEST, FASTEST = 0.001, 1e5
"""Fewest and most frames of a second. [1/s] assumption (from 0.0001-0.1 to 1e3-1e6)"""

# the grid ends at 1.3e6 m; of a larger number the centimetres would be lost
Metres = Annotated[float, Field(ge=-1e7, le=1e7, allow_inf_nan=False)]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str | Path) else value


class Recorded(Model):
    """Tracks that were recorded, or made by another program, in place of a simulated crowd."""

    tracks: Annotated[
        tuple[Path, ...],
        BeforeValidator(_listed),
        Field(
            min_length=1,
            max_length=10_000,
            description="the file, beside the scenario; its ending says its format: "
            f"{', '.join(ENDINGS)}; of GPX there may be several",
        ),
    ]
    start: Annotated[
        Moment | None,
        Field(
            description="clock time, seconds may be added, at which the file's time is 0; of GPX, "
            "whose times are absolute, that of the first point, as recorded when missing; a file "
            "that says it itself needs none"
        ),
    ] = None
    frame: Annotated[
        Literal["site", "grid", "local"] | None,
        Field(
            description="what the file's places are: site, metres from the map's origin; grid, "
            "eastings and northings of EPSG:27700; local, metres in a frame of its own; GPX and "
            "files that say it themselves need none"
        ),
    ] = None
    easting_m: Annotated[
        Metres | None, Field(description="of a local frame: where its origin lies, EPSG:27700 [m]")
    ] = None
    northing_m: Annotated[
        Metres | None, Field(description="of a local frame: where its origin lies, EPSG:27700 [m]")
    ] = None
    turned_deg: Annotated[
        float,
        Field(
            ge=-360,
            le=360,
            description="of a local frame: where its y axis heads, clockwise from grid north "
            "[degree]",
        ),
    ] = 0.0
    unit: Annotated[
        Literal["m", "cm"] | None,
        Field(description="of text (.txt) that does not say it itself: unit of its places"),
    ] = None
    fps: Annotated[
        float | None,
        Field(
            ge=SLOWEST,
            le=FASTEST,
            description="of text (.txt) that does not say it itself: frames of a second [1/s]",
        ),
    ] = None
    # in 5 s people walk 7 m, about as far as the position of a phone may be off
    gap_s: Annotated[
        float,
        Field(
            ge=0.5,
            le=60,
            description="samples at most so far apart are joined by a straight line; longer gaps "
            "stay gaps [s]",
        ),
        Sourced("assumption", (1, 30)),
    ] = 5.0

    @model_validator(mode="after")
    def _is_one_format(self) -> "Recorded":
        endings = {file.suffix.lower() for file in self.tracks}
        odd = sorted(endings - set(ENDINGS))
        if odd:
            message = (
                f"a file of tracks ends in {odd[0]!r}, but must end in one of {', '.join(ENDINGS)}."
            )
            raise ValueError(message)
        if len(self.tracks) > 1 and endings != {".gpx"}:
            message = f"there are {len(self.tracks)} files of tracks, but only GPX may be several."
            raise ValueError(message)
        if endings == {".gpx"} and self.frame is not None:
            message = f"frame is {self.frame}, but must be left out: GPX is longitude and latitude."
            raise ValueError(message)
        if endings != {".txt"} and (self.unit is not None or self.fps is not None):
            message = (
                "unit and fps say what text (.txt) may lack, so the file of tracks must be text."
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _is_placed(self) -> "Recorded":
        placed = (self.easting_m is not None) + (self.northing_m is not None)
        if self.frame == "local" and placed < 2:
            message = "frame is local, so easting_m and northing_m of its origin must be given."
            raise ValueError(message)
        if self.frame != "local" and (placed or self.turned_deg):
            message = (
                "easting_m, northing_m and turned_deg place a frame of the file's own, so frame "
                "must be local."
            )
            raise ValueError(message)
        return self

    @property
    def corner(self) -> tuple[float, float]:
        """Where the origin of a local frame lies, EPSG:27700. [m]"""
        return self.easting_m or 0.0, self.northing_m or 0.0

    @property
    def kind(self) -> str:
        """Ending of the files, small letters."""
        return self.tracks[0].suffix.lower()
