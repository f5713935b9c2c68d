"""What has changed since the last approved layout, and which cameras need a new assessment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from twin.answers.asked import Asked
from twin.answers.changes.compare import Change, changes
from twin.answers.question import Question
from twin.arrays import Floats
from twin.cameras import Layout
from twin.told import Column, Told, table
from twin.wording import number

__all__ = ["CHANGES", "told_of"]


def _changes(asked: Asked) -> Told:
    """Compare the layout of a run with the approved one its scenario names."""
    return told_of(asked.inputs.approved, asked.inputs.layout, asked.inputs.site.origin)


def told_of(approved: Layout | None, now: Layout, origin: Floats) -> Told:
    """Tell what is other in a layout than in an approved one, if there is one."""
    many = len(now.housings)
    if approved is None:
        return Told(
            (
                "The scenario names no approved layout (key approved), so nothing can be compared.",
                f"Unless one was approved, each of the {number(many)} cameras needs an assessment.",
            ),
            {"approved": None, "cameras": many, "changes": None},
        )
    found = changes(approved, now, origin)
    assess = list(dict.fromkeys(one.camera for one in found if one.assess))
    figures = {
        "approved": approved.name,
        "cameras": many,
        "cameras_approved": len(approved.housings),
        "added": sum(one.what == "added" for one in found),
        "removed": sum(one.what == "removed" for one in found),
        "new_assessment": assess,
        "unchanged": [one for one in now.housings if one not in assess],
        "changes": [asdict(one) for one in found],
    }
    return Told(tuple(_sentences(figures, found)), figures, {"changes": _table(found)})


def _sentences(figures: Mapping[str, Any], found: Sequence[Change]) -> Iterator[str]:
    """Count the cameras that need an assessment, then tell each change."""
    name, assess = figures["approved"], figures["new_assessment"]
    if not found:
        yield f"Nothing is other than in the approved layout, {name!r}."
        return
    if assess:
        yield (
            f"Since the approved layout, {name!r}, "
            f"{'1 camera has' if len(assess) == 1 else f'{number(len(assess))} cameras have'} "
            f"changed so that a new assessment is needed: {', '.join(assess)}."
        )
    else:
        yield f"Since the approved layout, {name!r}, only words have changed, and no camera."
    yield from (one.sentence for one in found)


def _table(found: Sequence[Change]) -> pa.Table:
    """List the changes."""
    columns = (
        Column("camera", "", "its id"),
        Column("what", "", "what is other"),
        Column("before", "", "as approved"),
        Column("after", "", "as it is now"),
        Column("new_assessment", "", "whether it needs a new assessment"),
    )
    rows = [(one.camera, one.what, one.before, one.after, one.assess) for one in found]
    return table(columns, rows)


CHANGES = Question(
    name="changes",
    asks="What has changed since the last approved layout, and which cameras need an assessment?",
    definition=(
        "The scenario's key approved names the layout that was approved last, and cameras are "
        "known by their ids: one whose id is not in the other layout was added or removed. Of "
        "those in both, what the layout says is compared: place, height, direction, image, lens, "
        "masks, presets of a tour, images a second, shutter, how long recordings are kept, "
        "purpose, name and reason; but not whether a camera is marked as invented. Guidance "
        "recommends an assessment when cameras are added, removed, moved, turned or upgraded "
        "[dpia_surveillance]; here whatever is other asks for one, however little, but names and "
        "reasons."
    ),
    limits=(
        "A camera under another id is told as removed and added.",
        (
            "Only what layouts say is compared: software, watch-lists, who has access and what "
            "recordings are used for may have changed too."
        ),
        "What the changes do to people is told by asking a run of each layout.",
    ),
    ask=_changes,
)
"""The question of changes."""
