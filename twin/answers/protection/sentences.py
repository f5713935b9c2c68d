"""What protection does, in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from twin.answers.protection.safeguards import protection_of
from twin.answers.protection.weighed import LEAST, NONE, Change
from twin.cameras import Camera
from twin.wording import listed, number

__all__ = ["gentler", "sentences"]

_TOLD: Final = {
    "filmed": "are in pictures",
    "searched": "are searched",
    "recognised": "would be recognised by a machine",
    "kept": "are still in pictures a day later",
    "watchable": "could be known by the face in those",
}
"""Measures of people that sentences tell of, in words that follow a number."""

Measured = Mapping[str, Any]


def sentences(
    housings: Mapping[str, Sequence[Camera]],
    whole: Measured,
    changes: Sequence[tuple[Change, Measured]],
) -> Iterator[str]:
    """Tell what is measured as it is, what is set, and what each change makes of it.

    Parameters
    ----------
    housings : mapping of str to sequence of Camera
        Those of the run.
    whole : mapping
        What is measured of the run as it is.
    changes : sequence of (Change, mapping)
        What is changed of all housings, and what is measured then.
    """
    has_some = any(map(protection_of, housings.values()))
    lead = "With all the protection that is set" if has_some else "The layout sets no protection"
    yield (
        f"{lead}: {number(whole['filmed'])} people are in pictures, the faces of "
        f"{number(whole['searched'])} are searched, {number(whole['searches'])} times, and a "
        f"machine would recognise {number(whole['recognised'])} of them, were each on its list; a "
        f"day later pictures of {_about(whole['kept'])} are still there, and whoever watches them "
        f"could know {_about(whole['watchable'])} by the face."
    )
    told = _each(housings, whole, changes)
    yield from (sentence for change, sentence in told if change.name == NONE)
    yield from _set(housings)
    yield from (sentence for change, sentence in told if change.name != NONE)


def gentler(
    housings: Mapping[str, Sequence[Camera]],
    whole: Measured,
    changes: Sequence[tuple[Change, Measured]],
) -> Iterator[str]:
    """Tell what protection would do that is not set."""
    yield from (
        sentence for change, sentence in _each(housings, whole, changes) if not change.stands
    )


def _each(
    housings: Mapping[str, Sequence[Camera]],
    whole: Measured,
    changes: Sequence[tuple[Change, Measured]],
) -> list[tuple[Change, str]]:
    """Tell what each change makes of the whole."""
    least = next((after for change, after in changes if change.name == LEAST), None)
    return [
        (change, _changed(change, whole, after, len(housings), least))
        for change, after in changes
        if change.name != LEAST
    ]


def _set(housings: Mapping[str, Sequence[Camera]]) -> Iterator[str]:
    """Tell what the layout sets."""
    by_words: dict[str, list[str]] = {}
    for id_, cameras in housings.items():
        for words in protection_of(cameras):
            by_words.setdefault(words, []).append(id_)
    if not by_words:
        yield "What follows is supposed."
    for words, ids in by_words.items():
        where = "all cameras" if len(ids) == len(housings) > 1 else ", ".join(ids)
        yield f"Set for {where}: {words}."


def _changed(
    change: Change, whole: Measured, after: Measured, housings: int, least: Measured | None
) -> str:
    """Tell what one change makes of the whole."""
    many = len(change.hung)
    where = "" if many == housings else f" for {', '.join(change.hung)}"
    lower = least if change.name == "frame_rate" and not change.stands else None
    moved: list[str] = []
    same: list[str] = []
    for name, words in _TOLD.items():
        now, was = _about(after[name]), _about(whole[name])
        if lower is not None and _about(lower[name]) != now:
            now = f"{_about(lower[name])} to {now}"
        if now == was:
            same.append(words)
        else:
            people = "" if moved else "people "
            moved.append(f"{now} instead of {was} {people}{words}")
    text = f"{change.words[0].upper()}{change.words[1:]}{where}"
    if not moved:
        return f"{text}, nothing of this changes."
    told = f"{text}, {listed(moved)}"
    return f"{told}; as many as before {listed(same)}." if same else f"{told}."


def _about(people: float) -> str:
    """Write an expected number, which may differ from a whole one by a false alert."""
    return number(people if people < 0.05 else round(people, 1))
