"""Safeguards: what protects people from a camera, taken away or supposed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from twin.answers.protection.numbers import (
    CLOSES,
    DELETED,
    FEWER_IMAGES,
    LESS_RESOLUTION,
    OPENS,
)
from twin.cameras import Camera, Protection
from twin.cameras.protection import UNPROTECTED
from twin.wording import clock, few_digits

__all__ = ["SAFEGUARDS", "Safeguard", "protection_of", "unprotected"]


@dataclass(frozen=True)
class Safeguard:
    """One way to protect people from a camera.

    Attributes
    ----------
    having, lacking : str
        What is said of cameras that are given it, and of those from which it is taken.
    words : callable
        Says it of a camera that has it; empty of one that has it not.
    without : callable
        Takes it from a camera.
    supposed : callable, optional
        Gives a camera the standard version; none where there is no such thing.
    before : bool
        Whether it acts before pictures are taken or while they are, and not on what is done then.
    """

    having: str
    lacking: str
    words: Callable[[Camera], str]
    without: Callable[[Camera], Camera]
    supposed: Callable[[Camera], Camera] | None
    before: bool

    def stands(self, cameras: Sequence[Camera]) -> bool:
        """Say whether any camera of a housing has it."""
        return any(map(self.words, cameras))

    def turned(self, cameras: Sequence[Camera]) -> tuple[Camera, ...] | None:
        """Take it from the cameras of a housing that has it, or suppose it of one that has not."""
        if self.stands(cameras):
            return tuple(map(self.without, cameras))
        return None if self.supposed is None else tuple(map(self.supposed, cameras))

    def said(self, cameras: Sequence[Camera]) -> str:
        """Say it of the first camera of a housing that has it."""
        return next(filter(None, map(self.words, cameras)), "")


def unprotected(camera: Camera) -> Camera:
    """Take all protection from a camera."""
    return replace(camera, masks=(), protection=UNPROTECTED)


def _part(
    short: str,
    words: Callable[[Protection], str],
    *,
    before: bool,
    lacking: str = "",
    **standard: Any,
) -> Safeguard:
    """Make one of a key of a camera's protection and its standard value."""
    usual = {name: getattr(UNPROTECTED, name) for name in standard}

    def having(values: Mapping[str, Any]) -> Callable[[Camera], Camera]:
        return lambda one: replace(one, protection=replace(one.protection, **values))

    return Safeguard(
        having=f"with {short}",
        lacking=lacking or f"without {short}",
        words=lambda camera: words(camera.protection),
        without=having(usual),
        supposed=having(standard),
        before=before,
    )


def _hours(one: Protection) -> str:
    spans = [f"{clock(start)} to {clock(stop)}" for start, stop in one.hours or ()]
    return f"a limit to the hours {' and '.join(spans)}" if spans else ""


def _rate(one: Protection) -> str:
    if one.frame_rate is None:
        return ""
    images = "one image" if one.frame_rate == 1 else f"{few_digits(one.frame_rate)} images"
    return f"a limit to {images} a second"


def _resolution(one: Protection) -> str:
    if one.resolution == 1:
        return ""
    return f"a limit to {few_digits(100 * one.resolution)} % of the pixels across and down"


def _deletion(one: Protection) -> str:
    if one.delete_after is None:
        return ""
    return f"deletion on the device of pictures of non-matches after {one.delete_after:,.12g} s"


SAFEGUARDS: Final[Mapping[str, Safeguard]] = {
    "masks": Safeguard(
        having="with masks",
        lacking="without masks",
        words=lambda camera: "masks" if camera.masks else "",
        without=lambda camera: replace(camera, masks=()),
        supposed=None,
        before=True,
    ),
    "hours": _part("hours", _hours, before=True, hours=((OPENS.value, CLOSES.value),)),
    "frame_rate": _part("fewer images", _rate, before=True, frame_rate=FEWER_IMAGES.value),
    "resolution": _part("fewer pixels", _resolution, before=True, resolution=LESS_RESOLUTION.value),
    "recogniser": _part(
        "recogniser off",
        lambda one: "" if one.recogniser else "the recogniser off",
        before=False,
        lacking="with recogniser on",
        recogniser=False,
    ),
    "blurring": _part(
        "blurring",
        lambda one: "blurring of the faces of non-matches" if one.blur_non_matches else "",
        before=False,
        blur_non_matches=True,
    ),
    "deletion": _part("deletion", _deletion, before=False, delete_after=DELETED.value),
}
"""Name to safeguard, in the order in which they act."""


def protection_of(cameras: Sequence[Camera]) -> list[str]:
    """Say what protects people from the cameras of a housing, one thing each."""
    return [words for each in SAFEGUARDS.values() if (words := each.said(cameras))]
