"""The recogniser's numbers, read from ``recognisers.yaml`` or from a file of that form."""

import functools
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from twin.errors import ScenarioError
from twin.quantity import Quantity
from twin.yamlfile import read_model

__all__ = [
    "LONGEST",
    "PROFILES",
    "Curve",
    "Profile",
    "Recognisers",
    "Requirement",
    "Templating",
    "false_matches",
    "recognisers",
]

PROFILES = ("optimistic", "central", "strict")
"""Names of the profiles, in the order in which arrays hold them."""

LONGEST = 400
"""Letters of what a profile stands for. assumption (range 100-1000): it stands in tables."""

MOST_REQUIREMENTS = 31
"""Each is one bit of a whole number."""

_COUNTS = ("gallery", "searches_per_false_alert", "midpoint_gallery", "midpoint_searches")

_FILE = Path(__file__).with_name("recognisers.yaml")
_FIXED = ConfigDict(extra="forbid", frozen=True)


class Templating(BaseModel):
    """When a face is large and frontal enough to be detected and searched.

    Attributes
    ----------
    ied_px : Quantity
        Pixels between the eyes, at least. [px]
    yaw_deg, pitch_deg : Quantity
        Face to camera, at most this much either way. [degree]
    """

    model_config = _FIXED

    ied_px: Quantity
    yaw_deg: Quantity
    pitch_deg: Quantity


