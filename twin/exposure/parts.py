"""Parts of a recogniser's file: qualities of picture, what makers ask for, what is searched."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from twin.model import Model
from twin.patterns import KEY
from twin.quantity import Quantity

__all__ = ["LONGEST", "Profile", "Profiles", "Requirement", "Templating"]

LONGEST = 400
"""Letters of what a profile stands for. assumption (range 100-1000): it stands in tables."""


class Templating(Model):
    """When a face is large and frontal enough to be detected and searched.

    Attributes
    ----------
    ied_px : Quantity
        Pixels between the eyes, at least. [px]
    yaw_deg, pitch_deg : Quantity
        Face to camera, at most this much either way. [degree]
    """

    ied_px: Quantity
    yaw_deg: Quantity
    pitch_deg: Quantity


class Profile(Model):
    """One quality of picture.

    Attributes
    ----------
    about : str
        What it stands for.
    quality : Quantity
        Factor by which codec and noise raise the pixels needed; 1 is a clean picture. [1]
    ceiling, midpoint_px, width_px : Quantity, optional
        Where this profile has a curve of its own, such as one fitted to a trial; those of the
        recogniser when missing.
    midpoint_gallery, midpoint_searches : Quantity, optional
        Gallery and 1 / FPIR for which its own midpoint holds; when missing, that midpoint stays
        as it is whatever the gallery. [1]
    """

    about: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    quality: Quantity
    ceiling: Quantity | None = None
    midpoint_px: Quantity | None = None
    width_px: Quantity | None = None
    midpoint_gallery: Quantity | None = None
    midpoint_searches: Quantity | None = None

    @model_validator(mode="after")
    def _moves_as_a_whole(self) -> Self:
        given = [name for name in ("midpoint_gallery", "midpoint_searches") if getattr(self, name)]
        if len(given) == 1 or (given and self.midpoint_px is None):
            message = (
                f"{given[0]} stands alone, but midpoint_px, midpoint_gallery and "
                "midpoint_searches must stand together."
            )
            raise ValueError(message)
        return self

    @property
    def stays(self) -> bool:
        """Whether its midpoint is that of its own trial, whatever gallery is asked about."""
        return self.midpoint_px is not None and self.midpoint_gallery is None


class Profiles(Model):
    """The three profiles."""

    optimistic: Profile
    central: Profile
    strict: Profile


class Requirement(Model):
    """What a maker of recognisers asks of a face, as hard limits.

    Attributes
    ----------
    key, name : str
        What answers call it, and what it asks for.
    ied_px : Quantity
        Pixels between the eyes, at least. [px]
    yaw_deg, pitch_deg : Quantity, optional
        Face to camera, at most this much either way; any when missing. [degree]
    """

    key: Annotated[str, Field(pattern=KEY)]
    name: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    ied_px: Quantity
    yaw_deg: Quantity | None = None
    pitch_deg: Quantity | None = None
