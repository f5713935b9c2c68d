"""The recogniser's numbers, read from ``recognisers.yaml`` or from a file of that form."""

import functools
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple, Self

import yaml
from pydantic import BaseModel, Field, ValidationError, model_validator

from twin.errors import ScenarioError
from twin.exposure.bounds import refuse_outside
from twin.exposure.midpoint import midpoint_factor
from twin.exposure.own_sources import unknown_sources
from twin.exposure.parts import Profile, Profiles, Requirement, Templating
from twin.model import Model
from twin.quantity import Quantity
from twin.wording import OWN_RATE
from twin.yamlfile import read_model, read_plain, validate_model

__all__ = ["PROFILES", "Curve", "Recognisers", "recognisers"]

PROFILES = ("optimistic", "central", "strict")
"""Names of the profiles, in the order in which arrays hold them."""

MOST_REQUIREMENTS = 31
"""Each is one bit of a whole number."""

_FILE = Path(__file__).with_name("recognisers.yaml")


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


class Recognisers(Model):
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
    requirements: tuple[Requirement, ...] = ()
    profiles: Profiles

    @model_validator(mode="after")
    def _can_be_computed(self) -> Self:
        for name, quantity in self.quantities():
            refuse_outside(name, quantity)
        if len(self.requirements) > MOST_REQUIREMENTS:
            message = (
                f"there are {len(self.requirements)} requirements, but at most "
                f"{MOST_REQUIREMENTS} are allowed."
            )
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
        return self._factor(self.midpoint_gallery, self.midpoint_searches)

    @property
    def staying(self) -> tuple[str, ...]:
        """Profiles that :attr:`gallery` and :attr:`fpir` say nothing of; see Profile.stays."""
        return tuple(name for name in PROFILES if getattr(self.profiles, name).stays)

    @property
    def curves(self) -> tuple[Curve, ...]:
        """The curve of each profile, in the order of PROFILES."""
        return tuple(self._curve(getattr(self.profiles, name)) for name in PROFILES)

    @property
    def curves_after_dark(self) -> tuple[Curve, ...]:
        """The curve of each profile under street lamps."""
        factor = self.quality_after_dark.value
        return tuple(curve._replace(quality=factor * curve.quality) for curve in self.curves)

    def _factor(self, gallery: Quantity, searches: Quantity) -> float:
        """Move a midpoint from the gallery and 1 / FPIR it holds for to those asked about."""
        return midpoint_factor(
            self.midpoint_shift.value,
            here=(self.gallery.value, self.searches_per_false_alert.value),
            there=(gallery.value, searches.value),
        )

    def _midpoint(self, profile: Profile) -> float:
        """Return the midpoint of a profile for this gallery and rate of false alerts. [px]"""
        own, gallery, searches = (
            profile.midpoint_px,
            profile.midpoint_gallery,
            profile.midpoint_searches,
        )
        if own is None:
            return self.midpoint_px.value * self.midpoint_factor
        if gallery is None or searches is None:
            return own.value
        return own.value * self._factor(gallery, searches)

    def _curve(self, profile: Profile) -> Curve:
        return Curve(
            (profile.ceiling or self.ceiling).value,
            self._midpoint(profile),
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
        holds = ""
        if profile.stays:
            holds = f", at {OWN_RATE}"
        elif profile.midpoint_gallery and profile.midpoint_searches:
            holds = (
                f" (trial with a gallery of {profile.midpoint_gallery.value:,.0f} at one false "
                f"alert in {profile.midpoint_searches.value:,.0f} searches; carried to others by "
                "midpoint_shift, which it did not measure)"
            )
        validity = f"Profile {name}: {profile.about}{holds}. The others: {self.validity}"
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
        A file of the form of ``recognisers.yaml``; the one that ships when missing. Each source
        must be a key of ``sources.bib``, ``assumption``, ``own_trial`` or, with a note, ``own``.

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
    if path is None:
        return _shipped()
    data, lines = read_plain(path)
    unknown = unknown_sources(data, lines, path)
    try:
        model = validate_model(data, Recognisers, path, lines)
    except ScenarioError as error:
        raise ScenarioError([*error.problems, *unknown]) from error
    if unknown:
        raise ScenarioError(unknown)
    return model


@functools.cache
def _shipped() -> Recognisers:
    return read_model(_FILE, Recognisers)