class Profile(BaseModel):
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
    """

    model_config = _FIXED

    about: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    quality: Quantity
    ceiling: Quantity | None = None
    midpoint_px: Quantity | None = None
    width_px: Quantity | None = None


class Requirement(BaseModel):
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

    model_config = _FIXED

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    ied_px: Quantity
    yaw_deg: Quantity | None = None
    pitch_deg: Quantity | None = None


class Curve(NamedTuple):
    """The numbers of one profile; see :mod:`twin.exposure.recogniser`.

    Attributes
    ----------
    ceiling : float
        A. [1]
    midpoint_px, width_px : float
        x0 and w. [px]
    quality : float
        q. [1]
    blur_scale_px : float
        b. [px]
    """

    ceiling: float
    midpoint_px: float
    width_px: float
    quality: float
    blur_scale_px: float


class Profiles(BaseModel):
    """The three profiles."""

    model_config = _FIXED

    optimistic: Profile
    central: Profile
    strict: Profile


class Recognisers(BaseModel):
    """A face recogniser in three profiles.

    Attributes
    ----------
    validity : str
        What the numbers were measured on and what they leave out; stands beside every figure.
    gallery : Quantity
        People enrolled. [1]
    searches_per_false_alert : Quantity
        Searches of people who are not enrolled for one false alert, 1 / FPIR. [1]
    ceiling : Quantity
        Chance A of a person enrolled, however good the look. [1]
    midpoint_px, width_px : Quantity
        Effective pixels between the eyes at half the ceiling, and the width of the rise. [px]
    midpoint_gallery, midpoint_searches : Quantity
        Gallery and 1 / FPIR for which the midpoint holds. [1]
    midpoint_shift : Quantity
        By how much its logarithm grows for each tenfold fall of the rate of false matches. [1]
    blur_scale_px : Quantity
        Blur that divides the effective pixels by the square root of two. [px]
    quality_after_dark : Quantity
        Further factor on a profile's quality under street lamps. [1]
    correlation_s : Quantity
        Looks closer in time than this count as one. [s]
    face_spread : Quantity
        Standard deviation of the hardness of a person's face, in log odds. [1]
    templated : Templating
        When a face is searched at all.
    requirements : tuple of Requirement
        What makers ask for.
    profiles : Profiles
        The three qualities of picture.
    """

    model_config = _FIXED

    validity: Annotated[str, Field(min_length=1, max_length=4000)]
    gallery: Quantity
    searches_per_false_alert: Quantity
    ceiling: Quantity
    midpoint_px: Quantity
    midpoint_gallery: Quantity
    midpoint_searches: Quantity
    midpoint_shift: Quantity
    width_px: Quantity
    blur_scale_px: Quantity
    quality_after_dark: Quantity
    correlation_s: Quantity
    face_spread: Quantity
    templated: Templating
    requirements: Annotated[tuple[Requirement, ...], Field(max_length=MOST_REQUIREMENTS)] = ()
    profiles: Profiles

    @model_validator(mode="after")
    def _can_be_computed(self) -> Self:
        for name, quantity in self.quantities():
            if name.endswith("ceiling") and not 0 < quantity.value < 1:
                message = f"{name} is {quantity.value:g}, but must lie between 0 and 1."
                raise ValueError(message)
            if name.endswith(("width_px", "quality", "quality_after_dark")):
                _above_0(name, quantity)
        if self.face_spread.value < 0:
            message = f"face_spread is {self.face_spread.value:g}, but must be at least 0."
            raise ValueError(message)
        for name in (*_COUNTS, "blur_scale_px", "correlation_s"):
            _above_0(name, getattr(self, name))
        for name in _COUNTS:
            if getattr(self, name).value < 1:
                message = f"{name} is {getattr(self, name).value:g}, but must be at least 1."
                raise ValueError(message)
        keys = [one.key for one in self.requirements]
        if len(set(keys)) != len(keys):
            message = f"requirements are {', '.join(keys)}, but each key must stand once."
            raise ValueError(message)
        return self

    @property
    def fpir(self) -> float:
        """False positive identification rate. [1]."""
        return 1.0 / self.searches_per_false_alert.value

    @property
    def midpoint_factor(self) -> float:
        """Factor on the midpoint for this gallery and rate of false alerts. [1]."""
        here = false_matches(self.gallery.value, self.searches_per_false_alert.value)
        there = false_matches(self.midpoint_gallery.value, self.midpoint_searches.value)
        return math.exp(self.midpoint_shift.value * math.log10(there / here))

    @property
    def curves(self) -> tuple[Curve, ...]:
        """The curve of each profile, in the order of PROFILES."""
        return tuple(self._curve(getattr(self.profiles, name)) for name in PROFILES)

    @property
    def curves_after_dark(self) -> tuple[Curve, ...]:
        """The curve of each profile under street lamps."""
        factor = self.quality_after_dark.value
        return tuple(curve._replace(quality=factor * curve.quality) for curve in self.curves)

    def _curve(self, profile: Profile) -> Curve:
        return Curve(
            (profile.ceiling or self.ceiling).value,
            # a profile's own midpoint is that of its own trial, whatever was enrolled there
            profile.midpoint_px.value
            if profile.midpoint_px
            else self.midpoint_px.value * self.midpoint_factor,
            (profile.width_px or self.width_px).value,
            profile.quality.value,
            self.blur_scale_px.value,
        )

    @property
    def yaw_limit(self) -> float:
        """Largest yaw of a face that is searched. [rad]."""
        return math.radians(self.templated.yaw_deg.value)

    @property
    def pitch_limit(self) -> float:
        """Largest pitch of a face that is searched. [rad]."""
        return math.radians(self.templated.pitch_deg.value)

    def with_profile(self, name: str, profile: Profile) -> Self:
        """Return the same recogniser with one of its profiles replaced, and its validity says so.

        Raises
        ------
        ScenarioError
            If there is no profile of that name.
        """
        if name not in PROFILES:
            message = f"profile is {name!r}, but must be one of {', '.join(PROFILES)}."
            raise ScenarioError(message)
        profiles = self.profiles.model_copy(update={name: profile})
        validity = f"Profile {name}: {profile.about}. The others: {self.validity}"
        return self.model_copy(update={"profiles": profiles, "validity": validity})

    def with_value(self, name: str, value: float) -> Self:
        """Return the same recogniser with one of its numbers changed, within its range.

        Parameters
        ----------
        name : str
            Dotted, as :meth:`quantities` yields it; not one of the requirements.
        value : float
            The number.

        Raises
        ------
        ScenarioError
            If there is no such number, or the value is out of its range.
        """
        plain = self.model_dump(mode="json")
        *path, last = name.split(".")
        try:
            found = plain
            for step in path:
                found = found[step]
            found[last]["value"] = value
            return type(self).model_validate(plain)
        except (KeyError, TypeError) as error:
            message = f"the recogniser has no number {name!r}."
            raise ScenarioError(message) from error
        except ValidationError as error:
            message = f"{name} is {value:g}: {error.errors()[0]['msg']}"
            raise ScenarioError(message) from error

    def to_yaml(self) -> str:
        """Write the file from which :func:`recognisers` reads the same numbers."""
        plain = self.model_dump(mode="json", exclude_defaults=True)
        return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100)

    def quantities(self) -> Iterator[tuple[str, Quantity]]:
        """Yield every number with its dotted name, in the order of the file."""
        yield from _quantities("", self)

    @property
    def sources(self) -> frozenset[str]:
        """Every source key or ``assumption`` these numbers rest on."""
        return frozenset(quantity.source for _, quantity in self.quantities())


def false_matches(gallery: float, searches_per_false_alert: float) -> float:
    """Return the rate of false matches that one comparison may have, for a gallery and an FPIR.

    Parameters
    ----------
    gallery : float
        People enrolled, at least 1. [1]
    searches_per_false_alert : float
        1 / FPIR, at least 1. [1]

    Examples
    --------
    >>> f"{false_matches(10_000, 6_000):.2g}"
    '1.7e-08'
    """
    if searches_per_false_alert == 1:
        return 1.0
    return -math.expm1(math.log1p(-1 / searches_per_false_alert) / gallery)


def _above_0(name: str, quantity: Quantity) -> None:
    if quantity.value <= 0:
        message = f"{name} is {quantity.value:g}, but must be above 0."
        raise ValueError(message)


def _quantities(prefix: str, model: BaseModel) -> Iterator[tuple[str, Quantity]]:
    """Walk a model's fields down to its quantities."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, Quantity):
            yield prefix + name, value
        elif isinstance(value, BaseModel):
            yield from _quantities(f"{prefix}{name}.", value)
        elif isinstance(value, tuple):
            for one in value:
                yield from _quantities(f"{prefix}{name}.{one.key}.", one)


def recognisers(path: Path | None = None) -> Recognisers:
    """Read the recogniser's numbers.

    Parameters
    ----------
    path : Path, optional
        A file of the form of ``recognisers.yaml``; the one that ships when missing.

    Returns
    -------
    Recognisers

    Raises
    ------
    ScenarioError
        With every problem of the file at once.

    Examples
    --------
    >>> [curve.quality for curve in recognisers().curves]
    [1.0, 1.8, 2.6]
    """
    return read_model(path, Recognisers) if path else _shipped()


@functools.cache
def _shipped() -> Recognisers:
    return read_model(_FILE, Recognisers)
