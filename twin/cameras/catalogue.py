"""The catalogue: types of camera to plan with, read from ``catalogue.yaml``."""

import difflib
import functools
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from twin.cameras.datasheet import BETTER
from twin.cameras.lens import Lens
from twin.cameras.sheet import LensSheet
from twin.cameras.zoom import SAME, zoomed
from twin.errors import ShapeError
from twin.patterns import KEY
from twin.quantity import ASSUMPTION, Finite, Quantity
from twin.yamlfile import read_model

__all__ = ["CameraType", "Hanging", "Sensors", "camera_type", "catalogue"]

_FILE = Path(__file__).with_name("catalogue.yaml")
_FIXED = ConfigDict(extra="forbid", frozen=True)

Form = Literal[
    "bullet", "dome", "turret", "ptz", "fisheye", "panorama", "multi-sensor", "kiosk"
]  # fmt: skip


class Sourced(BaseModel):
    """Numbers that share a source.

    Attributes
    ----------
    source : str
        Key in twin/sources.bib, or ``assumption``.
    off_by : float, optional
        Share by which each number may be off; obligatory for an assumption. [1]
    """

    model_config = _FIXED

    source: Annotated[str, Field(pattern=KEY)]
    off_by: Annotated[Finite, Field(gt=0, lt=1)] | None = None

    @model_validator(mode="after")
    def _says_how_sure_it_is(self) -> Self:
        if (self.source == ASSUMPTION) != (self.off_by is not None):
            message = f"source is {self.source}, but off_by must stand with an assumption only."
            raise ValueError(message)
        return self


class Sheet(Sourced, LensSheet):
    """What the data sheet of a type prints, and where that is from."""


class Sensors(Sourced):
    """How the lenses of one housing are turned.

    Attributes
    ----------
    turned_deg : tuple of float
        Heading of each over that of the housing, clockwise. [degree]
    """

    turned_deg: Annotated[tuple[Finite, ...], Field(min_length=2, max_length=32)]


class Hanging(BaseModel):
    """How a type usually hangs.

    Attributes
    ----------
    about : str
        Where.
    height_m, tilt_deg : Quantity
        Height of the lens above the ground [m], and how far it looks up [degree].
    """

    model_config = _FIXED

    about: str
    height_m: Quantity
    tilt_deg: Quantity


class CameraType(BaseModel):
    """A type of camera.

    Attributes
    ----------
    key, name : str
        What layouts and people call it.
    form : str
        Shape of its housing.
    mount : str
        How it usually hangs; key of the catalogue's mounts.
    sheet : Sheet, optional
        Its lens, if it does not zoom.
    wide, tele : Sheet, optional
        The ends of its lens, if it zooms.
    sensors : Sensors, optional
        Several such lenses in one housing.
    corridor : bool
        Whether the image stands on its narrow side.
    """

    model_config = _FIXED

    key: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: str
    form: Form
    mount: str
    sheet: Sheet | None = None
    wide: Sheet | None = None
    tele: Sheet | None = None
    sensors: Sensors | None = None
    corridor: bool = False

    @model_validator(mode="after")
    def _has_a_lens(self) -> Self:
        ends = (self.wide is not None, self.tele is not None)
        if ends not in {(self.sheet is None,) * 2}:
            message = f"type {self.key}: must have sheet, or wide and tele."
            raise ValueError(message)
        self.lens()
        return self

    @property
    def zooms(self) -> bool:
        """Whether its field of view can be chosen."""
        return self.sheet is None

    def lens(self, hfov_deg: float | None = None, *, corridor: bool | None = None) -> Lens:
        """Return the lens as it is set.

        Parameters
        ----------
        hfov_deg : float, optional
            Field of view over the wide side of the sensor, of a lens that zooms; its widest when
            missing. One that does not zoom may be given what it has. [degree]
        corridor : bool, optional
            Whether the image stands on its narrow side; as the type when missing.

        Raises
        ------
        ShapeError
            If the lens does not go there.
        """
        if self.sheet is not None:
            lens = self.sheet.lens()
            if hfov_deg is not None and not abs(hfov_deg - lens.hfov_deg) <= SAME:
                message = (
                    f"hfov_deg is {hfov_deg:g}, but the lens of {self.key} does not zoom; leave "
                    f"hfov_deg out (it shows {lens.hfov_deg:.4g} degrees over the wide side of the "
                    "sensor)."
                )
                raise ShapeError(message)
        elif self.wide is not None and self.tele is not None:
            wide = self.wide.lens()
            lens = zoomed(
                wide,
                self.tele.lens(),
                hfov_deg=wide.hfov_deg if hfov_deg is None else hfov_deg,
            )
        # nobody has the sheet of a type at hand, so advice about it helps nobody
        known = replace(lens, inferred=tuple(one for one in lens.inferred if one != BETTER))
        stands = self.corridor if corridor is None else corridor
        return known.on_its_side() if stands else known


class _Catalogue(BaseModel):
    """The whole file."""

    model_config = _FIXED

    mounts: dict[str, Hanging]
    types: tuple[CameraType, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        keys = [one.key for one in self.types]
        if len(set(keys)) != len(keys):
            message = f"types are {keys}, but each key must stand once."
            raise ValueError(message)
        for one in self.types:
            if one.mount not in self.mounts:
                message = f"type {one.key}: mount is {one.mount!r}, but there is none of that name."
                raise ValueError(message)
        return self


@functools.cache
def _file() -> _Catalogue:
    return read_model(_FILE, _Catalogue)


def catalogue() -> dict[str, CameraType]:
    """Return every type by its key, in the order of the file."""
    return {one.key: one for one in _file().types}


def hanging(one: CameraType) -> Hanging:
    """Return how a type usually hangs."""
    return _file().mounts[one.mount]


def camera_type(key: str) -> CameraType:
    """Find a type.

    Parameters
    ----------
    key : str
        Its key.

    Raises
    ------
    ShapeError
        If there is none; with the nearest one.

    Examples
    --------
    >>> camera_type("bullet-4mp-wide").lens().width_px
    2688
    """
    types = catalogue()
    if key not in types:
        near = difflib.get_close_matches(key, types, n=1)
        hint = f"did you mean {near[0]}?" if near else "`twin lens --types` lists them."
        message = f"type is {key!r}, but the catalogue has no such type of camera; {hint}"
        raise ShapeError(message)
    return types[key]
