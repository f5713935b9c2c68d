"""Compare two layouts, camera by camera."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twin.answers.changes.hanging import hung_otherwise
from twin.answers.changes.views import seen_otherwise
from twin.arrays import Floats
from twin.cameras import Camera, Layout
from twin.wording import few_digits

__all__ = ["Change", "changes"]

_WORDS = ("name", "reason")
"""What may be written otherwise without the camera being another."""


@dataclass(frozen=True)
class Change:
    """Something that is other than it was approved.

    Attributes
    ----------
    camera : str
        Id of the camera.
    what : str
        What is other, in a word or two.
    before, after : str
        What it was and what it is; empty for what is not there.
    sentence : str
        The same in a plain sentence.
    assess : bool
        Whether it needs a new assessment.
    """

    camera: str
    what: str
    before: str
    after: str
    sentence: str
    assess: bool = True


def changes(approved: Layout, now: Layout, origin: Floats) -> list[Change]:
    """List what is other in a layout than in an approved one, by the ids of cameras.

    Parameters
    ----------
    approved, now : Layout
        Both in one site frame.
    origin : (2,) array
        Easting and northing of its origin, EPSG:27700. [m]

    Returns
    -------
    list of Change
        In the order of the approved layout; then the cameras that are new.
    """
    old, new = approved.housings, now.housings
    found = []
    for housing, cameras in old.items():
        if housing not in new:
            found.append(_gone(housing, cameras))
            continue
        pairs = (cameras, new[housing])
        kept = (approved.retention.get(housing), now.retention.get(housing))
        found += [
            Change(housing, what, before, after, f"Camera {housing} {says}.")
            for what, before, after, says in (
                *hung_otherwise(*pairs, origin),
                *seen_otherwise(*pairs),
                *_kept_otherwise(*kept),
                *_meant_otherwise(cameras[0].purpose, new[housing][0].purpose),
            )
        ]
        found += _written_otherwise(housing, cameras[0], new[housing][0])
    return found + [_new(id_, cameras) for id_, cameras in new.items() if id_ not in old]


def _gone(housing: str, cameras: Sequence[Camera]) -> Change:
    name = cameras[0].name
    return Change(housing, "removed", name, "", f"Camera {housing} ({name}) is not there any more.")


def _new(housing: str, cameras: Sequence[Camera]) -> Change:
    name = cameras[0].name
    return Change(housing, "added", "", name, f"Camera {housing} ({name}) is new.")


def _kept_otherwise(before: float | None, after: float | None) -> Iterator[tuple[str, ...]]:
    """Say whether recordings are kept for another time. [day]"""
    if before != after:
        was, now = ("not stated" if one is None else _days(one) for one in (before, after))
        yield "retention", was, now, f"keeps recordings for another time: {now}, before {was}"


def _days(days: float) -> str:
    return f"{few_digits(days)} day{'' if days == 1 else 's'}"


def _meant_otherwise(before: str, after: str) -> Iterator[tuple[str, ...]]:
    """Say whether a camera is there for something else."""
    if before != after:
        was, now = (one or "not stated" for one in (before, after))
        yield "purpose", was, now, f"has another purpose: {now}; before: {was}"


def _written_otherwise(housing: str, before: Camera, after: Camera) -> Iterator[Change]:
    """Say which words about a camera are others."""
    for word in _WORDS:
        was, now = getattr(before, word), getattr(after, word)
        if was != now:
            sentence = f"Camera {housing} has another {word} in the layout."
            yield Change(housing, word, was, now, sentence, assess=False)
